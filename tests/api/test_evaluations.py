"""Evaluations over the API: each side for itself, once, and the partnership for nobody but to go on."""

import pytest

from tests.api.machine import assert_problem, machine_of, partnership_machine
from tests.api.test_proofs import redeemed
from tests.evaluations import HELD_BACK, LAST_CENTS, remind_twice
from tests.scene import set_scene
from wisselwerk.apps.vouchers.models import Evaluation, Remark

pytestmark = pytest.mark.django_db

WELL = {"side": "provider", "went": 5, "again": 4, "words": "Vlot verlopen."}


def test_a_provider_says_it_once_and_the_voucher_tells_who_is_waited_for() -> None:
    scene = set_scene(rules=HELD_BACK)
    partnership = partnership_machine(scene)
    voucher, redemption = redeemed(partnership)
    provider = machine_of(scene.provider.organisation)
    (one,) = provider.get(voucher).json()["redemptions"]
    assert one["last_part"] == {"cents": LAST_CENTS, "waits_for": ["business", "provider"]}
    for _ in range(2):
        done = provider.post(f"{redemption}/evaluations", WELL, once="same")
        assert (done.status_code, done.json()["side"], done.json()["is_waived"]) == (201, "provider", False)
    assert (Evaluation.objects.count(), Remark.objects.count()) == (1, 1)
    assert_problem(provider.post(f"{redemption}/evaluations", WELL), 409, "ALREADY_EVALUATED")
    (one,) = provider.get(voucher).json()["redemptions"]
    assert one["last_part"]["waits_for"] == ["business"]


def test_the_partnership_answers_for_nobody_and_can_go_on() -> None:
    partnership = partnership_machine(set_scene(rules=HELD_BACK))
    voucher, redemption = redeemed(partnership)
    for side in ("business", "provider"):
        refused = partnership.post(f"{redemption}/evaluations", WELL | {"side": side})
        assert_problem(refused, 403, "NOT_ALLOWED")
    waivers, waived = f"{redemption}/evaluation-waivers", {"reason": "Stopgezet."}
    assert_problem(partnership.post(waivers, waived | {"side": "business"}), 409, "STILL_REMINDED")
    remind_twice()
    for side in ("business", "provider"):
        done = partnership.post(waivers, waived | {"side": side})
        assert (done.status_code, done.json()["is_waived"]) == (201, True)
    (one,) = partnership.get(voucher).json()["redemptions"]
    assert one["last_part"]["waits_for"] == []


@pytest.mark.parametrize("change", [{"went": 0}, {"again": 6}, {"went": None}, {"side": "coordinator"}])
def test_an_answer_off_the_scale_is_named_and_keeps_nothing(change: dict[str, object]) -> None:
    scene = set_scene(rules=HELD_BACK)
    _, redemption = redeemed(partnership_machine(scene))
    provider = machine_of(scene.provider.organisation)
    assert_problem(provider.post(f"{redemption}/evaluations", WELL | change), 422, "INVALID_REQUEST")
    assert not Evaluation.objects.exists()


def test_where_nothing_waits_nobody_is_asked() -> None:
    scene = set_scene()
    voucher, redemption = redeemed(partnership_machine(scene))
    provider = machine_of(scene.provider.organisation)
    (one,) = provider.get(voucher).json()["redemptions"]
    assert one["last_part"] is None
    assert_problem(provider.post(f"{redemption}/evaluations", WELL), 409, "PROOF_NOT_ASKED")
