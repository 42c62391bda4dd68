"""The text of a file of settings; of a .env file as names and values: `NAME=value`, # begins a comment line."""

import re

from bot.problems import BadSettings

LINE = re.compile(r"\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*?)\s*")


def text(name: str, raw: bytes) -> str:
    """What stands in the file `name`, without the mark that Windows puts first. Raises BadSettings if not UTF-8."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise BadSettings([f"{name} has letters in line {line} that are not UTF-8: save it as UTF-8."]) from None


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
