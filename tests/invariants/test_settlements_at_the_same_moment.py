"""A year that is settled while it goes on: each line is in the settlement or in the next, and nobody owes twice."""

from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial

import pytest

from tests.invariants.together import outcomes, together
from tests.scene import AS_, GENK, award, enterprise_number, invoice
from tests.settling import BY_SEAT, Year, municipality, owed, set_year
from wisselwerk.apps.ledger import queries as ledger
from wisselwerk.apps.ledger.models import Transfer
from wisselwerk.apps.payouts.queries import proof as payouts
from wisselwerk.apps.settlements.models import SettlementPayment, YearSettlement
from wisselwerk.apps.settlements.queries import proof as settlements
from wisselwerk.apps.settlements.services import record_settlement_payment, send_settlement
from wisselwerk.apps.vouchers.models import Redemption
from wisselwerk.apps.vouchers.queries import proof as vouchers
from wisselwerk.apps.vouchers.services import redeem_voucher, reverse_redemption
from wisselwerk.clock import today
from wisselwerk.domain.ledger import Road

pytestmark = pytest.mark.django_db(transaction=True)

PART = 25_000
AT_ONCE = 8


@pytest.fixture(autouse=True)
def books_agree() -> Iterator[None]:
    """Whatever a test does, afterwards everything stored agrees with itself."""
    yield
    proofs = (ledger, vouchers, payouts, settlements)
    assert [found for proof in proofs for found in proof.differences()] == []


@pytest.fixture
def year() -> Year:
    return set_year(BY_SEAT)


def redeeming(year: Year, serial: int, place: str) -> Callable[[], object]:
    voucher = award(year.treasury.scene, enterprise_number(serial), municipality=place)
    data = invoice(voucher, 50_000, number=f"S-{serial}")
    return partial(redeem_voucher, year.coordinator, code=voucher.code, data=data)


def test_many_who_settle_a_year_at_once_draw_up_one_settlement(year: Year) -> None:
    year.use(1, AS_)
    found = together([year.draw_up] * AT_ONCE)
    assert outcomes(found) == {"done": AT_ONCE}
    assert set(found) == {YearSettlement.objects.get()}


def test_a_year_is_settled_while_it_is_used_undone_and_paid(year: Year) -> None:
    undone = [year.use(serial, place) for serial, place in enumerate((AS_, GENK, AS_))]
    batch = year.treasury.signed()
    acts: list[Callable[[], object]] = [year.draw_up] * 3
    acts += [redeeming(year, serial, (AS_, GENK)[serial % 2]) for serial in range(10, 16)]
    acts += [
        partial(reverse_redemption, year.coordinator, redemption=one.id, reason="Fout.") for one in undone
    ]
    acts += [partial(year.treasury.bank_pays, batch), year.treasury.propose]
    found = outcomes(together(acts))
    # Whoever proposes may come before anything new is due.
    assert found - Counter({"NOTHING_TO_PAY": 1}) >= Counter({"done": len(acts) - 1})
    for settlement in YearSettlement.objects.all():
        lines = Redemption.objects.filter(transfer__lte=settlement.counted_to).count()
        taken_back = Transfer.objects.filter(road=Road.REVERSE, reverses__redemption__isnull=False)
        assert settlement.total_cents == PART * (
            lines - taken_back.filter(pk__lte=settlement.counted_to).count()
        )
        assert sum(owed(settlement).values()) == 0
    assert year.draw_up().total_cents == 6 * PART


def test_what_a_member_owes_is_recorded_once_however_many_do(year: Year) -> None:
    year.use(1, AS_)
    settlement = year.draw_up()
    found = outcomes(together([partial(pay, year, settlement)] * AT_ONCE))
    assert found == {"done": 1, "NOT_OWED": AT_ONCE - 1}
    assert SettlementPayment.objects.get().amount_cents == PART


def test_a_payment_counts_in_a_settlement_that_is_drawn_up_meanwhile_or_is_refused(year: Year) -> None:
    year.use(1, AS_)
    first = year.draw_up()
    year.use(2, AS_)
    acts: list[Callable[[], object]] = [partial(pay, year, first), year.draw_up] * 2
    found = outcomes(together(acts))
    assert found["done"] >= 2
    assert found.keys() <= {"done", "SETTLEMENT_REPLACED", "NOT_OWED"}
    paid = sum(SettlementPayment.objects.values_list("amount_cents", flat=True))
    assert paid in (0, PART)
    last = year.draw_up()
    assert (last.number, owed(last)["As"]) == (2, 2 * PART - paid)


def test_a_settlement_is_sent_once_by_many_and_never_after_it_was_replaced(year: Year) -> None:
    year.use(1, AS_)
    first = year.draw_up()
    year.use(2, AS_)
    acts: list[Callable[[], object]] = [partial(send_settlement, year.signs, settlement=first)] * 4
    found = outcomes(together([*acts, year.draw_up]))
    assert found.keys() <= {"done", "SETTLEMENT_REPLACED"}
    assert YearSettlement.objects.filter(sending__isnull=False).count() <= 1


def pay(year: Year, settlement: YearSettlement) -> SettlementPayment:
    return record_settlement_payment(
        year.signs,
        settlement=settlement,
        member=municipality(AS_),
        amount_cents=PART,
        paid_on=today(),
        reference="R-1",
    )
