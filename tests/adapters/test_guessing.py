"""What language a text is in: only what is sure counts, and nothing breaks for it."""

import sys

import pytest

from adapters import guessing
from bot.phrasebook import PHRASES

SAID = {
    "en": "Hello, my printer does not work since this morning. Can you help me please?",
    "de": "Guten Tag, seit heute morgen druckt mein Drucker nicht mehr. Können Sie mir bitte helfen?",
    "fr": "Bonjour, mon imprimante ne fonctionne plus depuis ce matin. Pouvez-vous m’aider ?",
    "es": "Buenos días, mi impresora no funciona desde esta mañana. ¿Pueden ayudarme, por favor?",
    "it": "Buongiorno, la mia stampante non funziona più da questa mattina. Potete aiutarmi?",
    "nl": "Goedemorgen, mijn printer doet het sinds vanochtend niet meer. Kunt u mij helpen?",
    "pt": "Bom dia, a minha impressora não funciona desde hoje de manhã. Podem ajudar-me?",
    "pl": "Dzień dobry, moja drukarka nie działa od dzisiejszego ranka. Czy mogą Państwo pomóc?",
    "cs": "Dobrý den, moje tiskárna od rána nefunguje. Můžete mi prosím pomoci?",
    "da": "Hej, min printer har ikke virket siden i morges. Kan I hjælpe mig med det?",
    "sv": "Hej, min skrivare har inte fungerat sedan i morse. Kan ni hjälpa mig?",
    "fi": "Hei, tulostimeni ei ole toiminut tästä aamusta lähtien. Voitteko auttaa minua?",
    "ja": "おはようございます。今朝からプリンターが動きません。助けていただけますか。",
    "zh": "您好，我的打印机从今天早上开始就不能用了，请帮忙看一下。",
}


@pytest.mark.parametrize("language", SAID)
async def test_a_whole_sentence_is_known_in_every_language_of_the_desk(language):
    assert await guessing.language(SAID[language]) == language


def test_every_language_of_the_desk_is_among_them():
    assert set(SAID) == set(PHRASES)


@pytest.mark.parametrize(
    "text",
    ["", "VPN kaputt", "Nothing loads.", "???", "123 456 789", "https://example.org/a/b c:\\temp x_y=1 <a@b.c> {d}",
     "Здравствуйте, мой принтер не работает с самого утра, помогите мне пожалуйста.", "打印机"],
)  # fmt: skip
async def test_what_is_short_or_none_of_ours_is_nobodys_language(text):
    assert await guessing.language(text) == ""


async def test_without_the_extra_words_are_not_looked_at_but_letters_are(monkeypatch):
    monkeypatch.setitem(sys.modules, "lingua", None)
    guessing._detector.cache_clear()
    try:
        assert [await guessing.language(SAID[one]) for one in ("de", "ja")] == ["", "ja"]
    finally:
        guessing._detector.cache_clear()


async def test_a_long_text_is_looked_at_in_part():
    assert await guessing.language(SAID["fr"] * 40 + SAID["de"] * 10_000) == "fr"
