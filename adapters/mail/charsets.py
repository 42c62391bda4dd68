"""From bytes to text: the declared charset as people really use it, then a ladder that always ends in text."""

import re

WIDER = {
    "gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "euc-kr": "cp949", "ks_c_5601-1987": "cp949",
    "ks_c_5601": "cp949", "shift_jis": "cp932", "shift-jis": "cp932", "x-sjis": "cp932", "iso-8859-1": "cp1252",
    "latin1": "cp1252", "us-ascii": "utf-8", "ascii": "utf-8", "ansi_x3.4-1968": "utf-8", "utf8": "utf-8",
    "iso-8859-8-i": "iso-8859-8", "unicode-1-1-utf-7": "utf-7", "big5": "big5hkscs",
}  # fmt: skip
# codecs that Python counts as text but that are no charset of a mail
NOT_CHARSETS = {"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"}

CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
BODY_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff\ud800-\udfff]")


def decoded(data: bytes, declared: str = "") -> str:
    """`data` as text. Never raises; the last resort is Latin-1, where every byte is a character."""
    name = declared.strip().strip("\"'").lower()
    for charset in (WIDER.get(name, name), "utf-8", "cp1252"):
        text = _tried(data, charset)
        if text is not None:
            return text
    return data.decode("latin-1")


def _tried(data: bytes, charset: str) -> str | None:
    if not charset or charset.replace("-", "_") in NOT_CHARSETS:
        return None
    try:
        return data.decode(charset)
    except (LookupError, ValueError):  # unknown names, NUL in names, undecodable bytes
        return None


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
