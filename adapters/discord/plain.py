"""The plain words of buttons, menus, forms and commands: each is cut to what Discord takes there, in any language."""

from adapters.discord.text import HIDDEN, one_line, size

TITLE, LABEL, BUTTON, HELP, OPTION, HINT, PLACEHOLDER = 45, 45, 80, 100, 100, 100, 150  # UTF-16 units; hint: of a text


def plain(words: str, most: int) -> str:
    """One line of at most `most`, which nothing in it turns around; what is cut off leaves an ellipsis."""
    line = one_line(HIDDEN.sub("", words))
    if size(line) <= most:
        return line
    while size(line) >= most:
        line = line[:-1].rstrip()
    return f"{line}…"
