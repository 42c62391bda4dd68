"""Mails are read by processes that a mail may end: it ends nothing else, and the next one is not late."""

import asyncio
import signal
import subprocess
import sys
from contextlib import suppress

import psutil
import pytest

from adapters.mail.child import spoken
from adapters.mail.child_process import Broken
from adapters.mail.parse import bare, letter
from adapters.mail.reading import Reading
from bench.corpus import mails
from bot.ports import NotSent
from tests.adapters.mail.mails import mail
from tests.adapters.mail.readings import READING
from tests.adapters.mail.test_mail_poison import DAEMON, LISTED, WITH_REPORT

OBEDIENT = "tests.adapters.mail.obedient"


def raw(text="Nothing loads."):
    return mail(text=text).encode()


@pytest.fixture
def reading():
    """Reads as the mails say, with half a second and little memory for each."""
    made = []

    def make(size=1, **options):
        made.append(Reading(size, OBEDIENT, **{"seconds": 0.5, "megabytes": 256, "slow": 30.0} | options))
        return made[-1]

    yield make
    for one in made:
        one.close()


async def gone(pids):
    """Until none of these processes is left."""
    running = []
    for pid in pids:
        with suppress(psutil.NoSuchProcess):
            running.append(psutil.Process(pid))
    _, alive = await asyncio.to_thread(psutil.wait_procs, running, 10)
    return not alive


async def test_a_letter_comes_out_of_the_process_as_it_was_read():
    raws = [*mails(60), *(one for one, *_ in LISTED.values()), b"", DAEMON, WITH_REPORT]

    read = await asyncio.gather(*(READING.read(str(number), one, ("mx.example",)) for number, one in enumerate(raws)))

    assert read == [spoken(letter(one, ("mx.example",))) for one in raws]


async def test_half_characters_come_through():
    assert await READING.read("x", b"From: a@x.example\r\n\r\n\xed\xa0\x80 \xff") == letter(
        b"From: a@x.example\r\n\r\n\xed\xa0\x80 \xff"
    )


async def test_of_a_mail_with_a_defect_the_headers_are_read_and_it_is_a_file():
    assert await READING.read("x", raw(), defect="it broke") == bare(raw(), "it broke")


@pytest.mark.parametrize(
    ("order", "why"),
    [("hang", "longer than 0.5 seconds"), ("fall", "SIGSEGV"), ("leave", "exit code 7"), ("lie", "nonsense")],
)
async def test_a_mail_that_breaks_its_process_ends_nothing_else(reading, order, why):
    one = reading()

    with pytest.raises(Broken, match=why):
        await one.read("1", raw(order))

    assert await one.read("2", raw()) == letter(raw())


async def test_a_mail_that_wants_all_the_memory_does_not_get_it(reading):
    with pytest.raises(Broken):
        await reading().read("1", raw("eat"))


async def test_a_process_that_is_lost_is_replaced_before_the_next_mail_comes(reading):
    one = reading()
    await one.read("1", raw())
    with pytest.raises(Broken):
        await one.read("2", raw("leave"))
    waiting = one.pids

    await one.read("3", raw())

    assert one.pids & waiting


@pytest.mark.parametrize("megabytes", [0, 512], ids=["a small desk", "a desk that holds much"])
async def test_a_process_that_grew_is_replaced(reading, megabytes):
    held = bytes(range(256)) * 4096 * megabytes
    one = reading(megabytes=768, seconds=30)
    await one.read("1", raw())
    first = one.pids
    await one.read("2", raw("x" * 25_000_000))

    await one.read("3", raw())

    assert len(held) == megabytes * 2**20
    assert not first <= one.pids


async def test_a_process_of_a_desk_that_holds_much_serves_many_mails(reading):
    held = bytes(range(256)) * 2**20  # 256 MB, which a new process counts as its own
    one = reading(seconds=30)
    await one.read("1", raw())
    first = one.pids

    await one.read("2", raw())

    assert len(held) == 2**28
    assert one.pids == first


async def test_a_mail_that_takes_long_lets_others_go_first_and_is_read_once(reading):
    one = reading(2, slow=0.3, seconds=30)

    with pytest.raises(NotSent, match="takes long"):
        await one.read("1", raw("hang"))
    assert (await one.read("2", raw())).reply == "Nothing loads."
    for pid in one.pids:
        psutil.Process(pid).send_signal(signal.SIGALRM)  # as when its time is over
    with pytest.raises(Broken, match="longer"):
        await one.read("1", b"it is not asked for anew")


async def test_where_every_process_is_busy_a_mail_waits_and_it_is_not_its_fault(reading):
    one = reading(1, slow=0.3, patience=0.05, seconds=30)
    first = asyncio.create_task(one.read("1", raw("hang")))
    await asyncio.sleep(0)  # it is the first in the line

    with pytest.raises(NotSent, match="busy"):
        await one.read("2", raw())

    first.cancel()


async def test_a_process_that_does_not_start_is_no_mails_fault(reading):
    with pytest.raises(NotSent, match="does not start"):
        await reading(seconds=7).read("1", raw())


async def test_closing_leaves_no_process_whatever_it_does(reading):
    one = reading(2, seconds=30, slow=0.3)
    with pytest.raises(NotSent):
        await one.read("1", raw("hang"))
    await one.read("2", raw())
    pids = one.pids

    one.close()

    assert await gone(pids)


async def test_a_process_knows_nothing_of_our_environment_and_has_its_limits(reading):
    one = reading()
    await one.read("1", raw())

    for child in map(psutil.Process, one.pids):
        assert set(child.environ()) <= {"PYTHONPATH", "LC_CTYPE"}
        assert child.rlimit(psutil.RLIMIT_AS)[0] <= 256 * 2**20 or child.status() == "running"


PARENT = """
import asyncio, os, signal
from adapters.mail.reading import Reading
from tests.adapters.mail.mails import mail

async def main():
    reading = Reading(1, "tests.adapters.mail.obedient", seconds=2, slow=0.3)
    await reading.read("1", mail().encode())
    try:
        await reading.read("2", mail(text="hang").encode())
    except Exception:
        print(*reading.pids, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)

asyncio.run(main())
"""


async def test_no_process_outlives_a_desk_that_was_killed():
    parent = await asyncio.to_thread(subprocess.run, [sys.executable, "-c", PARENT], capture_output=True, text=True)

    assert parent.returncode == -signal.SIGKILL
    assert len(parent.stdout.split()) == 2
    assert await gone(map(int, parent.stdout.split()))
