"""Invoices that a person checks, while others check, use and end the same: an invoice pays once whichever way it came."""

from collections.abc import Callable, Iterator
from functools import partial

import pytest

from tests.invariants.together import kind, outcomes, together
from tests.nights import DAY, at_night, live
from tests.pdfs import handed_in, pdf
from tests.scene import IN_PARTS, award, enterprise_number, invoice, set_scene
from wisselwerk.apps.ledger import queries as ledger
from wisselwerk.apps.vouchers.models import PdfFile, PdfInvoice, Redemption, Voucher
from wisselwerk.apps.vouchers.queries import proof
from wisselwerk.apps.vouchers.services import (
    accept_pdf,
    lapse_vouchers,
    pdf_invoices,
    redeem_voucher,
    refuse_pdf,
)
from wisselwerk.apps.vouchers.terms import TIME_TO_HAND_IN
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.pdf_invoice import Check, Ground, PdfState
from wisselwerk.domain.refusal import Refusal

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def books_agree() -> Iterator[None]:
    """Whatever a test does, afterwards everything stored agrees with itself."""
    yield
    assert [*ledger.differences(), *proof.differences()] == []


def accepting(one: PdfInvoice) -> Callable[[], PdfInvoice]:
    return partial(
        accept_pdf,
        SYSTEM,
        invoice=one.pk,
        ground=Ground(one.ground),
        stated=one.stated(),
        ticked=frozenset(Check),
    )


def refusing(one: PdfInvoice) -> Callable[[], PdfInvoice]:
    return partial(
        refuse_pdf,
        SYSTEM,
        invoice=one.pk,
        ground=Ground(one.ground),
        stated=one.stated(),
        ticked=frozenset[Check](),
        reason="Onleesbaar.",
    )


def test_two_coordinators_check_once() -> None:
    scene = set_scene()
    one = handed_in(scene, award(scene))
    found = outcomes(together([accepting(one), refusing(one)] * 5), kind)
    assert found == {"PdfInvoice": 1, "WRONG_STATE": 9}
    assert Redemption.objects.count() == (PdfInvoice.objects.get().state == PdfState.ACCEPTED)


def test_the_same_invoice_as_pdf_and_as_e_invoice_pays_once() -> None:
    scene = set_scene()
    vouchers = [award(scene, enterprise_number(serial)) for serial in range(5)]
    one = handed_in(scene, vouchers[0], number="F-1")
    acts: list[Callable[[], object]] = [
        partial(redeem_voucher, scene.coordinator, code=each.code, data=invoice(each, 60_000, number="F-1"))
        for each in vouchers
    ]
    acts.insert(2, accepting(one))
    found = outcomes(together(acts), kind)
    assert found["PdfInvoice"] + found["Redeemed"] == 1
    # On its own voucher the other road may find nothing left, or the invoice used.
    assert found["INVOICE_ALREADY_USED"] + found["VOUCHER_ALREADY_SETTLED"] == 5
    assert Redemption.objects.count() == 1


def test_the_same_file_handed_in_by_many_at_once_waits_once() -> None:
    scene = set_scene()
    voucher = award(scene)
    pdf("P-1")
    results = together([partial(handed_in, scene, voucher)] * 5)
    assert outcomes(results, kind) == {"PdfInvoice": 5}
    assert PdfInvoice.objects.count() == PdfFile.objects.count() == 1


def test_one_invoice_on_many_vouchers_at_once_waits_once() -> None:
    scene = set_scene()
    vouchers = [award(scene, enterprise_number(serial)) for serial in range(5)]
    acts = [partial(handed_in, scene, each, data=pdf(f"P-{each.pk}"), number="P-1") for each in vouchers]
    assert outcomes(together(acts), kind) == {"PdfInvoice": 1, "INVOICE_IS_BEING_CHECKED": 4}


def test_parts_accepted_at_once_never_come_to_more_than_the_voucher() -> None:
    scene = set_scene(rules=IN_PARTS)
    voucher = award(scene)
    acts = [accepting(handed_in(scene, voucher, 20_000, number=f"P-{serial}")) for serial in range(5)]
    assert outcomes(together(acts), kind) == {"PdfInvoice": 3, "VOUCHER_ALREADY_SETTLED": 2}
    assert sorted(Redemption.objects.values_list("voucher_part_cents", flat=True)) == [10_000, 20_000, 20_000]


def test_a_voucher_lapses_or_waits_and_never_both(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = set_scene()
    vouchers = [award(scene, enterprise_number(serial)) for serial in range(4)]
    ends = vouchers[0].valid_until
    last = ends + TIME_TO_HAND_IN
    assert live(last) == 0, "their holders are reminded"
    # Whoever hands in did so just before midnight, when background work begins.
    monkeypatch.setattr(pdf_invoices, "today", lambda: last)
    acts: list[Callable[[], object]] = [
        partial(handed_in, scene, each, number=f"P-{each.pk}", issued_on=ends) for each in vouchers
    ]
    acts.insert(2, partial(lapse_vouchers, SYSTEM, on=last + DAY))
    with at_night(last + DAY):
        for result in together(acts):
            assert not isinstance(result, Exception) or isinstance(result, Refusal)
    for voucher in Voucher.objects.all():
        waits = PdfInvoice.objects.filter(voucher=voucher, state=PdfState.TO_CHECK).exists()
        assert waits is (voucher.state == "open")
