"""The first minute, in seven steps: which of them have happened, and what to do for the next one."""

from collections.abc import Collection, Mapping
from typing import Any

Json = dict[str, Any]
STEPS = (
    ("mail", "Send a mail", "You are Ann, a customer. Write what is wrong (“New mail”), and press Send."),
    ("see", "See the ticket", "The mail is a card in #support of the team chat. Open its thread: press “replies” under "
     "the card on Slack, or the thread below it on Discord."),
    ("claim", "Claim it", "You are Bob, an agent. Press Claim on the card: it shows that you have the ticket now."),
    ("note", "Write a note", "Write a line into the ticket's thread and press Enter. Only agents read it."),
    ("answer", "Answer", "Press Reply on the card, write to Ann, and press Send (on Discord: Submit)."),
    ("arrive", "Watch the answer arrive", "For five seconds you can still press Undo below it. Then open the "
     "conversation in Ann's mailbox: the answer is there, and on the team's side it gets a ✅."),
    ("ring", "Let it go stale", "Answer once more as Ann, so that the ticket waits for the team again. Then press "
     "“Next due” beside the clock until the phone of Sue, the supervisor, rings."),
)  # fmt: skip
NAMES = tuple(name for name, _, _ in STEPS)
TOLD = {"Assigned": "claim", "Noted": "note", "Replied": "answer"}


class Guide:
    """`kept` is all there is to keep of it; `supervisors` are the places that a supervisor's ring goes to."""

    def __init__(self, kept: Json, supervisors: Collection[str]) -> None:
        self._kept, self._supervisors = kept, set(supervisors)
        self._kept.setdefault("done", [])
        self._judged = 0

    @property
    def done(self) -> set[str]:
        """The names of the steps that were seen to be done; once lit, a step stays lit."""
        return set(self._kept["done"])

    @property
    def is_skipped(self) -> bool:
        return bool(self._kept.get("is_skipped"))

    @is_skipped.setter
    def is_skipped(self, value: bool) -> None:
        self._kept["is_skipped"] = value

    def judge(self, events: Collection[Mapping[str, Any]], cells: Mapping[str, Any], has_mail: bool) -> bool:
        """Light what the desk's `events` and one browser's `cells` show to be done; says whether a step was lit.

        Events are bounded and told again and again: those that were judged are passed over.
        """
        lit = {"mail"} if has_mail else set[str]()
        if _shows_ticket(cells):
            lit.add("see")
        if any(_is_answer(cell) for key, cell in cells.items() if key.startswith("mail/l/")):
            lit.add("arrive")
        news = [event for event in events if event["id"] > self._judged]
        lit.update(step for event in news if (step := self._told(event)))
        self._judged = max((int(event["id"]) for event in events), default=self._judged)
        lit -= self.done
        self._kept["done"] += sorted(lit)
        return bool(lit)

    def cell(self) -> Json:
        """The steps as the page shows them; `current` is the first that is not done."""
        steps = [{"name": name, "title": title, "help": help, "is_done": name in self.done}
                 for name, title, help in STEPS]  # fmt: skip
        current = next((at for at, name in enumerate(NAMES) if name not in self.done), len(NAMES))
        return {"steps": steps, "current": current, "is_skipped": self.is_skipped}

    def _told(self, event: Mapping[str, Any]) -> str | None:
        """The step that an event of the desk's is."""
        if event["kind"] == "Escalated":
            return "ring" if self._supervisors & set(event.get("pinged") or ()) else None
        return TOLD.get(str(event["kind"]))


def _shows_ticket(cells: Mapping[str, Any]) -> bool:
    """Whether the team's side shows the thread of a ticket: one that begins with a message of the desk's."""
    place, aside = cells.get("team/place"), cells.get("team/aside")
    slot = "team/aside/list" if aside else "team/list" if place and place["kind"] == "thread" else ""
    keys = cells.get(slot) or [""]
    return bool((cells.get(keys[0]) or {}).get("is_bot"))


def _is_answer(letter: Mapping[str, Any]) -> bool:
    return not letter["is_mine"] and not letter["is_automatic"]
