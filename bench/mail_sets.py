"""How well mails of other projects' tests are read, beside plain use of the libraries: `python -m bench.mail_sets`.

Scored as the README of the sets says; what it calls house style is left out by its rule, not by the name of a file.
"""

import json
import os
import re
import time
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.policy import compat32
from pathlib import Path
from typing import Any

from adapters.mail.dates import moment
from adapters.mail.headers import words
from adapters.mail.letter import Letter, Nature
from adapters.mail.parameters import parameters
from adapters.mail.parse import letter

SETS = Path(os.environ.get("DESKBELL_MAIL_SETS", Path(__file__).parents[1] / "../shared/mail-sets"))
TRIMMING = {  # quotequail, and the shorter of it and mail-parser-reply
    "crisp": "0 / 25 / 39   2 / 16 / 46", "github_erp": "2 / 8 / 8     3 / 2 / 13",
    "alfonsrv": "0 / 16 / 11   0 / 0 / 27",
}  # fmt: skip
PARSING = {"phpmime": "21/22", "stalwart": "5/10"}
BOUNCES = {"flufl_bounce": "115/116", "sisimai": "187/228"}
ROWS = {"RFC2047": "61/66", "2231": "24/68", "parseParameterHeader": "11/13", "parseDate": "46/59"}
SLOWEST = 10.0  # seconds a mail may take to be read
Case = dict[str, Any]
ZONE = re.compile(r"([+-]\d\d)(\d\d)$")


@dataclass
class Score:
    """Mails scored, those all right, and a word for each that is not."""

    cases: int = 0
    wrong: list[str] | None = None

    def add(self, name: str, faults: list[str]) -> None:
        self.cases += 1
        self.wrong = [*(self.wrong or []), *([f"{name} ({', '.join(faults)})"] if faults else [])]

    def __str__(self) -> str:
        return f"{self.cases - len(self.wrong or [])}/{self.cases}"


def main() -> None:
    """Print the tables, or that there is nothing to read."""
    if not SETS.is_dir():
        print("the mail sets are not here (DESKBELL_MAIL_SETS)")
        return
    print(*_trimming(), "", *_parsing(), "", *_bounces(), "", *_header_rows(), "", *_every_mail(), sep="\n")


def norm(text: str) -> str:
    text = unicodedata.normalize("NFC", text.replace("\u00a0", " ").replace("\u200b", ""))
    return re.sub(r"\s+", " ", text).strip()


def trimmed(case: Case, shown: str) -> tuple[bool, bool]:
    """Was a line of the sender lost, was a quoted one leaked?"""
    have = {norm(line) for line in shown.split("\n")} - {""}
    lost = leaked = False
    if "reply_text" in case:
        want = {norm(line) for line in case["reply_text"].split("\n")} - {""}
        lost, leaked = not want <= have, any(len(line) > 8 for line in have - want)

    def seen(text: str) -> bool:
        return norm(text) in norm(shown)

    def found(pattern: str) -> bool:
        return bool(re.search(pattern.replace("\\/", "/"), shown, re.MULTILINE))

    lost |= not all(map(seen, case.get("reply_contains", ())))
    lost |= not all(map(found, case.get("reply_contains_re", ())))
    leaked |= any(map(seen, case.get("reply_not_contains", ())))
    leaked |= any(map(found, case.get("reply_not_contains_re", ())))
    return lost, leaked


def _trimming() -> Iterator[str]:
    yield "trimming        mails   lost / leaked / clean   quotequail    two cutters   slowest   whole"
    for name, baseline in TRIMMING.items():
        scores: list[tuple[bool, bool]] = []
        slowest, whole = 0.0, True
        for case, raw in _cases(name):
            begun = time.perf_counter()
            read = letter(raw)
            slowest = max(slowest, time.perf_counter() - begun)
            shown_and_folded = sorted(read.reply.split("\n") + read.quoted.split("\n"))
            whole &= norm(" ".join(shown_and_folded)) == norm(" ".join(sorted(read.text.split("\n"))))
            if any(key.startswith("reply_") for key in case):
                scores.append(trimmed(case, read.reply))
        lost, leaked = sum(one for one, _ in scores), sum(one for _, one in scores)
        figures = f"{lost} / {leaked} / {sum(score == (False, False) for score in scores)}"
        yield f"  {name:<13} {len(scores):>5}   {figures:<21}   {baseline:<27}   {slowest:>5.2f} s   {whole}"


def _parsing() -> Iterator[str]:
    yield "parsing         all right   baseline   wrong"
    for name, baseline in PARSING.items():
        score = Score()
        for case, raw in _cases(name):
            if len(case) > 1:
                score.add(case["file"], list(_wrong_fields(case, letter(raw))))
        yield f"  {name:<13} {score!s:<9}   {baseline:<8}   {'; '.join(score.wrong or [])}"


def _wrong_fields(case: Case, read: Letter) -> Iterator[str]:
    """The keys that upstream states and we read otherwise. A bare word without an address is nobody's name."""
    found = {"subject": read.subject, "from_addr": read.sender.address, "body_text": read.text}
    found |= {"message_id": read.message_id.strip("<>")}
    if case.get("from_addr") and case.get("from_name") != case["from_addr"]:
        found |= {"from_name": read.sender.name}
    for key, value in found.items():
        stated = case.get(key)
        if stated is not None and norm(stated).lower() != norm(value).lower():
            yield key
    if "date" in case and (not read.date or _instant(case["date"]) != read.date.timestamp()):
        yield "date"
    people = [(one.name.lower(), one.address) for one in read.to]
    for person, address in case.get("to", ()):
        if address and not any(address.lower() == of and (person or "").lower() in (named, "") for named, of in people):
            yield "to"
    if "attachments" in case:
        yield from _wrong_files(case["attachments"], read)


def _wrong_files(stated: list[Case], read: Letter) -> Iterator[str]:
    """A second text part is no file with us, and a name that upstream invents is none."""
    texts = [one for one in stated if (one.get("content_type") or "").startswith("text/") and not one.get("filename")]
    if not len(stated) - len(texts) <= len(read.attachments) <= len(stated):
        yield "attachments"
    named = {one.name for one in read.attachments}
    wanted = {re.split(r"[/\\]", one["filename"])[-1] for one in stated if one.get("filename")}
    if not {name for name in wanted if not re.fullmatch(r"noname\d*", name)} <= named:
        yield "names"


def _bounces() -> Iterator[str]:
    personal = [letter(raw) for name in (*TRIMMING, "stalwart") for _, raw in _cases(name)]
    yield "bounces         all right   baseline   recognised   complaints   taken for one   wrong"
    for name, baseline in BOUNCES.items():
        score, seen, complaints, false = Score(), Score(), Score(), 0
        for case, raw in _cases(name):
            read = letter(raw)
            is_bounce = read.verdict.nature is Nature.BOUNCE
            false += is_bounce and not case.get("is_bounce") and "is_bounce" in case
            if case.get("is_feedback_report"):
                complaints.add(case["file"], [] if read.verdict.nature is Nature.COMPLAINT else ["kind"])
            elif "is_bounce" in case or "bounce_addresses" in case:
                faults = list(_wrong_report(case, read, is_bounce))
                score.add(case["file"], faults)
                if case.get("is_bounce"):
                    seen.add(case["file"], ["kind"] if "kind" in faults else [])
        figures = f"{score!s:<9}   {baseline:<8}   {seen!s:<10}   {complaints!s:<10}   {false:<13}"
        yield f"  {name:<13} {figures}   {'; '.join(score.wrong or [])}"

    taken = sum(read.verdict.nature is Nature.BOUNCE for read in personal)
    yield f"  personal mails taken for a bounce: {taken} of {len(personal)}"


def _wrong_report(case: Case, read: Letter, is_bounce: bool) -> Iterator[str]:
    if is_bounce != case.get("is_bounce", is_bounce):
        yield "kind"
    found = {one.address for one in read.report.recipients}
    if "bounce_addresses" in case and found != {one.lower() for one in case["bounce_addresses"]}:
        yield "addresses"
    if not all(re.fullmatch(r"[^\s@]+@[^\s@]+", one) for one in found):
        yield "no address"
    stated = case.get("bounce_status_class")
    if stated and stated != read.report.status[:1]:
        yield "status"


def _header_rows() -> Iterator[str]:
    yield "header rows     all right   baseline   wrong"
    scores = {suite: Score() for suite in ROWS}
    for case in _stated("jsmime_headers"):
        suite = next(one for one in ROWS if one in case["suite"])
        scores[suite].add(repr(case["input"]), [] if READ[suite](case) else ["value"])
    for suite, score in scores.items():
        yield f"  {suite[:13]:<13} {score!s:<9}   {ROWS[suite]:<8}   {'; '.join(score.wrong or [])}"
    right, rows = (
        sum(one.cases - len(one.wrong or []) for one in scores.values()),
        sum(s.cases for s in scores.values()),
    )
    yield f"  together      {right}/{rows}     142/206"


def _is_word(case: Case) -> bool:
    return norm(words(case["input"])) == norm(case["expected"])


def _is_parameter(case: Case) -> bool:
    value, found = parameters(case["input"])
    stated, wanted = case["expected"]
    return norm(value).lower() == norm(stated).lower() and {key: norm(one) for key, one in found.items()} == {
        key.lower(): norm(one) for key, one in wanted.items()
    }


def _is_date(case: Case) -> bool:
    found, stated = moment(case["input"]), case["expected"]
    if found is None or stated is None:
        return found is stated
    return found.timestamp() == _instant(stated)


READ: dict[str, Callable[[Case], bool]] = {
    "RFC2047": _is_word, "2231": _is_parameter, "parseParameterHeader": _is_parameter, "parseDate": _is_date,
}  # fmt: skip


def _every_mail() -> Iterator[str]:
    """Whatever it is, it is read in time, and where a part holds a word, a word is shown."""
    yield "every mail      mails   unpacked   within 10 s   words shown   baseline: one raises / no words"
    baselines = {"ruby_mail": "9 / 5", "enmime": "6 / 5", "cpython": "7 / 9", "flanker": "2 / 1", "djhd": "0 / 1"}
    for folder in sorted(path.name for path in SETS.glob("*") if (path / "eml").is_dir()):
        mails = unpacked = quick = shown = 0
        for path in sorted((SETS / folder / "eml").glob("*.eml")):
            raw, begun = path.read_bytes(), time.perf_counter()
            read = letter(raw)
            mails += 1
            quick += time.perf_counter() - begun < SLOWEST
            unpacked += "could not be unpacked" not in read.defect
            shown += bool(re.search(r"\w", read.text)) or not _has_word(raw)
        counts = f"{mails:>5}   {unpacked:>8}   {quick:>11}   {shown:>11}"
        yield f"  {folder:<13} {counts}   {baselines.get(folder, '0 / 0') if folder in baselines else '':<7}".rstrip()


def _has_word(raw: bytes) -> bool:
    """Does a part of plain text hold one?"""
    try:
        parts = [part for part in message_from_bytes(raw, policy=compat32).walk() if not part.is_multipart()]
        plain = [part for part in parts if part.get_content_type() == "text/plain" and not part.get_filename()]
        return any(re.search(rb"\w", part.get_payload(decode=True) or b"") for part in plain)  # type: ignore[arg-type]
    except Exception:
        return False


def _instant(text: str) -> float:
    stated = datetime.fromisoformat(ZONE.sub(r"\1:\2", text))
    return stated.timestamp()


def _stated(folder: str) -> list[Case]:
    cases: list[Case] = json.loads((SETS / folder / "expect.json").read_text())["cases"]
    return cases


def _cases(folder: str) -> Iterator[tuple[Case, bytes]]:
    for case in _stated(folder):
        yield case, (SETS / folder / case["file"]).read_bytes()


if __name__ == "__main__":
    main()
