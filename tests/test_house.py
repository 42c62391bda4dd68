"""The rules of the house, checked. If one of these fails, read docs/architecture.md first."""

import ast
import dataclasses
import re
import statistics
import sys
import tomllib
from functools import cache
from pathlib import Path

import pytest

from adapters.verbs import TABLE
from bot import access
from bot.bell import Bell
from bot.cabinet import Cabinet
from bot.circle import Circle
from bot.desk import Desk
from bot.drafting import Drafts
from bot.finding import Finding
from bot.labels import Labels
from bot.ledger import Ledger
from bot.settings import NAMES
from bot.statistics import Statistics
from bot.threads import Threads
from bot.ticket import Ticket
from bot.ties import Ties
from bot.verdicts import Verdicts
from storage.tables import TicketRow

ROOT = Path(__file__).parent.parent
SHARED = {"bot"} | {f"adapters.{room.stem}" for room in (ROOT / "adapters").glob("*.py")}
MAY_IMPORT = {  # the nearest folder named here decides; the standard library is always allowed
    "bot": {"bot"},
    "storage": {"bot", "storage", "sqlmodel", "sqlalchemy", "alembic", "pydantic", "psycopg"},
    "adapters": SHARED | {"dateparser"},
    "adapters/slack": SHARED | {"adapters.slack", "slack_bolt", "slack_sdk", "aiohttp", "aiolimiter"},
    "adapters/discord": SHARED | {"adapters.discord", "discord", "aiohttp", "yarl", "aiolimiter"},
    "adapters/mail": SHARED
    | {"adapters.mail", "imapclient", "aiosmtplib", "selectolax", "markdownify", "markdown_it"}
    | {"authres", "cryptography", "flufl", "pysequoia"},
    "adapters/web": SHARED | {"adapters.web", "aiohttp", "prometheus_client"},
    "sandbox": {"sandbox", "aiohttp", "aiosmtpd", "pymap", "slack_sdk", "zstandard"},
}
CODE = [path for name in ("bot", "storage", "adapters", "sandbox") for path in sorted((ROOT / name).rglob("*.py"))]
CODE = [path for path in CODE if "versions" not in path.parts] + [ROOT / "main.py", ROOT / "house.py"]
ROOMS = [path for path in CODE if path.parent != ROOT]


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@cache
def text(path: Path) -> str:
    return path.read_text()


@cache
def nodes(path: Path) -> list[ast.AST]:
    return list(ast.walk(ast.parse(text(path))))


def imports(path: Path) -> set[str]:
    """Dotted names imported anywhere in `path`, the standard library left out."""
    names = set()
    for node in nodes(path):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return {one for one in names if one.partition(".")[0] not in sys.stdlib_module_names}


def functions(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    return [node for node in nodes(path) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or 0) - node.lineno + 1


def test_imports_point_inwards():
    outwards = []
    for path in ROOMS:
        folder = next(name(up) for up in path.parents if name(up) in MAY_IMPORT)
        allowed = tuple(f"{one}." for one in MAY_IMPORT[folder])
        outwards += [f"{name(path)}: {one}" for one in imports(path) if not f"{one}.".startswith(allowed)]
    assert outwards == []


def test_files_fit_in_the_head():
    assert [name(path) for path in CODE if len(text(path).splitlines()) > 400] == []


def test_functions_fit_on_a_screen():
    assert [f"{name(path)}: {node.name}" for path in CODE for node in functions(path) if lines(node) > 50] == []


def test_nothing_is_imported_inside_a_function():
    inner = [(path, node) for path in ROOMS for outer in functions(path) for node in ast.walk(outer)]
    importing = [(path, node) for path, node in inner if isinstance(node, ast.Import | ast.ImportFrom)]
    assert [f"{name(path)}:{node.lineno}" for path, node in importing] == []


def test_only_main_reads_the_environment_and_only_edges_read_the_clock():
    rooms = [*ROOMS, ROOT / "house.py"]
    assert [name(path) for path in rooms if re.search(r"os\.environ|os\.getenv", text(path))] == []
    timeless = [path for path in rooms if path != ROOT / "sandbox" / "clock.py"]
    assert [name(path) for path in timeless if re.search(r"datetime\.(now|utcnow)\(", text(path))] == []


def test_every_room_says_what_it_is_for():
    assert [name(path) for path in CODE if text(path) and not ast.get_docstring(ast.parse(text(path)))] == []


def test_no_import_cycle():
    graph = {name(path)[:-3].replace("/", ".").removesuffix(".__init__"): imports(path) for path in ROOMS}
    edges = {room: {other for other in graph if any(f"{one}.".startswith(f"{other}.") for one in names)}
             for room, names in graph.items()}  # fmt: skip
    edges = {room: {o for o in others if o != room and not room.startswith(f"{o}.")} for room, others in edges.items()}
    seen: set[str] = set()

    def visit(room: str, path: tuple[str, ...]) -> None:
        assert room not in path, " -> ".join((*path, room))
        if room not in seen:
            for other in edges[room]:
                if other.partition(".")[0] == room.partition(".")[0] and graph.get(other) is not None:
                    visit(other, (*path, room))
            seen.add(room)

    for room in edges:
        visit(room, ())


def test_most_rooms_and_functions_are_small():
    rooms = [len(text(path).splitlines()) for path in CODE if text(path)]
    sizes = sorted(lines(node) for path in CODE for node in functions(path))
    assert statistics.median(rooms) <= 100
    assert sizes[int(len(sizes) * 0.9)] <= 25


def test_no_room_is_named_for_nothing():
    vague = {"utils", "helpers", "common", "managers", "services", "misc"}
    assert [name(path) for path in CODE if path.stem in vague] == []


def test_the_ticket_table_mirrors_the_ticket():
    assert {field.name for field in dataclasses.fields(Ticket)} == set(TicketRow.model_fields)


def test_every_deed_of_the_desk_can_be_typed():
    not_typed = {
        "receive", "tick", "find", "undelivered", "delayed", "park", "found", "welcome", "sheet", "rename", "follow",
        "linked", "gone", "shut", "messages", "children", "split_from", "begin", "leave", "doubts", "keep", "kept",
        "words", "sending", "forget", "ahead", "reasons", "retime", "saved", "dropped", "changed",
        "apart", "steps", "gauges", "language", "chosen", "moved_on", "timezone", "shown",
    }  # fmt: skip
    elsewhere = {
        "help",
        "kb",
        "rules",
        "article",
        "send",
        "board",
        "handover",
        "handon",
        "oncall",
    }  # `Desk.shelf`, `Desk.reply` …
    typed = {verb.name for verb in TABLE} - elsewhere
    doors = (Bell, Cabinet, Circle, Desk, Drafts, Finding, Labels, Ledger, Statistics, Threads, Ties, Verdicts)
    deeds = {one for door in doors for one in vars(door) if not one.startswith("_")}
    assert deeds - not_typed == typed


def test_every_verb_has_its_rule_of_access():
    for verb in TABLE:
        everybody = verb.name in access.ANYBODY
        assert everybody == (verb.who == "all"), verb.name
        rules = {"supervisor": access.SUPERVISORS, "requester": access.REQUESTERS_ALONE}
        theirs = rules.get(verb.who, access.AGENTS)
        assert everybody or verb.name in theirs, verb.name
        assert (verb.name in access.REQUESTERS_OWN) == (verb.who == "own"), verb.name


def test_every_setting_stands_in_the_example_with_a_sentence():
    example = (ROOT / ".env.example").read_text().splitlines()
    for setting in NAMES:
        at = next(number for number, line in enumerate(example) if re.match(rf"#?\s*{setting}=", line))
        assert example[at - 1].startswith("# "), setting


@pytest.mark.parametrize("lock", sorted(ROOT.glob("*.lock")), ids=name)
def test_locks_hold_names_versions_and_hashes_but_no_host(lock):
    assert "://" not in text(lock)
    assert "file:" not in text(lock)
    assert text(lock).count("--hash=sha256:") > 100


def test_every_dependency_is_locked():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"]
    wanted = {"requirements.lock": [*project["dependencies"], *extras["sandbox"], *extras["build"]]}
    wanted["requirements-dev.lock"] = [*wanted["requirements.lock"], *extras["dev"]]
    for lock, names in wanted.items():
        locked = set(re.findall(r"^([a-z0-9-]+)==", (ROOT / lock).read_text(), re.MULTILINE))
        assert {re.split(r"[\[<>=]", one)[0].lower().replace("_", "-").replace(".", "-") for one in names} <= locked
