"""What the desk asks its requesters when a ticket ends, and answers them then, in each language it speaks.

As in `bot.phrasebook` nothing of theirs is in it. `{number}` is the ticket's, `{at}` a time, `{answer}` what they
pressed or said.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Questions:
    solved: str
    yes: str
    not_yet: str
    by_reply: str  # how to answer where nothing can be pressed
    warned: str
    missing: str  # asked of who said Not yet
    confirmed: str  # to who said Yes
    open_again: str
    over: str  # to who answers too late
    survey: str
    score: str
    comment: str
    rated: str
    rated_before: str
    send: str
    gone: str  # below a link that does not work
    cancel: str  # closes the form of a rating
    answered: str  # stands in a chat where the answers could be pressed


ENGLISH = Questions(
    "Is it solved?", "Yes", "Not yet", "Simply reply “{yes}” or “{not_yet}”.",
    "We have not heard from you about #{number}, so we will close it on {at}.",
    "We are sorry that #{number} is not solved yet: it is open again. What is missing? Please write it here.",
    "Thank you! #{number} is closed.", "#{number} is open again.",
    "#{number} has moved on since. If you still need us, simply write.",
    "How did we do with #{number}? 1 is poor, 5 is excellent.", "Your rating", "Would you like to add something?",
    "Thank you for your rating!", "You have rated this already. Thank you!", "Send",
    "This link does not work any more. If you still need us, simply reply to our mail.",
    "Cancel", "Your answer: {answer}",
)  # fmt: skip

QUESTIONS = {
    "en": ENGLISH,
    "de": Questions(
        "Ist es gelöst?", "Ja", "Noch nicht", "Antworten Sie einfach „{yes}“ oder „{not_yet}“.",
        "Wir haben zu #{number} nichts mehr von Ihnen gehört und schließen die Anfrage am {at}.",
        "Schade, dass #{number} noch nicht gelöst ist. Die Anfrage ist wieder offen: Was fehlt noch? "
        "Schreiben Sie es bitte hier.",
        "Vielen Dank! #{number} ist geschlossen.", "#{number} ist wieder offen.",
        "Bei #{number} hat sich inzwischen etwas geändert. Wenn Sie uns noch brauchen, schreiben Sie einfach.",
        "Wie zufrieden sind Sie mit #{number}? 1 ist schlecht, 5 ist ausgezeichnet.", "Ihre Bewertung",
        "Möchten Sie etwas ergänzen?", "Vielen Dank für Ihre Bewertung!",
        "Das haben Sie schon bewertet. Vielen Dank!", "Senden",
        "Dieser Link gilt nicht mehr. Wenn Sie uns noch brauchen, antworten Sie einfach auf unsere Mail.",
        "Abbrechen", "Ihre Antwort: {answer}",
    ),
    "fr": Questions(
        "Est-ce résolu ?", "Oui", "Pas encore", "Répondez simplement « {yes} » ou « {not_yet} ».",
        "Nous n’avons pas eu de nouvelles de vous au sujet de #{number} et nous allons clore la demande le {at}.",
        "Nous sommes désolés que #{number} ne soit pas encore résolu : la demande est rouverte. Que manque-t-il ? "
        "Écrivez-le ici, s’il vous plaît.",
        "Merci ! La demande #{number} est close.", "La demande #{number} est rouverte.",
        "La demande #{number} a évolué depuis. Si vous avez encore besoin de nous, écrivez simplement.",
        "Êtes-vous satisfait de la réponse à #{number} ? 1 : mauvais, 5 : excellent.", "Votre note",
        "Souhaitez-vous ajouter quelque chose ?", "Merci pour votre note !",
        "Vous avez déjà donné une note. Merci !", "Envoyer",
        "Ce lien n’est plus valable. Si vous avez encore besoin de nous, répondez simplement à notre message.",
        "Annuler", "Votre réponse : {answer}",
    ),
    "es": Questions(
        "¿Está resuelto?", "Sí", "Todavía no", "Responda simplemente «{yes}» o «{not_yet}».",
        "No hemos tenido noticias suyas sobre #{number}, así que cerraremos la consulta el {at}.",
        "Sentimos que #{number} todavía no esté resuelta: la consulta está abierta de nuevo. ¿Qué falta? "
        "Escríbalo aquí, por favor.",
        "¡Gracias! La consulta #{number} está cerrada.", "La consulta #{number} está abierta de nuevo.",
        "La consulta #{number} ha cambiado entretanto. Si aún nos necesita, escríbanos.",
        "¿Cómo valora la atención en #{number}? 1 es mala, 5 es excelente.", "Su valoración",
        "¿Desea añadir algo?", "¡Gracias por su valoración!", "Ya lo ha valorado. ¡Gracias!", "Enviar",
        "Este enlace ya no es válido. Si aún nos necesita, responda a nuestro correo.",
        "Cancelar", "Su respuesta: {answer}",
    ),
    "it": Questions(
        "È risolto?", "Sì", "Non ancora", "Risponda semplicemente «{yes}» o «{not_yet}».",
        "Non abbiamo avuto sue notizie su #{number}, perciò chiuderemo la richiesta il {at}.",
        "Ci dispiace che #{number} non sia ancora risolta: la richiesta è di nuovo aperta. Che cosa manca? "
        "Lo scriva qui, per favore.",
        "Grazie! La richiesta #{number} è chiusa.", "La richiesta #{number} è di nuovo aperta.",
        "Nel frattempo la richiesta #{number} è cambiata. Se ha ancora bisogno di noi, ci scriva.",
        "Come valuta la risposta a #{number}? 1 è scarsa, 5 è eccellente.", "La sua valutazione",
        "Desidera aggiungere qualcosa?", "Grazie per la sua valutazione!", "L’ha già valutata. Grazie!", "Invia",
        "Questo link non è più valido. Se ha ancora bisogno di noi, risponda alla nostra e-mail.",
        "Annulla", "La sua risposta: {answer}",
    ),
    "nl": Questions(
        "Is het opgelost?", "Ja", "Nog niet", "Antwoord gewoon ‘{yes}’ of ‘{not_yet}’.",
        "Wij hebben niets meer van u gehoord over #{number} en sluiten de vraag op {at}.",
        "Jammer dat #{number} nog niet is opgelost: de vraag is weer open. Wat ontbreekt er? Schrijf het hier.",
        "Bedankt! #{number} is gesloten.", "#{number} is weer open.",
        "Bij #{number} is er intussen iets veranderd. Hebt u ons nog nodig, schrijf dan gewoon.",
        "Hoe tevreden bent u over #{number}? 1 is slecht, 5 is uitstekend.", "Uw beoordeling",
        "Wilt u iets toevoegen?", "Bedankt voor uw beoordeling!", "U hebt dit al beoordeeld. Bedankt!", "Versturen",
        "Deze link werkt niet meer. Hebt u ons nog nodig, beantwoord dan gewoon onze e-mail.",
        "Annuleren", "Uw antwoord: {answer}",
    ),
    "pt": Questions(
        "Está resolvido?", "Sim", "Ainda não", "Responda apenas “{yes}” ou “{not_yet}”.",
        "Não tivemos notícias suas sobre #{number}, por isso vamos fechar o pedido em {at}.",
        "Lamentamos que #{number} ainda não esteja resolvido: o pedido está aberto de novo. O que falta? "
        "Escreva-o aqui, por favor.",
        "Obrigado! O pedido #{number} está fechado.", "O pedido #{number} está aberto de novo.",
        "Entretanto, o pedido #{number} mudou. Se ainda precisar de nós, escreva.",
        "Como avalia o atendimento em #{number}? 1 é mau, 5 é excelente.", "A sua avaliação",
        "Deseja acrescentar algo?", "Obrigado pela sua avaliação!", "Já avaliou este pedido. Obrigado!", "Enviar",
        "Esta ligação já não é válida. Se ainda precisar de nós, responda ao nosso e-mail.",
        "Cancelar", "A sua resposta: {answer}",
    ),
    "pl": Questions(
        "Czy sprawa jest rozwiązana?", "Tak", "Jeszcze nie", "Wystarczy odpowiedzieć „{yes}” lub „{not_yet}”.",
        "Nie mamy od Państwa wiadomości w sprawie #{number}, dlatego zamkniemy ją {at}.",
        "Przykro nam, że sprawa #{number} nie jest jeszcze rozwiązana: została otwarta ponownie. Czego brakuje? "
        "Prosimy napisać tutaj.",
        "Dziękujemy! Sprawa #{number} jest zamknięta.", "Sprawa #{number} jest znowu otwarta.",
        "W sprawie #{number} coś się zmieniło. Jeśli nadal nas Państwo potrzebują, wystarczy napisać.",
        "Jak oceniają Państwo obsługę sprawy #{number}? 1 to źle, 5 to doskonale.", "Ocena",
        "Czy chcą Państwo coś dodać?", "Dziękujemy za ocenę!", "Ta sprawa została już oceniona. Dziękujemy!", "Wyślij",
        "Ten link już nie działa. Jeśli nadal nas Państwo potrzebują, wystarczy odpowiedzieć na naszą wiadomość.",
        "Anuluj", "Odpowiedź: {answer}",
    ),
    "cs": Questions(
        "Je to vyřešeno?", "Ano", "Ještě ne", "Stačí odpovědět „{yes}“ nebo „{not_yet}“.",
        "K požadavku #{number} jsme od vás nic neslyšeli, proto jej {at} uzavřeme.",
        "Je nám líto, že #{number} ještě není vyřešen: požadavek je znovu otevřen. Co chybí? Napište to prosím zde.",
        "Děkujeme! Požadavek #{number} je uzavřen.", "Požadavek #{number} je znovu otevřen.",
        "U požadavku #{number} se mezitím něco změnilo. Pokud nás ještě potřebujete, stačí napsat.",
        "Jak jste spokojeni s vyřízením #{number}? 1 je špatné, 5 je vynikající.", "Vaše hodnocení",
        "Chcete něco doplnit?", "Děkujeme za vaše hodnocení!", "To jste už hodnotili. Děkujeme!", "Odeslat",
        "Tento odkaz už neplatí. Pokud nás ještě potřebujete, stačí odpovědět na náš e-mail.",
        "Zrušit", "Vaše odpověď: {answer}",
    ),
    "da": Questions(
        "Er det løst?", "Ja", "Ikke endnu", "Svar blot “{yes}” eller “{not_yet}”.",
        "Vi har ikke hørt fra dig om #{number} og lukker derfor henvendelsen {at}.",
        "Vi er kede af, at #{number} ikke er løst endnu: henvendelsen er åben igen. Hvad mangler? Skriv det her.",
        "Tak! #{number} er lukket.", "#{number} er åben igen.",
        "Der er sket noget med #{number} siden. Har du stadig brug for os, så skriv blot.",
        "Hvor tilfreds er du med #{number}? 1 er dårligt, 5 er fremragende.", "Din vurdering",
        "Vil du tilføje noget?", "Tak for din vurdering!", "Du har allerede vurderet dette. Tak!", "Send",
        "Dette link virker ikke længere. Har du stadig brug for os, så svar blot på vores mail.",
        "Annuller", "Dit svar: {answer}",
    ),
    "sv": Questions(
        "Är det löst?", "Ja", "Inte än", "Svara bara ”{yes}” eller ”{not_yet}”.",
        "Vi har inte hört från dig om #{number} och stänger därför ärendet {at}.",
        "Tråkigt att #{number} inte är löst än: ärendet är öppet igen. Vad saknas? Skriv det här.",
        "Tack! #{number} är stängt.", "#{number} är öppet igen.",
        "Det har hänt något med #{number} sedan dess. Behöver du oss fortfarande är det bara att skriva.",
        "Hur nöjd är du med #{number}? 1 är dåligt, 5 är utmärkt.", "Ditt betyg", "Vill du lägga till något?",
        "Tack för ditt betyg!", "Du har redan satt betyg. Tack!", "Skicka",
        "Den här länken gäller inte längre. Behöver du oss fortfarande är det bara att svara på vårt mejl.",
        "Avbryt", "Ditt svar: {answer}",
    ),
    "fi": Questions(
        "Onko asia ratkaistu?", "Kyllä", "Ei vielä", "Vastaa ”{yes}” tai ”{not_yet}”.",
        "Emme ole kuulleet sinusta asiassa #{number}, joten suljemme sen {at}.",
        "Olemme pahoillamme, ettei #{number} ole vielä ratkaistu: se on taas avoinna. Mitä puuttuu? Kirjoita se tähän.",
        "Kiitos! #{number} on suljettu.", "#{number} on taas avoinna.",
        "Asiassa #{number} on sittemmin tapahtunut jotakin. Jos tarvitset vielä apua, kirjoita meille.",
        "Miten onnistuimme asiassa #{number}? 1 on huono, 5 on erinomainen.", "Arviosi", "Haluatko lisätä jotakin?",
        "Kiitos arviostasi!", "Olet jo arvioinut tämän. Kiitos!", "Lähetä",
        "Tämä linkki ei ole enää voimassa. Jos tarvitset vielä apua, vastaa viestiimme.",
        "Peruuta", "Vastauksesi: {answer}",
    ),
    "ja": Questions(
        "解決しましたか？", "はい", "まだです", "「{yes}」または「{not_yet}」とご返信ください。",
        "受付番号 #{number} についてご連絡がないため、{at} に終了いたします。",
        "受付番号 #{number} がまだ解決しておらず申し訳ございません。再開いたしました。"
        "何が足りないか、こちらにお書きください。",
        "ありがとうございます。受付番号 #{number} を終了しました。", "受付番号 #{number} を再開しました。",
        "受付番号 #{number} はその後状況が変わりました。まだお困りの場合は、ご連絡ください。",
        "受付番号 #{number} の対応はいかがでしたか？ 1 は不満、5 は大変満足です。", "評価",
        "ご意見があればお書きください。", "評価いただきありがとうございます。",
        "すでに評価をいただいております。ありがとうございます。", "送信",
        "このリンクは無効になりました。まだお困りの場合は、メールにご返信ください。",
        "キャンセル", "ご回答：{answer}",
    ),
    "zh": Questions(
        "问题解决了吗？", "是", "还没有", "直接回复“{yes}”或“{not_yet}”即可。",
        "关于 #{number} 号请求，我们没有收到您的回复，将于 {at} 关闭。",
        "很抱歉 #{number} 号请求尚未解决，现已重新打开。还缺什么？请在此留言。",
        "谢谢！#{number} 号请求已关闭。", "#{number} 号请求已重新打开。",
        "#{number} 号请求此后已有变化。如仍需要帮助，请直接留言。",
        "您对 #{number} 号请求的处理满意吗？1 为很差，5 为非常好。", "您的评分", "您想补充什么吗？",
        "感谢您的评分！", "您已经评过分了，谢谢！", "发送", "此链接已失效。如仍需要帮助，直接回复我们的邮件即可。",
        "取消", "您的回答：{answer}",
    ),
}  # fmt: skip


def questions(language: str) -> Questions:
    """The questions of a language; English where the desk does not speak it."""
    return QUESTIONS.get(language, ENGLISH)
