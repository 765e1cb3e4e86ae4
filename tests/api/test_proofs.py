"""Proof before payment over the API: for the partnership on behalf of the business, and for the provider itself."""

from typing import Any

import pytest

from tests.api.machine import Machine, assert_problem, machine_of, partnership_machine
from tests.api.test_vouchers import given
from tests.proofs import BOTH, DELIVERY, MONDAY, OWN_PART, on
from tests.scene import Rules, enterprise_number, invoice, set_scene
from wisselwerk.apps.parties.services import enterprise
from wisselwerk.apps.vouchers.models import FulfilmentStep, OwnPayment
from wisselwerk.clock import today
from wisselwerk.demo.cast import PROVIDER_NUMBER

pytestmark = pytest.mark.django_db


def redeemed(machine: Machine, serial: int = 1) -> tuple[str, str]:
    """The address of a voucher, and of its redemption."""
    voucher = given(machine, serial)
    data = invoice(voucher, 50_000, number=f"F-{serial}")
    done = machine.post(f"/vouchers/{voucher.code}/redemptions", data).json()
    assert (done["voucher_part_cents"], done["own_part_cents"], done["vat_cents"]) == (25_000, 25_000, 10_500)
    return f"/vouchers/{voucher.code}", f"/redemptions/{done['id']}"


def summary(machine: Machine, voucher: str) -> dict[str, Any]:
    (one,) = machine.get(voucher).json()["redemptions"]
    return {name: one[name] for name in ("vat_cents", "delivery", "delivery_until", "own_part_open")}


def scene_with(rule: Any) -> Machine:
    rules: Rules = {} if rule is None else {"proof": rule}
    return partnership_machine(set_scene(rules=rules))


def test_without_the_rule_nothing_is_open() -> None:
    machine = scene_with(None)
    voucher, redemption = redeemed(machine)
    expected = {"vat_cents": 10_500, "delivery": None, "delivery_until": None, "own_part_open": False}
    assert summary(machine, voucher) == expected
    assert_problem(machine.post(f"{redemption}/confirmations", {}), 409, "PROOF_NOT_ASKED")


def test_confirming_is_done_once_and_a_second_time_is_told() -> None:
    machine = scene_with(DELIVERY)
    with on(MONDAY):
        voucher, redemption = redeemed(machine)
        assert summary(machine, voucher)["delivery"] == "asked"
        for _ in range(2):
            done = machine.post(f"{redemption}/confirmations", {}, once="same")
            assert done.status_code == 201
            assert done.json()["delivery"] == "confirmed"
        assert FulfilmentStep.objects.count() == 2
        body = assert_problem(machine.post(f"{redemption}/confirmations", {}), 409, "DELIVERY_SETTLED")
        assert body["params"]["since_on"] == MONDAY.isoformat()
        assert summary(machine, voucher)["delivery"] == "confirmed"


def test_a_dispute_needs_words_and_tells_how_many_days_are_left() -> None:
    machine = scene_with(DELIVERY)
    with on(MONDAY):
        voucher, redemption = redeemed(machine)
        assert_problem(machine.post(f"{redemption}/disputes", {}), 422, "INVALID_REQUEST")
        assert_problem(machine.post(f"{redemption}/disputes", {"reason": "   "}), 422, "MOTIVATION_MISSING")
        done = machine.post(f"{redemption}/disputes", {"reason": "Niet geleverd."})
        assert done.status_code == 201
        assert (done.json()["delivery"], done.json()["days_left"]) == ("disputed", 3)
        assert summary(machine, voucher)["delivery"] == "disputed"
        assert_problem(machine.post(f"{redemption}/disputes", {"reason": "Nog eens."}), 409, "WRONG_STATE")


def test_the_provider_states_a_receipt_and_the_partnership_a_bank_proof() -> None:
    machine = scene_with(OWN_PART)
    provider = machine_of(enterprise(PROVIDER_NUMBER))
    paid = {"amount_cents": 25_000, "paid_on": today().isoformat()}
    for serial, (who, other, evidence) in enumerate(
        ((provider, machine, "receipt"), (machine, provider, "bank_proof"))
    ):
        voucher, redemption = redeemed(machine, serial)
        where = f"{redemption}/own-payments"
        assert summary(machine, voucher)["own_part_open"] is True
        assert_problem(other.post(where, paid | {"evidence": evidence}), 403, "NOT_ALLOWED")
        done = who.post(where, paid | {"evidence": evidence})
        assert done.status_code == 201
        assert done.json() == {"redemption": redemption.rpartition("/")[2], "evidence": evidence} | paid
        assert summary(machine, voucher)["own_part_open"] is False
        assert_problem(who.post(where, paid | {"evidence": evidence}), 409, "OWN_PART_PROVEN")


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"amount_cents": 24_999}, 422, "OWN_PART_TOO_LOW"),
        ({"amount_cents": 60_501}, 422, "OWN_PART_TOO_HIGH"),
        ({"paid_on": "2020-01-01"}, 422, "PAID_BEFORE_INVOICE"),
        ({"paid_on": "2099-01-01"}, 422, "DAY_TO_COME"),
        ({"paid_on": "gisteren"}, 422, "INVALID_REQUEST"),
        ({"paid_on": None}, 422, "INVALID_REQUEST"),
        ({"amount_cents": -1}, 422, "INVALID_REQUEST"),
        ({"amount_cents": 10**30}, 422, "INVALID_REQUEST"),
        ({"amount_cents": "veel"}, 422, "INVALID_REQUEST"),
        ({"evidence": "handdruk"}, 422, "INVALID_REQUEST"),
    ],
)
def test_bad_input_is_named_and_keeps_nothing(change: dict[str, object], status: int, code: str) -> None:
    machine = scene_with(BOTH)
    _, redemption = redeemed(machine)
    paid = {"evidence": "bank_proof", "amount_cents": 25_000, "paid_on": today().isoformat()}
    body = assert_problem(machine.post(f"{redemption}/own-payments", paid | change), status, code)
    if code == "OWN_PART_TOO_LOW":
        assert body["params"]["missing_cents"] == 1
        assert "€\N{NO-BREAK SPACE}0,01" in body["detail"]
    assert not OwnPayment.objects.exists()


def test_what_is_not_there_is_not_found() -> None:
    machine = scene_with(BOTH)
    nowhere = "/redemptions/00000000-0000-0000-0000-000000000000"
    for path, body in (("confirmations", {}), ("disputes", {"reason": "Niets."})):
        assert machine.post(f"{nowhere}/{path}", body).status_code == 404
    _, redemption = redeemed(machine)
    stranger = machine_of(set_scene(slug="elders").partnership)
    assert stranger.post(f"{redemption}/confirmations", {}).status_code == 404


def disputed(machine: Machine) -> str:
    _, redemption = redeemed(machine)
    machine.post(f"{redemption}/disputes", {"reason": "Niet geleverd."})
    return redemption


@pytest.mark.parametrize(
    ("outcome", "delivery", "verb"), [("delivered", "found", "FIND"), ("withdrawn", "asked", "WITHDRAW")]
)
def test_a_partnership_settles_a_dispute_once(outcome: str, delivery: str, verb: str) -> None:
    machine = scene_with(DELIVERY)
    with on(MONDAY):
        redemption = disputed(machine)
        settled = {"outcome": outcome, "reason": "Ter plaatse gezien."}
        for _ in range(2):
            done = machine.post(f"{redemption}/dispute-settlements", settled, once="same")
            assert done.status_code == 201
            assert (done.json()["delivery"], done.json()["days_left"]) == (delivery, None)
        step = FulfilmentStep.objects.latest("pk")
        assert (step.verb, step.remark and step.remark.text) == (verb, "Ter plaatse gezien.")
        assert FulfilmentStep.objects.filter(verb=verb).count() == 1


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"outcome": "vergeten"}, "INVALID_REQUEST"),
        ({"reason": None}, "INVALID_REQUEST"),
        ({"reason": "   "}, "MOTIVATION_MISSING"),
    ],
)
def test_how_a_dispute_ended_is_said_in_full(change: dict[str, object], code: str) -> None:
    machine = scene_with(DELIVERY)
    redemption = disputed(machine)
    settled = {"outcome": "delivered", "reason": "Ter plaatse gezien."} | change
    assert_problem(machine.post(f"{redemption}/dispute-settlements", settled), 422, code)
    assert FulfilmentStep.objects.latest("pk").verb == "DISPUTE"


def test_only_the_partnership_settles_and_only_a_dispute() -> None:
    machine = scene_with(DELIVERY)
    redemption = disputed(machine)
    settled = {"outcome": "delivered", "reason": "Ter plaatse gezien."}
    where = f"{redemption}/dispute-settlements"
    for number in (enterprise_number(1), PROVIDER_NUMBER):
        assert_problem(machine_of(enterprise(number)).post(where, settled), 403, "NOT_ALLOWED")
    assert_problem(machine_of(enterprise(enterprise_number(99))).post(where, settled), 404, "NOT_FOUND")
    assert_problem(Machine().post(where, settled), 401, "UNAUTHENTICATED")
    _, other = redeemed(machine, 2)
    assert_problem(machine.post(f"{other}/dispute-settlements", settled), 409, "WRONG_STATE")
