"""A person at the page: what they press, write and see, by the words and roles that a screen reader would read out."""

import re
from contextlib import suppress

from playwright.sync_api import Browser, Locator, expect

from tests.page.sandbox_process import SandboxProcess

expect.set_options(timeout=15_000)
LAPTOP, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
TRIES = 3  # at a button whose desk answers too late
HARMLESS = re.compile(r"WebSocket connection to .* failed|net::ERR_CONNECTION_REFUSED")


class Tab:
    """A tab of its own browser profile, at a sandbox or an address. `wrong` is what the page said in the console."""

    def __init__(
        self,
        browser: Browser,
        sandbox: SandboxProcess | str,
        team: str = "slack/bob",
        customer: str = "mail/ann",
        **how,
    ) -> None:
        how = {"viewport": LAPTOP, "locale": "en-GB", "timezone_id": "Europe/Berlin", **how}
        self.page = browser.new_context(**how).new_page()
        self.wrong: list[str] = []
        self.page.on("console", lambda one: self.wrong.append(one.text) if one.type == "error" else None)
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        url = sandbox if isinstance(sandbox, str) else sandbox.url
        self.page.goto(f"{url}#team={team}&customer={customer}")
        self.team = self.page.get_by_role("region", name="The team chat")
        self.customer = self.page.get_by_role("region", name="The customer")
        self.machine = self.page.get_by_role("region", name="The machine")

    @property
    def errors(self) -> list[str]:
        """What the console says, but for what the browser itself says of a refusal or a server that went away."""
        return [one for one in self.wrong if not HARMLESS.search(one)]

    def close(self) -> None:
        self.page.context.close()

    def waits_for_the_desk(self) -> None:
        expect(self.machine.get_by_role("status")).to_have_text("Desk is up", timeout=30_000)

    # The customer

    def mails(self, subject: str, text: str) -> None:
        """Write a new mail to the desk."""
        form = self.customer.get_by_role("form", name="New mail")
        back = self.customer.get_by_role("button", name="Back to the inbox")
        new = self.customer.get_by_role("button", name="New mail")
        expect(form.or_(back).or_(new).first).to_be_visible()
        if back.is_visible():
            back.click()
        if not form.is_visible():
            new.click()
        form.get_by_label("Subject").fill(subject)
        form.get_by_label("What is it about?").fill(text)
        form.get_by_role("button", name="Send").click()

    def letters(self, words: str) -> Locator:
        """The conversations of the mailbox that say `words`."""
        return self.customer.get_by_role("list", name="Conversations").get_by_role("button").filter(has_text=words)

    # The team

    def messages(self, words: str, inside: Locator | None = None) -> Locator:
        return (inside or self.team).get_by_role("article").filter(has_text=words)

    def card(self, subject: str) -> Locator:
        """The newest message that shows the ticket with its buttons."""
        buttons = self.page.get_by_role("button", name="Claim", exact=True)
        return self.messages(subject).filter(has=buttons.or_(self.page.get_by_role("button", name="Reply"))).last

    def presses(self, subject: str, button: str) -> None:
        """Press a button of the ticket's card."""
        self.card(subject).locator(".said").get_by_role("button", name=re.compile(f"{button}$")).click()

    def opens_form(self, subject: str, button: str) -> None:
        """Press a button that opens a form, again where the desk was too slow: for Slack it has three seconds."""
        form = self.page.get_by_role("dialog")
        for _ in range(TRIES - 1):
            self.presses(subject, button)
            with suppress(AssertionError):
                return expect(form).to_be_visible(timeout=5_000)
        self.presses(subject, button)
        return expect(form).to_be_visible()

    def menu(self, message: Locator) -> None:
        """Open the menu of a message; by keyboard, for messages move away below a mouse while others come in."""
        message.get_by_role("button", name="More actions").press("Enter")

    def opens_thread(self, subject: str) -> Locator:
        """The thread of a ticket, beside the room."""
        self.card(subject).get_by_role("button", name=re.compile(r"\d+ (repl|message)")).click()
        return self.thread

    @property
    def thread(self) -> Locator:
        return self.team.get_by_role("region", name=re.compile("^Thread"))

    def says(self, where: Locator, words: str) -> None:
        box = where.get_by_role("combobox").or_(where.get_by_role("textbox")).last
        box.fill(words)
        box.press("Enter")

    def fills(self, answers: dict[str, str], button: str) -> None:
        """Fill in the form that stands open, and send it."""
        form = self.page.get_by_role("dialog")
        for label, words in answers.items():
            form.get_by_label(label).first.fill(words)
        form.get_by_role("button", name=button).click()
