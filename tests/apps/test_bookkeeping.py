"""What an accounting package gets: budget keys, the books, actuals per member, and the end of a year."""

from datetime import date, datetime

import pytest
import time_machine

from tests.nights import at_night, live, night
from tests.scene import AS_, actor, award, enterprise_number, invoice, refusal_of
from tests.settling import BY_SEAT, Year, set_year
from wisselwerk.apps.ledger.queries import differences as books_that_differ
from wisselwerk.apps.settlements.models import BudgetKey, YearEnd, YearEndChoice
from wisselwerk.apps.settlements.queries.actuals import actuals, open_vouchers, year_ends
from wisselwerk.apps.settlements.queries.extract import budget_key, postings
from wisselwerk.apps.settlements.services import decide_year_end, load_budget_keys, set_budget_key
from wisselwerk.apps.settlements.services.bookkeeping import BudgetKeyLine
from wisselwerk.apps.vouchers.models import Voucher
from wisselwerk.apps.vouchers.queries.proof import differences
from wisselwerk.apps.vouchers.services import (
    lapse_vouchers,
    redeem_voucher,
    remind_holders,
    reverse_redemption,
)
from wisselwerk.clock import BRUSSELS, today
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.period import Period
from wisselwerk.domain.refusal import Refusal, RefusalCode
from wisselwerk.domain.voucher import VoucherState

pytestmark = pytest.mark.django_db

KEY = {"action": "AC000123", "policy_field": "0550-00", "general_account": "6490000"}


def test_the_newest_key_holds_and_the_same_one_is_kept_once() -> None:
    year = set_year()
    for account in ("6490000", "6490000", "6490001"):
        set_budget_key(year.coordinator, scheme=year.scheme, year=2026, **KEY | {"general_account": account})
    found = budget_key(year.scheme, 2026)
    assert found is not None
    assert found.general_account == "6490001"
    assert BudgetKey.objects.count() == 2
    assert budget_key(year.scheme, 2025) is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"action": "  "},
        {"action": "x" * 41},
        {"policy_field": "550"},
        {"policy_field": "0550-0"},
        {"policy_field": "٠٥٥٠"},
        {"general_account": "64"},
        {"general_account": "64900000001"},
        {"general_account": "649a"},
    ],
)
def test_what_cannot_be_a_key_is_refused(wrong: dict[str, str]) -> None:
    year = set_year()
    with pytest.raises(Refusal) as refused:
        set_budget_key(year.coordinator, scheme=year.scheme, year=2026, **KEY | wrong)
    assert refusal_of(refused)[0] is RefusalCode.BUDGET_KEY_INVALID


def test_a_file_of_keys_brought_in_again_adds_nothing() -> None:
    year = set_year()
    lines = [BudgetKeyLine(scheme=year.scheme, year=2026, **KEY)]
    assert [load_budget_keys(SYSTEM, lines) for _ in range(2)] == [1, 0]


def test_keys_and_year_ends_are_for_who_keeps_the_scheme() -> None:
    year = set_year()
    for somebody in (actor("auditor"), actor("provider_staff"), year.treasury.orders):
        with pytest.raises(Refusal) as refused:
            set_budget_key(somebody, scheme=year.scheme, year=2026, **KEY)
        assert refused.value.code is RefusalCode.NOT_ALLOWED
    with pytest.raises(Refusal) as refused:
        decide_year_end(year.signs, scheme=year.scheme, year=2025, choice=YearEndChoice.RELEASE, reason="Op.")
    assert refused.value.code is RefusalCode.NOT_ALLOWED


def test_the_books_of_a_scheme_sum_to_zero_and_carry_its_key() -> None:
    year = set_year()
    set_budget_key(year.coordinator, scheme=year.scheme, year=today().year, **KEY)
    year.use(1)
    undone = year.use(2, AS_)
    reverse_redemption(year.coordinator, redemption=undone.id, reason="Vergissing.")
    found = list(postings([year.scheme], Period(date(today().year, 1, 1))))
    assert sum(one.amount_cents for one in found) == 0
    assert {one.road for one in found} == {"FUND", "AWARD", "REDEEM", "REVERSE"}
    assert all(one.key is not None and one.key.action == "AC000123" for one in found)
    budget = [one for one in found if one.account == f"budget genk {today().year}"]
    assert [one.amount_cents for one in budget] == [25_000_000, -25_000, -25_000]
    assert {one.account.partition(" ")[0] for one in found} == {"credit", "budget", "voucher", "owed"}


def test_the_books_of_a_period_are_those_of_its_days() -> None:
    with time_machine.travel(datetime(2026, 6, 30, 23, 59, 59, tzinfo=BRUSSELS)) as clock:
        year = set_year()
        clock.move_to(datetime(2026, 7, 1, 0, 0, 0, tzinfo=BRUSSELS))
        year.use(1)
        june = postings([year.scheme], Period(date(2026, 1, 1), date(2026, 7, 1)))
        july = postings([year.scheme], Period(date(2026, 7, 1), date(2026, 7, 2)))
        assert {one.road for one in june} == {"FUND"}
        assert {one.road for one in july} == {"AWARD", "REDEEM"}
        assert list(postings([], Period(date(2026, 1, 1)))) == []


def test_what_was_awarded_is_somewhere_for_the_businesses_of_each_member() -> None:
    year = set_year()
    year.use(1)
    year.use(2, AS_)
    undone = year.use(3, AS_)
    reverse_redemption(year.coordinator, redemption=undone.id, reason="Vergissing.")
    award(year.treasury.scene, enterprise_number(4), municipality=AS_)
    found = {one.member.name: one.amounts for one in actuals(year.scheme, today().year) if one.member}
    assert found.keys() == {"As", "Genk"}
    assert (found["As"].vouchers, found["As"].awarded_cents) == (3, 75_000)
    assert (found["As"].reserved_cents, found["As"].settled_cents) == (50_000, 25_000)
    for one in found.values():
        assert one.released_cents == 0
        assert one.paid_cents == 0


# -- The end of a year ------------------------------------------------------------------------------------------------


def open_at_the_end(clock: time_machine.Traveller) -> tuple[Year, Voucher, Voucher]:
    """One voucher that nobody used and one that was used in part, on the second of January after."""
    year = set_year(BY_SEAT | {"amount": {"amount_cents": 50_000}, "own_contribution": None})
    unused = award(year.treasury.scene, enterprise_number(1))
    part = award(year.treasury.scene, enterprise_number(2))
    redeem_voucher(year.coordinator, code=part.code, data=invoice(part, 20_000, number="P-1"))
    clock.move_to(datetime(2027, 1, 2, 12, tzinfo=BRUSSELS))
    return year, unused, part


def test_without_a_decision_open_vouchers_stay_good_on_the_budget_of_their_year() -> None:
    with time_machine.travel(datetime(2026, 12, 1, 12, tzinfo=BRUSSELS)) as clock:
        year, unused, _ = open_at_the_end(clock)
        assert open_vouchers(year.scheme, 2026).count() == 2
        redeem_voucher(year.coordinator, code=unused.code, data=invoice(unused, 50_000, number="L-1"))
        (mine,) = actuals(year.scheme, 2026)
        assert mine.amounts.settled_cents == 70_000
        assert actuals(year.scheme, 2027) == []


def test_to_carry_over_is_recorded_and_moves_nothing() -> None:
    with time_machine.travel(datetime(2026, 12, 1, 12, tzinfo=BRUSSELS)) as clock:
        year, *_ = open_at_the_end(clock)
        decided = decide_year_end(
            year.coordinator,
            scheme=year.scheme,
            year=2026,
            choice=YearEndChoice.CARRY_OVER,
            reason=" Afgesproken. ",
        )
        assert (decided.vouchers, decided.reserved_cents, decided.text) == (2, 80_000, "Afgesproken.")
        assert open_vouchers(year.scheme, 2026).count() == 2
        assert year_ends(year.scheme) == [decided]


def test_to_release_has_them_end_sooner_after_two_reminders_and_then_their_money_is_back() -> None:
    with time_machine.travel(datetime(2026, 12, 1, 12, tzinfo=BRUSSELS)) as clock:
        year, unused, part = open_at_the_end(clock)
        assert release(year).ends_on == date(2027, 2, 1)
        assert release(year).vouchers == 2
        (mine,) = actuals(year.scheme, 2026)
        assert (mine.amounts.reserved_cents, mine.amounts.released_cents) == (80_000, 0)
        for voucher in (unused, part):
            voucher.refresh_from_db()
            assert (voucher.state in {"open", "partly_used"}, voucher.valid_until) == (True, date(2027, 2, 1))
            assert voucher.notices.get().deadline == date(2027, 2, 1)
        assert night(today()) == 0
        assert live(date(2027, 3, 4)) == 2
    for voucher in (unused, part):
        voucher.refresh_from_db()
        assert voucher.state == VoucherState.LAPSED
    (mine,) = actuals(year.scheme, 2026)
    assert (mine.amounts.reserved_cents, mine.amounts.released_cents) == (0, 80_000)
    assert [*books_that_differ(), *differences()] == []


def test_a_release_without_reminders_takes_nothing_from_anybody() -> None:
    with time_machine.travel(datetime(2026, 12, 1, 12, tzinfo=BRUSSELS)) as clock:
        year, unused, _ = open_at_the_end(clock)
        release(year)
    for months in range(3, 12):
        with at_night(date(2027, months, 15)):
            remind_holders(SYSTEM, on=today())
            assert lapse_vouchers(SYSTEM, on=today()) == 0
    unused.refresh_from_db()
    assert unused.valid_until > date(2027, 11, 15)
    assert [*books_that_differ(), *differences()] == []


def test_a_voucher_that_ends_before_the_day_of_the_release_keeps_its_own_last_day() -> None:
    with time_machine.travel(datetime(2026, 12, 1, 12, tzinfo=BRUSSELS)) as clock:
        year, unused, _ = open_at_the_end(clock)
        clock.move_to(datetime(2027, 5, 15, 12, tzinfo=BRUSSELS))
        assert release(year).ends_on == date(2027, 6, 14)
        before = unused.valid_until
        unused.refresh_from_db()
        assert unused.valid_until == before


def release(year: Year) -> YearEnd:
    return decide_year_end(
        year.coordinator,
        scheme=year.scheme,
        year=2026,
        choice=YearEndChoice.RELEASE,
        reason="Budget 2026 is op.",
    )


@pytest.mark.parametrize(("about", "reason"), [(2026, "Te vroeg."), (2025, "   ")])
def test_a_year_end_needs_a_year_that_is_over_and_a_reason(about: int, reason: str) -> None:
    with time_machine.travel(datetime(2026, 12, 31, 12, tzinfo=BRUSSELS)):
        year = set_year()
        with pytest.raises(Refusal) as refused:
            decide_year_end(
                year.coordinator,
                scheme=year.scheme,
                year=about,
                choice=YearEndChoice.CARRY_OVER,
                reason=reason,
            )
        expected = RefusalCode.YEAR_NOT_OVER if about == 2026 else RefusalCode.MOTIVATION_MISSING
        assert refused.value.code is expected
