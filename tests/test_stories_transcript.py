"""A ticket told from its beginning: to its requester what they heard and said, to supervisors everything."""

import io
import json
import zipfile
from dataclasses import replace
from datetime import timedelta

import pytest

from adapters import verbs
from adapters.calls import Call
from bot.book import Book
from bot.desk import Desk
from bot.errors import AgentsOnly, Misunderstood, NoSuchTicket, SupervisorsOnly
from bot.events import File, Replied
from bot.incoming import Incoming
from bot.paper import Paper, packed, parcel, shelved
from bot.transcript import LOCKED, Reach
from bot.transcript_forms import Form, paper
from tests.conftest import ANN, BEN, BOB, MAX, SETTINGS, SUE

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)> </pre> <!channel> @everyone"
PHOTO = File("../../etc/pass\\wd<b>.png", "ab" * 32, 5)


@pytest.fixture
def number(desk, carry):
    number = desk.open(ANN, f"VPN {HOSTILE}", f"Nothing loads. {HOSTILE}", "support", ANN.place, files=(PHOTO,)).number
    desk.note(number, BOB, "She pulled the plug.")
    desk.claim(number, BOB)
    desk.reply(number, BOB, "Please plug it in.")
    desk.resolve(number, BOB, "workaround", "Tell the landlord.")
    carry()
    return number


def made(desk, number, by=SUE, reach=Reach.PUBLIC, form=Form.TEXT):
    return paper(desk.transcript(number, by, reach), form).content.decode()


@pytest.mark.parametrize("form", Form)
def test_what_is_public_holds_question_and_answer_and_nothing_of_the_agents(desk, number, form):
    told = made(desk, number, ANN, form=form)

    assert "Nothing loads." in told
    assert "Please plug it in." in told
    for secret in ("pulled the plug", "landlord", "workaround", "support@", "Priority"):
        assert secret not in told


@pytest.mark.parametrize("form", Form)
def test_all_of_it_holds_the_notes_and_who_did_what(desk, number, form):
    told = made(desk, number, reach=Reach.FULL, form=form)

    for said in ("Nothing loads.", "Please plug it in.", "She pulled the plug.", "Tell the landlord.", "workaround"):
        assert said in told


@pytest.mark.parametrize("reach", Reach)
def test_what_people_wrote_never_runs_in_a_page_and_nothing_is_fetched(desk, number, reach):
    told = made(desk, number, reach=reach, form=Form.HTML)

    assert "<script" not in told
    assert "<img" not in told
    assert "<b>" not in told
    assert "&lt;script&gt;" in told
    assert "default-src 'none'" in told
    assert not {"src=", "href="} & set(told.replace("&lt;img src=x", "").split('"'))


def test_data_can_be_read_by_programs_and_says_where_its_files_lie(desk, number):
    told = json.loads(made(desk, number, reach=Reach.FULL, form=Form.JSON))

    assert (told["number"], told["reach"], told["queue"]) == (number, "full", "support")
    assert [one["internal"] for one in told["entries"] if one["text"] == "She pulled the plug."] == [True]
    assert [one["internal"] for one in told["entries"] if one["text"] == "Tell the landlord."] == [True]
    assert told["entries"][0]["files"][0]["path"] == "files/01-_.._etc_pass_wd_b_.png"


@pytest.mark.parametrize(
    ("by", "reach", "refusal"),
    [(ANN, Reach.FULL, SupervisorsOnly), (BOB, Reach.FULL, SupervisorsOnly), (MAX, Reach.PUBLIC, NoSuchTicket),
     (BEN, Reach.PUBLIC, NoSuchTicket)],
)  # fmt: skip
def test_only_supervisors_have_all_of_it_and_strangers_nothing(desk, number, by, reach, refusal):
    with pytest.raises(refusal):
        desk.transcript(number, by, reach)


def test_a_requester_who_is_an_agent_too_is_told_no_note_in_what_is_public(desk, carry):
    number = desk.open(BOB, "My own laptop", "It is slow.", "support", BOB.place).number
    desk.note(number, SUE, "He never restarts it.")
    carry()

    assert "never restarts" not in made(desk, number, BOB)


def test_an_answer_that_is_held_or_was_taken_back_was_never_heard(store, clock):
    desk = Desk(store, replace(SETTINGS, undo_for=timedelta(seconds=10)), clock)
    number = desk.open(ANN, "VPN", "Nothing loads.", "support", ANN.place).number
    desk.reply(number, BOB, "Wrong window.")
    desk.undo(number, BOB)
    desk.reply(number, BOB, "Still held.")

    told = made(desk, number)

    assert "Wrong window" not in told
    assert "Still held" not in told
    assert "Still held" in made(desk, number, reach=Reach.FULL)


@pytest.mark.parametrize("reach", Reach)
def test_what_came_encrypted_is_told_of_a_private_queue_only(store, clock, reach):
    mail = Incoming(
        ANN, "(encrypted)", "support", "mail:<1@example.org>", ANN.place, "VPN", encrypted="PGP",
        private="The code is 7.",
    )  # fmt: skip
    open_desk = Desk(store, SETTINGS, clock)
    number = open_desk.receive(mail)[0].number
    queues = tuple(replace(queue, private=True) for queue in SETTINGS.queues)

    assert "code is 7" not in made(open_desk, number, reach=reach)
    assert "code is 7" in made(Desk(store, replace(SETTINGS, queues=queues), clock), number, reach=reach)


def test_an_answer_that_left_encrypted_is_not_handed_on_in_the_clear(desk, number, store, clock, carry):
    with store.transaction() as tx:
        book = Book(SETTINGS, clock)
        book.record(tx, tx.tickets.get(number), BOB, Replied("The code is 8.", encrypted="PGP"))
    carry()

    told = made(desk, number)

    assert LOCKED in told
    assert "code is 8" not in told


def test_the_words_of_the_verb_may_come_in_any_order(desk, clock, number):
    said = verbs.run(desk, SETTINGS, Call("transcript", SUE, clock(), number, {"how": "json full"}))

    assert said.paper.name == f"transcript-{number}-full.json"
    assert "all of #1 with 1 file." in said.text
    with pytest.raises(Misunderstood, match="public or full"):
        verbs.run(desk, SETTINGS, Call("transcript", SUE, clock(), number, {"how": "pdf"}))


def test_a_paper_is_packed_with_its_files_under_names_that_nothing_obeys():
    files = (PHOTO, File("con.txt", "cd" * 32, 3), File("…" * 300 + ".pdf", "ef" * 32, 3), File("", "01" * 32, 1))
    name, content = packed(Paper("transcript-1.html", b"page", "text/html", files), lambda file: file.sha256.encode())

    names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    assert name == "transcript-1.zip"
    assert names[0] == "transcript-1.html"
    assert all(one.startswith("files/0") and ".." not in one.split("/")[1][:3] and "\\" not in one for one in names[1:])
    assert all(len(one) < 100 for one in names)
    assert names[1:] == [path for path, _ in shelved(files)]


def test_what_is_too_big_goes_without_its_files_and_says_so():
    big = Paper("transcript-1.html", b"page", "text/html", (File("film.mp4", "ab" * 32, 10**9),))

    name, content, sentence = parcel(big, lambda file: b"", 1000)

    assert (name, content) == ("transcript-1.html", b"page")
    assert "too big" in sentence
    assert (
        "https://desk.example/t/1" in parcel(replace(big, link="https://desk.example/t/1"), lambda file: b"", 1000)[2]
    )


def test_agents_may_have_what_is_public_and_others_queues_agents_may_not(desk, number):
    assert "Nothing loads." in made(desk, number, BOB)
    with pytest.raises((AgentsOnly, NoSuchTicket)):
        desk.transcript(number, BEN)
