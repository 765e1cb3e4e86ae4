"""Beside each rule a decision shows all that it was held against: what was declared, and what is known here."""

import pytest

from tests.applying import applied, pay
from tests.scene import GENK, Rules, enter, set_scene
from wisselwerk.apps.vouchers.models import Application
from wisselwerk.apps.vouchers.paper import findings_of
from wisselwerk.apps.vouchers.queries.applications import latest_decision
from wisselwerk.apps.vouchers.services import enter_application
from wisselwerk.demo.cast import PROVIDER_NUMBER

pytestmark = pytest.mark.django_db

MANY: Rules = {"number_per_enterprise": {"maximum": 9}}


def shown(application: Application, kind: str) -> str:
    decision = latest_decision(application)
    assert decision is not None
    return {outcome.kind: known for outcome, known in findings_of(decision)}[kind]


def test_a_no_to_an_earlier_customer_stands_beside_the_invoices_that_were_handed_in_here() -> None:
    scene = set_scene(rules={"first_acquaintance": {}, "own_contribution": None, **MANY})
    first = applied(scene, earlier_customer=False)
    assert shown(first, "first_acquaintance") == "nee, volgens de aanvrager"
    pay(scene, first.voucher, 1_000)
    one = "nee, volgens de aanvrager; hier werd al {} van deze aanbieder ingediend"
    assert shown(applied(scene, earlier_customer=False), "first_acquaintance") == one.format("1 factuur")
    pay(scene, first.voucher, 1_000, "F-2")
    several = "nee, volgens de aanvrager; hier werden al 2 facturen van deze aanbieder ingediend"
    assert shown(applied(scene, earlier_customer=False), "first_acquaintance") == several


def test_a_no_to_affiliation_stands_beside_the_provider_that_applies_itself() -> None:
    scene = set_scene(rules={"regular_enterprise": None, "independence": {}, **MANY})
    itself = enter_application(
        scene.coordinator,
        scheme=scene.scheme,
        enterprise_number=PROVIDER_NUMBER,
        email="a@b.example",
        provider=PROVIDER_NUMBER,
        declarations={"municipality": GENK, "affiliated": False},
    )
    assert shown(itself, "independence") == "nee, volgens de aanvrager; het is de aanbieder zelf"
    assert shown(applied(scene, affiliated=False), "independence") == "nee, volgens de aanvrager"


def test_the_number_shows_how_many_are_for_the_provider_where_that_counts() -> None:
    rule: Rules = {"number_per_enterprise": {"maximum": 3, "maximum_per_provider": 1}}
    scene = set_scene(rules=rule)
    enter(scene)
    assert shown(enter(scene), "number_per_enterprise") == "1 eerdere cheque, waarvan 1 voor deze aanbieder"
    no_provider = applied(scene, provider=None)
    assert shown(no_provider, "number_per_enterprise") == "1 eerdere cheque"


def test_the_seat_is_labelled_as_what_who_applied_says() -> None:
    assert shown(enter(set_scene()), "territory") == "Genk, volgens de aanvrager"
