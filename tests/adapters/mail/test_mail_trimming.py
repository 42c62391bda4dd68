"""What a person wrote stays in sight, whatever is quoted around it; nothing is ever deleted."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.mail.trimming import trim
from adapters.mail.trimming.pages import ALONE, BELOW, BORDERED, HINTS, WITHIN

MINE = "It still does not print.\n\nI have tried twice."
OURS = "Have you restarted the printer?\n\nThe people of the help desk"

ATTRIBUTIONS = (
    "On Mon, Mar 3, 2025 at 10:00 AM Ann Lee <ann@example.com> wrote:",
    "On Monday, March 3, 2025, 10:00:00 AM GMT+1, Ann Lee <ann@example.com>\nwrote:",
    "On 3/3/25 10:00, Ann Lee wrote:",
    "---- On Mon, 03 Mar 2025 10:00:00 +0100 ann@example.com wrote ----",
    "2025-03-03 10:00 GMT+01:00 Ann Lee <ann@example.com>:",
    "Am Mo., 3. März 2025 um 10:00 Uhr schrieb Ann Lee <\nann@example.com>:",
    "Am 03.03.25 um 10:00 schrieb Ann Lee:",
    "Ann Lee <ann@example.com> hat am 03.03.2025 10:00 CET geschrieben:",
    "Le lun. 3 mars 2025 à 10:00, Ann Lee <ann@example.com>\na écrit :",
    "El lun, 3 mar 2025 a las 10:00, Ann Lee (<ann@example.com>) escribió:",
    "Em seg., 3 de mar. de 2025 às 10:00, Ann Lee <ann@example.com>\nescreveu:",
    "Il giorno lun 3 mar 2025 alle ore 10:00 Ann Lee <ann@example.com> ha scritto:",
    "Op ma 3 mrt 2025 om 10:00 schreef Ann Lee <ann@example.com>:",
    "Den mån 3 mars 2025 kl 10:00 skrev Ann Lee <ann@example.com\n>:",
    "man. 3. mars 2025 kl. 10:00 skrev Ann Lee <ann@example.com>:",
    "Ann Lee kirjoitti 3.3.2025 klo 10.00:",
    "pon., 3 mar 2025 o 10:00 Ann Lee <ann@example.com> napisał(a):",
    "po 3. 3. 2025 v 10:00 odesílatel Ann Lee <ann@example.com> napsal:",
    "пн, 3 мар. 2025 г. в 10:00, Ann Lee <ann@example.com>:",
    "пн, 3 бер. 2025 р. о 10:00 Ann Lee <ann@example.com> пише:",
    "2025年3月3日(月) 10:00 Ann Lee <ann@example.com>:",
    "Ann Lee <ann@example.com> 于2025年3月3日周一 10:00写道：",
    "2025년 3월 3일 (월) 오전 10:00, Ann Lee <ann@example.com>님이 작성:",
    "Ann Lee <ann@example.com>, 3 Mar 2025 Pzt,\n10:00 tarihinde şunu yazdı:",
    "2025. 03. 03. 10:00 keltezéssel, Ann Lee írta:",
    "Kuupäev E, 3. märts 2025 kell 10:00 kirjutas kasutaja Ann Lee (<ann@example.com>):",
    "pon, 3. ožu 2025. u 10:00 Ann Lee <ann@example.com> napisao je:",
    "пон, 3. мар 2025. у 10:00 Ann Lee <ann@example.com> је написао/ла:",
    "ในวันที่ จ. 3 มี.ค. 2025 เวลา 10:00 Ann Lee <ann@example.com> เขียนว่า:",
    "सोम, 3 मार्च 2025 को 10:00 am बजे को Ann Lee <ann@example.com> ने लिखा:",
    "Am Montag, 3. März 2025 um 10:00:00 MEZ hat Ann Lee <ann@example.com> Folgendes geschrieben:",
    "On Mon, Mar 3, 2025 at 10:00, Ann Lee<ann@example.com> wrote:   Have you",
    ">>> Ann Lee <ann@example.com> 03.03.2025 10:00 >>>",
)
BEFORE_MARKS_ONLY = (
    "Ann Lee wrote:",
    "Zitat von Ann Lee <ann@example.com>:",
    "2016-03-03 17:21 GMT+01:00 Some One",
    "On 3 March you wrote:",
)
HEADINGS = (
    "From: Ann Lee <ann@example.com>\nSent: Monday, March 3, 2025\nTo: Bob\nSubject: RE: Printer",
    "________________________________\n**From:** Ann Lee\n**Sent:** Monday\n**To:** Bob\n**Subject:** RE: Printer",
    "-----Original Message-----\nFrom: Ann Lee\nSubject: Printer",
    "From: Ann Lee <ann@example.com>\nTo: a@example.com; b@example.com;\n  c@example.com\nSubject: Printer",
    "Von: Ann Lee\nGesendet: Montag, 3. März 2025\nAn: Bob\nBetreff: Drucker",
    "De : Ann Lee\nEnvoyé : lundi 3 mars 2025\nÀ : Bob\nObjet : RE: Imprimante",
    "De: Ann Lee\nEnviado el: lunes, 3 de marzo\nPara: Bob\nAsunto: Impresora",
    "De: Ann Lee\nEnviada em: segunda-feira\nPara: Bob\nAssunto: Impressora",
    "Da: Ann Lee\nInviato: lunedì\nA: Bob\nOggetto: Stampante",
    "Van: Ann Lee\nVerzonden: maandag\nAan: Bob\nOnderwerp: Printer",
    "Från: Ann Lee\nSkickat: den 3 mars\nTill: Bob\nÄmne: Skrivare",
    "Fra: Ann Lee\nSendt: 3. marts\nTil: Bob\nEmne: Printer",
    "Lähettäjä: Ann Lee\nLähetetty: maanantai\nVastaanottaja: Bob\nAihe: Tulostin",
    "Od: Ann Lee\nWysłano: poniedziałek\nDo: Bob\nTemat: Drukarka",
    "Od: Ann Lee\nOdesláno: pondělí\nKomu: Bob\nPředmět: Tiskárna",
    "От: Ann Lee\nОтправлено: 3 марта\nКому: Bob\nТема: Принтер",
    "差出人: Ann Lee\n送信日時: 2025年3月3日\n宛先: Bob\n件名: プリンタ",
    "发件人：Ann Lee\n发送时间：2025年3月3日\n收件人：Bob\n主题：打印机",
    "보낸 사람: Ann Lee\n보낸 날짜: 2025년 3월 3일\n받는 사람: Bob\n제목: 프린터",
    "Kimden: Ann Lee\nGönderildi: 3 Mart\nKime: Bob\nKonu: Yazıcı",
    "Šalje: Ann Lee\nPoslano: 3. ožujka\nPrima: Bob\nPredmet: Pisač",
    "Saatja: Ann Lee\nSaatmisaeg: 3. märts\nAdressaat: Bob\nTeema: Printer",
    "Nuo: Ann Lee\nIšsiųsta: kovo 3 d.\nKam: Bob\nTema: Spausdintuvas",
    "No: Ann Lee\nNosūtīts: 3. marts\nKam: Bob\nTēma: Printeris",
    "От: Ann Lee\nИзпратено: 3 март\nДо: Bob\nОтносно: Принтер",
    "จาก: Ann Lee\nส่ง: 3 มีนาคม\nถึง: Bob\nเรื่อง: เครื่องพิมพ์",
    "De: Ann Lee\nEnviat el: dilluns\nPer a: Bob\nTema: Impressora",
    "##- Please type your reply above this line -##",
)
DEVICES = (
    "Sent from my iPhone", "Sent from Yahoo Mail on Android", "Get Outlook for iOS<https://aka.ms/o0ukef>",
    "Von meinem iPhone gesendet", "Gesendet mit der GMX Mail App", "Envoyé depuis mon téléphone",
    "Enviado desde mi iPad", "Enviado do meu iPhone", "Inviato dal mio dispositivo Android",
    "Verstuurd vanaf mijn iPhone", "Skickat från min iPad", "Sendt fra min iPhone", "Lähetetty iPhonesta",
    "Wysłane z iPhone'a", "Odesláno z iPhonu", "Отправлено с iPhone",
    "iPhoneから送信", "发自我的iPhone", "나의 iPhone에서 보냄", "iPhone'umdan gönderildi",
)  # fmt: skip
SIGNATURES = (
    "-- \nAnn Lee\nTel. 030 123456",
    "Mit freundlichen Grüßen\nAnn Lee\n\nACME GmbH\nTel. +49 30 123456\nwww.example.com",
    "Cheers,\n\nAnn Lee\nSenior Engineer\nann@example.com",
    "Med venlig hilsen\nAnn Lee",
    "/Ann",
    "This message is confidential. If you are not the intended recipient,\nplease delete it and tell us; "
    "any use of what it says,\nand of the files that came with it, is forbidden.",
    "_______________________________\nusers mailing list\nhttps://lists.example.com/users",
)
FALSE_FRIENDS = (
    "On the surface, this looks like one:",
    "One outstanding question I had:",
    "On your remote host you can run:",
    "On Monday at 10:30 the server wrote:\nERROR 42",
    "Am 5. Mai 2024 um 10:30 schrieb der Server:\nERROR 42",
    "Le 3 mars 2025 à 10:30, le serveur a écrit :\nERREUR 42",
    "On 3 March 2025 I wrote to Ann <ann@example.com>:\nnobody answered.",
    "On 3 March 2025 Ann <ann@example.com> wrote that it would come:\nit did not.",
    "I am bob@example.com and ordered on 3 March 2025:\n- one\n- two",
    "2024-01-15 14:30:25 bob@example.com logged in:\nok",
    "From: what I can see, it is broken.",
    "From: Berlin\nTo: Munich\nDate: 3 March\nTwo persons, please.",
    "Name: Bob\nFrom: Berlin\nSubject: Trip",
    "Sent from my desk, as that is easier.",
    "Sent from the warehouse on Monday, it arrived broken.",
    "Gesendet mit DHL am Montag.",
    "Outlook crashes on my Android phone.",
    "Section 1\n----\nThis is broken\n\nSection 2\n----\nThis too",
    "A fax has come:\n----------\nTime: 3/9/2006 3:50:52 PM\nPages: 12\nFrom: +49 30 1234567",
    "a -- b is no signature\n-- first point\n-- second point",
    "Thanks,\nBob\n\nPS: the other printer is broken too, can you look at it?",
    "I ask with regards to the payment",
    "```\n> no quote\n-- \nOn Mon, 3 Mar 2025 10:00 Ann <ann@example.com> wrote:\n```",
    ">>> import os\n>>> os.getcwd()",
    ">From what I can see it is broken",
    "| a | b |\n|---|---|\n| 1 | 2 |",
    "/unsubscribe",
)
PASSED_ON = (
    "See below.\n\n---------- Forwarded message ---------\nFrom: Ann\nDate: Mon\nTo: Bob\n\nWords\n> older words",
    "See below.\n\nBegin forwarded message:\n\n> From: Ann\n> Subject: Printer\n>\n> Words",
    "-------- Weitergeleitete Nachricht --------\nBetreff: Drucker\nDatum: Montag\nVon: Ann\nAn: Bob\n\nWorte",
    "From: Ann\nSent: Monday\nTo: Bob\nSubject: Printer\n\nWords",
)


def marked(text):
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))


def words(text):
    return [line for line in text.split("\n") if line.strip()]


@pytest.mark.parametrize("line", ATTRIBUTIONS)
def test_a_quote_folds_with_the_line_above_it_in_any_tongue(line):
    for quote in (OURS, marked(OURS)):
        found = trim(f"{MINE}\n\n{line}\n\n{quote}")

        assert found.reply == MINE
        assert words(found.quoted) == words(f"{line}\n{quote}")


@pytest.mark.parametrize("line", [*ATTRIBUTIONS, *BEFORE_MARKS_ONLY])
def test_words_below_and_between_quotes_stay(line):
    found = trim(f"Hello,\n{line}\n{marked(OURS)}\n\n{MINE}\n\n{marked(OURS)}\nNo.")

    assert words(found.reply) == ["Hello,", *words(MINE), "No."]


@pytest.mark.parametrize("line", BEFORE_MARKS_ONLY)
def test_what_may_be_a_persons_own_sentence_folds_only_before_a_marked_quote(line):
    assert trim(f"{MINE}\n\n{line}\n{OURS}").reply.endswith(OURS)
    assert trim(f"{MINE}\n\n{line}\n{marked(OURS)}").reply == MINE


@pytest.mark.parametrize("header", HEADINGS)
def test_all_below_a_copied_header_folds_in_any_tongue(header):
    assert trim(f"{MINE}\n\n{header}\n\n{OURS}").reply == MINE
    assert trim(f"{MINE}\n\n{header.replace(chr(10), '  ' + chr(10))}\n\n{marked(OURS)}").reply == MINE


@pytest.mark.parametrize("end", [*DEVICES, *SIGNATURES])
def test_what_a_telephone_or_a_card_adds_folds(end):
    assert trim(f"{MINE}\n\n{end}").reply == MINE
    assert trim(f"{MINE}\n\n{end}\n\n{ATTRIBUTIONS[0]}\n{marked(OURS)}").reply == MINE


@pytest.mark.parametrize("text", FALSE_FRIENDS)
def test_false_friends_stay(text):
    for whole in (text, f"Hello,\n\n{text}", f"Hello,\n\n{text}\n\nThis is what I wanted to tell you today."):
        assert trim(whole).reply == whole


@pytest.mark.parametrize("text", PASSED_ON)
def test_what_is_passed_on_is_the_content(text):
    assert trim(text).reply == text


def test_what_answers_nothing_is_a_form_and_no_copied_header():
    text = "A message from your site:\n\nFrom: Ann <ann@example.com>\nTo: Bob\nSubject: Chair\nDate: today\n\nIt broke."

    assert trim(text, is_answer=False).reply == text
    assert trim(text).reply == "A message from your site:"


def test_a_subject_tells_that_a_mail_is_passed_on():
    text = f"{MINE}\n\n{HEADINGS[0]}\n\n{OURS}"

    assert trim(text, subject="Fwd: Re: Printer").reply == text
    assert trim(text, subject="Re: Fwd: Printer").reply == MINE


def test_a_mail_that_only_quotes_is_shown_whole():
    for text in (marked(OURS), f"{ATTRIBUTIONS[0]}\n{marked(OURS)}", f"{HEADINGS[0]}\n\n{OURS}"):
        assert trim(text).reply == text
        assert words(trim(f"Sent from my iPhone\n\n{text}").reply)[-2:] == words(text)[-2:]


def test_the_end_of_a_quoted_line_that_was_wrapped_on_its_way_is_no_answer():
    long = "> the words of this line are so many that they were cut by a server,"

    assert trim(f"{MINE}\n\n{long}\nwhich is all that is left of it\n> more").reply == MINE
    assert "\nyes" in trim(f"{MINE}\n\n{long[:-1]}?\nyes\n> more").reply


@pytest.mark.parametrize(
    "kind",
    [
        '<div class="gmail_quote"><p class="gmail_attr">{line}</p><blockquote class="gmail_quote">{old}</blockquote>',
        '<div class="gmail_quote">{line}<br>{old}</div>',
        '<hr><div id="divRplyFwdMsg"><b>Xyz:</b> Ann<br><b>Zyx:</b> Monday</div><div>{old}</div>',
        '<div style="border-top:solid 1.0pt"><p><b>From:</b> Ann<br><b>Sent:</b> x</p></div><p>{old}</p>',
        '<blockquote type="cite"><div>{line}</div><div>{old}</div></blockquote>',
        '<div class="moz-cite-prefix">{line}<br></div><blockquote type="cite"><p>{old}</p></blockquote>',
        '<div class="yahoo_quoted"><div>{line}</div><div>{old}</div></div>',
        '<blockquote style="border-left:1px solid">{line}<br>{old}</blockquote>',
    ],
)
def test_html_says_where_its_quote_begins(kind):
    old = "Have you <b>restarted</b> it?<br>See <a href='https://example.com/x'>our page</a>"
    page = f"<p>It still does not print.</p>{kind.format(line='Unheard-of words, Ann:', old=old)}"
    mark = "> " if "blockquote" in kind else ""
    quote = f"{mark}Have you **restarted** it?\n{mark}See our page (https://example.com/x)"

    for text in (f"It still does not print.\n\n{quote}", f"It still does\nnot print.\n\n{quote}"):
        assert " ".join(words(trim(text, page).reply)) == "It still does not print."


def test_answers_between_the_quotes_of_a_page_stay():
    quote = '<blockquote class="gmail_quote">Old {}</blockquote><div>New {}</div>'
    page = f'<div class="gmail_quote"><div class="gmail_attr">Ann:</div>{quote.format(1, 1)}{quote.format(2, 2)}</div>'

    assert words(trim("Ann:\n\nOld 1\n\nNew 1\n\nOld 2\n\nNew 2", page).reply) == ["New 1", "New 2"]


@pytest.mark.parametrize("mark", [*(one for one in WITHIN if one != ".moz-signature"), *BELOW, BORDERED, *ALONE])
def test_a_page_that_marks_a_quote_is_looked_at(mark):
    assert any(hint in mark.lower() for hint in HINTS)


def test_a_word_of_the_sender_marks_no_quote():
    page = '<p>We are excited.</p><div class="moz-signature">Ann Lee</div>'

    assert trim("We are excited.\n\nAnn Lee", page).quoted == ""


PIECES = st.one_of(
    st.sampled_from([*ATTRIBUTIONS, *HEADINGS, *DEVICES, *SIGNATURES, *FALSE_FRIENDS, *PASSED_ON, marked(OURS), MINE]),
    st.text(),
    st.sampled_from(["", ">", "```", "--", "<", "\x00", "\u2028", "> " * 40, "wrote:", "From:"]),
)


@given(
    st.lists(PIECES, max_size=8).map("\n".join),
    st.one_of(st.just(""), st.text(), st.just("<blockquote type=cite>a\ud800")),
)
def test_shown_and_folded_lines_are_all_lines_in_order(text, page):
    found, rows = trim(text, page), text.split("\n")
    folded = {number for first, after in found.folds for number in range(first, after)}

    assert found.quoted == "\n".join(row for number, row in enumerate(rows) if number in folded)
    assert found.reply == "\n".join(row for number, row in enumerate(rows) if number not in folded)
    assert not words(text) or words(found.reply)


HOSTILE = {
    "attributions": "on x at y wrote " * 14_000,
    "short attributions": "On 3 March 2025 at 10:00 Ann wrote\n" * 2_000,
    "colons": ("a:" * 400 + "\n") * 80,
    "headers": "From: a\n\nTo: b\n" * 4_000,
    "titles": ("- " * 400 + "original messag\n") * 80,
    "marks": ">" * 800_000,
    "brackets": ("<a@" * 300 + ":\n") * 70,
    "dates": ("2025-01-01 " * 90 + ":\n") * 64,
    "delimiters": "--\n" * 20_000,
    "closings": "Regards\na@example.com\n" * 4_000,
    "telephones": "Sent from my iPhone\n" * 4_000,
    "lines": "a b c\n" * 200_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_no_text_takes_longer_than_a_second(text):
    begun = time.process_time()
    trim(text)

    assert time.process_time() - begun < 1


@pytest.mark.parametrize(
    "piece", ["<div class=gmail_quote>x</div>", "<blockquote type=cite>", "<div style='border-top'>From: a"]
)
def test_no_page_takes_longer_than_a_second(piece):
    begun = time.process_time()
    trim("x y z\n" * 5_000, piece * 5_000)

    assert time.process_time() - begun < 1
