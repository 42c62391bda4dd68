"""The desk's door for the knowledge base: found, read, written, published, put into answers. `Desk.shelf`.

Agents read what is internal in their queues; a draft is its author's and the supervisors'. Requesters have what is
public by answers and by the exported folder.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import datetime

from bot import access, lessons, undoing
from bot import errors as no
from bot.article import Article, Revision, State
from bot.config import Queue, Settings
from bot.people import Person
from bot.ports import Store, Transaction
from bot.speech import say, word
from bot.terms import wanted
from bot.ticket import ENDED, Ticket
from bot.unsent import Unsent

Change = Callable[[int, Person, str], AbstractContextManager[tuple[Transaction, Ticket]]]
PAGE = 10
LONGEST_TITLE, LONGEST = 200, 20_000  # characters
SHARED = (State.INTERNAL, State.PUBLIC)


class Shelf:
    def __init__(self, store: Store, settings: Settings, now: Callable[[], datetime], change: Change) -> None:
        """`change` opens a ticket for somebody who may do a verb to it."""
        self._store, self._settings, self._now, self._change = store, settings, now, change

    def search(self, by: Person, words: str = "") -> list[Article]:
        """Those that `by` may read and that have all the words, the best first; without words the newest."""
        with self._open(by) as tx:
            return self._search(tx, by, words)

    def get(self, by: Person, name: str) -> Article:
        """The article with that number, or the best for these words. Raises Unknown."""
        with self._open(by) as tx:
            return self._named(tx, by, name)

    def revisions(self, by: Person, name: str) -> list[Revision]:
        """Every version of an article, oldest first."""
        with self._open(by) as tx:
            return tx.articles.revisions(self._named(tx, by, name).number)

    def write(self, by: Person, title: str, body: str, queue: str) -> Article:
        """A new draft for `queue`, "" for all. Raises Refused."""
        with self._open(by) as tx:
            self._want_agent(by, queue)
            return tx.articles.add(self._new(by, title, body, queue), by.name)

    def revise(self, by: Person, name: str, title: str, body: str) -> Article:
        """Another title and text; "" leaves what is there. The same changes nothing. Raises Refused.

        What customers read changes only when who decides about it publishes it: until then it waits.
        """
        with self._open(by) as tx:
            article = self._own(tx, by, name, SHARED)
            is_free = article.state is not State.PUBLIC or self.decides(by, article)
            base = article if is_free else _waiting(tx, article) or article
            changed = _fit(replace(article, title=title.strip() or base.title, body=body.strip() or base.body))
            if is_free:
                return self._changed(tx, by, article, changed)
            if (changed.title, changed.body) != (base.title, base.body):
                tx.articles.propose(replace(changed, updated_at=self._now()), by.name)
            return self._named(tx, by, str(article.number))

    def waiting(self, by: Person, name: str) -> Revision | None:
        """The version of a public article that waits to be published."""
        with self._open(by) as tx:
            article = self._named(tx, by, name)
            return _waiting(tx, article)

    def publish(self, by: Person, name: str, state: State, version: int | None = None) -> Article:
        """Let it be read by agents or by everybody, or make a draft of it again; as it was read, in this `version`.

        What customers read is decided by supervisors, where its queue has any. Raises Refused where there is a newer.
        """
        with self._open(by) as tx:
            article = self._own(tx, by, name)
            if state is State.PUBLIC and not self.decides(by, article):
                raise no.SupervisorsOnly(
                    say("Only supervisors publish. Say publish {number} internal for agents.", number=article.number)
                )
            said = _waiting(tx, article) if state is State.PUBLIC else None
            base = said or article
            if version not in (None, base.version):
                raise no.Refused(
                    say(
                        "Somebody has written “{title}” anew since you read it. Read it first: kb show {number}",
                        title=article.title, number=article.number,
                    )
                )  # fmt: skip
            return self._changed(tx, by, article, replace(article, title=base.title, body=base.body, state=state))

    def draft(self, number: int, by: Person) -> Article:
        """Make a draft of an ended ticket; asked again, it is the same one."""
        with self._change(number, by, "kb") as (tx, ticket):
            if known := tx.articles.drafted(ticket.number):
                return self._readable(by, known)
            if ticket.status not in ENDED:
                raise no.Refused(
                    say("#{number} is not resolved yet: there is no answer to learn from.", number=ticket.number)
                )
            history = tx.tickets.history(ticket.number)
            unsaid = frozenset(tx.posts.held(ticket.number) | undoing.taken_back(history))
            article = self._new(by, lessons.title(ticket), lessons.body(ticket, history, unsaid), ticket.queue)
            return tx.articles.add(replace(article, ticket=ticket.number), by.name)

    def insert(self, number: int, by: Person, name: str) -> tuple[Article, Unsent]:
        """Write an article's text as an answer that waits to be looked at. Only what is public goes to requesters."""
        with self._change(number, by, "kb") as (tx, ticket):
            article = self._named(tx, by, name)
            if article.state is not State.PUBLIC:
                raise no.Refused(
                    say(
                        "“{title}” is {state}: only public articles go to requesters.",
                        title=article.title, state=word(article.state, "article"),
                    )
                )  # fmt: skip
            unsent = Unsent(ticket.number, by.place, article.body, article=article.number, seen=ticket.version)
            return article, tx.drafting.keep(unsent, self._now())

    def vote(self, by: Person, name: str, is_up: bool) -> Article:
        """Say whether it helps: one voice each, the last one counts."""
        with self._open(by) as tx:
            article = self._named(tx, by, name)
            tx.articles.vote(article.number, by.place, is_up, self._now())
            return self._named(tx, by, str(article.number))

    def public(self) -> list[Article]:
        """What everybody may read: for the exported folder."""
        with self._store.transaction() as tx:
            return tx.articles.public()

    @contextmanager
    def _open(self, by: Person) -> Iterator[Transaction]:
        if not self._working(by):
            raise no.AgentsOnly
        with self._store.transaction() as tx:
            yield tx

    def _working(self, by: Person) -> list[str]:
        return [queue.name for queue in self._settings.queues if access.may(by, "kb", queue)]

    def _queues(self, article: Article) -> tuple[Queue, ...]:
        """Whose it is. An article of a queue that is gone is everybody's."""
        return self._settings.named((article.queue,)) or self._settings.queues

    def _supervises(self, by: Person, article: Article) -> bool:
        return any(access.is_supervisor(by, queue) for queue in self._queues(article))

    def decides(self, by: Person, article: Article) -> bool:
        """About what customers read of it."""
        has_supervisors = any(queue.supervisors for queue in self._queues(article))
        return self._supervises(by, article) or not has_supervisors

    def _search(self, tx: Transaction, by: Person, words: str) -> list[Article]:
        states = tuple(State) if any(access.is_supervisor(by, one) for one in self._settings.queues) else SHARED
        sought = [one for word in words.split()[:PAGE] if (one := wanted(word))]
        if words.strip() and not sought:
            return []
        mine = self._working(by)
        if sought:
            found = tx.articles.search(sought, states, mine, by.place, 2 * PAGE)
        else:
            found = tx.articles.newest(states, mine, by.place, 2 * PAGE)
        return [one for one in found if self._may_read(by, one)][:PAGE]

    def _may_read(self, by: Person, article: Article) -> bool:
        if article.state is State.DRAFT:
            return article.author == by.place or self._supervises(by, article)
        return any(access.may(by, "kb", queue) for queue in self._queues(article))

    def _readable(self, by: Person, article: Article) -> Article:
        if not self._may_read(by, article):
            raise no.Refused(say("{name} has drafted an article of that ticket already.", name=article.author_name))
        return article

    def _named(self, tx: Transaction, by: Person, name: str) -> Article:
        """By its number or its words; what one may not read is not there."""
        name = name.strip().lstrip("#")
        found = tx.articles.get(int(name)) if name.isdecimal() and len(name) < 12 else None
        if found is None or not self._may_read(by, found):
            found = next(iter(self._search(tx, by, name)), None) if name and not name.isdecimal() else None
        if found is None:
            raise no.Unknown(
                say("There is no article “{name}”. Look for one: kb search and some words.", name=name[:60])
            )
        return found

    def _own(
        self, tx: Transaction, by: Person, name: str, shared: tuple[State, ...] = (State.INTERNAL,)
    ) -> Article:  # fmt: skip
        """One that `by` may change: its author and supervisors may, and any agent of its queue what is `shared`."""
        article = self._named(tx, by, name)
        if not (article.author == by.place or article.state in shared or self._supervises(by, article)):
            raise no.SupervisorsOnly(
                say("Only {name} and supervisors change “{title}”.", name=article.author_name, title=article.title)
            )
        return article

    def _want_agent(self, by: Person, queue: str) -> None:
        if queue and queue not in self._working(by):
            raise no.AgentsOnly

    def _new(self, by: Person, title: str, body: str, queue: str) -> Article:
        now = self._now()
        article = Article(0, title.strip(), body.strip(), State.DRAFT, queue, by.place, by.name, now, now)
        return _fit(article)

    def _changed(self, tx: Transaction, by: Person, before: Article, after: Article) -> Article:
        if before == after:
            return before
        return tx.articles.change(replace(after, updated_at=self._now()), by.name)


def _waiting(tx: Transaction, article: Article) -> Revision | None:
    return next((one for one in tx.articles.revisions(article.number) if one.version == article.waiting), None)


def _fit(article: Article) -> Article:
    if not article.title or not article.body:
        raise no.EmptyText(say("An article needs a title and a text: the first line is its title."))
    if len(article.title) > LONGEST_TITLE or len(article.body) > LONGEST:
        raise no.Refused(
            say(
                "That is too long: a title has {title} characters, an article {text}.",
                title=LONGEST_TITLE, text=f"{LONGEST:,}",
            )
        )  # fmt: skip
    return article
