"""Two browser tabs are two people: each sees the other's doings, and one ticket has one owner."""

import re

import pytest
from playwright.sync_api import expect


@pytest.mark.parametrize("wire", ["slack", "discord"])
def test_of_two_who_press_claim_at_once_one_has_it_and_the_other_is_told_who(tab, wire):
    bob, cleo = tab(f"{wire}/bob"), tab(f"{wire}/cleo")
    subject = f"Two hands on {wire}"
    bob.mails(subject, "Who takes it?")
    for one in (bob, cleo):
        expect(one.card(subject)).to_be_visible()
    for one in (bob, cleo):  # both clicks are under way before either is answered
        claim = one.card(subject).locator(".said").get_by_role("button", name=re.compile("Claim$"))
        claim.evaluate("(button) => { setTimeout(() => button.click(), 1000); }")
    owner = re.compile(r"(?:🙋 |Owner\s*@)(bob|cleo)", re.I)
    for one in (bob, cleo):
        expect(one.card(subject)).to_contain_text(owner)
    winner = owner.search(bob.card(subject).inner_text())[1]
    loser = cleo if winner.lower() == "bob" else bob
    expect(loser.messages("Only ").filter(has_text=re.compile(f"{winner} has", re.I))).to_be_visible()
    expect(loser.card(subject)).to_contain_text(winner)


def test_what_one_writes_the_other_sees_without_touching_anything(tab):
    bob, cleo = tab("slack/bob"), tab("slack/cleo")
    subject = "Seen by both"
    bob.mails(subject, "Look")
    cleo.opens_thread(subject)
    bob.says(bob.opens_thread(subject), "I am on it")
    expect(cleo.messages("I am on it", cleo.thread)).to_be_visible()
    cleo.messages("I am on it", cleo.thread).get_by_role("button", name="React with white_check_mark").focus()
    cleo.messages("I am on it", cleo.thread).get_by_role("button", name="React with white_check_mark").press("Enter")
    expect(bob.messages("I am on it", bob.thread).get_by_role("group", name="Reactions")).to_contain_text("✅")
