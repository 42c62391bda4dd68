"""A file that an agent puts into a form on the sandbox's page goes along to the customer."""

import aiohttp
import pytest
import pytest_asyncio

from sandbox.page import Page

pytestmark = pytest.mark.asyncio(loop_scope="module")
PLAN = {"name": "plan.txt", "base64": "dGhlIHBsYW4="}


@pytest_asyncio.fixture(loop_scope="module")
async def page(busy):
    made = Page(busy.town)
    await made.start("127.0.0.1", 0)
    yield made
    await made.stop()


async def act(page, wire, do, **details):
    body = {"wire": wire, "do": do, "with": details}
    async with aiohttp.ClientSession() as http, http.post(f"{page.url}control", json=body) as answer:
        said = await answer.json()
    assert not said.get("error"), said
    assert not (said["answer"] or {}).get("error"), said


def got(here, text):
    """The files that came to Ann with `text`."""
    for letter in here.town.mail.inbox(here.town.cast.mail["ann"]):
        if text in letter.get_body(("plain",)).get_content():
            return {one.get_filename(): one.get_content().strip() for one in letter.iter_attachments()}
    return None


async def test_a_reply_form_on_slack_with_a_file_reaches_the_customer_with_the_file(busy, page):
    number, bob = await busy.asks_by_mail(), busy.town.cast.slack["bob"]
    card = await busy.until(lambda: busy.slack_card(number))
    await act(page, "slack", "click", user=bob, channel=card.channel, ts=card.ts, name="Reply")
    await busy.until(lambda: busy.slack.modal(bob))
    await act(page, "slack", "submit", user=bob, answers={"Text": "Here it is.", "Files": [PLAN]})
    assert await busy.until(lambda: got(busy, "Here it is.")) == {"plan.txt": "the plan"}


async def test_a_reply_form_on_discord_with_a_file_reaches_the_customer_with_the_file(busy, page):
    number, bob = await busy.asks_by_mail(), busy.town.cast.discord["bob"]
    card, room = await busy.until(lambda: busy.discord_card(number)), busy.town.room("discord support")
    await act(page, "discord", "click", user=str(bob), room=room, message=str(card.id), label_or_custom_id="Reply")
    await act(page, "discord", "submit", user=str(bob), values={"Text": "There it is.", "Files": [PLAN]})
    assert await busy.until(lambda: got(busy, "There it is.")) == {"plan.txt": "the plan"}
