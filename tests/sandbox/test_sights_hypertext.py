"""A letter's HTML as the page draws it: what it may show, and nothing that runs, loads or dresses itself."""

import pytest

from sandbox.sights.hypertext import drawn


@pytest.mark.parametrize(
    ("html", "own"),
    [
        ('<p style="x">One <b>two</b></p>', [["p", {}, ["One ", ["b", {}, ["two"]]]]]),
        ('<p dir="rtl">a<br>b', [["p", {"dir": "rtl"}, ["a", ["br", {}, []], "b"]]]),
        ("<style>p{}</style><script>alert(1)</script><title>x</title>Hi", ["Hi"]),
        ('<a href="javascript:alert(1)" onclick="x()">a</a>', [["a", {}, ["a"]]]),
        ('<a href="https://example.org">a</a>', [["a", {"href": "https://example.org"}, ["a"]]]),
        ('<img src="https://track.example/1.gif" alt="x">', [["img", {"alt": "x"}, []]]),
        ('<img src="cid:one">', [["img", {"alt": "picture", "src": "/file/1"}, []]]),
        ('<ol start="3"><li>c</ol>', [["ol", {"start": "3"}, [["li", {}, ["c"]]]]]),
        ("<marquee>kept <i>words</i></marquee></i></p>", ["kept ", ["i", {}, ["words"]]]),
        ("Said<br>\n<br> ", ["Said"]),
    ],
)
def test_a_letters_html_is_drawn_by_what_is_allowed(html, own):
    assert drawn(html, {"one": "/file/1"}) == {"own": own, "quoted": []}


def test_what_is_quoted_is_apart():
    html = 'Now<br><div class="gmail_quote"><div class="gmail_attr">Ann wrote:</div><blockquote>Then</blockquote></div>'
    assert drawn(html, {}) == {
        "own": ["Now"], "quoted": [["div", {}, ["Ann wrote:"]], ["blockquote", {}, ["Then"]]],
    }  # fmt: skip


def test_endless_nesting_stays_shallow():
    page = drawn("<div>" * 5_000 + "deep", {})
    assert "]" * 200 not in str(page)
    assert "deep" in str(page)


@pytest.mark.parametrize("html", ["", "  ", "x" * 60_001])
def test_where_there_is_no_html_or_too_much_the_text_is_shown(html):
    assert drawn(html, {}) is None
