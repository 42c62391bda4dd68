"""Agents read the desk in their language."""

import asyncio

from adapters.serial import Serial
from bot.speech import known, say, several, speaking, spoken, word


def test_a_sentence_without_a_translation_is_english():
    with speaking("de"):
        assert say("{name} ate {{no}} sentence of this desk", name="Bob") == "Bob ate {no} sentence of this desk"


def test_what_people_wrote_is_filled_in_as_it_is():
    assert say("{by} wrote", by="{name}") == "{name} wrote"


def test_one_and_many_have_their_own_sentences():
    assert [several("{n} cat", "{n} cats", n) for n in (1, 2)] == ["1 cat", "2 cats"]
    assert word("open", "status") == "open"


def test_a_locale_is_the_language_it_begins_with():
    assert [known(one) for one in ("de-AT", "pt_BR", "JA", "xx", "")] == ["de", "pt", "ja", "en", "en"]


async def test_the_desks_thread_speaks_the_language_of_who_asks_it():
    ask = Serial()

    async def asked(language):
        with speaking(language):
            return await ask(spoken)

    assert await asyncio.gather(asked("de"), asked("fr"), ask(spoken)) == ["de", "fr", "en"]
    ask.close()
