"""A browser and a sandbox for the tests of the page; without Chromium they are skipped, and say so."""

import tempfile
from pathlib import Path

import pytest

from tests.page.browser import CHROMIUM, opened
from tests.page.sandbox_process import SandboxProcess
from tests.page.tab import Tab

HERE = Path(__file__).parent


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items):
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("page"))
            item.add_marker(
                pytest.mark.skipif(not CHROMIUM, reason="there is no Chromium here to look at the page with")
            )


@pytest.fixture(scope="package")
def browser():
    with opened() as browser:
        yield browser


@pytest.fixture(scope="module")
def home():
    with tempfile.TemporaryDirectory(prefix="deskbell-page-") as home:
        yield Path(home) / "data"


@pytest.fixture(scope="module")
def sandbox(home):
    """One world for the tests of a module: each writes of something that no other does."""
    running = SandboxProcess(home)
    yield running
    assert running.stop() == 0


@pytest.fixture
def tab(browser, sandbox):
    """Opens tabs; at the end none of them may have complained."""
    tabs = []

    def opens(team="slack/bob", customer="mail/ann", **how):
        tabs.append(Tab(browser, sandbox, team, customer, **how))
        return tabs[-1]

    yield opens
    wrong = [error for one in tabs for error in one.errors]
    for one in tabs:
        one.close()
    assert wrong == []
