"""Handing in a credit note: what it takes back of an invoice that was used on a voucher, and taking that back.

The redemption of the invoice is undone, and what the invoice still comes to is redeemed anew, in one transaction.
Nothing that was written changes: the reversal, the new redemption and the credit note itself stand beside it.
"""

import hashlib
import uuid
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, TypeVar

from wisselwerk.apps.audit.services import once, record
from wisselwerk.apps.ledger.models import Transfer
from wisselwerk.apps.ledger.services import post
from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.parties.permissions import may
from wisselwerk.apps.vouchers import hot
from wisselwerk.apps.vouchers.aid import grant_to_supplier, is_aid_to_supplier
from wisselwerk.apps.vouchers.models import CreditNote, InvoiceCheck, Redemption, Voucher
from wisselwerk.apps.vouchers.queries.handing_in import may_credit
from wisselwerk.apps.vouchers.queries.proofs import disputed_redemptions
from wisselwerk.apps.vouchers.queries.sight import Parties, may_see
from wisselwerk.apps.vouchers.services.attempts import keep_attempt
from wisselwerk.apps.vouchers.services.checks import give_up_check
from wisselwerk.apps.vouchers.services.fulfilments import ask_delivery
from wisselwerk.apps.vouchers.services.hearers import tell_fulfilment
from wisselwerk.apps.vouchers.services.tellings import tell_credit_note
from wisselwerk.apps.vouchers.services.undoing import settle_voucher, undo
from wisselwerk.apps.vouchers.services.vouchers import lock_voucher
from wisselwerk.apps.vouchers.terms import voucher_terms
from wisselwerk.clock import now, today
from wisselwerk.db import command_without_transaction, in_one_transaction
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.credit import Credit, Standing, credit
from wisselwerk.domain.invoice import Invoice, fingerprint, normalised_number
from wisselwerk.domain.invoice_check import CheckState, Finding, Severity
from wisselwerk.domain.invoice_check import state_after as state_by
from wisselwerk.domain.ledger import Movement, Road
from wisselwerk.domain.money import Cents
from wisselwerk.domain.refusal import Reason, Refusal, RefusalCode
from wisselwerk.domain.voucher import VoucherCodeInvalid, VoucherState, parse_code
from wisselwerk.formats.ubl import InvoiceTooLarge, InvoiceUnreadable, read_invoice

R = TypeVar("R")

ROUTE = "credit_invoice"


@dataclass(frozen=True, slots=True)
class Credited:
    """What a credit note did, and where it left the voucher. Amounts in cents."""

    id: int
    undone: uuid.UUID
    """The redemption that was undone."""
    replacement: uuid.UUID | None
    """The redemption of what the invoice still comes to."""
    credited_cents: int
    voucher_part_cents: int
    """What the voucher pays of what the invoice still comes to."""
    own_part_cents: int
    missing_cents: int
    """How much too low the invoice has become to count at all."""
    back_cents: int
    """What the voucher paid too much."""
    state: VoucherState
    """Of the voucher."""
    left_cents: int

    def to_plain(self) -> dict[str, Any]:
        """The answer as it is kept for who asks again."""
        kept = {
            name: str(value) if isinstance(value, uuid.UUID) else value
            for name, value in asdict(self).items()
        }
        return kept | {"state": self.state.value}

    @classmethod
    def from_plain(cls, kept: dict[str, Any]) -> "Credited":
        """The answer that was kept."""
        numbers = {
            name: None if kept[name] is None else uuid.UUID(kept[name]) for name in ("undone", "replacement")
        }
        return cls(**kept | numbers | {"state": VoucherState(kept["state"])})


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A credit note on its way to a voucher."""

    note: Invoice
    sha256: str
    code: str

    @property
    def fingerprint(self) -> str:
        """What makes it the same credit note, whoever hands it in."""
        return fingerprint(self.note.supplier_number or "", self.note.number, self.note.issued_on.year)


@command_without_transaction
def try_credit_note(actor: Actor, *, code: str, data: bytes) -> Credit:
    """What this credit note would take back, with every reason against it, for somebody who is handing it in.

    It changes nothing, but that a refusal is kept, which is why there is no transaction around it.

    Raises:
        Voucher.DoesNotExist: no voucher has this code, or it is not the actor's to see.
        Refusal: NOT_ALLOWED, INVOICE_UNREADABLE, INVOICE_TOO_LARGE.
    """

    def judged() -> Credit:
        handed_in = _hand_in(code, data)
        voucher = _voucher(actor, handed_in)
        found = _judge(actor, handed_in, voucher, _standing(voucher, handed_in.note))
        if found.reasons:
            keep_attempt(actor, code=code, data=data, reasons=found.reasons)
        return found

    return _keeping(actor, code, data, judged)


@command_without_transaction
def credit_invoice(actor: Actor, *, code: str, data: bytes, key: str = "") -> Credited:
    """Take back what this credit note says of an invoice that was used on the voucher with this code.

    With ``key`` (of the actor's own making) it is done once: who repeats it gets the same answer. A refusal is kept as
    an attempt, which is why the transaction is inside.

    Raises:
        Voucher.DoesNotExist: no voucher has this code, or it is not the actor's to see.
        Refusal: NOT_ALLOWED, INVOICE_UNREADABLE, INVOICE_TOO_LARGE, every reason that ``try_credit_note`` gives,
            IDEMPOTENCY_CONFLICT when ``key`` came with another request before.
    """

    def done() -> Credited:
        handed_in = _hand_in(code, data)

        def whole() -> Credited:
            return _credit(actor, handed_in)

        if not key:
            return in_one_transaction(whole)
        request_hash = hashlib.sha256(f"{handed_in.code} {handed_in.sha256}".encode()).hexdigest()
        _, kept = once(actor, ROUTE, key, request_hash, lambda: (201, whole().to_plain()))
        return Credited.from_plain(kept)

    return _keeping(actor, code, data, done)


def _keeping(actor: Actor, code: str, data: bytes, act: Callable[[], R]) -> R:
    try:
        return act()
    except Refusal as refusal:
        keep_attempt(actor, code=code, data=data, reasons=refusal.reasons)
        raise


def _hand_in(code: str, data: bytes) -> HandedIn:
    try:
        parsed = parse_code(code)
        note = read_invoice(data)
    except VoucherCodeInvalid as error:
        raise Voucher.DoesNotExist from error
    except (InvoiceUnreadable, InvoiceTooLarge) as error:
        raise Refusal(error.reason) from error
    return HandedIn(note, hashlib.sha256(data).hexdigest(), parsed)


def _voucher(actor: Actor, handed_in: HandedIn) -> Voucher:
    """The voucher, when the actor may hand in a credit note on it."""
    voucher = Voucher.objects.select_related("application", "scheme", "provider").get(code=handed_in.code)
    parties = Parties.of(voucher)
    if parties.provider_id is None:
        # Without a chosen provider it is whoever the note comes from.
        supplier = Organisation.objects.filter(enterprise_number=handed_in.note.supplier_number or "")
        provider = supplier.values_list("pk", flat=True).first()
        parties = Parties(parties.partnership_id, parties.holder_id, provider, parties.applicant_id)
    if not may_see(actor, parties):
        raise Voucher.DoesNotExist
    if not may_credit(actor, voucher, parties.provider_id):
        raise Refusal(Reason(RefusalCode.NOT_ALLOWED, {"command": ROUTE}))
    return voucher


def _standing(voucher: Voucher, note: Invoice) -> Redemption | None:
    """The redemption of the invoice that the note names: of the same supplier and day before any other."""
    if not note.corrects:
        return None
    named = note.corrects[0]
    number = normalised_number(named.number)
    found = [
        one
        for one in voucher.redemptions.filter(is_reversed=False).select_related(
            "supplier", "payee", "transfer"
        )
        if normalised_number(one.invoice_number) == number
    ]

    def fits(one: Redemption) -> tuple[bool, bool, datetime]:
        same_supplier = one.supplier.enterprise_number == note.supplier_number
        return same_supplier, one.invoice_issued_on == named.issued_on, one.redeemed_at

    return max(found, key=fits, default=None)


def _terms(voucher: Voucher, redemption: Redemption) -> hot.Terms:
    found = hot.read(
        hot.Question(voucher.code, redemption.supplier.enterprise_number or "", "", "", ROUTE, "")
    )
    assert found is not None, "the voucher is at hand"
    return found


def _judge(actor: Actor, handed_in: HandedIn, voucher: Voucher, redemption: Redemption | None) -> Credit:
    standing = None
    if redemption is not None:
        terms = voucher_terms(_terms(voucher, redemption), redemption.supplier.enterprise_number)
        others = voucher.redemptions.filter(is_reversed=False, voucher_part_cents__gt=0)
        standing = Standing(
            terms=terms,
            number=redemption.invoice_number,
            issued_on=redemption.invoice_issued_on,
            supplier_number=redemption.supplier.enterprise_number or "",
            eligible_cents=Cents(redemption.eligible_cents),
            voucher_part_cents=Cents(redemption.voucher_part_cents),
            own_part_cents=Cents(redemption.own_part_cents),
            others_are_paid=others.exclude(pk=redemption.pk).exists(),
        )
    used = CreditNote.objects.filter(fingerprint=handed_in.fingerprint).exists()
    found = credit(handed_in.note, standing, on=today(), already_used=used)
    if redemption is not None and found.still_counts and _leaves_a_dispute(actor, voucher, redemption):
        return Credit(
            reasons=(Reason(RefusalCode.CREDIT_NOTE_IN_DISPUTE, {"number": redemption.invoice_number}),)
        )
    return found


def _leaves_a_dispute(actor: Actor, voucher: Voucher, redemption: Redemption) -> bool:
    """Whether the business disputes the delivery and the actor is not who settles that.

    What is left of an invoice is asked about anew, and silence is a yes then: a provider could be rid of a no by taking
    back a cent.
    """
    if may(actor, "find_delivered", voucher.scheme.partnership_id):
        return False
    return disputed_redemptions(Redemption.objects.filter(pk=redemption.pk)).exists()


def _credit(actor: Actor, handed_in: HandedIn) -> Credited:
    voucher = lock_voucher(_voucher(actor, handed_in))
    redemption = _standing(voucher, handed_in.note)
    if redemption is not None:
        # Nobody says anything of its delivery between looking and undoing.
        Redemption.objects.select_for_update(no_key=True).get(pk=redemption.pk)
    found = _judge(actor, handed_in, voucher, redemption)
    if found.reasons or redemption is None:
        raise Refusal(*found.reasons)
    note = handed_in.note
    authority = f"credit_note:{note.issued_on}:{handed_in.sha256}"
    undo(actor, redemption, authority=authority)
    replacement = None
    if found.still_counts:
        replacement = _redeem_anew(actor, voucher, redemption, note, found)
    give_up_check(actor, redemption.pk)
    settle_voucher(voucher, own_cents=found.own_part_cents - redemption.own_part_cents)
    entry = record(actor, ROUTE, f"voucher:{voucher.pk}", authority=authority)
    kept = CreditNote.objects.create(
        undone=redemption,
        replacement=replacement,
        credited_cents=found.credited_cents,
        number=note.number,
        issued_on=note.issued_on,
        sha256=handed_in.sha256,
        fingerprint=handed_in.fingerprint,
        actor=entry.actor,
        at=entry.at,
    )
    tell_credit_note(kept)
    voucher.account.refresh_from_db()
    return Credited(
        id=kept.pk,
        undone=redemption.pk,
        replacement=None if replacement is None else replacement.pk,
        credited_cents=int(found.credited_cents),
        voucher_part_cents=int(found.voucher_part_cents),
        own_part_cents=int(found.own_part_cents),
        missing_cents=int(found.missing_cents),
        back_cents=int(found.back_cents),
        state=VoucherState(voucher.state),
        left_cents=int(voucher.account.balance_cents),
    )


def _redeem_anew(
    actor: Actor, voucher: Voucher, undone: Redemption, note: Invoice, found: Credit
) -> Redemption:
    """The invoice as what it still comes to: it was handed in, judged and told before, so none of that is done again.

    Where the scheme asks for proof, that is asked anew: what is left may be what was in dispute.
    """
    transfer: Transfer | None = None
    if found.voucher_part_cents:
        assert undone.transfer is not None, "a credit note never makes a voucher pay more"
        road = undone.transfer
        moved = Movement(road.from_account_id, road.to_account_id, found.voucher_part_cents)
        (transfer,) = post(Road.REDEEM, [moved])
    at = now() if transfer is None else transfer.at
    # Where VAT counts, all that the note takes back was in both parts.
    besides = note.gross_cents - found.credited_cents
    anew = Redemption.objects.create(
        voucher=voucher,
        supplier=undone.supplier,
        payee=undone.payee,
        eligible_cents=found.remaining_cents,
        voucher_part_cents=found.voucher_part_cents,
        own_part_cents=found.own_part_cents,
        vat_cents=None if undone.vat_cents is None else max(undone.vat_cents - besides, 0),
        transfer=transfer,
        invoice_number=undone.invoice_number,
        invoice_issued_on=undone.invoice_issued_on,
        invoice_sha256=undone.invoice_sha256,
        fingerprint=undone.fingerprint,
        actor=str(actor),
        redeemed_at=at,
        is_told=True,
    )
    authority = f"invoice:{undone.invoice_issued_on}:{undone.invoice_sha256}"
    if anew.vat_cents is not None:
        authority += f":{anew.vat_cents}"
    record(actor, "redeem_remainder", f"voucher:{voucher.pk}", authority=authority, at=at)
    _carry_check_over(actor, undone, anew)
    if (question := ask_delivery(anew)) is not None:
        tell_fulfilment(question)
    terms = _terms(voucher, undone)
    if transfer is not None and is_aid_to_supplier(terms):
        grant_to_supplier(terms, transfer, today())
    return anew


def _carry_check_over(actor: Actor, undone: Redemption, anew: Redemption) -> None:
    """It is the same invoice: what the official rules and a coordinator said of it still goes, or is still awaited."""
    check = InvoiceCheck.objects.get(redemption=undone)
    check.redemption = anew
    if check.state != CheckState.WAITING:
        findings = [Finding(**one | {"severity": Severity(one["severity"])}) for one in check.findings]
        subject = f"redemption:{anew.pk}"
        check.checked_at = record(actor, "check_invoices", subject, authority=state_by(findings)).at
        if check.state == CheckState.ACCEPTED:
            record(actor, "accept_invoice", subject)
    check.save(force_insert=True)
