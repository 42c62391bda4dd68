"""The address of a mail server: scheme, login, host and folder out of one URL."""

from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from bot.logins import is_loopback

PORTS = {"imaps": 993, "imap": 143, "imap+starttls": 143, "smtps": 465, "smtp": 587, "smtp+starttls": 587}


@dataclass(frozen=True)
class Server:
    """`encryption` is "tls" from the first byte, "starttls", or "" for none. With a `token` no password is used."""

    host: str
    port: int
    encryption: str
    user: str = ""
    password: str = field(default="", repr=False)
    folder: str = "INBOX"
    token: str = field(default="", repr=False)

    @classmethod
    def of(cls, url: str) -> "Server":
        """Read `imaps://user:password@host:993/INBOX` and its like. Raises ValueError with what is wrong.

        Mail to another host is never sent in clear: `smtp://` is plain for the loopback only.
        """
        parts = urlsplit(url)
        if parts.scheme not in PORTS or not parts.hostname:
            raise ValueError("a mail server is written as imaps://user:password@host or smtps://user:password@host")
        encryption = {"s": "tls"}.get(parts.scheme[-1], "") if "+" not in parts.scheme else "starttls"
        if parts.scheme == "smtp" and not is_loopback(parts.hostname):
            encryption = "starttls"
        return cls(
            parts.hostname, parts.port or PORTS[parts.scheme], encryption, unquote(parts.username or ""),
            unquote(parts.password or ""), unquote(parts.path.strip("/")) or "INBOX",
        )  # fmt: skip
