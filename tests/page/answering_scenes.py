"""Scenes of the gallery in which answers are looked at before they leave: forms, warnings, macros, on both chats."""

from playwright.sync_api import expect

from tests.page.studio import SEND, WIRES, Gallery

NOTE = "She always forgets her password and then she shouts at whoever picks up the phone."


def answering(gallery: Gallery) -> None:
    """Who writes, whom it reaches, what it gives away, and what a macro would send."""
    with gallery.world() as world:
        for wire in WIRES:
            world.mail(f"VPN is down on {wire}")
            tab, other = world.tab(f"{wire}/bob"), world.tab(f"{wire}/sue")
            tab.waits_for_the_desk()
            expect(tab.card(f"down on {wire}")).to_be_visible()
            tab.says(tab.opens_thread(f"down on {wire}"), NOTE)
            tab.presses(f"down on {wire}", "Reply")
            tab.page.wait_for_timeout(1500)
            gallery.take(tab, f"{wire}-form")
            other.page.wait_for_timeout(3500)
            gallery.take(other, f"{wire}-is-writing")
            other.close()
            tab.fills({"Text": f"Dear Ann, {NOTE}"}, SEND)
            tab.page.wait_for_timeout(1500)
            gallery.take(tab, f"{wire}-warned")
            tab.page.keyboard.press("Escape")
            tab.says(tab.thread, "!macro nothing-like-this")
            tab.page.wait_for_timeout(1500)
            gallery.take(tab, f"{wire}-no-macro")
            tab.close()
