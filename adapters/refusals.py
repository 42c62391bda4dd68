"""What is wrong in settings though they read well: verbs and conditions that nobody knows, holidays that nobody has."""

from adapters import holidays, macros, ruling, verbs
from bot.config import Settings


def refuse(settings: Settings) -> None:
    """Raise BadSettings where it is so."""
    macros.refuse(settings, verbs.TABLE)
    ruling.refuse(settings, verbs.TABLE)
    holidays.refuse(settings.hours)
