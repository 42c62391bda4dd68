"""Tables as CSV that a spreadsheet opens as they are: no cell of it is a formula.

What somebody else wrote (a name, a queue) may begin like one; such a cell gets an apostrophe in front, as OWASP's page
on CSV injection says. Numbers stay numbers.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence

# the full-width signs are formulas too, and leading blanks are skipped
FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")
BOM = "\ufeff"  # without it Excel reads UTF-8 as something else
Cell = str | int | float | None


def spreadsheet(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """The bytes of the file."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")
    writer.writerows([_safe(cell) for cell in row] for row in (head, *rows))
    return (BOM + out.getvalue()).encode()


def _safe(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and FORMULA.match(cell) else cell
