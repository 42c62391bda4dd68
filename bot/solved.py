"""Yes or Not yet and nothing else, as the answer to “Is it solved?”, in the languages of the desk."""

import re

from bot.questions import questions
from bot.thanks import MOST, THANKS, WITH

YES = {
    "en": "yes; yep; yeah; yes it is; yes solved; yes it is solved; solved; it is solved; yes it works; it works now; "
    "it works; fixed; done",
    "de": "ja; jawohl; ja ist gelöst; ja es ist gelöst; gelöst; ist gelöst; erledigt; ja erledigt; es geht; es geht "
    "wieder; ja es geht; ja es geht wieder; es funktioniert; ja es funktioniert",
    "fr": "oui; oui c'est résolu; c'est résolu; résolu; ça marche; oui ça marche",
    "es": "sí; si; sí está resuelto; está resuelto; resuelto; ya funciona; sí ya funciona",
    "it": "sì; si; sì è risolto; è risolto; risolto; funziona; sì funziona",
    "nl": "ja; ja het is opgelost; het is opgelost; opgelost; het werkt; ja het werkt",
    "pt": "sim; sim está resolvido; está resolvido; resolvido; já funciona; sim já funciona",
    "pl": "tak; tak rozwiązane; rozwiązane; tak działa; działa",
    "cs": "ano; ano je to vyřešeno; vyřešeno; je to vyřešeno; funguje; ano funguje",
    "da": "ja; ja det er løst; det er løst; løst; det virker; ja det virker",
    "sv": "ja; ja det är löst; det är löst; löst; det fungerar; ja det fungerar",
    "fi": "kyllä; joo; kyllä on; ratkaistu; se toimii; kyllä se toimii; toimii",
    "ja": "はい; はい解決しました; 解決しました; 解決済みです",
    "zh": "是; 是的; 解决了; 已解决; 已经解决; 已经解决了; 是的已解决; 是的解决了",
}
NOT_YET = {
    "en": "no; nope; not yet; no not yet; not solved; no it is not; not solved yet; it is not solved; no not solved",
    "de": "nein; nee; noch nicht; nein noch nicht; nicht gelöst; noch nicht gelöst; nein nicht gelöst; leider nein; "
    "leider nicht; leider noch nicht; nein leider nicht; nein leider noch nicht",
    "fr": "non; pas encore; non pas encore; pas résolu; pas encore résolu; non ce n'est pas résolu",
    "es": "no; todavía no; aún no; no todavía no; no está resuelto; todavía no está resuelto",
    "it": "no; non ancora; no non ancora; non è risolto; non è ancora risolto",
    "nl": "nee; nog niet; nee nog niet; niet opgelost; nog niet opgelost",
    "pt": "não; ainda não; não ainda não; não está resolvido; ainda não está resolvido",
    "pl": "nie; jeszcze nie; nie jeszcze nie; nierozwiązane; nie działa",
    "cs": "ne; ještě ne; ne ještě ne; není vyřešeno; není to vyřešeno",
    "da": "nej; ikke endnu; nej ikke endnu; ikke løst; det er ikke løst",
    "sv": "nej; inte än; inte ännu; nej inte än; nej inte ännu; inte löst; det är inte löst",
    "fi": "ei; ei vielä; ei ole; ei ole vielä; ei ratkaistu",
    "ja": "いいえ; まだです; まだ; いいえまだです; 解決していません; まだ解決していません",
    "zh": "否; 没有; 还没有; 还没; 没解决; 还没解决; 还没有解决; 尚未解决; 未解决",
}  # fmt: skip
UNSPACED = ("ja", "zh")


def answer(text: str, name: str, language: str) -> bool | None:
    """True for Yes, False for Not yet, None where `text` is anything else. `name` is its sender's, who may sign.

    English is understood beside the queue's `language`, and thanks and greetings around the answer are overheard.
    """
    if len(text) > MOST or re.search(r"[\d?？]", text):
        return None
    said = _words(text)
    signed = frozenset(_words(name))
    for tongue in dict.fromkeys((language, "en")):
        yes, no = _known(YES, tongue, questions(tongue).yes), _known(NOT_YET, tongue, questions(tongue).not_yet)
        for kept in (said, [word for word in said if word not in signed], _bare(said, signed, yes | no)):
            whole = ("" if tongue in UNSPACED else " ").join(kept)
            if whole in yes or whole in no:
                return whole in yes
    return None


def _bare(said: list[str], signed: frozenset[str], known: frozenset[str]) -> list[str]:
    """Without thanks and greetings; no word of an answer is one of them."""
    ours = {word for one in known for word in one.split()}
    return [word for word in said if word not in signed and (word in ours or word not in THANKS | WITH)]


def _known(table: dict[str, str], tongue: str, label: str) -> frozenset[str]:
    joint = "" if tongue in UNSPACED else " "
    said = (*table.get(tongue, "").split("; "), label)
    return frozenset(joint.join(_words(one)) for one in said if one)


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", text.lower())
