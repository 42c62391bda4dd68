"""The page behind the links of our mails, over HTTP: reading it changes nothing, its button does."""

import re
from dataclasses import replace
from datetime import timedelta

import aiohttp
import pytest

from adapters.web.app import WebApp
from adapters.web.solved import SolvedPage
from bot.desk import Desk
from bot.incoming import Incoming
from bot.people import Person
from bot.ticket import Status
from bot.wording import for_requester
from tests.conftest import ANN, BOB, SETTINGS, ask
from tests.test_web import Health

QUEUES = tuple(replace(queue, survey=True) for queue in SETTINGS.queues)
OPEN = replace(SETTINGS, queues=QUEUES, public_url="https://desk.example")
MAIL = Incoming(ANN, "Nothing loads.", "support", "mail:<1@example.org>", ANN.place, "VPN is down", verdict="pass")
LINK = re.compile(r"<https://desk\.example(/solved/[^>]+)>")


@pytest.fixture
def desk(store, clock):
    return Desk(store, OPEN, clock)


@pytest.fixture
def number(desk):
    return desk.resolve(desk.receive(MAIL)[0].number, BOB).number


@pytest.fixture
async def web(desk):
    app = WebApp(Health(), "127.0.0.1", 0, {}, SolvedPage(desk, OPEN, ask).routes)
    await app.start()

    async def visit(path, method="GET", **fields):
        async with (
            aiohttp.ClientSession() as session,
            session.request(method, f"http://127.0.0.1:{app.port}{path}", data=fields) as answer,
        ):
            return answer.status, await answer.text(), answer.headers

    yield visit
    await app.stop()


def links(desk, number):
    """The paths in the newest mail to Ann, in order."""
    ticket = desk.show(number, BOB).ticket
    public = [event for event in desk.history(number, BOB) if type(event.fact).__name__ in ("Resolved", "Surveyed")]
    return LINK.findall(for_requester(public[-1], ticket, OPEN).text)


def facts(desk, number):
    return [type(event.fact).__name__ for event in desk.history(number, BOB)]


async def test_a_mail_holds_two_links_and_opening_them_changes_nothing(desk, number, web):
    yes, no = links(desk, number)
    before = facts(desk, number)
    for path in (yes, no):
        for method in ("GET", "HEAD", "GET"):
            status, text, headers = await web(path, method)
            assert status == 200
            assert headers["Cache-Control"] == "no-store"
            assert "VPN" not in text
    assert facts(desk, number) == before


async def test_the_button_says_yes_once(desk, number, web):
    yes, _ = links(desk, number)
    for _ in range(2):
        assert f"Thank you! #{number} is closed." in (await web(yes, "POST"))[1]
    assert facts(desk, number)[-2:] == ["Closed", "Surveyed"]


async def test_the_button_says_not_yet_with_what_is_missing(desk, number, web):
    _, no = links(desk, number)
    for _ in range(2):
        assert "is open again" in (await web(no, "POST", more="It <b>blinks</b>."))[1]

    assert desk.show(number, BOB).ticket.last_words == "It <b>blinks</b>."
    assert facts(desk, number).count("Objected") == 1


async def test_a_rating_by_link_is_chosen_on_the_page_and_counts_once(desk, number, web):
    await web(links(desk, number)[0], "POST")
    paths = links(desk, number)
    assert [path[-1] for path in paths] == ["1", "2", "3", "4", "5"]
    assert 'value="4" checked' in (await web(paths[3]))[1]

    assert "Thank you for your rating!" in (await web(paths[3], "POST", score="2", more="Slow."))[1]
    assert "You have rated this already" in (await web(paths[3], "POST", score="5"))[1]
    ticket = desk.show(number, BOB).ticket
    assert (ticket.rating, ticket.status) == (2, Status.CLOSED)


@pytest.mark.parametrize("path", ["/solved/x/yes", "/solved/a1.zz.aaaaaaaaaaaaaaaaaaaaaaaaaa/yes", "/solved/%00/no"])
async def test_a_link_that_is_not_ours_tells_nothing(desk, number, web, path):
    for method in ("GET", "POST"):
        status, text, _ = await web(path, method)
        assert status == 404
        assert "does not work any more" in text
    assert facts(desk, number)[-1] == "Resolved"


async def test_a_link_ends_and_is_nobody_else_s_ticket_s(desk, clock, number, web):
    yes, _ = links(desk, number)
    desk.open(Person("Max", "mail:max@example.net"), "Other", "", "support", "mail:max@example.net")
    desk.resolve(number + 1, BOB)
    other = yes.replace("/solved/a1.", "/solved/a2.")
    assert other != yes
    assert (await web(other, "POST"))[0] == 404

    clock.forward(days=5 + 14, seconds=1)
    assert (await web(yes, "POST"))[0] == 404
    assert desk.show(number, BOB).ticket.status is Status.RESOLVED


async def test_a_form_that_was_tampered_with_rates_nothing(desk, number, web):
    await web(links(desk, number)[0], "POST")
    await web(links(desk, number)[3], "POST", score="9")
    await web(links(desk, number)[3] + "0", "POST")

    assert desk.show(number, BOB).ticket.rating is None


def test_the_links_of_one_mail_are_the_same_at_every_try(desk, number):
    assert links(desk, number) == links(desk, number)


def test_without_an_address_on_the_web_there_are_words_instead(desk, number):
    event = desk.history(number, BOB)[-1]
    ticket = desk.show(number, BOB).ticket
    assert "http" not in for_requester(event, ticket, SETTINGS).text
    assert ticket.warn_at == ticket.close_at - timedelta(days=1)
