"""What members pay of a settlement comes back on a statement: booked by its reference where it is what was asked."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
import time_machine

from tests.payments import PAYER_IBAN
from tests.scene import refusal_of
from tests.settling import AS_, BY_SEAT, OPGLABBEEK, Year, member_of, municipality, set_year
from wisselwerk.apps.audit.models import Entry
from wisselwerk.apps.payouts.models import BankFile, BankLine
from wisselwerk.apps.payouts.queries.desk import lines_to_look_into
from wisselwerk.apps.payouts.queries.proof import differences as payments_that_differ
from wisselwerk.apps.payouts.services import read_statement
from wisselwerk.apps.settlements.models import SettlementPayment, SettlementShare, YearSettlement
from wisselwerk.apps.settlements.queries.proof import differences
from wisselwerk.apps.settlements.queries.receiving import to_look_into
from wisselwerk.apps.settlements.queries.settlements import open_cents
from wisselwerk.apps.settlements.services import (
    record_settlement_payment,
    send_settlement,
)
from wisselwerk.apps.vouchers.services import reverse_redemption
from wisselwerk.clock import BRUSSELS, today
from wisselwerk.db import drop_triggers, install_triggers
from wisselwerk.domain.money import Cents
from wisselwerk.domain.reconciliation import Meaning
from wisselwerk.domain.refusal import Refusal, RefusalCode
from wisselwerk.formats.bank_statement import BankEntry, BankStatement, BankTransaction, StatementKind

pytestmark = pytest.mark.django_db

PART = 25_000


@pytest.fixture
def year() -> Iterator[Year]:
    """Two vouchers of 250 euro used in As and one in Opglabbeek, settled and sent: As owes 500 euro."""
    with time_machine.travel(datetime(2026, 6, 1, 12, tzinfo=BRUSSELS), tick=False):
        year = set_year(BY_SEAT)
        year.use(1, AS_)
        year.use(2, AS_)
        year.use(3, OPGLABBEEK)
        member_of(AS_)
        send_settlement(year.signs, settlement=year.draw_up())
        yield year


def share(place: str = AS_, number: int = 1) -> SettlementShare:
    settlement = YearSettlement.objects.get(number=number)
    found = settlement.shares.select_related("settlement")
    # Opglabbeek is in Oudsbergen since 2025.
    return found.get(member=municipality("72042" if place == OPGLABBEEK else place))


def told(
    year: Year,
    *came: tuple[SettlementShare, int],
    name: str = "S-1",
    kind: StatementKind = StatementKind.STATEMENT,
    reference: str = "R",
    on: date | None = None,
) -> dict[Meaning, int]:
    """What the bank says that came in, read; what each line meant."""
    entries = tuple(
        BankEntry(
            number,
            Cents(cents),
            on or today(),
            None,
            f"{reference}{number}" if reference else None,
            None,
            (BankTransaction(Cents(cents), structured_reference=one.structured_reference),),
        )
        for number, (one, cents) in enumerate(came, 1)
    )
    statement = BankStatement(kind, name, PAYER_IBAN, "EUR", None, None, entries)
    return dict(read_statement(year.signs, statement=statement).found)


def recorded(year: Year, cents: int, reference: str = "", place: str = AS_) -> None:
    record_settlement_payment(
        year.signs,
        settlement=share(place).settlement,
        member=share(place).member,
        amount_cents=cents,
        paid_on=today(),
        reference=reference,
    )


def sound() -> list[str]:
    return [*differences(), *payments_that_differ()]


def test_what_another_statement_of_the_same_name_tells_of_a_member_is_refused_and_not_lost(
    year: Year,
) -> None:
    part = share().owes_cents // 2
    assert told(year, (share(), part)) == {Meaning.SETTLED: 1}
    with pytest.raises(Refusal, match="STATEMENT_CHANGED"):
        told(year, (share(), part), (share(), part))
    assert told(year, (share(), part)) == {Meaning.SETTLED: 1}
    assert told(year, (share(), part), name="S-2", reference="Z") == {Meaning.SETTLED: 1}
    assert open_cents(share()) == 0


def test_what_a_member_pays_is_booked_with_who_when_and_how_much(year: Year) -> None:
    assert told(year, (share(), 2 * PART)) == {Meaning.SETTLED: 1}
    payment = SettlementPayment.objects.get()
    assert (payment.share, payment.amount_cents, payment.paid_on) == (share(), 2 * PART, today())
    assert (payment.reference, payment.actor) == ("R1", str(year.signs))
    assert payment.bank_line.line.end_to_end_id == share().line_name
    assert open_cents(share()) == 0
    assert not lines_to_look_into(year.signs).exists()
    assert BankFile.objects.get().others == 0
    assert sound() == []


def test_two_members_on_one_statement_are_each_booked_on_their_own(year: Year) -> None:
    assert told(year, (share(), 2 * PART), (share(OPGLABBEEK), PART)) == {Meaning.SETTLED: 2}
    assert open_cents(share()) == open_cents(share(OPGLABBEEK)) == 0
    assert sound() == []


def test_a_part_leaves_the_rest_open_and_the_last_part_closes_it(year: Year) -> None:
    assert told(year, (share(), PART), name="S-1", reference="A") == {Meaning.SETTLED: 1}
    assert open_cents(share()) == PART
    # As much, on the same day: other money, for the bank gives it another reference.
    assert told(year, (share(), PART), name="S-2", reference="B") == {Meaning.SETTLED: 1}
    assert open_cents(share()) == 0
    assert sound() == []


def test_twice_on_one_statement_the_first_is_booked_and_the_second_looked_into(year: Year) -> None:
    found = told(year, (share(), 2 * PART), (share(), 2 * PART))
    assert found == {Meaning.SETTLED: 1, Meaning.DIFFERENT: 1}
    assert open_cents(share()) == 0
    assert sound() == []


def test_a_statement_that_is_read_again_changes_nothing(year: Year) -> None:
    told(year, (share(), PART))
    assert told(year, (share(), PART)) == {Meaning.SETTLED: 1}
    assert BankLine.objects.count() == SettlementPayment.objects.count() == 1


@pytest.mark.parametrize("first", list(StatementKind))
def test_a_notification_and_a_statement_tell_of_the_same_money(year: Year, first: StatementKind) -> None:
    (second,) = set(StatementKind) - {first}
    assert told(year, (share(), PART), name="A", kind=first) == {Meaning.SETTLED: 1}
    assert told(year, (share(), PART), name="B", kind=second) == {Meaning.KNOWN: 1}
    assert open_cents(share()) == PART
    assert sound() == []


def test_what_a_person_recorded_before_is_known(year: Year) -> None:
    recorded(year, 2 * PART)
    assert told(year, (share(), 2 * PART)) == {Meaning.KNOWN: 1}
    assert open_cents(share()) == 0
    assert sound() == []


def test_what_a_person_recorded_on_another_day_is_looked_into_and_not_booked_a_second_time(
    year: Year,
) -> None:
    recorded(year, PART)
    assert told(year, (share(), PART), on=today() - timedelta(days=1)) == {Meaning.DIFFERENT: 1}
    assert open_cents(share()) == PART
    # Once a statement told of it, as much on another day is other money.
    assert told(year, (share(), PART), name="S-2") == {Meaning.KNOWN: 1}
    on = today() - timedelta(days=2)
    assert told(year, (share(), PART), name="S-3", on=on, reference="Z") == {Meaning.SETTLED: 1}
    assert sound() == []


def test_as_much_under_another_reference_than_was_recorded_is_booked(year: Year) -> None:
    recorded(year, PART, "ELDERS")
    assert told(year, (share(), PART), on=today() - timedelta(days=1)) == {Meaning.SETTLED: 1}
    assert open_cents(share()) == 0
    assert sound() == []


@pytest.mark.parametrize("cents", [PART, 2 * PART])
@pytest.mark.parametrize("reference", ["", "R1"])
def test_what_a_statement_told_is_not_recorded_again(year: Year, cents: int, reference: str) -> None:
    told(year, (share(), cents), name="S-1")
    with pytest.raises(Refusal) as found:
        recorded(year, cents, reference)
    params = {"statement": "S-1", "amount_cents": cents, "on": today()}
    assert refusal_of(found) == (RefusalCode.SETTLED_ON_STATEMENT, params)
    assert SettlementPayment.objects.count() == 1
    assert sound() == []


def test_other_money_on_the_same_day_is_recorded_with_its_reference(year: Year) -> None:
    told(year, (share(), PART))
    recorded(year, PART, "ANDER")
    assert open_cents(share()) == 0
    assert sound() == []


def test_other_money_without_a_reference_is_recorded_once_its_file_was_read(year: Year) -> None:
    assert told(year, (share(), PART), name="S-1", reference="") == {Meaning.SETTLED: 1}
    for reference in ("", "ANDER"):
        with pytest.raises(Refusal, match="SETTLED_ON_STATEMENT"):
            recorded(year, PART, reference)
    assert told(year, (share(), PART), name="S-2", reference="") == {Meaning.DIFFERENT: 1}
    recorded(year, PART, "")
    assert open_cents(share()) == 0
    assert sound() == []


def test_what_was_booked_from_a_statement_and_taken_back_can_be_recorded_again(year: Year) -> None:
    told(year, (share(), PART))
    recorded(year, -PART)
    recorded(year, PART)
    assert open_cents(share()) == PART
    with pytest.raises(Refusal, match="SETTLED_ON_STATEMENT"):
        recorded(year, PART)
    assert sound() == []


def test_what_a_bank_tells_under_an_older_settlement_is_not_recorded_in_the_newer(year: Year) -> None:
    told(year, (share(), PART), name="S-1")
    year.use(4, AS_)
    send_settlement(year.signs, settlement=year.draw_up())
    newer = share(number=2)
    with pytest.raises(Refusal, match="SETTLED_ON_STATEMENT"):
        record_settlement_payment(
            year.signs, settlement=newer.settlement, member=newer.member, amount_cents=PART, paid_on=today()
        )


def test_a_record_that_was_taken_back_is_not_what_the_bank_tells(year: Year) -> None:
    recorded(year, 2 * PART)
    recorded(year, -2 * PART)
    assert told(year, (share(), 2 * PART)) == {Meaning.SETTLED: 1}
    assert open_cents(share()) == 0
    assert sound() == []


def test_what_was_booked_from_a_statement_and_taken_back_is_not_booked_again_by_a_notification(
    year: Year,
) -> None:
    told(year, (share(), PART))
    recorded(year, -PART)
    assert told(year, (share(), PART), name="N-1", kind=StatementKind.NOTIFICATION) == {Meaning.KNOWN: 1}
    assert open_cents(share()) == 2 * PART
    assert sound() == []


def test_by_a_settlement_that_was_replaced_nothing_is_booked(year: Year) -> None:
    year.use(4, AS_)
    send_settlement(year.signs, settlement=year.draw_up())
    assert told(year, (share(), 2 * PART)) == {Meaning.DIFFERENT: 1}
    assert told(year, (share(number=2), 3 * PART), name="S-2") == {Meaning.SETTLED: 1}
    assert [one.share for one in to_look_into(share(number=2).settlement)] == [share()]
    assert sound() == []


def test_what_was_booked_before_it_was_replaced_is_known_afterwards(year: Year) -> None:
    told(year, (share(), 2 * PART), name="N-1", kind=StatementKind.NOTIFICATION)
    year.use(4, AS_)
    send_settlement(year.signs, settlement=year.draw_up())
    assert share(number=2).owes_cents == PART
    assert told(year, (share(), 2 * PART)) == {Meaning.KNOWN: 1}
    assert sound() == []


def test_a_settlement_that_was_not_sent_asks_nothing(year: Year) -> None:
    year.use(4, AS_)
    year.draw_up()
    assert told(year, (share(number=2), 3 * PART)) == {Meaning.DIFFERENT: 1}
    assert sound() == []


def test_who_gets_money_back_owes_nothing(year: Year) -> None:
    told(year, (share(), 2 * PART))
    undone = year.scheme.vouchers.order_by("pk")[0].redemptions.get()
    reverse_redemption(year.coordinator, redemption=undone.pk, reason="Dubbel.")
    send_settlement(year.signs, settlement=year.draw_up())
    assert share(number=2).owes_cents == -PART
    assert told(year, (share(number=2), PART), name="S-2") == {Meaning.DIFFERENT: 1}
    assert sound() == []


def test_money_of_before_the_year_is_looked_into(year: Year) -> None:
    assert told(year, (share(), PART), on=date(2025, 12, 31)) == {Meaning.DIFFERENT: 1}
    assert told(year, (share(), PART), name="S-2", on=date(2026, 1, 1)) == {Meaning.SETTLED: 1}
    assert sound() == []


def test_references_of_others_and_money_that_left_are_counted_and_not_kept(year: Year) -> None:
    other = SettlementShare(pk=share().pk + 1_000_000)
    assert told(year, (other, PART), (share(), -PART)) == {}
    assert BankFile.objects.get().others == 2
    assert not BankLine.objects.exists()


def test_the_share_of_who_manages_is_asked_of_nobody(year: Year) -> None:
    managing = share().settlement.shares.get(member=share().settlement.managing_municipality)
    assert told(year, (managing, PART)) == {Meaning.DIFFERENT: 1}
    assert not SettlementPayment.objects.exists()


@pytest.mark.parametrize(
    ("table", "change", "said"),
    [
        ("payment", {"amount_cents": PART - 1}, "tells otherwise than settlement payment"),
        ("payment", {"paid_on": date(2026, 5, 31)}, "tells otherwise than settlement payment"),
        ("payment", {"actor": "person:999"}, "the trail and what is kept tell otherwise of what came in"),
        ("line", {"amount_cents": PART + 1}, "tells otherwise than settlement payment"),
        ("line", {"meaning": Meaning.DIFFERENT}, "is DIFFERENT, and booked as payment"),
        ("line", {"end_to_end_id": "+++000/0000/00101+++"}, "is not about what share"),
        ("link", {"payment": None}, "is SETTLED, and booked as nothing"),
        ("entry", {"authority": "share:1"}, "the trail and what is kept tell otherwise of what came in"),
    ],
)
def test_what_was_tampered_with_shows(year: Year, table: str, change: dict[str, object], said: str) -> None:
    told(year, (share(), PART))
    line = BankLine.objects.get()
    rows = {
        "payment": SettlementPayment.objects.all(),
        "line": BankLine.objects.all(),
        "link": type(line.settlement_line).objects.all(),
        "entry": Entry.objects.filter(command="receive_settlement"),
    }
    drop_triggers()
    try:
        rows[table].update(**change)
    finally:
        install_triggers()
    assert any(said in one for one in differences())


def test_a_line_of_no_settlement_shows(year: Year) -> None:
    told(year, (share(), PART))
    drop_triggers()
    try:
        BankLine.objects.get().settlement_line.delete()
    finally:
        install_triggers()
    assert any("nothing tells of which" in one for one in differences())
