"""The text of a .env file as names and values: `NAME=value`, quotes optional, # begins a comment line."""

import re

LINE = re.compile(r"\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*?)\s*")


def parse(text: str) -> dict[str, str]:
    """Names and values. Lines of another shape are passed over."""
    found: dict[str, str] = {}
    for line in text.splitlines():
        if match := LINE.fullmatch(line):
            name, value = match.groups()
            if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
                value = value[1:-1]
            found[name] = value
    return found
