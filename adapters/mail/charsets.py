"""From bytes to text: the declared charset as people really use it, then a ladder that always ends in text."""

import codecs
import re

WIDER = {
    "gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "euc-kr": "cp949", "ks_c_5601-1987": "cp949",
    "ks_c_5601": "cp949", "shift_jis": "cp932", "shift-jis": "cp932", "x-sjis": "cp932", "iso-8859-1": "cp1252",
    "latin1": "cp1252", "us-ascii": "utf-8", "ascii": "utf-8", "ansi_x3.4-1968": "utf-8", "utf8": "utf-8",
    "iso-8859-8-i": "iso-8859-8", "unicode-1-1-utf-7": "utf-7", "big5": "big5hkscs", "cp-850": "cp850",
    "x-euc-jp": "euc-jp", "tis-620": "cp874", "x-mac-roman": "mac-roman", "macintosh": "mac-roman",
}  # fmt: skip
# codecs that Python counts as text but that are no charset of a mail
NOT_CHARSETS = {"idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined", "mbcs", "oem"}

PLAIN = {"", "utf-8", "us-ascii", "iso-8859-1", "windows-1252"}  # of these ASCII is the same bytes
LONG = {"utf-8", "gb18030", "cp949", "cp932", "big5hkscs", "euc-jp"}  # more than one byte a character
NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
CUT_OFF = re.compile(rb"(?:[\xe0-\xef][\x80-\xbf]|[\xf0-\xf4][\x80-\xbf]{1,2})\Z")  # in the middle of a character
ESCAPE = re.compile(rb"\x1b(\$[@B]|\([BIJ])")
HALF_WIDTH = bytes(range(0x21)) + bytes(range(0xA1, 0xE0)) + bytes(range(0x60, 0x100))

CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
BODY_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff\ud800-\udfff]")


def decoded(data: bytes, declared: str = "") -> str:
    """`data` as text. Never raises; the last resort is Latin-1, where every byte is a character."""
    if data.isascii() and declared.lower() in PLAIN:  # most headers and many mails
        return data.decode("ascii")
    readings = (read(data, charset) for read in (tried, _mostly) for charset in (declared, "utf-8"))
    found = next((text for text in readings if text is not None), None)
    if found is None:
        found = tried(data, "cp1252")
    return data.decode("latin-1") if found is None else found


def hides(charset: str) -> bool:
    """Is it UTF-7, by whatever name? In a header that is only ever used to hide something."""
    return _codec(_meant(charset)) == "utf-7"


def tried(data: bytes, declared: str) -> str | None:
    """`data` in the charset that `declared` means in practice; None where it is not in it, or there is no such."""
    charset = _meant(declared)
    try:
        return _japanese(data) if charset == "iso-2022-jp" else data.decode(charset) if charset else None
    except (LookupError, ValueError):  # unknown names, NUL in names, undecodable bytes
        return None


def _mostly(data: bytes, declared: str) -> str | None:
    """One broken byte must not make a page of Cyrillic unreadable: most characters of more than a byte are right."""
    charset = _meant(declared)
    if charset not in LONG:
        return None
    text = data.decode(charset, "replace")
    broken = text.count("\ufffd")
    right = sum(len(found[0]) for found in NOT_ASCII.finditer(text)) - broken
    is_cut_off = broken == 1 and text.endswith("\ufffd") and (right > 0 or CUT_OFF.search(data) is not None)
    return text if is_cut_off or right > 4 * broken else None


def _meant(declared: str) -> str:
    name = declared.strip().strip("\"'").lower()
    name = WIDER.get(name, name)
    return "" if _codec(name) in NOT_CHARSETS else name


def _codec(charset: str) -> str:
    """How Python calls it, for whom `!puny code` and `utf7` are names as well; "" where it knows none."""
    try:
        return codecs.lookup(charset).name
    except (LookupError, ValueError):
        return ""


def _japanese(data: bytes) -> str:
    """ISO-2022-JP with the characters of vendors, circled digits first of all, which Python's table leaves out."""
    if b"\x1b$(" in data:  # the rarer sets of characters, which Python knows
        return data.decode("iso2022_jp_ext")
    out: list[str] = []
    at, mode = 0, b"(B"
    for found in (*ESCAPE.finditer(data), None):
        part = data[at : found.start() if found else len(data)]
        if mode == b"(I":
            part = part.translate(HALF_WIDTH)
        out.append((_shifted(part) if mode[:1] == b"$" else part).decode("cp932"))
        if found:
            at, mode = found.end(), found[1]
    return "".join(out)


def _shifted(pairs: bytes) -> bytes:
    """JIS X 0208 as Shift_JIS writes it. Line ends stand between pairs."""
    out = bytearray()
    at = 0
    while at < len(pairs):
        if pairs[at] < 0x21 or at + 1 == len(pairs):
            out.append(pairs[at])
            at += 1
            continue
        row, cell = pairs[at] - 0x21, pairs[at + 1] - 0x21
        out.append((row >> 1) + (0x81 if row < 62 else 0xC1))
        out.append(cell + (0x9F if row & 1 else 0x40 if cell < 63 else 0x41))
        at += 2
    return bytes(out)


def one_line(text: str) -> str:
    """`text` without control characters and line separators, for whatever may become a header."""
    return " ".join(CONTROLS.sub(" ", text).split())


def header_text(text: str) -> str:
    """`text` as it may be put into a header of ours: one line, and no encoded word that a reader would decode."""
    return one_line(text).replace("=?", "= ?")


def lines(text: str) -> str:
    """`text` with plain line ends, without control characters and trailing blanks."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    text = BODY_CONTROLS.sub("", text)
    return "\n".join(line.rstrip() for line in text.split("\n")).strip("\n")
