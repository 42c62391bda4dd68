"""`make catalogues`: finds every sentence that agents read, brings the catalogues up to date, lists what they lack.

`python -m tests.catalogues de` does it for one language. Translations stay, also of what is said no more.
"""

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from adapters.deeds import CODES
from adapters.verbs import TABLE
from adapters.verbs import WORDS as COMMANDS
from bot.article import State as Shelved
from bot.matching import Rule
from bot.speech import LANGUAGES, LOCALES
from bot.steps import STEPS
from bot.ticket import Priority, Status

ROOT = Path(__file__).parent.parent
CODE = [path for name in ("bot", "adapters") for path in sorted((ROOT / name).rglob("*.py"))] + [ROOT / "house.py"]
SAYING = {"say": 1, "later": 1, "several": 2}  # how many of its arguments are sentences
TRANSLATED = tuple(language for language in LANGUAGES if language != "en")
DATA = {  # the words that are data too, by what they are about
    "status": tuple(Status), "priority": tuple(Priority), "step": STEPS, "article": tuple(Shelved),
    "code": CODES, "rule": tuple(Rule),
}  # fmt: skip
VERBS = "|".join(verb.name for verb in TABLE)
TYPED = re.compile(rf"/(?:desk|ticket)(?: (?:{VERBS})\b)?|!(?:{VERBS})\b|--[a-z]+")  # English in each language
BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)  # no line of a catalogue changes but for its sentences


@dataclass(frozen=True)
class Key:
    """A sentence of the code: `many` is its plural, `about` what a word is about."""

    one: str
    where: str
    many: str = ""
    about: str = ""


@dataclass(frozen=True)
class Unfit:
    """A call that the catalogue cannot know: its place, and what is wrong with it."""

    where: str
    why: str


@cache
def sentences() -> list[Key]:
    """All there are, in the order of the code, the tables' last."""
    found = [one for path in CODE for one in _read(path) if isinstance(one, Key)]
    found += [Key(word, "tests/catalogues.py", about=about) for about, words in DATA.items() for word in words]
    helps = [*COMMANDS.values(), *(one.help for verb in TABLE for one in (verb, *verb.arguments))]
    return [*found, *(Key(help, "adapters/verbs.py") for help in helps)]


def unfit() -> list[Unfit]:
    """What is said in a way that no catalogue can know: f-strings, names, concatenated halves."""
    return [one for path in CODE for one in _read(path) if isinstance(one, Unfit)]


def _read(path: Path) -> Iterator[Key | Unfit]:
    tree = ast.parse(path.read_text())
    name = path.relative_to(ROOT).as_posix()
    if name == "bot/speech.py":
        return
    if name == "bot/errors.py" or "Refused" in path.read_text():
        yield from _refusals(tree, name)
    said = {
        alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module == "bot.speech"
        for alias in node.names
    }  # fmt: skip
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in said:
            yield from _called(node, node.func.id, name)


def _refusals(tree: ast.Module, name: str) -> Iterator[Key]:
    kinds = {"Refused", "Exception"} if name == "bot/errors.py" else {"Refused"}
    for node in (one for one in tree.body if isinstance(one, ast.ClassDef)):
        bases = {base.id if isinstance(base, ast.Name) else getattr(base, "attr", "") for base in node.bases}
        if bases & kinds:
            kinds.add(node.name)
            yield Key(" ".join((ast.get_docstring(node) or "").split()), name)


def _called(node: ast.Call, how: str, name: str) -> Iterator[Key | Unfit]:
    where = f"{name}:{node.lineno}"
    given = [one.value if isinstance(one, ast.Constant) and isinstance(one.value, str) else None for one in node.args]
    if how in SAYING:
        parts = given[: SAYING[how]]
        if None in parts or not parts:
            yield Unfit(where, f"{how}() takes a literal")
        else:
            yield Key(parts[0] or "", name, (parts[1] or "") if how == "several" else "")
    elif how == "word":
        text, about = (*given, None, None)[:2]
        if about is None or (text is None and about not in DATA):
            yield Unfit(where, "word() takes a literal, or a word that is data and what it is about")
        elif text is not None:
            yield Key(text, name, about=about)


def template() -> Catalog:
    """The sentences as Babel knows them."""
    made = _catalog()
    for one in sentences():
        key = (one.one, one.many) if one.many else one.one
        made.add(key, locations=[(one.where, 0)], context=one.about or None)
    return made


def catalogue(language: str) -> Catalog:
    """What is translated into `language`, by its .po file."""
    with (LOCALES / language / "LC_MESSAGES" / "deskbell.po").open("rb") as file:
        return read_po(file, locale=language, domain="deskbell")


def updated(language: str) -> Catalog:
    """Its catalogue with exactly the sentences that there are; translations of others rest below them."""
    path = LOCALES / language / "LC_MESSAGES" / "deskbell.po"
    known = catalogue(language) if path.exists() else _catalog(language)
    resting = {_key(one): one for one in (*known.obsolete.values(), *known) if one.id and any(_strings(one))}
    made = _catalog(language)
    made.update(template())
    for message in made:
        if message.id and (old := resting.pop(_key(message), None)):
            message.string = old.string
    made.obsolete.update(resting)
    return made


def _kept(language: str) -> Catalog:
    """Bring its two files up to date. Returns what they hold now."""
    folder, brought = LOCALES / language / "LC_MESSAGES", updated(language)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "deskbell.po").open("wb") as file:
        write_po(file, brought, width=0, include_lineno=False, sort_by_file=True)
    (folder / "deskbell.mo").write_bytes(compiled(catalogue(language)))
    return catalogue(language)


def compiled(catalog: Catalog) -> bytes:
    """The .mo file, the same for the same sentences."""
    file = BytesIO()
    write_mo(file, catalog)
    return file.getvalue()


def missing(catalog: Catalog) -> list[str]:
    """Its sentences without a translation, or without one of its forms."""
    return [_id(message) for message in catalog if message.id and not all(_strings(message))]


def misfilled(catalog: Catalog) -> list[str]:
    """Its translations whose {names} are not those of the English sentence; a plural may leave out {n}."""
    found = []
    for message in catalog:
        if not message.id:
            continue
        ids = message.id if isinstance(message.id, list | tuple) else (message.id,)
        names = set().union(*(_names(one) for one in ids))
        least = names - {"n"} if len(ids) > 1 else names
        found += [one for one in _strings(message) if one and not least <= _names(one) <= names]
    return found


def mistyped(catalog: Catalog) -> list[str]:
    """Its translations without a command, a verb or an option that the English sentence tells people to type."""
    found = []
    for message in catalog:
        typed = TYPED.findall(_id(message)) if message.id else []
        found += [one for one in _strings(message) if one and not all(words in one for words in typed)]
    return found


def _catalog(language: str | None = None) -> Catalog:
    """An empty one, whose head says nothing that grows old."""
    return Catalog(
        locale=language, domain="deskbell", project="Deskbell", version="1", charset="utf-8", fuzzy=False,
        copyright_holder="Deskbell", msgid_bugs_address="-", last_translator="Deskbell", language_team=language or "",
        creation_date=BEGINNING, revision_date=BEGINNING, header_comment=f"# Deskbell: what agents read, {language}.",
    )  # fmt: skip


def _id(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _key(message: Message) -> tuple[str, str | None, bool]:
    return _id(message), message.context, message.pluralizable


def _strings(message: Message) -> tuple[str, ...]:
    return (message.string or "",) if not isinstance(message.string, tuple | list) else tuple(message.string)


def _names(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


def main(languages: list[str]) -> int:
    """Bring them up to date. Returns the exit code: 1 where a sentence is missing or has other {names} or commands."""
    for one in unfit():
        print(f"{one.where}: {one.why}")
    lacking = 0
    for language in languages or TRANSLATED:
        catalog = _kept(language)
        wanting, wrong = missing(catalog), [*misfilled(catalog), *mistyped(catalog)]
        lacking += len(wanting) + len(wrong)
        print(f"{language}: {len(catalog)} sentences, {len(wanting)} to translate, {len(wrong)} wrong")
        print(*(f"  {one}" for one in (*wanting[:10], *wrong)), *(["  …"] if wanting[10:] else []), sep="\n")
    return 1 if lacking else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
