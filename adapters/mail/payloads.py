"""What a part holds, whatever its sender wrote into its headers."""

from email.message import Message

STATUS = "message/delivery-status"


class Part(Message):
    """A part as the standard parser makes it, but that a status report keeps its lines: as one mail for each blank
    line among them it costs seconds, and gigabytes."""

    _kind = ""  # asked for a dozen times, and nobody changes it

    def get_content_type(self) -> str:
        kind = self._kind or super().get_content_type()
        is_parsed = vars(self).get("_payload") is not None
        if is_parsed:
            self._kind = kind
        return kind if is_parsed or kind != STATUS else "text/plain"


def held(part: Message) -> object:
    """A list of parts, or text as it came. The standard accessor looks at the charset, and raises on names of many
    kinds: with a NUL in them, or written as RFC 2231 has it."""
    try:
        return part.get_payload()
    except Exception:
        return vars(part).get("_payload") or ""
