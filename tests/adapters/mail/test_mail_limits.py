"""What one mail may cost the desk: ids, tokens, HTML, threads; counted, not timed."""

import asyncio
from dataclasses import replace

import pytest

from adapters.mail import addresses, hypertext
from adapters.mail.edge import MailEdge
from adapters.mail.nesting import measured, undressed
from adapters.mail.parse import letter
from bot.ports import Arrival, NotSent
from storage.files import FileStore
from tests.adapters.mail.mails import mail
from tests.adapters.mail.readings import READING
from tests.conftest import SETTINGS


def shape(number):
    return f"a{number}.{'a' * 26}"


def test_a_bounce_that_names_a_hundred_thousand_ids_names_twenty():
    part = "--b\r\nContent-Type: text/rfc822-headers\r\n\r\n{}\r\n"
    ids = [" ".join(f"<{shape(n)}.{n}@x>" for n in range(first, first + 5_000)) for first in range(0, 100_000, 5_000)]
    raw = "Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n"

    read = letter((raw + "".join(map(part.format, ids))).encode())

    assert len(read.report.ids) == len(read.tokens) == 20
    assert read.report.ids[0] == f"<{shape(0)}.0@x>"


@pytest.mark.parametrize("field", ["To", "Delivered_To", "References", "In_Reply_To"])
def test_a_field_full_of_tokens_gives_twenty_of_them_one_by_one(field):
    read = letter(mail(**{field: " ".join(f"<{shape(n)}@x>" for n in range(400))}).encode())

    assert len(read.tokens) == 20
    assert all(len(one) < 32 for one in read.tokens)


def test_of_many_references_the_newest_are_kept():
    read = letter(mail(References=" ".join(f"<{n}@x>" for n in range(1_000))).encode())

    assert (len(read.answers), read.answers[0], read.answers[-1]) == (20, "<999@x>", "<980@x>")


def pages(*pages):
    part = "--b\r\nContent-Type: text/html\r\n\r\n{}\r\n"
    head = "From: ann@example.org\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
    return letter((head + "".join(map(part.format, pages)) + "--b--\r\n").encode())


def test_of_too_much_html_the_first_is_read_and_all_of_the_rest_attached_and_it_is_said():
    long = "<p>word</p>" * 20_000

    read = pages("<p>first</p>", long, long, long, "<p>last</p>")

    assert read.text.startswith("first")
    assert "last" not in read.text
    assert [file.content.decode() for file in read.attachments] == [long, "<p>last</p>"]
    assert "more HTML than is read" in read.defect


def test_html_that_nobody_reads_beside_plain_text_costs_nothing_and_is_no_file():
    page = "<p>x</p>" * 200_000
    both = f"--a\r\n\r\nHello\r\n--a\r\nContent-Type: text/html\r\n\r\n{page}\r\n--a--\r\n"

    read = letter(f"Content-Type: multipart/alternative; boundary=a\r\n\r\n{both}".encode())

    assert (read.text, read.attachments, read.defect) == ("Hello", (), "")


@pytest.mark.parametrize("deep", ["<blockquote>", "<ul><li>", "<dl><dd>"])
def test_lines_in_deep_quotes_are_not_indented_a_hundred_times(deep):
    text = hypertext.plain(deep * 100 + "x<br>" * 10_000)

    assert text.count("x") == 10_000
    assert len(text) < 30_000


@pytest.mark.parametrize(
    "page", ["<b x=1><table><td></b></table>", "<b x=1>", "<div></x>", "<object><div></object2>", "<td><div>"]
)
def test_no_wrong_end_tag_hides_how_deep_a_page_is(page):
    assert measured("<table>" + page * 100).depth >= (1 if page.startswith("<td>") else 100)


def test_a_sane_page_is_not_deep():
    nesting = measured("<table>" + "<tr><td><p><b>x</b><td><ul><li>y</ul>" * 500 + "</table>")

    assert nesting.depth < 6
    assert nesting.indents == 1


def test_a_page_that_would_grow_with_every_paragraph_loses_its_attributes_first():
    grown = "".join(f"<font color={n}>" for n in range(300)) + "<p>x" * 3_000

    assert "color" not in undressed(grown)
    assert "red" in undressed("<font color=red>x</font>")


def test_a_table_cell_spans_no_thousand_columns():
    assert len(hypertext.plain("<table>" + "<tr><td colspan=1000>x" * 100)) < 2_000


@pytest.mark.parametrize("end", ["", "\\"])
def test_quotes_without_end_are_looked_at_once(end):
    pieces = addresses.PIECE.findall('\\"' * 8_000 + end)

    assert len(pieces) <= 2


class Full(FileStore):
    """A disk that is full until somebody tidies up."""

    is_full = True

    def put(self, name, content, content_type):
        if self.is_full:
            raise OSError(28, "No space left on device")
        return super().put(name, content, content_type)


WITH_FILE = (
    b"From: ann@example.org\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
    b"--b\r\n\r\nHello\r\n--b\r\nContent-Type: image/png\r\n\r\nP\r\n--b--\r\n"
)


@pytest.fixture
def full(desk, store, tmp_path):
    files = Full(tmp_path)
    edge = MailEdge(desk, store, SETTINGS, files, READING)
    yield edge, files
    edge.close()


def arrival(clock, attempts=1, fence=1):
    """As the store gives it: a try that only waited is no attempt, but a lease."""
    return Arrival("imap:support/1/1", "mail", WITH_FILE, clock(), "support", attempts=attempts, fence=fence)


def test_a_full_disk_makes_a_mail_wait_and_then_it_is_read_whole(full, store, clock, history):
    edge, files = full
    for attempt in range(1, 20):
        with pytest.raises(NotSent, match="files cannot be written: No space left"):
            asyncio.run(edge.understand(arrival(clock, fence=attempt)))
    files.is_full = False
    deed = asyncio.run(edge.understand(arrival(clock, fence=20)))
    with store.transaction():
        deed.do()

    assert (history()[0].text, [file.name for file in history()[0].files]) == ("Hello", ["part-3.png"])


async def test_a_mail_that_was_foreseen_is_read_once_and_one_that_is_given_back_is_let_go(full, clock, mocker):
    edge, files = full
    files.is_full = False
    begin = mocker.spy(READING, "begin")
    one, other = arrival(clock), replace(arrival(clock), source="imap:support/1/2")
    edge.foresee(one)
    edge.foresee(other)

    edge.forget(other)
    await edge.understand(one)

    assert [call.args[0] for call in begin.call_args_list] == [one.source, other.source]
    assert not edge.is_ready(one)
    assert not edge.is_ready(other)


def test_a_mail_can_be_parked_without_a_disk(full, store, clock):
    edge, _ = full
    with store.transaction():
        fate = edge.park(arrival(clock, 3), "it broke")

    assert fate.name == "quarantined"


def test_the_fields_of_an_enclosed_mail_are_kept_as_they_came():
    inner = b"subject:x\r\nX-Long: " + b"word " * 60 + b"\r\n folded\r\nX-Raw: caf\xe9\r\n\r\nText"
    raw = b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n"

    [file] = letter(raw + inner + b"\r\n--b--\r\n").attachments

    assert b"word " * 60 + b"\r\n folded" in file.content
    assert b"caf\xe9" in file.content
