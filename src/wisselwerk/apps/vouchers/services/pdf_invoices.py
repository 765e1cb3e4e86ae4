"""An invoice that need not be an e-invoice: handed in as a PDF, checked by a person, and then used as any other.

Nothing is redeemed before a coordinator accepts. The days of the voucher are judged by the day it was handed in; aid to
the provider, and all money, count on the day it is accepted.
"""

import hashlib
from collections.abc import Collection
from dataclasses import fields
from uuid import UUID

from wisselwerk.apps.audit.services import record
from wisselwerk.apps.parties.permissions import require
from wisselwerk.apps.vouchers.models import PdfFile, PdfInvoice, RemarkSubject, Voucher
from wisselwerk.apps.vouchers.queries.sight import coordinated_by
from wisselwerk.apps.vouchers.services.attempts import keep_attempt
from wisselwerk.apps.vouchers.services.checks import pass_by_hand
from wisselwerk.apps.vouchers.services.decisions import remark, wrong_state
from wisselwerk.apps.vouchers.services.redemptions import (
    HandedIn,
    ask,
    on_its_way,
    redeem_handed_in,
    require_party,
    settle_handed_in,
)
from wisselwerk.apps.vouchers.services.tellings import tell_pdf_invoice
from wisselwerk.apps.vouchers.services.vouchers import lock_voucher
from wisselwerk.clock import day_of, now, today
from wisselwerk.db import command, command_without_transaction, in_one_transaction
from wisselwerk.domain.actor import Actor, ActorKind
from wisselwerk.domain.pdf_invoice import Check, Ground, PdfState, Stated, against
from wisselwerk.domain.redemption import Settlement
from wisselwerk.domain.refusal import Reason, Refusal, RefusalCode
from wisselwerk.domain.rule.plain import plain_value, to_plain
from wisselwerk.domain.voucher import VoucherCodeInvalid, parse_code
from wisselwerk.formats.pdf import PdfRefused, count_pages

STATED = tuple(field.name for field in fields(Stated))
"""What is filled in besides the ground; corrected where the paper says otherwise."""


@command_without_transaction
def hand_in_pdf(actor: Actor, *, code: str, ground: Ground, stated: Stated, data: bytes) -> PdfInvoice:
    """Hand in the PDF of an invoice with what stands on it; a coordinator checks it. The same twice is once.

    It minds its own transaction: the file is looked at before it, and what could give nothing is kept and
    refused; of a file that nobody can read only the attempt is kept.

    Raises:
        Voucher.DoesNotExist: no voucher has this code, or it is not the actor's to see.
        Refusal: NOT_ALLOWED; INVOICE_TOO_LARGE, PDF_UNREADABLE; INVOICE_IS_BEING_CHECKED when it was handed in on
            another voucher, or with another file; PDF_WAITS_OTHERWISE when the same file waits with something else
            filled in; E_INVOICE_NEEDED and every reason that ``validate_invoice`` gives.
    """
    try:
        parsed = parse_code(code)
    except VoucherCodeInvalid as error:
        raise Voucher.DoesNotExist from error
    sha256 = hashlib.sha256(data).hexdigest()
    handed_in = on_its_way(actor, code=parsed, invoice=stated.as_invoice(), sha256=sha256, on=today())
    found = ask(handed_in)
    require_party(actor, "hand_in_pdf", found)
    try:
        pages = count_pages(data)
    except PdfRefused as error:
        keep_attempt(actor, code=code, data=data, reasons=(error.reason,))
        raise Refusal(error.reason) from error

    kept, reasons = in_one_transaction(
        lambda: _keep(actor, found["voucher_id"], ground, handed_in, stated, PdfFile(data=data, pages=pages))
    )
    if reasons:
        raise Refusal(*reasons)
    return kept


def _keep(
    actor: Actor, voucher_id: int, ground: Ground, handed_in: HandedIn, stated: Stated, file: PdfFile
) -> tuple[PdfInvoice, tuple[Reason, ...]]:
    """What is kept of an invoice, and why it can give nothing; then nobody looks at its file."""
    # Nobody may end the voucher between the look at its days and the invoice that keeps it open.
    voucher = lock_voucher(Voucher.objects.get(pk=voucher_id))
    waiting = PdfInvoice.objects.filter(
        voucher=voucher, sha256=handed_in.sha256, state=PdfState.TO_CHECK
    ).first()
    if waiting is not None:
        return waiting, _otherwise(waiting, ground, stated)
    one = PdfInvoice(
        voucher=voucher,
        ground=ground,
        **{name: getattr(stated, name) for name in STATED},
        sha256=handed_in.sha256,
        fingerprint=handed_in.question.fingerprint,
        handed_in_by=str(actor),
        handed_in_at=now(),
    )
    reasons = reasons_against(one, settle_handed_in(actor, handed_in))
    one.state = PdfState.FAILED if reasons else PdfState.TO_CHECK
    one.reasons = [to_plain(reason) for reason in reasons]
    one.save(force_insert=True)
    if not reasons:
        file.invoice = one
        file.save()
        tell_pdf_invoice(one)
    _record(actor, "hand_in_pdf", one)
    return one, reasons


def _otherwise(waiting: PdfInvoice, ground: Ground, stated: Stated) -> tuple[Reason, ...]:
    """That the same file waits, with something else filled in: nobody may think that what is filled in now took its place."""
    if (waiting.ground, waiting.stated()) == (ground, stated):
        return ()
    said = {name: getattr(waiting, name) for name in ("number", "issued_on", "vat_cents", "gross_cents")}
    return (Reason(RefusalCode.PDF_WAITS_OTHERWISE, said),)


@command
def accept_pdf(
    actor: Actor, *, invoice: UUID, ground: Ground, stated: Stated, ticked: Collection[Check]
) -> PdfInvoice:
    """Accept an invoice after the check, with what the paper says; the voucher is used as for any other invoice.

    Raises:
        PdfInvoice.DoesNotExist: there is none, or it is not the actor's to check.
        Refusal: NOT_ALLOWED; WRONG_STATE when it was checked already; CHECKED_BY_ANOTHER; CHECK_INCOMPLETE;
            E_INVOICE_NEEDED and every reason that ``redeem_voucher`` gives.
    """
    one = _to_check(actor, "accept_pdf", invoice)
    if missing := set(Check).difference(ticked):
        params = {"number": len(missing), "points": len(Check)}
        raise Refusal(Reason(RefusalCode.CHECK_INCOMPLETE, params))
    _correct(one, ground, stated)
    if reason := against(ground, stated.issued_on):
        raise Refusal(reason)
    redeemed = redeem_handed_in(actor, _handed_in(actor, one))
    pass_by_hand(actor, redeemed.id)
    one.redemption_id = redeemed.id
    _close(actor, "accept_pdf", one, PdfState.ACCEPTED, ticked)
    return one


@command
def refuse_pdf(
    actor: Actor, *, invoice: UUID, ground: Ground, stated: Stated, ticked: Collection[Check], reason: str
) -> PdfInvoice:
    """Refuse an invoice after the check, and say why; both sides hear it, with what the rules say against it.

    Raises:
        PdfInvoice.DoesNotExist: there is none, or it is not the actor's to check.
        Refusal: NOT_ALLOWED; WRONG_STATE when it was checked already; CHECKED_BY_ANOTHER; MOTIVATION_MISSING.
    """
    one = _to_check(actor, "refuse_pdf", invoice)
    _correct(one, ground, stated)
    one.reasons = [to_plain(against_it) for against_it in reasons_against(one, settlement_of(actor, one))]
    one.why = remark(actor, one.voucher.application, RemarkSubject.PDF_INVOICE, reason)
    _close(actor, "refuse_pdf", one, PdfState.REFUSED, ticked)
    tell_pdf_invoice(one)
    return one


def settlement_of(actor: Actor, one: PdfInvoice) -> Settlement:
    """What it would give now, if it were accepted as it stands."""
    return settle_handed_in(actor, _handed_in(actor, one))


def reasons_against(one: PdfInvoice, settlement: Settlement) -> tuple[Reason, ...]:
    """Why it could give nothing: its ground cannot be true, and what the rules of the voucher say."""
    untrue = against(Ground(one.ground), one.issued_on)
    return (*((untrue,) if untrue else ()), *settlement.reasons)


def _to_check(actor: Actor, name: str, invoice: UUID) -> PdfInvoice:
    """The invoice as it is now, while nobody else checks it, for somebody who may."""
    coordinated = (
        Voucher.objects.filter(coordinated_by(actor)) if actor.kind is not ActorKind.SYSTEM else None
    )
    found = PdfInvoice.objects.select_for_update(of=("self",), no_key=True).select_related(
        "voucher__scheme", "voucher__application"
    )
    one = (found if coordinated is None else found.filter(voucher__in=coordinated)).get(pk=invoice)
    require(actor, name, one.voucher.scheme.partnership_id)
    if one.state != PdfState.TO_CHECK:
        raise wrong_state(one.state)
    if one.handed_in_by == str(actor) and actor.kind is not ActorKind.SYSTEM:
        raise Refusal(Reason(RefusalCode.CHECKED_BY_ANOTHER))
    return one


def _handed_in(actor: Actor, one: PdfInvoice) -> HandedIn:
    return on_its_way(
        actor,
        code=one.voucher.code,
        invoice=one.stated().as_invoice(),
        sha256=one.sha256,
        on=day_of(one.handed_in_at),
    )


def _correct(one: PdfInvoice, ground: Ground, stated: Stated) -> None:
    """Take over what the paper says, and keep what had been filled in where that differs."""
    for name, says in {"ground": ground, **{name: getattr(stated, name) for name in STATED}}.items():
        if getattr(one, name) != says:
            one.corrections[name] = plain_value(getattr(one, name))
            setattr(one, name, says)


def _close(actor: Actor, name: str, one: PdfInvoice, state: PdfState, ticked: Collection[Check]) -> None:
    one.fingerprint = _handed_in(actor, one).question.fingerprint
    one.state, one.ticked = state, [check.value for check in Check if check in ticked]
    one.checked_by, one.checked_at = str(actor), now()
    one.save()
    PdfFile.objects.filter(invoice=one).update(checked_at=one.checked_at)
    _record(actor, name, one)


def _record(actor: Actor, name: str, one: PdfInvoice) -> None:
    """What is kept of it may not change behind the trail, so the trail holds a digest of all of it."""
    record(actor, name, f"pdf_invoice:{one.pk}", authority=f"kept:{one.digest()}")
