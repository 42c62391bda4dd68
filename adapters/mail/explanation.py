"""What the dry run tells of a mail: plain values for a program, and a few lines for people."""

from collections import Counter
from typing import Any

from adapters.mail.letter import Letter
from bot.choosing import Choice
from bot.choosing import told as said
from bot.matching import Rule

KEYS = (
    "file", "fate", "kind", "kind_rule", "ticket", "matched_by", "ack", "ack_reason", "subject", "from_addr",
    "from_name", "sender_doubt", "to", "cc", "date", "message_id", "in_reply_to", "references", "text", "reply",
    "quoted", "attachments", "bounce", "authentication", "error",
)  # fmt: skip
SHOWN = 200  # characters of a mail's text that people are shown
LISTS = ("to", "cc", "in_reply_to", "references", "attachments")


def explained(letter: Letter) -> dict[str, Any]:
    """All that reading alone can say. What only a desk knows is None: file, fate, ticket, matched_by, ack."""
    return {
        "file": None,
        "fate": None,
        "kind": letter.verdict.nature.value,
        "kind_rule": letter.verdict.rule,
        "ticket": None,
        "matched_by": None,
        "ack": None,
        "ack_reason": letter.verdict.silence,
        "subject": letter.subject,
        "from_addr": letter.sender.address,
        "from_name": letter.sender.name,
        "sender_doubt": letter.sender.doubt,
        "to": [[one.name, one.address] for one in letter.to],
        "cc": [[one.name, one.address] for one in letter.cc],
        "date": letter.date.isoformat() if letter.date else None,
        "message_id": letter.message_id,
        "in_reply_to": list(letter.in_reply_to),
        "references": list(letter.references),
        "text": letter.text,
        "reply": letter.reply,
        "quoted": letter.quoted,
        "attachments": _files(letter),
        "bounce": _bounce(letter),
        "authentication": {
            "verdict": letter.authentication.verdict,
            "why": letter.authentication.why,
            "signed": letter.protection.signed,
            "encrypted": letter.protection.encrypted,
            "signature": letter.protection.signature,
        },
        "error": letter.defect or None,
    }


def unread(file: str, error: str) -> dict[str, Any]:
    """The same keys for what could not be read."""
    return dict.fromkeys(KEYS) | {one: [] for one in LISTS} | {"file": file, "ack": False, "error": error}


def _files(letter: Letter) -> list[dict[str, Any]]:
    return [
        {"filename": one.name, "content_type": one.content_type, "size": one.size, "sha256": one.sha256,
         "inline": one.inline} for one in letter.attachments
    ]  # fmt: skip


def _bounce(letter: Letter) -> dict[str, Any] | None:
    """What became of which recipient; None for what is no report."""
    if not letter.is_report:
        return None
    people = [
        {"address": one.address, "status": one.status, "action": one.action, "permanent": one.permanent,
         "address_dead": one.address_dead} for one in letter.report.recipients
    ]  # fmt: skip
    return {"recipients": people, "original_message_id": letter.report.original_message_id}


def ruled(choice: Choice) -> dict[str, Any]:
    """What a rule does with a mail, and of each of its terms whether it holds."""
    return {
        "rule": choice.rule.name,
        "on": choice.happening,
        "matches": choice.is_met,
        "terms": [{"term": one.said, "holds": one.is_met, "instead": one.instead or None} for one in choice.terms],
        "after": choice.after or None,
        "do": list(choice.rule.do) if choice.is_met else [],
        "said": said(choice),
    }


def rule_lines(told: dict[str, Any]) -> str:
    """What the rules do with a mail, a line each."""
    if told["fate"] is None:
        return _plain(f"{told['file']}\n  {told['error']}")
    where = f" #{told['ticket']}" if told["ticket"] else ""
    mail = f"{told['subject'] or '(no subject)'} · {told['from_addr'] or 'unknown'}"
    head = f"{told['file']}: {mail} · {told['fate']}{where}"
    return "\n  ".join(map(_plain, (head, *(one["said"] for one in told["rules"]))))


def lines(told: dict[str, Any]) -> str:
    """The same in a few lines for people."""
    if told["fate"] is None:
        return _plain(f"{told['file']}\n  {told['error']}")
    who = " ".join(filter(None, (told["from_name"], f"<{told['from_addr'] or 'unknown'}>", _doubt(told))))
    where = f" #{told['ticket']}" if told["ticket"] else ""
    is_alert = (told["matched_by"] or "").startswith(f"{Rule.MONITOR} ")
    found = "may belong to another, by" if told["fate"] == "ticketed" and not is_alert else "found by"
    rule = f", {found} {told['matched_by']}" if told["matched_by"] else ""
    said = [
        f"{told['subject'] or '(no subject)'} · {who}",
        f"{told['fate']}{where}{rule} · {told['kind'] or 'unread'} (rule {told['kind_rule'] or '-'})",
        "acknowledged" if told["ack"] else f"not acknowledged: {told['ack_reason']}",
        *([f"in part: {told['error']}"] if told["error"] else []),
        *_protected(told["authentication"]),
        f"“{_short(told['reply'] or told['text'] or '')}”",
    ]
    return "\n  ".join(map(_plain, (told["file"], *said)))


def summary(ends: Counter[tuple[str | None, bool]]) -> str:
    """What became of all of them: the sum, its parts, and how many were acknowledged; `ends` by fate and that."""
    fates: Counter[str | None] = Counter()
    for (fate, _), count in ends.items():
        fates[fate] += count
    unread = fates.pop(None, 0)
    parts = " + ".join(f"{count} {fate}" for fate, count in sorted(fates.items(), key=str))
    acknowledged = sum(count for (_, is_acked), count in ends.items() if is_acked)
    said = f"{fates.total()} mail{'s' * (fates.total() != 1)} = {parts or 0}; {acknowledged} acknowledged."
    return f"{said} {unread} could not be read." if unread else said


def _protected(authentication: dict[str, str] | None) -> list[str]:
    """How it is encrypted, and who signed it."""
    said = authentication or {}
    encrypted = f"encrypted ({said['encrypted']})" if said.get("encrypted") else ""
    return [one for one in (encrypted, said.get("signature", "")) if one]


def _doubt(told: dict[str, Any]) -> str:
    return f"({told['sender_doubt']})" if told["sender_doubt"] else ""


def _short(text: str) -> str:
    said = " ".join(text.split())
    return said if len(said) <= SHOWN else f"{said[: SHOWN - 1]}…"


def _plain(text: str) -> str:
    """On a terminal: nothing that moves its cursor or turns its writing."""
    return "".join(one if one.isprintable() or one == "\n" else " " for one in text)
