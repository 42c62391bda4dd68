"""A town with many queues, each with a mailbox and rooms of its own: no room's pace is what a test waits for."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sandbox.town import Town


@dataclass(frozen=True)
class Quarter:
    """One queue: its mailbox, its agents' rooms and the rooms where customers ask."""

    name: str
    address: str
    slack: str
    slack_help: str
    discord: int
    discord_help: int


class City(Town):
    """Its people: `agents` by wire, `customers` by wire; Bob acts on Slack and Cleo on Discord."""

    def __init__(self, quarters: int = 10, customers: int = 6) -> None:
        super().__init__()
        self.quarters: list[Quarter] = []
        self.customers: dict[str, list[Any]] = {"slack": [], "discord": []}
        self._size, self._customers = quarters, customers

    async def start(self) -> None:
        await super().start()
        self.slack.strict_rates = self.discord.strict_rates = False
        space, guild = self.slack.workspace, self.discord.guild
        for number in range(self._customers):
            self.customers["slack"].append(space.add_user(f"buyer{number}", f"buyer{number}@customer.example"))
            self.customers["discord"].append(guild.add_member(f"Buyer{number}").id)
        for number in range(self._size):
            self.quarters.append(self._quarter(f"q{number}"))

    def env(self, directory: Path) -> dict[str, str]:
        env = super().env(directory)
        for one in self.quarters:
            env[f"IMAP_{one.name}"] = self.mail.imap_url(one.address)
            env[f"SMTP_{one.name}"] = self.mail.smtp_url(one.address)
        return env

    def desk_toml(self) -> Mapping[str, Any]:
        leads = [self.places["slack leads"], self.places["discord leads"]]
        boxes = [
            {"name": one.name, "address": one.address, "imap": f"env:IMAP_{one.name}", "smtp": f"env:SMTP_{one.name}"}
            for one in self.quarters
        ]
        queues = [
            {
                "name": one.name, "mailboxes": [one.name], "supervisors": leads,
                "rooms": [f"slack:{one.slack}", f"discord:{one.discord}"],
                "intake": [f"slack:{one.slack_help}", f"discord:{one.discord_help}"],
            }
            for one in self.quarters
        ]  # fmt: skip
        return {"desk": {"name": "Example Support", "undo_seconds": 1}, "mailbox": boxes, "queue": queues}

    def _quarter(self, name: str) -> Quarter:
        space, guild = self.slack.workspace, self.discord.guild
        address = f"{name}@deskbell.example"
        self.mail.add(address)
        people = [self.cast.slack[who] for who in ("bob", "cleo", "sue")]
        agents = next(role for role in guild.roles.values() if role.name == "Agents")
        return Quarter(
            name, address,
            space.add_channel(name, people, private=True),
            space.add_channel(f"{name}-help", [*people, *self.customers["slack"]]),
            guild.add_text(name, [agents]).id,
            guild.add_text(f"{name}-help").id,
        )  # fmt: skip
