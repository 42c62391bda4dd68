"""Reasons that hold a value are read in the language of who reads them, though they were kept in English."""

from datetime import UTC, datetime

import pytest

from adapters.mail.keys.locksmith import Signed
from adapters.mail.keys.opening import sentence
from adapters.mail.letter import Sender
from bot import stops
from bot.locking import NoKeys
from bot.retelling import SHAPES, retold
from bot.speech import LANGUAGES, speaking
from bot.stops import Halt, Stop

NOW = datetime(2026, 5, 31, tzinfo=UTC)
ANN = "ann@example.org"


def german(reason):
    with speaking("de"):
        return retold(reason)


def test_whose_key_is_missing_is_told_in_german_too():
    assert german(NoKeys().lock(ANN).trouble) == f"kein Schlüssel von {ANN} ist bekannt"


@pytest.mark.parametrize("until", [None, NOW])
@pytest.mark.parametrize("kind", list(Halt))
def test_every_reason_for_silence_is_told_in_german_too(kind, until):
    said = stops.silence({kind: Stop(f"mail:{ANN}", kind, NOW, until)})

    assert retold(said) == said
    assert german(said) != said
    assert ANN in german(said)
    assert ("2026-05-31" in german(said)) is bool(until)


def test_who_signed_and_what_is_wrong_with_it_are_told_in_german_too():
    ann, eve = Sender(ANN, "Ann"), Sender("eve@example.org", "Eve")
    name = f"Ann <{ANN}>"

    told = german(sentence(Signed("invalid", (name,), "its key expired on 2026-05-31"), ann))
    assert told == f"signiert von {name}, ungültig: ihr Schlüssel ist am 2026-05-31 abgelaufen"
    told = german(sentence(Signed("valid", (name,)), eve))
    assert told == f"signiert von {name}, gültig, aber laut der Mail ist sie von eve@example.org"


@pytest.mark.parametrize("reason", ["", "550 5.1.1 <x@example.org> {} unknown", "{reason}", "signed by", "blocked"])
def test_what_has_no_such_shape_stays_as_it_is(reason):
    assert german(reason) == reason


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_shape_comes_through_in_every_language(language):
    values = {"state": "valid", "n": "7", "date": "2026-05-31", "reason": "no such thing", "name": "Ann {x}"}
    for shape in SHAPES:
        said = shape.format(**{"kind": "PGP/MIME", "address": ANN, "place": ANN, "scope": ANN} | values)
        with speaking(language):
            assert (retold(said) == said) == (language == "en"), said
