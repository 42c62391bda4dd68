"""The bot's token, until the platform resets it."""

from dataclasses import dataclass


@dataclass
class Credentials:
    token: str
    is_reset: bool = False

    def accepts(self, token: str) -> bool:
        return not self.is_reset and token == self.token

    def reset(self) -> None:
        """From now on the token opens nothing, as after 1,000 IDENTIFY in a day."""
        self.is_reset = True
