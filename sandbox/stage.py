"""`deskbell sandbox`: the pretend world with the desk at work in it, to look at or as a story that plays by itself."""

import asyncio
import fcntl
import shutil
import signal
import socket
import tempfile
import threading
import webbrowser
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import IO, Any

from sandbox.keep import MISSING, Keep, is_world
from sandbox.leash import Leash
from sandbox.own import FILE, BadFile, added
from sandbox.page import Page
from sandbox.story import Story
from sandbox.town import Town

LOG = "desk.log"
OURS = ("deskbell.db*", "files", "world", "world.new", LOG)  # what a reset removes
MARK = "sandbox.lock"  # says that a folder is a sandbox's, and is held by the one that runs
OPEN = """\
The sandbox is open: {url}
A pretend Slack, Discord and mailbox with the desk at work in them; nothing leaves this machine.
What happens there is kept in {home} (--fresh begins anew). Ctrl-C ends it.
"""
ELSEWHERE = "{host}:{wanted} is taken: the page is on {found} instead."
TAKEN = """\
Another sandbox is open on {home}: {url}
End it first, or give this one a folder of its own: .venv/bin/deskbell sandbox --home FOLDER"""
FOREIGN = "{home} holds other things, and no sandbox: give --home a folder of its own."
UNUSABLE = "{home} cannot hold the sandbox: {error}."
CLOSED = "The page of the sandbox cannot be opened on {host}: look at HTTP_BIND."
ENDED = "The desk has ended by itself; this is the end of its log:\n{trouble}"

Bind = tuple[str, int]
say = partial(print, flush=True)


class NotHere(Exception):
    """The sandbox cannot be opened so; the message is the sentence shown."""


async def play_story(command: Sequence[str]) -> int:
    """Play the life of two tickets. Returns the exit code: 0, or 1 at the first thing that does not happen."""
    with tempfile.TemporaryDirectory(prefix="deskbell-") as folder:
        home = Path(folder)
        async with _open(Town()) as town:
            desk = Leash(command, town.env(home), town.desk_toml(), town.clock, home / LOG)
            async with _running(desk):
                return await Story(town).play() if await desk.settled() else 1


async def open_house(
    command: Sequence[str], bind: Bind, home: Path, *, is_fresh: bool = False, is_shown: bool = False
) -> int:
    """The world with its page, until Ctrl-C; `home` keeps it. Returns the exit code. `is_shown` opens a browser."""
    try:
        with _alone(home) as held:
            host, wanted = bind
            bind = host, free_port(host, wanted)
            if wanted not in (0, bind[1]):
                say(ELSEWHERE.format(host=host, wanted=wanted, found=bind[1]))
            if is_fresh:
                _empty(home)
            await _stay_open(command, bind, home, held, is_shown)
    except NotHere as error:
        say(error)
        return 1
    return 0


async def _stay_open(command: Sequence[str], bind: Bind, home: Path, held: IO[str], is_shown: bool) -> None:
    """Worlds on the same port, one after the other, until somebody ends it: a reset is a new one."""
    end, is_first = _end(), True
    while not end.is_set():
        reset = asyncio.Event()
        async with _world(command, bind, home, reset.set) as page:
            bind = bind[0], int(page.url.rstrip("/").rpartition(":")[2])
            if is_first:
                print(page.url, file=held, flush=True)  # for who opens another one here
                say(OPEN.format(url=page.url, home=home))
            if is_first and is_shown:
                threading.Thread(target=_show, args=[page.url], daemon=True).start()
            is_first = False
            await _either(end, reset)
        if reset.is_set():
            _empty(home)


def _end() -> asyncio.Event:
    """Set by whatever asks a program to end."""
    end = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if name != signal.SIGHUP or signal.getsignal(name) is not signal.SIG_IGN:  # as nohup leaves it
            asyncio.get_running_loop().add_signal_handler(name, end.set)
    return end


async def _either(*events: asyncio.Event) -> None:
    waiting = [asyncio.create_task(event.wait()) for event in events]
    await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    for one in waiting:
        one.cancel()


@asynccontextmanager
async def _world(command: Sequence[str], bind: Bind, home: Path, reset: Callable[[], None]) -> AsyncIterator[Page]:
    """A town, its page, and the desk, which starts while the page is there already."""
    town = Town()
    keep = Keep(town, home / "world")
    if not keep.load():  # a desk that remembers another world would look for its threads for ever
        _empty(home)
        if keep.reason != MISSING:
            say(keep.reason)
    async with _open(town):
        desk = Leash(command, *_settled(town, home), town.clock, home / LOG)
        async with _served(Page(town, desk, reset), bind) as page, _kept(keep), _running(desk):
            yield page


def _settled(town: Town, home: Path) -> tuple[dict[str, str], dict[str, Any]]:
    """The settings of the page's desk: its mails have links that lead to it, and it asks for ratings."""
    web = f"127.0.0.1:{town.web}"
    toml = dict(town.desk_toml())
    toml["queue"] = [queue | {"survey": True} for queue in toml["queue"]]
    try:
        toml = added(home, town.cast, toml)
    except BadFile as error:
        raise NotHere(str(error)) from None
    return town.env(home) | {"HTTP_BIND": web, "PUBLIC_URL": f"http://{web}"}, toml


@asynccontextmanager
async def _open(town: Town) -> AsyncIterator[Town]:
    await town.start()
    try:
        yield town
    finally:
        await town.stop()


@asynccontextmanager
async def _served(page: Page, bind: Bind) -> AsyncIterator[Page]:
    await page.start(*bind)
    try:
        yield page
    finally:
        await page.stop()


@asynccontextmanager
async def _kept(keep: Keep) -> AsyncIterator[None]:
    keeping = asyncio.create_task(keep.run())
    try:
        yield
    finally:
        keeping.cancel()
        await asyncio.wait([keeping])


@asynccontextmanager
async def _running(desk: Leash) -> AsyncIterator[None]:
    def tell() -> None:
        if desk.state == "ended":
            say(ENDED.format(trouble=desk.trouble))

    desk.listeners.append(tell)
    await desk.start()
    try:
        yield
    finally:
        await desk.stop()


@contextmanager
def _alone(home: Path) -> Iterator[IO[str]]:
    """Make the folder and hold it. Raises NotHere where it is not ours or another sandbox has it."""
    try:
        home.mkdir(parents=True, exist_ok=True)
        if (
            {one.name for one in home.iterdir()} - {FILE}
            and not (home / MARK).exists()
            and not is_world(home / "world")
        ):
            raise NotHere(FOREIGN.format(home=home))
        held = (home / MARK).open("a+", encoding="utf-8")
    except OSError as error:
        raise NotHere(UNUSABLE.format(home=home, error=error.strerror)) from None
    with held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            held.seek(0)
            raise NotHere(TAKEN.format(home=home, url=held.read().strip() or "it is just starting")) from None
        held.truncate(0)
        yield held


def _empty(home: Path) -> None:
    """Forget what happened there."""
    for pattern in OURS:
        for path in home.glob(pattern):
            shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)


def free_port(host: str, port: int) -> int:
    """The port, or the next one that nobody has. Raises NotHere where the host is none of ours."""
    for candidate in range(port, min(port + 100, 65536)):
        with socket.socket() as probe, suppress(OSError):
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, candidate))
            return candidate
    raise NotHere(CLOSED.format(host=host))


def _show(url: str) -> None:
    """Open the page in a browser with a window of its own: others would draw over the terminal."""
    with suppress(webbrowser.Error):
        browser = webbrowser.get()
        if type(browser) is not webbrowser.GenericBrowser:
            browser.open(url)
