"""What the command line writes to the disk: transcripts, and the public articles as a folder."""

import re

import pytest

from adapters import folders
from adapters.mail import markup
from bot.article import State
from bot.errors import Refused
from storage.files import FileStore
from tests.conftest import ANN, BOB, SETTINGS, SUE

HOSTILE = "<script>alert(1)</script> ![x](https://evil.example/x.png) [run](javascript:alert(1)) <img src=x onerror=y>"


def export(desk, folder):
    return folders.articles(desk, SETTINGS, folder, lambda text: markup.html(text, {}))


def published(desk, title, body="Do it."):
    made = desk.shelf.write(BOB, title, body, "")
    return desk.shelf.publish(SUE, str(made.number), State.PUBLIC)


def test_public_articles_become_pages_and_a_list_and_others_stay(desk, tmp_path):
    published(desk, "VPN does not connect", "1. Unplug\n2. **Wait**")
    published(desk, "解決方法")
    desk.shelf.write(BOB, "Secret", "Draft.", "")

    assert export(desk, tmp_path / "kb").endswith("kb: 2. Taken away: 0.")

    names = sorted(one.name for one in (tmp_path / "kb").iterdir())
    assert names == [".deskbell", "1-vpn-does-not-connect.html", "2.html", "index.html"]
    index = (tmp_path / "kb" / "index.html").read_text()
    assert re.findall(r'href="([^"]+)"', index) == ["1-vpn-does-not-connect.html", "2.html"]
    assert "<strong>Wait</strong>" in (tmp_path / "kb" / names[1]).read_text()
    assert "Secret" not in index


def test_nothing_runs_or_loads_in_them_whatever_was_written(desk, tmp_path):
    published(desk, f"VPN {HOSTILE}", HOSTILE)
    export(desk, tmp_path)

    for page in tmp_path.glob("*.html"):
        told = page.read_text()
        assert not re.search(r"<(script|img|iframe|object|link)", told), page
        assert not re.search(r'(src|href)="(?:javascript|data):', told)
        assert "default-src 'none'" in told


def test_what_is_retracted_goes_away_and_what_we_never_wrote_stays(desk, tmp_path):
    article = published(desk, "VPN")
    (tmp_path / "9-mine.html").write_text("mine")
    (tmp_path / ".deskbell").write_text("../../etc/passwd\n/etc/passwd\n")
    export(desk, tmp_path)
    desk.shelf.publish(SUE, str(article.number), State.DRAFT)

    assert export(desk, tmp_path).endswith("Taken away: 1.")
    assert sorted(one.name for one in tmp_path.iterdir()) == [".deskbell", "9-mine.html", "index.html"]


def test_another_title_leaves_no_page_of_the_old_one(desk, tmp_path):
    article = published(desk, "VPN")
    export(desk, tmp_path)
    desk.shelf.revise(BOB, str(article.number), "VPN in Berlin", "")
    export(desk, tmp_path)
    assert [one.name for one in tmp_path.glob("1*.html")] == ["1-vpn.html"]  # until a supervisor publishes it
    desk.shelf.publish(SUE, str(article.number), State.PUBLIC)
    export(desk, tmp_path)

    assert [one.name for one in tmp_path.glob("1*.html")] == ["1-vpn-in-berlin.html"]


def test_a_transcript_is_written_and_with_files_it_is_an_archive(desk, tmp_path):
    files = FileStore(tmp_path / "files")
    number = desk.open(ANN, "VPN is down", "Nothing loads.", "support", ANN.place).number
    desk.note(number, BOB, "She pulled the plug.")
    out = tmp_path / "out.html"

    assert folders.transcript(desk, files, number, False, "html", out) == f"#{number} is in {out}."
    assert "pulled the plug" not in out.read_text()
    folders.transcript(desk, files, number, True, "text", out)
    assert "pulled the plug" in out.read_text()
    desk.note(number, BOB, "", (files.put("a.png", b"x", "image/png"),))
    assert folders.transcript(desk, files, number, True, "json", out).endswith("out.zip.")


@pytest.mark.parametrize(("number", "form"), [(99, "html"), (1, "pdf")])
def test_what_cannot_be_written_is_said(desk, tmp_path, number, form):
    desk.open(ANN, "VPN is down", "Nothing loads.", "support", ANN.place)
    with pytest.raises(Refused):
        folders.transcript(desk, FileStore(tmp_path), number, False, form, tmp_path / "x")
