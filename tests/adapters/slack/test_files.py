"""Files over real sockets, both ways: bytes in, bytes out, and what stays behind is said."""

import pytest

from tests.adapters.slack.stage import stage

PICTURE = b"\x89PNG not really"


@pytest.fixture
async def here(tmp_path):
    async with stage(tmp_path) as one:
        yield one


def shared(here, channel, root):
    return [name for one in here.people.messages(channel, root) if one.who == "deskbell" for name in one.files]


def data(here, name):
    """The bytes of the newest file of that name that the bot brought to Slack."""
    app = here.slack.app.bot_user
    return [one.data for one in here.slack.workspace.files.values() if one.name == name and one.user == app][-1]


async def test_a_requesters_file_reaches_the_agents(here):
    here.question = await here.people.say(here.ann, here.help, "Look", files=[("fire.png", PICTURE)])
    card = await here.card("Look")
    await here.sees(lambda: shared(here, here.room, card.ts) == ["fire.png"])
    assert data(here, "fire.png") == PICTURE
    opened = here.event(0)
    assert here.files.get(opened.files[0]) == PICTURE


async def test_an_agents_file_reaches_the_requester_with_the_answer(here):
    card = await here.asked()
    await here.people.say(here.bob, here.room, "!reply This is how", card.ts, files=[("how.txt", b"one, two")])
    await here.sees(lambda: shared(here, here.help, here.question) == ["how.txt"])
    assert data(here, "how.txt") == b"one, two"


async def test_a_file_alone_is_a_note_and_stays_with_the_agents(here):
    card = await here.asked()
    await here.people.say(here.bob, here.room, "", card.ts, files=[("secret.txt", b"x")])
    await here.quiet()
    noted = here.event(-1)
    assert [file.name for file in noted.files] == ["secret.txt"]
    assert shared(here, here.help, here.question) == []


async def test_a_file_in_the_form_goes_along(here):
    card = await here.asked()
    await here.people.click(here.bob, here.room, card.ts, "Reply")
    upload = here.people.upload(here.bob, "plan.txt", b"the plan")
    await here.people.submit(here.bob, {"Text": "Here it is", "Files": [upload]})
    await here.sees(lambda: any("Here it is" in one for one in here.answers()))


async def test_a_long_text_is_cut_and_goes_along_whole_as_a_file(here):
    words = "The printer burns. " * 200
    card = await here.asked(f"Fire\n{words}")
    await here.sees(lambda: shared(here, here.room, card.ts) == ["message.txt"])
    assert data(here, "message.txt").decode() == f"Fire\n{words}".strip()
    assert "(the whole text is attached)" in here.lines(card.ts)[0]


async def test_a_file_that_may_not_be_read_is_named_and_the_words_are_kept(here):
    here.slack.app.scopes.discard("files:read")
    here.question = await here.people.say(here.ann, here.help, "Look", files=[("fire.png", PICTURE)])
    card = await here.card("Look")
    assert "[the file fire.png stays on Slack: the app lacks the scope files:read]" in here.lines(card.ts)[0]


async def test_an_answer_whose_file_slack_refuses_is_not_half_sent_and_the_agents_are_told(here):
    here.may_ping.add(here.bob)  # whose answer it was
    card = await here.asked()
    await here.quiet()
    here.faults.add("slack:files.getUploadURLExternal", "error", value="file_uploads_disabled")
    await here.people.say(here.bob, here.room, "!reply This is how", card.ts, files=[("how.txt", b"one, two")])
    await here.sees(lambda: any("could not be delivered" in one for one in here.lines(card.ts)))
    assert not [one for one in here.answers() if "This is how" in one]


async def test_a_file_whose_upload_broke_goes_again(here):
    card = await here.asked()
    await here.quiet()
    here.faults.add("slack:upload", "drop_before")
    await here.people.say(here.bob, here.room, "!reply This is how", card.ts, files=[("how.txt", b"one, two")])
    await here.sees(lambda: here.journal.of("slack", "upload"))
    await here.rest()
    here.later(seconds=10)
    await here.sees(lambda: shared(here, here.help, here.question) == ["how.txt"])
    assert len([one for one in here.answers() if "This is how" in one]) == 1


async def test_of_very_many_files_ten_are_shown_and_the_others_are_counted(here):
    many = [(f"{number}.txt", b"x") for number in range(30)]
    here.question = await here.people.say(here.ann, here.help, "Look", files=many)
    card = await here.card("Look")
    await here.sees(lambda: len(shared(here, here.room, card.ts)) == 10)
    assert len(here.journal.of("slack", "files.getUploadURLExternal")) == 10
    assert "and 20 more files, kept with the ticket" in here.lines(card.ts)[0]
