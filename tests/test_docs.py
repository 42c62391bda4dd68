"""What the docs say is what the code does."""

import re
import tomllib
from pathlib import Path

import pytest

from adapters.mail import explanation
from adapters.manual import commands_page
from adapters.refusals import refuse
from adapters.verbs import TABLE
from bot.settings import NAMES, read

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


EXAMPLES = [
    (page, example)
    for page in PAGES
    for example in re.findall(r"^```toml\n(.*?)^```", page.read_text(), re.MULTILINE | re.DOTALL)
]


@pytest.mark.parametrize(("page", "example"), EXAMPLES, ids=[page.name for page, _ in EXAMPLES])
def test_every_example_of_settings_is_accepted_as_it_stands(page, example):
    people = {r"slack:@[a-z]+": "slack:@U0123456", r"discord:@[a-z]+": "discord:@118"}  # whom the sandbox alone knows
    for name, place in people.items():
        example = re.sub(name, place, example)
    refuse(read({}, tomllib.loads(example)))


def test_every_key_that_explain_prints_is_documented():
    page = (ROOT / "docs" / "mail.md").read_text()
    assert [key for key in explanation.KEYS if f"`{key}`" not in page] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_no_link_is_dead(page):
    links = re.findall(r"\]\(([^)#\s]+)", page.read_text())
    assert [link for link in links if "://" not in link and not (page.parent / link).exists()] == []
