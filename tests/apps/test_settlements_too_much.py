"""What a member pays too much of a settlement: kept, told, given back or counted when the year is settled again."""

from datetime import date, timedelta

import pytest

from tests.apps.test_settlements_received import PART, recorded, share, sound, told, year
from tests.payments import EMAIL
from tests.scene import LONG_AGO
from tests.settling import AS_, Year, municipality
from wisselwerk.apps.parties.queries import actor_for
from wisselwerk.apps.parties.services import AgreementWords, person, sign_agreement
from wisselwerk.apps.payouts.queries.desk import lines_to_look_into
from wisselwerk.apps.payouts.services import look_at_line
from wisselwerk.apps.settlements.models import SettlementPayment
from wisselwerk.apps.settlements.queries.dues import dues_of
from wisselwerk.apps.settlements.queries.proof import differences
from wisselwerk.apps.settlements.queries.receiving import may_be_kept, to_look_into
from wisselwerk.apps.settlements.queries.settlements import lines_of, open_cents, sent_to, settlements_seen_by
from wisselwerk.apps.settlements.services import (
    draw_up_settlement,
    keep_settlement_line,
    record_settlement_payment,
    send_settlement,
)
from wisselwerk.clock import today
from wisselwerk.db import drop_triggers, install_triggers
from wisselwerk.domain.actor import SYSTEM, Actor
from wisselwerk.domain.period import Period
from wisselwerk.domain.reconciliation import Meaning
from wisselwerk.domain.refusal import Refusal
from wisselwerk.formats.bank_statement import StatementKind

__all__ = ["year"]

pytestmark = pytest.mark.django_db


def too_much(number: int = 1) -> int:
    settlement = settlements_seen_by(year_signs()).get(number=number)
    return next(line.too_much_cents for line in lines_of(settlement) if line.share == share(number=number))


def year_signs() -> Actor:
    return actor_for(person(EMAIL["financial_director"]))


def to_give_back() -> list[tuple[int, int]]:
    managing = [share().settlement.managing_municipality_id]
    found = dues_of(managing, sent_to(managing)).to_give_back
    return [(one.gets_back_cents, one.too_much_cents) for one in found]


@pytest.mark.parametrize("more", [1, 2 * PART])
def test_too_much_is_kept_and_given_back(year: Year, more: int) -> None:
    assert told(year, (share(), 2 * PART + more)) == {Meaning.SETTLED: 1}
    payment = SettlementPayment.objects.get()
    assert (payment.amount_cents, payment.bank_line.line.amount_cents) == (2 * PART + more, 2 * PART + more)
    assert (open_cents(share()), too_much(), to_give_back()) == (-more, more, [(more, more)])
    assert (not lines_to_look_into(year.signs).exists(), sound()) == (True, [])
    for cents in (1, -(2 * PART + more + 1)):
        with pytest.raises(Refusal, match="NOT_OWED"):
            recorded(year, cents)
    recorded(year, -more, "TERUG")
    assert (open_cents(share()), too_much(), to_give_back(), sound()) == (0, 0, [], [])
    # That was a mistake, and is taken back.
    recorded(year, more)
    assert (too_much(), sound()) == (more, [])


def test_too_much_counts_when_the_year_is_settled_again(year: Year) -> None:
    told(year, (share(), 2 * PART + 10_000))
    year.use(4, AS_)
    send_settlement(year.signs, settlement=year.draw_up())
    newer = share(number=2)
    assert (newer.paid_cents, newer.owes_cents) == (2 * PART + 10_000, PART - 10_000)
    assert (too_much(2), to_give_back(), sound()) == (0, [], [])


def test_paid_twice_a_person_says_that_it_is_and_it_is_kept(year: Year) -> None:
    told(year, (share(), 2 * PART), name="S-1", reference="A")
    assert told(year, (share(), 2 * PART), name="S-2", reference="B") == {Meaning.DIFFERENT: 1}
    assert SettlementPayment.objects.get().amount_cents == 2 * PART
    (line,) = lines_to_look_into(year.signs)
    assert [one.line for one in to_look_into(share().settlement)] == [line]
    assert (may_be_kept(line), sound()) == (True, [])
    with pytest.raises(Refusal, match="MOTIVATION_MISSING"):
        keep_settlement_line(year.signs, line=line, text=" ")
    with pytest.raises(Refusal, match="NOT_ALLOWED"):
        keep_settlement_line(year.coordinator, line=line, text="Dubbel gestort.")
    kept = keep_settlement_line(year.signs, line=line, text="Dubbel gestort.")
    assert (kept.meaning, kept.settlement_line.share, kept.look.text) == (
        Meaning.SETTLED,
        share(),
        "Dubbel gestort.",
    )
    assert (too_much(), to_give_back()) == (2 * PART, [(2 * PART, 2 * PART)])
    assert (not lines_to_look_into(year.signs).exists(), may_be_kept(line), sound()) == (True, False, [])
    with pytest.raises(Refusal, match="WRONG_STATE"):
        keep_settlement_line(year.signs, line=line, text="Nog eens.")
    # The other kind of file tells of it, under the same reference.
    known = told(year, (share(), 2 * PART), name="N-2", kind=StatementKind.NOTIFICATION, reference="B")
    assert (known, too_much()) == ({Meaning.KNOWN: 1}, 2 * PART)
    recorded(year, -2 * PART, "TERUG")
    assert (open_cents(share()), to_give_back(), sound()) == (0, [], [])


def test_as_much_under_another_day_may_be_the_same_money(year: Year) -> None:
    """Two kinds of file may give one transfer another day: nothing is too much before a person says so."""
    part = PART + 10_000
    told(year, (share(), part), name="N-1", kind=StatementKind.NOTIFICATION, reference="A")
    later = today() + timedelta(days=1)
    assert told(year, (share(), part), on=later, reference="B") == {Meaning.DIFFERENT: 1}
    assert (too_much(), sound()) == (0, [])


def test_what_came_by_a_settlement_that_was_replaced_is_kept_in_the_one_that_holds(year: Year) -> None:
    year.use(4, AS_)
    send_settlement(year.signs, settlement=year.draw_up())
    assert told(year, (share(), 2 * PART)) == {Meaning.DIFFERENT: 1}
    (line,) = lines_to_look_into(year.signs)
    kept = keep_settlement_line(year.signs, line=line, text="Volgens de vorige brief betaald.")
    assert kept.settlement_line.share == share(number=2)
    assert (open_cents(share(number=2)), sound()) == (PART, [])
    with pytest.raises(Refusal, match=r"NOT_OWED|SETTLED_ON_STATEMENT"):
        record_settlement_payment(
            year.signs,
            settlement=share(number=2).settlement,
            member=share().member,
            amount_cents=2 * PART,
            paid_on=today(),
        )


def test_money_on_the_account_of_who_paid_before_is_not_owed_to_who_pays_now(year: Year) -> None:
    told(year, (share(), 2 * PART), name="S-1", reference="A")
    told(year, (share(), 2 * PART), name="S-2", reference="B")
    (line,) = lines_to_look_into(year.signs)
    assert may_be_kept(line)
    for payer, valid in (("71016", Period(LONG_AGO, today())), ("72042", Period(today()))):
        sign_agreement(
            SYSTEM,
            partnership=year.scheme.partnership,
            managing_municipality=municipality(payer),
            words=AgreementWords("Kent toe en betaalt.", "Elk jaar."),
            source="Test",
            valid=valid,
        )
    year.use(4, AS_)
    other = draw_up_settlement(SYSTEM, scheme=year.scheme, year=today().year)
    assert other.managing_municipality.nis_code == "72042"
    assert not may_be_kept(line)
    with pytest.raises(Refusal, match="WRONG_STATE"):
        keep_settlement_line(year.signs, line=line, text="Dubbel gestort.")


def test_money_of_before_the_year_is_kept_nowhere(year: Year) -> None:
    told(year, (share(), PART), on=date(2025, 12, 31))
    (line,) = lines_to_look_into(year.signs)
    assert not may_be_kept(line)
    look_at_line(year.signs, line=line, text="Van een ander jaar.")
    assert to_look_into(share().settlement) == []


def test_verify_names_more_by_hand_than_is_owed(year: Year) -> None:
    recorded(year, 2 * PART)
    drop_triggers()
    try:
        SettlementPayment.objects.update(amount_cents=2 * PART + 1)
    finally:
        install_triggers()
    assert any(f"owes {2 * PART} cents, and {2 * PART + 1} were recorded" in one for one in differences())
