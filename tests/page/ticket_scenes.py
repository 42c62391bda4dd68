"""Scenes of the gallery in which tickets are looked at: cards, forms, commands, and what is said in their threads."""

import re

from playwright.sync_api import Locator, expect

from tests.page.studio import ARABIC, FILES, HEBREW, IDS, LONG, SEND, STORY, WIRES, Gallery, World
from tests.page.tab import Tab

SUBJECTS = (
    "Printer on fire 🔥", "VPN is down", "Which invoice?", "Cannot sign in", "Password reset", "Spam",
    LONG, HEBREW, f"{ARABIC} 😬", "",
)  # fmt: skip
ORDERS = (
    "/ticket claim 2", "/ticket tag 2 +vpn +network +berlin-office", "/ticket priority 2 high",
    "/ticket set 2 category access", "/ticket set 2 asset A-1042", "/ticket time 2 1h20m Looked at the concentrator",
    "/ticket note 2 --step identify The lamp is off.", "/ticket note 2 --step research It happened in May, too.",
    "/ticket claim 3", "/ticket reply 3 Which invoice do you mean?",
    "/ticket pend 4 tomorrow 9am", "/ticket claim 5", "/ticket resolve 5 fixed It was the cable",
    "/ticket close 6 spam", "/ticket priority 7 urgent", "/ticket escalate 7 The customer is furious",
    "/ticket open --for nobody@nowhere.example A walk-up",
)  # fmt: skip
FORMS = {
    "slack": ("Tags", "Subject", "Queue", "Set", "Assign", "Book time", "Wait until", "Escalate", "Close"),
    "discord": ("Tags", "Subject", "Queue", "Set", "Assign", "Book time", "Pend", "Escalate", "Close for good"),
}
REFUSED = ("Reply", "Tags", "Assign", "open")  # of those that are sent in empty
ASKED = {
    "slack": ("/desk help", "/desk mine", "/desk list status:new", "/ticket show 1", "/ticket history 1", "/ticket x"),
    "discord": ("/desk help", "/desk mine", "/desk list", "/ticket show number:1", "/ticket history number:1"),
}


def cards(gallery: Gallery) -> None:
    """Tickets in every state, in the rooms and each by itself."""
    with gallery.world() as world:
        for subject in SUBJECTS:
            world.mail(subject)
        bob = world.tab()
        for subject in SUBJECTS[:-1]:
            expect(bob.card(subject[:40].strip())).to_be_visible()
        world.orders(*ORDERS)
        for wire in WIRES:
            tab = world.tab(f"{wire}/bob")
            expect(tab.card("A walk-up")).to_be_visible()
            gallery.take(tab, f"{wire}-room")
            every = tab.team.get_by_role("article")
            tab.page.wait_for_timeout(2500)
            for at in range(every.count()):
                gallery.take(tab, f"{wire}-{at + 1}", every.nth(at))
            tab.close()
        world.forward(30)
        for wire in WIRES:
            tab = world.tab(f"{wire}/bob")
            expect(tab.messages("overdue").first).to_be_visible()
            gallery.take(tab, f"{wire}-overdue", tab.messages("overdue").first)


def forms(gallery: Gallery) -> None:
    """Every form that a card and a command open, empty and refused; what is told to one alone; menus and toolbars."""
    with gallery.world() as world:
        world.mail("VPN is down")
        for wire in WIRES:
            tab = world.tab(f"{wire}/bob")
            expect(tab.card("VPN is down")).to_be_visible()
            for button in ("Reply", "Note", "Resolve"):
                tab.presses("VPN is down", button)
                _form(gallery, tab, f"{wire}-{button}")
            for option in FORMS[wire]:
                _more(tab, option)
                _form(gallery, tab, f"{wire}-{option}")
            tab.card("VPN is down").get_by_role("combobox").or_(
                tab.card("VPN is down").locator(".choice")
            ).first.click()
            gallery.take(tab, f"{wire}-more")
            tab.page.keyboard.press("Escape")
            _whispers(gallery, tab, wire)
            _menus(gallery, tab, wire)


def _more(tab: Tab, option: str) -> None:
    tab.card("VPN is down").locator(".choice").click()
    tab.page.get_by_role("option", name=re.compile(f"^\\W*{option}")).first.click()


def _form(gallery: Gallery, tab: Tab, name: str) -> None:
    """The form as it opens, and as it is refused."""
    form = tab.page.get_by_role("dialog")
    expect(form).to_be_visible()
    gallery.take(tab, name, form)
    if any(one in name for one in REFUSED):
        form.get_by_role("button", name=SEND).click()
        expect(form.get_by_role("alert").first).to_be_visible()
        gallery.take(tab, f"{name}-wrong", form)
    tab.page.keyboard.press("Escape")
    expect(form).to_be_hidden()


def _whispers(gallery: Gallery, tab: Tab, wire: str) -> None:
    room = tab.team.get_by_role("region").first
    for line in ASKED[wire]:
        _command(tab, room, line)
        tab.page.wait_for_timeout(1500)
        gallery.take(tab, f"{wire}-{line.split()[1]}")
    _command(tab, room, "/ticket open")
    _form(gallery, tab, f"{wire}-open")


def _command(tab: Tab, room: Locator, line: str) -> None:
    """Type a command; Discord asks for its options in a form of its own, which is sent as it is."""
    tab.says(room, line)
    if "team=discord" in tab.page.url:
        send = room.get_by_role("button", name=re.compile("^Send .(desk|ticket)"))
        tab.page.wait_for_timeout(200)
        if send.is_visible():
            send.click()


def _menus(gallery: Gallery, tab: Tab, wire: str) -> None:
    """The toolbar of a message, its menu, all reactions, and a reaction."""
    card = tab.card("VPN is down")
    card.hover()
    gallery.take(tab, f"{wire}-toolbar")
    tab.menu(card)
    gallery.take(tab, f"{wire}-actions")
    tab.page.keyboard.press("Escape")
    card.get_by_role("button", name="Add a reaction").last.press("Enter")
    gallery.take(tab, f"{wire}-signs")
    tab.page.get_by_role("menuitem").first.click()
    expect(card.get_by_role("group", name="Reactions")).to_be_visible()
    gallery.take(tab, f"{wire}-reacted")


def texts(gallery: Gallery) -> None:
    """Long threads, long mails, files, other scripts, and every kind of line that a thread has."""
    with gallery.world() as world:
        world.mail("A long story", STORY)
        world.mail(HEBREW, f"{ARABIC}\n\n{HEBREW} 😬 https://example.org", "dora")
        world.mail("With files", "See the screenshot.", files=FILES)
        for wire in WIRES:
            tab = world.tab(f"{wire}/bob")
            gallery.take(tab, f"{wire}-long-card", tab.card("A long story"))
            tab.opens_thread("A long story")
            expect(tab.messages("502", tab.thread).first).to_be_visible()
            gallery.take(tab, f"{wire}-long")
            tab.opens_thread(HEBREW)
            expect(tab.messages(ARABIC, tab.thread).first).to_be_visible()
            gallery.take(tab, f"{wire}-right-to-left")
            tab.opens_thread("With files")
            picture = tab.thread.get_by_role("img", name="desktop.png")
            picture.evaluate("(picture) => picture.scrollIntoView()")  # it is loaded when it comes before the eyes
            expect(picture).to_be_visible()
            gallery.take(tab, f"{wire}-files")
            _replies(gallery, world, tab, wire)


def _replies(gallery: Gallery, world: World, tab: Tab, wire: str) -> None:
    """Forty lines in one thread: the end, the beginning, an edit, and a question before a message is deleted."""
    at = tab.page.evaluate(IDS)
    where = {"channel": at["room"], "thread": at["thread"]} if wire == "slack" else {"room": at["thread"]}
    for number in range(40):
        world.sandbox.act(wire, "say", user=at["me"], text=f"Line {number + 1}: *tried* the `router` again", **where)
    expect(tab.messages("Line 40", tab.thread)).to_be_visible()
    gallery.take(tab, f"{wire}-replies")
    tab.menu(tab.messages("Line 40", tab.thread))
    gallery.take(tab, f"{wire}-own-actions")
    tab.page.get_by_role("menuitem", name="Edit").click()
    gallery.take(tab, f"{wire}-edit")
    tab.page.keyboard.press("Escape")
    tab.menu(tab.messages("Line 30", tab.thread))
    tab.page.get_by_role("menuitem", name="Delete").click()
    gallery.take(tab, f"{wire}-delete")
    tab.page.keyboard.press("Escape")
    tab.thread.get_by_role("log").evaluate("(log) => { log.scrollTop = 0; }")
    gallery.take(tab, f"{wire}-replies-top")
