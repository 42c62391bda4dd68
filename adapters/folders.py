"""What the command line writes to the disk: a transcript, and the folder of public articles."""

from collections.abc import Callable, Mapping
from pathlib import Path

from bot import leaflets
from bot.config import Settings
from bot.desk import Desk
from bot.errors import Misunderstood, NoSuchTicket
from bot.leaflets import NAMED
from bot.paper import packed
from bot.ports import Files
from bot.transcript import Reach
from bot.transcript_forms import Form

LIST = ".deskbell"  # names what we wrote in a folder


def transcript(desk: Desk, files: Files, number: int, is_full: bool, form: str, output: Path) -> str:
    """Write it to `output`, which becomes a .zip where it has files. Raises Refused, OSError."""
    if form not in list(Form):
        raise Misunderstood(f"--format is “{form}”; accepted are html, text and json.")
    paper = desk.lent.written(number, Reach.FULL if is_full else Reach.PUBLIC, Form(form))
    if paper is None:
        raise NoSuchTicket(f"There is no ticket {number}.")
    name, content = packed(paper, files.get)
    file = output.with_suffix(".zip") if name.endswith(".zip") else output
    file.write_bytes(content)
    return f"#{number} is in {file}."


def articles(desk: Desk, settings: Settings, folder: Path, render: Callable[[str], str]) -> str:
    """Write every public article, and take away what is public no more. Raises OSError."""
    found = desk.shelf.public()
    gone = write(folder, leaflets.pages(settings.name, found, render))
    return f"Public articles in {folder}: {len(found)}. Taken away: {len(gone)}."


def write(folder: Path, pages: Mapping[str, str]) -> list[str]:
    """Let the folder hold these pages. Of what else is there only what we wrote before goes. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    listed = folder / LIST
    before = listed.read_text().splitlines() if listed.is_file() else []
    gone = [name for name in before if NAMED.fullmatch(name) and name not in pages]
    listed.write_text("\n".join(sorted({*before, *pages})) + "\n")  # first: what is written is never forgotten
    for name, content in pages.items():
        (folder / name).write_text(content, encoding="utf-8", errors="replace")
    for name in gone:
        (folder / name).unlink(missing_ok=True)
    listed.write_text("\n".join(sorted(pages)) + "\n")
    return gone
