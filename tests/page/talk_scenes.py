"""Scenes of the gallery: what is said and what is refused. Answers, collisions, outages, and the forms of a phone."""

import re

from playwright.sync_api import expect

from tests.page.studio import MAIL, SEND, WIRES, Gallery, turn
from tests.page.tab import PHONE, Tab

MARKDOWN = (
    "Hello Ann,\n\nplease **restart** the router `r1`:\n\n1. unplug\n2. wait\n\n> since this morning\n\n"
    "| when | what |\n|---|---|\n| 08:01 | up |\n\n```\nping 10.0.0.1\n```\nBob"
)


def answers(gallery: Gallery) -> None:
    """An answer that is held, delivered, failed; a question whether it is solved; what the other chat noted."""
    with gallery.world() as world:
        world.mail("VPN is down")
        expect(world.tab().card("VPN is down")).to_be_visible()
        world.orders("/ticket open --for nobody@nowhere.example A walk-up")
        for wire in WIRES:
            tab = world.tab(f"{wire}/bob")
            tab.opens_thread("VPN is down")
            tab.says(tab.thread, f"A note on {wire}")
            tab.presses("VPN is down", "Reply")
            tab.fills({"Text": MARKDOWN}, SEND)
            expect(tab.thread.get_by_role("button", name="Undo").last).to_be_visible()
            gallery.take(tab, f"{wire}-held")
            expect(tab.letters("restart")).to_be_visible()
            tab.letters("restart").first.click()
            tab.page.wait_for_timeout(2500)
            gallery.take(tab, f"{wire}-delivered")
            tab.opens_thread("A walk-up")
            expect(tab.messages("could not be delivered", tab.thread).first).to_be_visible()
            gallery.take(tab, f"{wire}-failed")
        world.orders("/ticket resolve 1 fixed", "/ticket queue 2 billing", "/ticket priority 2 urgent")
        tab.page.wait_for_timeout(4000)
        gallery.take(tab, "resolved")
        tab.team.get_by_role("button", name=re.compile("^Rooms")).click()
        tab.team.get_by_role("navigation").get_by_role("button", name=re.compile("^billing")).click()
        gallery.take(tab, "forum")
        tab.team.get_by_role("list", name="Posts in billing").get_by_role("button").first.click()
        gallery.take(tab, "forum-post")


def refusals(gallery: Gallery) -> None:
    """Two who press Claim, somebody who may not, a wire that is down, and a desk that does not answer."""
    with gallery.world() as world:
        for wire in WIRES:
            subject = f"Two hands on {wire}"
            world.mail(subject)
            bob, cleo, outsider = (world.tab(f"{wire}/{who}") for who in ("bob", "cleo", "max"))
            for one in (bob, cleo):
                expect(one.card(subject)).to_be_visible()
                claim = one.card(subject).locator(".said").get_by_role("button", name=re.compile("Claim$"))
                claim.evaluate("(button) => { setTimeout(() => button.click(), 300); }")
            cleo.page.wait_for_timeout(4000)
            gallery.take(bob, f"{wire}-claim")
            gallery.take(cleo, f"{wire}-claim-too")
            outsider.says(outsider.team, "/ticket claim 1")
            outsider.page.wait_for_timeout(2500)
            gallery.take(outsider, f"{wire}-outsider")
            _outage(gallery, bob, wire)


def _outage(gallery: Gallery, tab: Tab, wire: str) -> None:
    for fault in (f"{wire.capitalize()} down", "Mail server down"):
        tab.machine.get_by_role("switch", name=fault).click()
    tab.mails(f"While {wire} is down", MAIL)
    tab.page.wait_for_timeout(5000)
    gallery.take(tab, f"{wire}-down")
    tab.team.get_by_role("button", name="Mend it").click()
    gallery.take(tab, f"{wire}-back")
    tab.machine.get_by_role("switch", name="Mail server down").click()
    tab.machine.get_by_role("button", name="Kill").click()
    expect(tab.machine.get_by_role("button", name="Start")).to_be_visible()
    tab.presses(f"Two hands on {wire}", "Reply")
    tab.page.wait_for_timeout(4500)  # the three seconds that a platform waits
    gallery.take(tab, f"{wire}-dead")
    tab.team.get_by_role("button", name="Start the desk").click()
    tab.waits_for_the_desk()


def phone(gallery: Gallery) -> None:
    """What is written on a phone: a mail, a form, a command, an answer in one's mailbox."""
    with gallery.world() as world:
        world.mail("VPN is down")
        for wire in WIRES:
            tab = world.tab(f"{wire}/bob", viewport=PHONE, has_touch=True, is_mobile=True)
            turn(tab, "Team")
            expect(tab.card("VPN is down")).to_be_visible()
            tab.presses("VPN is down", "Reply")
            form = tab.page.get_by_role("dialog")
            form.get_by_role("button", name=SEND).click()
            gallery.take(tab, f"{wire}-form")
            form.get_by_label("Text").fill(MARKDOWN)
            form.get_by_role("button", name=SEND).click()
            expect(form).to_be_hidden()
            tab.card("VPN is down").locator(".choice").click()
            gallery.take(tab, f"{wire}-more")
            tab.page.keyboard.press("Escape")
            tab.team.locator(".composer textarea").last.fill("/")
            gallery.take(tab, f"{wire}-commands")
            tab.team.locator(".composer textarea").last.fill("/ticket assign ")
            tab.page.wait_for_timeout(500)
            gallery.take(tab, f"{wire}-command")
        turn(tab, "Customer")
        expect(tab.letters("restart")).to_be_visible()
        tab.letters("restart").first.click()
        gallery.take(tab, "letter")
        tab.page.get_by_role("button", name="Reset").click()
        gallery.take(tab, "reset")
