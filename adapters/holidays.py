"""The public holidays of a country or region, by the library `holidays`."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from importlib import import_module
from typing import Any

from bot.problems import BadSettings
from bot.week import Hours


def of(region: str, year: int) -> Mapping[date, str]:
    """The holidays of `DE` or `DE-BY` in a year, by day. Raises NotImplementedError for what there is not."""
    country, _, part = region.partition("-")
    found: Mapping[date, str] = _countries()(country, subdiv=part or None, years=year)
    return dict(found)


def refuse(hours: tuple[Hours, ...]) -> None:
    """Raise BadSettings for countries and regions that are not known."""
    wrong = []
    for one in filter(lambda one: one.holidays, hours):
        try:
            of(one.holidays, 2026)
        except NotImplementedError:
            wrong.append(f"[hours.{one.name}] holidays is “{one.holidays}”, of which no holidays are known; accepted "
                         "is a country like DE, or one of its regions like DE-BY.")  # fmt: skip
    if wrong:
        raise BadSettings(wrong)


@cache
def _countries() -> Callable[..., Any]:
    """It takes a second to load, and most desks never ask."""
    found: Callable[..., Any] = import_module("holidays").country_holidays
    return found
