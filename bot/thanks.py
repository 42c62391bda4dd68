"""Thanks and nothing else, in the languages of the desk: no reason to take a ticket up again."""

import re

MOST = 200  # characters of a bare thanks
CORE = (
    "thanks thank thx thanx ty tysm cheers danke dankeschön vielendank merci gracias grazie bedankt dank dankjewel "
    "dankuwel obrigado obrigada dzięki dziękuję dziekuje dzieki děkuji děkuju díky dík diky tak takk tack kiitos "
    "kiitoksia"
)
FILLERS = (
    "you so very much many a lot again for your the help all great perfect super wonderful ok okay hi hello dear best "
    "kind warm regards sincerely yours everything support team quick fast reply answer response "
    "vielen lieben herzlichen besten schönen für die ihre ihr eure euch dir ihnen hilfe unterstützung antwort schnelle "
    "prima toll hallo liebe grüße grüßen gruß gruss mit freundlichen freundliche viele mfg lg das sehr nochmals "
    "beaucoup mille bien pour votre aide réponse rapide bonjour cordialement bonne journée parfait "
    "muchas mil por su tu ayuda respuesta rápida hola saludos un saludo cordial perfecto "
    "mille molte tante per il la tuo vostro aiuto risposta ciao saluti cordiali perfetto "
    "je wel u zeer heel erg hartelijk voor hulp uw antwoord groet groeten met vriendelijke fijn "
    "muito pela pelo ajuda resposta sua olá abraço cumprimentos atenciosamente "
    "bardzo za pomoc odpowiedź dzień dobry pozdrawiam pozdrowienia serdecznie "
    "mnohokrát moc vám ti pomoc odpověď dobrý den pozdravem přeji "
    "mange tusind for hjælpen svar hej venlig hilsen med "
    "så mycket stort för hjälpen svaret hälsningar vänliga mvh "
    "paljon avusta vastauksesta hei terveisin ystävällisin"
)
THANKS, WITH = frozenset(CORE.split()), frozenset(FILLERS.split())
UNSPACED = re.compile(
    r"(?:(?:非常|十分|太)?(?:感谢|感謝)(?:您|你|你们|您的帮助|你的帮助)?|(?:多|非常)?谢谢(?:您|你|了|你们|您的帮助|你的帮助)?|多谢|多謝|謝謝(?:您|你)?|好的|收到|"
    r"(?:どうも|誠に|本当に)*(?:ありがとう|有難う)(?:ございます|ございました)?|助かりました|感謝します|了解です|よろしくお願いします)+"
)


def is_thanks(text: str, name: str) -> bool:
    """Does `text` say thanks and nothing else? `name` is its sender's, who may sign with it."""
    if len(text) > MOST:
        return False
    said = re.findall(r"[^\W\d_]+", text.lower().replace("’", "'"))
    if UNSPACED.fullmatch("".join(said)):
        return True
    signed = set(re.findall(r"[^\W\d_]+", name.lower()))
    rest = [word for word in said if word not in signed]
    has_figures = re.search(r"[\d?]", text) is not None
    return not has_figures and any(word in THANKS for word in rest) and all(word in THANKS | WITH for word in rest)
