"""Everything of the first minute can be done without a mouse, and the focus never gets lost."""

import re

from playwright.sync_api import Page, expect

NAME = """() => {
  const one = document.activeElement;
  return one.getAttribute("aria-label") || one.labels?.[0]?.innerText || one.innerText || "";
}"""


def tab_to(page: Page, name: str, most: int = 80) -> None:
    """Press Tab until the control of that name has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if re.fullmatch(name, page.evaluate(NAME).strip()):
            return
    raise AssertionError(f"Tab never came to {name}")


def test_a_mail_is_written_and_its_ticket_claimed_and_answered_without_a_mouse(tab):
    bob = tab("slack/bob")
    page = bob.page
    expect(bob.customer.get_by_role("form", name="New mail")).to_be_visible()
    tab_to(page, "Subject")
    page.keyboard.type("By keyboard")
    page.keyboard.press("Tab")
    page.keyboard.type("No mouse here.")
    tab_to(page, "Send")
    page.keyboard.press("Enter")
    expect(bob.card("By keyboard")).to_be_visible()
    tab_to(page, "Claim")
    page.keyboard.press("Enter")
    expect(bob.card("By keyboard")).to_contain_text(re.compile("🙋 bob", re.I))
    tab_to(page, "Reply")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog").get_by_label("Text")).to_be_focused()
    page.keyboard.type("And answered.")
    tab_to(page, "Send")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(bob.letters("And answered.")).to_be_visible()
