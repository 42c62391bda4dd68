"""`make pictures`: plays the first minute in a browser and takes the pictures of the README as it goes.

They are of what really happened, so they cannot grow stale; run it when the page or the cards change.
"""

import re
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.page.browser import CHROMIUM, opened
from tests.page.sandbox_process import SandboxProcess
from tests.page.tab import PHONE, Tab

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
WIDE = {"width": 1280, "height": 800}
WORDS = "Hello,\n\nsince this morning the VPN drops me after a minute, at home and in the office.\n\nThank you!"


def main() -> int:
    """Take them all. Returns the exit code: 1 where there is no browser to take them with."""
    if not CHROMIUM:
        print("There is no Chromium here to take pictures with: install it, then try again.", file=sys.stderr)
        return 1
    PICTURES.mkdir(exist_ok=True)
    with opened() as browser, tempfile.TemporaryDirectory(prefix="deskbell-pictures-") as folder:
        sandbox = SandboxProcess(Path(folder) / "data")
        try:
            _play(browser, sandbox)
        finally:
            sandbox.stop()
    return 0


def _play(browser: Browser, sandbox: SandboxProcess) -> None:
    bob = Tab(browser, sandbox, viewport=WIDE, color_scheme="light")
    bob.mails("VPN is down", WORDS)
    thread = bob.opens_thread("VPN is down")
    bob.presses("VPN is down", "Claim")
    expect(bob.card("VPN is down")).to_contain_text("🙋 Bob", ignore_case=True)
    bob.says(thread, "The router in the basement again, I think.")
    expect(bob.messages("The router", thread)).to_be_visible()
    bob.letters("VPN is down").first.click()
    bob.presses("VPN is down", "Reply")
    form = bob.page.get_by_role("dialog")
    form.get_by_label("Text").fill("Hello Ann,\n\nplease restart the router in the basement.\n\nBob")
    _take(bob, "answering")
    form.get_by_role("button", name="Send").click()
    expect(bob.customer.get_by_role("list", name="Letters")).to_contain_text("router")
    expect(bob.messages("replied to the requester", thread)).to_be_visible()
    _take(bob, "slack")
    bob.mails("Charged twice", "My card was charged twice for the same invoice.")
    _ring(browser, sandbox)
    phone = Tab(browser, sandbox, viewport=PHONE, is_mobile=True, has_touch=True, color_scheme="light")
    phone.page.get_by_role("navigation", name="Panes").get_by_role("button", name="Team").click()
    expect(phone.card("Charged twice")).to_be_visible()
    _take(phone, "phone")


def _ring(browser: Browser, sandbox: SandboxProcess) -> None:
    """Nobody answers the second mail, until a supervisor's phone rings on Discord."""
    sue = Tab(browser, sandbox, "discord/sue", viewport=WIDE, color_scheme="dark")
    phones = sue.machine.get_by_role("region", name=re.compile("Phones"))
    expect(sue.card("Charged twice")).to_be_visible()
    for _ in range(8):
        if "Sue" in phones.inner_text():
            break
        sue.machine.get_by_role("button", name="Next due").click()
        sue.page.wait_for_timeout(700)
    expect(phones).to_contain_text("Sue")
    sue.opens_thread("Charged twice")
    expect(sue.thread).to_contain_text("@Leads")
    _take(sue, "discord")


def _take(tab: Tab, name: str) -> None:
    tab.page.wait_for_timeout(900)  # what was just said fades
    tab.page.screenshot(path=PICTURES / f"{name}.png", animations="disabled")
    print(f"docs/pictures/{name}.png", flush=True)


if __name__ == "__main__":
    sys.exit(main())
