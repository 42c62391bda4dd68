"""Values of header fields as programs write them: parameters, encoded words, dates."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.mail.dates import moment
from adapters.mail.headers import words
from adapters.mail.parameters import parameters, unlabelled


@pytest.mark.parametrize(
    ("field", "wanted"),
    [
        ("attachment; filename=a.pdf", "a.pdf"),
        ('attachment; filename="a;b.pdf"; size=1', "a;b.pdf"),
        ("attachment; FileName*=utf-8''%C3%A9.pdf; filename=x.pdf", "é.pdf"),
        ("attachment; filename=x.pdf; filename*0=a; filename*1=b", "ab"),
        ("attachment; filename*0*=utf-8''%C3; filename*1*=%A9.pdf", "é.pdf"),  # a character in two pieces
        ("attachment; filename*0=a; filename*2=c", "a"),
        ("attachment; filename*0=a; filename*1=b; filename*0=x; filename*2=evil", "ab"),
        ("attachment; filename*=iso-8859-1''%C3; filename=x", "Ã"),
        ("attachment; filename*=utf-8''%E4; filename=fallback", "fallback"),
        ("attachment; filename*=x-none''a; filename=fallback", "fallback"),
        ('attachment; filename="=?utf-8?Q?=C3=A9?="', "é"),
        ('attachment; filename="a\\\\b"', "a\\b"),
        ('attachment; filename="never ends', "never ends"),
        ("attachment; filename = a.pdf ; x", "a.pdf"),
        ("attachment; filename=a; filename=b", "a"),
    ],
)
def test_of_several_names_the_best_counts(field, wanted):
    assert parameters(field)[1]["filename"] == wanted


@pytest.mark.parametrize(
    "field", ["attachment", "attachment;", "attachment; filename x", "attachment; filename *=utf-8''a", ""]
)
def test_what_is_no_parameter_is_none(field):
    assert parameters(field)[1] == {}


def test_a_name_in_an_unknown_charset_is_still_a_name():
    assert unlabelled("attachment; filename*=offer-%41.pdf", "filename") == "offer-A.pdf"
    assert unlabelled("attachment; filename*=x-none''%C3%A9.pdf", "filename") == "é.pdf"


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        ("=?utf-8?Q?Wirklich??=", "Wirklich?"),  # a question mark that its sender forgot to encode
        ("=?utf-8?B?8J+S?= =?utf-8?Q?=A9?=", "💩"),
        ("=?utf-8?Q?=D0=BF=D1=80=D0?=", "пр�"),  # cut off in the middle of a character
        ("=?iso-2022-jp?B?GyRCLSEbKEI=?=", "①"),
        ("=?iso-2022-jp?B?GyhJMRsoQg==?=", "ｱ"),
        ("=?gb2312?B?6UY=?=", "镕"),
        ("=?utf-8?Q?a?= b =?utf-8?Q?c?=", "a b c"),
        ("=?utf-8?X?a?=", "=?utf-8?X?a?="),
        ("=?us-ascii?Q?=3D=3Futf-8=3FQ=3Fx=3F=3D?=", "=?utf-8?Q?x?="),  # decoded once, and not again
    ],
)
def test_encoded_words_are_read_as_they_were_meant(value, wanted):
    assert words(value) == wanted


NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "value",
    [
        "Mon, 1 Jun 2026 14:00:00 +0200", "1 Jun 26 12:00 Z", "Mon, 01 Jun 2026 08:00:00 EDT (Eastern)",
        "Mon, 1 Jun 2026 14:00:00 MESZ", "Mon, 1 Jun 2026 21:00:00 JST", "Mon, 1 Jun 2026 08:30:00 NST",
        "Mon,  1 Jun 2026 11:59:60 +0000", "Mon, 1 June 2026 12:00:00 QQQ", "Jun 1, 2026 12:00:00 PM",
        "Mon Jun  1 12:00:00 2026", "Mon Jun  1 14:00:00 CEST 2026", "2026-06-01T14:00:00+02:00",
        "2026-06-01 12:00:00", "Mon, 1 Jun 2026 14:00:00 GMT+02:00", "Mon, 01-Jun-2026 12:00:00 GMT",
        "Mon, 1 Jun 2026 12.00.00 +0000",
    ],
)  # fmt: skip
def test_a_date_is_an_instant_however_it_is_written(value):
    wanted = NOON if "08:30" not in value else NOON.replace(hour=12)

    assert moment(value) == wanted


@pytest.mark.parametrize(
    "value", ["", "soon", "Mon, 32 Jun 2026 12:00:00", "1 Xyz 2026 12:00", "1 Jun 2026 25:00", "9" * 10_000]
)
def test_what_is_no_date_is_none(value):
    assert moment(value) is None


@given(st.text(max_size=200))
def test_any_text_is_some_value(value):
    assert moment(value) is None or moment(value).tzinfo is UTC
    assert isinstance(words(value), str)
    assert all("*" not in name for name in parameters(value)[1])
