"""What was written is still there after the sandbox was closed and opened again."""

from playwright.sync_api import expect

from tests.page.sandbox_process import SandboxProcess
from tests.page.tab import Tab


def test_a_reset_begins_anew_and_the_guide_that_was_skipped_is_found_again(browser, tmp_path):
    running = SandboxProcess(tmp_path / "data")
    try:
        bob = Tab(browser, running)
        bob.mails("Forgotten", "After the reset")
        expect(bob.card("Forgotten")).to_be_visible()
        guide = bob.page.get_by_role("region", name="The first minute")
        guide.get_by_role("button", name="Skip").click()
        expect(guide).to_be_hidden()
        bob.page.get_by_role("button", name="Guide 1/7").click()
        expect(guide.get_by_role("listitem").first).to_contain_text("done")
        bob.page.get_by_role("button", name="Reset").click()
        bob.page.get_by_role("button", name="Empty everything").click()
        expect(bob.messages("Forgotten")).to_have_count(0, timeout=30_000)
        expect(guide.get_by_role("listitem").first).not_to_contain_text("done", timeout=30_000)
        bob.close()
    finally:
        assert running.stop() == 0


def test_a_restart_keeps_the_world_and_fresh_forgets_it(browser, tmp_path):
    home = tmp_path / "data"
    first = SandboxProcess(home)
    try:
        bob = Tab(browser, first)
        bob.mails("Kept", "For tomorrow")
        bob.presses("Kept", "Claim")
        expect(bob.card("Kept")).to_contain_text("🙋 Bob", ignore_case=True)
        bob.close()
    finally:
        assert first.stop() == 0
    again = SandboxProcess(home)
    try:
        bob = Tab(browser, again)
        expect(bob.card("Kept")).to_contain_text("🙋 Bob", ignore_case=True)
        expect(bob.letters("Kept")).to_be_visible()
        bob.waits_for_the_desk()
        bob.opens_form("Kept", "Resolve")
        bob.close()
    finally:
        assert again.stop() == 0
    fresh = SandboxProcess(home, "--fresh")
    try:
        bob = Tab(browser, fresh)
        expect(bob.customer.get_by_role("form", name="New mail")).to_be_visible()
        expect(bob.messages("Kept")).to_have_count(0)
        bob.close()
    finally:
        assert fresh.stop() == 0
