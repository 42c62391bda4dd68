"""Scenes of the gallery in which a shift is handed over: the list, its form, what came of it, and the room."""

from tests.page.studio import LONG, STORY, WIRES, Gallery

SUBJECTS = (
    "VPN is down",
    LONG[:90],
    "Printer on fire 🔥",
    "<!channel> *bold* [link](https://x.example)",
    "Which invoice?",
)
DO = {"slack": ("command", "channel"), "discord": ("type", "room")}


def handing(gallery: Gallery) -> None:
    """Bob has five tickets, on each chat in turn, and hands some of them to Cleo."""
    for wire in WIRES:
        with gallery.world() as world:
            for subject in SUBJECTS:
                world.mail(subject, STORY)
            tab = world.tab(f"{wire}/bob")
            tab.waits_for_the_desk()
            tab.page.wait_for_timeout(9000)  # until all cards are there
            at, (do, where) = world.ids(tab), DO[wire]

            def types(line: str) -> None:
                world.sandbox.act(wire, do, **{"user": at["me"], where: at["room"], "line": line})  # noqa: B023

            for number in range(1, len(SUBJECTS) + 1):
                types(f"/ticket claim {number}" if wire == "slack" else f"/ticket claim number:{number}")
                tab.page.wait_for_timeout(600)
            types(
                "/ticket note 1 She has the old router."
                if wire == "slack"
                else "/ticket note number:1 text:She has it."
            )
            tab.page.wait_for_timeout(2000)
            types("/desk handover")
            tab.page.wait_for_timeout(3000)
            gallery.take(tab, f"{wire}-list")
            tab.page.get_by_role("button", name="To who is on call…").last.click()
            tab.page.wait_for_timeout(2000)
            gallery.take(tab, f"{wire}-on-call")
            tab.page.keyboard.press("Escape")
            tab.page.get_by_role("button", name="Hand to…").last.click()
            tab.page.wait_for_timeout(2000)
            gallery.take(tab, f"{wire}-form")
            tab.page.keyboard.press("Escape")
            tab.page.get_by_role("button", name="Give back…").last.click()
            tab.page.wait_for_timeout(2000)
            form = tab.page.get_by_role("dialog").last
            form.get_by_role("textbox").first.fill("Call her at nine; she has the key of the server room.")
            form.get_by_role("button", name="Hand over" if wire == "slack" else "Submit").last.click()
            tab.page.wait_for_timeout(4000)
            gallery.take(tab, f"{wire}-done")
            tab.close()
