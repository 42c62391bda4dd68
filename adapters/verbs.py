"""Every word a person can type, once.

Slack's parser, Discord's command tree, `help`, docs/commands.md and the parity test all read this table: a verb added
here exists everywhere or nowhere. A row says what it takes and which function of `adapters.deeds` does it.
"""

from dataclasses import replace

from adapters import (
    answers,
    attending,
    boards,
    deeds,
    filling,
    finding,
    handover,
    helping,
    incidents,
    labelling,
    ledger,
    macros,
    oncall,
    papers,
    placement,
    ringing,
    rules,
    shelving,
    statistics,
    tying,
    verdicts,
)
from adapters.calls import Call, Said, Way
from adapters.grammar import Argument as Argument
from adapters.grammar import Takes as Takes
from adapters.grammar import Verb as Verb
from bot.config import Settings
from bot.desk import Desk
from bot.steps import STEPS
from bot.surveys import SCORES


def help_(desk: Desk, settings: Settings, call: Call) -> Said:
    """What can be done here, by the asker, now."""
    return Said(helping.told(TABLE, desk, settings, call), call.number)


def reply(desk: Desk, settings: Settings, call: Call) -> Said:
    """Of this table are the verbs that go along with an answer, too."""
    return answers.reply(desk, settings, call, TABLE)


def send(desk: Desk, settings: Settings, call: Call) -> Said:
    return answers.send(desk, settings, call, TABLE)


def macros_(desk: Desk, settings: Settings, call: Call) -> Said:
    return macros.macros(desk, settings, call, TABLE)


def usage(verb: Verb, way: Way) -> str:
    """How a verb is typed: `/ticket claim 42 [--steal]`, or `!claim [--steal]` in a thread."""
    said = [f"!{verb.name}"] if way is Way.THREAD else [f"/{verb.word} {verb.name}"]
    if verb.has_number and way is not Way.THREAD:
        said.append("NUMBER" if way is Way.SLASH else "[NUMBER]")
    for argument in verb.arguments:
        name = f"--{argument.name}" if argument.takes is Takes.FLAG else argument.name.upper()
        said.append(name if argument.is_required else f"[{name}]")
    return " ".join(said)


def _text(name: str, help: str, is_required: bool = False) -> Argument:
    return Argument(name, Takes.TEXT, help, is_required)


PAGE = Argument("page", Takes.WORD, "Which page; nothing: the first.")
CODE = Argument("code", Takes.CODE, "How it ended.")
KEPT = Argument("kept", Takes.WORD, "Which one, as its button says.")
TABLE = (
    Verb("ticket", "open", "all", "Open a new ticket.", deeds.open_,
         (Argument("for", Takes.WORD, "On behalf of this mail address (agents)."),
          _text("subject", "What it is about."), _text("text", "The details.")), has_number=False, form=True),
    Verb("ticket", "show", "own", "Show the card of a ticket.", deeds.show),
    Verb("ticket", "history", "own", "Show everything that happened to it.", deeds.history),
    Verb("ticket", "whole", "agent", "Show all of a message that is shown in part.", placement.whole,
         (Argument("message", Takes.WORD, "Which one, as its button says; nothing: the newest."),), pressed=True),
    Verb("ticket", "claim", "agent", "Take it.", deeds.claim,
         (Argument("steal", Takes.FLAG, "Take it even if somebody has it."),)),
    Verb("ticket", "release", "agent", "Give it back.", deeds.release),
    Verb("ticket", "assign", "agent", "Hand it over to somebody.", deeds.assign,
         (Argument("agent", Takes.PERSON, "Who shall have it.", True),)),
    Verb("ticket", "reply", "agent", "Answer the requester.", reply,
         (Argument("unencrypted", Takes.FLAG, "In the clear, though the mail it answers was encrypted."),
          _text("text", "What the requester will read.", True)), form=True),
    Verb("ticket", "macro", "agent", "Answer with a text that was written before; you see it before it goes.",
         macros.macro, (Argument("name", Takes.MACRO, "Which one; /desk macros lists them.", True),)),
    Verb("ticket", "send", "agent", "Send an answer that was kept, as it is.", send, (KEPT,), pressed=True),
    Verb("ticket", "discard", "agent", "Throw an answer away that was kept.", answers.discard, (KEPT,), pressed=True),
    Verb("ticket", "undo", "agent", "Take back what you did last, or an answer that did not leave yet.", tying.undo,
         (Argument("reply", Takes.WORD, "Which answer, as its button says; nothing: what you did last."),)),
    Verb("ticket", "merge", "agent", "Put it into another ticket; what comes to it goes there.", tying.merge,
         (Argument("into", Takes.TICKET, "The ticket that it is a part of from now on.", True),), form=True),
    Verb("ticket", "split", "agent", "Make some of its messages a ticket of their own.", tying.split,
         (Argument("from", Takes.MESSAGE, "This message and what follows; two numbers with a comma: just these."),),
         form=True),
    Verb("ticket", "link", "agent", "Say what it has to do with another ticket.", tying.link,
         (Argument("how", Takes.CHOICE, "It blocks the other, the other is its parent, …", True, tuple(tying.HOWS)),
          Argument("to", Takes.TICKET, "The other ticket.", True)), form=True),
    Verb("ticket", "retry", "agent", "Send an answer again that could not be delivered.", deeds.retry,
         (Argument("post", Takes.WORD, "Which one, as its button says; nothing: the newest."),), pressed=True),
    Verb("ticket", "note", "agent", "Leave a note for the agents.", deeds.note,
         (Argument("step", Takes.WORD, "Of troubleshooting: it ticks the card's checklist.", choices=STEPS),
          _text("text", "What only agents will read.", True)), form=True),
    Verb("ticket", "priority", "agent", "Set the priority.", deeds.priority,
         (Argument("priority", Takes.PRIORITY, "low, normal, high or urgent.", True),)),
    Verb("ticket", "queue", "agent", "Move it to another queue.", deeds.queue,
         (Argument("queue", Takes.QUEUE, "Where it belongs.", True),)),
    Verb("ticket", "tag", "agent", "Add and remove tags: +billing -spam.", deeds.tag,
         (Argument("tags", Takes.TAGS, "+add and -remove.", True),)),
    Verb("ticket", "set", "agent", "Fill in its category or another field.", filling.set_,
         (Argument("field", Takes.FIELD, "category, or a field of this queue."),
          Argument("value", Takes.VALUE, "What it says; nothing empties it.")), form=True),
    Verb("ticket", "time", "agent", "Book working time; alone it shows who booked how much.", filling.time,
         (Argument("length", Takes.LENGTH, "15m or 1h30m; -5m takes some of yours back."),
          _text("what", "What it was for."))),
    Verb("ticket", "subject", "agent", "Give it another subject.", deeds.subject,
         (_text("subject", "The new subject.", True),)),
    Verb("ticket", "pend", "agent", "Wait for the requester, or until a time.", deeds.pend,
         (Argument("until", Takes.TIME, "2h, tomorrow 9am, 2026-12-24 14:00; nothing: until the requester writes."),)),
    Verb("ticket", "resolve", "own", "Mark it as answered.", deeds.resolve,
         (CODE, _text("note", "A closing note, for the agents.")), form=True),
    Verb("ticket", "close", "own", "Close it for good.", deeds.close,
         (CODE, _text("note", "A closing note, for the agents."))),
    Verb("ticket", "reopen", "own", "Take it up again.", deeds.reopen),
    Verb("ticket", "escalate", "agent", "Ring the supervisors and who is on call, now.", deeds.escalate,
         (_text("reason", "Why.", True),)),
    Verb("ticket", "acknowledge", "agent", "Say that you look after it: the ladder rests for a while.",
         ringing.acknowledge, pressed=True),
    Verb("ticket", "later", "agent", "Be rung for it again later.", ringing.later,
         (Argument("after", Takes.CHOICE, "How long, or tomorrow when work begins.", True, ringing.LATER),),
         form=True, pressed=True),
    Verb("ticket", "watch", "agent", "Follow it or stop; say who else does, who gets the answers too, whose it is.",
         attending.watch,
         (Argument("do", Takes.CHOICE, "Nothing: I follow it, or stop.", choices=attending.DOES),
          Argument("agent", Takes.PERSON, "Who shall follow it or no more; or whose it is."),
          Argument("address", Takes.WORD, "For cc and requester: ann@example.org; -ann@example.org takes out."))),
    Verb("ticket", "solved", "requester", "Say that it is solved.", verdicts.solved, pressed=True),
    Verb("ticket", "unsolved", "requester", "Say that it is not solved yet.", verdicts.unsolved,
         (_text("missing", "What is missing."),), pressed=True),
    Verb("ticket", "rate", "requester", "Say how well you were helped.", verdicts.rate,
         (Argument("score", Takes.CHOICE, "From 1, poor, to 5, excellent.", True, SCORES),
          _text("comment", "What you would like to add.")), form=True, pressed=True),
    Verb("ticket", "incident", "agent", "Make one incident of tickets about the same; answers there go to all.",
         incidents.incident, (_text("others", "The numbers of the others: 14 15."),), pressed=True),
    Verb("ticket", "belongs", "agent", "Put it where it was proposed, or accept its doubtful message.",
         placement.belongs, pressed=True),
    Verb("ticket", "separate", "agent", "Keep it apart, or take it out again; a doubtful message gets its own ticket.",
         placement.separate, pressed=True),
    Verb("desk", "me", "all", "Who I am to the desk; link my mail address, so that its tickets are mine.", attending.me,
         (_text("do",
                "link ann@example.org, then code 123456; unlink; language fr, or auto; away until Monday 9am; back."),),
         has_number=False),
    Verb("desk", "mine", "all", "My tickets.", finding.mine, (PAGE,), has_number=False),
    Verb("desk", "list", "agent", "Tickets by filter: status:open owner:none older:2d \"text\".", finding.list_,
         (PAGE, Argument("filter", Takes.FILTER,
                         "status: owner: tag: priority: older: has:attachment, words; -tag:spam is without.")),
         has_number=False),
    Verb("desk", "search", "agent", "Search all that was said, on closed tickets too.", finding.search,
         (PAGE, Argument("words", Takes.FILTER, "Words, \"a text\", and any filter: printer -toner newer:30d.", True)),
         has_number=False),
    Verb("desk", "view", "agent", "Saved filters: view NAME, view save NAME and its filter, view drop NAME.",
         finding.view, (Argument("room", Takes.FLAG, "For all who work in this room (supervisors)."), PAGE,
          Argument("view", Takes.VIEW, "NAME; or save NAME owner:none older:2d; or drop NAME; nothing: all of them.")),
         has_number=False),
    Verb("desk", "board", "agent", "The queue at a glance: yours, nobody's, overdue, waiting.", boards.board,
         (Argument("do", Takes.CHOICE, "here: put one up in this room, for all; off: take it down (supervisors).",
                   choices=boards.DOES),), has_number=False),
    Verb("desk", "handover", "agent", "Hand over what you have open, with the next steps; supervisors: anybody's.",
         handover.handover,
         (PAGE, Argument("from", Takes.WHOSE, "Whose (supervisors); nothing: yours."),
          Argument("agent", Takes.PERSON, "Who shall have it; nothing: its form asks.")), has_number=False),
    Verb("desk", "handon", "agent", "Hand tickets over.", handover.handon,
         (replace(PAGE, is_carried=True), Argument("from", Takes.WORD, "Whose they are.", is_carried=True),
          Argument("to", Takes.WORD, "oncall or nobody.", is_carried=True),
          Argument("agent", Takes.PERSON, "Who shall have them.", True)), has_number=False, form=True, pressed=True),
    Verb("desk", "stats", "agent", "The numbers: what came, how fast it was answered, how well; as a picture and CSV.",
         statistics.stats, (_text("what", "picture, csv, explain; queue: agent: category: period:30d; by:agent."),),
         has_number=False),
    Verb("desk", "rules", "supervisor", "Which rules there are, and what they would do: nothing is done here.",
         rules.rules, (PAGE, _text("do", "dry-run 42: a ticket; dry-run NAME and a filter; nothing: the list.")),
         has_number=False),
    Verb("desk", "audit", "supervisor", "Does all that came in and went out add up?", ledger.audit,
         (_text("mailbox", "Only this mailbox; or ignored: which mails were, and why."),), has_number=False),
    Verb("desk", "dead", "supervisor", "What could not be delivered; and send it again.", ledger.dead,
         (_text("again", "all, or the number of one: it is sent again."),), has_number=False),
    Verb("desk", "parked", "agent", "Mails that could not be read.", ledger.parked,
         (_text("do", "again, ticket or source, and the number of one."),), has_number=False),
    Verb("desk", "cuts", "agent", "What the caps against loops and mail bombs have cut.", ledger.cuts,
         (_text("do", "keep, allow or ban, and the number of one."),), has_number=False),
    Verb("desk", "macros", "agent", "Texts to answer with, and how often each was used; save, show and drop them.",
         macros_, (_text("do", "save NAME and its text, show NAME, drop NAME; for all: save --shared NAME …"),),
         has_number=False),
    Verb("desk", "why", "agent", "Why each message of a ticket came there, and why its clocks are due when they are.",
         placement.why),
    Verb("desk", "hours", "agent", "When a queue works, whether it does now, and its next days off.", ringing.hours,
         (Argument("queue", Takes.QUEUE, "Which one; nothing: the first of yours."),), has_number=False),
    Verb("desk", "oncall", "agent", "Who is on call, until when, and who is next; stand in, or swap turns.",
         oncall.oncall,
         (Argument("do", Takes.CHOICE, "Stand in; let another; swap turns; take back the last of these; list all.",
                   choices=oncall.DOES),
          Argument("agent", Takes.PERSON, "Who shall stand in, or swap with you."),
          Argument("queue", Takes.WORD, "Of which queue, if you have several."),
          _text("when", "from friday 5pm until monday 9am; nothing: from now, until the next change.")),
         has_number=False),
    Verb("desk", "kb", "agent", "The knowledge base: search, show, insert, new, edit, publish, retract, draft.",
         shelving.kb, (_text("do", "search WORDS; insert 7; draft 42; publish 7; new, a title, and the text below."),),
         has_number=False),
    Verb("desk", "article", "agent", "Write an article, or change one.", shelving.article,
         (_text("title", "What it answers, in a few words.", True), _text("text", "Markdown.", True)),
         has_number=False, form=True, pressed=True),
    Verb("desk", "transcript", "own", "A ticket from its beginning, as a file for you alone.", papers.transcript,
         (_text("how", "public or, for supervisors, full; html, text or json; link: for a day."),)),
    Verb("desk", "tags", "agent", "Which tags there are; supervisors rename and merge them.", labelling.tags,
         (_text("do", "rename OLD NEW; where NEW is there already, the two become one."),), has_number=False),
    Verb("desk", "block", "agent", "Hear nothing more of a sender, for 30 days or a while.", placement.block,
         (_text("sender", "ann@example.org, then how long (30d) and why, if you like."),), has_number=False),
    Verb("desk", "unblock", "agent", "Hear a sender again, and send automatic mail there again.", placement.unblock,
         (_text("sender", "ann@example.org", True),), has_number=False),
    Verb("desk", "blocked", "agent", "Who is blocked.", placement.blocked, has_number=False),
    Verb("desk", "help", "all", "What you can do here, now.", help_,
         (_text("verb", "One of them: how it is said, its options, an example."),), has_number=False),
)  # fmt: skip

WORDS = {"ticket": "Work on one ticket.", "desk": "Look at the whole desk."}
VERBS: dict[tuple[str, str], Verb] = {(verb.word, verb.name): verb for verb in TABLE}


def named(name: str) -> Verb | None:
    """The verb called `name`, whichever word it belongs to: for places where the word is not typed."""
    return next((verb for verb in TABLE if verb.name == name), None)


def run(desk: Desk, settings: Settings, call: Call) -> Said:
    """Do what `call` asks. Raises Refused."""
    verb = named(call.verb)
    assert verb, call.verb  # the channel parsed it from this table
    said = verb.run(desk, settings, call)
    where = tying.elsewhere(call, said)
    return replace(said, text=f"{said.text}\n{where}".strip(), is_news=True) if where else said
