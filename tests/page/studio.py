"""Where the pictures of the gallery are taken: a world to play in, who looks at it, and what is said there."""

import base64
import re
import struct
import sys
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Locator

from tests.page.sandbox_process import SandboxProcess
from tests.page.tab import LAPTOP, PHONE, Tab

SMALL, TABLET = {"width": 1280, "height": 800}, {"width": 768, "height": 1024}
SIZES = {"1440": LAPTOP, "1280": SMALL, "768": TABLET, "390": PHONE}
WIRES = ("slack", "discord")
THEMES = ("light", "dark")
LONG = (
    "The invoice for the third quarter does not show the discount that was promised by your colleague at the fair " * 2
)
MAIL = "Hello,\n\nsince this morning the VPN drops me after a minute, at home and in the office.\n\nThank you!\nAnn"
STORY = "It began on Monday. I opened the report, waited, and nothing came; then the page said 502. " * 34
HEBREW, ARABIC = "החיבור נופל כל הזמן", "مرحبا، لا أستطيع تسجيل الدخول إلى حسابي منذ أمس"
IDS = """async () => {
  const { read } = await import("/web/live.js");
  return { me: read("team/me").id,
    room: read("team/place").id, thread: read("team/aside")?.id };
}"""
SEND = re.compile("Send|Submit|Save|Assign")


def told(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


class Gallery:
    """Where the pictures hang. `world` opens a sandbox and tabs in it; `browser` is for other worlds."""

    def __init__(self, browser: Browser, folder: Path) -> None:
        self.browser, self._folder, self.scene = browser, folder, ""

    @contextmanager
    def world(self) -> Iterator["World"]:
        with tempfile.TemporaryDirectory(prefix="deskbell-gallery-") as folder:
            sandbox = SandboxProcess(Path(folder) / "data")
            world = World(self.browser, sandbox)
            try:
                yield world
            finally:
                wrong = [error for tab in world.tabs for error in tab.errors]
                for tab in world.tabs:
                    tab.close()
                sandbox.stop()
                if wrong:
                    told("\n  ".join([f"{self.scene}: the console complained:", *wrong]))

    def take(self, tab: Tab, name: str, part: Locator | None = None) -> None:
        """A picture of the page, or of a `part` of it, in each theme."""
        tab.page.wait_for_timeout(250)  # what has just come fades in
        for theme in THEMES:
            tab.page.emulate_media(color_scheme=theme)
            path = self._folder / f"{self.scene}-{name}-{theme}.png"
            (part or tab.page).screenshot(path=path, animations="disabled")
        told(f"{self.scene}-{name}")


class World:
    """A sandbox, and who looks at it."""

    def __init__(self, browser: Browser, sandbox: SandboxProcess) -> None:
        self._browser, self.sandbox, self.tabs = browser, sandbox, list[Tab]()

    def tab(self, team: str = "slack/bob", customer: str = "mail/ann", **how: Any) -> Tab:
        self.tabs.append(Tab(self._browser, self.sandbox, team, customer, **how))
        return self.tabs[-1]

    def mail(
        self, subject: str, text: str = MAIL, name: str = "ann", files: tuple[tuple[str, bytes], ...] = ()
    ) -> None:
        packed = [{"name": one, "base64": base64.b64encode(data).decode()} for one, data in files]
        self.sandbox.act("mail", "send", name=name, subject=subject, text=text, files=packed)

    def ids(self, tab: Tab) -> Any:
        """Who looks at the team's side, and the room they see."""
        return tab.page.evaluate(IDS)

    def orders(self, *lines: str) -> None:
        """Slash commands that Bob types on Slack, in his support room."""
        bob = self.tab("slack/bob")
        bob.waits_for_the_desk()
        at = self.ids(bob)
        for line in lines:
            done = self.sandbox.act("slack", "command", user=at["me"], channel=at["room"], line=line)
            assert not done["error"], (line, done)
        bob.close()

    def forward(self, hours: float) -> None:
        self.sandbox.act("clock", "forward", hours=hours)


def says(tab: Tab, subject: str, *lines: str) -> Locator:
    """Open the ticket's thread and write lines into it."""
    thread = tab.opens_thread(subject)
    for line in lines:
        tab.says(thread, line)
    return thread


def turn(tab: Tab, pane: str) -> None:
    tab.page.get_by_role("navigation", name="Panes").get_by_role("button", name=pane).click()


def picture() -> bytes:
    """A small PNG, made here: a blue sky over a green field."""
    rows = b"".join(b"\0" + (b"\x5b\x9b\xd5" if y < 60 else b"\x4f\x9d\x5d") * 160 for y in range(90))

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 160, 90, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


FILES = (("desktop.png", picture()), ("log of the router.txt", b"08:01 up\n08:02 down\n08:03 up\n" * 12))
