"""Machine senders (`[[monitor]]`): whose mails they are, and how these tell what is watched and how it is.

The subjects of the known kinds are those of the programs' own sources, as they are without any change:

- nagios: NagiosEnterprises/nagioscore, sample-config/template-object/commands.cfg.in
- icinga: Icinga/icinga2, etc/icinga2/scripts/mail-host-notification.sh and mail-service-notification.sh
- zabbix: zabbix/zabbix, ui/include/classes/helpers/CMediatypeHelper.php; the event's name alone does not tell the
  host, which the text does, in a line of its own; but not that of an update, which is found by its In-Reply-To: that
  is the same for all mails of a problem (src/zabbix_server/alerter/alerter.c)
- alertmanager: prometheus/alertmanager, template/default.tmpl (`__subject`); the labels that follow in brackets are
  those that all alerts of the group have in common, and change from mail to mail
- grafana: grafana/grafana, pkg/services/ngalert/notifier/channels/default_template.go (`__subject`)
- uptime-kuma: louislam/uptime-kuma, server/model/monitor.js and server/notification-providers/smtp.js
- statuspage: Atlassian Statuspage tells how it is in the text alone (as its mails are); others do in the subject
- healthchecks: healthchecks/healthchecks, templates/emails/alert-subject.html
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from bot.durations import duration
from bot.facts.alert import ASIDE, OK, PROBLEM, Alert
from bot.problems import Problems
from bot.templates import KEY, LEVEL, STATE, BadTemplate, Template, template

LINES = 60  # of a text that are looked at
MOST = 200  # characters of a key or a state that are kept
FINE = ("OK", "UP", "RECOVERY", "RECOVERED", "RESOLVED")
NO_NEWS = ("ACKNOWLEDGEMENT", "CUSTOM", "DOWNTIMESTART", "DOWNTIMEEND", "DOWNTIMECANCELLED", "FLAPPINGSTART",
           "FLAPPINGSTOP", "FLAPPINGEND", "FLAPPINGDISABLED", "UPDATED")  # fmt: skip
KEYS = ("name", "kind", "from", "queue", "subject", "header", "line", "ok", "aside", "resolve", "again_within", "trust")
TRUSTS = ("authenticated", "network")
ADDRESS = re.compile(r"(\*|[^\s@<>*]{1,64})@[^\s@<>*]{1,255}")
WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Monitor:
    """One machine sender.

    `subject`, `header` (by its name, lower case) and `line` hold templates, of each of which the first that fits
    counts; what they tell of the key is put together. `ok` and `aside` are the first words of such states.
    `is_trusted`: in a mailbox whose provider says nothing of senders, its From is believed.
    """

    name: str
    senders: tuple[str, ...]
    queue: str = ""  # "": that of the mailbox
    subject: tuple[Template, ...] = ()
    header: tuple[tuple[str, Template], ...] = ()
    line: tuple[Template, ...] = ()
    ok: tuple[str, ...] = FINE
    aside: tuple[str, ...] = NO_NEWS
    resolves: bool = True
    again_within: timedelta = timedelta(hours=1)
    is_trusted: bool = False

    def has(self, address: str) -> bool:
        """Is this one of its senders?"""
        return address in self.senders or f"*@{address.rpartition('@')[2]}" in self.senders

    def read(self, subject: str, header: Callable[[str], str], text: str, sent_at: datetime) -> Alert | None:
        """What a mail of one of its senders tells; None where it is no alert. Its level is shown, where it has one."""
        parts = [_first(one.read(subject) for one in self.subject)]
        if self.subject and parts[0] is None:
            return None
        parts.append(_first(one.read(header(name)) for name, one in self.header))
        parts.append(_first(one.read(line) for line in _lines(text) for one in self.line))
        found = [one for one in parts if one]
        key = " · ".join(one[KEY] for one in found if one.get(KEY))
        if not key:
            return None
        state, level = (next((one[hole] for one in found if one.get(hole)), "") for hole in (STATE, LEVEL))
        says = self._says(state or level)
        shown = level if level and says != ASIDE else state
        return Alert(self.name, _short(key), shown[:MOST], says, sent_at)

    def _says(self, state: str) -> str:
        words = WORD.findall(state.casefold())
        for says, known in ((OK, self.ok), (ASIDE, self.aside)):
            if any(words[: len(one)] == one for one in (WORD.findall(one.casefold()) for one in known)):
                return says
        return PROBLEM


def _short(key: str) -> str:
    """The key, or of a long one its beginning and what tells it from others that begin so: an OK ends its own alone."""
    return key if len(key) <= MOST else f"{key[: MOST - 9]}…{sha256(key.encode()).hexdigest()[:8]}"


def _first(found: Iterable[dict[str, str] | None]) -> dict[str, str] | None:
    return next((one for one in found if one is not None), None)


def _lines(text: str) -> Iterator[str]:
    """The first lines, without the bars of quotes; each also without what made it bold in HTML."""
    for line in text[:64_000].splitlines()[:LINES] if text else ():
        bare = line.strip("> |\t")
        yield bare
        if "**" in bare:
            yield bare.replace("**", "")


def _kind(*subjects: str, line: str = "") -> Monitor:
    lines = (template(line),) if line else ()
    return Monitor("", (), subject=tuple(map(template, subjects)), line=lines)


STATUS_PAGE = Monitor(
    "", (),
    subject=tuple(map(template, ("[{}] {state}: {key}", "{} Incident - {key}", "Incident - {key}", "{state}: {key}"))),
    header=tuple(("subject", template(page)) for page in ("[{key}] {}", "{key} Incident - {}")),
    line=tuple(map(template, ("New incident: {state}", "Incident status: {state}", "Incident {state}"))),
    ok=(*FINE, "COMPLETED"), aside=(*NO_NEWS, "UPDATE", "POSTMORTEM"),
)  # fmt: skip
BRACKETS = ("[{state}] {key} ({})", "[{state}] {key}")
KINDS = {
    "nagios": _kind("** {state} Service Alert: {key} is {level} **", "** {state} Host Alert: {key} is {level} **"),
    "icinga": _kind("[{state}] {key} is {level}!"),
    "zabbix": _kind("{state}: {key}", line="Host: {key}"),
    "alertmanager": _kind(*BRACKETS),
    "grafana": _kind(*BRACKETS),
    "uptime-kuma": _kind("[{key}] [{state}] {}"),
    "healthchecks": _kind("{state} | {key}"),
    "statuspage": STATUS_PAGE,
}


def monitors(wrong: Problems, found: Any, queues: Sequence[str]) -> tuple[Monitor, ...]:
    """Those of desk.toml, in their order."""
    read = tuple(_monitor(wrong, row, queues) for row in wrong.tables("[[monitor]]", found))
    names = [one.name for one in read]
    for name in dict.fromkeys(name for name in names if name and names.count(name) > 1):
        wrong.add(f"[[monitor]] name is “{name}” twice; each monitor needs its own.")
    return read


def _monitor(wrong: Problems, row: Mapping[str, Any], queues: Sequence[str]) -> Monitor:
    row = wrong.table("[[monitor]]", row, KEYS)
    kind = wrong.choice("[[monitor]] kind", row["kind"], tuple(KINDS)) if "kind" in row else ""
    name = wrong.text("[[monitor]] name", row.get("name"), kind).strip()
    if not name:
        wrong.add("[[monitor]] name is missing; every monitor without a kind needs one.")
    where = f"[[monitor]] {name}"
    queue = wrong.text(f"{where} queue", row.get("queue"), "")
    if queue and queue not in queues:
        wrong.add(f"{where} queue is “{queue}”; there are: {', '.join(queues)}.")
    base = KINDS.get(kind, Monitor("", ()))
    made = replace(
        base, name=name, senders=_senders(wrong, where, row.get("from", [])), queue=queue,
        ok=_words(wrong, f"{where} ok", row.get("ok"), base.ok),
        aside=_words(wrong, f"{where} aside", row.get("aside"), base.aside),
        resolves=wrong.yes_or_no(f"{where} resolve", row.get("resolve"), True),
        again_within=_length(wrong, f"{where} again_within", row.get("again_within")),
        is_trusted=wrong.choice(f"{where} trust", row.get("trust", TRUSTS[0]), TRUSTS) == TRUSTS[1],
    )  # fmt: skip
    return _told(wrong, where, row, made)


def _told(wrong: Problems, where: str, row: Mapping[str, Any], made: Monitor) -> Monitor:
    """With its own templates, where it has any."""
    if "subject" in row:
        made = replace(made, subject=tuple(_templates(wrong, f"{where} subject", row["subject"])))
    if "line" in row:
        made = replace(made, line=tuple(_templates(wrong, f"{where} line", row["line"])))
    if "header" in row:
        made = replace(made, header=_headers(wrong, f"{where} header", row["header"]))
    holes = [hole for one in (*made.subject, *(one for _, one in made.header), *made.line) for hole in one.holes]
    if KEY not in holes:
        wrong.add(f"{where} does not say where the key stands; set kind, or {{key}} in subject, header or line.")
    return made


def _templates(wrong: Problems, where: str, found: Any) -> list[Template]:
    read = []
    for written in wrong.strings(where, [found] if isinstance(found, str) else found):
        try:
            read.append(template(written))
        except BadTemplate as error:
            wrong.add(f"{where} “{written}” {error}. Accepted is a line like “{{state}}: {{key}} ({{}})”.")
    return read


def _headers(wrong: Problems, where: str, found: Any) -> tuple[tuple[str, Template], ...]:
    """`X-Alert: {state} {key}`: the name of a field, and its template."""
    read = []
    for written in wrong.strings(where, [found] if isinstance(found, str) else found):
        name, colon, rest = written.partition(":")
        if not colon or not re.fullmatch(r"[\w-]{1,100}", name):
            wrong.add(f"{where} is “{written}”; accepted is a field and its template, like “X-Alert: {{key}}”.")
        else:
            read += [(name.lower(), one) for one in _templates(wrong, where, rest)]
    return tuple(read)


def _senders(wrong: Problems, where: str, found: Any) -> tuple[str, ...]:
    senders = wrong.strings(f"{where} from", [found] if isinstance(found, str) else found)
    if not senders:
        wrong.add(f"{where} from is missing; name its addresses, or *@ and a domain.")
    for one in senders:
        if not ADDRESS.fullmatch(one):
            wrong.add(f"{where} from holds “{one}”; accepted is nagios@example.org or *@example.org.")
    return tuple(one.lower() for one in senders)


def _words(wrong: Problems, where: str, found: Any, usual: tuple[str, ...]) -> tuple[str, ...]:
    words = usual if found is None else wrong.strings(where, found)
    if not all(WORD.search(one) for one in words):
        wrong.add(f"{where} holds a text without a word; accepted are words like \"OK\".")  # fmt: skip
    return words


def _length(wrong: Problems, where: str, found: Any) -> timedelta:
    length = duration(found) if isinstance(found, str) else Monitor.again_within if found is None else None
    if found == "never":
        return timedelta()
    if length is None:
        wrong.add(f"{where} is {found!r}; accepted is a length of time, like 30m, 4h or 3d, or “never”.")
    return length or timedelta()
