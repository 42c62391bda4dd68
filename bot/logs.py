"""Logging: one line each, as text or JSON, never a token, a reply address or a password."""

import json
import logging
import re
from datetime import UTC, datetime
from typing import TextIO

from bot.tokens import redacted

SECRETS = re.compile(
    r"xox[a-z]-[\w-]+|xapp-[\w-]+"
    r"|(?<=://)[^\s\"'<>@]{1,200}:[^\s\"'<>]{1,200}(?=@)"  # passwords in URLs, whatever they hold
    r"|(?<=hooks\.slack\.com/)\S+|(?<=/webhooks/)\S+|(?<=/interactions/)\S+"  # who has these may answer as we do
    r"|[\w-]{23,28}\.[\w-]{6}\.[\w-]{27,}"
)
FOREIGN = ("slack_bolt", "slack_sdk", "discord", "apscheduler", "aiohttp", "imapclient", "alembic", "sqlalchemy")


CHATTY = ("discord.client", "discord.state", "mail.log")  # warn of voice, of intents we do not ask for, of themselves


def clean(text: str) -> str:
    """`text` without what must not be logged."""
    return redacted(SECRETS.sub("[secret]", text))


class Text(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return clean(super().format(record))


class Json(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat()
        line = {"at": at, "level": record.levelname, "logger": record.name, "message": record.getMessage()}
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return clean(json.dumps(line, ensure_ascii=False))


def set_up(level: str, shape: str, stream: TextIO) -> None:
    """Log to `stream`; the libraries below speak only of warnings, because some log bodies and signatures."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Json() if shape == "json" else Text("%(asctime)s %(levelname)-7s %(name)s: %(message)s"))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in FOREIGN:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLevelName(level)))
    for name in CHATTY:
        logging.getLogger(name).setLevel(logging.ERROR)
