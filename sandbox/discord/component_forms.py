"""What buttons, selects and layouts may hold in a message."""

from collections.abc import Iterator
from typing import Any

from sandbox.discord.refusals import Form

Json = dict[str, Any]
ROW, BUTTON, STRING_SELECT, TEXT_INPUT = 1, 2, 3, 4
SELECTS = {3, 5, 6, 7, 8}
LAYOUT = {9, 10, 11, 12, 13, 14, 17}
ROWS, PER_ROW, OPTIONS, LAYOUT_MOST = 5, 5, 25, 40
LINK, PREMIUM = 5, 6


def walk(components: list[Json], path: str) -> Iterator[tuple[str, Json]]:
    """Every component and those inside it, each with its dotted path."""
    for index, one in enumerate(components):
        here = f"{path}.{index}"
        yield here, one
        yield from walk(one.get("components") or [], f"{here}.components")
        for inner in ("accessory", "component"):
            if isinstance(one.get(inner), dict):
                yield f"{here}.{inner}", one[inner]


def without_nulls(value: Any) -> Any:
    """A copy in which no key holds null: the platform reads null as absent."""
    if isinstance(value, dict):
        return {key: without_nulls(one) for key, one in value.items() if one is not None}
    return [without_nulls(one) for one in value] if isinstance(value, list) else value


def check(form: Form, components: Any, layout: bool, path: str = "components") -> None:
    """Note everything wrong with a message's components; `layout` is the components-V2 flag."""
    if not form.count(path, components, LAYOUT_MOST if layout else ROWS):
        return
    everything = list(walk(components, path))
    if layout and len(everything) > LAYOUT_MOST:
        form.wrong(path, "BASE_TYPE_MAX_LENGTH", "Must be 40 or fewer in length.")
    for here, one in zip((f"{path}.{index}" for index in range(len(components))), components, strict=True):
        if one.get("type") not in ({ROW} | (LAYOUT if layout else set())):
            form.wrong(f"{here}.type", "UNION_TYPE_CHOICES", 'Value of field "type" must be one of (1,).')
    for here, one in everything:
        check_one(form, here, one)
    check_ids(form, everything)


def check_ids(form: Form, everything: list[tuple[str, Json]]) -> None:
    """Note custom ids over 100 characters and the second use of one."""
    seen: set[str] = set()
    for here, one in everything:
        custom_id = one.get("custom_id")
        if custom_id is None:
            continue
        form.length(f"{here}.custom_id", custom_id, 100, 1)
        if custom_id in seen:
            message = "Component custom id cannot be duplicated"
            form.wrong(f"{here}.custom_id", "COMPONENT_CUSTOM_ID_DUPLICATED", message)
        seen.add(custom_id)


def check_one(form: Form, here: str, one: Json) -> None:
    kind = one.get("type")
    if kind == ROW:
        _check_row(form, here, one)
    elif kind == BUTTON:
        _check_button(form, here, one)
    elif kind in SELECTS:
        check_select(form, here, one)
    elif kind == 10:
        form.length(f"{here}.content", one.get("content"), 4000, 1)
    elif kind not in LAYOUT:
        form.wrong(f"{here}.type", "UNION_TYPE_CHOICES", "Unknown component type.")


def _check_row(form: Form, here: str, row: Json) -> None:
    inner = row.get("components")
    if not form.count(f"{here}.components", inner, PER_ROW, 1) or not isinstance(inner, list):
        return
    kinds = [one.get("type") for one in inner]
    if len(kinds) > 1 and SELECTS & set(kinds):
        form.wrong(
            f"{here}.components", "COMPONENT_LAYOUT_WIDTH_EXCEEDED", "The specified component exceeds the max width"
        )


def _check_button(form: Form, here: str, button: Json) -> None:
    style = button.get("style")
    if not isinstance(style, int) or not 1 <= style <= PREMIUM:
        form.wrong(f"{here}.style", "BASE_TYPE_CHOICES", "Value must be one of (1, 2, 3, 4, 5, 6).")
    if button.get("label") is not None:
        form.length(f"{here}.label", button["label"], 80)
    if not button.get("label") and not button.get("emoji") and style != PREMIUM:
        form.wrong(f"{here}.label", "BUTTON_COMPONENT_REQUIRES_LABEL_OR_EMOJI", "A label or emoji is required")
    if style == LINK:
        form.length(f"{here}.url", button.get("url"), 512, 1)
        if button.get("custom_id"):
            form.wrong(here, "BUTTON_COMPONENT_CUSTOM_ID_AND_URL", "A custom id and url cannot both be specified")
    elif style != PREMIUM and "custom_id" not in button:
        form.wrong(f"{here}.custom_id", "BUTTON_COMPONENT_CUSTOM_ID_REQUIRED", "A custom id is required")


def check_select(form: Form, here: str, select: Json) -> None:
    """Note a select menu's lengths: options 25, each 100/100/100, placeholder 150, values within reach."""
    if "custom_id" not in select:
        form.wrong(f"{here}.custom_id", "BASE_TYPE_REQUIRED", "This field is required")
    if select.get("placeholder") is not None:
        form.length(f"{here}.placeholder", select["placeholder"], 150)
    if select["type"] == STRING_SELECT and form.count(f"{here}.options", select.get("options"), OPTIONS, 1):
        for index, option in enumerate(select["options"]):
            _check_option(form, f"{here}.options.{index}", option)
        values = [option.get("value") for option in select["options"]]
        if len(set(values)) < len(values):
            message = "The specified option value is already used"
            form.wrong(f"{here}.options", "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", message)
    for key, least in (("min_values", 0), ("max_values", 1)):
        value = 1 if select.get(key) is None else select[key]
        if not least <= value <= OPTIONS:
            form.wrong(f"{here}.{key}", "NUMBER_TYPE_MAX", "Value should be less than or equal to 25.")


def _check_option(form: Form, here: str, option: Json) -> None:
    form.length(f"{here}.label", option.get("label"), 100, 1)
    form.length(f"{here}.value", option.get("value"), 100, 1)
    if option.get("description") is not None:
        form.length(f"{here}.description", option["description"], 100)
