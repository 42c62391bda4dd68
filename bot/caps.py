"""Hard caps against being used as a mail bomb, or as one half of a loop.

Each cap that bites is told once a day in the room: a silent cap hides a loop. An agent may allow what it cut.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot import access, blocking, storm
from bot.book import Book
from bot.errors import AgentsOnly, Misunderstood, NoSuchTicket
from bot.events import Opened, Wrote
from bot.folding import shown
from bot.people import Person
from bot.ports import Notice, Transaction
from bot.ports_notices import ITSELF
from bot.speech import later, say, speaking
from bot.speech import shown as translated
from bot.ticket import Ticket
from bot.words import Button, ForRoom

DAY, BURST, HOUR = timedelta(days=1), timedelta(minutes=10), timedelta(hours=1)
PER_ADDRESS_A_DAY, PER_DOMAIN_A_BURST, IN_ALL_A_BURST, ALIKE_A_BURST = 3, 20, 60, 3
UNPROVEN = ("gray", "none")  # verdicts on a sender that anybody can bring about: one a day
LISTED = 100
LOOKED_BACK = 20  # events of a ticket in which its last words are looked for

ALIKE = later("the same words came {n} times within 10 minutes")
IN_ALL = later("{n} acknowledgements went out within 10 minutes")
THERE = later("{n} acknowledgements went to {scope} within 10 minutes")
ONCE = later("{scope} was acknowledged once within a day")
OFTEN = later("{scope} was acknowledged {n} times within a day")
BUTTONS = ((later("Keep cut"), "keep"), (later("Allow"), "allow"), (later("Ban"), "ban"))
DECIDED = {
    "keep": later("{by} keeps it cut"), "allow": later("{by} allows it"), "ban": later("{by} bans it"),
}  # fmt: skip
BANNABLE = ("address", "ticket")  # where there is one sender
PREFIX = "cap:"


@dataclass(frozen=True)
class Cap:
    """`rule` and `scope` say what is cut: `address ann@example.org`. `lasts` is how long it is allowed.

    `said` is why, to be shown with the scope and the number `most` that was reached.
    """

    rule: str
    scope: str
    said: str
    lasts: timedelta
    most: int = 0

    @property
    def name(self) -> str:
        return f"{self.rule}:{self.scope}"

    @property
    def why(self) -> str:
        return translated(self.said, scope=self.scope, n=self.most)


def silence(book: Book, tx: Transaction, ticket: Ticket, verdict: str = "") -> str:
    """Why the requester must not be told the number now; "" where nothing stands against it.

    `verdict` is the one on the sender of a mail, "" where there is none to give.
    """
    channel, _, address = ticket.origin.partition(":")
    if channel != "mail":
        return "" if ticket.origin else later("the requester has no place to answer to")
    if verdict == "fail":
        return later("its sender's domain disowns it")
    if tx.held.has(ticket.number):
        return storm.SILENCE
    cap = _bites(book, tx, address, verdict)
    if cap is None:
        return ""
    _tell(book, tx, ticket, cap)
    with speaking("en"):  # it is kept
        return cap.why


def quiet(book: Book, tx: Transaction, ticket: Ticket, fact: Wrote) -> Wrote:
    """The fact; where the same words come again and again it is filed, shown in no room, and changes nothing."""
    cap = Cap("ticket", str(ticket.number), ALIKE, DAY, ALIKE_A_BURST)
    if not fact.text.strip():
        return fact
    since = book.now() - BURST
    said = [_words(event.fact) for event in tx.tickets.recent(ticket.number, LOOKED_BACK)
            if event.at > since and isinstance(event.fact, Opened | Wrote)]  # fmt: skip
    if said.count(_words(fact)) < ALIKE_A_BURST - 1 or _is_allowed(book, tx, cap):
        return fact
    _tell(book, tx, ticket, cap)
    return replace(fact, quiet=True, automatic=True)


def _words(fact: Opened | Wrote) -> str:
    """What is compared: words without quotes, which grow with each round of a loop, and files, which tell apart what
    comes without words of its own: pictures one after the other, or what is encrypted."""
    return " ".join((shown(fact).strip(), *(file.sha256 for file in fact.files)))


def asked(book: Book, tx: Transaction, by: Person, do: str, number: int) -> list[str]:
    """The cuts that nobody has decided on, of the queues where `by` is an agent, a line each; or what came of `do`."""
    if do or number:
        return [_decide(book, tx, by, do, number)]
    if not any(access.may(by, "cuts", queue) for queue in book.settings.queues):
        raise AgentsOnly
    found: dict[str, Notice] = {}
    for notice in tx.notices.undecided(PREFIX, LISTED):
        if access.may(by, "cuts", book.settings.queue(notice.queue)):
            found.setdefault(notice.key, notice)
    return [f"{one.id} · {one.words.head}" for one in found.values()] or [say("No cut waits for a decision.")]


def _decide(book: Book, tx: Transaction, by: Person, do: str, notice_id: int) -> str:
    """Keep a cut, allow what it cut for a while, or ban who caused it. Decided once; then it says what was decided."""
    notice = tx.notices.get(notice_id)
    if notice is None or not notice.key.startswith(PREFIX):
        raise Misunderstood(say("There is no such cut. /desk cuts lists what was cut."))
    queue = book.settings.queue(notice.queue)
    if not access.may(by, "cuts", queue):
        raise NoSuchTicket(say("There is no such cut, or it is not yours to decide. /desk cuts lists those you can."))
    if do not in DECIDED:
        raise Misunderstood(say("Say what shall happen: keep, allow or ban, and the number of the cut."))
    if not notice.words.buttons:
        return say("That was decided before: {what}", what=notice.words.head)
    rule, scope = _subject(notice)
    if do == "allow":
        cap = Cap(rule, scope, "", DAY if rule in ("address", "ticket") else HOUR)
        tx.leases.keep(_allowed(cap), (book.now() + cap.lasts).isoformat())
    if do == "ban":
        _ban(book, tx, by, rule, scope, notice.words.head)
    with speaking(book.settings.room_tongue(queue.name)):
        decided = translated(DECIDED[do], by=by.name)
    words = replace(notice.words, head=f"{notice.words.head} · {decided}", buttons=())
    places = [one.place for one in tx.notices.of(notice.key)]
    tx.notices.tell(notice.key, notice.queue, places, words, book.now())
    return words.head


def _ban(book: Book, tx: Transaction, by: Person, rule: str, scope: str, reason: str) -> None:
    """Block the sender, as /desk block does."""
    if rule not in BANNABLE:
        raise Misunderstood(say("Nobody in particular caused this cut: block a sender with /desk block ADDRESS."))
    place = f"mail:{scope}"
    if rule == "ticket":
        ticket = tx.tickets.get(int(scope))
        place = ticket.origin or ticket.requester
    blocking.block(book, tx, by, place, reason=reason)


def _subject(notice: Notice) -> tuple[str, str]:
    """What a cut is about: its rule and its scope."""
    rule, _, rest = notice.key.removeprefix(PREFIX).partition(":")
    return rule, rest.rpartition(":")[0]


def _bites(book: Book, tx: Transaction, address: str, verdict: str) -> Cap | None:
    local, _, domain = address.partition("@")
    most = 1 if verdict in UNPROVEN else PER_ADDRESS_A_DAY
    burst, day = book.now() - BURST, book.now() - DAY
    bare = local.partition("+")[0]
    in_all = Cap("all", "", IN_ALL, HOUR, IN_ALL_A_BURST)
    there = Cap("domain", domain, THERE, HOUR, PER_DOMAIN_A_BURST)
    theirs = Cap("address", f"{bare}@{domain}", ONCE if most == 1 else OFTEN, DAY, most)
    rows = (
        (in_all, IN_ALL_A_BURST, burst, "", ""),
        (there, PER_DOMAIN_A_BURST, burst, domain, ""),
        (theirs, most, day, domain, bare),
    )
    for cap, limit, since, host, mailbox in rows:
        if tx.tickets.acknowledged(since, host, mailbox) >= limit and not _is_allowed(book, tx, cap):
            return cap
    return None


def _is_allowed(book: Book, tx: Transaction, cap: Cap) -> bool:
    until = tx.leases.value(_allowed(cap))
    return bool(until) and datetime.fromisoformat(until) > book.now()


def _tell(book: Book, tx: Transaction, ticket: Ticket, cap: Cap) -> None:
    queue = book.settings.queue(ticket.queue)
    offered = BUTTONS if cap.rule in BANNABLE else BUTTONS[:2]
    with speaking(book.settings.room_tongue(queue.name)):
        head = say(
            "#{number} was not acknowledged, and so it goes on: {why}. "
            "A loop, a mail bomb, or somebody who writes a lot?",
            number=ticket.number, why=cap.why,
        )  # fmt: skip
        if cap.rule == "ticket":
            head = say(
                "#{number} is muted: {why}. A loop, a mail bomb, or somebody who writes a lot?",
                number=ticket.number, why=cap.why,
            )  # fmt: skip
        buttons = tuple(Button(translated(label), "cuts", 0, f"{do} {ITSELF}") for label, do in offered)
    words = ForRoom("✂️", head, buttons=buttons)
    tx.notices.once(f"{PREFIX}{cap.name}:{book.now():%Y-%m-%d}", queue.name, queue.rooms, words, book.now())


def _allowed(cap: Cap) -> str:
    return f"allowed:{cap.name}"
