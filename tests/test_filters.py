"""The grammar of list and search: what each term means, and what is answered to one that means nothing."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.filters import KEYS, wanted
from bot import terms
from bot.config import Queue, Settings
from bot.errors import Misunderstood
from bot.fields import Field
from bot.filters import UNENDED, Filter, Span
from bot.ticket import Status
from tests.conftest import BOB, CLEO

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
SETTINGS = Settings(
    timezone="Europe/Berlin",
    queues=(Queue("support", categories=("network", "printing")), Queue("billing")),
    fields=(Field("serial", "Serial number"), Field("status", "Its lamp")),
)


def read(line, by=BOB):
    return wanted(line, by, NOON, SETTINGS)


def words(*each, is_exact=False):
    return {"words": tuple(terms.wanted(one, is_exact) for one in each)}


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("", {}),
        ("status:open", {"statuses": (Status.OPEN,)}),
        ("status:open status:pending", {"statuses": (Status.OPEN, Status.PENDING)}),
        ("Status:Closed,open", {"statuses": (Status.CLOSED, Status.OPEN)}),
        ("status:any", {"statuses": tuple(Status)}),
        ("status:unended", {"statuses": UNENDED}),
        ("owner:me", {"owners": (BOB.place,)}),
        ("owner:none", {"owners": ("none",)}),
        ("owner:@Cleo,me", {"owners": ("Cleo", BOB.place)}),
        ("owner:<@!300>", {"owners": ("slack:@300",)}),
        ("queue:Support", {"queues": ("support",)}),
        ("tag:Billing tag:#vpn", {"tags": ("billing", "vpn")}),
        ('tag:"two words"', {"tags": ("two words",)}),
        ("category:network", {"categories": ("network",)}),
        ("priority:high,urgent", {"priorities": ("high", "urgent")}),
        ("requester:ann@example.org", {"requesters": ("ann@example.org",)}),
        ('requester:"Ann Lee"', {"requesters": ("Ann Lee",)}),
        ("serial:X-12", {"fields": (("serial", "X-12"),)}),
        ("field.serial:X-12", {"fields": (("serial", "X-12"),)}),
        ('-Field.Serial:"X 12"', {"without": (Filter((), fields=(("serial", "X 12"),)),)}),
        ("field.status:open", {"fields": (("status", "open"),)}),
        ("has:attachment", {"has_files": True}),
        ("older:2d", {"opened": Span(to_at=NOON - timedelta(days=2))}),
        ("created:older:2d", {"opened": Span(to_at=NOON - timedelta(days=2))}),
        ("newer:4h", {"opened": Span(from_at=NOON - timedelta(hours=4))}),
        ("older:1d newer:1w", {"opened": Span(NOON - timedelta(days=7), NOON - timedelta(days=1))}),
        ("updated:newer:90m", {"updated": Span(from_at=NOON - timedelta(minutes=90))}),
        ("updated:older:2026-05-01", {"updated": Span(to_at=datetime(2026, 4, 30, 22, tzinfo=UTC))}),
        ("due:now", {"due": Span(to_at=NOON)}),
        ("due:999999w", {"due": Span(to_at=datetime.max.replace(tzinfo=UTC))}),
        ("due:2h", {"due": Span(to_at=NOON + timedelta(hours=2))}),
        ("due:older:1d", {"due": Span(to_at=NOON - timedelta(days=1))}),
        ("printer jam", words("printer", "jam")),
        ('"printer jam"', words("printer jam", is_exact=True)),
        ("„paper jam“", words("paper jam", is_exact=True)),
        ("https://example.org/x 12:30", words("https://example.org/x", "12:30")),
        ('"error:42"', words("error:42", is_exact=True)),
        ("& – !!", {}),
        ('5" disk', words('5"', "disk")),
        ("-tag:spam", {"without": (Filter((), tags=("spam",)),)}),
        ("-status:open,new", {"without": (Filter((Status.OPEN, Status.NEW)),)}),
        ('-"paper jam" -toner', {"without": (Filter((), **words("paper jam", is_exact=True)),
                                             Filter((), **words("toner")))}),
        ("-has:attachment", {"without": (Filter((), has_files=True),)}),
    ],
)  # fmt: skip
def test_a_term_means_what_it_says(line, found):
    assert read(line) == Filter(**found)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("stauts:open", "I do not know the filter stauts:. Did you mean status:?"),
        ("seriel:1", "Did you mean serial:?"),
        ("field.seriel:1", "Did you mean field.serial:?"),
        ("field.serial:", "field.serial: needs a value"),
        ("colour:green", "There are: status:, owner:, queue:"),
        ("status:opne", "status:opne is none of new, open, .* Did you mean status:open?"),
        ("queue:suport", "queue:suport is none of support, billing. Did you mean queue:support?"),
        ("priority:huge", "priority:huge is none of low, normal, high, urgent."),
        ("category:netwrok", "Did you mean category:network?"),
        ("has:wings", "has:wings is none of attachment."),
        ("status:", "status: needs a value"),
        ("owner: bob", "owner: needs a value, with no blank after the colon."),
        ("older:purple", "older:purple is no length of time: try older:2d, older:4h or older:2026-05-31."),
        ("updated:newer:-3d", "try updated:newer:2d"),
        ("updated:2d", "try updated:older:2d, updated:newer:2d."),
        ("due:soon", "due:older:2d, due:newer:2d, due:now or due:2h."),
        ("older:999999w", "is no length of time"),
        ('x "y', "quotation mark"),
        ("x" * 301, "at most 300 characters"),
    ],
)
def test_what_means_nothing_is_answered_with_the_nearest_that_does(line, sentence):
    with pytest.raises(Misunderstood) as refused:
        read(line)
    assert all(part in str(refused.value) for part in sentence.split(" .* "))


def test_me_is_whoever_asks():
    assert read("owner:me", CLEO).owners == (CLEO.place,)


SPICE = st.sampled_from(
    ['"', "“", "*", "-", ":", "(", ")", "NEAR", "AND", "OR", "NOT", "'", "\\", "%", "<->", "&", "|", "!"]
)


def refusal(line):
    try:
        return "" if isinstance(read(line), Filter) else "no filter"
    except Misunderstood as refused:
        return str(refused)


@given(st.lists(st.one_of(st.text(max_size=8), SPICE, st.sampled_from(KEYS)), max_size=8).map(" ".join))
def test_whatever_is_typed_is_understood_or_refused_in_one_sentence(line):
    assert refusal(line) != "no filter"
