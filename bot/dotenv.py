"""The text of a .env file as names and values: `NAME=value`, quotes optional, # begins a comment line."""

import re

from bot.problems import BadSettings

LINE = re.compile(r"\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*?)\s*")


def parse(text: str) -> dict[str, str]:
    """Names and values. Raises BadSettings for a line that is neither that, nor empty, nor a comment."""
    found: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if not (match := LINE.fullmatch(line)):
            raise BadSettings([f"Line {number} of .env is not understood; accepted is NAME=value."])
        name, value = match.groups()
        if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
            value = value[1:-1]
        found[name] = value
    return found
