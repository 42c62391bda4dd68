"""The public articles as pages that stand by themselves: one each, and a list. Nothing in them runs or loads."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from html import escape

from bot.article import Article
from bot.transcript_forms import POLICY, STYLE

INDEX = "index.html"
NAMED = re.compile(r"\d{1,12}(?:-[a-z0-9-]+)?\.html|index\.html")  # what we write, and may take away again
SHEET = f"{STYLE} main {{ line-height: 1.6; }} a {{ color: inherit; }} img {{ max-width: 100%; }}"


def pages(desk: str, articles: Sequence[Article], render: Callable[[str], str]) -> dict[str, str]:
    """The pages by their names. `render` makes safe HTML of Markdown."""
    made = {_name(one): _page(desk, one.title, _article(desk, one, render)) for one in articles}
    rows = "\n".join(f'<li dir="auto"><a href="{_name(one)}">{escape(one.title)}</a></li>' for one in articles)
    return made | {INDEX: _page(desk, desk, f"<h1>{escape(desk)}</h1>\n<ul>\n{rows}\n</ul>")}


def _article(desk: str, article: Article, render: Callable[[str], str]) -> str:
    return (
        f'<p><a href="{INDEX}">{escape(desk)}</a></p>\n<h1 dir="auto">{escape(article.title)}</h1>\n'
        f"<main>{render(article.body)}</main>\n<footer><p>{article.updated_at:%Y-%m-%d}</p></footer>"
    )


def _page(desk: str, title: str, body: str) -> str:
    return (
        f'<!doctype html>\n<html><head><meta charset="utf-8"><title>{escape(title)}</title>\n'
        f'<meta name="viewport" content="width=device-width">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        f"<style>{SHEET}</style></head>\n<body>\n{body}\n</body></html>\n"
    )


def _name(article: Article) -> str:
    """`7-vpn-does-not-connect.html`: the number stays when the title changes."""
    plain = unicodedata.normalize("NFKD", article.title).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain)[:60].strip("-")
    return f"{article.number}-{words}.html" if words else f"{article.number}.html"
