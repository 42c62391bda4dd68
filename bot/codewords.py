"""What the mail says that brings a code (`bot.proofs`), in each language the desk speaks.

`{who}` is who asked for it, `{desk}` the desk's name, `{until}` a time of day.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class CodeWords:
    subject: str
    asked: str
    told: str  # what to do, above the command
    warned: str  # what comes of it
    ignored: str  # what to do if it was somebody else


ENGLISH = CodeWords(
    "Your code for {desk}",
    "{who} wants to link this mail address to their account at {desk}.",
    "If that is you, type this there until {until}:",
    "Whoever types it sees the requests of this address, and can end and reopen them. Tell the code to nobody.",
    "If that is not you, ignore this mail: nothing happens.",
)

CODEWORDS = {
    "en": ENGLISH,
    "de": CodeWords(
        "Ihr Code für {desk}",
        "{who} möchte diese Mailadresse mit dem eigenen Konto bei {desk} verbinden.",
        "Wenn Sie das sind, geben Sie dort bis {until} ein:",
        "Wer das eingibt, sieht die Anfragen dieser Adresse und kann sie beenden und wieder öffnen. Nennen Sie den "
        "Code niemandem.",
        "Wenn Sie das nicht sind, beachten Sie diese Mail nicht: Es geschieht nichts.",
    ),
    "fr": CodeWords(
        "Votre code pour {desk}",
        "{who} souhaite associer cette adresse à son compte chez {desk}.",
        "Si c’est vous, saisissez-y ceci avant {until} :",
        "La personne qui le saisit voit les demandes de cette adresse et peut les clore et les rouvrir. Ne donnez "
        "ce code à personne.",
        "Si ce n’est pas vous, ignorez ce message : il ne se passera rien.",
    ),
    "es": CodeWords(
        "Su código para {desk}",
        "{who} quiere vincular esta dirección de correo a su cuenta en {desk}.",
        "Si es usted, escriba allí lo siguiente antes de las {until}:",
        "Quien lo escriba verá las consultas de esta dirección y podrá cerrarlas y reabrirlas. No dé el código "
        "a nadie.",
        "Si no es usted, ignore este correo: no pasará nada.",
    ),
    "it": CodeWords(
        "Il suo codice per {desk}",
        "{who} vuole collegare questo indirizzo al proprio account presso {desk}.",
        "Se è lei, scriva lì quanto segue entro le {until}:",
        "Chi lo scrive vede le richieste di questo indirizzo e può chiuderle e riaprirle. Non dica il codice "
        "a nessuno.",
        "Se non è lei, ignori questa mail: non succede nulla.",
    ),
    "nl": CodeWords(
        "Uw code voor {desk}",
        "{who} wil dit mailadres aan het eigen account bij {desk} koppelen.",
        "Als u dat bent, typ dan daar vóór {until}:",
        "Wie dat typt, ziet de vragen van dit adres en kan ze sluiten en heropenen. Geef de code aan niemand door.",
        "Als u dat niet bent, negeer deze mail dan: er gebeurt niets.",
    ),
    "pt": CodeWords(
        "O seu código para {desk}",
        "{who} quer associar este endereço de e-mail à sua conta em {desk}.",
        "Se for você, escreva lá o seguinte até às {until}:",
        "Quem o escrever vê os pedidos deste endereço e pode encerrá-los e reabri-los. Não diga o código a ninguém.",
        "Se não for você, ignore este e-mail: nada acontece.",
    ),
    "pl": CodeWords(
        "Twój kod do {desk}",
        "{who} chce połączyć ten adres e-mail ze swoim kontem w {desk}.",
        "Jeśli to Ty, wpisz tam do godziny {until}:",
        "Kto to wpisze, widzi zgłoszenia z tego adresu i może je zamykać i otwierać. Nie podawaj nikomu tego kodu.",
        "Jeśli to nie Ty, zignoruj tę wiadomość: nic się nie stanie.",
    ),
    "cs": CodeWords(
        "Váš kód pro {desk}",
        "{who} chce propojit tuto adresu se svým účtem v {desk}.",
        "Pokud jste to vy, napište tam do {until}:",
        "Kdo to napíše, uvidí požadavky z této adresy a může je uzavřít a znovu otevřít. Kód nikomu nesdělujte.",
        "Pokud to nejste vy, tento e-mail ignorujte: nic se nestane.",
    ),
    "da": CodeWords(
        "Din kode til {desk}",
        "{who} vil knytte denne mailadresse til sin konto hos {desk}.",
        "Hvis det er dig, så skriv dette dér inden {until}:",
        "Den, der skriver det, ser adressens henvendelser og kan lukke og genåbne dem. Giv ikke koden til nogen.",
        "Hvis det ikke er dig, så ignorer denne mail: der sker ingenting.",
    ),
    "sv": CodeWords(
        "Din kod till {desk}",
        "{who} vill koppla den här e-postadressen till sitt konto hos {desk}.",
        "Om det är du, skriv detta där före {until}:",
        "Den som skriver det ser adressens ärenden och kan avsluta och öppna dem igen. Ge inte koden till någon.",
        "Om det inte är du, bortse från det här mejlet: ingenting händer.",
    ),
    "fi": CodeWords(
        "Koodisi: {desk}",
        "{who} haluaa liittää tämän sähköpostiosoitteen tiliinsä ({desk}).",
        "Jos se olet sinä, kirjoita siellä viimeistään klo {until}:",
        "Koodin kirjoittaja näkee tämän osoitteen pyynnöt ja voi sulkea ja avata ne uudelleen. Älä kerro koodia "
        "kenellekään.",
        "Jos se et ole sinä, jätä tämä viesti huomiotta: mitään ei tapahdu.",
    ),
    "ja": CodeWords(
        "{desk} の確認コード",
        "{who} さんが、このメールアドレスを {desk} の自分のアカウントに関連付けようとしています。",
        "ご本人の場合は、{until} までに次のとおり入力してください。",
        "入力した方は、このアドレスのお問い合わせを閲覧し、終了や再開ができます。コードは誰にも教えないでください。",
        "お心当たりがない場合は、このメールを無視してください。何も起こりません。",
    ),
    "zh": CodeWords(
        "您在 {desk} 的验证码",
        "{who} 想把此邮箱地址与其在 {desk} 的账户关联。",
        "如果是您本人，请在 {until} 之前在那里输入：",
        "输入者可以看到此地址的请求，并可将其结束或重新打开。请勿将验证码告诉任何人。",
        "如果不是您本人，请忽略此邮件：不会发生任何事情。",
    ),
}


def codewords(language: str) -> CodeWords:
    """The words of a language; English where the desk does not speak it."""
    return CODEWORDS.get(language, ENGLISH)
