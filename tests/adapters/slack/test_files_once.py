"""A desk that was killed before it wrote the receipt down knows its own files when it sees them."""

import pytest

from adapters.slack.finding import Finder, Found
from adapters.slack.people import Me

ME = Me("U0DESK", "B0DESK", "T0")
MINE = [{"user": "U0DESK"}, {"bot_id": "B0DESK"}, {"user": "U0DESK", "bot_id": "B0DESK"}]
FOUND = Found("2.000000", "1.000000")


class Client:
    """Slack with one message in a thread."""

    def __init__(self, message) -> None:
        self.message = message

    async def conversations_replies(self, **_asked):
        return {"messages": [self.message]}


@pytest.mark.parametrize("author", MINE)
async def test_a_file_that_we_showed_is_known_by_the_apps_user_or_bot(author):
    client = Client(author | {"files": [{"name": "how.txt", "title": "how.txt"}]})
    assert await Finder(client).files_after("C0ROOM", FOUND, ME) == {"how.txt"}


async def test_a_file_of_the_same_name_that_a_person_showed_is_not_ours():
    client = Client({"user": "U0ANN", "files": [{"name": "how.txt"}]})
    assert await Finder(client).files_after("C0ROOM", FOUND, ME) == set()
