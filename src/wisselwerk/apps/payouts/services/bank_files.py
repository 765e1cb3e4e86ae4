"""Reading what the bank says: each of our payments in it is found by its name, and money moves in the books.

A file is read as a whole or not at all, and once: the same statement again changes nothing. Lines of others stand on
an account too; they are counted and not kept.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from wisselwerk.apps.audit.services import record
from wisselwerk.apps.ledger.services import open_account, post, undo
from wisselwerk.apps.parties.models import Organisation, OrganisationKind
from wisselwerk.apps.parties.permissions import may, require
from wisselwerk.apps.payouts.models import (
    END_TO_END,
    MESSAGE,
    BankAccount,
    BankFile,
    BankFileKind,
    BankLine,
    Look,
    PaidAccount,
    Payment,
    PaymentBatch,
)
from wisselwerk.apps.payouts.queries.beside import proof_of_too_much
from wisselwerk.apps.payouts.queries.claims import may_be_for_more
from wisselwerk.apps.payouts.queries.taken_back import may_be_returned
from wisselwerk.apps.payouts.queries.twice import overpaid
from wisselwerk.apps.payouts.services.accounts import close_accounts
from wisselwerk.apps.payouts.services.awaited import awaited
from wisselwerk.apps.payouts.services.known import (
    files_with,
    known_of,
    otherwise_of,
    times_returned,
    told_before,
)
from wisselwerk.apps.payouts.services.lines import Line, as_it_happened, lines_of, refusals_of, repayments_in
from wisselwerk.apps.payouts.services.overtaking import (
    Due,
    comes_back_of,
    end_overtaken,
    put_in_place,
    standing_for,
)
from wisselwerk.apps.payouts.services.repayments import (
    Repaid,
    beside_of,
    ends_payment,
    repaid_of,
    split_off,
)
from wisselwerk.apps.payouts.services.sameness import (
    insist_it_is_the_same,
    report_fingerprint,
    statement_fingerprint,
)
from wisselwerk.apps.vouchers.models import Payable
from wisselwerk.clock import now
from wisselwerk.db import command, take_turns
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.ledger import AccountKind, Movement, Road
from wisselwerk.domain.money import Cents
from wisselwerk.domain.payment import ENDED_UNPAID, PaymentState
from wisselwerk.domain.reconciliation import ASKS_A_LOOK, Meaning, Said, meaning
from wisselwerk.domain.refusal import Reason, Refusal, RefusalCode
from wisselwerk.formats.bank_statement import BankStatement
from wisselwerk.formats.payment_status import PaymentStatusReport

CHUNK = 5_000
MOST_DIGITS = 18
"""Of a row id: more is no number of ours, and no database takes it."""
ACCOUNT = "AC"
"""How reasons begin that are about the payee's account: AC01 not right, AC04 closed, AC06 blocked (ISO 20022)."""
BY_ITS_FILE = frozenset({Meaning.PAID, Meaning.REFUSED})
"""What a bank does by a file that it was given."""
BECOMES: Mapping[Meaning, PaymentState] = {
    Meaning.PAID: PaymentState.PAID,
    Meaning.RETURNED: PaymentState.RETURNED,
    Meaning.RECOVERED: PaymentState.RECOVERED,
    Meaning.REFUSED: PaymentState.REFUSED,
}


@dataclass(frozen=True, slots=True)
class Read:
    """What came of reading: how many lines meant what."""

    file: BankFile
    is_new: bool
    """False when this had been read before: then nothing was changed."""
    found: Mapping[Meaning, int]


@command
def read_statement(actor: Actor, *, statement: BankStatement) -> Read:
    """Take in a statement or notification of an account that payments go from.

    Raises:
        Refusal: NOT_ALLOWED; ACCOUNT_OF_ANOTHER; NOT_OUR_ACCOUNT when nobody here pays from that account;
            STATEMENT_INCOMPLETE when its balances say that lines are missing, or too many; STATEMENT_CHANGED when another
            of that name was read before.
    """
    account = BankAccount.objects.filter(iban=statement.iban).order_by("pk").first()
    if account is None:
        raise Refusal(Reason(RefusalCode.NOT_OUR_ACCOUNT, {"iban": statement.iban}))
    _insist_it_adds_up(statement)
    lines = [*lines_of(statement), *repayments_in(statement, account.organisation)]
    others = list(awaited().lines_in(statement, account.organisation))
    booked = sum(len(entry.transactions) for entry in statement.entries)
    return _read(
        actor,
        BankFile(
            payer=account.organisation,
            kind=statement.kind.value,
            about=statement.iban,
            name=statement.name,
            others=booked - len(lines) - len(others),
            fingerprint=statement_fingerprint(statement),
        ),
        lines,
        others,
    )


@command
def read_status(actor: Actor, *, report: PaymentStatusReport) -> Read:
    """Take in what the bank will and will not do of a batch.

    Raises:
        Refusal: NOT_ALLOWED; ACCOUNT_OF_ANOTHER; BATCH_UNKNOWN when it is about no batch of ours;
            BATCH_SENT_ANEW when that was held since and goes in another file; STATEMENT_CHANGED when another of that name
            was read before.
    """
    batch = _batch(report.message_id)
    if batch is None:
        raise Refusal(Reason(RefusalCode.BATCH_UNKNOWN, {"message": report.message_id}))
    if batch.message_id != report.message_id:
        raise Refusal(Reason(RefusalCode.BATCH_SENT_ANEW, {"message": report.message_id, "batch": batch.pk}))
    lines = list(refusals_of(report, batch))
    return _read(
        actor,
        BankFile(
            payer=batch.payer,
            kind=BankFileKind.STATUS,
            about=report.message_id,
            name=report.report_id,
            others=0,
            fingerprint=report_fingerprint(report),
        ),
        lines,
    )


@command
def look_at_line(actor: Actor, *, line: BankLine, text: str) -> Look:
    """Say what a line was that asked for somebody's eye. What came back or was refused can then be paid again.

    Raises:
        Refusal: NOT_ALLOWED; WRONG_STATE when somebody looked before, or it asks for none; MOTIVATION_MISSING;
            RETURN_TO_BE_BOOKED when the bank took back what is booked as paid, which a note would leave out of the books.
    """
    require(actor, "look_at_line", line.file.payer_id)
    if line.meaning not in ASKS_A_LOOK or Look.objects.filter(line=line).exists():
        raise Refusal(Reason(RefusalCode.WRONG_STATE, {"state": line.meaning}))
    if not text.strip():
        raise Refusal(Reason(RefusalCode.MOTIVATION_MISSING))
    if may_be_returned(line):
        raise Refusal(Reason(RefusalCode.RETURN_TO_BE_BOOKED))
    look = Look.objects.create(line=line, text=text.strip(), actor=str(actor), at=now())
    record(actor, "look_at_line", f"bank_line:{line.pk}")
    return look


def _insist_it_adds_up(statement: BankStatement) -> None:
    """A notification has no balances; a statement without one of the two cannot be asked."""
    if statement.closing is not None and statement.difference_cents:
        closing = statement.closing.amount_cents
        params = {
            "statement": statement.name,
            "counted_cents": closing - statement.difference_cents,
            "closing_cents": closing,
        }
        raise Refusal(Reason(RefusalCode.STATEMENT_INCOMPLETE, params))


def _insist_it_is_theirs(actor: Actor, payer: Organisation) -> None:
    """Who reads files of one local government took that of another by mistake, and is told whose it is.

    Whose account it is of anybody else is not told.
    """
    reads_others = any(may(actor, "read_bank_file", organisation) for _, organisation in actor.roles)
    pays = payer.kind == OrganisationKind.LOKAAL_BESTUUR
    if pays and reads_others and not may(actor, "read_bank_file", payer.pk):
        raise Refusal(Reason(RefusalCode.ACCOUNT_OF_ANOTHER, {"payer": payer.name}))
    require(actor, "read_bank_file", payer.pk)


def _read(actor: Actor, file: BankFile, lines: Sequence[Line], others: Sequence[Line] = ()) -> Read:
    """Take all of it in; ``others`` are lines about money that apps above wait for (``services.awaited``)."""
    _insist_it_is_theirs(actor, file.payer)
    take_turns(f"payments of {file.payer_id}")
    known = BankFile.objects.filter(about=file.about, kind=file.kind, name=file.name).first()
    if known is not None:
        insist_it_is_the_same(known, file, lines)
        return Read(known, is_new=False, found=_counted(known.lines.values_list("meaning", flat=True)))
    file.read_by, file.read_at = str(actor), now()
    file.save()
    found = [one for chunk in _in_order(as_it_happened(lines)) for one in take_in(actor, file, chunk)]
    found += awaited().take_in(actor, file, others)
    record(actor, "read_bank_file", f"bank_file:{file.pk}", authority=file.fingerprint)
    return Read(file, is_new=True, found=_counted(found))


def _in_order(lines: Sequence[Line]) -> Iterator[Sequence[Line]]:
    """The lines in chunks in which nothing that is due stands twice, so that each is judged by what the one before left."""
    chunk: dict[Due | str, Line] = {}
    for start in range(0, len(lines), CHUNK):
        some = lines[start : start + CHUNK]
        dues = _dues(some)
        for line in some:
            due = dues.get(line.end_to_end_id, line.end_to_end_id)
            if due in chunk or len(chunk) == CHUNK:
                yield list(chunk.values())
                chunk.clear()
            chunk[due] = line
    yield list(chunk.values())


def _dues(lines: Sequence[Line]) -> Mapping[str, Due]:
    """What each of these is about, by end-to-end id: two payments may pay the same, one in the place of the other."""
    found = Payment.objects.filter(pk__in=_numbers(lines)).values_list("pk", "redemption", "part")
    return {f"{END_TO_END}{pk}": (redemption, part) for pk, redemption, part in found.iterator(CHUNK)}


def take_in(actor: Actor, file: BankFile, lines: Sequence[Line]) -> list[Meaning]:
    """Keep lines in which nothing that is due stands twice, and move the money they tell of; what each meant.

    For commands that made sure that nobody else moves that payer's money meanwhile.
    """
    payments = _payments(file.payer_id, lines)
    stands = standing_for(payments.values())
    back = {one.end_to_end_id for one in lines if one.said in {Said.CAME, Said.REPAID}} & payments.keys()
    twice = overpaid([payments[name] for name in back], file.kind)
    payments |= {name: comes_back_of(payments[name], stands, twice) for name in back}
    told, came = told_before(file, payments.values()), [payments[name].pk for name in back]
    repaid, beside = repaid_of(file, came), beside_of(file, [payments[name] for name in back])
    is_by_hand = file.kind == BankFileKind.BY_HAND
    returned = times_returned([one.pk for one in payments.values()] if is_by_hand else came)
    files, rows = files_with(payments.values()), list[BankLine]()
    otherwise = otherwise_of(file, lines, payments)
    for line in lines:
        payment = payments.get(line.end_to_end_id)
        cents = None if line.amount_cents is None else abs(line.amount_cents)
        known, times = None, returned.get(payment.pk, 0) if payment else 0
        if payment:
            known = replace(
                known_of(payment, file, told, repaid, stands, files),
                is_overpaid=payment.pk in twice,
                returned=times,
                beside=beside.get((payment.redemption_id, payment.part), ()),
                otherwise=otherwise.get(((payment.redemption_id, payment.part), line.said), ()),
            )
        means = meaning(line.said, cents, known, on=line.booked_on, reference=line.bank_reference)
        if means == Meaning.BESIDE and payment and may_be_for_more(payment, cents):
            means = Meaning.DIFFERENT
        if payment and means == Meaning.PAID and payment.state in ENDED_UNPAID:
            put_in_place(actor, payment, stands)
        row = BankLine(
            file=file,
            payment=payment,
            end_to_end_id=line.end_to_end_id,
            amount_cents=line.amount_cents,
            booked_on=line.booked_on,
            bank_reference=line.bank_reference,
            reason=line.reason,
            meaning=means,
            time=times + 1,
        )
        rows += split_off(row, known) if known and means == Meaning.BESIDE else [row]
    carry_out(file.payer, rows, repaid)
    for row in rows:
        if row.meaning == Meaning.BESIDE:
            record(actor, "keep_too_much", f"bank_line:{row.pk}", authority=proof_of_too_much(row))
    return [Meaning(row.meaning) for row in rows]


def carry_out(payer: Organisation, rows: Sequence[BankLine], repaid: Repaid) -> None:
    """Move the money that these lines tell of, have each payment be what it came to be, and keep the lines."""
    _pay(payer, [row for row in rows if row.meaning == Meaning.PAID])
    _give_back([row for row in rows if row.meaning == Meaning.RETURNED])
    _recover(payer, [row for row in rows if row.meaning == Meaning.RECOVERED])
    for found, state in BECOMES.items():
        settled = [
            row.payment.pk
            for row in rows
            if row.payment and row.meaning == found and ends_payment(row, row.payment, repaid)
        ]
        Payment.objects.filter(pk__in=settled).update(state=state)
    end_overtaken({row.payment.batch_id for row in rows if row.payment and row.meaning in BY_ITS_FILE})
    # Whoever has no account there any more gives another before the next try.
    useless = [row.payment.to_account_id for row in rows if row.payment and row.reason.startswith(ACCOUNT)]
    close_accounts(payer, useless)
    BankLine.objects.bulk_create(rows)


def _payments(payer_id: int, lines: Iterable[Line]) -> dict[str, Payment]:
    """The payments that lines are about, by end-to-end id, locked."""
    found = Payment.objects.filter(pk__in=_numbers(lines), batch__payer=payer_id).select_related(
        "batch", "redemption", "to_account"
    )
    locked = found.select_for_update(of=("self",), no_key=True).order_by("pk")
    return {payment.end_to_end_id: payment for payment in locked}


def _numbers(lines: Iterable[Line]) -> list[int]:
    return [int(number) for line in lines if (number := _number(line.end_to_end_id))]


def _number(end_to_end_id: str) -> str:
    number = end_to_end_id.removeprefix(END_TO_END)
    return number if number.isascii() and number.isdecimal() and len(number) <= MOST_DIGITS else ""


def _pay(payer: Organisation, rows: Sequence[BankLine]) -> None:
    if not rows:
        return
    paid, due = _paid_account(payer), _due(rows)
    movements = [Movement(due[one.redemption.payee_id], paid, Cents(one.amount_cents)) for one in _of(rows)]
    for row, transfer in zip(rows, post(Road.PAY, movements), strict=True):
        row.transfer = transfer


def _recover(payer: Organisation, rows: Sequence[BankLine]) -> None:
    if not rows:
        return
    paid, due = _paid_account(payer), _due(rows)
    movements = [
        Movement(paid, due[row.payment.redemption.payee_id], Cents(row.amount_cents or 0))
        for row in rows
        if row.payment is not None
    ]
    for row, transfer in zip(rows, post(Road.RECOVER, movements), strict=True):
        row.transfer = transfer


def _give_back(rows: Sequence[BankLine]) -> None:
    """What came back is due again, once."""
    paid = BankLine.objects.filter(meaning=Meaning.PAID, payment__in=[one.pk for one in _of(rows)])
    # The last time that it was paid.
    there = {one.payment_id: one.transfer for one in paid.select_related("transfer").order_by("time")}
    moved = [transfer for one in _of(rows) if (transfer := there[one.pk]) is not None]
    for row, transfer in zip(rows, undo(moved), strict=True):
        row.transfer = transfer


def _paid_account(payer: Organisation) -> int:
    found = PaidAccount.objects.filter(payer=payer).first()
    if found is None:
        found = PaidAccount.objects.create(payer=payer, account=open_account(AccountKind.PAID))
    return found.account_id


def _of(rows: Iterable[BankLine]) -> list[Payment]:
    return [row.payment for row in rows if row.payment is not None]


def _due(rows: Iterable[BankLine]) -> Mapping[int, int]:
    """The accounts of what is due to the payees of these lines."""
    payees = {payment.redemption.payee_id for payment in _of(rows)}
    return dict(Payable.objects.filter(payee__in=payees).values_list("payee", "account"))


def _batch(message_id: str) -> PaymentBatch | None:
    _, _, rest = message_id.partition(MESSAGE)
    number, _, turn = rest.partition("-")
    if not (number.isdecimal() and turn.isdecimal() and len(number) <= MOST_DIGITS):
        return None
    batch = PaymentBatch.objects.filter(pk=int(number)).select_related("payer").first()
    return batch if batch and 1 <= int(turn) <= batch.round else None


def _counted(found: Iterable[str]) -> Mapping[Meaning, int]:
    return {Meaning(what): number for what, number in sorted(Counter(found).items())}
