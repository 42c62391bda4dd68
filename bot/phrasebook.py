"""The fixed words that the desk itself says to requesters, in each language it speaks. Nothing of theirs is in them.

`{number}` is the ticket's; in `wrote`, the line above a quoted mail, `{at}` is a time and `{name}` who wrote it.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Phrases:
    received: str  # the subject of an acknowledgement
    notice: str  # the subject of every other notice
    acknowledged: str
    acknowledged_here: str  # the same in a chat, where nobody replies to a mail
    resolved: str
    wrote: str


ENGLISH = Phrases(
    "We have received your message",
    "About your request",
    "Thank you for your message. We have received it as number #{number}; somebody will answer you here. "
    "To add something, simply reply.",
    "Thank you for your message. We have received it as number #{number}; somebody will answer you here. "
    "To add something, write it in this conversation.",
    "We believe that #{number} is solved and will close it soon. If it is not, simply reply and it opens again.",
    "On {at}, {name} wrote:",
)

PHRASES = {
    "en": ENGLISH,
    "de": Phrases(
        "Wir haben Ihre Nachricht erhalten",
        "Zu Ihrer Anfrage",
        "Vielen Dank für Ihre Nachricht. Wir haben sie unter der Nummer #{number} aufgenommen und werden Ihnen hier "
        "antworten. Wenn Sie etwas ergänzen möchten, antworten Sie einfach auf diese Mail.",
        "Vielen Dank für Ihre Nachricht. Wir haben sie unter der Nummer #{number} aufgenommen und werden Ihnen hier "
        "antworten. Wenn Sie etwas ergänzen möchten, schreiben Sie es in diese Unterhaltung.",
        "Wir glauben, dass #{number} gelöst ist, und werden die Anfrage bald schließen. Wenn das nicht so ist, "
        "antworten Sie einfach, und sie wird wieder geöffnet.",
        "Am {at} schrieb {name}:",
    ),
    "fr": Phrases(
        "Nous avons bien reçu votre message",
        "Au sujet de votre demande",
        "Merci pour votre message. Nous l’avons enregistré sous le numéro #{number} et nous vous répondrons ici. "
        "Pour ajouter une précision, répondez simplement à ce message.",
        "Merci pour votre message. Nous l’avons enregistré sous le numéro #{number} et nous vous répondrons ici. "
        "Pour ajouter une précision, écrivez-la dans cette conversation.",
        "Nous pensons que la demande #{number} est résolue et nous allons bientôt la clore. Si ce n’est pas le cas, "
        "répondez simplement et elle sera rouverte.",
        "Le {at}, {name} a écrit :",
    ),
    "es": Phrases(
        "Hemos recibido su mensaje",
        "Sobre su consulta",
        "Gracias por su mensaje. Lo hemos registrado con el número #{number} y le responderemos aquí. "
        "Si desea añadir algo, responda a este correo.",
        "Gracias por su mensaje. Lo hemos registrado con el número #{number} y le responderemos aquí. "
        "Si desea añadir algo, escríbalo en esta conversación.",
        "Creemos que la consulta #{number} está resuelta y la cerraremos pronto. Si no es así, responda y se "
        "volverá a abrir.",
        "El {at}, {name} escribió:",
    ),
    "it": Phrases(
        "Abbiamo ricevuto il suo messaggio",
        "In merito alla sua richiesta",
        "Grazie per il suo messaggio. Lo abbiamo registrato con il numero #{number} e le risponderemo qui. "
        "Per aggiungere qualcosa, risponda semplicemente a questa e-mail.",
        "Grazie per il suo messaggio. Lo abbiamo registrato con il numero #{number} e le risponderemo qui. "
        "Per aggiungere qualcosa, lo scriva in questa conversazione.",
        "Riteniamo che la richiesta #{number} sia risolta e la chiuderemo presto. Se non è così, risponda "
        "semplicemente e verrà riaperta.",
        "Il {at}, {name} ha scritto:",
    ),
    "nl": Phrases(
        "Wij hebben uw bericht ontvangen",
        "Over uw vraag",
        "Bedankt voor uw bericht. Wij hebben het ontvangen onder nummer #{number} en zullen u hier antwoorden. "
        "Wilt u iets toevoegen, beantwoord dan gewoon deze e-mail.",
        "Bedankt voor uw bericht. Wij hebben het ontvangen onder nummer #{number} en zullen u hier antwoorden. "
        "Wilt u iets toevoegen, schrijf het dan in dit gesprek.",
        "Wij denken dat #{number} is opgelost en zullen de vraag binnenkort sluiten. Is dat niet zo, antwoord dan "
        "gewoon en ze wordt weer geopend.",
        "Op {at} schreef {name}:",
    ),
    "pt": Phrases(
        "Recebemos a sua mensagem",
        "Sobre o seu pedido",
        "Obrigado pela sua mensagem. Registámo-la com o número #{number} e responderemos aqui. "
        "Para acrescentar algo, basta responder a este e-mail.",
        "Obrigado pela sua mensagem. Registámo-la com o número #{number} e responderemos aqui. "
        "Para acrescentar algo, escreva nesta conversa.",
        "Julgamos que o pedido #{number} está resolvido e vamos fechá-lo em breve. Se não for o caso, basta "
        "responder e será reaberto.",
        "Em {at}, {name} escreveu:",
    ),
    "pl": Phrases(
        "Otrzymaliśmy Państwa wiadomość",
        "W sprawie Państwa zgłoszenia",
        "Dziękujemy za wiadomość. Zarejestrowaliśmy ją pod numerem #{number} i odpowiemy w tym miejscu. "
        "Aby coś dodać, wystarczy odpowiedzieć na tę wiadomość.",
        "Dziękujemy za wiadomość. Zarejestrowaliśmy ją pod numerem #{number} i odpowiemy w tym miejscu. "
        "Aby coś dodać, wystarczy napisać w tej rozmowie.",
        "Uważamy, że zgłoszenie #{number} zostało rozwiązane, i wkrótce je zamkniemy. Jeśli tak nie jest, wystarczy "
        "odpowiedzieć, a zostanie ponownie otwarte.",
        "W dniu {at} {name} napisał(a):",
    ),
    "cs": Phrases(
        "Přijali jsme vaši zprávu",
        "K vašemu požadavku",
        "Děkujeme za vaši zprávu. Evidujeme ji pod číslem #{number} a odpovíme vám zde. "
        "Chcete-li něco doplnit, stačí na tento e-mail odpovědět.",
        "Děkujeme za vaši zprávu. Evidujeme ji pod číslem #{number} a odpovíme vám zde. "
        "Chcete-li něco doplnit, napište to do této konverzace.",
        "Domníváme se, že požadavek #{number} je vyřešen, a brzy jej uzavřeme. Pokud tomu tak není, stačí odpovědět "
        "a znovu se otevře.",
        "Dne {at} {name} napsal(a):",
    ),
    "da": Phrases(
        "Vi har modtaget din besked",
        "Om din henvendelse",
        "Tak for din besked. Vi har modtaget den som nummer #{number} og svarer dig her. "
        "Vil du tilføje noget, så svar blot på denne mail.",
        "Tak for din besked. Vi har modtaget den som nummer #{number} og svarer dig her. "
        "Vil du tilføje noget, så skriv det i denne samtale.",
        "Vi mener, at #{number} er løst, og lukker henvendelsen snart. Hvis det ikke er tilfældet, så svar blot, og "
        "den bliver åbnet igen.",
        "Den {at} skrev {name}:",
    ),
    "sv": Phrases(
        "Vi har tagit emot ditt meddelande",
        "Om ditt ärende",
        "Tack för ditt meddelande. Vi har tagit emot det som nummer #{number} och svarar dig här. "
        "Om du vill lägga till något är det bara att svara på det här mejlet.",
        "Tack för ditt meddelande. Vi har tagit emot det som nummer #{number} och svarar dig här. "
        "Om du vill lägga till något kan du skriva det i den här konversationen.",
        "Vi tror att #{number} är löst och stänger ärendet snart. Om det inte stämmer är det bara att svara, så "
        "öppnas det igen.",
        "Den {at} skrev {name}:",
    ),
    "fi": Phrases(
        "Olemme vastaanottaneet viestisi",
        "Koskien yhteydenottoasi",
        "Kiitos viestistäsi. Olemme vastaanottaneet sen numerolla #{number} ja vastaamme sinulle täällä. "
        "Jos haluat lisätä jotakin, vastaa tähän viestiin.",
        "Kiitos viestistäsi. Olemme vastaanottaneet sen numerolla #{number} ja vastaamme sinulle täällä. "
        "Jos haluat lisätä jotakin, kirjoita se tähän keskusteluun.",
        "Uskomme, että #{number} on ratkaistu, ja suljemme sen pian. Jos näin ei ole, vastaa tähän, niin se avataan "
        "uudelleen.",
        "{at} {name} kirjoitti:",
    ),
    "ja": Phrases(
        "お問い合わせを受け付けました",
        "お問い合わせについて",
        "お問い合わせいただきありがとうございます。受付番号 #{number} で承りました。担当者がこちらでご返信いたします。"
        "追加のご連絡は、このメールにそのままご返信ください。",
        "お問い合わせいただきありがとうございます。受付番号 #{number} で承りました。担当者がこちらでご返信いたします。"
        "追加のご連絡は、この会話にご記入ください。",
        "受付番号 #{number} は解決したものと考え、まもなく終了いたします。"
        "解決していない場合は、そのままご返信いただければ再開いたします。",
        "{at} {name} さんは書きました:",
    ),
    "zh": Phrases(
        "我们已收到您的消息",
        "关于您的请求",
        "感谢您的来信。我们已收到并登记为 #{number} 号，工作人员将在此回复您。如需补充，直接回复本邮件即可。",
        "感谢您的来信。我们已收到并登记为 #{number} 号，工作人员将在此回复您。如需补充，请在此对话中留言。",
        "我们认为 #{number} 号请求已经解决，即将关闭。如果尚未解决，直接回复即可重新打开。",
        "{at}，{name} 写道：",
    ),
}  # fmt: skip


def tongue(locale: str) -> str:
    """The language of `fr-CA` or `pt_BR`, if the desk has these words in it; else ""."""
    language = locale.replace("_", "-").partition("-")[0].strip().lower()
    return language if language in PHRASES else ""


def phrases(language: str) -> Phrases:
    """The words of a language; English where the desk does not speak it."""
    return PHRASES.get(language, ENGLISH)
