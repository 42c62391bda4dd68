"""The page behind the links of our mails: is it solved, and how was it. Only its button does anything.

Programs that scan mail open every link, so reading the page changes nothing; the button posts, and the link alone says
whose answer that is.
"""

from html import escape

from aiohttp import web

from bot.config import Settings
from bot.desk import Desk
from bot.errors import Refused
from bot.people import Person
from bot.ports import Ask
from bot.questions import Questions, questions
from bot.surveys import SCORES
from bot.ticket import Ticket

PATH = "/solved/{token}/{answer}"
LONGEST = 4_000  # characters of what they add
HEADERS = {
    "Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex",
    "X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'",
}  # fmt: skip
META = '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
STYLE = (
    "body{font:17px/1.5 system-ui,sans-serif;max-width:34rem;margin:12vh auto;padding:0 1rem;color:#1f2328}"
    "textarea{width:100%;box-sizing:border-box;font:inherit;min-height:6rem;padding:.5rem}"
    "button{font:inherit;padding:.6rem 1.4rem;margin-top:1rem;border:0;border-radius:6px;background:#1a7f37;color:#fff}"
    "label.score{display:inline-block;padding:.5rem .8rem}"
    "@media(prefers-color-scheme:dark){body{background:#0d1117;color:#e6edf3}"
    "textarea{background:#161b22;color:inherit;border:1px solid #30363d}}"
)


class SolvedPage:
    """`routes` are what the web server serves of it."""

    def __init__(self, desk: Desk, settings: Settings, ask: Ask) -> None:
        self._desk, self._settings, self._ask = desk, settings, ask
        self.routes = (web.get(PATH, self._shown), web.post(PATH, self._taken))

    async def _shown(self, request: web.Request) -> web.Response:
        answer = request.match_info["answer"]
        found = await self._found(request)
        if found is None or answer not in ("yes", "no", *SCORES):
            return self._gone()
        ticket, _ = found
        return _page(_form(answer, ticket, self._said(ticket)), self._settings.tongue(ticket.queue, ticket.language))

    async def _taken(self, request: web.Request) -> web.Response:
        answer = request.match_info["answer"]
        found = await self._found(request)
        if found is None or answer not in ("yes", "no", *SCORES):
            return self._gone()
        fields = await request.post()
        more = str(fields.get("more") or "")[:LONGEST]
        score = str(fields.get("score") or answer)
        try:
            words = await self._done(answer, score, more, *found)
        except Refused as refusal:
            words = str(refusal)
        ticket, _ = found
        return _page(f"<p>{escape(words)}</p>", self._settings.tongue(ticket.queue, ticket.language))

    async def _done(self, answer: str, score: str, more: str, ticket: Ticket, by: Person) -> str:
        """Do it; what its reader is told. Raises Refused."""
        said, verdicts = self._said(ticket), self._desk.verdicts
        if answer == "yes":
            await self._ask(verdicts.solved, ticket.number, by)
            told = said.confirmed
        elif answer == "no":
            await self._ask(verdicts.unsolved, ticket.number, by, more)
            told = said.open_again
        else:
            await self._ask(verdicts.rate, ticket.number, by, int(score) if score in SCORES else 0, more)
            told = said.rated
        return told.replace("{number}", str(ticket.number))

    async def _found(self, request: web.Request) -> tuple[Ticket, Person] | None:
        found: tuple[Ticket, Person] | None = await self._ask(self._desk.verdicts.linked, request.match_info["token"])
        return found

    def _said(self, ticket: Ticket) -> Questions:
        return questions(self._settings.tongue(ticket.queue, ticket.language))

    def _gone(self) -> web.Response:
        """Of a link that is wrong nothing is told: not whether there is such a ticket."""
        words = questions(self._settings.language).gone
        return _page(f"<p>{escape(words)}</p>", self._settings.language, 404)


def _form(answer: str, ticket: Ticket, said: Questions) -> str:
    """The question with its button: nothing of the ticket but its number stands here."""
    number = str(ticket.number)
    if answer == "yes":
        asked, fields, label = f"#{number}: {said.solved}", "", said.yes
    elif answer == "no":
        asked, fields, label = f"#{number}: {said.solved}", _more(said.comment), said.not_yet
    else:
        asked, label = said.survey.replace("{number}", number), said.send
        fields = _scores(answer, said.score) + _more(said.comment)
    return f'<h1>{escape(asked)}</h1><form method="post">{fields}<button>{escape(label)}</button></form>'


def _scores(chosen: str, label: str) -> str:
    """Five choices, with the one of the link taken already."""
    inputs = [_score(one, one == chosen) for one in SCORES]
    return f"<fieldset><legend>{escape(label)}</legend>{''.join(inputs)}</fieldset>"


def _score(value: str, is_chosen: bool) -> str:
    checked = " checked" if is_chosen else ""
    return f'<label class="score"><input type="radio" name="score" value="{value}"{checked}> {value}</label>'


def _more(label: str) -> str:
    return f'<p><label>{escape(label)}<br><textarea name="more" maxlength="{LONGEST}"></textarea></label></p>'


def _page(body: str, language: str, status: int = 200) -> web.Response:
    head = f"{META}<title>Deskbell</title><style>{STYLE}</style>"
    text = f'<!DOCTYPE html>\n<html lang="{escape(language)}"><head>{head}</head>\n<body>{body}</body></html>\n'
    return web.Response(text=text, content_type="text/html", status=status, headers=HEADERS)
