"""Handing in an invoice on a voucher: what it would give, giving it, and undoing that."""

import hashlib
import json
import uuid
from dataclasses import dataclass, replace
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Sum

from wisselwerk.apps.aid.services import wait_for_aid
from wisselwerk.apps.ledger.models import Transfer
from wisselwerk.apps.ledger.services import open_account
from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.parties.permissions import require
from wisselwerk.apps.vouchers import hot
from wisselwerk.apps.vouchers.aid import grant_to_supplier, is_aid_to_supplier, no_room_for_supplier
from wisselwerk.apps.vouchers.beyond import reasons_beyond
from wisselwerk.apps.vouchers.models import Payable, Redemption, RemarkSubject, Reversal, Voucher
from wisselwerk.apps.vouchers.queries.pdf_waiting import mend_until
from wisselwerk.apps.vouchers.queries.sight import Parties, is_applicant, may_see
from wisselwerk.apps.vouchers.services.attempts import keep_attempt
from wisselwerk.apps.vouchers.services.checks import give_up_check
from wisselwerk.apps.vouchers.services.decisions import remark
from wisselwerk.apps.vouchers.services.tellings import tell_reversal
from wisselwerk.apps.vouchers.services.undoing import settle_voucher, undo
from wisselwerk.apps.vouchers.services.vouchers import lock_voucher
from wisselwerk.apps.vouchers.terms import voucher_terms
from wisselwerk.clock import now, today
from wisselwerk.db import command, command_without_transaction, violated_constraint
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.invoice import Invoice, fingerprint
from wisselwerk.domain.ledger import AccountKind
from wisselwerk.domain.money import Cents
from wisselwerk.domain.redemption import Settlement, VoucherTerms, settle
from wisselwerk.domain.refusal import Reason, Refusal, RefusalCode
from wisselwerk.domain.voucher import Verb, VoucherCodeInvalid, VoucherState, parse_code, state_after
from wisselwerk.formats.packed import pack
from wisselwerk.formats.ubl import InvoiceTooLarge, InvoiceUnreadable, read_invoice

ROUTE = "redeem_voucher"

TAKEN_MEANWHILE = frozenset({"vouchers_redemption_invoice_once", "audit_receipt_once"})
"""Constraints that say: somebody else was just before. Who reads again sees what they did."""


@dataclass(frozen=True, slots=True)
class Redeemed:
    """What a redemption gave, and where it left the voucher."""

    id: uuid.UUID
    state: VoucherState
    """Of the voucher."""
    voucher_part_cents: int
    own_part_cents: int
    left_cents: int
    vat_cents: int | None = None
    """None in an answer that was kept before the VAT was."""

    @property
    def total_cents(self) -> int | None:
        """The total of the invoice; None where the VAT was not kept."""
        return (
            None if self.vat_cents is None else self.voucher_part_cents + self.own_part_cents + self.vat_cents
        )

    def to_json(self) -> str:
        """The answer as it is kept for who asks again."""
        return json.dumps(
            {
                "id": str(self.id),
                "state": self.state,
                "voucher_part_cents": int(self.voucher_part_cents),
                "own_part_cents": int(self.own_part_cents),
                "left_cents": int(self.left_cents),
                "vat_cents": self.vat_cents if self.vat_cents is None else int(self.vat_cents),
            }
        )

    @classmethod
    def from_json(cls, text: str) -> "Redeemed":
        """The answer that was kept."""
        kept = json.loads(text)
        return cls(**kept | {"id": uuid.UUID(kept["id"]), "state": VoucherState(kept["state"])})


@dataclass(frozen=True, slots=True)
class HandedIn:
    """An invoice on its way to a voucher."""

    invoice: Invoice
    data: bytes
    """The e-invoice; empty where a person checks the invoice instead of the official rules."""
    sha256: str
    on: date
    """The day on which it was handed in: the right to the voucher is judged by that day, however long a check takes."""
    question: hot.Question


def validate_invoice(actor: Actor, *, code: str, data: bytes) -> Settlement:
    """What this invoice would give on the voucher with this code, with every reason against it. Changes nothing.

    Raises:
        Voucher.DoesNotExist: no voucher has this code, or it is not the actor's to see.
        Refusal: NOT_ALLOWED, INVOICE_UNREADABLE, INVOICE_TOO_LARGE.
    """
    handed_in = _hand_in(actor, code, data, key="")
    return settle_handed_in(actor, handed_in)


def settle_handed_in(actor: Actor, handed_in: HandedIn) -> Settlement:
    """What an invoice on its way would give, with every reason against it. Changes nothing.

    Raises:
        Voucher.DoesNotExist: no voucher has this code, or it is not the actor's to see.
        Refusal: NOT_ALLOWED.
    """
    return _settle(actor, ask(handed_in), handed_in)


@command_without_transaction
def redeem_voucher(actor: Actor, *, code: str, data: bytes, key: str = "") -> Redeemed:
    """Use the voucher with this code for an invoice. The write is one call, so there is no transaction around it.

    With ``key`` (of the actor's own making) it is done once: who repeats it gets the same answer, also while the
    first is still busy. A refusal does not use up the key, and changes nothing but that it is kept as an attempt.

    Raises:
        Voucher.DoesNotExist: no voucher has this code, or it is not the actor's to see.
        Refusal: NOT_ALLOWED, INVOICE_UNREADABLE, INVOICE_TOO_LARGE, every reason that ``validate_invoice`` gives,
            IDEMPOTENCY_CONFLICT when ``key`` came with another request before.
    """
    try:
        return redeem_handed_in(actor, _hand_in(actor, code, data, key))
    except Refusal as refusal:
        keep_attempt(actor, code=code, data=data, reasons=refusal.reasons)
        raise


@command_without_transaction
def try_invoice(actor: Actor, *, code: str, data: bytes) -> Settlement:
    """The same as ``validate_invoice``, for somebody who is handing it in: when it cannot be used, that is kept.

    Raises:
        Voucher.DoesNotExist: no voucher has this code, or it is not the actor's to see.
        Refusal: NOT_ALLOWED, INVOICE_UNREADABLE, INVOICE_TOO_LARGE.
    """
    try:
        settlement = validate_invoice(actor, code=code, data=data)
    except Refusal as refusal:
        keep_attempt(actor, code=code, data=data, reasons=refusal.reasons)
        raise
    if settlement.reasons:
        keep_attempt(actor, code=code, data=data, reasons=settlement.reasons)
    return settlement


def redeem_handed_in(actor: Actor, handed_in: HandedIn) -> Redeemed:
    """Use a voucher for an invoice on its way to it, whichever way that came. Call it inside a command.

    Raises:
        Voucher.DoesNotExist: no voucher has this code, or it is not the actor's to see.
        Refusal: NOT_ALLOWED, every reason that ``settle_handed_in`` gives, IDEMPOTENCY_CONFLICT.
    """
    key = handed_in.question.key
    request_hash = hashlib.sha256(f"{handed_in.question.code} {handed_in.sha256}".encode()).hexdigest()
    # Each time round somebody else got something done on this voucher, invoice or key, so this ends.
    while True:
        found = ask(handed_in)
        if found["request_hash"] is not None:
            return _answered_before(found, request_hash, key)
        settlement = _settle(actor, found, handed_in)
        if settlement.reasons:
            raise Refusal(*settlement.reasons)
        if found["due_id"] is None:
            _open_payable(_known(found["payee_id"]))
            continue
        redeemed = _redeemed(found, settlement)
        try:
            if _write(found, handed_in, settlement, redeemed, request_hash):
                return redeemed
        except IntegrityError as error:
            if violated_constraint(error) not in TAKEN_MEANWHILE:
                raise


@command
def reverse_redemption(actor: Actor, *, redemption: uuid.UUID, reason: str) -> Reversal:
    """Undo a redemption: the money goes back the way it came, and the invoice may be handed in again.

    It may not when a credit note corrected it: then it no longer comes to what stands in it. Money that comes back to a
    voucher that is over goes on to the budget.

    Raises:
        Redemption.DoesNotExist: there is none, or it is not the actor's to see.
        Refusal: NOT_ALLOWED; ALREADY_REVERSED; REVERSE_LATER_FIRST when other invoices were paid because this one
            proves own money; MOTIVATION_MISSING.
    """
    undone = Redemption.objects.select_related("voucher__application", "voucher__scheme").get(pk=redemption)
    if not may_see(actor, Parties.of(undone.voucher)):
        raise Redemption.DoesNotExist
    require(actor, "reverse_redemption", undone.voucher.scheme.partnership_id)
    voucher = lock_voucher(undone.voucher)
    undone = Redemption.objects.select_related("transfer").get(pk=redemption)
    if undone.is_reversed:
        raise Refusal(Reason(RefusalCode.ALREADY_REVERSED))
    _leave_own_money_proven(voucher, undone)
    why = remark(actor, voucher.application, RemarkSubject.REVERSAL, reason)
    give_up_check(actor, undone.pk)
    reversal = why.reversal = undo(actor, undone)
    why.save(update_fields=["reversal"])
    settle_voucher(voucher, own_cents=-undone.own_part_cents)
    tell_reversal(reversal, why)
    return reversal


def _leave_own_money_proven(voucher: Voucher, undone: Redemption) -> None:
    others = voucher.redemptions.filter(is_reversed=False).exclude(pk=undone.pk)
    paid = others.aggregate(sum=Sum("voucher_part_cents"))["sum"] or 0
    missing = voucher.own_contribution_cents - (voucher.own_paid_cents - undone.own_part_cents)
    if paid and missing > 0:
        raise Refusal(Reason(RefusalCode.REVERSE_LATER_FIRST, {"missing_cents": missing}))


def _hand_in(actor: Actor, code: str, data: bytes, key: str) -> HandedIn:
    try:
        parsed = parse_code(code)
        invoice = read_invoice(data)
    except VoucherCodeInvalid as error:
        raise Voucher.DoesNotExist from error
    except (InvoiceUnreadable, InvoiceTooLarge) as error:
        raise Refusal(error.reason) from error
    return on_its_way(
        actor,
        code=parsed,
        invoice=invoice,
        sha256=hashlib.sha256(data).hexdigest(),
        on=today(),
        data=data,
        key=key,
    )


def on_its_way(
    actor: Actor, *, code: str, invoice: Invoice, sha256: str, on: date, data: bytes = b"", key: str = ""
) -> HandedIn:
    """An invoice with what is to be looked up for it. ``code`` is parsed, ``sha256`` that of the file it stands in.

    ``data`` is that file when it is an e-invoice: it waits for the official check. Any other has none to wait for.
    """
    supplier = invoice.supplier_number or ""
    question = hot.Question(
        code=code,
        supplier=supplier,
        fingerprint=fingerprint(supplier, invoice.number, invoice.issued_on.year),
        actor=str(actor),
        route=ROUTE,
        key=key,
    )
    return HandedIn(invoice, data, sha256, on, question)


def ask(handed_in: HandedIn) -> hot.Terms:
    """All that the invoice is judged by, as it is now.

    Raises:
        Voucher.DoesNotExist: no voucher has this code.
    """
    found = hot.read(handed_in.question)
    if found is None:
        raise Voucher.DoesNotExist
    return found


def _settle(actor: Actor, found: hot.Terms, handed_in: HandedIn) -> Settlement:
    require_party(actor, ROUTE, found)
    settlement = settle(
        _terms(found, handed_in),
        handed_in.invoice,
        handed_in_on=handed_in.on,
        already_used=bool(found["is_used"]),
    )
    more = tuple(reasons_beyond(found, settlement, today()))
    if not more:
        return settlement
    return replace(settlement, reasons=(*settlement.reasons, *more), left_cents=Cents(found["left_cents"]))


def _terms(found: hot.Terms, handed_in: HandedIn) -> VoucherTerms:
    terms = voucher_terms(found, handed_in.invoice.supplier_number)
    if terms.claim_until is None or handed_in.on <= terms.claim_until:
        return terms
    # Too late, unless a check took the time there was to hand in a better one.
    return replace(terms, claim_until=mend_until(found["voucher_id"], terms.claim_until) or terms.claim_until)


def require_party(actor: Actor, command: str, found: hot.Terms) -> None:
    """Stop here unless the actor is a party to the voucher that may give this command.

    Raises:
        Voucher.DoesNotExist: the voucher is not the actor's to see.
        Refusal: NOT_ALLOWED.
    """
    # Without a chosen provider it is whoever the invoice comes from.
    provider_id = found["supplier_id"] if found["provider_id"] is None else found["provider_id"]
    parties = Parties(found["partnership_id"], found["holder_id"], provider_id, found["applicant_id"])
    if not may_see(actor, parties):
        raise Voucher.DoesNotExist
    if not is_applicant(actor, parties):
        require(actor, command, parties.partnership_id, parties.holder_id, parties.provider_id)


def _answered_before(found: hot.Terms, request_hash: str, key: str) -> Redeemed:
    if found["request_hash"] != request_hash:
        raise Refusal(Reason(RefusalCode.IDEMPOTENCY_CONFLICT, {"key": key}))
    return Redeemed.from_json(found["answer"])


def _redeemed(found: hot.Terms, settlement: Settlement) -> Redeemed:
    state = state_after(
        Verb.REDEEM,
        VoucherState(found["state"]),
        amount_cents=found["amount_cents"],
        left_cents=settlement.left_cents,
    )
    return Redeemed(
        uuid.uuid4(),
        state,
        settlement.voucher_part_cents,
        settlement.own_part_cents,
        settlement.left_cents,
        settlement.vat_cents,
    )


def _write(
    found: hot.Terms, handed_in: HandedIn, settlement: Settlement, redeemed: Redeemed, request_hash: str
) -> bool:
    assert found["due_id"] is not None, "opened before"
    question = handed_in.question
    change = hot.Write(
        voucher_id=found["voucher_id"],
        changes=found["changes"],
        state=redeemed.state,
        account_id=found["account_id"],
        due_id=found["due_id"],
        supplier_id=_known(found["supplier_id"]),
        payee_id=_known(found["payee_id"]),
        redemption_id=redeemed.id,
        eligible_cents=settlement.eligible_cents,
        voucher_part_cents=settlement.voucher_part_cents,
        own_part_cents=settlement.own_part_cents,
        vat_cents=settlement.vat_cents,
        invoice_number=handed_in.invoice.number,
        issued_on=handed_in.invoice.issued_on,
        sha256=handed_in.sha256,
        fingerprint=question.fingerprint,
        packed=pack(handed_in.data),
        actor=question.actor,
        at=now(),
        route=question.route,
        key=question.key,
        request_hash=request_hash,
        answer=redeemed.to_json(),
    )
    if settlement.voucher_part_cents and is_aid_to_supplier(found):
        return _write_aid(found, change)
    return hot.write(change)


def _write_aid(found: hot.Terms, change: hot.Write) -> bool:
    """The write and the line of aid to the supplier: both, or neither. One at a time per supplier: its room is counted."""
    with transaction.atomic():
        wait_for_aid([change.supplier_id])
        if reason := no_room_for_supplier(found, change.voucher_part_cents, today()):
            raise Refusal(reason)
        if not hot.write(change):
            return False
        grant_to_supplier(found, Transfer.objects.get(redemption=change.redemption_id), today())
    return True


def _open_payable(payee_id: int) -> None:
    """The first time something is due to a payee; the next redemption finds it there."""
    with transaction.atomic():
        Organisation.objects.select_for_update(no_key=True).get(pk=payee_id)
        if not Payable.objects.filter(payee=payee_id).exists():
            Payable.objects.create(payee_id=payee_id, account=open_account(AccountKind.OWED))


def _known(organisation_id: int | None) -> int:
    assert organisation_id is not None, "an invoice of nobody known is refused"
    return organisation_id
