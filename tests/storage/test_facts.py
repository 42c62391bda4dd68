"""Facts are forever: one payload of every shape ever written is kept in `tests/facts`, and still decodes.

When a fact gains a field, add a file beside its old one; never change a file.
"""

import json
from dataclasses import fields
from datetime import timedelta
from pathlib import Path
from typing import get_args

import pytest

from bot.apply import apply
from bot.events import Event, Fact, Wrote
from bot.ticket import Status, Ticket
from storage.ahead import BEGINNINGS
from storage.engine import dumps
from storage.facts import FACTS
from tests.conftest import ANN

KEPT = sorted((Path(__file__).parents[1] / "facts").glob("*.json"))


def told(path: Path) -> dict[str, object]:
    return json.loads(path.read_text())


def holds(whole, kept):
    """Is all that was `kept` in it? What is built of parts may have grown, too."""
    if isinstance(kept, dict):
        return all(name in whole and holds(whole[name], value) for name, value in kept.items())
    if isinstance(kept, list):
        return len(whole) == len(kept) and all(map(holds, whole, kept))
    return whole == kept


@pytest.mark.parametrize("path", KEPT, ids=lambda path: path.stem)
def test_every_shape_ever_written_still_decodes(path):
    kind, fact = told(path)["kind"], told(path)["fact"]
    decoded = FACTS[kind].validate_python(fact)

    assert type(decoded).__name__ == kind
    assert holds(json.loads(dumps(decoded)), fact)  # nothing of it was dropped


def test_every_fact_there_is_has_a_payload_of_its_newest_shape():
    newest = {told(path)["kind"]: set(told(path)["fact"]) for path in KEPT}
    assert newest == {kind.__name__: {field.name for field in fields(kind)} for kind in get_args(Fact)}


def test_whatever_begins_a_clock_is_looked_for_where_a_clock_was_ahead(clock):
    """What is not looked for would leave its tickets due too late for ever."""
    at, earlier = clock() + timedelta(microseconds=7), clock()
    tickets = [Ticket(1, status=status, joined=joined, started_at=earlier) for status in Status for joined in (None, 2)]
    facts = [Wrote("Hello?"), *(FACTS[told(path)["kind"]].validate_python(told(path)["fact"]) for path in KEPT)]
    begin = set()
    for ticket in tickets:
        for fact in facts:
            after = apply(ticket, Event(1, at, ANN, fact))
            begin |= {type(fact)} if at in (after.started_at, after.waiting_since_at) else set()
    assert begin == set(BEGINNINGS)
