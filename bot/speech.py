"""What the desk says to agents, in the language of who reads it. English where it does not know another.

The English sentence is its own key (GNU gettext): `say("{by} set the priority to {priority}", by=…, priority=…)`.
Sentences are whole, with names for what varies, as other languages put words in another order. Who renders for somebody
says so around it: `with speaking("de"): …`; every sentence made within is in that language. What is kept (facts, names
of statuses, what people wrote) is never translated when it is written, only when it is shown.

What `say` and `several` are given is a literal, never an f-string: `make catalogues` finds it by reading the code.
Three kinds of keys are not where they are said, each with one way (docs/decisions/0024-where-sentences-are-kept.md):

- A sentence in a constant or a table is marked there and translated where it is shown: `GONE = later("That answer is
  gone")`, then `shown(GONE)`. `later` gives back what it is given.
- The docstring of a kind of `Refused`, and the helps of verbs and arguments in `adapters.verbs.TABLE`, are in the
  catalogue as they stand: nobody marks them. They are `shown` too.
- A word that is also data (a status, a priority, a step) is `word(ticket.status, "status")`; tests/catalogues.py
  names the values of each such kind. Another word whose meaning needs telling is a literal: `word("Close", "button")`.

The catalogues are bot/locales/LANGUAGE/LC_MESSAGES/deskbell.po, and compiled beside it: `make catalogues` keeps both.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from gettext import NullTranslations, translation
from pathlib import Path

LANGUAGES = ("en", "de", "fr", "es", "pt", "ja")
LOCALES = Path(__file__).with_name("locales")

_language: ContextVar[str] = ContextVar("language", default="en")


def say(sentence: str, /, **values: object) -> str:
    """`sentence` in the reader's language, with `values` in place of their {names}. `sentence` is a literal."""
    return shown(sentence, **values)


def several(one: str, many: str, n: int, /, **values: object) -> str:
    """The sentence for `n` things: `several("{n} ticket", "{n} tickets", count)`; {n} is filled in."""
    return _filled(_catalogue(_language.get()).ngettext(one, many, n), {"n": n, **values})


def word(text: str, about: str) -> str:
    """A word whose meaning needs telling: `word("open", "status")` is not `word("open", "button")`."""
    return _catalogue(_language.get()).pgettext(about, text)


def later(sentence: str, /) -> str:
    """`sentence` as it stands: a literal of a constant or a table, which is `shown` in some language later."""
    return sentence


def shown(sentence: str, /, **values: object) -> str:
    """What was marked with `later`, or is a sentence of the verb table, in the reader's language. See `say`."""
    return _filled(_catalogue(_language.get()).gettext(sentence), values) if sentence else ""


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Within, what is said is in `language`: `de`, or a locale such as `de-AT`; English where it is unknown."""
    token = _language.set(known(language))
    try:
        yield
    finally:
        _language.reset(token)


def spoken() -> str:
    """The language spoken now."""
    return _language.get()


def known(locale: str) -> str:
    """The language of `de`, `de-AT`, `pt_BR`; "en" for one that the desk does not speak."""
    language = locale.replace("_", "-").partition("-")[0].lower()
    return language if language in LANGUAGES else "en"


def _filled(sentence: str, values: dict[str, object]) -> str:
    return sentence.format(**values) if values else sentence


@cache
def _catalogue(language: str) -> NullTranslations:
    return translation("deskbell", LOCALES, [language], fallback=True)
