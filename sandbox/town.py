"""The whole pretend world: a mail provider, a Slack workspace and a Discord server with the same people in them."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sandbox.clock import Clock
from sandbox.discord.server import DiscordSandbox
from sandbox.faults import Faults
from sandbox.journal import Journal
from sandbox.mail.server import MailSandbox
from sandbox.slack.server import SlackSandbox

DESK = "support@deskbell.example"
KEY = base64.b64encode(b"the sandbox guards no secrets...").decode()


@dataclass
class Cast:
    """Ids by name. Bob and Cleo are agents, Sue supervises, Max is a customer in the chats; Ann and Dora write mail."""

    slack: dict[str, str] = field(default_factory=dict)
    discord: dict[str, int] = field(default_factory=dict)
    mail: dict[str, str] = field(default_factory=dict)


class Town:
    """Start it, give `env` and `desk_toml` to a desk, and act through `slack.people`, `discord.people` and `mail`."""

    def __init__(self, clock: Clock | None = None) -> None:
        self.clock = clock or Clock()
        self.faults, self.journal = Faults(), Journal(self.clock)
        parts = (self.clock, self.faults, self.journal)
        self.slack, self.discord, self.mail = SlackSandbox(*parts), DiscordSandbox(*parts), MailSandbox(*parts)
        self.cast = Cast()
        self.places: dict[str, str] = {}

    async def start(self) -> None:
        for wire in (self.mail, self.slack, self.discord):
            await wire.start()
        self._furnish_mail()
        self._furnish_slack()
        self._furnish_discord()

    async def stop(self) -> None:
        for wire in (self.discord, self.slack, self.mail):
            await wire.stop()

    def env(self, directory: Path) -> dict[str, str]:
        """The environment of a desk that lives in `directory` and talks to this world."""
        return {
            "DATABASE_URL": f"sqlite:///{directory / 'deskbell.db'}", "FILES_DIR": str(directory / "files"),
            "REPLY_SECRETS": f"a:{KEY}", "HTTP_BIND": "127.0.0.1:0",
            "SLACK_BOT_TOKEN": self.slack.app.bot_token, "SLACK_APP_TOKEN": self.slack.app.app_token,
            "SLACK_API_URL": self.slack.api_url, "DISCORD_TOKEN": self.discord.token,
            "DISCORD_API_URL": self.discord.api_url, "DISCORD_GATEWAY_URL": self.discord.gateway_url,
            "IMAP_URL": self.mail.imap_url(DESK), "SMTP_URL": self.mail.smtp_url(DESK),
            "MAIL_FROM": f"Example Support <{DESK}>",
        }  # fmt: skip

    def desk_toml(self) -> Mapping[str, Any]:
        """The desk's settings: a queue with a channel in both chats, and one with a forum."""
        place, leads = self.places, [self.places["slack leads"], self.places["discord leads"]]
        support = {
            "name": "support", "mailboxes": ["support"], "rooms": [place["slack support"], place["discord support"]],
            "intake": [place["slack help"], place["discord help"]], "supervisors": leads,
        }  # fmt: skip
        billing = {"name": "billing", "rooms": [place["slack billing"], place["discord billing"]], "supervisors": leads}
        return {"desk": {"name": "Example Support"}, "queue": [support, billing]}

    def _furnish_mail(self) -> None:
        self.mail.add(DESK)
        for name in ("ann", "dora"):
            self.cast.mail[name] = f"{name}@customer.example"
            self.mail.add(self.cast.mail[name])

    def _furnish_slack(self) -> None:
        space, people = self.slack.workspace, self.cast.slack
        self.slack.app.shortcuts = {"send_to_requester", "open_ticket"}
        for name in ("bob", "cleo", "sue", "max"):
            people[name] = space.add_user(name, f"{name}@team.example")
        agents = [people[name] for name in ("bob", "cleo", "sue")]
        everybody = list(people.values())
        leads = space.add_group("leads", [people["sue"]])
        self.places["slack support"] = f"slack:{space.add_channel('support', agents, private=True)}"
        self.places["slack billing"] = f"slack:{space.add_channel('billing', agents, private=True)}"
        self.places["slack help"] = f"slack:{space.add_channel('help', everybody)}"
        self.places["slack leads"] = f"slack:group:{leads}"

    def _furnish_discord(self) -> None:
        guild, people = self.discord.guild, self.cast.discord
        agents, leads = guild.add_role("Agents"), guild.add_role("Leads", mentionable=True)
        people["bob"] = guild.add_member("Bob", [agents]).id
        people["cleo"] = guild.add_member("Cleo", [agents]).id
        people["sue"] = guild.add_member("Sue", [agents, leads]).id
        people["max"] = guild.add_member("Max").id
        tags = ("new", "open", "pending", "resolved", "closed", "high", "urgent")
        self.places["discord support"] = f"discord:{guild.add_text('support', [agents]).id}"
        self.places["discord billing"] = f"discord:{guild.add_forum('billing', tags, [agents]).id}"
        self.places["discord help"] = f"discord:{guild.add_text('help').id}"
        self.places["discord leads"] = f"discord:role:{leads.id}"
