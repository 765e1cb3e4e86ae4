"""The business pays, and is paid back: from the voucher to a bank statement that agrees, and back when it was wrong.

The bank is mock-bank, as in ``test_bank``.
"""

from datetime import datetime

import pytest
import time_machine
from mockbank.state import State

from tests.payments import PART_CENTS, Treasury, due_by, pass_checks, treasury_of
from tests.scene import award, enterprise_number, invoice, set_scene
from tests.stories.test_bank import ON_ACCOUNT, balance, bank, read_all, send
from wisselwerk.apps.ledger.queries import differences as books_that_differ
from wisselwerk.apps.ledger.queries import settled_cents
from wisselwerk.apps.parties.queries import actor_for
from wisselwerk.apps.parties.services import person
from wisselwerk.apps.payouts.models import BankLine
from wisselwerk.apps.payouts.queries.claims import open_claims
from wisselwerk.apps.payouts.queries.payable import Wait, paid_cents
from wisselwerk.apps.payouts.queries.proof import differences
from wisselwerk.apps.payouts.services import (
    confirm_account,
    look_at_line,
    name_account,
    read_statement,
)
from wisselwerk.apps.vouchers.models import Payable, Redemption, Voucher
from wisselwerk.apps.vouchers.queries import proof
from wisselwerk.apps.vouchers.services import redeem_voucher, reverse_redemption
from wisselwerk.clock import BRUSSELS, today
from wisselwerk.demo.cast import invented_account
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.money import Cents
from wisselwerk.domain.payment import PaymentState
from wisselwerk.domain.reconciliation import Meaning
from wisselwerk.formats.bank_statement import (
    BankEntry,
    BankStatement,
    BankTransaction,
    StatementKind,
)

__all__ = ["bank"]
pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 11, 23, 9, tzinfo=BRUSSELS)
NET_CENTS = 60_000


def applicant(serial: int) -> Actor:
    return actor_for(person(f"zaak{serial}@verzonnen.example"))


def used(treasury: Treasury, serial: int) -> Redemption:
    """A business gets a voucher, pays the invoice, and hands it in."""
    voucher = award(treasury.scene, enterprise_number(serial), email=f"zaak{serial}@verzonnen.example")
    data = invoice(voucher, NET_CENTS, number=f"F-{serial}")
    done = redeem_voucher(applicant(serial), code=voucher.code, data=data)
    return Redemption.objects.select_related("payee").get(pk=done.id)


def give_account(serial: int, redemption: Redemption) -> None:
    who = applicant(serial)
    iban = invented_account(20_000 + serial)
    account = name_account(who, organisation=redemption.payee, iban=iban, in_name_of=f"Zaak {serial}")
    confirm_account(who, account=account)


def due(redemptions: list[Redemption]) -> int:
    payables = Payable.objects.filter(payee__in=[one.payee_id for one in redemptions])
    return int(settled_cents([one.account_id for one in payables]))


def everything() -> list[str]:
    return [*differences(), *books_that_differ(), *proof.differences()]


def repaid(treasury: Treasury, reference: str, iban: str) -> BankStatement:
    """The business pays back under the reference with which it was paid."""
    one = BankTransaction(Cents(PART_CENTS), structured_reference=reference)
    entry = BankEntry(1, Cents(PART_CENTS), today(), None, "TERUG", None, (one,))
    return BankStatement(StatementKind.STATEMENT, "TERUG-1", iban, "EUR", None, None, (entry,))


def test_businesses_are_paid_back_one_comes_back_and_one_pays_back(bank: State) -> None:
    with time_machine.travel(MONDAY) as clock:
        treasury = treasury_of(set_scene(rules={"payee": {"paid_to": "holder"}}))
        done = [used(treasury, serial) for serial in range(3)]
        assert due(done) == 3 * PART_CENTS
        assert not Payable.objects.filter(payee=treasury.payee).exists(), (
            "the provider has nothing to get here"
        )
        pass_checks()
        assert {one.waits_for for one in due_by(treasury.payer, today())} == {(Wait.ACCOUNT,)}
        for serial, one in enumerate(done):
            give_account(serial, one)

        # A whole working day passes before the numbers are used.
        clock.move_to(datetime(2026, 11, 25, 9, tzinfo=BRUSSELS))
        batch = treasury.signed()
        assert {one.to_account.holder_name for one in batch.payments.all()} == {"Zaak 0", "Zaak 1", "Zaak 2"}
        send(bank, batch)
        clock.move_to(datetime(2026, 11, 26, 9, tzinfo=BRUSSELS))
        assert read_all(bank, treasury)[Meaning.PAID] == 3
        assert due(done) == 0
        assert ON_ACCOUNT - balance(bank) == paid_cents(treasury.scene.scheme) == 3 * PART_CENTS
        assert everything() == []

        # The first invoice turns out to be wrong: the business has to pay back what it got.
        reverse_redemption(treasury.scene.coordinator, redemption=done[0].pk, reason="Niet geleverd.")
        (claim,) = open_claims()
        assert claim.redemption.payee == done[0].payee
        assert claim.redemption.payee != treasury.payee
        statement = repaid(treasury, claim.reference, batch.from_account.iban)
        for _ in range(2):
            read_statement(treasury.signs, statement=statement)
        claim.refresh_from_db()
        assert claim.state == PaymentState.RECOVERED
        assert not open_claims().exists()
        assert Voucher.objects.get(pk=done[0].voucher_id).account.balance_cents == PART_CENTS
        assert due(done) == 0
        assert everything() == []


def test_what_the_bank_gives_back_is_due_to_the_business_again(bank: State) -> None:
    with time_machine.travel(MONDAY) as clock:
        treasury = treasury_of(set_scene(rules={"payee": {"paid_to": "holder"}}))
        done = used(treasury, 1)
        give_account(1, done)
        clock.move_to(datetime(2026, 11, 25, 9, tzinfo=BRUSSELS))
        batch = treasury.signed()
        treasury.bank_pays(batch)
        payment = batch.payments.get()
        one = BankTransaction(
            Cents(PART_CENTS), end_to_end_id=payment.end_to_end_id, return_reason="MS03", is_return=True
        )
        entry = BankEntry(1, Cents(PART_CENTS), today(), None, "RET", None, (one,))
        back = BankStatement(
            StatementKind.STATEMENT, "RET-1", batch.from_account.iban, "EUR", None, None, (entry,)
        )
        read_statement(treasury.signs, statement=back)
        assert due([done]) == PART_CENTS
        (waiting,) = due_by(treasury.payer, today())
        assert waiting.waits_for == (Wait.CAME_BACK,)
        line = BankLine.objects.get(meaning=Meaning.RETURNED)
        look_at_line(treasury.signs, line=line, text="Gebeld met de zaak.")
        treasury.bank_pays(treasury.signed())
        assert due([done]) == 0
        assert everything() == []
