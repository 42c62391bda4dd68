"""Either chat does what its people know of it: marks, menus, commands, forums, files; and refuses what it refuses."""

import base64
import re

import pytest
from playwright.sync_api import expect

from sandbox.slack.message import Message
from tests.page.quiet_world import quiet
from tests.page.studio import FILES
from tests.page.tab import Tab

BOTH = pytest.mark.parametrize("wire", ["slack", "discord"])


def written(sandbox, subject, files=()):
    sandbox.act("mail", "send", name="ann", subject=subject, text="Look", files=list(files))


@BOTH
def test_due_times_count_down(tab, sandbox, wire):
    bob = tab(f"{wire}/bob")
    written(sandbox, f"Due on {wire}")
    expect(bob.card(f"Due on {wire}")).to_contain_text("in 4 hours")
    bob.machine.get_by_role("button", name="+1 h").click()
    expect(bob.card(f"Due on {wire}")).to_contain_text("in 3 hours")


@BOTH
def test_who_looks_elsewhere_sees_what_is_unread(tab, sandbox, wire):
    cleo = tab(f"{wire}/cleo")
    rooms = cleo.team.get_by_role("navigation")
    rooms.get_by_role("button", name=re.compile("^help")).click()
    written(sandbox, f"Unread on {wire}")
    support = rooms.get_by_role("button", name=re.compile(r"^support, .*unread"))
    support.click()
    expect(cleo.card(f"Unread on {wire}")).to_be_visible()
    expect(support).to_be_hidden()


@BOTH
def test_an_outsider_sees_no_ticket(tab, sandbox, wire):
    bob = tab(f"{wire}/bob")
    written(sandbox, f"Not for Max on {wire}")
    expect(bob.card(f"Not for Max on {wire}")).to_be_visible()
    bob.team.get_by_role("group", name="Who you are").get_by_role("button", name="Max").click()
    expect(bob.team.get_by_role("log", name="Messages in #help")).to_be_visible()
    expect(bob.messages("Not for Max")).to_have_count(0)


@BOTH
def test_a_line_is_sent_to_the_customer_by_its_menu_and_a_reaction_claims(tab, sandbox, wire):
    bob = tab(f"{wire}/bob")
    subject = f"By menu on {wire}"
    written(sandbox, subject)
    bob.says(bob.opens_thread(subject), f"Sent by menu on {wire}")
    bob.menu(bob.messages(f"Sent by menu on {wire}", bob.thread).first)
    bob.page.get_by_role("menuitem", name="Send to requester").click()
    expect(bob.letters(f"Sent by menu on {wire}")).to_be_visible()
    bob.card(subject).last.get_by_role("button", name="React with eyes").or_(
        bob.card(subject).last.get_by_role("button", name="React with 👀")
    ).press("Enter")
    expect(bob.card(subject)).to_contain_text(re.compile("bob", re.I))


def test_a_command_is_completed_with_typed_options_on_discord(tab, sandbox):
    bob = tab("discord/bob")
    written(sandbox, "By command")
    expect(bob.card("By command")).to_be_visible()
    bob.team.locator(".composer textarea").last.press_sequentially("/ticket claim ")
    bob.page.get_by_role("option", name=re.compile("By command")).click()
    bob.team.get_by_role("button", name="Send /ticket claim").click()
    told = bob.messages("Only you can see this").last
    expect(told).to_contain_text("is yours")
    told.get_by_role("button", name="Dismiss message").click()
    expect(bob.messages("is yours")).to_have_count(0)


def test_what_slack_refuses_is_told_in_its_words_and_what_was_typed_stays(tab, sandbox):
    bob = tab("slack/bob")
    written(sandbox, "Refused by Slack")
    bob.says(bob.opens_thread("Refused by Slack"), "/ticket claim 1")
    expect(bob.page.get_by_text("/ticket is not supported in threads. Sorry!")).to_be_visible()
    expect(bob.thread.get_by_role("textbox")).to_have_value("/ticket claim 1")


def test_files_of_a_mail_are_seen_in_the_thread(tab, sandbox):
    packed = [{"name": name, "base64": base64.b64encode(data).decode()} for name, data in FILES]
    written(sandbox, "With a picture", packed)
    for wire in ("slack", "discord"):
        bob = tab(f"{wire}/bob")
        picture = bob.opens_thread("With a picture").get_by_role("img", name="desktop.png")
        expect(picture).to_have_js_property("naturalWidth", 160)
        expect(bob.thread).to_contain_text("08:02 down")


def test_a_forum_holds_posts_by_tag(tab):
    bob = tab("discord/bob")
    bob.team.get_by_role("navigation").get_by_role("button", name=re.compile("^billing")).click()
    bob.team.get_by_role("button", name="New post").click()
    form = bob.team.get_by_role("form", name="New post")
    form.get_by_label("Title").fill("Refund for order 4711")
    form.get_by_label("Message").fill("Twice, it seems.")
    form.get_by_role("button", name="urgent").click()
    form.get_by_role("button", name="Post").click()
    expect(bob.thread).to_contain_text("Twice, it seems.")
    bob.thread.get_by_role("button", name="Close the thread").click()
    posts = bob.team.get_by_role("list", name="Posts in billing")
    tags = bob.team.get_by_role("group", name="Filter by tag")
    tags.get_by_role("button", name="high").click()
    expect(posts.get_by_role("button")).to_have_count(0)
    tags.get_by_role("button", name="urgent").click()
    expect(posts).to_contain_text("Refund for order 4711")


def test_what_the_page_does_not_know_is_shown_as_such(browser):
    def fill(town):
        space, room = town.slack.workspace, town.places["slack support"].partition(":")[2]
        block = {"type": "hologram", "beam": "blue"}
        space.post(Message(space.new_ts(), room, space.app.bot_user, "A block", blocks=[block]))

    with quiet(fill) as (url, _):
        bob = Tab(browser, url)
        bob.team.get_by_text("This page does not draw “hologram”").click()
        expect(bob.team.get_by_text('"beam": "blue"')).to_be_visible()
        bob.close()
