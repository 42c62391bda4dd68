"""Which rules a happening sets off, and of each why, or why not. Pure: nothing is done here."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bot.filters import Filter
from bot.fitting import Seen, Term, terms
from bot.rule import Rule
from bot.speech import say


@dataclass(frozen=True)
class Choice:
    """What became of a rule: its `terms`, or the rule `after` which none was looked at any more."""

    rule: Rule
    happening: str
    terms: tuple[Term, ...] = ()
    after: str = ""

    @property
    def is_met(self) -> bool:
        return not self.after and all(term.is_met for term in self.terms)


def chosen(
    rules: Iterable[Rule], happenings: tuple[str, ...], seen: Seen, wanted: Callable[[Rule], Filter]
) -> list[Choice]:
    """Each rule that is for one of the `happenings`, in their order. All of them look at the ticket as it is now: what
    one does is a happening of its own, and none for those below it.
    """
    found, after = list[Choice](), ""
    for rule in rules:
        on = next((one for one in happenings if one in rule.on), None)
        if on is None:
            continue
        choice = Choice(rule, on, () if after else tuple(terms(wanted(rule), seen)), after)
        found.append(choice)
        if choice.is_met and rule.is_last:
            after = rule.name
    return found


def told(choice: Choice) -> str:
    """What would be done, or why nothing, in one sentence."""
    rule, on = choice.rule.name, choice.happening
    if choice.after:
        return say("{rule} ({on}): not looked at, for {other} is the last.", rule=rule, on=on, other=choice.after)
    if choice.is_met:
        return say("{rule} ({on}): matches. Then: {deeds}", rule=rule, on=on, deeds="; ".join(choice.rule.do))
    missed = "; ".join(f"{term.said}: {term.instead}" for term in choice.terms if not term.is_met)
    return say("{rule} ({on}): does not match. {missed}", rule=rule, on=on, missed=missed)
