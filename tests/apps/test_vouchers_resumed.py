"""A voucher that was on hold comes back only where its enterprise may have it, judged by the day of its award."""

import pytest
import time_machine

from tests.applying import codes, facts, pay
from tests.scene import IN_PARTS, Rules, award, enter, refusal_of, set_scene
from wisselwerk.apps.schemes.services import fund_scheme
from wisselwerk.apps.vouchers.queries.proof import differences
from wisselwerk.apps.vouchers.services import contest_voucher, resume_voucher
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.refusal import Refusal, RefusalCode

pytestmark = pytest.mark.django_db

IN_YEARS: Rules = {"number_per_enterprise": {"maximum": 1, "period": "calendar_year"}}
IN_MONTHS: Rules = {"number_per_enterprise": {"maximum": 1, "period": "rolling_months", "months": 2}}


@pytest.mark.parametrize(
    ("rule", "awarded", "comes_back"),
    [
        (IN_YEARS, "2026-12-31", False),
        (IN_YEARS, "2027-01-04", True),
        (IN_MONTHS, "2027-01-01", False),
        (IN_MONTHS, "2027-01-02", True),
    ],
)
def test_a_voucher_that_was_on_hold_comes_back_by_the_day_of_its_award(
    rule: Rules, awarded: str, comes_back: bool
) -> None:
    with time_machine.travel("2026-11-02T10:00", tick=False):
        scene = set_scene(rules=rule)
        fund_scheme(SYSTEM, scheme=scene.scheme, year=2027, amount_cents=100_000)
        first = award(scene)
        contest_voucher(scene.coordinator, voucher=first, reason="Nakijken.")
    with time_machine.travel(f"{awarded}T10:00", tick=False):
        award(scene)
    with time_machine.travel("2027-03-15T10:00", tick=False):
        if comes_back:
            assert resume_voucher(scene.coordinator, voucher=first, reason="Van hen.").state == "open"
        else:
            with pytest.raises(Refusal) as refusal:
                resume_voucher(scene.coordinator, voucher=first, reason="Van hen.")
            assert refusal_of(refusal)[0] is RefusalCode.ALREADY_HAS_VOUCHER
    assert list(differences()) == []


def test_under_a_ceiling_a_voucher_on_hold_counts_for_what_it_paid_and_may_not_come_back() -> None:
    many: Rules = {"number_per_enterprise": {"maximum": 9}}
    scene = set_scene(rules={**IN_PARTS, **many, "enterprise_ceiling": {"per_year_cents": 100_000}})
    first, second = award(scene), award(scene)
    pay(scene, first, 20_000)
    contest_voucher(scene.coordinator, voucher=first, reason="Nakijken.")
    assert codes(refused_one := enter(scene)) == [RefusalCode.ENTERPRISE_CEILING]
    assert facts(refused_one)["awarded_this_year_cents"] == 70_000
    assert resume_voucher(scene.coordinator, voucher=first, reason="Van hen.").state == "partly_used"
    contest_voucher(scene.coordinator, voucher=second, reason="Nakijken.")
    assert enter(scene).state == "awarded"
    with pytest.raises(Refusal) as refusal:
        resume_voucher(scene.coordinator, voucher=second, reason="Van hen.")
    assert refusal_of(refusal) == (
        RefusalCode.ENTERPRISE_CEILING,
        {"ceiling_cents": 100_000, "left_cents": 0, "missing_cents": 50_000},
    )
    assert list(differences()) == []
