"""Start here: the command line. Reads the environment and the settings, and runs what is asked for.

The desk itself, and every wire's library with it, is imported where a command needs it: that takes a second, in which
the page of the sandbox is there already. Imported by none.
"""

import asyncio
import json
import os
import sys
import tomllib
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, NoReturn, TypeVar

import typer

from bot import dotenv
from bot import settings as reading
from bot.config import Settings
from bot.durations import duration
from bot.logs import set_up
from bot.problems import BadSettings

cli = typer.Typer(no_args_is_help=True, add_completion=False, help="A help desk that lives where the team talks.")
config = typer.Typer(no_args_is_help=True, help="Look at the settings.")
cli.add_typer(config, name="config")
keys = typer.Typer(no_args_is_help=True, help="The keys that mails are signed and encrypted with.")
cli.add_typer(keys, name="keys")
kb = typer.Typer(no_args_is_help=True, help="The knowledge base.")
cli.add_typer(kb, name="kb")
rules = typer.Typer(no_args_is_help=True, help="The rules of desk.toml.")
cli.add_typer(rules, name="rules")

T = TypeVar("T")
BAD_SETTINGS, IN_TROUBLE, NO_DATABASE = 2, 1, 3  # exit codes
DESK = (sys.executable, __file__, "sandbox-desk")


def now() -> datetime:
    return datetime.now(UTC)


def environment() -> dict[str, str]:
    """The variables of .env, overruled by those of the process; NAME_FILE holds the path of NAME's value."""
    file = Path(".env")
    found = dotenv.parse(dotenv.text(".env", file.read_bytes())) if file.is_file() else {}
    reading.refuse_typos(found)
    found |= {name: value for name, value in os.environ.items() if value}
    for name in reading.NAMES:
        if name not in found and (path := found.get(f"{name}_FILE")):
            try:
                found[name] = dotenv.text(path, Path(path).read_bytes()).strip()
            except OSError as error:
                raise BadSettings([f"{name}_FILE is “{path}”, which cannot be read: {error.strerror}."]) from None
    return found


def load(or_none: bool = False) -> Settings:
    """The settings; what is wrong is told in a sentence each, and ends the program, unless `or_none` will do."""
    try:
        env = environment()
        path = Path(env.get("DESK_CONFIG") or "desk.toml")
        if env.get("DESK_CONFIG") and not path.is_file():
            raise BadSettings([f"DESK_CONFIG is “{path}”, but there is no such file."])
        settings = reading.read(env, _toml(path) if path.is_file() else {})
        if settings.macros or settings.rules or any(one.holidays for one in settings.hours):
            from adapters.refusals import refuse  # what it needs takes a second to load

            refuse(settings)
        return settings
    except BadSettings as error:
        sentences = error.sentences
    except OSError as error:
        sentences = (f"The settings cannot be read: {error}",)
    for sentence in sentences:
        typer.echo(sentence, err=True)
    if or_none:
        typer.echo("What follows is made as if nothing were set.\n", err=True)
        return Settings()
    raise typer.Exit(BAD_SETTINGS)


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(dotenv.text(str(path), path.read_bytes()))
    except tomllib.TOMLDecodeError as error:
        hint = ' A text stands in straight quotes: name = "Support".' if "table" not in str(error) else ""
        raise BadSettings([f"{path} is not understood: {error}.{hint}"]) from None


@cli.command()
def run() -> None:
    """Run the desk until Ctrl-C; with nothing configured, the sandbox."""
    settings = load()
    if reading.is_empty(settings):
        typer.echo("Nothing is configured: this is the sandbox. See .env.example for the real thing.")
        return sandbox()
    import house

    set_up(settings.log_level, settings.log_format, sys.stderr)
    return asyncio.run(house.serve(house.build(settings, now)))


@cli.command()
def doctor() -> None:
    """Try every configured connection and permission; say how to mend what is not fine."""
    settings = load()
    set_up("ERROR", "text", sys.stderr)
    if reading.is_empty(settings):
        typer.echo("Nothing is configured: `deskbell run` opens the sandbox. See .env.example for the real thing.")
        return
    import house

    findings = asyncio.run(house.examine(house.build(settings, now, is_guest=True)))
    for one in findings:
        typer.echo(f"✗ {one.what}: {_ended(one.problem)} {one.mend}" if one.problem else f"✓ {one.what}")
    for sentence in reading.advice(settings):
        typer.echo(f"• {sentence}")
    if any(one.problem for one in findings):
        raise typer.Exit(IN_TROUBLE)


@config.command()
def check() -> None:
    """Read the settings, connect to nothing."""
    settings = load()
    for sentence in reading.advice(settings):
        typer.echo(f"Note: {sentence}")
    file = Path(".env")
    if file.is_file() and file.stat().st_mode & 0o077:
        typer.echo("Note: .env can be read by other users of this machine: chmod 600 .env")
    if reading.is_empty(settings):
        typer.echo("Note: No mailbox and no chat is configured: deskbell run would open the sandbox.")
    typer.echo("The settings are fine.")


@keys.command("import")
def keys_import(
    files: Annotated[list[Path], typer.Argument(help="PGP keys, certificates in PEM, or .p12 files.")],
    passphrase: Annotated[str, typer.Option(help="Of a secret key: env:KEY_PASSPHRASE, the variable's name.")] = "",
) -> None:
    """Bring keys in: our own, with their secret part, and those of the people we write to."""
    settings = load()
    from adapters.mail.keys import clerk

    _tell(lambda: clerk.bring(_ring(settings), files, passphrase, settings.passphrases))


@keys.command("list")
def keys_list() -> None:
    """Every key: whose it is, its kind, ours or another's, until when, and its fingerprint."""
    settings = load()
    from adapters.mail.keys import clerk

    _tell(lambda: clerk.listed(_ring(settings)))


@keys.command("remove")
def keys_remove(key: Annotated[str, typer.Argument(help="An address, or the end of a fingerprint.")]) -> None:
    """Take keys out: what was encrypted for them can be read here no more."""
    settings = load()
    from adapters.mail.keys import clerk

    _tell(lambda: clerk.remove(_ring(settings), key))


@kb.command("export")
def kb_export(
    folder: Annotated[Path, typer.Argument(help="Where the pages go; what was retracted goes away.")],
) -> None:
    """Write the public articles as a folder of pages, to be put on any web server. The desk may run meanwhile."""
    from adapters import folders
    from adapters.mail import markup

    _at_home(lambda home: folders.articles(home.desk, home.settings, folder, lambda text: markup.html(text, {})))


@cli.command("transcript")
def transcript_(
    number: Annotated[int, typer.Argument(help="The ticket's number.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="The file; with attachments it is a .zip.")],
    full: Annotated[bool, typer.Option("--full", help="With notes and all that happened: not for requesters.")] = False,
    form: Annotated[str, typer.Option("--format", help="html, text or json.")] = "html",
) -> None:
    """Write a ticket's transcript to a file. The desk may run meanwhile."""
    from adapters import folders

    _at_home(lambda home: folders.transcript(home.desk, home.files, number, full, form, output))


def _at_home(deed: Callable[[Any], str]) -> None:
    """Do something with the desk of this machine, and tell what came of it."""
    import house
    from bot.errors import Refused

    home = house.build(load(), now, is_guest=True)
    try:
        typer.echo(deed(home))
    except (OSError, Refused) as error:
        _refuse(str(error))
    finally:
        home.close()


def _ring(settings: Settings) -> Any:
    from adapters.mail.keys.ring import Ring

    return Ring(settings.keys_dir, settings.passphrases, now)


def _tell(deed: Callable[[], list[str]]) -> None:
    from adapters.mail.keys.key import NoKey

    try:
        for sentence in deed():
            typer.echo(sentence)
    except NoKey as error:
        _refuse(str(error))


@cli.command("migrate")
def migrate_() -> None:
    """Bring the database's schema up to this version."""
    import house

    house.build(load(), now).close()
    typer.echo("The database is up to date.")


Mails = Annotated[list[Path], typer.Argument(help="Mails: .eml or mbox files, maildirs, or folders of them.")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object a line, for programs.")]


@cli.command("explain")
def explain_(paths: Mails, as_json: AsJson = False) -> None:
    """Tell what the desk would do with mails, and why. A dry run: it changes nothing and needs no settings."""
    from adapters.mail import explanation

    ends = _rehearsed(load(), paths, json.dumps if as_json else lambda told: explanation.lines(told) + "\n")
    if not as_json:
        typer.echo(explanation.summary(ends))


@rules.command("test")
def rules_test(paths: Mails, as_json: AsJson = False) -> None:
    """Tell which rules would do what with mails, and why not. A dry run: it changes nothing, and needs no tokens."""
    from adapters.mail import explanation

    if not (settings := load()).rules:
        _refuse("There are no rules: desk.toml has them, as [[rule]]. See docs/rules.md.")
    _rehearsed(settings, paths, json.dumps if as_json else explanation.rule_lines)


def _rehearsed(settings: Settings, paths: list[Path], line: Callable[[dict[str, Any]], str]) -> Any:
    import house

    set_up("CRITICAL", "text", sys.stderr)  # whatever fails is told with its mail
    ends = asyncio.run(house.rehearse(settings, now(), paths, lambda told: typer.echo(line(told))))
    if not any(fate for fate, _ in ends):
        _refuse("No mail could be read there: name .eml or mbox files, or folders of them.")
    return ends


class Kind(StrEnum):
    """What an old mailbox is kept as."""

    MBOX = "mbox"
    MAILDIR = "maildir"
    IMAP = "imap"


@cli.command("import")
def import_(
    kind: Annotated[Kind, typer.Argument(help="What the old mailbox is kept as.")],
    path: Annotated[
        str, typer.Argument(help="The file or folder; of imap, env:NAME of a URL, or one of our mailboxes.")
    ],
    sent: Annotated[str, typer.Option(help="Where our own answers are: the same kind; of imap, its folder.")] = "",
    queue: Annotated[str, typer.Option(help="The queue that gets the tickets; else the first.")] = "",
    open_newer_than: Annotated[str, typer.Option(help="Talks younger than this stay open: 7d.")] = "",
    post: Annotated[bool, typer.Option("--post", help="Show the tickets in the queue's rooms.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what it would do, and write nothing.")] = False,
) -> None:
    """Take an old mailbox in as tickets, closed, and tell nobody. Broken off, begin it again: nothing is doubled."""
    settings, began = load(), now()
    names = [one.name for one in settings.queues]
    lasts = duration(open_newer_than) if open_newer_than else None
    if queue and queue not in names:
        _refuse(f"There is no queue {queue}. There are: {', '.join(names)}.")
    if open_newer_than and lasts is None:
        _refuse(f"--open-newer-than is “{open_newer_than}”; accepted is a length of time, like 7d.")
    for one in filter(None, (path, sent)):
        if kind is not Kind.IMAP and not Path(one).exists():
            _refuse(f"There is no {one}: nothing was imported.")
    import house
    from adapters.mail.importing import Plan, equation
    from adapters.mail.importing_run import Run, Where
    from bot.ports import NotSent

    set_up("ERROR", "text", sys.stderr)
    plan = Plan(queue or names[0], began - lasts if lasts else None, post, dry_run)
    try:
        home = house.build(settings, lambda: began)
    except typer.Exit:
        typer.echo("Nothing was imported. Stop the desk first, if it runs on this SQLite file.", err=True)
        raise
    run = Run(settings, home.desk, home.store, home.files, home.ask, lambda: began, f"import:{os.getpid()}", plan)
    try:
        asyncio.run(run.through(Where(kind, path, sent), environment(), _bar, typer.echo))
    except (OSError, NotSent) as error:
        _refuse(str(error))
    except KeyboardInterrupt:
        typer.echo("\nBroken off. Begin it again, and it goes on: what is there already is known.", err=True)
        raise
    finally:
        home.close()
    for sentence in run.importer.troubles:
        typer.echo(sentence, err=True)
    typer.echo(equation(run.importer.ends) + ("; nothing was written." if dry_run else "."))
    if not run.importer.ends.total():
        _refuse("No mail was found there.")


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith((".", "!", "?")) else f"{sentence}."


def _bar(items: Sequence[T], label: str) -> AbstractContextManager[Iterable[T]]:
    return typer.progressbar(items, label=label, file=sys.stderr)


def _refuse(sentence: str) -> NoReturn:
    typer.echo(sentence, err=True)
    raise typer.Exit(IN_TROUBLE)


@cli.command()
def slack_manifest() -> None:
    """Print the manifest to make the Slack app from."""
    from adapters.slack.manifest import manifest

    typer.echo(json.dumps(manifest(load(or_none=True)), indent=2, ensure_ascii=False))


@cli.command()
def discord_invite(application_id: Annotated[int, typer.Argument(help="The application id of its page.")]) -> None:
    """Print the link that invites the bot, and the intents it needs."""
    from adapters.discord.invite import invite

    typer.echo(invite(load(or_none=True), application_id))


@cli.command()
def docs() -> None:
    """Write docs/commands.md from the verb table."""
    from adapters.manual import commands_page

    Path("docs/commands.md").write_text(commands_page())
    typer.echo("Wrote docs/commands.md.")


@cli.command()
def sandbox(
    story: Annotated[bool, typer.Option("--story", help="Play the life of two tickets, and end.")] = False,
    fresh: Annotated[bool, typer.Option("--fresh", help="Forget what happened there before.")] = False,
    home: Annotated[Path, typer.Option(help="The folder that keeps what happens there.")] = Path("sandbox-data"),
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Print the address only.")] = False,
) -> None:
    """A pretend Slack, Discord and mailbox on this machine, with the desk at work in them, and a page to see it."""
    settings = load()
    from sandbox import stage  # needs the extra `sandbox`, which a production desk leaves out

    set_up("WARNING", "text", sys.stderr)
    if story:
        raise typer.Exit(asyncio.run(stage.play_story(DESK)))
    is_seen = sys.platform == "darwin" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    is_shown = is_seen and sys.stdout.isatty() and not no_browser
    bind = settings.http_host, settings.http_port
    raise typer.Exit(asyncio.run(stage.open_house(DESK, bind, home.absolute(), is_fresh=fresh, is_shown=is_shown)))


@cli.command(hidden=True)
def sandbox_desk() -> None:
    """The desk of the sandbox: who started it gives settings and clock by stdin, and is told by stdout what it does."""
    says = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # whatever a library prints is no word of ours
    import house

    try:
        asyncio.run(house.hold(says, now))
    except BadSettings as error:
        _refuse(str(error))


if __name__ == "__main__":
    cli()
