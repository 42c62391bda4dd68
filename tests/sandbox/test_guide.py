"""The guide of the first minute: a step is lit when it was seen to happen, and stays lit."""

from itertools import count

import pytest

from sandbox.guide import NAMES, Guide

LEADS = "slack:group:S1"
ids = count(1)
BOT, BOB = {"is_bot": True}, {"is_bot": False}
ANSWER = {"is_mine": False, "is_automatic": False}


def event(kind, *pinged):
    return {"id": next(ids), "kind": kind, "pinged": list(pinged)}


@pytest.fixture
def guide():
    return Guide({}, [LEADS])


def aside(first, **place):
    return {"team/place": place or {"kind": "private"}, "team/aside": {"kind": "thread"},
            "team/aside/list": ["team/m/1"], "team/m/1": first}  # fmt: skip


@pytest.mark.parametrize(
    ("events", "cells", "has_mail", "lit"),
    [
        ([], {}, True, {"mail"}),
        ([], aside(BOT), False, {"see"}),
        ([], aside(BOB), False, set()),
        ([], {"team/place": {"kind": "thread"}, "team/list": ["m"], "m": BOT}, False, {"see"}),
        ([], {"team/place": {"kind": "private"}, "team/list": ["m"], "m": BOT}, False, set()),
        ([event("Assigned")], {}, False, {"claim"}),
        ([event("Noted"), event("Replied")], {}, False, {"note", "answer"}),
        ([], {"mail/l/i1": ANSWER}, False, {"arrive"}),
        ([], {"mail/l/i1": ANSWER | {"is_automatic": True}, "mail/l/s1": ANSWER | {"is_mine": True}}, False, set()),
        ([event("Escalated", "slack:@U1", LEADS)], {}, False, {"ring"}),
        ([event("Escalated", "slack:@U1"), event("Opened")], {}, False, set()),
    ],
)
def test_a_step_is_lit_by_what_happened(guide, events, cells, has_mail, lit):
    assert guide.judge(events, cells, has_mail) == bool(lit)
    assert guide.done == lit


def test_a_step_stays_lit_and_is_news_only_once(guide):
    told = [event("Noted")]
    assert guide.judge(told, {}, False)
    assert not guide.judge(told, {}, False)
    assert not guide.judge([], {}, False)
    assert guide.done == {"note"}


def test_what_comes_later_is_judged_although_the_window_moved_on(guide):
    guide.judge([event("Opened")], {}, False)
    assert guide.judge([event("Assigned")], {}, False)


def test_the_current_step_is_the_first_that_is_not_done(guide):
    assert guide.cell()["current"] == 0
    guide.judge([event("Assigned")], {}, True)
    cell = guide.cell()
    assert (cell["current"], [one["name"] for one in cell["steps"] if one["is_done"]]) == (1, ["mail", "claim"])
    assert [one["name"] for one in cell["steps"]] == list(NAMES)
    assert all(one["title"] and one["help"] for one in cell["steps"])
    assert Guide({"done": list(NAMES)}, []).cell()["current"] == len(NAMES)


def test_what_is_kept_of_it_brings_it_back(guide):
    kept = {}
    before = Guide(kept, [LEADS])
    before.judge([event("Replied")], {}, True)
    before.is_skipped = True
    after = Guide(kept, [LEADS])
    assert (after.done, after.cell()["is_skipped"]) == ({"mail", "answer"}, True)
