"""A record of what a person read on an account: kept as a file of the bank, with that person's words beside each line."""

from wisselwerk.apps.payouts.models import BankFile, BankFileKind, BankLine, Look, Payment
from wisselwerk.clock import now
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.refusal import Reason, Refusal, RefusalCode


def open_file(actor: Actor, payment: Payment) -> BankFile:
    """One for each record, numbered by payment."""
    return open_file_about(
        actor,
        payer=payment.batch.payer_id,
        account=payment.batch.from_account.iban,
        name=payment.end_to_end_id,
    )


def open_file_about(actor: Actor, *, payer: int, account: str, name: str) -> BankFile:
    """The same about whatever lines of the bank call by that name."""
    before = BankFile.objects.filter(kind=BankFileKind.BY_HAND, lines__end_to_end_id=name).distinct().count()
    return BankFile.objects.create(
        payer_id=payer,
        kind=BankFileKind.BY_HAND,
        about=account,
        name=f"{name}/{before + 1}",
        others=0,
        read_by=str(actor),
        read_at=now(),
    )


def note(actor: Actor, line: BankLine, text: str) -> None:
    """Keep why, or where it was seen."""
    Look.objects.create(line=line, text=text.strip(), actor=str(actor), at=now())


def insist_on(text: str) -> None:
    """Nobody records anything without words.

    Raises:
        Refusal: MOTIVATION_MISSING.
    """
    if not text.strip():
        raise Refusal(Reason(RefusalCode.MOTIVATION_MISSING))
