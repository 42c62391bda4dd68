"""docs/commands.md, made from the verb table, so that no verb is undocumented."""

from adapters.calls import Way
from adapters.deeds import CODES
from adapters.lines import ALIASES
from adapters.verbs import TABLE, WORDS, Verb, usage

WHO = {
    "agent": "agents",
    "supervisor": "supervisors",
    "all": "everybody",
    "own": "agents; requesters on their own ticket",
    "requester": "who asked, and nobody else",
}
HEAD = """# Commands

Made from the table of verbs by `make docs`: what stands here is what can be typed.

`/ticket` acts on one ticket, `/desk` on the whole desk; the words are the same on Slack and on Discord. Inside a
ticket's thread the number is implied. Slack does not let commands be typed in threads: say `@deskbell claim` or
`!claim` there. Discord offers every argument as an option and completes numbers, tags and names while you type.
"""


def commands_page() -> str:
    """The whole page, in Markdown."""
    parts = [HEAD]
    for word, about in WORDS.items():
        parts.append(f"## /{word}\n\n{about}\n\n| type | who | does |\n|---|---|---|")
        parts += [_row(verb) for verb in TABLE if verb.word == word]
        parts.append("")
    aliases = ", ".join(f"`{alias}` for `{name}`" for alias, name in ALIASES.items())
    parts.append(f"In threads these are understood too: {aliases}.\n")
    parts.append(f"Resolution codes: {', '.join(f'`{code}`' for code in CODES)}.\n")
    return "\n".join(parts)


def _row(verb: Verb) -> str:
    arguments = " ".join(f"**{one.name}**: {one.help}" for one in verb.arguments)
    return f"| `{usage(verb, Way.SLASH)}` | {WHO[verb.who]} | {verb.help} {arguments} |".replace("  ", " ")
