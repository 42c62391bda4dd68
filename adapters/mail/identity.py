"""Who "we" are in the mail: our mailboxes' addresses, our ids and our seals."""

from adapters.mail import seals
from adapters.mail.letter import Letter
from bot.config import Settings
from bot.tokens import SHAPE


class Identity:
    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._addresses = {_untagged(box.address) for box in settings.mailboxes}

    def has(self, address: str) -> bool:
        """Is this an address of ours, with or without a tag?"""
        return _untagged(address) in self._addresses

    def is_sealed(self, letter: Letter) -> bool:
        """Does it carry the seal of one of our mails? Whoever has that mail can copy the seal together with its id."""
        return bool(letter.loop) and seals.is_ours(self._settings.reply_secrets, letter.message_id, letter.loop)

    def is_loop(self, letter: Letter) -> bool:
        """Is this one of our own mails come back: sealed, and from us as well?"""
        return self.is_sealed(letter) and self.has(letter.sender.address)

    def is_own_copy(self, letter: Letter) -> bool:
        """Does it say it is from us, under an id of our shape? Whether that id is known, the store says."""
        return self.has(letter.sender.address) and SHAPE.search(letter.message_id) is not None


def _untagged(address: str) -> str:
    local, _, host = address.lower().rpartition("@")
    return f"{local.partition('+')[0]}@{host}"
