"""Scenes of the gallery with the numbers of the desk, and the form of an article, on both chats."""

from tests.page.studio import WIRES, Gallery

SUBJECTS = ("Printer on fire 🔥", "VPN is down", "Which invoice?", "パスワードを忘れました")
ORDERS = (
    "/ticket claim 2",
    "/ticket reply 2 Try again.",
    "/ticket time 2 15m",
    "/ticket resolve 2 fixed",
    "/ticket claim 3",
)
DO = {"slack": ("command", "channel"), "discord": ("type", "room")}
ASKED = {
    "slack": ("stats", "stats picture", "kb new"),
    "discord": ("stats", "stats what:picture", "kb do:new"),
}


def numbers(gallery: Gallery) -> None:
    """What came and how it was answered, as text and as a picture; and the form in which an article is written."""
    with gallery.world() as world:
        for subject in SUBJECTS:
            world.mail(subject)
        bob = world.tab()
        bob.waits_for_the_desk()
        bob.page.wait_for_timeout(4000)
        world.orders(*ORDERS)
        for wire in WIRES:
            tab = world.tab(f"{wire}/sue")
            tab.waits_for_the_desk()
            at, (do, where) = world.ids(tab), DO[wire]
            for line in ASKED[wire]:
                world.sandbox.act(wire, do, **{"user": at["me"], where: at["room"], "line": f"/desk {line}"})
                tab.page.wait_for_timeout(5000)
                gallery.take(tab, f"{wire}-{line.replace(' ', '-').replace(':', '-')}")
            tab.close()
