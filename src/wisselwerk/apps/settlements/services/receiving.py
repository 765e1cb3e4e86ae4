"""What members pay of a settlement, found on the statements of the managing municipality by the reference they were given.

It goes the road of a claim (``payouts.services``): the same lines, judged by the same law. What is too much, comes twice,
or is paid by a settlement that no longer holds or never was sent, is booked nowhere: a person looks, and records it.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from wisselwerk.apps.audit.services import record
from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.payouts.models import BankFile, BankFileKind, BankLine
from wisselwerk.apps.payouts.services.lines import Line, came_under, numbers_in
from wisselwerk.apps.schemes.models import Scheme
from wisselwerk.apps.schemes.services.versions import lock
from wisselwerk.apps.settlements.models import (
    REFERENCES_FROM,
    SettlementLine,
    SettlementPayment,
    SettlementShare,
)
from wisselwerk.apps.settlements.queries.receiving import bank_lines_of, proof_of_receipt
from wisselwerk.apps.settlements.queries.settlements import newest_settlement, sending_of
from wisselwerk.clock import now
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.reconciliation import Back, Meaning, received
from wisselwerk.formats.bank_statement import BankStatement
from wisselwerk.formats.structured_reference import NUMBER_DIGITS, parse


def lines_in(statement: BankStatement, payer: Organisation) -> Iterator[Line]:
    """Money that came in under the reference of what a member owes ``payer``, also where it was paid before. One query."""
    numbers = [number - REFERENCES_FROM for number in numbers_in(statement) if number > REFERENCES_FROM]
    asked = SettlementShare.objects.filter(pk__in=numbers, settlement__managing_municipality=payer)
    yield from came_under({one.structured_reference: one.line_name for one in asked.only("pk")}, statement)


def take_in(actor: Actor, file: BankFile, lines: Sequence[Line]) -> list[Meaning]:
    """Keep them in order, and book what is as it was asked, each by what the one before left."""
    shares = _shares(lines)
    return [_take_in(actor, file, line, shares[line.end_to_end_id]) for line in lines]


def _number(digits: str) -> int:
    """Of the share that a reference is of, where it is of one."""
    return int(digits[:NUMBER_DIGITS]) - REFERENCES_FROM


def _shares(lines: Sequence[Line]) -> dict[str, SettlementShare]:
    """What they are about, by name; nobody draws those years up anew, or records a payment in them, meanwhile."""
    if not lines:
        return {}
    found = SettlementShare.objects.filter(pk__in={_number(parse(one.end_to_end_id)) for one in lines})
    shares = {one.line_name: one for one in found.select_related("settlement__scheme", "settlement__sending")}
    for scheme in Scheme.objects.filter(settlements__shares__in=shares.values()).distinct().order_by("pk"):
        lock(scheme)
    return shares


def _take_in(actor: Actor, file: BankFile, line: Line, share: SettlementShare) -> Meaning:
    means = _meaning(file, line, share)
    kept = BankLine.objects.create(
        file=file,
        end_to_end_id=line.end_to_end_id,
        amount_cents=line.amount_cents,
        booked_on=line.booked_on,
        bank_reference=line.bank_reference,
        meaning=means,
    )
    payment = None
    if means is Meaning.SETTLED and line.booked_on is not None:
        payment = _book(actor, line, share, line.booked_on)
    SettlementLine.objects.create(line=kept, share=share, payment=payment)
    return means


def _book(actor: Actor, line: Line, share: SettlementShare, paid_on: date) -> SettlementPayment:
    payment = SettlementPayment.objects.create(
        share=share,
        amount_cents=line.amount_cents or 0,
        paid_on=paid_on,
        reference=line.bank_reference,
        actor=str(actor),
        at=now(),
    )
    subject = f"settlement:{share.settlement_id}"
    record(actor, "receive_settlement", subject, authority=proof_of_receipt(payment), at=payment.at)
    return payment


def _meaning(file: BankFile, line: Line, share: SettlementShare) -> Meaning:
    before = list(before_of(share, file.kind))
    counted = sum(one.amount_cents for one in before if one.is_counted)
    most = share.owes_cents if _may_be_booked(share, line.booked_on) else counted
    came = Back(amount_cents=line.amount_cents or 0, booked_on=line.booked_on, reference=line.bank_reference)
    if not came.amount_cents:
        return Meaning.DIFFERENT
    return received(came, before, most_cents=most, counts_as=Meaning.SETTLED)


def _may_be_booked(share: SettlementShare, booked_on: date | None) -> bool:
    """Whether money that came on that day is what was asked: by the settlement that holds, which was sent, of that year."""
    settlement = share.settlement
    newest = newest_settlement(settlement.scheme, settlement.year)
    holds = newest is not None and newest.pk == settlement.pk and sending_of(settlement) is not None
    return holds and booked_on is not None and booked_on.year >= settlement.year


def before_of(share: SettlementShare, kind: str) -> Iterator[Back]:
    """What is known of money for a share when a file of this ``kind`` tells of more. Two queries."""
    for one in bank_lines_of(share).filter(line__meaning__in=[Meaning.SETTLED, Meaning.KNOWN]):
        yield Back(
            amount_cents=one.line.amount_cents or 0,
            booked_on=one.line.booked_on,
            reference=one.line.bank_reference,
            is_same_kind=one.line.file.kind == kind,
            is_by_hand=BankFileKind.BY_HAND in {one.line.file.kind, kind},
            is_counted=one.payment_id is not None,
        )
    for payment in _by_hand(share):
        yield Back(
            amount_cents=payment.amount_cents,
            booked_on=payment.paid_on,
            reference=payment.reference,
            is_same_kind=kind == BankFileKind.BY_HAND,
            is_by_hand=True,
            is_counted=True,
        )


def _by_hand(share: SettlementShare) -> list[SettlementPayment]:
    """What a person recorded and did not take back again: a mistake is taken back with the opposite amount."""
    standing: list[SettlementPayment] = []
    for one in SettlementPayment.objects.filter(share=share, bank_line=None).order_by("pk"):
        undone = next(
            (other for other in reversed(standing) if other.amount_cents == -one.amount_cents), None
        )
        if undone is None:
            standing.append(one)
        else:
            standing.remove(undone)
    return standing
