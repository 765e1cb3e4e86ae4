"""Where the pages of a stage are: what their addresses hold, by what they are about."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.apps.test_payouts_bank_files import entry, told
from tests.draws import held_lately
from tests.evaluations import HELD_BACK
from tests.payments import treasury_of
from tests.pdfs import handed_in
from tests.samples import drawn_lately
from tests.scene import GENK, actor, award, invoice, set_scene
from tests.web.stage import Stage, pay
from wisselwerk.apps.parties.services import local_government
from wisselwerk.apps.payouts.models import BankFileKind, BankLine, PayeeNotice, Payment
from wisselwerk.apps.payouts.services import (
    claim_everything_back,
    record_payment,
    record_repayment,
)
from wisselwerk.apps.payouts.services.telling import ask_for_account
from wisselwerk.apps.schemes.council_model import StepState
from wisselwerk.apps.schemes.services import date_draft, record_council_step, start_draft
from wisselwerk.apps.settlements.models import YearSettlement
from wisselwerk.apps.settlements.services import draw_up_settlement
from wisselwerk.apps.vouchers.models import Confirmation, InvoiceCheck, Notice, PdfInvoice, Redemption
from wisselwerk.apps.vouchers.services import (
    redeem_voucher,
    remind_holders,
    reverse_redemption,
    submit_application,
)
from wisselwerk.clock import today
from wisselwerk.demo.cast import OTHER_ENTERPRISE
from wisselwerk.domain.actor import ANONYMOUS, SYSTEM
from wisselwerk.domain.invoice_check import CheckState
from wisselwerk.domain.money import Cents
from wisselwerk.domain.reconciliation import Meaning
from wisselwerk.formats.bank_statement import BankEntry, BankTransaction
from wisselwerk.formats.packed import pack

pytestmark = pytest.mark.django_db

Where = Callable[[Stage], dict[str, Any]]


def nowhere(_stage: Stage) -> dict[str, Any]:
    return {}


def as_a_file(where: Where) -> Where:
    """The same as a workbook; the walk tries its other endings too."""
    return lambda stage: where(stage) | {"ending": "xlsx"}


def scheme(_stage: Stage) -> dict[str, Any]:
    return {"slug": "genk"}


def since_2015(stage: Stage) -> dict[str, Any]:
    return scheme(stage) | {"first_day": "2015-01-01"}


def provider(stage: Stage) -> dict[str, Any]:
    return {"slug": stage.scene.provider.organisation.slug}


def voucher(stage: Stage) -> dict[str, Any]:
    return {"code": stage.voucher.code}


def application(stage: Stage) -> dict[str, Any]:
    return {"application_id": stage.voucher.application_id}


def refused(stage: Stage) -> dict[str, Any]:
    return {"application_id": stage.refused.pk}


def confirmation(stage: Stage) -> dict[str, Any]:
    asked = Confirmation.objects.first()
    if asked is None:
        submit_application(
            ANONYMOUS,
            scheme=stage.scene.scheme,
            enterprise_number=OTHER_ENTERPRISE.number,
            email="iemand@vossenpoort.example",
        )
        asked = Confirmation.objects.get()
    return {"token": asked.token}


def payment(stage: Stage) -> dict[str, Any]:
    return {"payment_id": pay(stage).payment_id}


def paid_invoice(stage: Stage) -> dict[str, Any]:
    paid = pay(stage).payment
    assert paid is not None
    return {"redemption_id": paid.redemption_id}


def invoice_that_waits(stage: Stage) -> dict[str, Any]:
    """The same as long as it was not held to the official rules: then its file is there."""
    at = paid_invoice(stage)
    InvoiceCheck.objects.filter(redemption=at["redemption_id"]).update(
        state=CheckState.WAITING, data=pack(b"<Invoice/>"), checked_at=None
    )
    return at


def batch(stage: Stage) -> dict[str, Any]:
    paid = pay(stage).payment
    assert paid is not None
    return {"batch_id": paid.batch_id}


def account(stage: Stage) -> dict[str, Any]:
    pay(stage)
    return {"account_id": stage.scene.provider.organisation.bank_accounts.get().pk}


def year(_stage: Stage) -> dict[str, Any]:
    return {"slug": "genk", "year": today().year}


def told_year(_stage: Stage) -> dict[str, Any]:
    return {"year": today().year}


def settled(stage: Stage) -> dict[str, Any]:
    if not YearSettlement.objects.exists():
        draw_up_settlement(SYSTEM, scheme=stage.scene.scheme, year=today().year)
    return year(stage) | {"number": 1}


def member_paid(stage: Stage) -> dict[str, Any]:
    """A line of a member that paid by a settlement which asked nothing of it yet."""
    found = BankLine.objects.filter(meaning=Meaning.DIFFERENT, settlement_line__isnull=False).first()
    if found is None:
        settled(stage)
        settlement = YearSettlement.objects.latest("pk")
        share = settlement.shares.exclude(member=settlement.managing_municipality_id).earliest("pk")
        one = BankTransaction(Cents(100), structured_reference=share.structured_reference)
        told(
            treasury_of(stage.scene),
            BankEntry(1, Cents(100), today(), None, "LID", None, (one,)),
            name="LID-1",
        )
        found = BankLine.objects.get(settlement_line__share=share)
    return {"line_id": found.pk}


def letter(stage: Stage) -> dict[str, Any]:
    """A reminder of the owner's voucher."""
    if not Notice.objects.exists():
        remind_holders(SYSTEM, on=stage.voucher.valid_until)
    return {"notice_id": Notice.objects.filter(voucher=stage.voucher).earliest("pk").pk}


def claim(stage: Stage) -> dict[str, Any]:
    """A payment that the provider has to pay back, of which a letter waits."""
    found = Payment.objects.filter(redemption__is_reversed=True).first()
    if found is None:
        treasury = treasury_of(stage.scene)
        redemption = treasury.redeem(77)
        treasury.bank_pays(treasury.signed())
        reverse_redemption(SYSTEM, redemption=redemption.pk, reason="Dubbel.")
        claim_everything_back(SYSTEM, on=today())
        found = Payment.objects.get(redemption=redemption)
    return {"payment_id": found.pk}


def payee_letter(stage: Stage) -> dict[str, Any]:
    """A letter that asks the provider for an account number."""
    payer, payee = local_government(GENK, today()), stage.scene.provider.organisation
    if not PayeeNotice.objects.exists():
        ask_for_account(SYSTEM, payer=payer, payee=payee, on=today())
    return {"notice_id": PayeeNotice.objects.get().pk}


def recorded(stage: Stage) -> dict[str, Any]:
    """A part of it that came back and was recorded by hand."""
    payment = Payment.objects.get(pk=claim(stage)["payment_id"])
    found = BankLine.objects.filter(file__kind=BankFileKind.BY_HAND).first() or record_repayment(
        actor("financial_director"), payment=payment, amount_cents=100, paid_on=today(), text="Gezien."
    )
    return {"line_id": found.pk}


def unexpected(stage: Stage) -> dict[str, Any]:
    """A line of a payment that came back and was paid once more."""
    found = BankLine.objects.filter(meaning=Meaning.DIFFERENT).first()
    if found is None:
        treasury = treasury_of(stage.scene)
        treasury.redeem(78)
        one = treasury.signed().payments.latest("pk")
        cents, name = int(one.amount_cents), one.end_to_end_id
        told(treasury, entry(-cents, name), entry(cents, name, reason="FOCR"), name="VROEG-1")
        told(treasury, entry(-cents, name), name="VROEG-2")
        found = BankLine.objects.filter(meaning=Meaning.DIFFERENT, payment=one).earliest("pk")
    return {"line_id": found.pk}


def taken_back(stage: Stage) -> dict[str, Any]:
    """A line of another amount than was ordered that came back, after somebody booked it as paid."""
    found = BankLine.objects.filter(bank_reference="REF77").first()
    if found is None:
        treasury = treasury_of(stage.scene)
        treasury.redeem(76)
        name = treasury.signed().payments.latest("pk").end_to_end_id
        told(treasury, entry(-77, name), name="ANDERS-1")
        line = BankLine.objects.get(bank_reference="REF-77")
        record_payment(treasury.signs, line=line, text="Met een tikfout.")
        told(treasury, entry(77, name, reason="FOCR"), name="ANDERS-2")
        found = BankLine.objects.get(bank_reference="REF77")
    return {"line_id": found.pk}


def too_much(stage: Stage) -> dict[str, Any]:
    """A claim of which more came in than was asked."""
    treasury = treasury_of(stage.scene)
    redemption = treasury.redeem(79)
    treasury.bank_pays(treasury.signed())
    reverse_redemption(SYSTEM, redemption=redemption.pk, reason="Dubbel.")
    found = Payment.objects.get(redemption=redemption)
    record_repayment(
        actor("financial_director"),
        payment=found,
        amount_cents=int(found.amount_cents),
        too_much_cents=100,
        paid_on=today(),
        text="Gezien.",
    )
    return {"payment_id": found.pk}


def to_be_proven(stage: Stage) -> dict[str, Any]:
    """A redemption of the owner's in a scheme that asks for proof before it pays."""
    found = Redemption.objects.filter(voucher__scheme__slug="bewijs").select_related("voucher").first()
    if found is None:
        scene = set_scene(
            slug="bewijs", rules={"proof": {"delivery_working_days": 5, "own_part_paid": "proven"}}
        )
        asked = award(scene)
        redeem_voucher(SYSTEM, code=asked.code, data=invoice(asked, 50_000, number="F-B"))
        found = asked.redemptions.select_related("voucher").get()
    return {"code": found.voucher.code, "redemption_id": found.pk}


def held_back(stage: Stage) -> dict[str, Any]:
    """A redemption of the owner's in a scheme that pays a part when both sides have said how it went."""
    found = Redemption.objects.filter(voucher__scheme__slug="evaluatie").select_related("voucher").first()
    if found is None:
        scene = set_scene(slug="evaluatie", rules={**HELD_BACK, "proof": {"own_part_paid": "proven"}})
        asked = award(scene)
        redeem_voucher(SYSTEM, code=asked.code, data=invoice(asked, 50_000, number="F-E"))
        found = asked.redemptions.select_related("voucher").get()
    return {"code": found.voucher.code, "redemption_id": found.pk}


def pdf_invoice(stage: Stage) -> dict[str, Any]:
    waits = PdfInvoice.objects.first() or handed_in(SYSTEM, stage.voucher, 1_000)
    return {"invoice_id": waits.pk}


def draw(_stage: Stage) -> dict[str, Any]:
    """A draw of another scheme, that was held."""
    held = held_lately()
    return {"slug": held.scheme.slug, "number": held.number}


def sample(stage: Stage) -> dict[str, Any]:
    """A sample of dossiers of the scheme, that was drawn."""
    pay(stage)
    return {"pk": drawn_lately(stage.scene).pk}


def draft(stage: Stage) -> dict[str, Any]:
    """The next version of the scheme, being written."""
    start_draft(SYSTEM, scheme=stage.scene.scheme)
    return {"slug": "genk"}


def ready_draft(stage: Stage) -> dict[str, Any]:
    """The same with its day and its decision."""
    found = start_draft(SYSTEM, scheme=stage.scene.scheme)
    if not found.source:
        date_draft(
            SYSTEM, draft=found.pk, edition=found.edition, valid_from=today() + timedelta(1), source="Test"
        )
    return {"slug": "genk"}


def decided(stage: Stage) -> dict[str, Any]:
    """The version of the scheme in the council of Genk, which decided."""
    record_council_step(
        SYSTEM,
        text=stage.scene.scheme.versions.get(),
        member=local_government(GENK, today()),
        state=StepState.DECIDED,
        on=today(),
    )
    return {"slug": "genk", "text": "versie-1", "nis_code": GENK}
