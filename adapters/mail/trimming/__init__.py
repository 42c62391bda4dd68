"""What the sender wrote now, and what is only quoted below it: folded, never deleted.

To lose a person's words is worse than to show a quote: a line folds only if it is marked as a quote, lies below a
header or an attribution that a mail program wrote, stands in a quote of the HTML, or is a signature without doubt.
"""

from dataclasses import dataclass
from itertools import groupby

from adapters.mail.trimming.attributions import Attribution, attributions
from adapters.mail.trimming.headings import Heading, headings, is_forward, is_title, passes_on
from adapters.mail.trimming.lines import Line, read, scanned
from adapters.mail.trimming.pages import quoted
from adapters.mail.trimming.signatures import is_device, signatures

MOST = 50_000  # lines; a longer mail is shown as it is
NEAR = 3  # lines, of which all between are blank, from an attribution to its quote
FULL = 66  # characters of a quoted line that was wrapped
PROMPT = 3  # marks: a Python session, if nothing else is quoted


@dataclass(frozen=True)
class Trimmed:
    """`folds` are the folded runs of lines, (first, after the last): `quoted` is these, `reply` all others."""

    reply: str
    quoted: str = ""
    folds: tuple[tuple[int, int], ...] = ()


def trim(text: str, html: str = "", subject: str = "", is_answer: bool = True) -> Trimmed:
    """Fold what `text` quotes. `html` is the page it was made from, or its alternative; a `subject` may say Fwd.

    What answers nothing (`is_answer`) holds no header that a program copied: it is a form's, or the sender's own.
    """
    if passes_on(subject) or text.count("\n") > MOST:
        return Trimmed(text)  # of what is passed on the quote is the content
    folded = _Reader(read(text), html, is_answer).folded()
    rows = text.split("\n")
    runs = [list(run) for is_folded, run in groupby(range(len(rows)), folded.__contains__) if is_folded]
    return Trimmed(
        reply="\n".join(row for number, row in enumerate(rows) if number not in folded),
        quoted="\n".join(row for number, row in enumerate(rows) if number in folded),
        folds=tuple((run[0], run[-1] + 1) for run in runs),
    )


class _Reader:
    """Goes through the lines once, from the top."""

    def __init__(self, lines: list[Line], html: str, is_answer: bool) -> None:
        self.lines, self.stop = lines, scanned(lines)
        self._attributions = attributions(lines, self.stop)
        found = headings(lines, self.stop)
        self._headings = {one: cut for one, cut in found.items() if is_answer or is_title(lines[one])}
        self._quoted = quoted(html, lines[: self.stop])
        self._marks = self._marked()
        self._folded: set[int] = set()
        self._has_words = False  # of the sender, so far

    def folded(self) -> set[int]:
        """The numbers of the lines to fold; none where nothing else would be left."""
        end = self._scan()
        self._fold_signatures(end)
        self._fold_blanks()
        return self._folded if self._is_left() else set()

    def _scan(self) -> int:
        """Fold quotes; return where the sender's words, or those passed on, end for the signatures."""
        number, may_cut = 0, True
        while number < len(self.lines):
            if is_forward(self.lines[number]) and not self._is_below_quote(number):
                return number  # what is passed on is the content
            cut = self._cut(number) if number < self.stop else None
            if cut and may_cut and self._is_cut(cut):
                self._folded |= set(range(cut.start, len(self.lines)))
                break
            if isinstance(cut, Attribution) and self._is_quote(self._next(cut.stop)):
                self._folded |= set(range(cut.start, cut.stop))
                number = cut.stop
            elif cut:  # nothing stands above: it may be an answer below it, or a mail that was passed on
                may_cut = False
                number = cut.stop
            else:
                self._take(number)
                number += 1
        return len(self.lines)

    def _take(self, number: int) -> None:
        if self._is_quote(number):
            self._folded.add(number)
        elif not self._has_words:
            line = self.lines[number]
            self._has_words = bool(line.words) and not is_device(line.words) and not line.is_rule

    def _cut(self, number: int) -> Attribution | Heading | None:
        return self._headings.get(number) or self._attributions.get(number)

    def _is_cut(self, cut: Attribution | Heading) -> bool:
        """Is all below it a quote? Where its first lines are marked, the marks tell."""
        if not self._has_words:
            return False
        return isinstance(cut, Heading) or (cut.is_sure and not self._is_quote(self._next(cut.stop)))

    def _next(self, number: int) -> int:
        """The next line with words, if it is near."""
        for near in range(number, min(number + NEAR, len(self.lines))):
            if self.lines[near].words or self.lines[near].depth:
                return near
        return -1

    def _is_quote(self, number: int) -> bool:
        return number in self._marks or number in self._quoted

    def _is_below_quote(self, number: int) -> bool:
        above = next((one for one in range(number - 1, -1, -1) if self.lines[one].words), -1)
        return above in self._folded and self._is_quote(number)

    def _marked(self) -> set[int]:
        """The lines that are marked as quotes, and the ends of those that were wrapped on their way."""
        marks = {number for number, line in enumerate(self.lines) if line.depth}
        if not self._attributions and all(self.lines[number].depth == PROMPT for number in marks):
            return set()
        return marks | {number for number in range(1, len(self.lines) - 1) if self._is_rest(number, marks)}

    def _is_rest(self, number: int, marks: set[int]) -> bool:
        """A line between two marked ones that begins where a long one broke off."""
        if number in marks or number - 1 not in marks or number + 1 not in marks:
            return False
        above, words = self.lines[number - 1].words, self.lines[number].words
        return words[:1].islower() and len(above) >= FULL and (above[-1].isalnum() or above[-1] in ",-")

    def _fold_signatures(self, end: int) -> None:
        start = 0
        for number in range(min(end, self.stop) + 1):
            if number == min(end, self.stop) or number in self._folded:
                if number > start:
                    self._folded |= signatures(self.lines, start, number)
                start = number + 1

    def _fold_blanks(self) -> None:
        """The blank lines above a fold go with it, and the rule that some programs draw there."""
        for number in range(len(self.lines) - 1, -1, -1):
            is_blank = not self.lines[number].words and self.lines[number].is_own
            is_above = number + 1 == len(self.lines) or number + 1 in self._folded
            if is_blank and is_above and self._folded:
                self._folded.add(number)

    def _is_left(self) -> bool:
        return any(line.words and not line.is_rule for n, line in enumerate(self.lines) if n not in self._folded)
