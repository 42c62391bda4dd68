"""What the house looks after every few seconds."""

from dataclasses import replace

import pytest

from bot.config import Secret
from house import House
from tests.conftest import SETTINGS


@pytest.fixture
def home(tmp_path, clock):
    url = Secret(f"sqlite:///{tmp_path / 'desk.db'}")
    made = House(replace(SETTINGS, database_url=url, files_dir=tmp_path / "files"), clock)
    yield made
    made.close()


async def test_a_look_that_fails_keeps_none_of_the_others_waiting(home, mocker):
    mocker.patch.object(home.desk.ledger, "watch", side_effect=ValueError("a bug"))
    told = mocker.patch.object(home.desk.turns, "tell", return_value=0)
    released = mocker.patch.object(home.desk.attendance, "release", side_effect=[50, 7, 0])

    await home._watch()

    assert (told.call_count, released.call_count) == (1, 3)
