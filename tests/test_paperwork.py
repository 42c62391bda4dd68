"""How the settings say what a queue wants to know of its tickets, and what of that is refused at the start."""

import tomllib

import pytest

from bot.fields import Field, Kind, Required
from bot.problems import BadSettings
from bot.settings import read

TWO = "[[queue]]\nname='a'\n[[queue]]\nname='b'\ncategories=['refunds']\n"


def settings(toml):
    return read({}, tomllib.loads(toml))


def refused(toml):
    with pytest.raises(BadSettings) as bad:
        settings(toml)
    return bad.value.sentences


def test_a_desk_that_says_nothing_wants_nothing():
    assert settings("").fields_of("support") == ()


def test_a_queue_without_categories_of_its_own_has_the_desks():
    read = settings(f"[desk]\ncategories=['hardware']\n{TWO}")

    assert [one.choices for one in read.fields_of("a")] == [("hardware",)]
    assert [one.choices for one in read.fields_of("b")] == [("refunds",)]


def test_the_only_queue_there_is_without_a_table_has_the_desks_categories_too():
    assert settings("[desk]\ncategories=['hardware']").queues[0].categories == ("hardware",)


def test_a_field_is_everybodys_or_of_the_queues_it_names():
    read = settings(f"{TWO}[[field]]\nname='asset_tag'\n[[field]]\nname='cost'\nkind='number'\nqueues=['a']")

    assert [one.name for one in read.fields_of("a")] == ["asset_tag", "cost"]
    assert [one.name for one in read.fields_of("b")] == ["category", "asset_tag"]


def test_all_of_a_field_can_be_said():
    [field] = settings(
        "[[field]]\nname='site'\nlabel='Site'\nkind='choice'\nchoices=['Berlin', 'Paris']\nrequired='close'\n"
        "in_form=false"
    ).fields
    assert field == Field("site", "Site", Kind.CHOICE, ("Berlin", "Paris"), (), Required.CLOSE, False)


def test_what_is_left_out_of_a_field_is_the_usual():
    assert settings("[[field]]\nname='asset_tag'").fields == (Field("asset_tag", "Asset tag"),)


def test_a_queue_may_require_its_category():
    assert (
        settings("[[queue]]\nname='b'\ncategories=['x']\nrequired=['category']").fields_of("b")[0].required == "resolve"
    )


@pytest.mark.parametrize(
    ("toml", "sentence"),
    [
        ("[[field]]\nlabel='x'", "[[field]] name is “”; accepted are 2 to 30 of a-z, 0-9, - and _, a letter first."),
        ("[[field]]\nname='Asset tag'", "name is “Asset tag”; accepted are"),
        ("[[field]]\nname='status'", "[[field]] name is “status”, which every ticket has already; choose another one."),
        ("[[field]]\nname='ab'\n[[field]]\nname='ab'", "[[field]] name is “ab” twice; each field needs its own."),
        ("[[field]]\nname='ab'\nkind='colour'", "[[field]] ab kind is “colour”; accepted is one of: text, number"),
        ("[[field]]\nname='ab'\nkind='choice'", "[[field]] ab is a choice without choices; accepted is a list"),
        ("[[field]]\nname='ab'\nchoices=['x']", "[[field]] ab has choices, but its kind is text"),
        ("[[field]]\nname='ab'\nkind='choice'\nchoices=['x','X']", "[[field]] ab choices holds one choice twice."),
        ("[[field]]\nname='ab'\nqueues=['x']", "[[field]] ab queues names “x”; there are: support."),
        ("[[field]]\nname='ab'\nrequired='open'", "accepted is one of: never, resolve, close"),
        ("[[field]]\nname='ab'\nlabel=''", "label is “”; accepted are 1 to 45 characters."),
        ("[[field]]\nname='ab'\nin_form='no'", "in_form is 'no'; accepted is true or false, without quotes"),
        ("[[field]]\nname='ab'\ncolour='red'", "has a setting “colour” that is not known"),
        (f"[desk]\ncategories={[str(one) for one in range(26)]}", "holds 26 choices; a menu holds at most 25."),
        (f"[desk]\ncategories=['{'x' * 76}']", "accepted are 1 to 75 characters."),
        ("[[queue]]\nname='ab'\nrequired=['tea']", "[[queue]] ab required holds “tea”; accepted are: contact, details"),
        ("[[queue]]\nname='ab'\nrequired=['category']", "required holds “category”, but the queue has none"),
        ("[[queue]]\nname='a'\nsteps='yes'", "steps is 'yes'; accepted is true or false"),
    ],
)  # fmt: skip
def test_a_wrong_setting_stops_the_start_with_a_sentence(toml, sentence):
    assert any(sentence in said for said in refused(toml))
