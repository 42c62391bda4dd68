"""A customer's mailbox on the page: letters as they are read, in the conversations that they make."""

from email.message import EmailMessage
from email.utils import parsedate_to_datetime

import pytest

from sandbox.clock import Clock
from sandbox.sights.looks import MailLook
from sandbox.sights.mailbox import Mailboxes
from sandbox.sights.marks import Marks
from sandbox.sights.prints import Letter, page, words
from sandbox.town import DESK, Town

ANN = "ann@customer.example"
AT, LATER = "Sun, 22 Nov 2026 12:00:00 +0000", "Mon, 23 Nov 2026 12:00:00 +0000"


class Then(Clock):
    """The noon of a day, for ever."""

    def __call__(self):
        return parsedate_to_datetime(AT)


class Post:
    """Ann's mailbox and what lies in it."""

    def __init__(self):
        self.mail = Town(Then()).mail
        for address in (ANN, DESK):
            self.mail.add(address)
        self.boxes = Mailboxes(self.mail, {"ann": ANN}, DESK, Marks({}))

    async def got(self, text="Soon.", **headers):
        """Something comes to Ann."""
        headers = {"From": f"Support <{DESK}>", "To": ANN, "Subject": "Re: Help", "Date": AT} | headers
        letter = EmailMessage()
        for name, value in headers.items():
            letter[name.replace("_", "-")] = value
        letter.set_content(text)
        await self.mail.deliver(ANN, letter.as_bytes())

    def cells(self, **look):
        self.boxes.refresh()
        return self.boxes.cells(MailLook("ann", **look))


@pytest.fixture
def post():
    return Post()


def raw(body=b"Hello", **headers):
    lines = [f"{name.replace('_', '-')}: {value}".encode() for name, value in headers.items()]
    return b"\r\n".join([*lines, b"", body])


async def test_letters_that_answer_each_other_are_one_conversation(post):
    sent = await post.mail.send(f"Ann <{ANN}>", DESK, "Help", "It burns")
    await post.got("We have it", Subject="Received", Message_ID="<1@d>", In_Reply_To=str(sent["Message-ID"]))
    await post.got("Soon", Subject="Other words", Message_ID="<2@d>", References="<1@d>", Date=LATER)
    await post.got("Something else", Subject="News", Message_ID="<3@d>")
    rows = post.cells()["threads"]
    assert sorted((one["subject"], one["count"], one["unread"]) for one in rows) == [("Help", 3, 2), ("News", 1, 1)]
    assert rows[0]["gist"] == "Soon"


async def test_an_answer_that_names_no_letter_goes_by_its_subject(post):
    await post.got("first", Subject="Invoice [#7]", Message_ID="<1@d>")
    await post.got("second", Subject="Re: AW: [#7] Invoice [#7]", Message_ID="<2@d>", Date=LATER)
    await post.got("third", Subject="Invoice [#7]", Message_ID="<3@d>", Date=LATER)
    assert sorted(one["count"] for one in post.cells()["threads"]) == [1, 2]


async def test_what_is_open_counts_as_read_and_tells_its_letters(post):
    await post.got(Message_ID="<1@d>", Auto_Submitted="auto-replied")
    (row,) = post.cells()["threads"]
    cells = post.cells(thread=row["id"])
    (key,) = cells["open"]["letters"]
    letter = cells[key.removeprefix("mail/")]
    assert (letter["text"].strip(), letter["index"], letter["is_mine"], letter["is_automatic"]) == (
        "Soon.", 0, False, True,
    )  # fmt: skip
    assert letter["headers"] == {"Message-ID": "<1@d>", "Auto-Submitted": "auto-replied"}
    assert post.boxes.has_read
    assert post.cells()["people"] == [{"name": "ann", "address": ANN, "unread": 0}]


async def test_the_box_of_sent_mail_holds_what_was_sent(post):
    await post.mail.send(f"Ann <{ANN}>", DESK, "Help", "It burns")
    await post.got("News", Subject="News")
    assert [one["subject"] for one in post.cells(box="sent")["threads"]] == ["Help"]
    assert [one["subject"] for one in post.cells()["threads"]] == ["News"]
    assert post.boxes.has_mail


async def test_a_conversation_keeps_its_id_while_it_grows_and_old_ones_are_counted(post):
    for number in range(62):
        await post.got(Subject=f"Letter {number}", Message_ID=f"<{number}@d>")
    before = {one["id"] for one in post.cells()["threads"]}
    await post.got(Subject="Re: Letter 61", References="<61@d>", Date=LATER)
    cells = post.cells()
    assert (len(cells["threads"]), cells["earlier"], cells["threads"][0]["count"]) == (60, 2, 2)
    assert cells["threads"][0]["id"] in before


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One <b>two</b></p><p>three<br>four</p>", "One two\n\nthree\nfour"),
        ("<style>p{}</style><script>alert(1)</script><title>x</title>Hi", "Hi"),
        ("<ul><li>a</li><li>b &amp; &lt;c&gt;</li></ul>", "• a\n• b & <c>"),
        ("<script>never closed <b>x</b>", ""),
        ("</script></p>after", "after"),
        ("<img src=x onerror=alert(1)>x<!-- no -->", "x"),
    ],
)
def test_a_letter_in_html_becomes_its_words(html, text):
    assert words(html) == text
    letter = Letter("i1", raw(html.encode(), Content_Type="text/html; charset=utf-8"))
    assert letter.words == text


@pytest.mark.parametrize(
    ("text", "gist"),
    [
        ("Yes.\n\nOn Monday, Ann wrote:\n> Help", "Yes."),
        ("> Help\n\nYes.", "Yes."),
        ("Two things:\n- one", "Two things: - one"),
    ],
)
def test_the_list_shows_what_was_written_now(text, gist):
    assert Letter("i1", raw(text.encode())).gist == gist


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"\xff\xfe\x00",
        raw(b"\xff", Content_Type="text/plain; charset=klingon", Subject="=?klingon?Q?=FF?="),
        raw(b"x", From="=?utf-8?B?!!!?= <a@b", Date="yesterday", Subject="\u202egnp.exe"),
        raw(b"--x\r\n\r\n", Content_Type="multipart/mixed; boundary=x"),
        raw(b"x", Content_Type="multipart/mixed", Content_Transfer_Encoding="base64"),
        raw(b"x" * 50, Content_Type="text/plain", Content_Transfer_Encoding="base64", References="<" * 999),
    ],
)
def test_a_broken_letter_is_shown_as_far_as_it_goes(broken):
    letter = Letter("i1", broken)
    assert isinstance(letter.words + letter.gist + letter.subject + letter.who + letter.page, str)
    assert isinstance([*letter.files, *letter.pictures], list)


NESTED = b"Content-Type: message/rfc822\r\n\r\n" * 1500
ENDLESS = ["<!--" * 50_000, "<" * 200_000, "<a " * 60_000, "&#" * 100_000]


@pytest.mark.parametrize("raw", [NESTED, *(b"Content-Type: text/html\r\n\r\n" + one.encode() for one in ENDLESS),
                                 *(b"%s: %s\r\n\r\nhi" % (name, b"(" * 50_000) for name in (b"From", b"Content-Type"))],
                         ids=range(7))  # fmt: skip
def test_a_letter_made_to_hurt_is_read_at_once(raw):
    letter = Letter("i1", b"To: x@y.example\r\n" + raw)
    assert (letter.to, letter.is_automatic) == ("x@y.example", False)
    assert len(letter.files) <= 1
    assert len(letter.words) <= 200_000
    assert page(letter, "ann") is None or len(str(page(letter, "ann"))) <= 200_000


def test_headers_are_decoded_and_stand_in_one_line():
    letter = Letter("i1", raw(From="=?utf-8?Q?M=C3=BCller?= <m@example.org>", Subject="a\r\n =?utf-8?B?8J+UpQ==?="))
    assert (letter.who, letter.sender, letter.subject) == ("Müller <m@example.org>", "m@example.org", "a 🔥")
