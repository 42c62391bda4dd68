"""Everybody can read the page: by screen reader, in light and dark, on a laptop and on a phone."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.page.tab import PHONE

AXE = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"


def found(page):
    """What axe calls serious or critical, each in a line."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    results = page.evaluate("() => axe.run(document, { resultTypes: ['violations'] })")
    return [
        f"{one['id']}: {node['target']} {node['failureSummary']}"
        for one in results["violations"]
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]


@pytest.fixture(scope="module")
def written(sandbox):
    """A ticket to look at, and a line in the help room."""
    sandbox.act("mail", "send", name="ann", subject="Looked at", text="With https://example.org and\n> a quote")


@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not here: npm ci --prefix tests/page")
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("wire", ["slack", "discord"])
def test_axe_finds_nothing_serious(tab, written, wire, theme):
    bob = tab(f"{wire}/bob", f"{wire}/max", color_scheme=theme, bypass_csp=True)  # axe styles what it measures
    bob.opens_thread("Looked at")
    expect(bob.thread).to_be_visible()
    assert found(bob.page) == []
    bob.presses("Looked at", "Reply")
    expect(bob.page.get_by_role("dialog")).to_be_visible()
    seen = found(bob.page)
    bob.page.keyboard.press("Escape")  # a form stays before a person in every tab
    expect(bob.page.get_by_role("dialog")).to_be_hidden()
    assert seen == []


@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not here: npm ci --prefix tests/page")
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_serious_in_letters_forums_commands_and_outages(tab, written, theme):
    bob = tab("discord/bob", color_scheme=theme, bypass_csp=True)
    bob.letters("Looked at").first.click()
    bob.machine.get_by_role("switch", name="Slack down").click()
    bob.machine.get_by_role("tab", name="Outbox").click()
    bob.team.get_by_role("group", name="The chat").get_by_role("button", name="Slack").click()
    expect(bob.team.get_by_text("Slack is down for the desk")).to_be_visible()
    seen = found(bob.page)
    bob.machine.get_by_role("switch", name="Slack down").click()
    bob.team.get_by_role("group", name="The chat").get_by_role("button", name="Discord").click()
    bob.team.get_by_role("navigation").get_by_role("button", name=re.compile("^billing")).click()
    expect(bob.team.get_by_role("button", name="New post")).to_be_visible()
    seen += found(bob.page)
    bob.team.get_by_role("navigation").get_by_role("button", name=re.compile("^support")).click()
    bob.team.locator(".composer textarea").last.fill("/")
    expect(bob.page.get_by_role("listbox")).to_be_visible()
    assert seen + found(bob.page) == []


@pytest.mark.parametrize("pane", ["customer", "team", "machine"])
def test_nothing_scrolls_sideways_on_a_phone(tab, written, pane):
    bob = tab("slack/bob", viewport=PHONE, has_touch=True, is_mobile=True)
    bob.page.get_by_role("navigation", name="Panes").get_by_role("button", name=pane).click()
    expect(bob.page.get_by_role("region", name=pane)).to_be_visible()
    assert bob.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0


def test_a_command_fits_a_phone(tab, written):
    bob = tab("discord/bob", viewport=PHONE, has_touch=True, is_mobile=True)
    bob.page.get_by_role("navigation", name="Panes").get_by_role("button", name="Team").click()
    bob.team.locator(".composer textarea").last.press_sequentially("/ticket assign ")
    offered = bob.page.get_by_role("listbox").bounding_box()
    assert (offered["x"] >= 0, offered["x"] + offered["width"] <= PHONE["width"]) == (True, True)
    assert bob.team.evaluate("(pane) => pane.scrollLeft") == 0


def test_the_page_asks_nobody_but_this_machine(tab, sandbox, written):
    bob = tab("discord/bob", "discord/max")
    asked = []
    bob.page.on("request", lambda one: asked.append(one.url))
    bob.page.reload()
    expect(bob.card("Looked at")).to_be_visible()
    assert [one for one in asked if not one.startswith((sandbox.url, sandbox.url.replace("http", "ws")))] == []
