"""Scenes of the gallery in which the ladder rings: its line on either chat, what puts it off, and what is told then."""

from playwright.sync_api import expect

from tests.page.studio import WIRES, Gallery


def ringing(gallery: Gallery) -> None:
    """Half of a ticket's time is over, and Bob is rung."""
    with gallery.world() as world:
        world.mail("VPN is down")
        tab = world.tab()
        tab.waits_for_the_desk()
        expect(tab.card("VPN is down")).to_be_visible()
        world.orders("/ticket claim 1")
        tab.close()
        world.forward(3.1)
        for wire in WIRES:
            tab = world.tab(f"{wire}/bob")
            tab.waits_for_the_desk()
            thread = tab.opens_thread("VPN is down")
            expect(thread.get_by_text("due soon")).to_be_visible()
            gallery.take(tab, f"{wire}-rung")
            thread.get_by_role("button", name="Snooze…").last.click()
            tab.page.wait_for_timeout(1500)
            gallery.take(tab, f"{wire}-later")
            tab.page.keyboard.press("Escape")
            thread.get_by_role("button", name="Acknowledge").last.click()
            tab.page.wait_for_timeout(2500)
            gallery.take(tab, f"{wire}-acknowledged")
            tab.says(thread, "!why")
            tab.page.wait_for_timeout(2500)
            gallery.take(tab, f"{wire}-why")
            tab.close()
