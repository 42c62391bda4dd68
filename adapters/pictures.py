"""Numbers as a picture for a phone: tiles, and what came and went day by day; light or dark.

matplotlib takes a second and 80 MB, so it is loaded by who draws first, and only here; it draws by `Figure`, never by
pyplot, which keeps global state. A drawing holds all its words: it is drawn in a thread, whose language is nobody's.
"""

import io
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from threading import Lock
from typing import Any

from bot.measures import Numbers, share
from bot.readout import length, percent
from bot.speech import say
from bot.statistics import Step

INCHES, DPI = (5.4, 6.2), 200  # 1080 pixels across
WIDE, HIGH = 0.295, 0.115  # a tile, in parts of the picture
LONGEST = 46  # characters of the title
TICKS = 7  # days named below the bars
# of Okabe and Ito, "Color Universal Design": told apart by every kind of colour blindness, and by their lightness
LIGHT = {"paper": "#FFFFFF", "ink": "#1B1B1F", "faint": "#6B6B76", "tile": "#F1F3F6", "created": "#0072B2",
         "resolved": "#E69F00", "backlog": "#1B1B1F"}  # fmt: skip
DARK = {"paper": "#1A1D21", "ink": "#F2F3F5", "faint": "#A9ADB5", "tile": "#272B31", "created": "#56B4E9",
        "resolved": "#E69F00", "backlog": "#F2F3F5"}  # fmt: skip
FONTS = ("DejaVu Sans", "Noto Sans CJK JP", "Noto Sans CJK SC", "Noto Sans JP", "Hiragino Sans", "Yu Gothic",
         "Microsoft YaHei", "IPAexGothic", "WenQuanYi Zen Hei")  # fmt: skip

one_at_a_time = Lock()  # the library's caches of fonts are not made for threads


@dataclass(frozen=True)
class Drawing:
    """All that is drawn. `days` are what stands below the bars; `backlog` is None where it is not known."""

    title: str
    subtitle: str
    tiles: tuple[tuple[str, str], ...]
    names: tuple[str, str, str]  # of created, resolved and backlog
    days: tuple[str, ...]
    created: tuple[int, ...]
    resolved: tuple[int, ...]
    backlog: tuple[int, ...] | None
    is_dark: bool = False

    def png(self) -> bytes:
        """Draw it; takes a second the first time. For a thread of its own."""
        with one_at_a_time:
            return _png(self)


def drawing(desk: str, title: str, steps: Sequence[Step], numbers: Numbers, is_dark: bool = False) -> Drawing:
    """The picture of these numbers."""
    backlog = tuple(one.backlog for one in steps if one.backlog is not None)
    is_monthly = len(steps) > 1 and all(one.first.day == 1 for one in steps[1:])
    return Drawing(
        desk, title, _tiles(numbers), (say("Created"), say("Resolved"), say("Backlog")),
        tuple(f"{one.first:%Y-%m}" if is_monthly else f"{one.first:%m-%d}" for one in steps),
        tuple(one.created for one in steps), tuple(one.resolved for one in steps),
        backlog if len(backlog) == len(steps) else None, is_dark,
    )  # fmt: skip


def described(drawn: Drawing) -> str:
    """The picture in words, for who cannot see it."""
    tiles = "; ".join(say("{name}: {value}", name=name, value=value) for name, value in drawn.tiles)
    return say(
        "{title}, {subtitle}. {tiles}. Below, bars of what was created and resolved, and a line of the backlog.",
        title=drawn.title, subtitle=drawn.subtitle, tiles=tiles,
    )  # fmt: skip


def _tiles(one: Numbers) -> tuple[tuple[str, str], ...]:
    none = "–"
    return (
        (say("Created"), str(one.created)),
        (say("Resolved"), str(one.resolved)),
        (say("Backlog"), none if one.backlog is None else str(one.backlog)),
        (say("First response"), none if one.first.calendar.median is None else length(one.first.calendar.median)),
        (say("In time"), none if one.first.in_time is None else percent(one.first.in_time)),
        (say("Resolution"), none if one.resolution.calendar.median is None
         else length(one.resolution.calendar.median)),
        (say("Clocks run out"), str(one.breached)),
        (say("Reopened"), percent(share(one.came_back, one.resolved)) or none),
        (say("Satisfaction"), percent(share(one.satisfied, one.rated)) or none),
    )  # fmt: skip


@dataclass(frozen=True)
class _Library:
    """What is taken of matplotlib, and the fonts that are there: the first that has a letter draws it."""

    Figure: Any
    Canvas: Any
    Rectangle: Any
    fonts: list[str]


@cache
def _library() -> _Library:
    logging.getLogger("matplotlib").setLevel(logging.ERROR)  # it warns of every weight that a font has not
    names = ("figure", "backends.backend_agg", "patches", "font_manager")
    figure, agg, patches, fonts = (import_module(f"matplotlib.{name}") for name in names)
    found = fonts.fontManager
    found.ttflist = [one for one in found.ttflist if one.name in FONTS]  # of hundreds it takes a second to choose
    there = set(found.get_font_names())
    known = [font for font in FONTS if font in there]
    return _Library(figure.Figure, agg.FigureCanvasAgg, patches.Rectangle, known)


def _png(drawn: Drawing) -> bytes:
    library, colour = _library(), DARK if drawn.is_dark else LIGHT
    figure = library.Figure(figsize=INCHES, dpi=DPI, facecolor=colour["paper"])
    library.Canvas(figure)  # what measures words is what draws them: it is made once
    words = {"family": library.fonts, "parse_math": False}
    title = drawn.title if len(drawn.title) <= LONGEST else f"{drawn.title[: LONGEST - 1]}…"
    figure.text(0.045, 0.955, title, color=colour["ink"], size=15, weight="bold", va="center", **words)
    figure.text(0.045, 0.918, drawn.subtitle[:70], color=colour["faint"], size=9.5, va="center", **words)
    for at, (name, value) in enumerate(drawn.tiles):
        _tile(figure, at, name, value, colour, words)
    _bars(figure, drawn, colour, words)
    out = io.BytesIO()
    figure.savefig(out, format="png", pil_kwargs={"compress_level": 3})
    return out.getvalue()


def _tile(figure: Any, at: int, name: str, value: str, colour: dict[str, str], words: dict[str, Any]) -> None:
    """A plain rectangle: axes of its own would cost more than all the rest of the picture."""
    left, bottom = 0.045 + at % 3 * 0.308, 0.78 - at // 3 * 0.128
    shape = _library().Rectangle((left, bottom), WIDE, HIGH, facecolor=colour["tile"], transform=figure.transFigure)
    figure.add_artist(shape)
    left += 0.07 * WIDE
    lines = (
        figure.text(left, bottom + 0.72 * HIGH, name, color=colour["faint"], size=8.5, va="center", **words),
        figure.text(left, bottom + 0.33 * HIGH, value, color=colour["ink"], size=14, weight="bold", va="center",
                    **words),
    )  # fmt: skip
    room = 0.86 * WIDE * figure.bbox.width
    for line in lines:  # “less than 1 min” is longer than most, and longer yet in other languages
        if (width := line.get_window_extent().width) > room:
            line.set_size(line.get_size() * room / width)


def _bars(figure: Any, drawn: Drawing, colour: dict[str, str], words: dict[str, Any]) -> None:
    axes = figure.add_axes((0.09, 0.07, 0.83, 0.355), facecolor=colour["paper"])
    places = range(len(drawn.days))
    for name, values, key, shift in (
        (drawn.names[0], drawn.created, "created", -0.21), (drawn.names[1], drawn.resolved, "resolved", 0.21),
    ):  # fmt: skip
        axes.bar([at + shift for at in places], values, 0.42, color=colour[key], label=name)
    lines = [axes]
    if drawn.backlog is not None:
        other = axes.twinx()
        other.plot(places, drawn.backlog, color=colour["backlog"], linewidth=1.6, linestyle=(0, (4, 2)), marker="o",
                   markersize=2.5, label=drawn.names[2])  # fmt: skip
        other.set_ylim(0, max(*drawn.backlog, 4) * 1.15)
        lines.append(other)
    axes.set_ylim(0, max(*drawn.created, *drawn.resolved, 4) * 1.15)
    shown = sorted({round(at * (len(drawn.days) - 1) / max(1, TICKS - 1)) for at in range(TICKS)})
    axes.set_xticks(shown, [drawn.days[at] for at in shown])
    for one in lines:
        one.tick_params(colors=colour["faint"], labelsize=8, length=0)
        one.spines[:].set_visible(False)
        one.yaxis.get_major_locator().set_params(integer=True, nbins=5)
    axes.grid(axis="y", color=colour["tile"], linewidth=0.8)
    axes.set_axisbelow(True)
    handles = [handle for one in lines for handle in one.get_legend_handles_labels()[0]]
    figure.legend(
        handles, [handle.get_label() for handle in handles], loc="upper left", bbox_to_anchor=(0.035, 0.495), ncols=3,
        frameon=False, prop={"family": words["family"], "size": 9}, labelcolor=colour["ink"], handlelength=1.6,
    )  # fmt: skip
