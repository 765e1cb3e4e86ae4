"""What members pay of a settlement, found on the statements of the managing municipality by the reference they were given.

It goes the road of a claim (``payouts.services``): the same lines, judged by the same law. What ends what is owed and goes
beyond it is booked whole: the member gets the rest back, or it counts when the year is settled again. What comes once
nothing is owed any more, or by a settlement that no longer holds or never was sent, is booked when a person says so.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from wisselwerk.apps.audit.services import record
from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.parties.permissions import require
from wisselwerk.apps.payouts.models import BankFile, BankLine, Look
from wisselwerk.apps.payouts.queries.backs import back_of
from wisselwerk.apps.payouts.services.hand_files import insist_on, note, open_file_about
from wisselwerk.apps.payouts.services.lines import Line, came_under, numbers_in
from wisselwerk.apps.schemes.models import Scheme
from wisselwerk.apps.schemes.services.versions import lock
from wisselwerk.apps.settlements.models import (
    REFERENCES_FROM,
    SettlementLine,
    SettlementPayment,
    SettlementShare,
)
from wisselwerk.apps.settlements.queries.receiving import (
    bank_lines_of,
    may_be_kept,
    proof_of_receipt,
    recorded_by_hand,
    settlement_line_of,
    share_that_holds,
)
from wisselwerk.apps.settlements.queries.settlements import newest_settlement, sending_of
from wisselwerk.clock import now
from wisselwerk.db import command
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.reconciliation import Back, Meaning, Said, received
from wisselwerk.domain.refusal import Reason, Refusal, RefusalCode
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


@command
def keep_settlement_line(actor: Actor, *, line: BankLine, text: str) -> BankLine:
    """Book money of a member that a statement could not place, in the settlement of that year that holds.

    What is more than the member owes in it, the member gets back, or it counts when the year is settled again.

    Raises:
        Refusal: NOT_ALLOWED; MOTIVATION_MISSING; WRONG_STATE when it is no such line, or the money is recorded already.
    """
    require(actor, "keep_settlement_line", line.file.payer_id)
    insist_on(text)
    about = settlement_line_of(line)
    if about is None:
        raise Refusal(Reason(RefusalCode.WRONG_STATE, {"state": line.meaning}))
    lock(about.share.settlement.scheme)
    share = share_that_holds(about)
    if share is None or line.booked_on is None or not may_be_kept(line):
        raise Refusal(Reason(RefusalCode.WRONG_STATE, {"state": line.meaning}))
    file = open_file_about(actor, payer=line.file.payer_id, account=line.file.about, name=share.line_name)
    said = Line(share.line_name, Said.REPAID, line.amount_cents, line.booked_on, line.bank_reference)
    kept = _keep(actor, file, said, share, Meaning.SETTLED)
    for looked_at in (kept, line):
        if not Look.objects.filter(line=looked_at).exists():
            note(actor, looked_at, text)
    record(actor, "keep_settlement_line", f"bank_line:{kept.pk}")
    return kept


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
    _keep(actor, file, line, share, means)
    return means


def _keep(actor: Actor, file: BankFile, line: Line, share: SettlementShare, means: Meaning) -> BankLine:
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
    return kept


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
    means = received(came, before, most_cents=most, counts_as=Meaning.SETTLED)
    return Meaning.SETTLED if means is Meaning.BESIDE else means


def _may_be_booked(share: SettlementShare, booked_on: date | None) -> bool:
    """Whether money that came on that day is what was asked: by the settlement that holds, which was sent, of that year."""
    settlement = share.settlement
    newest = newest_settlement(settlement.scheme, settlement.year)
    holds = newest is not None and newest.pk == settlement.pk and sending_of(settlement) is not None
    return holds and booked_on is not None and booked_on.year >= settlement.year


def before_of(share: SettlementShare, kind: str) -> Iterator[Back]:
    """What is known of money for a share when a file of this ``kind`` tells of more. Two queries."""
    for one in bank_lines_of(share).filter(line__meaning__in=[Meaning.SETTLED, Meaning.KNOWN]):
        yield back_of(one.line, read_in=kind, is_counted=one.payment_id is not None)
    yield from recorded_by_hand(share, kind)
