"""What rules are written in: their conditions are filters, their deeds are verbs, as people type them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from adapters import filters, macros, times
from adapters.calls import Call
from adapters.grammar import Takes, Verb
from bot import access, fields
from bot import macros as texts
from bot.config import Settings
from bot.desk import Desk
from bot.errors import Misunderstood, Refused
from bot.filters import Filter
from bot.fitting import is_timed
from bot.macro import Macro
from bot.moments import plain
from bot.people import Person, rule
from bot.problems import BadSettings
from bot.rule import TIME, Rule, statuses
from bot.speech import later, say

NO_RULE = later("“{typed}” is nothing that a rule can do; it can: {known}.")
ALLOWED = (access.RULES, NO_RULE)
SOME_DAY = datetime(2026, 6, 1, 12, tzinfo=UTC)  # conditions are tried as of then


class Hand:
    """See `bot.rules.Hand`."""

    def __init__(self, desk: Desk, settings: Settings, table: Sequence[Verb]) -> None:
        self._desk, self._settings, self._table = desk, settings, table
        self._lasting: dict[str, Filter] = {}  # conditions that are the same at any time, read once

    def wanted(self, one: Rule, now: datetime) -> Filter:
        if one.name in self._lasting:
            return self._lasting[one.name]
        found = condition(one, now, self._settings)
        if not is_timed(found):
            self._lasting[one.name] = found
        return found

    def perform(self, line: str, number: int, by: Person, now: datetime) -> None:
        """Do one verb. In what it says the variables of macros are filled in, when all is taken apart already."""
        verb, values = macros.read(line, self._table, ALLOWED)
        said = {argument.name for argument in verb.arguments if argument.takes is Takes.TEXT}
        if any("{" in values.get(name, "") for name in said):
            ticket = self._desk.rules.ticket(number)
            values |= {
                name: texts.render(Macro("", values[name]), ticket, by, self._settings)
                for name in said & set(values)
            }  # fmt: skip
        macros.done(self._desk, self._settings, Call(verb.name, by, now, number), verb, values)


def condition(one: Rule, now: datetime, settings: Settings) -> Filter:
    """What a rule's `if` asks for. Raises Misunderstood."""
    return filters.condition(one.wanted, rule(one.name), now, settings, statuses(one))


def enlist(desk: Desk, settings: Settings, table: Sequence[Verb]) -> Desk:
    """The desk, with its rules at work."""
    desk.rules.enlist(Hand(desk, settings, table))
    return desk


def refuse(settings: Settings, table: Sequence[Verb]) -> None:
    """Raises BadSettings where a rule asks for what there is not, or does what cannot be done, one sentence each."""
    wrong = [f"[[rule]] {one.name} {found}" for one in settings.rules for found in mistakes(one, settings, table)]
    if wrong:
        raise BadSettings(wrong)


def mistakes(one: Rule, settings: Settings, table: Sequence[Verb]) -> list[str]:
    """What is wrong with a rule, a sentence each."""
    found = [f"do: {wrong}" for line in one.do if (wrong := _mistake(line, settings, table))]
    try:
        wanted = condition(one, SOME_DAY, settings)
    except Misunderstood as refusal:
        return [f"if: {refusal}", *found]
    if TIME in one.on and not is_timed(wanted):
        said = say("It runs by the clock, and nothing of it is a matter of time: add older:2d, due:now or another.")
        found.append(f"if: {said}")
    return found


def _mistake(line: str, settings: Settings, table: Sequence[Verb]) -> str:
    if found := macros.mistake(line, settings, table, ALLOWED):
        return found
    verb, values = macros.read(line, table, ALLOWED)
    try:
        if verb.name == "pend" and values.get("until"):
            times.moment(values["until"], SOME_DAY, settings.timezone, settings.language)
        if verb.name == "set":
            _settable(values, settings)
    except Refused as refusal:
        return plain(str(refusal))
    said = (values.get(argument.name, "") for argument in verb.arguments if argument.takes is Takes.TEXT)
    return next(filter(None, map(texts.wrong, said)), "")


def _settable(values: dict[str, str], settings: Settings) -> None:
    """Raises Refused where no queue has such a field, or it cannot say that."""
    known = {field.name: field for queue in settings.queues for field in settings.settable(queue.name)}
    choices = tuple(one for queue in settings.queues for one in queue.categories)
    if "category" in known:
        known["category"] = replace(known["category"], choices=choices)
    fields.find(known.values(), values.get("field", "")).kept(values.get("value", ""))
