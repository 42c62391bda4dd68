"""Which events of a history count: those that nobody took back."""

from collections.abc import Collection

from bot import events as e

REVERTED = e.Undone | e.TakenBack | e.Split  # they say what others had changed: without these, nothing


def standing(history: list[e.Event], gone: Collection[int] = ()) -> list[e.Event]:
    """The events that count: neither taken back nor split off, nor among the `gone`. Oldest first.

    What was taken back may itself have taken something back, so they are asked from the newest on.
    """
    without, kept = set(gone), []
    for event in reversed(history):
        if event.id in without:
            continue
        if isinstance(event.fact, REVERTED):
            without.update(reverted(event.fact))
        kept.append(event)
    return [event for event in reversed(kept) if event.id not in without]


def reverted(fact: e.Undone | e.TakenBack | e.Split) -> tuple[int, ...]:
    """The events that it took away."""
    return (fact.reply,) if isinstance(fact, e.TakenBack) else fact.events
