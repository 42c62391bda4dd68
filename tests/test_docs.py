"""What the docs say is what the code does."""

import re
from pathlib import Path

import pytest

from adapters.manual import commands_page
from adapters.verbs import TABLE
from bot.settings import NAMES

ROOT = Path(__file__).parent.parent
PAGES = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]


def test_the_commands_page_is_fresh():
    assert (ROOT / "docs" / "commands.md").read_text() == commands_page(), "run make docs"


def test_every_verb_is_documented():
    assert [verb.name for verb in TABLE if f"/{verb.word} {verb.name}" not in commands_page()] == []


def test_every_variable_is_documented():
    page = (ROOT / "docs" / "settings.md").read_text()
    assert [name for name in NAMES if f"`{name}`" not in page] == []


def test_every_setting_of_the_example_is_documented():
    page = (ROOT / "docs" / "settings.md").read_text()
    keys = re.findall(r"^(?:# )?(\w+) =", (ROOT / "desk.example.toml").read_text(), re.MULTILINE)
    assert [key for key in set(keys) if f"`{key}`" not in page] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_no_link_is_dead(page):
    links = re.findall(r"\]\(([^)#\s]+)", page.read_text())
    assert [link for link in links if "://" not in link and not (page.parent / link).exists()] == []
