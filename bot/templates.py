"""A line with holes, `** {state} Service Alert: {key} is {} **`, laid upon another: what stands in the holes.

No regular expression: each literal is looked for once, so that the time is bounded whatever a stranger writes. What
stands before the key is read from the front. What follows it is read from the end where the template ends with a
literal, so that a key may hold the same words, and else from the front.
"""

from dataclasses import dataclass

KEY, STATE, LEVEL, ANY = "key", "state", "level", ""
HOLES = {"{key}": KEY, "{state}": STATE, "{level}": LEVEL, "{}": ANY}
LONGEST = 998  # characters of a line that is looked at


class BadTemplate(ValueError):
    """Its text says why, in half a sentence."""


@dataclass(frozen=True)
class Template:
    """`texts` stand around the `holes`, one more than these."""

    texts: tuple[str, ...]
    holes: tuple[str, ...]

    def read(self, line: str) -> dict[str, str] | None:
        """What stands in the holes that have a name; None where the line is another."""
        rest = plain(line)
        first, last = self.texts[0], self.texts[-1]
        if len(rest) < len(first) + len(last) or not (rest.startswith(first) and rest.endswith(last)):
            return None
        rest = rest[len(first) : len(rest) - len(last)]
        split = self.holes.index(KEY) if KEY in self.holes and last else len(self.holes) - 1
        found: dict[str, str] = {}
        for hole, text in zip(self.holes[:split], self.texts[1:], strict=False):
            found[hole], met, rest = rest.partition(text)
            if not met:
                return None
        for hole, text in zip(reversed(self.holes[split + 1 :]), reversed(self.texts[split + 1 : -1]), strict=True):
            rest, met, found[hole] = rest.rpartition(text)
            if not met:
                return None
        found[self.holes[split]] = rest
        return {name: value.strip() for name, value in found.items() if name}


def template(written: str) -> Template:
    """Read one. Raises BadTemplate."""
    texts, holes, rest = [""], list[str](), plain(written)
    while rest:
        sign = next((one for one in HOLES if rest.startswith(one)), "")
        if sign and holes and not texts[-1]:
            raise BadTemplate("has two holes side by side; something must stand between them")
        if sign:
            holes.append(HOLES[sign])
            texts.append("")
        texts[-1] += "" if sign else rest[0]
        rest = rest[len(sign) or 1 :]
    if not holes or any("{" in text or "}" in text for text in texts):
        raise BadTemplate("has other holes than {key}, {state}, {level} and {}, or none")
    if any(holes.count(one) > 1 for one in (KEY, STATE, LEVEL)):
        raise BadTemplate("has {key}, {state} or {level} twice")
    return Template(tuple(texts), tuple(holes))


def plain(line: str) -> str:
    """The line as it is compared: cut, with single blanks."""
    return " ".join(line[:LONGEST].split())
