"""The town outlives the program, and so does what the desk has in it."""

import asyncio
import re
import socket
from contextlib import asynccontextmanager, contextmanager
from datetime import timedelta

import aiohttp
import pytest

from sandbox import keep as keeping
from sandbox.discord import message_shapes
from sandbox.keep import Keep
from sandbox.slack.shown import show
from sandbox.town import DESK, Town
from tests.wire import presses
from tests.wire.world import Village, listening, world

ANN, DORA = "Ann <ann@customer.example>", "Dora <dora@customer.example>"
LOG = ("log.txt", b"it burns", "text/plain")


class Lasting(Village):
    """A village that is furnished once."""

    async def start(self):
        await (Town.start(self) if self.places else super().start())
        self.slack.strict_rates = self.discord.strict_rates = False
        self.slack.app.escapes_commands = True


@asynccontextmanager
async def at_work(home):
    """The village kept in `home` with the desk that lives there, and the keep."""
    town = Lasting()
    keep = Keep(town, home / "world")
    assert keep.load() == (home / "world").exists()
    town.journal.exchanges.clear()  # what is said from now on is held to the schemas
    async with world(home, town) as here:
        yield await listening(here), keep


@asynccontextmanager
async def town_of(home):
    """The town kept in `home`, or a new one, without a desk; kept again at the end."""
    town = Town()
    keep = Keep(town, home / "world")
    keep.load()
    await town.start()
    yield town
    keep.save()
    await town.stop()


@contextmanager
def taken(port):
    """Somebody else listens there."""
    with socket.create_server(("127.0.0.1", port)):
        yield


def slack_told(here):
    space = here.town.slack.workspace
    rooms = space.channels[here.town.room("slack support")]
    return [(one.ts, one.thread_ts, show(one, space).text) for one in rooms.messages.values()]


def discord_told(here):
    guild, people = here.town.discord.guild, here.discord
    rooms = [int(here.town.room("discord support")), *guild.threads]
    return [(room, one.id, one.text) for room in rooms for one in people.messages(room)]


def told(here):
    """Every message in the agents' rooms and threads, and every mail of Ann's."""
    return slack_told(here), discord_told(here), list(here.mail.add(ANN).raws.items())


def cards(here, number):
    """How many cards a ticket has on each chat."""
    seen = (
        here.slack.messages(here.town.room("slack support")),
        here.discord.messages(here.town.room("discord support")),
    )
    title = re.compile(rf"\W*#{number}\b")
    return [sum(bool(one.buttons) and title.match(one.text) is not None for one in room) for room in seen]


async def fetched(town):
    """The content of every file on both chats, from the addresses that the desk is told now."""
    space, chat = town.slack.workspace, town.discord.world
    urls = [one.wire(space.origin)["url_private"] for one in space.files.values()]
    urls += [message_shapes.attachment(chat, one)["url"] for one in chat.attachments.values()]
    found = []
    async with aiohttp.ClientSession(headers={"Authorization": f"Bearer {town.slack.app.bot_token}"}) as http:
        for url in urls:
            async with http.get(url) as answer:
                found.append(await answer.read())
    return found


async def test_the_desk_goes_on_in_a_town_that_was_put_back(tmp_path):
    async with at_work(tmp_path) as (here, keep):
        await here.mail.send(ANN, DESK, "VPN is down", "See the log.", [LOG])
        await here.until(lambda: here.slack_card(1) and here.discord_card(1))
        await presses.on_slack(here, "bob", 1, "Claim", None)
        await presses.on_discord(here, "cleo", 1, "Note", {"Text": "She pulled the plug."})
        await here.slack.click(here.town.cast.slack["bob"], *card_of(here), "Reply")  # the form stays open
        await here.until(lambda: all("has been writing" in str(one) for one in (slack_told(here), discord_told(here))))
        await here.carried()
        before, uids = told(here), here.mail.add(DESK).state()
        keep.save()
    async with at_work(tmp_path) as (here, keep):
        await here.carried()
        assert told(here) == before
        assert here.mail.add(DESK).state().uid_validity == uids.uid_validity
        assert here.mail.add(DESK).state().mails == uids.mails
        assert set(await fetched(here.town)) == {b"it burns"}

        await here.mail.reply(ANN, here.mail.inbox(ANN)[-1], "It is up again.")
        await here.until(lambda: all("It is up again." in str(one) for one in (slack_told(here), discord_told(here))))
        await presses.on_slack(here, "bob", 1, "Release", None)
        await here.until(lambda: "Claim" in [one.label for one in here.discord_card(1).buttons])
        await presses.on_discord(here, "cleo", 1, "Claim", None)
        await here.until(lambda: "cleo" in here.slack_card(1).text.lower())
        await here.carried()
        facts = ["Opened", "Acknowledged", "Assigned", "Noted", "Wrote", "Released", "Assigned"]
        assert await here.all_facts() == {1: [*sorted(facts[:4], key=(await here.facts(1)).index), *facts[4:]]}
        assert cards(here, 1) == [1, 1]
        for told_now, told_then, thread in zip(
            told(here), before, (card_of(here)[1], here.discord_card(1).id), strict=False
        ):
            new = [one for one in told_now if one[:2] not in [each[:2] for each in told_then]]
            assert len(new) == 3  # her words, the release, the claim
            assert all(thread in one[:2] for one in new)


def card_of(here):
    card = here.slack_card(1)
    return card.channel, card.ts


async def test_a_desk_copes_with_a_town_that_was_kept_a_moment_too_early(tmp_path):
    async with at_work(tmp_path) as (here, keep):
        await here.asks_by_mail()
        await here.carried()
        keep.save()
        await presses.on_slack(here, "bob", 1, "Claim", None)
        lost = await here.mail.send(DORA, DESK, "It smokes", "Come at once.")
        await here.came(1)
        await here.carried()
    async with at_work(tmp_path) as (here, keep):
        assert cards(here, 2) == [0, 0]
        await here.mail.send(DORA, DESK, "Re: It smokes", "It smokes still.", in_reply_to=lost)
        await here.asks_by_mail("Another one", name="Dora")
        await presses.on_discord(here, "bob", 1, "Resolve", {"Note": "Done."})
        await here.until(lambda: "Reopen" in here.slack_card(1).buttons)
        await here.carried()  # nothing is tried for ever
        assert [cards(here, number) for number in (1, 2, 3)] == [[1, 1]] * 3
        assert "It smokes still." in str(slack_told(here))
        assert sorted((await here.all_facts())[2]) == ["Acknowledged", "Disturbed", "Disturbed", "Opened", "Wrote"]
        assert not await here.house.troubles()


async def test_files_are_fetched_where_the_town_stands_now(tmp_path):
    async with town_of(tmp_path) as town:
        place = {name: where.rpartition(":")[2] for name, where in town.places.items()}
        await town.slack.people.say(town.cast.slack["bob"], place["slack support"], "Look", files=[LOG[:2]])
        await town.discord.people.say(town.cast.discord["bob"], place["discord support"], "Look", files=[LOG[:2]])
        old = town.slack.port, town.discord.port, town.mail.imap.port, town.mail.smtp.port
    async with town_of(tmp_path) as town:
        assert (town.slack.port, town.discord.port, town.mail.imap.port, town.mail.smtp.port) == old
        assert await fetched(town) == [LOG[1]] * 2
    with taken(old[0]), taken(old[1]):
        async with town_of(tmp_path) as town:
            assert not {town.slack.port, town.discord.port} & set(old)
            assert await fetched(town) == [LOG[1]] * 2


async def test_numbers_go_on_growing(tmp_path):
    def handed_out(town):
        slack, space = town.slack, town.slack.workspace
        hook, trigger = slack.hooks.issue("U1", "C1")[0].rpartition("/")[2], space.triggers.issue("U1").split(".")[1]
        ids = space.new_ts(), space.new_id("F"), int(hook), trigger, next(slack.delivery.numbers)
        return *ids, town.discord.world.ids.new(), max(town.mail.add(DESK).raws)

    async with town_of(tmp_path) as town:
        await town.mail.send(ANN, DESK, "Help", "It burns")
        old = handed_out(town)
    async with town_of(tmp_path) as town:
        await town.mail.send(ANN, DESK, "Help", "It burns")
        assert all(new > before for new, before in zip(handed_out(town), old, strict=True))
        assert town.slack.workspace.was_issued(old[0])


async def test_time_faults_and_what_the_page_remembers_are_kept(tmp_path):
    async with town_of(tmp_path) as town:
        town.clock.forward(timedelta(days=2))
        town.faults.add("slack:*", "down", -1)
        town.remembered["guide"] = {"done": {"claim it"}}
        await town.mail.send(ANN, DESK, "Help", "It burns")
    async with town_of(tmp_path) as town:
        assert town.clock.moved == timedelta(days=2)
        assert town.faults.take("slack:chat.postMessage").kind == "down"
        assert town.remembered == {"guide": {"done": {"claim it"}}}
        assert [one.what for one in town.journal.exchanges] == ["DELIVERED"]
        assert town.cast.slack.keys() == town.cast.discord.keys() == {"bob", "cleo", "sue", "max", "ines"}


async def test_a_change_is_kept_without_being_asked_for_and_a_move_of_time_at_once(tmp_path):
    town, file = Town(), tmp_path / "new" / "world"
    keep = Keep(town, file)
    assert not keep.load()
    assert "no world yet" in keep.reason
    await town.start()
    running = asyncio.create_task(keep.run())
    seen = [await another(file)]
    assert file.stat().st_mode & 0o777 == 0o600
    town.slack.workspace.dm(town.cast.slack["bob"])
    town.discord.world.direct(town.cast.discord["bob"])
    seen.append(await another(file, *seen))
    town.clock.forward(timedelta(hours=1))
    seen.append(file.read_bytes())
    town.remembered["guide"] = "done"
    running.cancel()
    await asyncio.wait([running])
    assert len({*seen, file.read_bytes()}) == 4
    town.clock.forward(timedelta(hours=1))  # nobody watches any more
    again = Town()
    assert Keep(again, file).load()
    assert (again.clock.moved, again.remembered) == (timedelta(hours=1), {"guide": "done"})
    await town.stop()


async def another(file, *seen):
    """What the file holds, once it is none of what was seen."""
    async with asyncio.timeout(5):
        while not file.exists() or file.read_bytes() in seen:  # noqa: ASYNC110 - a file rings nobody
            await asyncio.sleep(0.01)
    return file.read_bytes()


@pytest.mark.parametrize("damage", [lambda whole: b"", lambda whole: whole[:-9], lambda whole: b"x\n" * 9])
async def test_a_damaged_file_is_told_and_a_new_world_begins(tmp_path, damage):
    async with town_of(tmp_path):
        pass
    file, town = tmp_path / "world", Town()
    file.write_bytes(damage(file.read_bytes()))
    keep = Keep(town, file)
    assert not keep.load()
    assert keep.reason == f"The world in {file} is damaged: a new one begins."
    assert not town.places


async def test_a_world_of_another_shape_is_told_and_a_new_one_begins(tmp_path):
    async with town_of(tmp_path):
        pass
    file = tmp_path / "world"
    mark, shape, rest = file.read_bytes().split(b"\n", 2)
    file.write_bytes(b"\n".join((mark, shape[::-1], rest)))
    keep = Keep(Town(), file)
    assert not keep.load()
    assert keep.reason == f"The world in {file} was kept by another version: a new one begins."


async def test_nothing_but_what_towns_are_made_of_is_made_of_a_file(tmp_path):
    keep, file = Keep(Town(), tmp_path / "world"), tmp_path / "world"
    keep.save()
    mark, shape, _, _ = file.read_bytes().split(b"\n", 3)
    evil = b"cos\nsystem\n(S'true'\ntR."
    file.write_bytes(b"\n".join((mark, shape, keeping._digest(evil), evil)))
    assert not keep.load()
    assert "damaged" in keep.reason


async def test_a_folder_that_cannot_be_written_is_told_once_and_the_last_world_stays(tmp_path, caplog):
    town, file = Town(), tmp_path / "world"
    keep = Keep(town, file)
    keep.save()
    whole = file.read_bytes()
    (tmp_path / "world.new").mkdir()  # in the way, as a full disk or a folder of somebody else's
    town.remembered["guide"] = "done"
    keep.save()
    keep.save()
    assert keep.trouble == f"The world cannot be kept in {tmp_path} (Is a directory): it lasts until the sandbox ends."
    assert [one.getMessage() for one in caplog.records if one.name == "sandbox.keep"] == [keep.trouble]
    assert file.read_bytes() == whole
    (tmp_path / "world.new").rmdir()
    keep.save()
    assert not keep.trouble
    assert file.read_bytes() != whole
