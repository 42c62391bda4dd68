"""The whole pretend world: a mail provider, a Slack workspace and a Discord server with the same people in them."""

import base64
import socket
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sandbox.clock import Clock
from sandbox.discord.server import DiscordSandbox
from sandbox.faults import Faults
from sandbox.journal import Journal
from sandbox.mail.server import PROVIDER, MailSandbox
from sandbox.slack.server import SlackSandbox

DESK = "support@deskbell.example"
TEAM, CUSTOMERS = ("bob", "cleo", "sue"), ("max", "ines")  # on Slack and on Discord
WRITERS = ("ann@customer.example", "dora@customer.example", "yuri@north.example", "misaki@island.example")
WRITTEN = {"yuri": "Юрий", "misaki": "美咲"}
EDITION = 3  # count it up when the town is furnished otherwise: worlds kept of the old one start anew
LATEST = 200  # exchanges
CATEGORIES = ("hardware", "software", "access")
UNDO = 5  # seconds that an answer by mail is held: enough to press Undo, and little to wait for
KEY = base64.b64encode(b"the sandbox guards no secrets...").decode()


@dataclass
class Cast:
    """Ids by name. Bob and Cleo are agents, Sue supervises; Max and Ines are customers in the chats, four write mail.

    `titles` are the names that people read, where they are not the same with a capital.
    """

    slack: dict[str, str] = field(default_factory=dict)
    discord: dict[str, int] = field(default_factory=dict)
    mail: dict[str, str] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)

    def title(self, name: str) -> str:
        """The name that people read."""
        return self.titles.get(name, name.title())


class Town:
    """Start it, give `env` and `desk_toml` to a desk, and act through `slack.people`, `discord.people` and `mail`.

    `remembered` is for who shows the town: plain values that are kept with it.
    """

    def __init__(self, clock: Clock | None = None) -> None:
        self.clock = clock or Clock()
        self.faults, self.journal = Faults(), Journal(self.clock)
        parts = (self.clock, self.faults, self.journal)
        self.slack, self.discord, self.mail = SlackSandbox(*parts), DiscordSandbox(*parts), MailSandbox(*parts)
        self.slack.app.shortcuts = {"send_to_requester", "open_ticket", "split_from_here"}
        self.cast = Cast()
        self.places: dict[str, str] = {}
        self.remembered: dict[str, Any] = {}
        self._ports = {"imap": 0, "smtp": 0, "slack": 0, "discord": 0}

    async def start(self) -> None:
        """Open the wires. A town that was put back stands on its old ports where they are free."""
        ports = {name: _if_free(port) for name, port in self._ports.items()}
        await self.mail.start(ports["imap"], ports["smtp"])
        await self.slack.start(ports["slack"])
        await self.discord.start(ports["discord"])
        self._ports = {"imap": self.mail.imap.port, "smtp": self.mail.smtp.port}
        self._ports |= {"slack": self.slack.port, "discord": self.discord.port, "web": _one_free(ports.get("web", 0))}
        if not self.places:
            self._furnish_mail()
            self._furnish_slack()
            self._furnish_discord()

    @property
    def web(self) -> int:
        """The port where the desk's own pages may be: the links of its mails lead there, after a restart too."""
        return self._ports["web"]

    async def stop(self) -> None:
        for wire in (self.discord, self.slack, self.mail):
            await wire.stop()

    def state(self) -> dict[str, Any]:
        """All that is true in the town, in plain values: to be written down before it changes."""
        # What was said is left out: nobody reads it again, and it holds every mail and file once more.
        said = [replace(one, body=None, answer=None) for one in self.journal.exchanges[-LATEST:]]
        return {
            "moved": self.clock.moved, "faults": self.faults.active, "exchanges": said, "cast": self.cast,
            "places": self.places, "remembered": self.remembered, "ports": self._ports,
            "slack": self.slack.state(), "discord": self.discord.state(), "mail": self.mail.state(),
        }  # fmt: skip

    def restore(self, state: dict[str, Any]) -> None:
        """Put back what `state` told, before the start."""
        self.clock.forward(state["moved"] - self.clock.moved)
        self.faults.active, self.journal.exchanges = state["faults"], state["exchanges"]
        self.cast, self.places, self.remembered = state["cast"], state["places"], state["remembered"]
        # The desk has written down addresses with these ports: of files it did not fetch yet, of its own servers.
        self._ports = state["ports"]
        self.slack.restore(state["slack"])
        self.discord.restore(state["discord"])
        self.mail.restore(state["mail"])

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
        mailbox = {"name": "support", "address": DESK, "authserv_id": PROVIDER}
        desk = {"name": "Example Support", "undo_seconds": UNDO, "categories": list(CATEGORIES)}
        asset = {"name": "asset", "label": "Asset tag", "queues": ["support"]}
        since = {"name": "since", "label": "Since", "kind": "date", "queues": ["support"], "in_form": False}
        return {"desk": desk, "mailbox": [mailbox], "queue": [support, billing], "field": [asset, since]}

    def _furnish_mail(self) -> None:
        self.mail.add(DESK)
        self.cast.titles |= WRITTEN
        for address in WRITERS:
            self.cast.mail[address.partition("@")[0]] = address
            self.mail.add(address)

    def _furnish_slack(self) -> None:
        space, people = self.slack.workspace, self.cast.slack
        for name in (*TEAM, *CUSTOMERS):
            title = self.cast.title(name)
            people[name] = space.add_user(name, f"{name}@team.example", title, display_name=title)
        agents = [people[name] for name in TEAM]
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
        people |= {name: guild.add_member(self.cast.title(name)).id for name in CUSTOMERS}
        tags = ("new", "open", "pending", "resolved", "closed", "low", "high", "urgent", *CATEGORIES)
        self.places["discord support"] = f"discord:{guild.add_text('support', [agents]).id}"
        self.places["discord billing"] = f"discord:{guild.add_forum('billing', tags, [agents]).id}"
        self.places["discord help"] = f"discord:{guild.add_text('help').id}"
        self.places["discord leads"] = f"discord:role:{leads.id}"


def _one_free(port: int) -> int:
    """The port, where it is any and free, or one that is."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", _if_free(port)))
        return int(probe.getsockname()[1])


def _if_free(port: int) -> int:
    """The port, or 0 where somebody has it."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return 0
    return port
