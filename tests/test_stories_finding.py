"""What is found, by whom: in every language, whatever people wrote, and never a ticket of somebody else's queue."""

from dataclasses import replace
from datetime import timedelta

import pytest

from adapters import filters, verbs
from adapters.calls import Call
from bot.desk import Desk
from bot.errors import AgentsOnly, Misunderstood, Refused, SupervisorsOnly, Unknown
from bot.events import File, Replied
from bot.finding import PAGE
from bot.people import Person
from bot.ticket import Priority, Status
from tests.conftest import ANN, BEN, BOARD, BOB, CLEO, HELP, MAX, ROOM, SETTINGS, SUE
from tests.storage.deeds import OPENED, record

RITA = Person("Rita", "slack:@URITA")  # asks, on Slack


@pytest.fixture
def opened(desk):
    def run(subject, text="", queue="support", by=ANN, origin=""):
        return desk.open(by, subject, text, queue, origin or by.place).number

    return run


@pytest.fixture
def search(desk, clock):
    def run(line, by=BOB, page=1):
        wanted = filters.wanted(line, by, clock(), SETTINGS, tuple(Status))
        return desk.finding.search(by, wanted, page, ROOM)

    return run


@pytest.fixture
def found(search):
    return lambda line, by=BOB: [hit.ticket.number for hit in search(line, by).hits]


@pytest.fixture
def listed(desk, clock):
    def run(line, by=BOB):
        return [hit.ticket.number for hit in desk.finding.list(by, filters.wanted(line, by, clock(), SETTINGS)).hits]

    return run


def test_a_ticket_is_found_by_all_that_was_said_on_it(desk, opened, found):
    number = opened("VPN is down", "Nothing loads at all.")
    opened("Printer on fire", by=MAX)
    desk.note(number, BOB, "The concentrator in Leipzig is full.", (File("trace.pcap", "0" * 64, 3),))
    desk.reply(number, BOB, "Please restart the client.")
    desk.tag(number, BOB, ("network",))
    desk.subject(number, BOB, "Tunnel collapses")

    for words in (
        "vpn",
        "loads",
        "leipzig",
        "trace.pcap",
        "restart client",
        "network",
        "tunnel",
        "-fire ann@example.org",
    ):
        assert found(words) == [number], words
    assert found("leipzig fire") == found("elephant") == []


def test_tickets_are_found_by_the_language_of_their_requesters(desk, opened, listed):
    french, other = opened("VPN"), opened("Printer")
    desk.set(french, BOB, {"language": "fr"})

    assert listed("language:fr") == listed("language:FR,ja") == [french]
    assert listed("-language:fr") == [other]
    assert listed("language:ja") == []
    with pytest.raises(Misunderstood, match="language:klingon is none of"):
        listed("language:klingon")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Die Straßenbahn nach Köln fährt nicht", "STRASSENBAHN koln"),
        ("Die Strassenbahn nach Koeln", "straßenbahn köln"),
        ("Meine Rechnungsnummer stimmt nicht", "rechnung"),
        ("L'imprimante de l'école est bloquée", "ecole bloquee"),
        ("Le cœur du problème", "coeur PROBLÈME"),
        ("プリンターが壊れました。至急お願いします", "プリンター"),
        ("プリンターが壊れました。至急お願いします", "壊れ 至急"),
        ("日本語の請求書が届きません", "請求書"),
        ("猫の手も借りたい", "猫"),
        ("我的打印机坏了，请帮忙", "打印机"),
        ("프린터가 고장났어요", "프린터"),
        ("Принтер не работает", "принтер"),
    ],
)
def test_it_is_found_in_the_language_it_was_written_in(opened, found, text, words):
    opened("Something else", "Quite another thing, 別の件です.")
    number = opened("A question", text)
    assert found(words) == [number]


def test_a_quoted_text_is_found_as_it_stands_and_a_minus_leaves_out(opened, found):
    jam, tray = opened("A", "paper jam in tray two"), opened("B", "jam paper tray")
    assert found('"paper jam"') == [jam]
    assert found("paper jam") == [tray, jam]
    assert found('jam -"paper jam"') == [tray]
    assert found("jam -two") == [tray]
    assert found('"pap"') == []
    assert found("pap") == [tray, jam]
    assert found("-two") == [tray]


HOSTILE = (
    'say "hello" NEAR(x y) AND NOT z', "'; DROP TABLE ticket; --", "a* b^2 -c :d {e} (f", "<-> & | ! :* 'x':1A",
    "100%_off /g \\ \x00 quote''quote", "words:x rowid:1 - -- ---", "\u202egnp.exe @everyone <!channel>",
)  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_that_people_write_breaks_the_index_or_a_question(opened, found, text):
    number = opened("Hostile", text)
    quoted = text.replace('"', " ").replace("\x00", " ")
    assert found(f'"{quoted}"') == [number]
    for word in text.replace(":", " ").split():
        bare = word.replace('"', "")
        assert found(f"hostile {bare} -zebra") in ([number], []), word


def test_a_search_shows_no_ticket_of_a_queue_where_the_asker_is_no_agent(opened, found, listed):
    ours, theirs = opened("VPN"), opened("VPN invoice", queue="billing")
    assert found("vpn") == listed("vpn") == [ours]
    assert found("vpn", BEN) == listed("vpn", BEN) == [theirs]
    assert found("vpn queue:support", BEN) == listed("queue:support", BEN) == []
    assert found("vpn -queue:billing", BEN) == []
    assert found("vpn", SUE) == [theirs, ours]
    with pytest.raises(AgentsOnly):
        found("vpn", MAX)


def test_a_ticket_that_moved_is_found_by_its_new_agents_alone(desk, opened, found):
    number = opened("VPN")
    desk.queue(number, BOB, "billing")
    assert (found("vpn"), found("vpn", BEN)) == ([], [number])


def test_what_is_private_in_a_mail_is_not_in_the_index(store, clock, found):
    locked = replace(OPENED, text="(encrypted)", encrypted="PGP/MIME", private="The merger is on.")
    number = record(store, clock, locked).number
    record(store, clock, Replied("Sell the shares.", encrypted="PGP/MIME"), number=number)
    assert found("merger") == found("shares") == found("encrypted") == []
    assert found("vpn") == [number]


def test_an_answer_that_was_taken_back_stays_findable_as_it_stays_in_the_history(store, clock, opened, found):
    desk = Desk(store, replace(SETTINGS, undo_for=timedelta(seconds=10)), clock)
    number = desk.open(ANN, "VPN", "", "support", ANN.place).number
    desk.reply(number, BOB, "A hasty word.")
    desk.undo(number, BOB)
    assert found("hasty") == [number]


def test_a_filter_narrows_by_every_key(desk, clock, opened, listed):
    old = opened("Old one", "from long ago")
    clock.forward(days=3)
    new = desk.open(MAX, "New one", "", "support", MAX.place, files=(File("a.png", "0" * 64, 1),)).number
    desk.claim(new, CLEO)
    desk.tag(new, CLEO, ("vpn", "urgent"))
    desk.priority(new, CLEO, Priority.HIGH)
    desk.pend(old, BOB)

    for line in (
        "owner:cleo",
        "owner:any",
        "-owner:none",
        "tag:vpn tag:urgent",
        "priority:high,low",
        "newer:2d",
        "requester:max",
        "requester:max@example.net",
        "has:attachment",
        "status:open",
        "-older:2d",
        "-status:pending",
        "created:newer:2026-06-02",
        "one -tag:billing -requester:ann",
        "owner:<@300> new",
    ):
        assert listed(line, CLEO) == [new], line
    for line in (
        "owner:none",
        "-owner:any",
        "older:2d",
        "-newer:2d",
        "requester:ann",
        "-has:attachment",
        "-tag:vpn",
        "status:pending",
        "-owner:cleo",
        "created:older:2026-06-02",
        "-priority:high",
    ):
        assert listed(line, CLEO) == [old], line
    assert listed("updated:newer:1h") == [new, old]
    assert listed("tag:vpn tag:billing") == listed("older:2d newer:1d") == listed("owner:me") == []


def test_closed_tickets_are_searched_but_listed_only_when_asked_for(desk, opened, found, listed):
    number = opened("VPN")
    desk.close(number, BOB, "fixed", "The plug was out.")
    assert found("plug") == [number]
    assert listed("plug") == []
    assert listed("plug status:any") == [number]


def test_results_come_ten_at_a_time_the_newest_first(opened, search):
    numbers = [opened(f"VPN {count}") for count in range(PAGE + 3)]
    first, second = search("vpn"), search("vpn", page=2)
    assert [hit.ticket.number for hit in (*first.hits, *second.hits)] == numbers[::-1]
    assert (first.has_more, second.has_more, second.number) == (True, False, 2)
    assert search("vpn", page=99).hits == ()


def test_a_result_shows_who_said_what_was_looked_for_and_leads_to_the_thread(desk, opened, search, wire, carry):
    number = opened("VPN is down", "Nothing loads.")
    desk.note(number, CLEO, "It is the concentrator in Leipzig, again.")
    carry()

    (hit,) = search("leipzig").hits
    assert (hit.said_by, "".join(piece for piece, _ in hit.said)) == (
        "Cleo", "It is the concentrator in Leipzig, again.",
    )  # fmt: skip
    assert [piece for piece, is_hit in hit.said if is_hit] == ["Leipzig"]
    assert hit.thread == f"{ROOM}/1"
    (other,) = search("leipzig", CLEO).hits
    assert other.thread.startswith("discord:9")


def test_my_tickets_are_those_i_own_and_those_i_asked(desk, opened, carry):
    asked = opened("Mine", by=RITA, origin=f"{HELP}/17.1")
    owned = opened("Owned")
    desk.claim(owned, BOB)
    carry()

    (hit,) = desk.finding.mine(RITA).hits
    assert (hit.ticket.number, hit.is_own, hit.thread) == (asked, True, f"{HELP}/17.1")
    (hit,) = desk.finding.mine(BOB).hits
    assert (hit.ticket.number, hit.is_own) == (owned, False)


def test_a_search_for_nothing_says_what_to_do(search):
    with pytest.raises(Misunderstood, match="Search for what"):
        search("status:open !!!")


@pytest.fixture
def view(desk, clock):
    def run(said, by=BOB, here=ROOM, room=""):
        values = {"view": said, "room": room}
        return verbs.run(desk, SETTINGS, Call("view", by, clock(), values=values, here=here)).text

    return run


def test_a_view_is_saved_seen_and_dropped_and_shows_what_is_so_now(desk, opened, view):
    assert view("") == "No view yet. Save one: view save late owner:none older:2d."
    view("save Unowned owner:none")
    number = opened("VPN")
    assert "VPN" in view("unowned")
    desk.claim(number, BOB)
    assert view("unowned") == "No ticket matches."
    assert view("") == "unowned: owner:none"
    view("save unowned owner:me")
    assert "VPN" in view("UNOWNED")
    view("drop unowned")
    with pytest.raises(Unknown, match="There is no view unowned"):
        view("unowned")


def test_a_view_of_a_room_is_saved_by_its_supervisors_for_all_who_work_there(opened, view):
    opened("VPN")
    with pytest.raises(SupervisorsOnly):
        view("save mine owner:none", room="yes")
    view("save fresh owner:none", SUE, room="yes")

    assert view("") == "fresh: owner:none (of this room, by Sue)"
    assert "VPN" in view("fresh")
    assert view("", CLEO, here=BOARD) == "No view yet. Save one: view save late owner:none older:2d."
    assert "No view yet" in view("", BEN)
    with pytest.raises(SupervisorsOnly):
        view("drop fresh", room="yes")
    view("drop fresh", SUE, room="yes")
    assert "No view yet" in view("")


def test_ones_own_view_comes_before_the_rooms(opened, view):
    opened("VPN")
    view("save late owner:none", SUE, room="yes")
    view("save late owner:me")
    assert view("late") == "No ticket matches."
    assert "VPN" in view("late", SUE)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("save late stauts:open", "Did you mean status:"),
        ("save save owner:me", "is no name for a view"),
        ("save sla/sh owner:me", "is no name for a view"),
        ("save", "Which view"),
        ("drop lite", "There is no view lite to drop"),
        ("lete", "Did you mean late?"),
    ],
)
def test_a_wrong_view_is_answered_with_what_is_right(view, said, sentence):
    view("save late older:2d")
    with pytest.raises(Refused, match=sentence):
        view(said)


def test_strangers_have_no_views(view):
    with pytest.raises(AgentsOnly):
        view("", MAX)


def test_there_is_an_end_to_the_views_of_one_person(view):
    for count in range(50):
        view(f"save view{count} owner:me")
    with pytest.raises(Refused, match="Drop one first"):
        view("save another owner:me")
    view("save view7 owner:none")
