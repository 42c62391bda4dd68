"""The hours of a queue, in sentences."""

from datetime import date, datetime, timedelta

from bot.hours import Office
from bot.moments import moment
from bot.speech import later, say, several, shown
from bot.week import Hours, Span

AHEAD, NAMED = 120, 3  # days that are looked at for holidays, and how many of these are named
DAY = 24 * 60
DAYS = (later("Mon"), later("Tue"), later("Wed"), later("Thu"), later("Fri"), later("Sat"), later("Sun"))


def told(queue: str, office: Office | None, now: datetime) -> list[str]:
    """Which hours count, whether somebody works now, and which days are free next."""
    if office is None or _never_ends(office, now):
        return [say("The queue {queue} works around the clock: every minute counts.", queue=queue)]
    free = office.skipped(now, now + timedelta(days=AHEAD))[:NAMED]
    said = [say("The queue {queue} works {hours}.", queue=queue, hours=spelled(office.hours)), _now(office, now)]
    return said + ([say("Next days off: {days}.", days=named(free))] if free else [])


def spelled(hours: Hours) -> str:
    """`Mon–Fri 09:00–17:00; Sat 10:00–14:00 (Europe/Berlin)`."""
    parts: list[tuple[int, int, tuple[Span, ...]]] = []
    for day, spans in enumerate(hours.week):
        if parts and parts[-1][1] == day - 1 and parts[-1][2] == spans:
            parts[-1] = (parts[-1][0], day, spans)
        elif spans:
            parts.append((day, day, spans))
    days = [
        f"{'–'.join(shown(DAYS[day]) for day in sorted({a, b}))} {', '.join(map(_span, spans))}"
        for a, b, spans in parts
    ]
    return f"{'; '.join(days)} ({hours.timezone})"


def named(days: list[tuple[date, str]]) -> str:
    """`2026-12-24, 2026-12-25 (Christmas Day)`."""
    return ", ".join(f"{day}{f' ({name})' if name else ''}" for day, name in days)


def worked(length: timedelta) -> str:
    """A length of working time, exact to the minute."""
    hours, minutes = divmod(int(length.total_seconds()) // 60, 60)
    parts = [several("{n} hour", "{n} hours", hours)] if hours else []
    parts += [several("{n} minute", "{n} minutes", minutes)] if minutes or not hours else []
    return " ".join(parts)


def _never_ends(office: Office, now: datetime) -> bool:
    return office.opening(now) == now and office.closing(now) > now + timedelta(days=AHEAD)


def _now(office: Office, now: datetime) -> str:
    opening = office.opening(now)
    if opening == now:
        return say("Now somebody works, until {at}.", at=moment(office.closing(now)))
    return say("Now nobody works; it goes on, {at}.", at=moment(opening))


def _span(span: Span) -> str:
    begin, end = (f"{minute // 60 % 24 if minute > DAY else minute // 60:02}:{minute % 60:02}" for minute in span)
    return f"{begin}–{end}"
