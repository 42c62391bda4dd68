"""What the verbs of the knowledge base answer: /desk kb."""

import re
from collections.abc import Callable
from dataclasses import replace
from difflib import get_close_matches

from adapters import macros
from adapters.calls import Call, Said, Way
from bot import lessons, wording
from bot.article import Article, State
from bot.config import Settings
from bot.desk import Desk
from bot.errors import Misunderstood
from bot.moments import moment
from bot.people import Person
from bot.speech import later, say, shown, word
from bot.words import Button

HOW = later(
    "Say kb search WORDS, show, insert, edit, publish, retract, up or down and an article's number, draft and a "
    "ticket's, or new, a title, and the text in the lines below."
)
VERSION = re.compile(r"v\d{1,9}")
FITTING = 3_000  # characters that a form of either chat holds; a longer text is edited by typing
STATES = {"": State.PUBLIC, "public": State.PUBLIC, "internal": State.INTERNAL}
ICONS = {State.DRAFT: "✏️", State.INTERNAL: "📕", State.PUBLIC: "📖"}


def kb(desk: Desk, settings: Settings, call: Call) -> Said:
    """The first word says what is done, the rest to what. A button outside a ticket's thread has the number 0."""
    call = replace(call, number=call.number or None)
    do, _, rest = call.value("do").replace("\n", " \n", 1).partition(" ")
    deed = DEEDS.get(do.lower() or "search")
    if deed is None:
        near = get_close_matches(do.lower(), DEEDS, 1)
        hint = say("Did you mean {meant}?", meant=f"kb {near[0]}") if near else ""
        raise Misunderstood(f"{hint} {shown(HOW)}".strip())
    return deed(desk, settings, call, rest.strip())


def article(desk: Desk, settings: Settings, call: Call) -> Said:
    """A form that was sent, whose number is its article's, none for a new one; typed, it is always a new one."""
    title, body = call.value("title"), call.value("text")
    if call.number and call.way is not Way.THREAD:
        return _revised(desk, replace(call, number=None), str(call.number), title, body)
    return _written(desk, settings, call, title, body)


def is_blank(verb: str, do: str) -> bool:
    """Is it `kb new` and nothing more, for which the form of an article comes up?"""
    return verb == "kb" and do.strip().lower() == "new"


def words(desk: Desk, by: Person, number: int | None) -> dict[str, str]:
    """What stands in the form at first. Raises Refused where its reader may not read it."""
    found = desk.shelf.waiting(by, str(number)) or desk.shelf.get(by, str(number)) if number else None
    return {"title": found.title, "text": found.body} if found else {}


def _search(desk: Desk, settings: Settings, call: Call, rest: str) -> Said:
    found = desk.shelf.search(call.by, rest)
    if not found:
        none = say("No article has these words.") if rest else f"{say('There is no article yet.')} {shown(HOW)}"
        return Said(none, call.number)
    lines = [f"{_line(one)}" for one in found]
    first = [
        Button(say("Read {number}", number=one.number), "kb", call.number or 0, f"show {one.number}")
        for one in found[:4]
    ]
    return Said("\n".join(lines), call.number, buttons=tuple(first))


def _show(desk: Desk, settings: Settings, call: Call, rest: str) -> Said:
    found = desk.shelf.get(call.by, rest)
    new = desk.shelf.waiting(call.by, str(found.number))
    if new is None:
        return _publishable(desk, call, found, _shown(found, call))
    how = f"kb publish {found.number} v{new.version}"
    waits = say("{by} wrote it anew. Until it is published ({how}) it says what it said:", by=new.by_name, how=how)
    return _publishable(desk, call, found, _shown(found, call, f"✏️ {new.title}\n\n{new.body}\n\n{waits}"))


def _publishable(desk: Desk, call: Call, found: Article, said: Said) -> Said:
    """With a button that publishes just the version that stands there, for who decides about it."""
    if not desk.shelf.decides(call.by, found) or not (found.waiting or found.state is not State.PUBLIC):
        return said
    rest = f"publish {found.number} v{found.waiting or found.version}"
    return replace(said, buttons=(*said.buttons, Button(word("Publish", "button"), "kb", call.number or 0, rest)))


def _shown(found: Article, call: Call, before: str = "") -> Said:
    number, name = call.number or 0, found.number
    buttons = [Button("👍", "kb", number, f"up {name}"), Button("👎", "kb", number, f"down {name}")]
    if number and found.state is State.PUBLIC:
        buttons.insert(0, Button(word("Insert", "button"), "kb", number, f"insert {name}"))
    if len(found.body) <= FITTING:
        buttons.append(Button(word("Edit", "button"), "article", name, opens=True))
    text = f"{before}\n\n{_line(found)}\n\n{found.body}".strip()
    return Said(text, call.number, buttons=tuple(buttons))


def _insert(desk: Desk, settings: Settings, call: Call, rest: str) -> Said:
    """The answer as it would leave, for its author alone, as of a macro."""
    found, unsent = desk.shelf.insert(call.ticket, call.by, rest)
    ticket = desk.show(unsent.ticket, call.by).ticket
    head = say("To {recipients}, from “{title}”:", recipients=wording.recipients(ticket), title=found.title)
    buttons = macros.choices(unsent, word("Send", "button"))
    return Said(f"{head}\n{unsent.text}", ticket.number, buttons=buttons)


def _new(desk: Desk, settings: Settings, call: Call, rest: str) -> Said:
    if not rest:
        form = Button(word("Write", "button"), "article", 0, opens=True)
        return Said(say("Write it in the form."), call.number, buttons=(form,))
    title, _, body = rest.partition("\n")
    return _written(desk, settings, call, title, body)


def _edit(desk: Desk, settings: Settings, call: Call, rest: str) -> Said:
    name, _, said = rest.partition(" ")
    if not said.strip():
        return _shown(desk.shelf.get(call.by, name.strip()), call)
    title, _, body = said.partition("\n")
    return _revised(desk, call, name, title, body)


def _written(desk: Desk, settings: Settings, call: Call, title: str, body: str) -> Said:
    """It belongs to the queue whose room it is written in; elsewhere to all."""
    queue = settings.queue_with(call.here)
    made = desk.shelf.write(call.by, title, body, queue.name if queue else "")
    return _shown(made, call, say("Your draft; others see it when it is published:"))


def _revised(desk: Desk, call: Call, name: str, title: str, body: str) -> Said:
    found = desk.shelf.revise(call.by, name, title, body)
    if found.waiting:
        how = f"kb publish {found.number} v{found.waiting}"
        waits = say("Your version waits until a supervisor publishes it ({how}). Until then it says:", how=how)
        return _shown(found, call, waits)
    return _shown(found, call, say("From now on it says:"))


def _publish(desk: Desk, settings: Settings, call: Call, rest: str) -> Said:
    name, *words = rest.lower().split() or [""]
    versions = [int(one[1:]) for one in words if VERSION.fullmatch(one)]
    state = " ".join(one for one in words if not VERSION.fullmatch(one))
    if state not in STATES:
        raise Misunderstood(say("For whom? Say publish 7 public, or publish 7 internal for agents only."))
    if STATES[state] is State.PUBLIC and not versions and desk.shelf.waiting(call.by, name):
        return _show(desk, settings, call, name)  # who publishes it has read it, in this version
    found = desk.shelf.publish(call.by, name, STATES[state], *versions[:1])
    said = say("“{title}” can be read by agents now.", title=found.title)
    if found.state is State.PUBLIC:
        said = say("“{title}” can be read by everybody now.", title=found.title)
    return Said(said, call.number)


def _retract(desk: Desk, settings: Settings, call: Call, rest: str) -> Said:
    found = desk.shelf.publish(call.by, rest, State.DRAFT)
    said = say("“{title}” is a draft again: only its author and supervisors see it.", title=found.title)
    return Said(said, call.number)


def _draft(desk: Desk, settings: Settings, call: Call, rest: str) -> Said:
    typed = rest.lstrip("#")
    number = int(typed) if typed.isdecimal() and len(typed) < 12 else call.number
    if not number:
        raise Misunderstood(say("Of which ticket? Say its number: kb draft 42."))
    before = f"{say('Drafted from #{number}.', number=number)} {shown(lessons.WARNING)}"
    return _shown(desk.shelf.draft(number, call.by), call, before)


def _voted(is_up: bool) -> Callable[[Desk, Settings, Call, str], Said]:
    def vote(desk: Desk, settings: Settings, call: Call, rest: str) -> Said:
        found = desk.shelf.vote(call.by, rest, is_up)
        said = say("Thank you. “{title}”: 👍 {up} 👎 {down}", title=found.title, up=found.up, down=found.down)
        return Said(said, call.number)

    return vote


def _history(desk: Desk, settings: Settings, call: Call, rest: str) -> Said:
    kept = desk.shelf.revisions(call.by, rest)
    lines = [
        f"{one.version}. {moment(one.at)}, {one.by_name}: {one.title} ({word(one.state, 'article')})" for one in kept
    ]
    return Said("\n".join(lines), call.number)


def _line(one: Article) -> str:
    whose = f" · {one.queue}" if one.queue else ""
    used = f" · {say('used {n}×', n=one.uses)}" if one.uses else ""
    voices = f" · 👍 {one.up} 👎 {one.down}" if one.up or one.down else ""
    anew = f" · {say('a new version waits')}" if one.waiting else ""
    return f"{ICONS[one.state]} {one.number}. {one.title} · {word(one.state, 'article')}{whose}{used}{voices}{anew}"


DEEDS: dict[str, Callable[[Desk, Settings, Call, str], Said]] = {
    "search": _search, "show": _show, "insert": _insert, "new": _new, "edit": _edit, "publish": _publish,
    "retract": _retract, "draft": _draft, "up": _voted(True), "down": _voted(False), "history": _history,
}  # fmt: skip
