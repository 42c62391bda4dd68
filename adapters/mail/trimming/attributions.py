"""Lines like "On Monday, Ann Lee wrote:" that stand before a quote, in the tongues of the mail programs."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from adapters.mail.trimming.lines import Line
from adapters.mail.trimming.tongues import QUOTING, WROTE

TALLEST = 5  # lines over which programs wrap one
LONGEST = 400  # characters of one

VERB = re.compile(rf"(?<![^\W\d_])(?:{WROTE})(?![^\W\d_])|写道|寫道|작성|書きました|のメール", re.IGNORECASE)
AT_END = re.compile(rf"(?:^|\W)(?:{WROTE})\s*[:：]?$", re.IGNORECASE)
ADDRESS = re.compile(r"[^\s<>@()\[\]]{1,64}@[^\s<>@()\[\]]{3,255}|&lt;[^\s&@]{1,64}@")
DAY = re.compile(
    r"\b(?:19|20)\d\d\b|\b\d{1,4}[./-]\s?\d{1,2}[./-]\s?\d{1,4}\b|\d{1,2}\s?[月월]\s?\d{1,2}\s?[日일]"
    r"|(?<![\d:.])\b\d{1,2}(?:st|nd|rd|th|er|\.|º|ª)?(?:\s+de)?\s+[^\W\d_]{3,}"
    r"|\b[^\W\d_]{3,}\.?,?\s+\d{1,2}(?:st|nd|rd|th)?\b(?![.:h]\d\d)"
)
TIME = re.compile(r"\b\d{1,2}\s?[:.h時时시]\s?\d\d|\d\s?[ap]\.?m\b", re.IGNORECASE)
IS_QUOTING = re.compile(rf"(?:{QUOTING})\s", re.IGNORECASE)
STOPS = ".,;!?…。！？，"  # no verb ends so: most lines are told apart by it
SENTENCE = re.compile(r"[^\W\d_]{3,}[.!?…。！？]$")
BESIDE_TIMES = {
    "am", "pm", "um", "uhr", "kl", "klo", "at", "à", "às", "as", "alle", "ore", "a", "las", "om", "o", "v", "в", "о",
    "hs", "h", "hrs", "p", "m", "г", "р", "gmt", "est", "pst", "cet", "cest", "tarihinde", "keltezéssel", "użytkownik",
    "odesílatel", "via", "het", "volgende",
}  # fmt: skip
IN_NAMES = {
    "von", "van", "de", "der", "den", "da", "di", "do", "dos", "del", "della", "du", "la", "le", "al", "el", "zu",
}  # fmt: skip
BRACKETED = re.compile(r"[<(\[][^<>()\[\]]*@[^<>()\[\]]*[>)\]]|&lt;.*&gt;")
# telephones put the quote on the very line: no person leaves that much space behind a colon
RUNS_ON = re.compile(
    rf".{{3,150}}[<(\[][^<>()\[\]]{{0,100}}@[^<>()\[\]]{{0,100}}[>)\]],?\s?(?:{WROTE})\s?[:：]\s{{2,}}\S", re.I
)
POINTS = 3
SELF = re.compile(r"\b(?:I|we|ich|wir|j['’]ai|nous|yo|eu|io|ik|wij|jag|jeg|vi|я|мы)\s+(?:have\s+)?(?:\w+\s+)?$")
CLAUSE = re.compile(
    r"\s+(?!tarihinde|folgende|följande|følgende|volgende|seguinte|kasutaja|de\b)[a-zäöüß]{4,}\b"
)  # "wrote that …"


@dataclass(frozen=True, slots=True)
class Attribution:
    """Lines `start` to `stop`. `is_sure`: what follows is a quote, also where no line of it is marked."""

    start: int
    stop: int
    is_sure: bool


def attributions(lines: Sequence[Line], stop: int) -> dict[int, Attribution]:
    """Those among the unquoted lines before `stop`, by the line each begins with."""
    found: dict[int, Attribution] = {}
    for number in range(stop):
        if lines[number].is_own and (one := _ending_at(lines, number)):
            found[one.start] = one
        elif _is_pointed(lines[number]):
            found[number] = Attribution(number, number + 1, True)
    return found


def _is_pointed(line: Line) -> bool:
    """ ">>> Ann Lee <ann@example.org> 2026-06-01 14:03 >>>", as GroupWise has it."""
    return line.depth == POINTS and line.words.endswith(">" * POINTS) and bool(DAY.search(line.words[:LONGEST]))


def _ending_at(lines: Sequence[Line], last: int) -> Attribution | None:
    if "@" in lines[last].words and _is_headed(lines[last].words) and RUNS_ON.match(lines[last].words):
        return Attribution(last, last + 1, True)
    end = lines[last].words.rstrip(" -*_>|")
    is_asking = end.endswith((":", "："))
    if not end or len(end) > LONGEST:
        return None
    if not (is_asking or (end[-1] not in STOPS and AT_END.search(end[-40:])) or _is_bare(end)):
        return None
    first = _first(lines, last)
    said = " ".join(line.words for line in lines[first : last + 1]).strip(" -*_")[:LONGEST]
    verb, day = VERB.search(said), DAY.search(said)
    if verb and _is_sentence(said, verb):
        return None
    if day and _is_sure(said, verb):
        return Attribution(first, last + 1, True)
    is_likely = (verb and (day or ADDRESS.search(said))) or (day and BRACKETED.search(said))
    if is_likely or IS_QUOTING.match(said) or _is_bare(said) or _is_named(said):
        return Attribution(first, last + 1, False)
    return None


def _is_sentence(said: str, verb: re.Match[str]) -> bool:
    """ "On 3 March I wrote to you:" is the sender's, and "Ann wrote that it would be replaced:" too."""
    goes_on = CLAUSE.match(said[verb.end() :]) or len(said) - verb.end() > 120
    return bool(goes_on or SELF.search(said[: verb.start()]))


def _is_sure(said: str, verb: re.Match[str] | None) -> bool:
    """A sentence of the sender's may name a date and an address too, so both must stand as programs write them."""
    if brackets := BRACKETED.search(said):
        return bool(verb) or (len(said) - brackets.end() < 3 and said.endswith((":", "：")))
    if ADDRESS.search(said):
        return bool(verb and AT_END.search(said))
    return bool(verb and TIME.search(said)) and _is_name(said, verb)


def _is_name(said: str, verb: re.Match[str] | None) -> bool:
    """Is all that stands beside verb and date a name? "On Monday at 10:30 the server wrote:" is the sender's."""
    before, after = (said[: verb.start()], said[verb.end() :]) if verb else (said, "")
    named = before if re.search(r"\d", after) else f"{before} {after}"
    words = re.findall(r"[^\W\d_]+", re.split(r"\d", named)[-1])
    has_name = False
    for word in words:
        if word.islower() and word not in BESIDE_TIMES and not (has_name and word in IN_NAMES):
            return False
        has_name |= not word.islower() and word.lower() not in BESIDE_TIMES
    return has_name


def _is_named(said: str) -> bool:
    """ "Ann Lee wrote:", but not "As you wrote:"."""
    found = AT_END.search(said)
    words = said[: found.start()].split() if found else []
    return 1 < len(words) <= 4 and all(word[0].isupper() for word in words)


def _is_bare(said: str) -> bool:
    """A date, and who: "2016-03-03 17:21 GMT+01:00 Some One"."""
    return len(said) < 120 and bool(re.match(r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}\W.*[^\W\d_]{2}", said))


def _first(lines: Sequence[Line], last: int) -> int:
    """Where an attribution that ends here begins: at a date, or where a wrapped address does."""
    lowest = last
    while lowest and last - lowest < TALLEST - 1 and _goes_on(lines[lowest - 1]):
        lowest -= 1
    for number in range(last, lowest - 1, -1):
        if _is_headed(lines[number].words):
            return number
    first = last
    while first > lowest and ("@" in lines[first - 1].words or lines[first - 1].words.endswith(("<", "("))):
        first -= 1
    return first


def _goes_on(line: Line) -> bool:
    return bool(line.words) and line.is_own and not line.is_rule and not SENTENCE.search(line.words)


def _is_headed(words: str) -> bool:
    found = DAY.search(words[:60])
    return bool(found) and found.start() < 30 if found else False
