"""Invoices as a PDF over the API: handed in once, kept when they are refused, and seen by who they are about."""

import base64
from typing import Any

import pytest

from tests.api.machine import Machine, assert_problem, machine_of, partnership_machine
from tests.api.test_vouchers import given
from tests.pdfs import accepted, pdf, refused
from tests.scene import Scene, enterprise_number, set_scene
from wisselwerk.apps.parties.services import enterprise
from wisselwerk.apps.vouchers.models import PdfInvoice, Voucher
from wisselwerk.clock import today
from wisselwerk.demo.cast import PROVIDER_NUMBER
from wisselwerk.formats.ubl import MAX_BYTES

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return set_scene()


@pytest.fixture
def machine(scene: Scene) -> Machine:
    return partnership_machine(scene)


@pytest.fixture
def voucher(machine: Machine) -> Voucher:
    return given(machine, 1)


def body(voucher: Voucher, **change: object) -> dict[str, Any]:
    return {
        "ground": "exempt",
        "number": "P-1",
        "issued_on": today().isoformat(),
        "supplier_number": PROVIDER_NUMBER,
        "buyer_number": voucher.holder.enterprise_number,
        "net_cents": 60_000,
        "vat_cents": 0,
        "gross_cents": 60_000,
        "pdf": base64.b64encode(pdf()).decode(),
    } | change


def where(voucher: Voucher) -> str:
    return f"/vouchers/{voucher.code}/pdf-invoices"


def test_it_waits_for_a_person_and_is_handed_in_once(machine: Machine, voucher: Voucher) -> None:
    first, again = (machine.post(where(voucher), body(voucher), once="same") for _ in range(2))
    assert first.status_code == again.status_code == 201
    assert first.json() == again.json()
    one = PdfInvoice.objects.get()
    told = machine.get(f"/pdf-invoices/{one.pk}").json()
    assert told == first.json()
    assert (told["id"], told["voucher"], told["state"]) == (str(one.pk), voucher.code, "pdf_to_check")
    assert (told["redemption"], told["why"], told["reasons"]) == (None, None, [])
    assert bytes(one.file.data) == pdf()


def test_a_repeat_answers_as_it_did_also_once_it_was_accepted(
    scene: Scene, machine: Machine, voucher: Voucher
) -> None:
    first = machine.post(where(voucher), body(voucher), once="same").json()
    accepted(scene, PdfInvoice.objects.get())
    assert machine.post(where(voucher), body(voucher), once="same").json() == first
    told = machine.get(f"/pdf-invoices/{first['id']}").json()
    assert (told["state"], told["redemption"]) == ("accepted", str(PdfInvoice.objects.get().redemption_id))
    assert_problem(
        machine.post(where(voucher), body(voucher, number="P-2"), once="same"), 409, "IDEMPOTENCY_CONFLICT"
    )


def test_what_a_person_refused_says_why(scene: Scene, machine: Machine, voucher: Voucher) -> None:
    first = machine.post(where(voucher), body(voucher)).json()
    refused(scene, PdfInvoice.objects.get(), "De datum is niet leesbaar.")
    told = machine.get(f"/pdf-invoices/{first['id']}").json()
    assert (told["state"], told["why"]) == ("refused", "De datum is niet leesbaar.")


def test_what_the_rules_refuse_is_told_and_kept(machine: Machine, voucher: Voucher) -> None:
    too_low = body(voucher, net_cents=1_000, gross_cents=1_000)
    for _ in range(2):
        assert_problem(machine.post(where(voucher), too_low, once="same"), 422, "OWN_CONTRIBUTION_TOO_LOW")
    kept = PdfInvoice.objects.first()
    assert kept is not None
    told = machine.get(f"/pdf-invoices/{kept.pk}").json()
    assert (told["state"], [one["code"] for one in told["reasons"]]) == (
        "pdf_failed",
        ["OWN_CONTRIBUTION_TOO_LOW"],
    )


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"ground": "zomaar"}, 422, "INVALID_REQUEST"),
        ({"number": "   "}, 422, "INVALID_REQUEST"),
        ({"number": ""}, 422, "INVALID_REQUEST"),
        ({"supplier_number": "BE0123"}, 422, "INVALID_REQUEST"),
        ({"net_cents": -1}, 422, "INVALID_REQUEST"),
        ({"issued_on": "gisteren"}, 422, "INVALID_REQUEST"),
        ({"pdf": "%%%"}, 422, "PDF_UNREADABLE"),
        ({"pdf": base64.b64encode(b"geen pdf").decode()}, 422, "PDF_UNREADABLE"),
        ({"pdf": ""}, 422, "PDF_UNREADABLE"),
        ({"pdf": base64.b64encode(b"%PDF-1.7" + bytes(MAX_BYTES)).decode()}, 413, "INVOICE_TOO_LARGE"),
        ({"ground": "before_duty"}, 422, "E_INVOICE_NEEDED"),
        ({"gross_cents": 61_000}, 422, "INVOICE_TOTALS_WRONG"),
    ],
)
def test_bad_input_is_named(
    machine: Machine, voucher: Voucher, change: dict[str, object], status: int, code: str
) -> None:
    assert_problem(machine.post(where(voucher), body(voucher, **change)), status, code)
    assert not PdfInvoice.objects.filter(state="pdf_to_check").exists()


def test_holder_and_provider_hand_in_and_see_it_and_a_stranger_finds_nothing(
    machine: Machine, voucher: Voucher
) -> None:
    holder, provider = machine_of(voucher.holder), machine_of(enterprise(PROVIDER_NUMBER))
    stranger = machine_of(enterprise(enterprise_number(99)))
    assert_problem(stranger.post(where(voucher), body(voucher)), 404, "NOT_FOUND")
    assert_problem(Machine().post(where(voucher), body(voucher)), 401, "UNAUTHENTICATED")
    one = holder.post(where(voucher), body(voucher)).json()
    for who in (holder, provider, machine):
        assert who.get(f"/pdf-invoices/{one['id']}").json()["state"] == "pdf_to_check"
    assert_problem(stranger.get(f"/pdf-invoices/{one['id']}"), 404, "NOT_FOUND")
    # The same file again, by the other side, is the same invoice.
    assert provider.post(where(voucher), body(voucher)).json()["id"] == one["id"]
