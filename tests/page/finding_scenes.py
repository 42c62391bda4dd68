"""Scenes of the gallery in which tickets are looked for: lists and searches, turned, on both chats."""

from tests.page.studio import ARABIC, STORY, WIRES, Gallery

SUBJECTS = (
    "Printer on fire 🔥",
    "VPN is down",
    "Which invoice?",
    "Cannot sign in",
    f"{ARABIC} 😬",
    "パスワードを忘れました",
)
ORDERS = (
    "/ticket claim 2", "/ticket tag 2 +vpn", "/ticket priority 2 high", "/ticket priority 4 urgent",
    "/ticket note 2 The concentrator in Leipzig is full again: the VPN drops at *noon*, see [the graph] and https://x.example",
    "/ticket claim 3", "/ticket close 3 fixed", "/ticket pend 5",
)  # fmt: skip
DO = {"slack": ("command", "channel"), "discord": ("type", "room")}
ASKED = {
    "slack": ("list status:any", "search vpn", "search the -invoice", "mine", "list stauts:open"),
    "discord": (
        "list filter:status:any",
        "search words:vpn",
        "search words:the -invoice",
        "mine",
        "list filter:stauts:x",
    ),
}


def finding(gallery: Gallery) -> None:
    """Pages of tickets, whole and cut, and what is found in them."""
    with gallery.world() as world:
        for subject in SUBJECTS:
            world.mail(subject)
        for count in range(1, 6):
            world.mail(f"Story {count}", STORY)
        bob = world.tab()
        bob.waits_for_the_desk()
        bob.page.wait_for_timeout(8000)  # more roots than a room takes at once
        world.orders(*ORDERS)
        for wire in WIRES:
            tab = world.tab(f"{wire}/bob")
            tab.waits_for_the_desk()
            at = world.ids(tab)
            for count, line in enumerate(ASKED[wire]):
                do, where = DO[wire]
                world.sandbox.act(wire, do, **{"user": at["me"], where: at["room"], "line": f"/desk {line}"})
                tab.page.wait_for_timeout(1500)
                gallery.take(tab, f"{wire}-{count}-{line.split()[0]}")
            tab.close()
