"""`python -m tests.page.gallery FOLDER [SCENE …]`: takes a picture of every card, form and state, in both themes.

They are for the eyes: look at them one by one after the page, the cards or the forms were changed. Each scene plays
in a world of its own; those that are named are played alone.
"""

import re
import sys
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Locator, expect

from tests.page.answering_scenes import answering
from tests.page.block_scenes import blocks
from tests.page.board_scenes import boards
from tests.page.browser import CHROMIUM, opened
from tests.page.finding_scenes import finding
from tests.page.handing_scenes import handing
from tests.page.numbers_scenes import numbers
from tests.page.ringing_scenes import ringing
from tests.page.studio import (
    ARABIC,
    FILES,
    HEBREW,
    LONG,
    MAIL,
    SEND,
    SIZES,
    SMALL,
    STORY,
    TABLET,
    WIRES,
    Gallery,
    says,
    turn,
)
from tests.page.tab import PHONE, Tab
from tests.page.talk_scenes import answers, phone, refusals
from tests.page.ticket_scenes import cards, forms, texts


def empty(gallery: Gallery) -> None:
    """Nobody has written yet."""
    with gallery.world() as world:
        for name, size in SIZES.items():
            tab = world.tab(viewport=size)
            tab.page.wait_for_load_state("networkidle")
            if size == PHONE:
                for pane in ("Customer", "Team", "Machine"):
                    turn(tab, pane)
                    gallery.take(tab, f"{name}-{pane.lower()}")
            else:
                tab.waits_for_the_desk() if size != TABLET else None
                gallery.take(tab, name)
        tab = world.tab("discord/sue", "discord/max")
        tab.waits_for_the_desk()
        gallery.take(tab, "discord")
        tab.page.get_by_role("button", name="Reset").click()
        gallery.take(tab, "reset")
        tab.page.get_by_role("button", name="Empty everything").click()
        gallery.take(tab, "fresh")
        tab.page.get_by_role("button", name="Skip").click()
        gallery.take(tab, "skipped")


def people(gallery: Gallery) -> None:
    """The customer in the chats, their own thread and direct messages, the outsider and the supervisor."""
    with gallery.world() as world:
        for wire in WIRES:
            tab = world.tab(f"{wire}/bob", f"{wire}/max")
            tab.waits_for_the_desk()
            tab.page.wait_for_timeout(2000)
            tab.says(tab.customer, f"How do I reset my password on {wire}?")
            expect(tab.card(f"password on {wire}")).to_be_visible()
            gallery.take(tab, f"{wire}-asks")
            tab.presses(f"password on {wire}", "Reply")
            tab.fills({"Text": "Press **Forgot** on the sign-in page.\n\nBob"}, SEND)
            tab.page.wait_for_timeout(3000)
            gallery.take(tab, f"{wire}-answered")
            _visits(gallery, tab, wire)
            for who in ("max", "sue"):
                other = world.tab(f"{wire}/{who}", f"{wire}/max")
                expect(other.team.get_by_role("log").first).to_be_visible()
                gallery.take(other, f"{wire}-{who}")


def _visits(gallery: Gallery, tab: Tab, wire: str) -> None:
    """Everything that a customer sees, room by room."""
    own = tab.customer.get_by_role("navigation").get_by_role("button", name=re.compile("^#"))
    link = tab.customer.get_by_role("button", name=re.compile(r"\d+ (repl|message)"))
    if link.count():
        link.last.click()
        tab.page.wait_for_timeout(600)
        gallery.take(tab, f"{wire}-own-thread")
    rooms = tab.customer.get_by_role("button", name=re.compile("^Rooms"))
    rooms.click()
    gallery.take(tab, f"{wire}-rooms")
    if own.count():
        own.last.click()
        tab.page.wait_for_timeout(600)
        gallery.take(tab, f"{wire}-own-thread")
        rooms.click()
    tab.customer.get_by_role("navigation").get_by_role("button", name="deskbell").click()
    tab.page.wait_for_timeout(600)
    tab.says(tab.customer, "And may I ask you here?")
    tab.page.wait_for_timeout(2500)
    gallery.take(tab, f"{wire}-direct")
    if tab.customer.get_by_role("button", name="Home").is_visible():
        tab.customer.get_by_role("button", name="Home").click()
        tab.page.wait_for_timeout(500)
        gallery.take(tab, f"{wire}-home")
        tab.customer.get_by_role("button", name="Messages").click()


def typing(gallery: Gallery) -> None:
    """What completes a line, options as pills, the forum and its posts."""
    with gallery.world() as world:
        world.mail("VPN is down")
        for wire in WIRES:
            tab = world.tab(f"{wire}/bob")
            expect(tab.card("VPN is down")).to_be_visible()
            box = _box(tab)
            for name, line in (("people", "Ask @"), ("commands", "/"), ("some", "/ticket cl"), ("usage", "/ticket x ")):
                box.fill(line)
                gallery.take(tab, f"{wire}-{name}")
            box.fill("")
            if wire == "slack":
                tab.says(tab.opens_thread("VPN is down"), "/ticket claim 1")
                expect(tab.page.get_by_text("not supported in threads")).to_be_visible()
                gallery.take(tab, "refused")
        for line in ("/ticket claim", "/ticket assign", "/ticket priority", "/ticket open"):
            box.fill(f"{line} ")
            tab.page.wait_for_timeout(600)
            gallery.take(tab, line.split()[1])
            tab.page.keyboard.press("Escape")
            tab.page.keyboard.press("Escape")
            box = _box(tab)
        box.fill("/ticket assign ")
        tab.team.get_by_role("button", name=re.compile("^Send .ticket")).click()
        gallery.take(tab, "wrong")
        tab.team.get_by_role("button", name="Leave the command").click()
        _forum(gallery, tab)


def _box(tab: Tab) -> Locator:
    return tab.team.locator(".composer textarea").last


def _forum(gallery: Gallery, tab: Tab) -> None:
    forum = tab.team.get_by_role("navigation").get_by_role("button", name="billing")
    forum.click()
    gallery.take(tab, "forum-empty")
    for title, tag in (("Refund for order 4711", "urgent"), (LONG[:95], "high"), (HEBREW, "new")):
        tab.team.get_by_role("button", name="New post").click()
        form = tab.team.get_by_role("form", name="New post")
        form.get_by_label("Title").fill(title)
        form.get_by_label("Message").fill(STORY[:300])
        form.get_by_role("button", name=tag).click()
        gallery.take(tab, "forum-new") if tag == "urgent" else None
        form.get_by_role("button", name="Post").click()
        expect(tab.thread).to_be_visible()
    gallery.take(tab, "forum-post")
    tab.thread.get_by_role("button", name="Close the thread").click()
    gallery.take(tab, "forum")


def letters(gallery: Gallery) -> None:
    """The customer's mail: the inbox, what was sent, conversations, a letter with files that is being written."""
    with gallery.world() as world:
        for subject, text in (("VPN is down", MAIL), (LONG, STORY), (f"{HEBREW} 😬", ARABIC), ("", "No subject")):
            world.mail(subject, text, files=FILES if subject == "VPN is down" else ())
        tab = world.tab()
        expect(tab.card("VPN is down")).to_be_visible()
        expect(tab.letters("VPN is down")).to_be_visible()
        tab.presses("VPN is down", "Reply")
        tab.fills({"Text": "Hello Ann,\n\nplease **restart** the router:\n\n- unplug\n- wait\n\nBob"}, SEND)
        expect(tab.letters("restart")).to_be_visible()
        gallery.take(tab, "inbox")
        for name, words in (("conversation", "restart"), ("long", "invoice"), ("right-to-left", HEBREW)):
            tab.customer.get_by_role("button", name="Inbox" if words == "restart" else "Sent").click()
            tab.letters(words).first.click()
            expect(tab.customer.get_by_role("list", name="Letters")).to_be_visible()
            gallery.take(tab, name)
            tab.customer.get_by_role("button", name="Back to the inbox").click()
        tab.customer.get_by_role("button", name="Sent").click()
        gallery.take(tab, "sent")
        tab.customer.get_by_role("button", name="New mail").click()
        form = tab.customer.get_by_role("form", name="New mail")
        form.get_by_role("button", name="VPN is down").click()
        form.locator("input[type=file]").set_input_files(
            [{"name": name, "mimeType": "application/octet-stream", "buffer": data} for name, data in FILES]
        )
        gallery.take(tab, "compose")
        form.get_by_role("button", name="Send", exact=True).click()
        expect(form).to_be_hidden()
        gallery.take(tab, "sent-again")


def machine(gallery: Gallery) -> None:
    """Faults, a killed desk, what could not be delivered, phones that rang, each book, a sandbox that went away."""
    with gallery.world() as world:
        tab = world.tab()
        tab.waits_for_the_desk()
        tab.mails("VPN is down", MAIL)
        expect(tab.card("VPN is down")).to_be_visible()
        world.orders("/ticket open --for nobody@nowhere.example A walk-up")
        for fault in ("Slack down", "Slow (2 s)"):
            tab.machine.get_by_role("switch", name=fault).click()
        tab.mails("While Slack was away", MAIL)
        tab.page.wait_for_timeout(6000)
        gallery.take(tab, "faults")
        for book in ("Outbox", "On the wires"):
            tab.machine.get_by_role("tab", name=book).click()
            gallery.take(tab, book.split()[-1].lower())
        for fault in ("Slack down", "Slow (2 s)"):
            tab.machine.get_by_role("switch", name=fault).click()
        tab.machine.get_by_role("tab", name="Outbox").click()
        expect(tab.machine.get_by_role("tabpanel")).to_contain_text("dead")
        tab.page.wait_for_timeout(2000)
        gallery.take(tab, "dead")
        tab.machine.get_by_role("tab", name="Events").click()
        for _ in range(6):
            tab.machine.get_by_role("button", name="Next due").click()
            tab.page.wait_for_timeout(900)
        gallery.take(tab, "rung")
        tab.machine.get_by_text(re.compile("earlier")).click()
        gallery.take(tab, "phones")
        tab.machine.get_by_role("button", name="Kill").click()
        expect(tab.machine.get_by_role("button", name="Start")).to_be_visible()
        gallery.take(tab, "killed")
        tab.machine.get_by_role("button", name="Start").click()
        gallery.take(tab, "starting")
        tab.waits_for_the_desk()
        world.sandbox.stop()
        expect(tab.page.get_by_role("alert")).to_be_visible()
        gallery.take(tab, "gone")


def guide(gallery: Gallery) -> None:
    """The first minute step by step, as it is told on a laptop and on a phone, and its end."""
    with gallery.world() as world:
        tab = world.tab(viewport=SMALL)
        phone = world.tab(viewport=PHONE, has_touch=True, is_mobile=True)
        tab.waits_for_the_desk()

        def told(step: int) -> None:
            steps = tab.page.get_by_role("region", name="The first minute").get_by_role("listitem")
            expect(steps.nth(step - 1)).to_contain_text("done")
            gallery.take(tab, f"{step}")
            gallery.take(phone, f"{step}-phone")

        tab.mails("VPN is down", MAIL)
        told(1)
        thread = tab.opens_thread("VPN is down")
        told(2)
        tab.presses("VPN is down", "Claim")
        told(3)
        tab.says(thread, "The router in the basement, I think.")
        told(4)
        tab.presses("VPN is down", "Reply")
        tab.fills({"Text": "Please restart the router."}, SEND)
        told(5)
        tab.letters("VPN is down").first.click()
        told(6)
        tab.customer.get_by_role("textbox", name="Your answer").fill("It does not help.")
        tab.customer.get_by_role("button", name="Send").click()
        expect(tab.messages("Ann wrote", tab.thread)).to_be_visible()
        for _ in range(8):
            tab.machine.get_by_role("button", name="Next due").click()
            tab.page.wait_for_timeout(700)
        told(7)


def sizes(gallery: Gallery) -> None:
    """A world in full swing on every screen."""
    with gallery.world() as world:
        for subject in ("Printer on fire 🔥", "Which invoice?", HEBREW, "VPN is down"):
            world.mail(subject)
        bob = world.tab()
        expect(bob.card("VPN is down")).to_be_visible()
        bob.presses("VPN is down", "Claim")
        says(bob, "VPN is down", "The router in the basement, I think.", "Cleo, do you have the key?")
        for wire in WIRES:
            for name, size in SIZES.items():
                how = {"has_touch": True, "is_mobile": True} if size == PHONE else {}
                tab = world.tab(f"{wire}/bob", **how, viewport=size)
                turn(tab, "Team") if size == PHONE else None
                expect(tab.card("VPN is down")).to_be_visible()
                gallery.take(tab, f"{wire}-{name}")
                tab.opens_thread("VPN is down")
                gallery.take(tab, f"{wire}-{name}-thread")
                if size in (TABLET, PHONE):
                    tab.team.get_by_role("button", name=re.compile("^Rooms")).click()
                    gallery.take(tab, f"{wire}-{name}-rooms")
                    tab.page.keyboard.press("Escape")
                if size == TABLET:
                    tab.page.get_by_role("button", name="Machine").click()
                    gallery.take(tab, f"{wire}-{name}-machine")
                if size == PHONE:
                    turn(tab, "Machine")
                    gallery.take(tab, f"{wire}-{name}-machine")
                    turn(tab, "Customer")
                    gallery.take(tab, f"{wire}-{name}-customer")
                tab.close()


SCENES: dict[str, Callable[[Gallery], None]] = {
    one.__name__: one
    for one in (
        empty,
        cards,
        forms,
        texts,
        finding,
        boards,
        answering,
        people,
        typing,
        letters,
        machine,
        guide,
        sizes,
        blocks,
        answers,
        refusals,
        ringing,
        handing,
        numbers,
        phone,
    )
}


def main(folder: str, *scenes: str) -> None:
    """Take them all, or those of `scenes`."""
    if not CHROMIUM:
        sys.exit("There is no Chromium here to take pictures with: install it, then try again.")
    Path(folder).mkdir(parents=True, exist_ok=True)
    with opened() as browser:
        gallery = Gallery(browser, Path(folder))
        for name in scenes or SCENES:
            gallery.scene = name
            SCENES[name](gallery)


if __name__ == "__main__":
    main(*sys.argv[1:])
