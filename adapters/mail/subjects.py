"""Subjects: the base without reply prefixes and without our own tag, and the subject of an answer."""

from adapters.mail.charsets import header_text
from bot.subjects import PREFIX

LONGEST = 200


def base(subject: str, number: int) -> str:
    """`subject` on one line without its leading Re, Aw, Fwd …, and without the tag of ticket `number`."""
    text = header_text(subject[:2000]).replace(f"[#{number}]", " ")
    while found := PREFIX.match(text):
        text = text[found.end() :]
    return " ".join(text.split())[:LONGEST]


def answering(subject: str, number: int) -> str:
    """`Re: <base> [#42]`."""
    return " ".join(f"Re: {base(subject, number)} [#{number}]".split())
