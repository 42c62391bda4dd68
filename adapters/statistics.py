"""What /desk stats answers: the numbers as text, as a picture, as CSV, and what each of them means."""

from dataclasses import dataclass, replace
from datetime import datetime

from adapters import filters, pictures
from adapters.calls import Call, Said
from bot.config import Settings
from bot.desk import Desk
from bot.errors import Misunderstood
from bot.filters import FITS, Filter
from bot.paper import Paper
from bot.periods import USUAL, period
from bot.ports_figures import By
from bot.readout import COLUMNS, Row, brief, cells, explained, rows, told
from bot.speech import say, word
from bot.spreadsheets import spreadsheet
from bot.statistics import Asked
from bot.words import Button

FORMS = ("csv", "picture", "explain", "dark")
SHOWN = 30  # queues, agents or categories told apart in a text; a CSV has all


@dataclass(frozen=True)
class _Question:
    asked: Asked
    by: By
    forms: tuple[str, ...]
    line: str  # without its forms: what buttons ask again
    now: datetime

    @property
    def backlog(self) -> str:
        """What is open now, as words for a list."""
        kept = [one for one in self.line.split() if not one.startswith(("by:", "period:"))]
        return " ".join(["status:unended", *(one.replace("agent:", "owner:", 1) for one in kept)])

    @property
    def of(self) -> str:
        """Which of the desk's tickets, as words for a list."""
        kept = [one for one in self.line.split() if not one.startswith(("by:", "period:"))]
        return " ".join([*kept, f"period:{self.asked.period.said}"])


def stats(desk: Desk, settings: Settings, call: Call) -> Said:
    question = _read(call, settings)
    if "csv" in question.forms:
        return _csv(desk, settings, call, question)
    if "picture" in question.forms:
        return _picture(desk, settings, call, question)
    numbers = desk.statistics.stats(call.by, question.asked)
    found = rows(numbers, settings.hourly_rate)
    if "explain" in question.forms:
        return Said(explained(found))
    head = f"📊 {_titled(question, settings)}"
    text = _apart(desk, settings, call, question) if question.by else told(found)
    return Said(f"{head}\n{text}", buttons=_buttons(question, found))


def _apart(desk: Desk, settings: Settings, call: Call, question: _Question) -> str:
    found = desk.statistics.apart(call.by, question.asked, question.by)
    lines = [
        say("{name}: {value}", name=one.name or one.key or say("none"), value=brief(one, settings.hourly_rate))
        for one in found[:SHOWN]
    ]
    more = [say("The CSV has all {n}.", n=len(found))] if len(found) > SHOWN else []
    return "\n".join([*lines, *more]) if found else say("Nothing was counted.")


def _csv(desk: Desk, settings: Settings, call: Call, question: _Question) -> Said:
    by, dates = question.by or By.QUEUE, question.asked.period
    found = desk.statistics.apart(call.by, question.asked, by)
    first, end = (at.isoformat(timespec="minutes") for at in (dates.first, dates.end))
    lines = [[one.name or one.key, first, end, *cells(one, settings.hourly_rate)] for one in found]
    content = spreadsheet([by.value, "from", "to", *COLUMNS], lines)
    name = f"deskbell-{by}-{dates.said.replace('..', '_')}.csv"
    said = say("Here are the numbers of {what} as CSV.", what=_titled(question, settings))
    return Said(said, paper=Paper(name, content, "text/csv"))


def _picture(desk: Desk, settings: Settings, call: Call, question: _Question) -> Said:
    numbers = desk.statistics.stats(call.by, question.asked)
    steps = desk.statistics.steps(call.by, question.asked)
    title = _titled(question, settings)
    drawn = pictures.drawing(settings.name, title, steps, numbers, is_dark="dark" in question.forms)
    alt = pictures.described(drawn)
    paper = Paper("numbers.png", b"", "image/png", alt=alt, later=drawn.png)
    return Said(say("Here are the numbers of {what} as a picture.", what=title), paper=paper)


def _buttons(question: _Question, found: list[Row]) -> tuple[Button, ...]:
    """A menu of the tickets of each number, and the other forms."""
    menu = word("The tickets of …", "menu")
    tickets = [
        Button(f"{one.label} ({one.count})" if one.stat != "booked" else one.label, "list", 0,
               f"stat:{one.stat} {question.of}", menu=menu)
        for one in found if one.stat and one.count
    ]  # fmt: skip
    if (backlog := question.backlog) and question.asked.period.end >= question.now and found[2].count:
        tickets.insert(2, Button(f"{found[2].label} ({found[2].count})", "list", 0, backlog, menu=menu))
    forms = [
        Button(word("Picture", "button"), "stats", 0, f"picture {question.line}".strip()),
        Button(word("Dark picture", "button"), "stats", 0, f"picture dark {question.line}".strip()),
        Button(word("CSV", "button"), "stats", 0, f"csv {question.line}".strip()),
        Button(word("What they mean", "button"), "stats", 0, f"explain {question.line}".strip()),
    ]
    return tuple(one for one in (*tickets, *forms) if len(one.rest) <= FITS)


def _titled(question: _Question, settings: Settings) -> str:
    asked = question.asked
    about = [*(asked.queues or ()), *asked.agents, *asked.categories]
    return " · ".join([", ".join(about) or settings.name, asked.period.dates])


def _read(call: Call, settings: Settings) -> _Question:
    """Raises Misunderstood."""
    forms, by, rest, dates = list[str](), By.ALL, list[str](), period(USUAL, call.now, settings.timezone)
    for one in call.value("what").split():
        key, colon, value = one.partition(":")
        if one.lower() in FORMS:
            forms.append(one.lower())
        elif key.lower() == "by":
            by = _by(value)
        else:
            dates = period(value, call.now, settings.timezone) if key.lower() == "period" else dates
            rest.append(f"{key.lower()}:{value}" if colon else one)
    found = filters.read(" ".join(rest), call.by, call.now, settings)
    told = replace(found, during=None, queues=None, agents=(), categories=())
    if told != Filter(()):
        raise Misunderstood(
            say("Numbers are told of queue:, agent:, category: and period:, apart by:queue, by:agent or by:category.")
        )
    asked = Asked(dates, found.queues, found.agents, found.categories)
    return _Question(asked, by, tuple(forms), " ".join([*rest, *([f"by:{by}"] if by else [])]), call.now)


def _by(value: str) -> By:
    if value.lower() not in list(By) or not value:
        raise Misunderstood(say("Numbers are told apart by:queue, by:agent or by:category."))
    return By(value.lower())
