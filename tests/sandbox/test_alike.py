"""What a schema can tell apart is asked of it each time, however much came before."""

import pytest
from jsonschema import Draft7Validator

from tests.sandbox.alike import Judge, Sight

SCHEMA = {
    "properties": {
        "id": {"type": "string", "pattern": "^[0-9]+$"},
        "kind": {"enum": ["button", "menu"]},
        "style": {"const": 1},
        "label": {"type": "string", "minLength": 1, "maxLength": 5},
        "tags": {"type": "array", "uniqueItems": True, "maxItems": 3},
    },
    "required": ["id"],
    "additionalProperties": False,
}
GOOD = {"id": "12", "kind": "menu", "style": 1, "label": "Claim", "tags": ["a", "b"]}
WRONG = [
    {"id": "x2"}, {"id": 12}, {"kind": "knob"}, {"style": 2}, {"style": "1"}, {"style": True}, {"label": ""},
    {"label": "Claims"}, {"tags": ["a", "a"]}, {"tags": ["a", "b", "c", "d"]}, {"other": "x"}, {"tags": {"a": "b"}},
]  # fmt: skip


@pytest.fixture
def asked():
    """What the schema was asked about."""
    return []


@pytest.fixture
def judge(asked):
    class Asked:
        def iter_errors(self, value):
            asked.append(value)
            return Draft7Validator(SCHEMA).iter_errors(value)

    return Judge(Asked(), Sight(SCHEMA), lambda error: error.message)


@pytest.mark.parametrize("change", WRONG, ids=str)
def test_what_is_wrong_is_found_after_what_is_right_and_what_is_right_after_that(judge, change):
    assert judge(GOOD) == []
    assert judge(GOOD | change) == [error.message for error in Draft7Validator(SCHEMA).iter_errors(GOOD | change)] != []
    assert judge(GOOD) == []


def test_what_no_schema_tells_apart_is_asked_once(judge, asked):
    assert judge(GOOD) == judge(GOOD | {"id": "9999", "label": "Reply", "tags": ["b", "c"]}) == []

    assert asked == [GOOD]
