"""Whose turn it is, against an oracle that looks at the clock on the wall every minute; and how rotas are refused."""

from bisect import bisect_right
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.hours import AroundTheClock
from bot.oncall import Rota, counts, order, turn, turns
from bot.problems import BadSettings
from bot.settings import read

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
ZONES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "UTC")
NIGHT = datetime(2026, 10, 25, tzinfo=UTC)
YEARS = datetime(2026, 1, 1, tzinfo=UTC), datetime(2029, 3, 1, tzinfo=UTC)
THREE = (("slack:@UANN",), ("slack:@UBOB", "discord:@300"), ("slack:@UCLEO",))
# days around which clocks are changed, one that Samoa left out, and a leap day
NIGHTS = [date(2026, 3, 29), date(2026, 10, 25), date(2026, 3, 8), date(2026, 11, 1), date(2026, 4, 5),
          date(2026, 10, 4), date(2028, 2, 29)]  # fmt: skip
zones, hours = st.sampled_from(ZONES), st.sampled_from([time(9), time(0), time(2), time(2, 15), time(2, 30), time(3)])
beginnings = st.one_of(st.sampled_from(NIGHTS), st.dates(date(2026, 1, 1), date(2028, 1, 1)))
rotas = st.builds(
    Rota, st.just(("support",)), st.sampled_from([THREE, THREE[:1], THREE[1:]]), beginnings, st.sampled_from([1, 7]),
    hours,
)  # fmt: skip
moments = st.one_of(
    st.sampled_from(NIGHTS).flatmap(
        lambda day: st.integers(-3 * 1440, 3 * 1440).map(
            lambda minutes: datetime.combine(day, time(), UTC) + minutes * MINUTE
        )
    ),
    st.datetimes(datetime(2026, 1, 2), datetime(2028, 12, 1)).map(lambda at: at.replace(tzinfo=UTC, microsecond=0)),
)


@cache
def mornings(zone, hour):
    """Of each day of the years, the first minute in which the wall shows the hour or is past it."""
    found, at, seen = [], YEARS[0], None
    while at < YEARS[1]:
        wall = at.astimezone(ZoneInfo(zone))
        if wall.date() != seen and wall.time() >= hour:
            found.append((at, wall.date()))
            seen = wall.date()
        at += MINUTE if wall.hour in (hour.hour - 1, hour.hour, 23) else 15 * MINUTE - at.minute % 15 * MINUTE
    return found


def whose(rota, zone, at):
    """Counted day by day, from the beginning on."""
    known = mornings(zone, rota.at)
    today = known[bisect_right(known, at, key=lambda one: one[0]) - 1][1]
    who, day = 0, rota.begins
    if today < day:
        return None
    while day + rota.days * DAY <= today:
        day += rota.days * DAY
        who = (who + 1) % len(rota.people)
    return who


@settings(max_examples=300)
@given(rotas, zones, moments)
@example(
    Rota(("support",), THREE, date(2026, 10, 24), 1, time(2, 30)),
    "Europe/Berlin",
    datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
)
@example(Rota(("support",), THREE, date(2026, 10, 24), 1, time(2, 30)), ZONES[0], NIGHT + 90 * MINUTE)
@example(Rota(("support",), THREE, date(2026, 3, 28), 1, time(2, 30)), ZONES[0], datetime(2026, 3, 29, 1, tzinfo=UTC))
def test_it_is_the_turn_of_whom_the_clock_on_the_wall_says(rota, zone, at):
    found = turn(rota, ZoneInfo(zone), at)
    assert (found.who if found else None) == whose(rota, zone, at)


@settings(max_examples=100)
@given(rotas, zones, moments, st.integers(1, 60))
def test_turns_follow_one_another_without_gap_and_each_is_whose_it_is(rota, zone, begin, days):
    end = begin + days * DAY
    found = list(turns(rota, ZoneInfo(zone), begin, end))

    for before, after in pairwise(found):
        assert before.ends == after.begins
        assert after.who == (before.who + 1) % len(rota.people)
    for one in found:
        assert begin <= one.begins < one.ends <= end
        assert whose(rota, zone, one.begins) == one.who
        assert whose(rota, zone, one.ends - timedelta(seconds=1)) == one.who
    assert not found or found[-1].ends == end


@pytest.mark.parametrize(("zone", "before", "after"), [
    ("Europe/Berlin", "2026-10-24T07:00", "2026-10-25T08:00"),
    ("Europe/Berlin", "2027-03-27T08:00", "2027-03-28T07:00"),
    ("America/New_York", "2026-10-31T13:00", "2026-11-01T14:00"),
    ("Australia/Lord_Howe", "2026-10-02T22:30", "2026-10-03T22:00"),
])  # fmt: skip
def test_a_turn_changes_at_nine_on_the_wall_before_and_after_the_clocks_are_changed(zone, before, after):
    rota = Rota(("support",), THREE, date(2026, 1, 1), 1)
    for text in (before, after):
        at = datetime.fromisoformat(text).replace(tzinfo=UTC)
        last, first = (turn(rota, ZoneInfo(zone), at - ago) for ago in (MINUTE, timedelta()))
        assert first.begins == at == last.ends
        assert first.who == (last.who + 1) % 3


def test_before_its_first_day_a_rota_is_nobodys_turn():
    rota = Rota(("support",), THREE, date(2026, 6, 1))
    assert turn(rota, ZoneInfo("UTC"), datetime(2026, 6, 1, 8, 59, tzinfo=UTC)) is None
    assert turn(rota, ZoneInfo("UTC"), datetime(2026, 6, 1, 9, tzinfo=UTC)).who == 0


def test_who_is_rung_in_a_turn_is_whose_it_is_and_then_whose_is_next():
    rota = Rota(("support",), THREE, date(2026, 6, 1))
    second = turn(rota, ZoneInfo("UTC"), datetime(2026, 6, 9, tzinfo=UTC))
    assert order(rota, second) == [THREE[1], THREE[2], THREE[0]]


def test_a_rota_for_closed_hours_does_not_count_where_every_hour_is_open():
    now = datetime(2026, 6, 1, 12, tzinfo=UTC)
    rota = Rota(("support",), THREE, date(2026, 6, 1))
    assert counts(rota, AroundTheClock(), now)
    assert not counts(Rota(("support",), THREE, date(2026, 6, 1), during="closed"), AroundTheClock(), now)


# How it is set


GOOD = {"people": ["slack:@U0ANN", ["slack:@U0BOB", "discord:@118000"]], "begins": "2026-06-03"}


def rota(**row):
    toml = {"queue": [{"name": "support"}, {"name": "billing"}], "oncall": [GOOD | row]}
    return read({}, toml).rotas[0]


def test_a_rota_is_weekly_from_nine_on_for_all_queues_if_nothing_else_is_said():
    assert rota() == Rota(
        ("support", "billing"), (("slack:@U0ANN",), ("slack:@U0BOB", "discord:@118000")), date(2026, 6, 3), 7, time(9)
    )  # fmt: skip


def test_a_week_that_changes_on_a_day_began_on_that_day():
    assert rota(changes="Mon 10:30").begins == date(2026, 6, 1)
    assert rota(changes="Wed 10:30").begins == date(2026, 6, 3)
    assert rota(changes="Thu 10:30", begins=date(2026, 6, 3)).begins == date(2026, 5, 28)
    assert rota(changes="Thu 10:30").at == time(10, 30)


@pytest.mark.parametrize(("row", "said"), [
    ({"queues": ["sales"]}, "[[oncall]] queues names “sales”; there are: support, billing."),
    ({"people": []}, "[[oncall]] people is []; accepted is a list of people in the order of their turns, like "
                     '["slack:@U0123456", ["slack:@U0654321", "discord:@118…"]].'),
    ({"people": ["slack:group:S0LEADS"]}, "[[oncall]] people holds 'slack:group:S0LEADS'; accepted is slack:@U0123456 "
                                          "or discord:@118…, and a list of these for one person."),
    ({"people": [7]}, "[[oncall]] people holds 7; accepted is slack:@U0123456 or discord:@118…, and a list of these "
                      "for one person."),
    ({"turn": "month"}, "[[oncall]] turn is “month”; accepted is one of: week, day."),
    ({"begins": None}, "[[oncall]] begins is missing; set the day of the first person's turn, like 2026-11-30."),
    ({"begins": date(1, 1, 1)},
     "[[oncall]] begins is 0001-01-01; set the day of the first person's turn, like 2026-11-30."),
    ({"begins": "soon"}, "[[oncall]] begins is 'soon'; set the day of the first person's turn, like 2026-11-30."),
    ({"changes": "9"}, "[[oncall]] changes is '9'; accepted is a day and an hour, like “Mon 09:00”."),
    ({"changes": "Moo 09:00"}, "[[oncall]] changes is 'Moo 09:00'; accepted is a day and an hour, like “Mon 09:00”."),
    ({"turn": "day", "changes": "Mon 09:00"}, "[[oncall]] changes is 'Mon 09:00'; accepted is an hour, like “09:00”."),
    ({"during": "night"}, "[[oncall]] during is “night”; accepted is one of: always, open, closed."),
    ({"who": "Bob"}, "[[oncall]] has a setting “who” that is not known; accepted are: queues, people, turn, begins, "
                     "changes, during."),
])  # fmt: skip
def test_a_wrong_rota_is_refused_with_one_sentence(row, said):
    with pytest.raises(BadSettings) as error:
        rota(**row)
    assert error.value.sentences == (said,)
