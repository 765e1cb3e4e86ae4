"""What a payee pays back too much with the right reference: a statement has what was asked, and keeps the rest beside it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.apps.test_payouts_bank_files import due, repaid, sound, told
from tests.apps.test_payouts_beside import claim, gives, owed, record, refused
from tests.payments import EMAIL, PART_CENTS, Treasury
from wisselwerk.apps.audit.models import Entry
from wisselwerk.apps.parties.queries import actor_for
from wisselwerk.apps.parties.services import person
from wisselwerk.apps.payouts.models import BankLine, Payment
from wisselwerk.apps.payouts.queries.beside import owed_to
from wisselwerk.apps.payouts.queries.claims import open_claims
from wisselwerk.apps.payouts.queries.desk import lines_to_look_into
from wisselwerk.apps.payouts.services import may_be_taken_back
from wisselwerk.apps.vouchers.services import reverse_redemption
from wisselwerk.clock import today
from wisselwerk.db import drop_triggers, install_triggers
from wisselwerk.domain.payment import PaymentState
from wisselwerk.domain.reconciliation import Meaning
from wisselwerk.domain.refusal import RefusalCode
from wisselwerk.formats.bank_statement import StatementKind

pytestmark = pytest.mark.django_db

MORE = 5_000
__all__ = ["claim"]
BOTH = {Meaning.RECOVERED: 1, Meaning.BESIDE: 1}


def kept() -> list[tuple[str, int | None]]:
    lines = BankLine.objects.exclude(meaning=Meaning.PAID).order_by("pk")
    return list(lines.values_list("meaning", "amount_cents"))


def test_what_was_asked_is_back_and_the_rest_is_owed_to_the_payee(claim: tuple[Treasury, Payment]) -> None:
    treasury, payment = claim
    assert told(treasury, repaid(payment, PART_CENTS + MORE), name="S-2").found == BOTH
    payment.refresh_from_db()
    assert (payment.state, due(treasury), list(open_claims())) == (PaymentState.RECOVERED, 0, [])
    assert kept() == [(Meaning.RECOVERED, PART_CENTS), (Meaning.BESIDE, MORE)]
    assert (owed(treasury), not lines_to_look_into(treasury.signs).exists()) == ([MORE], True)
    assert sound() == []
    gives(treasury, payment, MORE)
    assert (owed(treasury), sound()) == ([], [])


def test_it_is_kept_just_as_a_record_by_hand_would_be(claim: tuple[Treasury, Payment]) -> None:
    treasury, payment = claim
    record(treasury, payment, PART_CENTS, too_much_cents=MORE, reference="TERUG")
    by_hand = (kept(), owed(treasury))
    # And a statement that tells of it then knows it.
    assert told(treasury, repaid(payment, PART_CENTS + MORE), name="S-2").found == {Meaning.KNOWN: 1}
    assert by_hand == ([(Meaning.RECOVERED, PART_CENTS), (Meaning.BESIDE, MORE)], [MORE])
    assert (owed(treasury), sound()) == ([MORE], [])


@pytest.mark.parametrize("first", list(StatementKind))
def test_told_again_in_any_way_it_is_kept_once(claim: tuple[Treasury, Payment], first: StatementKind) -> None:
    treasury, payment = claim
    (second,) = set(StatementKind) - {first}
    entry = repaid(payment, PART_CENTS + MORE)
    again = told(treasury, entry, name="A", kind=first)
    assert (again.is_new, again.found) == (True, BOTH)
    again = told(treasury, entry, name="A", kind=first)
    assert (again.is_new, again.found) == (False, BOTH)
    assert told(treasury, entry, name="B", kind=second).found == {Meaning.KNOWN: 1}
    # A copy under another name asks for a look, as ever.
    assert told(treasury, entry, name="C", kind=second).found == {Meaning.DIFFERENT: 1}
    assert (owed(treasury), due(treasury), sound()) == ([MORE], 0, [])


def test_the_last_part_may_go_beyond(claim: tuple[Treasury, Payment]) -> None:
    treasury, payment = claim
    first = repaid(payment, 10_000, reference="EEN")
    last = repaid(payment, PART_CENTS, reference="TWEE")
    assert told(treasury, first, last, name="S-2").found == {Meaning.RECOVERED: 2, Meaning.BESIDE: 1}
    assert (list(open_claims()), owed(treasury), sound()) == ([], [10_000], [])
    notified = told(treasury, first, last, name="N-2", kind=StatementKind.NOTIFICATION)
    assert (notified.found, owed(treasury), sound()) == ({Meaning.KNOWN: 2}, [10_000], [])


def test_what_comes_once_nothing_is_asked_any_more_is_for_a_person(claim: tuple[Treasury, Payment]) -> None:
    treasury, payment = claim
    told(treasury, repaid(payment), name="S-2")
    assert told(treasury, repaid(payment, MORE, reference="NOG"), name="S-3").found == {Meaning.DIFFERENT: 1}
    record(treasury, payment, 0, too_much_cents=MORE, reference="NOG")
    assert (owed(treasury), sound()) == ([MORE], [])


def test_as_much_as_another_file_told_under_another_day_is_for_a_person(
    claim: tuple[Treasury, Payment],
) -> None:
    treasury, payment = claim
    part = PART_CENTS - MORE
    told(treasury, repaid(payment, part, reference="EEN"), name="N-2", kind=StatementKind.NOTIFICATION)
    later = replace(repaid(payment, part, reference="TWEE"), booked_on=today() + timedelta(days=1))
    assert told(treasury, later, name="S-2").found == {Meaning.DIFFERENT: 1}
    assert owed(treasury) == []


def test_with_two_claims_it_may_be_for_both(claim: tuple[Treasury, Payment]) -> None:
    treasury, payment = claim
    treasury.redeem(2)
    treasury.bank_pays(treasury.signed())
    other = Payment.objects.latest("pk")
    reverse_redemption(treasury.scene.coordinator, redemption=other.redemption_id, reason="Dubbel.")
    assert told(treasury, repaid(payment, 2 * PART_CENTS), name="S-2").found == {Meaning.DIFFERENT: 1}
    assert (list(open_claims()), owed(treasury), sound()) == ([payment, other], [], [])


def test_what_a_person_has_to_place_is_not_kept_by_the_other_kind_of_file(
    claim: tuple[Treasury, Payment],
) -> None:
    treasury, payment = claim
    treasury.redeem(2)
    treasury.bank_pays(treasury.signed())
    other = Payment.objects.latest("pk")
    reverse_redemption(treasury.scene.coordinator, redemption=other.redemption_id, reason="Dubbel.")
    both = repaid(payment, 2 * PART_CENTS)
    told(treasury, both, name="S-2")
    # The person first places the part that is for the other claim.
    record(treasury, other, PART_CENTS)
    notified = told(treasury, both, name="N-2", kind=StatementKind.NOTIFICATION)
    assert (notified.found, owed(treasury)) == ({Meaning.DIFFERENT: 1}, [])
    assert (list(open_claims()), sound()) == ([payment], [])


def test_nobody_records_again_or_takes_back_what_a_statement_kept(claim: tuple[Treasury, Payment]) -> None:
    treasury, payment = claim
    told(treasury, repaid(payment, PART_CENTS + MORE), name="S-2")
    for cents in (MORE, PART_CENTS + MORE):
        params = {"amount_cents": cents, "on": today()}
        again = refused(treasury, payment, 0, too_much_cents=cents, reference="TERUG")
        assert again == (RefusalCode.REPAYMENT_KNOWN, params)
    assert not any(may_be_taken_back(one) for one in BankLine.objects.all())


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            {"amount_cents": MORE - 1},
            f"{MORE - 1} cents came in as too much of payment {{}}, and the trail tells",
        ),
        (
            {"booked_on": "2020-01-01"},
            f"{MORE} cents came in as too much of payment {{}}, and not with the last",
        ),
        ({"meaning": Meaning.KNOWN}, "the trail tells that it was recorded, and it is not kept"),
        ("entry", "nobody recorded it, as far as the trail tells"),
    ],
)
def test_verify_reads_again_what_was_kept(
    claim: tuple[Treasury, Payment], change: dict[str, object] | str, said: str
) -> None:
    treasury, payment = claim
    told(treasury, repaid(payment, PART_CENTS + MORE), name="S-2")
    assert sound() == []
    drop_triggers()
    try:
        if isinstance(change, dict):
            BankLine.objects.filter(meaning=Meaning.BESIDE).update(**change)
        else:
            Entry.objects.filter(command="keep_too_much").update(subject="bank_line:0")
    finally:
        install_triggers()
    assert any(said.format(payment.pk) in one for one in sound())


@pytest.mark.parametrize("meaning", [Meaning.KNOWN, Meaning.DIFFERENT])
def test_verify_names_a_record_by_hand_that_became_something_else(
    claim: tuple[Treasury, Payment], meaning: Meaning
) -> None:
    treasury, payment = claim
    record(treasury, payment, PART_CENTS, too_much_cents=MORE)
    assert sound() == []
    drop_triggers()
    try:
        BankLine.objects.filter(meaning=Meaning.BESIDE).update(meaning=meaning)
    finally:
        install_triggers()
    assert any("the trail tells that it was recorded, and it is not kept" in one for one in sound())


def test_the_payee_reads_what_it_gets_back(claim: tuple[Treasury, Payment]) -> None:
    treasury, payment = claim
    told(treasury, repaid(payment, PART_CENTS + MORE), name="S-2")
    (mine,) = owed_to(actor_for(person(EMAIL["provider_staff"])))
    assert (mine.cents, mine.line.payment) == (MORE, payment)
