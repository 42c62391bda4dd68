"""What a modal may hold: title 45, one to five rows or labels, each field within its lengths."""

from typing import Any

from sandbox.discord.component_forms import TEXT_INPUT, check_ids, check_select, walk
from sandbox.discord.refusals import Form

Json = dict[str, Any]
ROW, TEXT, LABEL, UPLOAD = 1, 10, 18, 19
FIELDS = {3, 4, 5, 6, 7, 8, UPLOAD, 21, 22, 23}


def check(data: Json) -> None:
    """Raise 50035 with every wrong field (below `data`)."""
    form = Form()
    form.length("data.custom_id", data.get("custom_id"), 100, 1)
    form.length("data.title", data.get("title"), 45, 1)
    rows = data.get("components")
    if form.count("data.components", rows, 5, 1) and isinstance(rows, list):
        for index, row in enumerate(rows):
            _check_row(form, f"data.components.{index}", row)
        check_ids(form, list(walk(rows, "data.components")))
    form.done()


def _check_row(form: Form, here: str, row: Json) -> None:
    kind = row.get("type")
    if kind == ROW:
        inner = row.get("components")
        if form.count(f"{here}.components", inner, 1, 1) and isinstance(inner, list):
            if inner[0].get("type") != TEXT_INPUT:
                form.wrong(f"{here}.components.0.type", "UNION_TYPE_CHOICES", "Value must be one of (4,).")
            form.length(f"{here}.components.0.label", inner[0].get("label"), 45, 1)
            _check_field(form, f"{here}.components.0", inner[0])
    elif kind == LABEL:
        form.length(f"{here}.label", row.get("label"), 45, 1)
        if row.get("description") is not None:
            form.length(f"{here}.description", row["description"], 100)
        _check_field(form, f"{here}.component", row.get("component") or {})
    elif kind == TEXT:
        form.length(f"{here}.content", row.get("content"), 4000, 1)
    else:
        form.wrong(f"{here}.type", "UNION_TYPE_CHOICES", "Value must be one of (1, 10, 18).")


def _check_field(form: Form, here: str, field: Json) -> None:
    kind = field.get("type")
    if kind not in FIELDS:
        form.wrong(f"{here}.type", "UNION_TYPE_CHOICES", "Unknown component type.")
    elif kind == TEXT_INPUT:
        _check_text(form, here, field)
    elif kind == UPLOAD:
        least, most = field.get("min_values", 1), field.get("max_values", 1)
        if not 0 <= least <= 10 or not 1 <= most <= 10:
            form.wrong(f"{here}.max_values", "NUMBER_TYPE_MAX", "Value should be less than or equal to 10.")
    elif kind <= 8:
        check_select(form, here, field)


def _check_text(form: Form, here: str, field: Json) -> None:
    if field.get("style") not in (1, 2):
        form.wrong(f"{here}.style", "BASE_TYPE_CHOICES", "Value must be one of (1, 2).")
    for key, most in (("value", 4000), ("placeholder", 100)):
        if field.get(key) is not None:
            form.length(f"{here}.{key}", field[key], most)
    for key, least in (("min_length", 0), ("max_length", 1)):
        if field.get(key) is not None and not least <= field[key] <= 4000:
            form.wrong(f"{here}.{key}", "NUMBER_TYPE_MAX", "Value should be less than or equal to 4000.")
    if "custom_id" not in field:
        form.wrong(f"{here}.custom_id", "BASE_TYPE_REQUIRED", "This field is required")
