"""Business time against a counter of minutes that looks at the clock on the wall, over years of changed clocks."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.hours import AroundTheClock, Office, no_holidays
from bot.week import DAY, Hours, spans, week

MINUTE = timedelta(minutes=1)
ZONES = (
    "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Kathmandu", "Africa/Casablanca",
    "Pacific/Chatham", "UTC",
)  # fmt: skip
WEEKS = (
    "Mon-Fri 09:00-17:00", "Mon-Fri 09:00-12:00, 13:00-17:00; Sat 10:00-14:00", "Mon-Sun 22:00-06:00",
    "Sun 01:30-02:45; Mon 00:00-24:00", "Fri-Mon 23:30-03:15, 08:00-08:01", "Sun 00:00-02:15, 02:30-03:00",
)  # fmt: skip
# nights in which the clocks are changed, and a day that Samoa left out
NIGHTS = (
    datetime(2026, 10, 25), datetime(2027, 3, 28), datetime(2026, 11, 1), datetime(2027, 3, 14), datetime(2026, 4, 4),
    datetime(2026, 10, 3), datetime(2011, 12, 30), datetime(2028, 2, 29),
)  # fmt: skip
CHRISTMAS = {date(year, 12, 25): "Christmas Day" for year in range(2010, 2040)}


def office(line="Mon-Fri 09:00-17:00", zone="Europe/Berlin", **more):
    return Office(Hours("office", zone, week(line), **more), lambda region, year: CHRISTMAS)


def is_open(calendar, at):
    """What the clock on the wall says, said once more and slowly."""
    wall = at.astimezone(calendar.zone)
    minute = wall.hour * 60 + wall.minute

    def hours(day):
        extra = [found for one, found in calendar.hours.extra if one == day]
        if extra:
            return extra[0]
        is_free = {f"{day}", f"{day:%m-%d}"} & {*calendar.hours.days_off} or (
            calendar.hours.holidays and day in CHRISTMAS
        )
        return () if is_free else calendar.hours.week[day.weekday()]

    today, yesterday = hours(wall.date()), hours(wall.date() - timedelta(days=1))
    return any(a <= minute < b for a, b in today) or any(a <= minute + DAY < b for a, b in yesterday)


def counted(calendar, start, end):
    total = timedelta()
    while start < end:
        total += MINUTE * is_open(calendar, start)
        start += MINUTE
    return total


moments = st.one_of(
    st.sampled_from(NIGHTS).flatmap(
        lambda night: st.integers(-2 * DAY, 2 * DAY).map(lambda minutes: night + minutes * MINUTE)
    ),
    st.datetimes(datetime(2011, 1, 1), datetime(2031, 1, 1)).map(lambda at: at.replace(second=0, microsecond=0)),
).map(lambda at: at.replace(tzinfo=UTC))
offices = st.builds(
    office, st.sampled_from(WEEKS), st.sampled_from(ZONES), holidays=st.sampled_from(["", "DE-BY"]),
    days_off=st.sampled_from([(), ("2026-10-26", "12-24")]),
    extra=st.sampled_from([(), ((date(2026, 10, 25), ((100, 200), (1380, 1500))), (date(2026, 12, 25), ((0, 60),)))]),
)  # fmt: skip


@settings(max_examples=200)
@given(offices, moments, st.integers(0, 3 * DAY))
def test_what_lies_between_is_what_a_counter_of_minutes_counts(calendar, start, minutes):
    end = start + minutes * MINUTE
    assert calendar.between(start, end) == counted(calendar, start, end)


@settings(max_examples=200)
@given(offices, moments, st.integers(1, 1200))
def test_after_is_the_first_moment_by_which_so_much_was_worked(calendar, start, minutes):
    end = calendar.after(start, minutes * MINUTE)

    assert calendar.between(start, end) == minutes * MINUTE
    assert is_open(calendar, end - MINUTE)
    if end - start < timedelta(days=4):
        assert counted(calendar, start, end) == minutes * MINUTE


@settings(max_examples=200)
@given(offices, moments)
def test_the_next_opening_is_the_first_minute_that_is_open(calendar, at):
    opening = calendar.opening(at)

    assert is_open(calendar, opening)
    assert calendar.between(at, opening) == timedelta()
    assert (opening == at) == is_open(calendar, at)


@settings(max_examples=100)
@given(offices, moments, st.integers(0, 5 * DAY), st.integers(0, 5 * DAY))
@example(office(), datetime(2026, 10, 23, 15, tzinfo=UTC), 90, 3000)
def test_two_stretches_make_up_the_whole(calendar, start, first, second):
    middle, end = start + first * MINUTE, start + (first + second) * MINUTE
    assert calendar.between(start, middle) + calendar.between(middle, end) == calendar.between(start, end)


@pytest.mark.parametrize(
    ("zone", "night", "hours"),
    [
        ("Europe/Berlin", date(2026, 10, 24), 9),
        ("Europe/Berlin", date(2027, 3, 27), 7),
        ("America/New_York", date(2026, 10, 31), 9),
        ("America/New_York", date(2027, 3, 13), 7),
        ("Australia/Lord_Howe", date(2026, 4, 4), 8.5),
        ("Australia/Lord_Howe", date(2026, 10, 3), 7.5),
    ],
    ids=str,
)
def test_a_night_shift_is_as_long_as_that_night(zone, night, hours):
    calendar = office("Sat 22:00-06:00", zone)
    start = datetime.combine(night, datetime.min.time(), ZoneInfo(zone)).astimezone(UTC)

    assert calendar.between(start, start + timedelta(days=2)) == timedelta(hours=hours)


def test_the_day_that_samoa_left_out_has_no_hours():
    calendar = office("Thu-Sat 09:00-17:00", "Pacific/Apia")
    start = datetime(2011, 12, 29, 18, tzinfo=UTC)  # Thursday, 8:00; after it comes Saturday
    assert calendar.between(start, start + timedelta(days=2)) == timedelta(hours=16)


def test_holidays_days_off_and_extra_days():
    calendar = office(holidays="DE", days_off=("12-24",), extra=((date(2026, 12, 26), ((600, 720),)),))
    start = datetime(2026, 12, 23, 15, tzinfo=UTC)  # Wednesday, 16:00

    assert calendar.after(start, timedelta(hours=2)) == datetime(2026, 12, 26, 10, tzinfo=UTC)  # Saturday, 11:00
    assert calendar.skipped(start, datetime(2026, 12, 28, tzinfo=UTC)) == [
        (date(2026, 12, 24), ""), (date(2026, 12, 25), "Christmas Day"),
    ]  # fmt: skip


def test_a_calendar_that_never_opens_again_ends_the_search():
    calendar = Office(Hours("never", "UTC", ((),) * 7), no_holidays)
    at = datetime(2026, 1, 1, tzinfo=UTC)
    assert calendar.after(at, MINUTE) == calendar.opening(at) > at + timedelta(days=3650)


def test_around_the_clock_every_minute_counts():
    at, always = datetime(2026, 10, 25, tzinfo=UTC), AroundTheClock()
    assert (always.after(at, MINUTE), always.between(at, at + MINUTE), always.opening(at)) == (at + MINUTE, MINUTE, at)
    assert always.between(at, at - MINUTE) == timedelta()


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("", "has no open hour in a year"),
        ("Mon 17:00", "has “17:00”; accepted are hours"),
        ("Mon 09:00-25:00", "from 00:00 to 24:00"),
        ("Mon 09:00-09:00", "from 00:00 to 24:00"),
        ("mon 09:00-17:00", "names “mon”"),
        ("Mon-Fri 09:00-17:00; Wed 18:00-19:00", "names Wed twice"),
        ("Mon 09:00-12:00, 11:00-13:00", "overlap"),
    ],
)
def test_hours_that_cannot_be_are_refused(line, why):
    with pytest.raises(ValueError, match=why):
        week(line)


def test_hours_are_read_as_they_are_said():
    assert week("Sat-Mon 22:00-6:00") == (((1320, 1800),), (), (), (), (), ((1320, 1800),), ((1320, 1800),))
    assert spans("13:00-17:00, 09:00-12:00") == ((540, 720), (780, 1020))
