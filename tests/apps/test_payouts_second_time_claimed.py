"""What a payee gave back of a second time is no payment of the claim that came after it, nor the other way round."""

from datetime import timedelta

import pytest

from tests.apps.test_payouts_bank_files import sound, told
from tests.apps.test_payouts_beside import out, owed, record, refused
from tests.apps.test_payouts_twice import came, look_at_all, paid_by_two_files
from tests.payments import PART_CENTS, Treasury
from wisselwerk.apps.payouts.models import ClaimNotice, Payment
from wisselwerk.apps.payouts.queries.claims import Claim, open_claims
from wisselwerk.apps.payouts.services import claim_everything_back
from wisselwerk.apps.vouchers.services import reverse_redemption
from wisselwerk.clock import today
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.money import Cents
from wisselwerk.domain.reconciliation import Meaning
from wisselwerk.domain.refusal import RefusalCode
from wisselwerk.formats.bank_statement import BankEntry, BankTransaction

pytestmark = pytest.mark.django_db


def undone(reference: str) -> tuple[Treasury, Payment]:
    """The bank paid twice, the payee gave the second back by itself, and then the invoice was undone."""
    treasury, payment = paid_by_two_files()
    look_at_all(treasury)
    record(treasury, payment, PART_CENTS, reference=reference)
    reverse_redemption(treasury.scene.coordinator, redemption=payment.redemption_id, reason="Dubbel.")
    return treasury, payment


def repaid(payment: Payment, reference: str | None, days: int = 0) -> BankEntry:
    one = BankTransaction(Cents(PART_CENTS), structured_reference=payment.reference)
    return BankEntry(1, Cents(PART_CENTS), today() + timedelta(days=days), None, reference, None, (one,))


@pytest.mark.parametrize(
    ("recorded", "reference", "days", "means"),
    [
        # Under two references of the bank, or on a day since it is asked back: it is what was asked.
        ("R-1", "R-2", 0, Meaning.RECOVERED),
        ("", "R-2", 1, Meaning.RECOVERED),
        ("", None, 1, Meaning.RECOVERED),
        # Under one, it is the second time.
        ("R-1", "R-1", 0, Meaning.KNOWN),
        ("R-1", "R-1", 1, Meaning.KNOWN),
        # Nobody can tell: a person looks, so that nothing is closed, and nothing lost.
        ("", "R-2", 0, Meaning.DIFFERENT),
        ("R-1", None, 0, Meaning.DIFFERENT),
        ("", None, 0, Meaning.DIFFERENT),
    ],
)
def test_what_comes_in_for_the_claim_is_held_apart(
    recorded: str, reference: str | None, days: int, means: Meaning
) -> None:
    treasury, payment = undone(recorded)
    assert told(treasury, repaid(payment, reference, days), name="S-9").found == {means: 1}
    is_paid = means is Meaning.RECOVERED
    assert [Claim(one).open_cents for one in open_claims()] == ([] if is_paid else [PART_CENTS])
    # Who has paid is not asked for it.
    claim_everything_back(SYSTEM, on=today())
    assert ClaimNotice.objects.count() == (0 if is_paid else 1)
    assert (out(treasury), owed(treasury), sound()) == ([], [], [])


def test_it_can_be_recorded_where_nobody_could_tell() -> None:
    treasury, payment = undone("")
    assert told(treasury, repaid(payment, None), name="S-9").found == {Meaning.DIFFERENT: 1}
    record(treasury, payment, PART_CENTS, reference="")
    assert (list(open_claims()), out(treasury), owed(treasury), sound()) == ([], [], [], [])


def test_what_a_file_told_of_the_second_time_leaves_the_claim_alone() -> None:
    treasury, payment = paid_by_two_files()
    look_at_all(treasury)
    record(treasury, payment, PART_CENTS, reference="")
    assert told(treasury, came(payment), name="S-3").found == {Meaning.KNOWN: 1}
    reverse_redemption(treasury.scene.coordinator, redemption=payment.redemption_id, reason="Dubbel.")
    assert told(treasury, repaid(payment, "R-9"), name="S-9").found == {Meaning.RECOVERED: 1}
    assert (list(open_claims()), sound()) == ([], [])


def test_what_was_too_much_of_the_claim_itself_is_told_with_it() -> None:
    treasury, payment = undone("R-1")
    record(treasury, payment, PART_CENTS, too_much_cents=1, reference="R-9")
    one = BankTransaction(Cents(PART_CENTS + 1), structured_reference=payment.reference)
    entry = BankEntry(1, Cents(PART_CENTS + 1), today(), None, "R-9", None, (one,))
    assert told(treasury, entry, name="S-9").found == {Meaning.KNOWN: 1}
    assert (owed(treasury), sound()) == ([1], [])


def test_what_a_line_told_and_somebody_recorded_is_not_the_second_time_too() -> None:
    """The second time is out still, and what the payee paid of the claim does not close it."""
    treasury, payment = paid_by_two_files()
    look_at_all(treasury)
    reverse_redemption(treasury.scene.coordinator, redemption=payment.redemption_id, reason="Dubbel.")
    record(treasury, payment, 10_000)
    treasury.redeem(2)
    treasury.bank_pays(treasury.signed())
    other = Payment.objects.latest("pk")
    reverse_redemption(treasury.scene.coordinator, redemption=other.redemption_id, reason="Dubbel.")
    # More than was left of it, and something else is asked back too, so that a person has to say what it was.
    assert told(treasury, repaid(payment, "R-9"), name="S-9").found == {Meaning.DIFFERENT: 1}
    record(treasury, payment, PART_CENTS - 10_000, too_much_cents=10_000, reference="R-9")
    look_at_all(treasury)
    # 500 went out, and 350 came in: 100 and 250.
    assert (list(open_claims()), out(treasury), owed(treasury)) == ([other], [PART_CENTS - 10_000], [])
    assert sound() == []


@pytest.mark.parametrize("name", ["S-9", "S-10"])
def test_as_much_once_more_on_one_day_is_recorded_where_no_line_has_a_reference(name: str) -> None:
    treasury, payment = undone("R-1")
    half = PART_CENTS // 2
    one = BankTransaction(Cents(half), structured_reference=payment.reference)
    entry = BankEntry(1, Cents(half), today(), None, None, None, (one,))
    if name == "S-9":
        assert told(treasury, entry, entry, name=name).found == {Meaning.RECOVERED: 1, Meaning.DIFFERENT: 1}
    else:
        assert told(treasury, entry, name="S-9").found == {Meaning.RECOVERED: 1}
        assert refused(treasury, payment, half, reference="") == (
            RefusalCode.REPAYMENT_KNOWN,
            {"amount_cents": half, "on": today()},
        )
        assert told(treasury, entry, name=name).found == {Meaning.DIFFERENT: 1}
    record(treasury, payment, half, reference="")
    assert (list(open_claims()), owed(treasury), sound()) == ([], [], [])


def test_a_record_that_a_file_confirmed_does_not_stop_what_the_file_tells_once_more() -> None:
    treasury, payment = undone("R-1")
    third = PART_CENTS // 4
    one = BankTransaction(Cents(third), structured_reference=payment.reference)
    entry = BankEntry(1, Cents(third), today(), None, None, None, (one,))
    record(treasury, payment, third, reference="")
    assert told(treasury, entry, entry, name="S-9").found == {Meaning.KNOWN: 1, Meaning.DIFFERENT: 1}
    record(treasury, payment, third, reference="")
    known = (RefusalCode.REPAYMENT_KNOWN, {"amount_cents": third, "on": today()})
    assert refused(treasury, payment, third, reference="") == known
    assert [Claim(one).open_cents for one in open_claims()] == [PART_CENTS - 2 * third]
    assert sound() == []
