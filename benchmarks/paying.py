"""The steps of paying a batch, each called in a process of its own by ``benchmarks.payments``."""

from pathlib import Path

from django.db import connection, transaction

from benchmarks.ground import ORDERS, PLACES, SIGNS
from benchmarks.steps import Step
from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.parties.queries import actor_for
from wisselwerk.apps.parties.services import local_government, person
from wisselwerk.apps.payouts.models import Payment, PaymentBatch
from wisselwerk.apps.payouts.queries.accounts import account_on
from wisselwerk.apps.payouts.queries.order import order_of
from wisselwerk.apps.payouts.queries.payable import payable
from wisselwerk.apps.payouts.services import order_batch, propose_batch, read_bank_file, sign_batch
from wisselwerk.clock import now, today
from wisselwerk.demo.bank import statement_on
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.payment import BatchState, PaymentState
from wisselwerk.domain.reconciliation import Meaning
from wisselwerk.formats.bank_statement import read_bank_statements
from wisselwerk.formats.credit_transfer import write_credit_transfer


def approve() -> None:
    """Propose everything that is due, order and sign it; beside it the same rows by the database alone."""
    step, payer = Step(), _payer()
    _alone(step, payer)
    with step.part("propose"):
        batch = propose_batch(_actor(SIGNS), payer=payer, pay_on=today())
    with step.part("order"):
        batch = order_batch(_actor(ORDERS), batch=batch)
    with step.part("sign"):
        batch = sign_batch(_actor(SIGNS), batch=batch)
    step.tell(payments=batch.payments.count())


def export(path: str) -> None:
    """Write the file for the bank, as ``wisselwerk export payments`` does; what the database takes of it apart."""
    step, batch = Step(), PaymentBatch.objects.get()
    with step.part("from the database"):
        order = order_of(batch)
    with step.part("written and checked"):
        Path(path).write_bytes(write_credit_transfer(order))
    step.tell()


def answer(path: str) -> None:
    """Make the statement of the bank; not a measurement."""
    Path(path).write_bytes(statement_on(PaymentBatch.objects.get()))
    Step().tell()


def read_alone(path: str) -> None:
    """Read the statement and do nothing with it."""
    step = Step()
    with step.part("read alone"), Path(path).open("rb") as source:
        read_bank_statements(source, today())
    step.tell()


def take_in(path: str) -> None:
    """Read the statement, as ``wisselwerk import statements`` does; and again, which changes nothing."""
    step = Step()
    for name in ("read and booked", "read again"):
        with step.part(name), Path(path).open("rb") as source:
            (read,) = read_bank_file(_actor(SIGNS), source=source, name=path)
    paid = Payment.objects.filter(state=PaymentState.PAID).count()
    assert read.found == {Meaning.PAID: paid}, read.found
    step.tell(paid=paid)


def _alone(step: Step, payer: Organisation) -> None:
    """What proposing comes down to, as one statement; undone afterwards."""
    found = payable(payer, today()).values("pk", "account_id", "part_cents", "part")
    question, values = found.query.sql_with_params()
    batch = PaymentBatch(
        payer=payer,
        from_account=account_on(payer, today()),
        pay_on=today(),
        state=BatchState.PROPOSED,
        proposed_by="-",
        proposed_at=now(),
    )
    with transaction.atomic(), connection.cursor() as cursor:
        batch.save()
        with step.part("database alone"):
            cursor.execute(
                "INSERT INTO payouts_payment (redemption_id, to_account_id, amount_cents, part, batch_id, state) "
                f"SELECT one.*, %s, 'planned' FROM ({question}) AS one",
                [batch.pk, *values],
            )
        transaction.set_rollback(True)


def _payer() -> Organisation:
    return local_government(PLACES[0], today())


def _actor(email: str) -> Actor:
    return actor_for(person(email))
