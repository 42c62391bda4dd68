"""A filter is completed while it is typed: keys, then their values, and never by what the asker may not see."""

import pytest

from adapters.completing import completed
from adapters.filters import KEYS, wanted
from bot.config import Queue, Settings
from bot.fields import Field, Kind
from tests.conftest import ANN, BOB
from tests.test_filters import NOON

SETTINGS = Settings(
    queues=(
        Queue("support", agents=(BOB.place,), categories=("network", "paper jam", "a, b")),
        Queue("sales", agents=(BOB.place,), categories=("network",)),
        Queue("payroll", agents=("slack:@U0SECRET",), categories=("salaries",)),
    ),
    fields=(
        Field("site", "Site", Kind.CHOICE, ("Berlin", "Paris")),
        Field("status", "Its lamp", Kind.CHOICE, ("on", "off")),
        Field("backup", "Backed up", Kind.CHECKBOX),
        Field("serial", "Serial number"),
        Field("grade", "Pay grade", Kind.CHOICE, ("A1",), queues=("payroll",)),
    ),
)


def offered(line, by=BOB):
    return completed(line, by, SETTINGS, lambda: ["vpn", "voip", "billing"], lambda: ["Bob", "Cleo Lee"])


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("st", ["status:", "stat:", "field.status:"]),
        ("STATU", ["status:", "field.status:"]),
        ("ser", ["field.serial:"]),
        ("field.s", ["field.site:", "field.status:", "field.serial:"]),
        ("grade", []),
        ("status:o", ["status:open"]),
        ("status:", [f"status:{one}" for one in ("new", "open", "pending", "resolved", "closed", "unended", "any")]),
        ("status:new,cl", ["status:new,closed"]),
        ("-status:p", ["-status:pending"]),
        ("-pri", ["-priority:"]),
        ("owner:none tag:v", ["owner:none tag:vpn", "owner:none tag:voip"]),
        ("tag:#b", ["tag:billing"]),
        ('"paper jam"  pri', ['"paper jam"  priority:']),
        ("“paper jam” has:", ['"paper jam" has:attachment']),
        ("owner:", ["owner:me", "owner:none", "owner:any", "owner:Bob", 'owner:"Cleo Lee"']),
        ("owner:@cl", ['owner:"Cleo Lee"']),
        ('owner:"cleo l', ['owner:"Cleo Lee"']),
        ("queue:", ["queue:support", "queue:sales"]),
        ("category:", ["category:network", 'category:"paper jam"']),
        ('category:"paper j', ['category:"paper jam"']),
        ("priority:u", ["priority:urgent"]),
        ("field.site:", ["field.site:Berlin", "field.site:Paris"]),
        ("Site:b", ["Site:Berlin"]),
        ("field.status:o", ["field.status:on", "field.status:off"]),
        ("backup:", ["backup:yes"]),
        ("serial:", []),
        ("language:f", ["language:fr", "language:fi"]),
        ("lang", ["language:"]),
        ("field.grade:", []),
        ("due:n", ["due:now", "due:newer:4h", "due:newer:2d", "due:newer:7d", "due:newer:30d"]),
        ("created:older:2", ["created:older:2d"]),
        ("older:", ["older:4h", "older:2d", "older:7d", "older:30d"]),
        ("stat:ra", ["stat:rated"]),
        ("period:last-m", ["period:last-month"]),
        ("requester:an", []),
        ("colour:", []),
        ('"status:', []),
        ("https://", []),
    ],
)  # fmt: skip
def test_the_last_term_is_completed_and_what_stands_before_it_is_kept(line, found):
    assert offered(line) == found


@pytest.mark.parametrize("line", ["", "printer ", "printer -"])
def test_where_nothing_is_typed_yet_all_keys_are_offered(line):
    fields = ("field.site", "field.status", "field.backup", "field.serial")
    assert offered(line) == [f"{line}{key}:" for key in (*KEYS, *fields)]


def test_who_is_no_agent_is_offered_nothing():
    assert offered("", ANN) == offered("queue:", ANN) == offered("tag:", ANN) == []


@pytest.mark.parametrize("key", [*KEYS, "field.site", "field.status", "backup"])
def test_whatever_is_offered_is_understood(key):
    assert all(wanted(line, BOB, NOON, SETTINGS) for line in offered(f"stat:created {key}:"))
