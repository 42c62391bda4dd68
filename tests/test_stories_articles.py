"""The knowledge base: written, found, published, put into answers, suggested; and who may do which."""

import threading
from contextlib import suppress
from dataclasses import replace

import pytest

from adapters import verbs
from adapters.calls import Call
from bot.article import State
from bot.config import Queue
from bot.desk import Desk
from bot.errors import AgentsOnly, EmptyText, NoSuchTicket, Refused, SupervisorsOnly, Unknown
from bot.events import Suggested
from bot.incoming import Incoming
from bot.people import Person
from storage.store import SqlStore
from tests.conftest import ANN, BEN, BILLS, BOARD, BOB, CLEO, MAX, ROOM, SETTINGS, SUE

BODY = "Unplug the router, wait ten seconds and plug it in again."


@pytest.fixture
def article(desk):
    """Public, of all queues."""
    made = desk.shelf.write(BOB, "VPN does not connect", BODY, "")
    return desk.shelf.publish(SUE, str(made.number), State.PUBLIC)


def titles(found):
    return [one.title for one in found]


def asked(desk, subject="The VPN does not connect", text="Since this morning.", number=1, by=ANN):
    return desk.receive(
        Incoming(by, text, "support", f"mail:<{number}@example.org>", by.place, subject, verdict="pass")
    )[0]


def facts(desk, number):
    return [type(event.fact).__name__ for event in desk.history(number, BOB)]


def test_a_draft_is_its_author_s_and_the_supervisors_until_it_is_published(desk):
    made = desk.shelf.write(BOB, "Printer jams", BODY, "support")
    name = str(made.number)

    assert titles(desk.shelf.search(BOB, "printer")) == titles(desk.shelf.search(SUE, "printer")) == ["Printer jams"]
    assert desk.shelf.search(CLEO, "printer") == []
    with pytest.raises(Unknown):
        desk.shelf.get(CLEO, name)
    desk.shelf.publish(BOB, name, State.INTERNAL)
    assert titles(desk.shelf.search(CLEO, "printer")) == ["Printer jams"]


def test_agents_of_another_queue_see_nothing_of_a_queue_s_articles_and_requesters_of_none(desk):
    name = str(desk.shelf.write(BOB, "Printer jams", BODY, "support").number)
    desk.shelf.publish(BOB, name, State.INTERNAL)

    assert desk.shelf.search(BEN, "printer") == []
    with pytest.raises(Unknown):
        desk.shelf.get(BEN, name)
    for stranger in (ANN, MAX):
        with pytest.raises(AgentsOnly):
            desk.shelf.search(stranger, "printer")
    with pytest.raises(AgentsOnly):
        desk.shelf.write(BEN, "Printer jams", BODY, "support")


def test_what_customers_read_supervisors_decide_and_where_there_are_none_the_agents(desk, store, clock):
    name = str(desk.shelf.write(BOB, "Printer jams", BODY, "support").number)
    with pytest.raises(SupervisorsOnly, match="internal for agents"):
        desk.shelf.publish(BOB, name, State.PUBLIC)

    alone = Desk(store, replace(SETTINGS, queues=(Queue("support", rooms=(ROOM, BOARD)),)), clock)
    assert alone.shelf.publish(BOB, name, State.PUBLIC).state is State.PUBLIC


def test_only_who_works_in_its_queue_writes_it_anew_and_supervisors_change_what_is_public(desk, article):
    with pytest.raises(AgentsOnly):
        desk.shelf.revise(ANN, str(article.number), "", "Do nothing.")
    assert desk.shelf.revise(CLEO, str(article.number), "", "Do nothing.").body == BODY
    assert desk.shelf.revise(SUE, str(article.number), "", "Do it twice.").title == article.title


def test_every_change_is_kept_and_the_same_changes_nothing(desk, article):
    name = str(article.number)
    desk.shelf.revise(SUE, name, "", "Do it twice.")
    desk.shelf.revise(SUE, name, "", "Do it twice.")
    desk.shelf.publish(SUE, name, State.PUBLIC)

    kept = desk.shelf.revisions(BOB, name)

    assert [(one.version, one.state, one.by_name) for one in kept] == [
        (1, "draft", "Bob"), (2, "public", "Sue"), (3, "public", "Sue"),
    ]  # fmt: skip
    assert [one.body for one in kept] == [BODY, BODY, "Do it twice."]


@pytest.mark.parametrize(
    "words", ["vpn", "connect router", "conn", "VPN!", "unplug", "Müller", "mueller", "解決方法", "プリンタ"]
)
def test_articles_are_found_by_their_words_in_every_script(desk, words):
    desk.shelf.write(BOB, "VPN does not connect", f"{BODY} Herr Müller hilft. 問題の解決方法 プリンター", "")
    desk.shelf.write(BOB, "Something else", "Nothing of it.", "")

    assert titles(desk.shelf.search(BOB, words)) == ["VPN does not connect"]


def test_titles_count_more_than_texts_and_no_words_mean_the_newest(desk, clock):
    desk.shelf.write(BOB, "Router", "Blue light: VPN.", "")
    clock.forward(minutes=1)
    desk.shelf.write(BOB, "VPN", "Red light.", "")
    clock.forward(minutes=1)
    desk.shelf.write(BOB, "Printer", "Jams.", "")

    assert titles(desk.shelf.search(BOB, "vpn")) == ["VPN", "Router"]
    assert titles(desk.shelf.search(BOB)) == ["Printer", "VPN", "Router"]


@pytest.mark.parametrize("words", ["%", "_", "' OR 1=1 --", '"', "🤷", "a" * 10_000, "\x00"])
def test_whatever_is_looked_for_finds_nothing_by_trick(desk, article, words):
    assert desk.shelf.search(BOB, words) == []


@pytest.mark.parametrize("name", ["", "0", "99999999999", "9" * 40, "-1", "nothing like it"])
def test_what_there_is_not_is_said(desk, article, name):
    with pytest.raises(Unknown, match="kb search"):
        desk.shelf.get(BOB, name)


def test_a_public_article_becomes_an_answer_that_waits_to_be_looked_at_and_its_use_is_counted_when_it_is_sent(
    desk, clock, article
):
    number = desk.open(ANN, "Help", "Please.", "support", ANN.place).number

    _, unsent = desk.shelf.insert(number, BOB, "vpn connect")
    _, other = desk.shelf.insert(number, CLEO, str(article.number))
    assert (unsent.text, unsent.ticket, unsent.by) == (BODY, number, BOB.place)
    assert "Replied" not in facts(desk, number)
    assert desk.shelf.get(BOB, "vpn").uses == 0  # looked at, and not sent

    for by, one in ((BOB, unsent), (BOB, unsent), (CLEO, other)):
        with suppress(Refused):
            verbs.run(desk, SETTINGS, Call("send", by, clock(), number, {"kept": str(one.id)}))
    assert desk.shelf.get(BOB, "vpn").uses == 1


def test_what_customers_read_stands_until_a_supervisor_publishes_another_version(desk, clock, article):
    name = str(article.number)
    for by, body in ((BOB, "Buy a new router."), (CLEO, "Buy two routers."), (CLEO, "Buy two routers.")):
        found = desk.shelf.revise(by, name, "", body)
        assert (found.body, found.state, found.waiting is None) == (BODY, State.PUBLIC, False)

    assert [one.body for one in desk.shelf.public()] == [BODY]
    assert desk.shelf.search(BOB, "buy") == []
    with pytest.raises(SupervisorsOnly):
        desk.shelf.publish(BOB, name, State.PUBLIC)
    shown = verbs.run(desk, SETTINGS, Call("kb", SUE, clock(), None, {"do": f"show {name}"})).text
    assert "Cleo wrote it anew" in shown
    assert "Buy two routers." in shown

    assert desk.shelf.publish(SUE, name, State.PUBLIC).body == "Buy two routers."
    found = desk.shelf.get(BOB, name)
    assert (found.waiting, found.body, [one.title for one in desk.shelf.search(BOB, "buy")]) == (
        None, "Buy two routers.", [article.title],
    )  # fmt: skip
    assert [(one.version, one.by_name) for one in desk.shelf.revisions(BOB, name)][-3:] == [
        (3, "Bob"), (4, "Cleo"), (5, "Sue"),
    ]  # fmt: skip


def test_what_is_published_is_the_version_that_was_read_and_no_newer_one(desk, clock, article):
    name = str(article.number)

    def say(do):
        return verbs.run(desk, SETTINGS, Call("kb", SUE, clock(), None, {"do": do}))

    desk.shelf.revise(BOB, name, "", "Buy a new router.")
    assert "Buy a new router." in say(f"publish {name}").text  # shown first, as nobody has said which version
    button = say(f"show {name}").buttons[-1]
    assert (button.label, button.rest) == ("Publish", f"publish {name} v3")
    desk.shelf.revise(CLEO, name, "", "Throw it out of the window.")

    with pytest.raises(Refused, match="anew since you read it"):
        say(button.rest)
    assert [one.body for one in desk.shelf.public()] == [BODY]
    say(f"publish {name} public v4")
    assert [one.body for one in desk.shelf.public()] == ["Throw it out of the window."]


def test_who_does_not_decide_is_offered_no_button_that_publishes(desk, clock, article):
    desk.shelf.revise(BOB, str(article.number), "", "Buy a new router.")

    said = verbs.run(desk, SETTINGS, Call("kb", BOB, clock(), None, {"do": f"show {article.number}"}))
    assert "Publish" not in [one.label for one in said.buttons]


def test_who_decides_about_it_overtakes_what_waits_and_a_colleague_retracts_nothing(desk, article):
    name = str(article.number)
    desk.shelf.revise(CLEO, name, "", "Buy a new router.")
    with pytest.raises(SupervisorsOnly):
        desk.shelf.publish(CLEO, name, State.DRAFT)

    assert desk.shelf.revise(SUE, name, "", "Restart it.").waiting is None
    assert [one.body for one in desk.shelf.public()] == ["Restart it."]


def test_of_versions_that_two_write_at_once_both_are_kept(postgresql, clock):
    desk = Desk(SqlStore(postgresql), SETTINGS, clock)
    article = desk.shelf.write(BOB, "VPN does not connect", BODY, "")
    desk.shelf.publish(SUE, str(article.number), State.PUBLIC)

    def write(by, at):
        desk.shelf.revise(by, str(article.number), "", f"Version {at}.")

    threads = [threading.Thread(target=write, args=(by, at)) for at, by in enumerate((BOB, CLEO, BOB, CLEO))]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    kept = desk.shelf.revisions(BOB, str(article.number))[2:]
    assert ({one.body for one in kept}, [one.version for one in kept]) == (
        {f"Version {at}." for at in range(4)}, [3, 4, 5, 6],
    )  # fmt: skip


@pytest.mark.parametrize("state", [State.DRAFT, State.INTERNAL])
def test_what_is_not_public_never_becomes_an_answer(desk, article, state):
    number = desk.open(ANN, "Help", "Please.", "support", ANN.place).number
    desk.shelf.publish(SUE, str(article.number), state)

    with pytest.raises(Refused, match="only public articles go to requesters"):
        desk.shelf.insert(number, BOB, str(article.number))


def test_nobody_inserts_into_a_ticket_that_is_not_theirs(desk, article):
    number = desk.open(ANN, "Help", "Please.", "support", ANN.place).number
    for by in (BEN, MAX):
        with pytest.raises((NoSuchTicket, AgentsOnly)):
            desk.shelf.insert(number, by, str(article.number))


def test_each_has_one_voice_and_the_last_counts(desk, article):
    name = str(article.number)
    desk.shelf.vote(BOB, name, True)
    desk.shelf.vote(BOB, name, True)
    desk.shelf.vote(CLEO, name, True)
    found = desk.shelf.vote(CLEO, name, False)

    assert (found.up, found.down) == (1, 1)


def test_a_new_ticket_is_told_of_the_article_that_fits_once_and_quietly(desk, article, wire, carry):
    ticket = asked(desk)
    carry()

    assert facts(desk, ticket.number) == ["Opened", "Acknowledged", "Suggested"]
    (said,) = [one for one in wire.said(ROOM) if "Perhaps" in one]
    assert said == "💡 Perhaps: VPN does not connect"
    words = next(one for one in wire.slack.words if getattr(one, "head", "").startswith("Perhaps"))
    assert [(one.label, one.verb, one.rest) for one in words.buttons] == [
        ("Read", "kb", "show 1"), ("Insert", "kb", "insert 1"), ("Not helpful", "kb", "down 1"),
    ]  # fmt: skip
    assert words.pings == ()
    assert "Perhaps" not in str(wire.said(ANN.place))


@pytest.mark.parametrize("subject", ["The printer", "Connect me to sales", "VPN", "解決"])
def test_what_fits_half_is_not_suggested(desk, article, subject):
    assert "Suggested" not in facts(desk, asked(desk, subject, "Please.").number)


def test_drafts_articles_of_other_queues_and_unloved_ones_are_not_suggested(desk, article):
    name = str(article.number)
    desk.shelf.vote(BOB, name, False)
    assert "Suggested" not in facts(desk, asked(desk).number)
    desk.shelf.vote(BOB, name, True)
    desk.shelf.publish(SUE, name, State.DRAFT)
    assert "Suggested" not in facts(desk, asked(desk, number=2, by=MAX).number)
    other = desk.shelf.write(BEN, "VPN does not connect", BODY, "billing")
    desk.shelf.publish(BEN, str(other.number), State.INTERNAL)
    assert "Suggested" not in facts(desk, asked(desk, number=3, by=Person("Zoe", "mail:zoe@example.com")).number)


def test_a_suggestion_is_internal(desk, article):
    ticket = asked(desk)

    assert not [one for one in desk.history(ticket.number, ANN) if isinstance(one.fact, Suggested)]


def test_a_resolved_ticket_becomes_one_draft_without_who_asked(desk, carry):
    ann = Person("Ann-Marie Smith", "mail:ann.smith@example.org")
    text = "I am Ann-Marie Smith, call +49 (30) 1234-567 or ann.smith@example.org. Smith's VPN is broken since 2026."
    number = desk.open(ann, "Smith has no VPN", text, "support", ann.place).number
    desk.reply(number, BOB, "Dear Ann-Marie, plug it in. Bob, bob@desk.example")
    desk.note(number, BOB, "She is slow.")
    with pytest.raises(Refused, match="not resolved yet"):
        desk.shelf.draft(number, BOB)
    carry()
    desk.resolve(number, BOB)

    made = desk.shelf.draft(number, BOB)

    assert desk.shelf.draft(number, SUE).number == made.number
    assert (made.state, made.queue, made.title) == (State.DRAFT, "support", "[name] has no VPN")
    assert "plug it in" in made.body
    assert "slow" not in made.body
    assert "since 2026" in made.body
    for secret in ("Smith", "Ann-Marie", "ann.smith", "1234", "example"):
        assert secret not in made.body


def test_a_mail_that_is_one_endless_word_holds_nobody_up(desk):
    number = desk.open(ANN, "A log", "a" * 400_000, "support", ANN.place).number  # each letter may begin an address
    desk.resolve(number, BOB)

    with pytest.raises(Refused, match="too long"):
        desk.shelf.draft(number, BOB)


def test_another_s_draft_of_the_same_ticket_is_not_shown_and_strangers_draft_none(desk, carry):
    number = desk.open(ANN, "VPN", "Broken.", "support", ANN.place).number
    desk.resolve(number, BOB)
    desk.shelf.draft(number, BOB)

    with pytest.raises(Refused, match="Bob has drafted"):
        desk.shelf.draft(number, CLEO)
    with pytest.raises(NoSuchTicket):
        desk.shelf.draft(number, BEN)


def test_what_was_encrypted_or_taken_back_teaches_nothing(desk, store, clock, carry):
    mail = Incoming(
        ANN, "(encrypted)", "support", "mail:<1@example.org>", ANN.place, "VPN", encrypted="PGP",
        private="The code is 7.",
    )  # fmt: skip
    number = desk.receive(mail)[0].number
    carry()
    desk.resolve(number, BOB)

    assert "code is 7" not in desk.shelf.draft(number, BOB).body


def test_an_article_without_title_or_text_and_one_too_long_are_refused(desk):
    for title, body in (("", BODY), ("VPN", "  "), ("V" * 201, BODY), ("VPN", "x" * 20_001)):
        with pytest.raises((EmptyText, Refused)):
            desk.shelf.write(BOB, title, body, "")
    assert desk.shelf.search(BOB) == []


def test_only_what_is_public_is_for_the_exported_folder(desk, article):
    desk.shelf.write(BOB, "Secret", "Draft.", "")
    inside = desk.shelf.write(BOB, "For agents", "Internal.", "")
    desk.shelf.publish(BOB, str(inside.number), State.INTERNAL)

    assert titles(desk.shelf.public()) == ["VPN does not connect"]


def test_rooms_of_billing_are_told_nothing_of_a_support_ticket_s_suggestion(desk, article, wire, carry):
    asked(desk)
    carry()

    assert wire.said(BILLS) == []
