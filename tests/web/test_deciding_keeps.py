"""Deciding as a person changes nothing of what was declared, unless that person does."""

import pytest
from django.forms import ChoiceField
from django.http import QueryDict

from tests.applying import applied
from tests.scene import GENK, Rules, set_scene
from wisselwerk.web.coordinator.deciding import DecideForm

pytestmark = pytest.mark.django_db

MERGED = "52063"
"""Seneffe, as it was numbered until 2019: no list of today holds it."""


def as_sent(form: DecideForm) -> QueryDict:
    """What a browser sends of a form that nobody changed but for the answer: of a list only what is on it."""
    sent = QueryDict(mutable=True)
    for bound in form:
        if isinstance(bound.field, ChoiceField):
            chosen = [str(one.data["value"]) for one in bound.subwidgets if one.data.get("selected")]
            sent[bound.name] = chosen[0] if chosen else ""
        else:
            sent[bound.name] = bound.value() or ""
    sent["answer"], sent["motivation"] = "award", "In orde."
    return sent


@pytest.mark.parametrize("establishment", [GENK, MERGED])
def test_an_establishment_stays_as_it_was_declared_also_where_today_no_list_holds_it(
    establishment: str,
) -> None:
    rules: Rules = {"territory": {"places": ["71067"], "located": "seat_or_establishment"}}
    application = applied(set_scene(rules=rules), establishment=establishment)
    assert application.declarations["establishment"] == establishment
    form = DecideForm(application, as_sent(DecideForm(application, None)))
    assert form.is_valid(), form.errors
    assert form.decided()["declarations"] is None


def test_so_does_a_seat() -> None:
    application = applied(set_scene(), municipality=MERGED)
    form = DecideForm(application, as_sent(DecideForm(application, None)))
    assert form.is_valid(), form.errors
    assert form.decided()["declarations"] is None
    assert "Seneffe" in str(form["municipality"])
