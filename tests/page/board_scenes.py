"""Scenes of the gallery with boards: one's own, the room's, and the Home tab, on both chats and on a phone."""

import re

from tests.page.studio import ARABIC, LONG, STORY, WIRES, Gallery, turn
from tests.page.tab import LAPTOP, PHONE

SUBJECTS = (
    "Printer on fire 🔥", "VPN is down", "Which invoice?", "Cannot sign in", f"{ARABIC} 😬", "パスワードを忘れました",
    LONG[:90], "<!channel> *bold* [link](https://x.example)",
)  # fmt: skip
ORDERS = (
    "/ticket claim 2", "/ticket priority 2 high", "/ticket priority 4 urgent", "/ticket claim 3", "/ticket close 3",
    "/ticket claim 5", "/ticket pend 5 2h", "/ticket claim 6", "/ticket resolve 6 fixed",
)  # fmt: skip
DO = {"slack": ("command", "channel"), "discord": ("type", "room")}
HERE = {"slack": "board here", "discord": "board do:here"}


def boards(gallery: Gallery) -> None:
    """Boards with all heaps, one of them longer than is shown."""
    with gallery.world() as world:
        for subject in SUBJECTS:
            world.mail(subject)
        for count in range(1, 7):
            world.mail(f"Story {count}", STORY)
        bob = world.tab()
        bob.waits_for_the_desk()
        bob.page.wait_for_timeout(9000)  # more roots than a room takes at once
        world.orders(*ORDERS)
        world.forward(5)
        for wire in WIRES:
            for who, line in (("sue", HERE[wire]), ("bob", "board")):
                tab = world.tab(f"{wire}/{who}")
                tab.waits_for_the_desk()
                at, (do, where) = world.ids(tab), DO[wire]
                world.sandbox.act(wire, do, **{"user": at["me"], where: at["room"], "line": f"/desk {line}"})
                tab.page.wait_for_timeout(5000)
                gallery.take(tab, f"{wire}-{line.split()[-1].replace(':', '-')}")
                tab.close()
        for who in ("bob", "max"):
            for name, size in (("laptop", LAPTOP), ("phone", PHONE)):
                tab = world.tab(f"slack/{who}", viewport=size)
                if size == PHONE:
                    turn(tab, "Team")
                    tab.team.get_by_role("button", name="Rooms").click()
                tab.team.get_by_role("button", name=re.compile("deskbell", re.IGNORECASE)).first.click()
                tab.page.get_by_role("button", name="Home", exact=True).first.click()
                tab.page.wait_for_timeout(3000)
                gallery.take(tab, f"home-{who}-{name}")
                tab.close()
