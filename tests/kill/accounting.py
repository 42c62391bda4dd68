"""Counts what became of all that was asked: lost, doubled, misplaced, leaked; the truth is what the wires hold."""

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.message import EmailMessage

from tests.kill.city import City, Quarter
from tests.kill.crowd import TAG, Asked
from tests.kill.sights import Found, discord_threads, slack_threads

WINDOW = timedelta(seconds=3)  # from the final dot to the commit of the receipt, on a busy machine
BEFORE = timedelta(seconds=1)  # what a dead desk had handed to the line is still read
NUMBER = re.compile(r"#(\d+)")


@dataclass
class Account:
    """All but `folded` must be empty. `folded` are mails that arrived twice with the same bytes, by cause."""

    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    misplaced: list[str] = field(default_factory=list)
    leaked: list[str] = field(default_factory=list)
    folded: Counter[str] = field(default_factory=Counter)
    acknowledged: Counter[str] = field(default_factory=Counter)  # by wire

    @property
    def is_clean(self) -> bool:
        return not (self.lost or self.doubled or self.misplaced or self.leaked)

    def __str__(self) -> str:
        names = ("lost", "doubled", "misplaced", "leaked")
        counts = ", ".join(f"{len(getattr(self, name))} {name}" for name in names)
        rows = [f"  {name}: {one}" for name in names for one in getattr(self, name)]
        return "\n".join([f"{counts}; mails folded: {dict(self.folded)}; acks: {dict(self.acknowledged)}", *rows])


NOTICES = ("✂️", "🅿️", "🌊", "🌤️", "🚨", "✅ The mailbox", "🧹", "👋", "🔥")  # what stands in a room about the desk itself


def count(city: City, asked: Sequence[Asked], kills: Sequence[datetime]) -> Account:
    """The account of everything that was asked, with the moments of the kills."""
    account = Account()
    for quarter in city.quarters:
        mine = [one for one in asked if one.quarter == quarter]
        _agents(account, mine, slack_threads(city, quarter.slack), f"{quarter.name} on Slack")
        _agents(account, mine, discord_threads(city, quarter.discord), f"{quarter.name} on Discord")
        _slack_help(account, city, quarter, [one for one in mine if one.wire == "slack"])
        _discord_help(account, city, quarter, [one for one in mine if one.wire == "discord"])
    _mailboxes(account, city, [one for one in asked if one.wire == "mail"], kills)
    return account


def _agents(account: Account, asked: Sequence[Asked], threads: dict[str, Found], where: str) -> None:
    """Every thing that was asked is one thread with one line that holds it, and with its file once."""
    notices = Counter(one.root.text for one in threads.values() if one.root.text.startswith(NOTICES))
    account.doubled += [f"{where}: it stands there twice: {text[:80]!r}" for text, many in notices.items() if many > 1]
    threads = {ref: one for ref, one in threads.items() if one.root.text not in notices}
    known = {one.tag: one for one in asked}
    lines: Counter[str] = Counter()
    files: Counter[str] = Counter()
    for thread in threads.values():
        tags = [tag for line in thread.lines for tag in set(TAG.findall(line.text))]
        lines.update(tags)
        files.update(name for line in thread.lines for name in line.files)
        if len(set(tags)) > 1:
            account.misplaced.append(f"{where}: {sorted(set(tags))} in one thread")
        if not tags:
            account.doubled.append(f"{where}: a card without its words: {thread.root.text[:60]!r}, {thread.lines}")
    account.misplaced += [f"{where}: {tag} belongs elsewhere" for tag in lines if tag not in known]
    for one in asked:
        _balance(account, lines[one.tag], f"{where}: {one}")
        if one.file:
            _balance(account, files[one.file], f"{where}: the file of {one}")
    if len(threads) > len(known):
        account.doubled.append(f"{where}: {len(threads)} cards for {len(known)} tickets")


def _slack_help(account: Account, city: City, quarter: Quarter, asked: Sequence[Asked]) -> None:
    """Each asker is told a number once, in their own thread; nothing of the desk's stands in the open room."""
    threads = slack_threads(city, quarter.slack_help)
    known = {one.root: one for one in asked}
    for root, thread in threads.items():
        if root not in known:
            account.leaked.append(f"{quarter.name}, Slack's help room: {thread.root.text[:80]!r}")
            continue
        _told(account, thread, known[root])


def _discord_help(account: Account, city: City, quarter: Quarter, asked: Sequence[Asked]) -> None:
    """Each asker is told a number once, in a thread that only they see."""
    threads = [one for one in discord_threads(city, quarter.discord_help).values() if not one.root.text]
    for who in {one.who for one in asked}:
        mine = [thread for thread in threads if thread.people == (who,)]
        theirs = [one for one in asked if one.who == who]
        numbers = Counter(number for thread in mine for line in thread.ours for number in NUMBER.findall(line.text))
        label = f"acknowledgements to {who} in {quarter.name}'s help room on Discord"
        account.doubled += [f"{label}: #{number}" for number, times in numbers.items() if times > 1]
        if len(numbers) != len(theirs) or len(mine) != len(theirs):
            place = account.lost if len(numbers) < len(theirs) else account.doubled
            place.append(f"{label}: {len(numbers)} in {len(mine)} threads for {len(theirs)} questions")
        account.acknowledged["discord"] += len(numbers)
    strangers = [one for one in threads if one.people not in {(each.who,) for each in asked}]
    account.leaked += [f"{quarter.name}, Discord: a thread that {one.people} see" for one in strangers]
    told = [line.text for thread in threads for line in thread.ours]
    account.leaked += [f"{quarter.name}, Discord: {text!r}" for text in told if TAG.search(text)]


def _told(account: Account, thread: Found, asked: Asked) -> None:
    account.leaked += [f"{asked}: {line.text!r}" for line in thread.ours if TAG.search(line.text)]
    _balance(account, len(thread.ours), f"acknowledgement of {asked}")
    account.acknowledged[asked.wire] += bool(thread.ours)


def _mailboxes(account: Account, city: City, asked: Sequence[Asked], kills: Sequence[datetime]) -> None:
    """At most one acknowledgement for each mail: the desk's caps may leave some out."""
    for address in {one.who for one in asked}:
        letters = city.mail.inbox(address)
        mine = {one.root for one in asked if one.who == address}
        by_id: dict[str, list[EmailMessage]] = defaultdict(list)
        for letter in letters:
            by_id[str(letter["Message-ID"])].append(letter)
            if TAG.search(letter.as_string()):
                account.leaked.append(f"to {address}: {letter['Subject']}")
            if str(letter["In-Reply-To"]) not in mine:
                account.misplaced.append(f"to {address}: {letter['Subject']} answers {letter['In-Reply-To']}")
        for same in by_id.values():
            _folded(account, city, address, same, kills)
        answered = Counter(str(same[0]["In-Reply-To"]) for same in by_id.values())
        account.doubled += [f"acknowledgement of {ref} to {address}" for ref, times in answered.items() if times > 1]
        account.acknowledged["mail"] += len(answered)


def _folded(account: Account, city: City, address: str, same: list[EmailMessage], kills: Sequence[datetime]) -> None:
    """The same mail twice: allowed where a kill fell between the final dot and the commit of its receipt."""
    message_id = str(same[0]["Message-ID"]).encode()
    taken = [one for one in city.journal.of("smtp", "DATA") if message_id in one.body["raw"] and one.status == 250]
    for first, second in itertools.pairwise(taken):
        is_cut = any(first.at - BEFORE <= kill <= first.at + WINDOW and kill <= second.at for kill in kills)
        if is_cut and first.body["raw"] == second.body["raw"]:
            account.folded["killed after the final dot"] += 1
        else:
            is_same = first.body["raw"] == second.body["raw"]
            what = f"mail {same[0]['Subject']} to {address}, {'the same' if is_same else 'other'} bytes"
            account.doubled.append(f"{what}, at {first.at:%T.%f} and {second.at:%T.%f}")


def _balance(account: Account, times: int, what: str) -> None:
    if times == 0:
        account.lost.append(what)
    elif times > 1:
        account.doubled.append(f"{what}: {times} times")
