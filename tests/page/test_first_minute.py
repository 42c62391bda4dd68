"""The guided first minute, clicked through by a newcomer, on each chat."""

import re

import pytest
from playwright.sync_api import expect

from tests.page.sandbox_process import SandboxProcess
from tests.page.tab import Tab

DUE = "Next due"


@pytest.fixture(params=["slack", "discord"])
def newcomer(request, browser, tmp_path):
    """Somebody who has just typed `make run`."""
    running = SandboxProcess(tmp_path / "data")
    one = Tab(browser, running, f"{request.param}/bob")
    one.wire = request.param
    yield one
    one.close()
    assert (one.errors, running.stop()) == ([], 0)


def test_the_guide_is_lit_step_by_step(newcomer):
    bob, wire = newcomer, newcomer.wire
    subject = f"VPN is down on {wire}"
    steps = bob.page.get_by_role("region", name="The first minute").get_by_role("listitem")

    def lit(number):
        expect(steps.nth(number - 1)).to_contain_text("done")

    bob.mails(subject, "Since this morning.")
    lit(1)
    thread = bob.opens_thread(subject)
    lit(2)
    bob.presses(subject, "Claim")
    expect(bob.card(subject)).to_contain_text(re.compile("bob", re.I))
    lit(3)
    bob.says(thread, "she has pulled the plug")
    lit(4)
    bob.presses(subject, "Reply")
    bob.fills({"Text": "Please **restart** the router."}, re.compile("Send|Submit"))
    lit(5)
    bob.letters(subject).first.click()
    expect(bob.customer.get_by_role("list", name="Letters").locator("strong")).to_have_text("restart")
    lit(6)
    bob.customer.get_by_role("textbox", name="Your answer").fill("It does not help.")
    bob.customer.get_by_role("button", name="Send").click()
    expect(bob.messages("Ann wrote", bob.thread)).to_be_visible()
    for _ in range(12):
        if steps.nth(6).inner_text().endswith("done"):
            break
        bob.machine.get_by_role("button", name=DUE).click()
        bob.page.wait_for_timeout(300)
    lit(7)
    expect(bob.machine.get_by_role("region", name=re.compile("Phones"))).to_contain_text("Sue")
