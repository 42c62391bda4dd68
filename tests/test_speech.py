"""Agents read the desk in their language."""

import asyncio

import pytest

from adapters.serial import Serial
from bot.speech import LOCALES, known, later, say, several, shown, speaking, spoken, word
from tests import catalogues


def test_a_sentence_without_a_translation_is_english():
    with speaking("de"):
        assert say("{name} ate {{no}} sentence of this desk", name="Bob") == "Bob ate {no} sentence of this desk"


def test_what_people_wrote_is_filled_in_as_it_is():
    assert say("{by} wrote", by="{name}") == "{name} wrote"


def test_one_and_many_have_their_own_sentences():
    assert [several("{n} cat", "{n} cats", n) for n in (1, 2)] == ["1 cat", "2 cats"]
    assert word("open", "status") == "open"


def test_what_stands_in_a_table_is_translated_where_it_is_shown():
    gone = later("{name} is gone")
    assert (gone, shown(gone, name="Bob"), shown("")) == ("{name} is gone", "Bob is gone", "")


def test_a_locale_is_the_language_it_begins_with():
    assert [known(one) for one in ("de-AT", "pt_BR", "JA", "xx", "")] == ["de", "pt", "ja", "en", "en"]


async def test_the_desks_thread_speaks_the_language_of_who_asks_it():
    ask = Serial()

    async def asked(language):
        with speaking(language):
            return await ask(spoken)

    assert await asyncio.gather(asked("de"), asked("fr"), ask(spoken)) == ["de", "fr", "en"]
    ask.close()


def test_the_catalogues_can_know_every_sentence():
    assert catalogues.unfit() == []


@pytest.mark.parametrize("language", catalogues.TRANSLATED)
def test_every_sentence_is_said_in_every_language(language):
    assert catalogues.missing(catalogues.updated(language)) == []


@pytest.mark.parametrize("language", catalogues.TRANSLATED)
def test_a_translation_names_what_the_sentence_names(language):
    assert catalogues.misfilled(catalogues.updated(language)) == []


@pytest.mark.parametrize("language", catalogues.TRANSLATED)
def test_what_is_typed_is_the_same_in_every_language(language):
    assert catalogues.mistyped(catalogues.updated(language)) == []


@pytest.mark.parametrize("language", catalogues.TRANSLATED)
def test_the_compiled_catalogue_is_the_written_one(language):
    compiled = LOCALES / language / "LC_MESSAGES" / "deskbell.mo"
    assert compiled.read_bytes() == catalogues.compiled(catalogues.catalogue(language))
