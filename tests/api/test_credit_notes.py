"""Credit notes over the API: taken in once, refused with the amount, for whoever may hand in an invoice."""

import pytest

from tests.api.machine import machine_of, partnership_machine
from tests.scene import IN_PARTS, Scene, award, credit_note, invoice, set_scene
from wisselwerk.apps.parties.services import enterprise
from wisselwerk.apps.vouchers.models import Attempt, CreditNote, Voucher
from wisselwerk.apps.vouchers.services import redeem_voucher
from wisselwerk.demo.cast import OTHER_ENTERPRISE
from wisselwerk.domain.actor import SYSTEM

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return set_scene(rules=IN_PARTS)


@pytest.fixture
def voucher(scene: Scene) -> Voucher:
    found = award(scene)
    redeem_voucher(SYSTEM, code=found.code, data=invoice(found, 30_000))
    return found


def test_a_part_is_taken_back_and_the_voucher_tells_it(scene: Scene, voucher: Voucher) -> None:
    machine, where = partnership_machine(scene), f"/vouchers/{voucher.code}"
    done = machine.post(f"{where}/credit-notes", credit_note(voucher, 10_000))
    assert done.status_code == 201
    body = done.json()
    undone, replacement = body.pop("undone"), body.pop("replacement")
    assert body.pop("id") == CreditNote.objects.get().pk
    assert body == {
        "credited_cents": 10_000,
        "voucher_part_cents": 20_000,
        "own_part_cents": 0,
        "missing_cents": 0,
        "back_cents": 10_000,
        "state": "partly_used",
        "left_cents": 30_000,
    }
    shown = machine.get(where).json()
    assert {one["id"]: one["state"] for one in shown["redemptions"]} == {
        undone: "reversed",
        replacement: "redeemed",
    }


def test_a_repeated_call_gets_the_same_answer_and_another_note_a_conflict(
    scene: Scene, voucher: Voucher
) -> None:
    machine, where = partnership_machine(scene), f"/vouchers/{voucher.code}/credit-notes"
    answers = [machine.post(where, credit_note(voucher, 30_000), once="k") for _ in range(2)]
    assert answers[0].json() == answers[1].json()
    assert answers[0].json()["replacement"] is None
    again = machine.post(where, credit_note(voucher, 1, number="C-2"), once="k")
    assert (again.status_code, again.json()["code"]) == (409, "IDEMPOTENCY_CONFLICT")
    used = machine.post(where, credit_note(voucher, 30_000))
    assert (used.status_code, used.json()["code"]) == (409, "CREDIT_NOTE_ALREADY_USED")


def test_a_refusal_names_the_amount(scene: Scene, voucher: Voucher) -> None:
    where = f"/vouchers/{voucher.code}/credit-notes"
    refused = partnership_machine(scene).post(where, credit_note(voucher, 30_050))
    assert (refused.status_code, refused.json()["code"]) == (422, "CREDIT_NOTE_TOO_HIGH")
    assert refused.json()["params"]["excess_cents"] == 50
    assert "€ 0,50 te veel" in refused.json()["detail"].replace("\N{NO-BREAK SPACE}", " ")
    assert Attempt.objects.get().actor.startswith("key:")


def test_a_provider_may_and_others_find_nothing(scene: Scene, voucher: Voucher) -> None:
    where, data = f"/vouchers/{voucher.code}/credit-notes", credit_note(voucher, 1_000)
    assert machine_of(enterprise(OTHER_ENTERPRISE.number)).post(where, data).status_code == 404
    assert machine_of(scene.provider.organisation).post(where, data).status_code == 201


@pytest.mark.parametrize("data", [b"", b"<a/>", b"%PDF"])
def test_what_is_no_credit_note_is_refused(scene: Scene, voucher: Voucher, data: bytes) -> None:
    answer = partnership_machine(scene).post(f"/vouchers/{voucher.code}/credit-notes", data)
    assert (answer.status_code, answer.json()["code"]) == (422, "INVOICE_UNREADABLE")
