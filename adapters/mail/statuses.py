"""Status codes of deliveries (RFC 3463), and how they are read out of what mail servers write in their place."""

import re

DEAD = {"5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10"}  # nobody is there; a full mailbox or a block is not that
LOOKED_AT = 2_000  # characters that servers say of one address

# not a part of an address of a machine, 10.5.1.1, nor of a version number
ENHANCED = re.compile(r"(?<![\d.\w-])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.]*\d)")
REPLY = re.compile(r"(?<![\d.\w:/-])([45])[0-5]\d(?=[- #:;,.)]|\Z)(?![.]\d)")
MEANT = (
    ("1.3", r"malformed|incorrectly constructed|(bad|invalid|illegal) (recipient )?address syntax|syntax error in"),
    ("4.7", r"retry (timeout|time)|timeout exceeded|time expired|too long|long time|for past \d+|"
            r"could not be delivered for"),
    ("2.2", r"(mail ?box|quota|mailfolder|inbox|storage|disk|account)\b.{0,40}\b(full|exceed|over|limit|enough|space)|"
            r"over ?-?quota|quota exceeded|too much mail data|postfach.{0,20}voll|bo[iî]te.{0,20}pleine|"
            r"buz[oó]n.{0,20}lleno|casella.{0,20}piena|caixa.{0,20}cheia|postvak.{0,20}vol|skrzynk.{0,20}pełn|"
            r"ящик.{0,20}переполнен|邮箱已满|容量"),
    ("1.1", r"user[- ](is )?unknown|unknown (local )?(user|recipient|address|mailbox)|not our customer|"
            r"no such (user|recipient|mailbox|address|person|account|local)|no mailbox here|"
            r"(user|recipient|mailbox|account|address|alias)\b.{0,60}(not found|not known|does(n.t| not) exist|unknown|"
            r"not exist|not listed|not valid|disabled|no longer|n'a pas)|doesn.t have a.{0,20}account|"
            r"invalid (recipient|mailbox|user|address|final)|not a valid (user|mailbox|recipient)|"
            r"unbekannt|inconnu|desconocido|no existe|n.existe pas|non esiste|não existe|onbekend|okänd|ukendt|ukjent|"
            r"tuntematon|nie istnieje|neexistuje|неизвестн|не существует|не існує|"
            r"存在しません|不存在|존재하지|bulunamadı"),
    ("1.2", r"(host|domain|dns|mx|mail exchanger|name server)\b.{0,50}(not found|unknown|lookup|does not exist)|"
            r"unrouteable|(unknown|invalid|no such|bad|nonexistent) (host|domain|destination)|nxdomain"),
    ("3.4", r"(message|mail|size)\b.{0,40}(too (big|large|long)|exceed)|exceed\w{0,3} (the )?(maximum|max|size)"),
    ("4.1", r"connection (timed out|refused|failed)|no answer|could ?n.t connect|timed out|could not be reached|"
            r"unable to connect|host (is )?down|network unreachable|not? reachable"),
    ("4.6", r"too many hops|mail loop|loops back|routing loop"),
    ("7.1", r"spam|virus|blocked|blacklist|rejected|refused|denied|policy|not (allowed|permitted|authorized)|banned"),
)  # fmt: skip
TEMPORARY = re.compile(
    r"temporar|try again later|deferred|lost connection|timed out|vorübergehend|später erneut|temporaire|más tarde|"
    r"più tardi|mais tarde|временн|稍后|しばらく",
    re.IGNORECASE,
)
SPOKEN = tuple((detail, re.compile(said, re.IGNORECASE | re.DOTALL)) for detail, said in MEANT)


def is_permanent(status: str) -> bool:
    """Will it never be delivered? 5.x.x."""
    return status.startswith("5.")


def is_dead(status: str) -> bool:
    """Does nobody read that address?"""
    return status in DEAD


def codes(text: str) -> list[str]:
    """The status codes written in `text`, in order."""
    return [found[0] for found in ENHANCED.finditer(text[:LOOKED_AT])]


def status(given: str, said: str, is_late: bool = False) -> str:
    """The status of one recipient: the one a report gives; what the server said where that tells more than its class.

    "" is never returned: a failure without any word is 5.0.0, a delay 4.0.0.
    """
    first = next(iter(codes(given)), "")
    if first and not first.endswith(".0.0"):
        return first
    heard = [code for code in codes(said) if not first or code[0] == first[0]]
    if exact := next((code for code in heard if not code.endswith(".0.0")), ""):
        return exact
    return f"{_class(first, heard, said, is_late)}.{_detail(said)}"


def _class(first: str, heard: list[str], said: str, is_late: bool) -> str:
    if first or heard:
        return (first or heard[0])[0]
    if is_late:
        return "4"
    if reply := REPLY.search(said[:LOOKED_AT]):
        return reply[1]
    # what the net did not let through may come through later
    return "4" if _detail(said).startswith("4.") or TEMPORARY.search(said[:LOOKED_AT]) else "5"


def _detail(said: str) -> str:
    text = said[:LOOKED_AT]
    return next((detail for detail, pattern in SPOKEN if pattern.search(text)), "0.0")
