"""Where payments do not agree with themselves, with the redemptions they pay, or with the books. See ``wisselwerk verify``."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, Sum

from wisselwerk.apps.audit.queries import all_told, last_told
from wisselwerk.apps.ledger.models import Transfer
from wisselwerk.apps.payouts.models import (
    BankFile,
    BankFileKind,
    BankLine,
    PaidAccount,
    Payment,
    PaymentBatch,
)
from wisselwerk.apps.payouts.queries.beside import beside_that_differs
from wisselwerk.apps.payouts.queries.claims import claims_that_differ
from wisselwerk.apps.payouts.queries.history import who_ordered
from wisselwerk.apps.payouts.queries.payee_notices import payee_notices_that_differ
from wisselwerk.apps.payouts.queries.set_aside import set_aside_that_differs
from wisselwerk.apps.payouts.queries.signed import first_files
from wisselwerk.apps.payouts.queries.twice import returns_that_differ
from wisselwerk.apps.payouts.queries.waiting_proof import payments_that_had_to_wait
from wisselwerk.apps.vouchers.models import Payable
from wisselwerk.apps.vouchers.queries.evaluations import last_part_rules
from wisselwerk.domain.invoice_check import CLEARED
from wisselwerk.domain.ledger import AccountKind, Road
from wisselwerk.domain.money import Cents
from wisselwerk.domain.payment import ARRIVED, MOVED, STANDING, BatchState, Part, PaymentState
from wisselwerk.domain.reconciliation import Meaning

CHUNK = 2000

BY_HAND = ("record_payment", "record_return", "record_repayment", "take_back_repayment", "count_for_claim")
ROADS = {Meaning.PAID: Road.PAY, Meaning.RETURNED: Road.REVERSE, Meaning.RECOVERED: Road.RECOVER}


def differences() -> Iterator[str]:
    """All of them. Read it in one snapshot: while it looks, others go on."""
    yield from _of_batches()
    yield from _of_payments()
    yield from _of_files()
    yield from _of_lines()
    yield from _of_transfers()
    yield from claims_that_differ()
    yield from payee_notices_that_differ()
    yield from payments_that_had_to_wait()
    yield from set_aside_that_differs()
    yield from returns_that_differ()
    yield from beside_that_differs()


def _of_batches() -> Iterator[str]:
    last = {subject: told.at for subject, told in last_told(["sign_batch"]).items()}
    for batch in PaymentBatch.objects.order_by("pk").iterator(CHUNK):
        if batch.released_at != last.get(f"batch:{batch.pk}", batch.signed_at):
            yield f"batch {batch.pk}: the trail tells of another moment from which the bank could have it"
        if batch.signed_by and batch.signed_by == batch.ordered_by:
            yield f"batch {batch.pk}: {batch.signed_by} ordered it and signed it"
        if batch.state == BatchState.SIGNED and not (batch.signed_by and batch.ordered_by):
            yield f"batch {batch.pk}: is signed and not by two people"
    of_it = Payment.objects.filter(batch=OuterRef("pk"))
    remain = of_it.exclude(state=PaymentState.TAKEN_OUT)
    waits = Exists(of_it.filter(state=PaymentState.PLANNED))
    underway = Q(state__in=[BatchState.PROPOSED, BatchState.ORDERED, BatchState.HELD], waits=False)
    ended = Q(state=BatchState.EMPTIED, remain=True) | Q(state=BatchState.SIGNED, remain=False)
    overtaken = Q(state=BatchState.OVERTAKEN) & (Q(waits=True) | Q(remain=False))
    found = PaymentBatch.objects.annotate(remain=Exists(remain), waits=waits)
    for batch in found.filter(underway | ended | overtaken).order_by("pk"):
        yield f"batch {batch.pk}: is {batch.state}, which does not agree with the payments left in it"


def _of_payments() -> Iterator[str]:
    found = Payment.objects.annotate(
        said=Count("bank_lines", filter=Q(bank_lines__meaning=Meaning.PAID)),
        returned=Count("bank_lines", filter=Q(bank_lines__meaning=Meaning.RETURNED)),
        repaid_cents=Sum(
            "bank_lines__amount_cents", filter=Q(bank_lines__meaning=Meaning.RECOVERED), default=0
        ),
    ).select_related("batch", "redemption__invoice_check", "redemption__voucher", "to_account")
    rules, files = last_part_rules(), first_files()
    for one in found.order_by("pk").iterator(CHUNK):
        name, redemption = f"payment {one.pk}", one.redemption
        rule = rules.get(redemption.voucher.rule_set_id)
        last = rule.last_cents(redemption.voucher_part_cents) if rule else Cents(0)
        gives = last if one.part == Part.LAST else redemption.voucher_part_cents - last
        if one.amount_cents != gives:
            yield f"{name}: is {one.amount_cents} cents, the {one.part} part of redemption {redemption.pk} is {gives}"
        if one.to_account.organisation_id != redemption.payee_id:
            yield f"{name}: does not go to the payee of redemption {redemption.pk}"
        check = getattr(redemption, "invoice_check", None)
        if one.state in STANDING and (check is None or check.state not in CLEARED):
            yield f"{name}: pays an invoice that did not pass the official check"
        if one.state in MOVED and not files.had(one) and not _said_by_another(one):
            place = (
                "a batch that was never signed"
                if one.batch.released_at is None
                else "no file that was signed"
            )
            yield f"{name}: is {one.state} in {place}, and nobody but who ordered it said that the bank paid it"
        if one.said - one.returned != (one.state in ARRIVED):
            yield f"{name}: is {one.state}, and {one.said} lines of the bank say that it was paid"
        if one.state == PaymentState.RETURNED and not one.returned:
            yield f"{name}: is {one.state}, and {one.returned} lines of the bank say that it was returned"
        if not _agrees_with_what_was_repaid(one):
            yield f"{name}: is {one.state} for {one.amount_cents}, and {one.repaid_cents} came back from the payee"
    twice = Payment.objects.filter(state__in=STANDING).order_by().values_list("redemption", "part")
    for pk, part, times in twice.annotate(times=Count("pk")).filter(times__gt=1):
        yield f"redemption {pk}: its {part} part stands in {times} payments"


def _said_by_another(one: Payment) -> bool:
    """Whether somebody who had not ordered it booked by hand what the bank paid before anybody signed."""
    booked = BankLine.objects.filter(payment=one, meaning=Meaning.PAID, file__kind=BankFileKind.BY_HAND)
    first = booked.select_related("file").order_by("pk").first()
    return first is not None and first.file.read_by not in who_ordered(one.batch, first.file.read_at)


def _agrees_with_what_was_repaid(one: Any) -> bool:
    """All of it ends the payment, a part only of what was undone leaves it paid."""
    if one.state == PaymentState.RECOVERED:
        return bool(one.repaid_cents == one.amount_cents)
    is_part = one.state == PaymentState.PAID and one.redemption.is_reversed
    return one.repaid_cents == 0 or bool(is_part and 0 < one.repaid_cents < one.amount_cents)


def _of_files() -> Iterator[str]:
    """Each file that was read holds what the trail was told of it; of those from before that, only that it was read."""
    told = {one.subject: one.authority for one in all_told(("read_bank_file",))}
    files = BankFile.objects.exclude(kind=BankFileKind.BY_HAND).order_by("pk")
    for pk, fingerprint in files.values_list("pk", "fingerprint").iterator(CHUNK):
        proof = told.get(f"bank_file:{pk}")
        if proof is None:
            yield f"bank file {pk}: nobody read it, as far as the trail tells"
        elif proof not in {"", fingerprint}:
            yield f"bank file {pk}: its fingerprint is not what the trail tells"


def _of_lines() -> Iterator[str]:
    """Each line that moved money moved that of its payment, there or back."""
    paid_from = dict(PaidAccount.objects.values_list("payer", "account"))
    due = dict(Payable.objects.values_list("payee", "account"))
    recorded = {(one.subject, one.actor) for one in all_told(BY_HAND)}
    lines = BankLine.objects.filter(transfer__isnull=False).select_related(
        "payment__redemption", "file", "transfer__reverses__bank_line"
    )
    for line in lines.order_by("pk").iterator(CHUNK):
        transfer, payment = line.transfer, line.payment
        if transfer is None or payment is None:
            continue
        if (
            line.file.kind == BankFileKind.BY_HAND
            and (f"bank_line:{line.pk}", line.file.read_by) not in recorded
        ):
            yield f"bank line {line.pk}: nobody recorded it, as far as the trail tells"
        undone: BankLine | None = getattr(transfer.reverses, "bank_line", None)
        if undone is not None and undone.payment_id != payment.pk:
            yield f"bank line {line.pk}: takes back what is of another payment"
        there, back = due.get(payment.redemption.payee_id), paid_from.get(line.file.payer_id)
        road = ROADS[Meaning(line.meaning)]
        moved = line.amount_cents or 0 if road is Road.RECOVER else payment.amount_cents
        if moved < 0:
            road = Road.REVERSE  # of what was recorded by mistake
        ways = (there, back) if road is Road.PAY or moved < 0 else (back, there)
        if (road, *ways, abs(moved)) != (
            transfer.road,
            transfer.from_account_id,
            transfer.to_account_id,
            transfer.amount_cents,
        ):
            yield f"bank line {line.pk}: transfer {transfer.pk} does not move what payment {payment.pk} moves"


def _of_transfers() -> Iterator[str]:
    """Money that left for a bank, or came back, without a line of the bank."""
    unknown = Transfer.objects.filter(
        Q(to_account__kind=AccountKind.PAID) | Q(from_account__kind=AccountKind.PAID), bank_line=None
    )
    for pk, road in unknown.order_by("pk").values_list("pk", "road"):
        yield f"transfer {pk}: nothing explains this {road}"
