"""Whoever pays, reads what the bank says or settles a year may be killed at any moment: nothing is left half done.

Afterwards it is done again, which gives what it would have given, and nothing twice.
"""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from benchmarks.ground import ORDERS, SIGNS, SLUG
from benchmarks.year import Year as Used
from tests.invariants.killing import die, everything, kill_at_every_statement, killed
from wisselwerk.apps.ledger import queries as ledger
from wisselwerk.apps.ledger.models import Transfer
from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.parties.queries import actor_for
from wisselwerk.apps.parties.services import person
from wisselwerk.apps.payouts.models import BankFile, BankLine, Payment, PaymentBatch
from wisselwerk.apps.payouts.queries import proof as payouts
from wisselwerk.apps.payouts.queries.order import order_of
from wisselwerk.apps.payouts.services import (
    bank_files,
    order_batch,
    propose_batch,
    read_bank_file,
    sign_batch,
)
from wisselwerk.apps.schemes.models import Scheme
from wisselwerk.apps.settlements.models import SettlementShare, YearSettlement
from wisselwerk.apps.settlements.queries import proof as settlements
from wisselwerk.apps.settlements.queries.settlements import managing_municipality
from wisselwerk.apps.settlements.services import draw_up_settlement
from wisselwerk.apps.vouchers.queries import proof as vouchers
from wisselwerk.cli.exporting import export_payments
from wisselwerk.clock import today
from wisselwerk.demo.bank import statement_on
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.ledger import Road
from wisselwerk.domain.payment import BatchState, PaymentState
from wisselwerk.domain.reconciliation import Meaning
from wisselwerk.domain.refusal import Refusal, RefusalCode
from wisselwerk.formats.credit_transfer import write_credit_transfer

pytestmark = pytest.mark.django_db(transaction=True)

VOUCHERS, PARTS, UNDONE_EVERY = 100, 3, 20
LINES = VOUCHERS * PARTS


@pytest.fixture(autouse=True)
def books_agree() -> Iterator[None]:
    """Some hundreds of lines that were used this year; whatever a test does, afterwards everything agrees with itself."""
    Used(VOUCHERS, PARTS, UNDONE_EVERY).seed()
    yield
    proofs = (ledger, vouchers, payouts, settlements)
    assert [found for proof in proofs for found in proof.differences()] == []


def orders() -> Actor:
    return actor_for(person(ORDERS))


def signs() -> Actor:
    return actor_for(person(SIGNS))


def payer() -> Organisation:
    return managing_municipality(Scheme.objects.get(slug=SLUG), today().year)


def propose() -> PaymentBatch:
    return propose_batch(signs(), payer=payer(), pay_on=today())


def signed() -> PaymentBatch:
    return sign_batch(signs(), batch=order_batch(orders(), batch=propose()))


def refused(act: Callable[[], object]) -> RefusalCode:
    with pytest.raises(Refusal) as found:
        act()
    return found.value.code


def test_a_batch_is_proposed_ordered_and_signed_whole_or_not_at_all() -> None:
    assert kill_at_every_statement(propose) > 1
    batch = PaymentBatch.objects.get()
    due = LINES - Transfer.objects.filter(road=Road.REVERSE).count()
    assert (batch.state, batch.payments.count()) == (BatchState.PROPOSED, due)
    assert refused(propose) is RefusalCode.NOTHING_TO_PAY

    order = partial(order_batch, orders(), batch=batch)
    assert kill_at_every_statement(order) > 1
    assert refused(order) is RefusalCode.WRONG_STATE

    sign = partial(sign_batch, signs(), batch=batch)
    assert kill_at_every_statement(sign) > 1
    assert refused(sign) is RefusalCode.WRONG_STATE
    assert PaymentBatch.objects.get().state == BatchState.SIGNED
    assert Payment.objects.count() == due


def test_an_export_that_is_killed_leaves_no_half_file_and_gives_the_same_the_next_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = signed()
    whole = write_credit_transfer(order_of(batch))
    write = Path.write_bytes

    def half(path: Path, data: bytes) -> int:
        write(path, data[: len(data) // 2])
        die()

    before = everything()
    with monkeypatch.context() as patched:
        patched.setattr(Path, "write_bytes", half)
        killed(lambda: list(export_payments(tmp_path, None)))
    assert list(tmp_path.glob("*.xml")) == []
    for _ in range(2):
        assert list(export_payments(tmp_path, None)) == [tmp_path / f"{batch.message_id}.xml"]
        assert [one.read_bytes() for one in tmp_path.glob("*.xml")] == [whole]
    assert everything() == before


def test_a_statement_of_hundreds_of_lines_is_read_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # So that it takes many turns, as a file of a hundred thousand does.
    monkeypatch.setattr(bank_files, "CHUNK", 60)
    batch = signed()
    file = tmp_path / "statement.xml"
    file.write_bytes(statement_on(batch))

    def read() -> bank_files.Read:
        with file.open("rb") as source:
            (found,) = read_bank_file(signs(), source=source, name=file.name)
        return found

    assert kill_at_every_statement(read, stride=4) > 10
    done = everything()
    again = read()
    paid = batch.payments.count()
    assert (again.is_new, again.found) == (False, {Meaning.PAID: paid})
    assert everything() == done
    assert (BankFile.objects.count(), BankLine.objects.count()) == (1, paid)
    assert Transfer.objects.filter(road=Road.PAY).count() == paid
    assert set(batch.payments.values_list("state", flat=True)) == {PaymentState.PAID}


def test_a_year_is_settled_whole_or_not_at_all() -> None:
    scheme = Scheme.objects.get(slug=SLUG)
    settle = partial(draw_up_settlement, signs(), scheme=scheme, year=today().year)
    assert kill_at_every_statement(settle) > 5
    done = everything()
    settlement = YearSettlement.objects.get()
    assert settle() == settlement
    assert everything() == done
    assert (settlement.number, SettlementShare.objects.count()) == (1, 9)
    assert sum(settlement.shares.values_list("owes_cents", flat=True)) == 0
