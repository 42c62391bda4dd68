"""What is refused is told where it was typed; what breaks is mended, and nothing is lost by it."""

import re

import pytest
from playwright.sync_api import expect

SEND = re.compile("Send|Submit")


@pytest.mark.parametrize("wire", ["slack", "discord"])
def test_an_empty_answer_is_refused_at_its_field_and_the_form_stays(tab, wire):
    bob = tab(f"{wire}/bob")
    subject = f"An empty answer on {wire}"
    bob.mails(subject, "Say something")
    bob.presses(subject, "Reply")
    form = bob.page.get_by_role("dialog")
    form.get_by_role("button", name=SEND).click()
    expect(form.get_by_label("Text")).to_have_attribute("aria-invalid", "true")
    expect(form.get_by_label("Text")).to_be_focused()
    form.get_by_label("Text").fill("Here you are")
    form.get_by_role("button", name=SEND).click()
    expect(form).to_be_hidden()
    bob.letters("Here you are").first.click()


def test_what_was_written_while_slack_was_down_is_there_when_it_is_back(tab):
    bob = tab("slack/bob")
    switch = bob.machine.get_by_role("switch", name="Slack down")
    switch.click()
    expect(switch).to_be_checked()
    bob.mails("While Slack was away", "Do you hear me?")
    expect(bob.machine.get_by_role("tabpanel")).to_contain_text("Ann asks")
    sue = tab("discord/sue")
    expect(sue.card("While Slack was away")).to_be_visible()
    expect(bob.messages("While Slack was away")).to_have_count(0)
    expect(bob.team.get_by_text("Slack is down for the desk")).to_be_visible()
    bob.team.get_by_role("button", name="Mend it").click()
    expect(switch).not_to_be_checked()
    bob.machine.get_by_role("button", name="+1 h").click()  # what failed is tried again after a while
    expect(bob.card("While Slack was away")).to_be_visible()
    expect(bob.messages("While Slack was away")).to_have_count(1)
    expect(bob.team.get_by_text("Slack is back")).to_be_hidden()


def test_what_is_said_right_after_an_outage_is_heard_as_soon_as_the_desk_is_connected(tab):
    bob = tab("slack/bob", "slack/max")
    bob.waits_for_the_desk()
    switch = bob.machine.get_by_role("switch", name="Slack down")
    switch.click()
    expect(bob.machine.get_by_role("switch", name="Slack down", checked=True)).to_be_visible()
    switch.click()
    expect(switch).not_to_be_checked()
    bob.says(bob.customer, "Said right after an outage")
    expect(bob.card("Said right after an outage")).to_be_visible(timeout=45_000)


def test_what_comes_while_the_mail_server_is_down_is_fetched_once_it_is_back(tab):
    bob = tab("slack/bob")
    switch = bob.machine.get_by_role("switch", name="Mail server down")
    switch.click()
    expect(bob.customer.get_by_text("The mail server is down for the desk")).to_be_visible()
    bob.mails("While mail was away", "Do you read me?")
    expect(bob.messages("While mail was away")).to_have_count(0)
    switch.click()
    expect(bob.card("While mail was away")).to_be_visible(timeout=30_000)
    expect(bob.messages("While mail was away")).to_have_count(1)


def test_what_comes_twice_is_heard_once(tab):
    bob = tab("slack/bob", "slack/max")
    bob.waits_for_the_desk()
    switch = bob.machine.get_by_role("switch", name="Events come twice")
    switch.click()
    bob.says(bob.customer, "Said once, heard twice")
    expect(bob.card("Said once, heard twice")).to_be_visible()
    bob.presses("Said once, heard twice", "Claim")
    expect(bob.card("Said once, heard twice")).to_contain_text("🙋 Bob", ignore_case=True)
    switch.click()
    expect(bob.messages("Said once, heard twice")).to_have_count(1)
    expect(bob.machine.get_by_role("listitem").filter(has_text="Bob claimed")).to_have_count(1)


def test_a_desk_that_is_killed_goes_on_where_it_was(tab):
    bob = tab("slack/bob")
    bob.machine.get_by_role("button", name="Kill").click()
    expect(bob.machine.get_by_role("button", name="Start")).to_be_visible()
    bob.mails("While the desk was dead", "Nobody home?")
    bob.machine.get_by_role("button", name="Start").click()
    expect(bob.card("While the desk was dead")).to_be_visible(timeout=30_000)
    expect(bob.messages("While the desk was dead")).to_have_count(1)
