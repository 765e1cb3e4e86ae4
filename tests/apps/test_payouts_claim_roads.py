"""Whatever a payee, a bank and a director do with what was paid twice and undone: each euro is in the books, out, or owed."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from random import Random

import pytest
from django.db import transaction
from django.db.models import Sum

from tests.apps.test_payouts_bank_files import due, sound, told
from tests.apps.test_payouts_twice import came, look_at_all, paid_by_two_files
from tests.payments import PART_CENTS, Treasury
from wisselwerk.apps.payouts.models import BankFileKind, BankLine, Payment
from wisselwerk.apps.payouts.queries.beside import owed_back, owed_beside
from wisselwerk.apps.payouts.queries.claims import Claim, all_claims, open_claims
from wisselwerk.apps.payouts.queries.twice import paid_twice
from wisselwerk.apps.payouts.services import (
    claim_everything_back,
    give_back,
    may_be_taken_back,
    record_repayment,
    take_back_repayment,
)
from wisselwerk.apps.vouchers.services import reverse_redemption
from wisselwerk.clock import today
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.money import Cents
from wisselwerk.domain.reconciliation import Meaning
from wisselwerk.domain.refusal import Refusal
from wisselwerk.formats.bank_statement import BankEntry, BankTransaction, StatementKind

pytestmark = pytest.mark.django_db

HALF = PART_CENTS // 2
NUMBER, SEED = 25, 11


@dataclass
class Story:
    """What happens to one payment that a bank made twice, and what truly left."""

    treasury: Treasury
    payment: Payment
    left_cents: int = 2 * PART_CENTS
    count: int = 0
    lines: list[BankEntry] = field(default_factory=list)

    @property
    def is_undone(self) -> bool:
        return all_claims().filter(pk=self.payment.pk).exists()

    def steps(self) -> dict[str, Callable[[], object]]:
        return {
            "undo": self.undo,
            "whole": lambda: self.pays(PART_CENTS),
            "half": lambda: self.pays(HALF),
            "by-hand": lambda: self.is_seen(PART_CENTS, f"H-{self.count}"),
            "half-by-hand": lambda: self.is_seen(HALF, f"H-{self.count}"),
            "told-again": self.is_told_again,
            "back": self.comes_back,
            "take-back": self.was_a_mistake,
            "give-back": self.gives_back,
            "night": lambda: claim_everything_back(SYSTEM, on=today()),
        }

    def step(self, name: str) -> None:
        self.count += 1
        self.steps()[name]()
        look_at_all(self.treasury)

    def undo(self) -> None:
        if not self.payment.redemption.is_reversed:
            whole = {"redemption": self.payment.redemption_id, "reason": "Dubbel."}
            reverse_redemption(self.treasury.scene.coordinator, **whole)  # type: ignore[arg-type]
            self.payment.redemption.refresh_from_db()

    def pays(self, cents: int) -> None:
        """The payee pays by the reference of the claim; a director places what the statement could not."""
        if not self.is_undone:
            return
        reference = f"T-{self.count}"
        one = BankTransaction(Cents(cents), structured_reference=self.payment.reference)
        self.lines.append(BankEntry(1, Cents(cents), today(), None, reference, None, (one,)))
        read = told(self.treasury, self.lines[-1], name=f"X-{self.count}")
        assert Meaning.KNOWN not in read.found
        if Meaning.DIFFERENT in read.found:
            self.is_seen(cents, reference)
        else:
            self.left_cents -= cents

    def is_seen(self, cents: int, reference: str) -> None:
        """It stands on the account, as far as a director reads there."""
        claim = all_claims().filter(pk=self.payment.pk).first()
        out = sum(one.cents for one in paid_twice(self.treasury.signs))
        if claim is None and out < cents:
            return
        asked = cents if claim is None else min(Claim(claim).open_cents, cents)
        record_repayment(
            self.treasury.signs,
            payment=self.payment,
            amount_cents=asked,
            too_much_cents=cents - asked,
            paid_on=today(),
            text="Gezien.",
            reference=reference,
        )
        self.left_cents -= cents

    def is_told_again(self) -> None:
        """Another kind of file tells all that statements told of the claim: nothing new."""
        if self.lines:
            told(self.treasury, *self.lines, name=f"N-{self.count}", kind=StatementKind.NOTIFICATION)
            self.lines.clear()

    def comes_back(self) -> None:
        """The bank brings one of the two back. Where it brings the other too, a line asks a person what it was."""
        if not BankLine.objects.filter(reason="FOCR").exists():
            told(self.treasury, came(self.payment), name=f"X-{self.count}")
            self.left_cents -= PART_CENTS

    def was_a_mistake(self) -> None:
        """The last record that can be taken back was of money that never moved."""
        for line in BankLine.objects.filter(file__kind=BankFileKind.BY_HAND).order_by("-pk"):
            if not may_be_taken_back(line):
                continue
            before = net_recorded(self.payment)
            try:
                take_back_repayment(self.treasury.signs, line=line, text="Verkeerde.")
            except Refusal:
                continue
            self.left_cents += before - net_recorded(self.payment)
            return

    def gives_back(self) -> None:
        owed = owed_beside(self.payment)
        if not owed:
            return
        arguments = {"payment": self.payment, "amount_cents": owed, "paid_on": today(), "text": "Terug."}
        is_open = open_claims().exists()
        try:
            give_back(self.treasury.signs, reference=f"G-{self.count}", **arguments)  # type: ignore[arg-type]
        except Refusal:
            assert is_open
        else:
            assert not is_open
            self.left_cents += owed

    def wrong(self) -> Iterator[str]:
        books = PART_CENTS * (times(self.payment, Meaning.PAID) - times(self.payment, Meaning.RETURNED))
        books -= cents_of(self.payment, Meaning.RECOVERED)
        out = sum(int(one.cents) for one in paid_twice(self.treasury.signs))
        owed = owed_beside(self.payment)
        if self.left_cents != books + out - owed:
            yield f"{self.left_cents} left: {books} in the books, {out} out and {owed} owed"
        if owed_back(self.treasury.signs) and open_claims().exists():
            yield "owes and asks"
        if due(self.treasury) != (0 if self.payment.redemption.is_reversed else PART_CENTS) - books:
            yield f"{due(self.treasury)} is due, and {books} in the books"
        yield from sound()


def times(payment: Payment, meaning: Meaning) -> int:
    return payment.bank_lines.filter(meaning=meaning).count()


def cents_of(payment: Payment, meaning: Meaning) -> int:
    found = payment.bank_lines.filter(meaning=meaning).aggregate(cents=Sum("amount_cents", default=0))
    return int(found["cents"])


def net_recorded(payment: Payment) -> int:
    return cents_of(payment, Meaning.RECOVERED) + cents_of(payment, Meaning.BESIDE)


def roads(names: Sequence[str]) -> Iterator[tuple[str, ...]]:
    chance = Random(SEED)
    for _ in range(NUMBER):
        steps = chance.choices(names, k=6)
        steps.insert(chance.randrange(3), "undo")
        yield tuple(steps)


def test_on_every_road_each_euro_is_in_the_books_out_or_owed() -> None:
    treasury, payment = paid_by_two_files()
    look_at_all(treasury)
    wrong = []
    for road in roads(list(Story(treasury, payment).steps())):
        mark = transaction.savepoint()
        story = Story(treasury, Payment.objects.select_related("redemption", "batch").get(pk=payment.pk))
        for step, name in enumerate(road, 1):
            story.step(name)
            if found := list(story.wrong()):
                wrong.append((road[:step], found))
                break
        transaction.savepoint_rollback(mark)
    assert wrong == []
