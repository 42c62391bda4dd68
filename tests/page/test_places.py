"""The browser's own buttons do what they do elsewhere: Back goes to where one was, and a reload keeps the place."""

import pytest
from playwright.sync_api import expect

from tests.page.tab import PHONE


@pytest.mark.parametrize("wire", ["slack", "discord"])
def test_back_leaves_a_thread_and_forward_opens_it_again(tab, wire):
    bob = tab(f"{wire}/bob")
    subject = f"Back and forth on {wire}"
    bob.mails(subject, "Where was I?")
    expect(bob.opens_thread(subject)).to_be_visible()
    bob.page.go_back()
    expect(bob.thread).to_be_hidden()
    expect(bob.card(subject)).to_be_visible()
    bob.page.go_forward()
    expect(bob.thread).to_be_visible()


def test_back_closes_a_letter(tab):
    bob = tab("slack/bob")
    bob.mails("Read once", "And put away")
    bob.letters("Read once").first.click()
    expect(bob.customer.get_by_role("list", name="Letters")).to_be_visible()
    bob.page.go_back()
    expect(bob.letters("Read once").first).to_be_visible()


def test_a_reload_keeps_who_one_is_and_what_is_open(tab):
    bob = tab("slack/bob")
    bob.mails("Still open", "After a reload, too")
    bob.opens_thread("Still open")
    bob.team.get_by_role("group", name="Who you are").get_by_role("button", name="Cleo").click()
    bob.opens_thread("Still open")
    bob.page.reload()
    expect(bob.thread).to_contain_text("After a reload")
    expect(bob.team.get_by_role("group", name="Who you are").get_by_role("button", name="Cleo")).to_have_attribute(
        "aria-pressed", "true"
    )


def test_a_phone_stays_at_its_pane_and_goes_back_to_the_one_before(tab):
    bob = tab("slack/bob", viewport=PHONE, has_touch=True, is_mobile=True)
    panes = bob.page.get_by_role("navigation", name="Panes")
    panes.get_by_role("button", name="Machine").click()
    bob.page.reload()
    expect(bob.machine).to_be_visible()
    bob.page.go_back()
    expect(bob.customer).to_be_visible()
