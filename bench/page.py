"""The page of the sandbox in a real browser: first paint, how soon a deed is seen, and 500 tickets before the eyes."""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Page

from sandbox.slack.message import Message
from sandbox.town import Town
from tests.page.browser import opened
from tests.page.quiet_world import quiet
from tests.page.sandbox_process import SandboxProcess
from tests.page.tab import Tab

PAINTS, DEEDS, TICKETS, REPLIES, NEWS = 5, 10, 500, 6, 60
REST = 3_500  # milliseconds: a card that was just drawn rests for three seconds
PAINT = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
# Presses Claim on the card of a ticket and waits until the card shows it; milliseconds up to the next frame.
CLAIM = """async (subject) => {
  const claimOf = (one) => [...one.querySelectorAll(".said button")].find((two) => two.innerText.endsWith("Claim"));
  const named = [...document.querySelectorAll("#team article")].filter((one) => one.innerText.includes(subject));
  const card = named.find(claimOf), claim = claimOf(card);
  const begun = performance.now();
  claim.click();
  await new Promise((seen) => {
    const look = () => card.innerText.includes("Release") && (watch.disconnect(), requestAnimationFrame(seen));
    const watch = new MutationObserver(look);
    watch.observe(card, { subtree: true, childList: true, characterData: true });
    look();
  });
  return performance.now() - begun;
}"""
# From now on: how many message rows came or went, and how far frames lie apart.
WATCH = """() => {
  window.seen = { rows: 0, gaps: [] };
  const count = (nodes) => [...nodes].filter((one) => one.nodeType === 1 && one.matches("article")).length;
  const tally = (one) => { window.seen.rows += count(one.addedNodes) + count(one.removedNodes); };
  new MutationObserver((all) => all.forEach(tally)).observe(document.body, { subtree: true, childList: true });
  let last = performance.now();
  const frame = (now) => { window.seen.gaps.push(now - last); last = now; requestAnimationFrame(frame); };
  requestAnimationFrame(frame);
}"""


@dataclass(frozen=True)
class Seen:
    """Medians in milliseconds; `rows` are message rows drawn or dropped for one new message, `frame` its p95."""

    paint: float
    deed: float
    busy_paint: float
    rows: float
    frame: float


def page() -> Seen:
    """Measure it all, with the desk at work for the deeds, and in a large world without it."""
    with opened() as browser, tempfile.TemporaryDirectory() as folder:
        sandbox = SandboxProcess(Path(folder) / "data")
        try:
            paints = [_paint(browser, sandbox.url) for _ in range(PAINTS)]
            deeds = _deeds(browser, sandbox, "slack") + _deeds(browser, sandbox, "discord")
        finally:
            sandbox.stop()
        with quiet(_fill) as (url, act):
            return Seen(median(paints), median(deeds), *_busy(browser, url, act))


def _paint(browser: Browser, url: str) -> float:
    """First contentful paint of a browser that has nothing of the page yet."""
    with browser.new_context() as context:
        tab = context.new_page()
        tab.goto(url)
        tab.wait_for_function(PAINT)
        return float(tab.evaluate(PAINT))


def _deeds(browser: Browser, sandbox: SandboxProcess, wire: str) -> list[float]:
    """Claims, each of a ticket of its own: from the click to the card that shows it."""
    bob = Tab(browser, sandbox, f"{wire}/bob")
    bob.waits_for_the_desk()
    subjects = [f"Timed {number} on {wire}" for number in range(DEEDS)]
    for subject in subjects:
        sandbox.act("mail", "send", name="ann", subject=subject, text="How long?")
    for subject in subjects:
        bob.card(subject).wait_for()
    bob.page.wait_for_timeout(REST)
    took = [float(bob.page.evaluate(CLAIM, subject)) for subject in subjects]
    bob.close()
    return took


def _busy(browser: Browser, url: str, act: Callable[[Callable[[Town], object]], None]) -> tuple[float, float, float]:
    paint = median(_paint(browser, url) for _ in range(PAINTS))
    with browser.new_context(viewport={"width": 1440, "height": 900}) as context:
        tab: Page = context.new_page()
        tab.goto(url)
        tab.get_by_text("Ticket 499").first.wait_for()
        tab.evaluate(WATCH)
        for number in range(NEWS):
            act(partial(_post, text=f"News {number}"))
            tab.wait_for_timeout(33)
        tab.get_by_text(f"News {NEWS - 1}").first.wait_for()
        seen = tab.evaluate("() => window.seen")
    gaps = sorted(seen["gaps"])
    return paint, seen["rows"] / NEWS, gaps[int(len(gaps) * 0.95)]


def _fill(town: Town) -> None:
    """500 tickets and their threads on Slack."""
    for number in range(TICKETS):
        _ticket(town, number)


def _ticket(town: Town, number: int) -> None:
    button = {"type": "button", "text": {"type": "plain_text", "text": "Claim"}, "action_id": "claim", "value": "1"}
    head = {"type": "section", "text": {"type": "mrkdwn", "text": f"*Ticket {number}*\nwith some words in it"}}
    root = _post(town, f"Ticket {number}", blocks=[head, {"type": "actions", "elements": [button]}])
    for reply in range(REPLIES):
        _post(town, f"reply {reply}", thread_ts=root.ts)


def _post(town: Town, text: str, **more) -> Message:
    space, room = town.slack.workspace, town.places["slack support"].partition(":")[2]
    return space.post(Message(space.new_ts(), room, space.app.bot_user, text, **more))


if __name__ == "__main__":
    print(page())
