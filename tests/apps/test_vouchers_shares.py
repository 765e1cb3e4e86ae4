"""What an invoice gets on a voucher that pays a share, asks an order or differs by size: stored, paid and proven."""

import pytest

from tests.applying import applied, codes, facts, pay, refused
from tests.scene import (
    GENK,
    Rules,
    award,
    invoice,
    set_scene,
)
from wisselwerk.apps.vouchers.models import Application, Redemption, Voucher
from wisselwerk.apps.vouchers.queries.proof import differences
from wisselwerk.apps.vouchers.services import (
    decide_application,
    reverse_redemption,
    validate_invoice,
)
from wisselwerk.domain.refusal import RefusalCode

pytestmark = pytest.mark.django_db

HALF: Rules = {"amount": {"amount_cents": 50_000, "share_percent": 50}, "own_contribution": None}


def test_a_share_stands_on_the_voucher_and_is_what_each_invoice_gets() -> None:
    scene = set_scene(rules=HALF)
    voucher = award(scene)
    assert (voucher.amount_cents, voucher.share_percent) == (50_000, 50)
    assert validate_invoice(scene.coordinator, code=voucher.code, data=invoice(voucher, 40_001)).ok
    done = pay(scene, voucher, 40_001)
    assert (done.voucher_part_cents, done.own_part_cents, done.left_cents) == (20_000, 20_001, 30_000)
    done = pay(scene, voucher, 90_000, "F-2")
    assert (done.voucher_part_cents, done.own_part_cents, done.state) == (30_000, 60_000, "used")
    assert list(differences()) == []


def test_verify_names_a_redemption_that_pays_more_than_its_share() -> None:
    scene = set_scene(rules=HALF)
    voucher = award(scene)
    pay(scene, voucher, 40_000)
    Redemption.objects.update(eligible_cents=39_999, own_part_cents=19_999)
    assert any("the share of its voucher gives 19999 at most" in one for one in differences())


def test_the_larger_share_of_own_money_counts() -> None:
    rules: Rules = {
        "amount": {"amount_cents": 50_000, "share_percent": 80},
        "own_contribution": {"minimum_cents": 0, "when_short": "refuse", "share_percent": 30},
    }
    scene = set_scene(rules=rules)
    voucher = award(scene)
    assert (voucher.share_percent, voucher.own_contribution_cents) == (70, 0)
    assert pay(scene, voucher, 10_001).voucher_part_cents == 7_000


def test_own_money_and_a_share_of_it_are_both_asked() -> None:
    rules: Rules = {
        "own_contribution": {"minimum_cents": 10_000, "when_short": "refuse", "share_percent": 50}
    }
    scene = set_scene(rules=rules)
    voucher = award(scene)
    code, params = refused(scene, voucher, 15_000)
    assert code is RefusalCode.OWN_CONTRIBUTION_TOO_LOW
    assert params["needed_cents"] == 19_999
    assert pay(scene, voucher, 19_999).own_part_cents == 10_000
    assert pay(scene, voucher, 100_000, "F-2").voucher_part_cents == 25_000 - 9_999
    assert list(differences()) == []


@pytest.mark.parametrize(
    ("size", "amount", "share"), [("small", 25_000, 100), ("medium", 50_000, 40), ("large", 50_000, 40)]
)
def test_the_size_that_was_declared_decides_the_amount(size: str, amount: int, share: int) -> None:
    by_size = [{"size": "small", "amount_cents": 25_000}]
    rules: Rules = {
        "amount": {"amount_cents": 50_000, "share_percent": 40, "by_size": by_size},
        "own_contribution": None,
    }
    application = applied(set_scene(rules=rules), enterprise_size=size)
    assert (application.voucher.amount_cents, application.voucher.share_percent) == (amount, share)
    assert facts(application)["enterprise_size"] == size
    assert "enterprise_size" in facts(application)["declared"]
    assert list(differences()) == []
    Application.objects.update(
        declarations={"municipality": GENK, "enterprise_size": "large" if size == "small" else "small"}
    )
    assert list(differences()) == [], "the decision stands on the facts that it sealed"
    other = 50_000 if size == "small" else 25_000
    Voucher.objects.update(amount_cents=other)
    assert any(f"its amount is {other} cents, its rules give {amount}" in one for one in differences())


def test_without_its_size_a_person_looks_and_says_it() -> None:
    by_size = [{"size": "small", "amount_cents": 10_000}]
    rules: Rules = {"amount": {"amount_cents": 50_000, "by_size": by_size}, "own_contribution": None}
    scene = set_scene(rules=rules)
    application = applied(scene)
    assert (application.state, codes(application)) == ("review", [RefusalCode.FACT_MISSING])
    declared = {"municipality": GENK, "enterprise_size": "medium"}
    decide_application(
        scene.coordinator, application=application, award=True, motivation="Gebeld.", declarations=declared
    )
    assert Voucher.objects.get().amount_cents == 50_000
    assert list(differences()) == []


def test_a_minimum_order_refuses_or_pays_in_proportion() -> None:
    order: dict[str, object] = {"minimum_cents": 50_000}
    scene = set_scene(rules={"own_contribution": None, "minimum_order": {**order, "when_below": "refuse"}})
    voucher = award(scene)
    code, params = refused(scene, voucher, 49_999)
    assert (code, params["missing_cents"], params["needed_cents"]) == (RefusalCode.ORDER_TOO_LOW, 1, 50_000)
    assert pay(scene, voucher, 50_000).voucher_part_cents == 25_000


def test_pro_rata_adds_up_to_the_whole_voucher_and_not_to_more() -> None:
    order: dict[str, object] = {"minimum_cents": 50_000, "when_below": "pro_rata"}
    scene = set_scene(rules={"own_contribution": None, "minimum_order": order})
    voucher = award(scene)
    assert pay(scene, voucher, 30_001).voucher_part_cents == 15_000
    assert pay(scene, voucher, 30_000, "F-2").voucher_part_cents == 10_000
    assert list(differences()) == []


def test_what_a_share_paid_comes_back_by_reversal() -> None:
    scene = set_scene(rules=HALF)
    voucher = award(scene)
    first = pay(scene, voucher, 60_000)
    pay(scene, voucher, 40_000, "F-2")
    reverse_redemption(scene.coordinator, redemption=first.id, reason="Verkeerd.")
    assert Voucher.objects.get().account.balance_cents == 30_000
    assert pay(scene, voucher, 60_000, "F-3").voucher_part_cents == 30_000
    assert list(differences()) == []
