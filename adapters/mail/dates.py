"""The Date of a mail as an instant, however its sender's program wrote it."""

import re
from datetime import UTC, datetime, timedelta, timezone

LONGEST = 200  # characters; no date needs more
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# minutes east of Greenwich; those that RFC 5322 calls obsolete, and those that programs write nevertheless.
# BST is British, IST Indian, AST Atlantic: the readings with the most mail
ZONES = {
    "ut": 0, "utc": 0, "gmt": 0, "z": 0, "wet": 0, "west": 60, "bst": 60, "met": 60, "mest": 120, "mez": 60,
    "mesz": 120, "cet": 60, "cest": 120, "eet": 120, "eest": 180, "msk": 180, "msd": 240, "trt": 180, "ist": 330,
    "pkt": 300, "ict": 420, "wib": 420, "hkt": 480, "sgt": 480, "awst": 480, "jst": 540, "kst": 540, "acst": 570,
    "acdt": 630, "aest": 600, "aedt": 660, "nzst": 720, "nzdt": 780, "nst": -210, "ndt": -150, "ast": -240,
    "adt": -180, "est": -300, "edt": -240, "cst": -360, "cdt": -300, "mst": -420, "mdt": -360, "pst": -480,
    "pdt": -420, "akst": -540, "akdt": -480, "hst": -600, "brt": -180, "art": -180, "sast": 120,
}  # fmt: skip
CLOCK = r"(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?(?:\.\d+)?\s*([ap]m\b)?"
ZONE = r"\s*(?:\(?(?:gmt|utc)?([+-]\d{1,2}:?\d{2})|\(?\"?([a-z]{1,5})\b)?"
BRITISH = re.compile(rf"(\d{{1,2}})[\s.-]+([a-z]{{3,9}})\.?[\s.,-]+(\d{{2,4}}),?\s+(?:at\s+)?{CLOCK}{ZONE}", re.I)
AMERICAN = re.compile(rf"([a-z]{{3,9}})\.?\s+(\d{{1,2}})\s*,?\s+(\d{{4}}),?\s+(?:at\s+)?{CLOCK}{ZONE}", re.I)
UNIX = re.compile(rf"([a-z]{{3,9}})\s+(\d{{1,2}})\s+{CLOCK}\s+(?:([a-z]{{2,5}}|[+-]\d{{4}})\s+)?(\d{{4}})\b", re.I)
ISO = re.compile(rf"(\d{{4}})-(\d{{2}})-(\d{{2}})[t\s]+{CLOCK}{ZONE}", re.I)


def moment(value: str) -> datetime | None:
    """`value` in UTC; None where it is no date. A leap second is the second after it; an unknown zone is UTC."""
    text = value[:LONGEST]
    try:
        if found := BRITISH.search(text):
            day, month, year, *rest = found.groups()
        elif found := AMERICAN.search(text):
            month, day, year, *rest = found.groups()
        elif found := UNIX.search(text):
            month, day, *clock, zone, year = found.groups()
            rest = [*clock, zone, zone]
        elif found := ISO.search(text):
            year, month, day, *rest = found.groups()
        else:
            return None
        return _instant(year, month, day, *rest)
    except (ValueError, OverflowError):
        return None


def _instant(
    year: str, month: str, day: str, hour: str, minute: str, second: str | None, half: str | None,
    offset: str | None, zone: str | None,
) -> datetime:  # fmt: skip
    hours = int(hour) % 12 + 12 * (half.lower() == "pm") if half else int(hour)
    seconds = int(second or 0)
    at = datetime(_year(year), _month(month), int(day), hours, int(minute), min(seconds, 59), tzinfo=UTC)
    if seconds > 60:
        raise ValueError("no such second")
    east = _offset(offset) if offset and offset[0] in "+-" else timedelta(minutes=ZONES.get((zone or "").lower(), 0))
    return (at + timedelta(seconds=seconds == 60)).replace(tzinfo=timezone(east)).astimezone(UTC)


def _year(text: str) -> int:
    """Two and three digits as RFC 5322 4.3 reads them."""
    year = int(text)
    return year + (2000 if year < 50 else 1900) if len(text) < 4 else year


def _month(text: str) -> int:
    return int(text) if text.isdigit() else MONTHS.index(text[:3].lower()) + 1


def _offset(text: str) -> timedelta:
    digits = text[1:].replace(":", "").zfill(4)
    east = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return -east if text[0] == "-" else east
