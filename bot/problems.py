"""Wrong settings, collected so that all are told at once, each in one sentence."""

from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from difflib import get_close_matches
from typing import Any
from urllib.parse import urlsplit

from bot.durations import duration


class BadSettings(Exception):
    """The settings cannot be used. `sentences` say which, what was found, and what is accepted."""

    def __init__(self, sentences: Sequence[str]) -> None:
        super().__init__("\n".join(sentences))
        self.sentences = tuple(sentences)


class Problems:
    """Reads values of an expected shape; what has another is noted, and a harmless value returned in its place."""

    def __init__(self) -> None:
        self._sentences: list[str] = []

    def add(self, sentence: str) -> None:
        self._sentences.append(sentence)

    def stop(self) -> None:
        """Raise BadSettings if anything was wrong."""
        if self._sentences:
            raise BadSettings(self._sentences)

    def table(self, where: str, found: Any, keys: Sequence[str]) -> Mapping[str, Any]:
        if not isinstance(found, Mapping):
            rows = isinstance(found, list)
            told = "must be written with single brackets, and once" if rows else f"is “{found}”; accepted is a table"
            self.add(f"{where} {told}.")
            return {}
        for key in found:
            if key not in keys:
                near = get_close_matches(key, keys, 1)
                hint = f"did you mean {near[0]}?" if near else f"accepted are: {', '.join(keys)}."
                self.add(f"{where} has a setting “{key}” that is not known; {hint}")
        return found

    def tables(self, where: str, found: Any) -> list[Mapping[str, Any]]:
        if not isinstance(found, list) or not all(isinstance(row, Mapping) for row in found):
            self.add(f"{where} must be written with double brackets, once for each.")
            return []
        return found

    def text(self, where: str, found: Any, default: str) -> str:
        if found is None:
            return default
        if not isinstance(found, str):
            self.add(f"{where} is {found!r}; accepted is text in quotes.")
            return default
        return found

    def strings(self, where: str, found: Any) -> tuple[str, ...]:
        if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
            self.add(f"{where} is {found!r}; accepted is a list of texts, like [\"one\", \"two\"].")  # fmt: skip
            return ()
        return tuple(found)

    def among(self, where: str, found: Any, known: Collection[str]) -> tuple[str, ...]:
        """Names of what there is."""
        names = self.strings(where, found)
        for name in names:
            if name not in known:
                self.add(f"{where} names “{name}”; there are: {', '.join(known) or 'none'}.")
        return names

    def number(self, where: str, found: Any) -> int:
        if not isinstance(found, int) or isinstance(found, bool) or found < 0:
            self.add(f"{where} is {found!r}; accepted is a whole number, 0 or more.")
            return 0
        return found

    def yes_or_no(self, where: str, found: Any, default: bool) -> bool:
        if found is None:
            return default
        if not isinstance(found, bool):
            self.add(f"{where} is {found!r}; accepted is true or false, without quotes.")
            return default
        return found

    def length(self, where: str, found: Any, default: timedelta) -> timedelta:
        if found is None:
            return default
        length = duration(found) if isinstance(found, str) else None
        if not length:
            self.add(f"{where} is {found!r}; accepted is a length of time, like 30m, 4h, 3d or 1h30m.")
        return length or default

    def choice(self, where: str, found: Any, choices: Sequence[str]) -> str:
        if found not in choices:
            self.add(f"{where} is “{found}”; accepted is one of: {', '.join(choices)}.")
            return choices[0]
        return str(found)

    def web(self, where: str, found: str, schemes: Sequence[str]) -> str:
        try:
            url = urlsplit(found)
        except ValueError:
            url = urlsplit("")
        if url.scheme not in schemes or not url.hostname:
            self.add(f"{where} is “{found}”; accepted is a URL that begins with {schemes[0]}://.")
        return found
