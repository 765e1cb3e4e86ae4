"""Settling a year between the members: from real redemptions to frozen statements that sum to zero."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.scene import EMAIL, actor, award, enterprise_number, invoice, put_in_outbox, refusal_of
from tests.settling import (
    AS_,
    BY_SEAT,
    EQUALLY,
    GENK,
    OPGLABBEEK,
    ZUTENDAAL,
    Year,
    member_of,
    municipality,
    owed,
    publish,
    set_year,
)
from wisselwerk.apps.audit.models import Entry
from wisselwerk.apps.parties.services import end_role, person
from wisselwerk.apps.settlements.models import SettlementShare, YearSettlement
from wisselwerk.apps.settlements.queries.lines import Basis, cost_lines
from wisselwerk.apps.settlements.queries.proof import differences
from wisselwerk.apps.settlements.queries.settlements import lines_of, sent_to, settlements_seen_by
from wisselwerk.apps.settlements.services import (
    draw_up_settlement,
    record_settlement_payment,
    send_settlement,
)
from wisselwerk.apps.vouchers.models import Redemption, Voucher
from wisselwerk.apps.vouchers.services import (
    Redeemed,
    redeem_voucher,
    reverse_redemption,
)
from wisselwerk.clock import BRUSSELS, today
from wisselwerk.db import drop_triggers, install_triggers
from wisselwerk.domain.actor import SYSTEM, Role
from wisselwerk.domain.refusal import Refusal, RefusalCode

pytestmark = pytest.mark.django_db

PART = 25_000
OUDSBERGEN, RIEMST = "72042", "73066"


def undo(year: Year, redeemed: Redeemed) -> None:
    reverse_redemption(year.coordinator, redemption=redeemed.id, reason="Vergissing.")


def test_the_seat_decides_who_bears_it_and_what_is_owed_sums_to_zero() -> None:
    year = set_year(BY_SEAT)
    for serial, place in enumerate((GENK, OPGLABBEEK, OPGLABBEEK, AS_)):
        year.use(serial, place)
    settlement = year.draw_up()
    assert owed(settlement) == {"Genk": -3 * PART, "Oudsbergen": 2 * PART, "As": PART, "Zutendaal": 0}
    assert settlement.total_cents == 4 * PART
    assert sum(owed(settlement).values()) == 0
    assert list(differences()) == []


def test_equal_parts_are_exact_to_the_cent() -> None:
    year = set_year(EQUALLY | {"amount": {"amount_cents": 25_001}, "own_contribution": None})
    year.use(1, AS_)
    settlement = year.draw_up()
    borne = sorted(settlement.shares.values_list("borne_cents", flat=True))
    assert borne == [6_250, 6_250, 6_250, 6_251]
    assert sum(owed(settlement).values()) == 0
    assert list(differences()) == []


def test_without_a_key_nothing_is_settled_and_it_says_so() -> None:
    year = set_year()
    year.use(1)
    with pytest.raises(Refusal) as refused:
        year.draw_up()
    assert refusal_of(refused) == (RefusalCode.NO_COST_KEY, {"year": today().year})
    assert not YearSettlement.objects.exists()


def test_before_the_key_the_managing_municipality_bears_it() -> None:
    with time_machine.travel(datetime(2026, 6, 30, 12, tzinfo=BRUSSELS)) as clock:
        year = set_year()
        publish(year.scheme, BY_SEAT, valid_from=date(2026, 7, 1))
        year.use(1, AS_)
        clock.move_to(datetime(2026, 7, 1, 0, 0, 1, tzinfo=BRUSSELS))
        year.use(2, AS_)
        settlement = year.draw_up()
    assert owed(settlement) == {"Genk": -PART, "Oudsbergen": 0, "As": PART, "Zutendaal": 0}
    assert settlement.shares.get(member__name="Genk").rest_cents == PART
    assert list(differences()) == []


def test_a_key_without_a_share_for_a_member_says_which() -> None:
    year = set_year({"cost_key": {"division": "fixed", "shares": [{"place": GENK, "share": 1}]}})
    with pytest.raises(Refusal) as refused:
        year.draw_up()
    code, params = refusal_of(refused)
    assert code is RefusalCode.COST_KEY_INCOMPLETE
    assert params["places"] == (AS_, OPGLABBEEK, ZUTENDAAL)


def test_a_year_ends_at_midnight_in_brussels() -> None:
    with time_machine.travel(datetime(2026, 12, 31, 23, 59, 59, tzinfo=BRUSSELS), tick=False) as clock:
        year = set_year(BY_SEAT)
        year.use(1, AS_)
        voucher = award(year.treasury.scene, enterprise_number(2), municipality=AS_)
        clock.move_to(datetime(2027, 1, 1, 0, 0, 0, tzinfo=BRUSSELS))
        redeem_late(year, voucher)
        assert owed(year.draw_up(2026))["As"] == PART
        assert owed(year.draw_up(2027))["As"] == PART
    assert list(differences()) == []


def redeem_late(year: Year, voucher: Voucher) -> None:
    data = invoice(voucher, 50_000, number="LATE")
    redeem_voucher(year.coordinator, code=voucher.code, data=data)


def test_a_reversal_after_the_year_gives_only_the_correction() -> None:
    with time_machine.travel(datetime(2026, 11, 2, 12, tzinfo=BRUSSELS)) as clock:
        year = set_year(BY_SEAT)
        year.use(1, AS_)
        undone = year.use(2, AS_)
        first = year.draw_up()
        send_settlement(year.signs, settlement=first)
        pay(year, first, AS_, 2 * PART)
        clock.move_to(datetime(2027, 2, 1, 12, tzinfo=BRUSSELS))
        undo(year, undone)
        second = year.draw_up(2026)
        assert second.number == 2
        assert owed(second) == {"Genk": PART, "Oudsbergen": 0, "As": -PART, "Zutendaal": 0}
        assert second.shares.get(member__name="As").paid_cents == 2 * PART
        pay(year, second, AS_, -PART)
        assert [line.open_cents for line in lines_of(second)] == [0, 0, 0, 0]
        assert list(differences()) == []
        # Nothing happened in the new year, so nothing is settled there.
        assert year.draw_up(2027).total_cents == 0


def pay(year: Year, settlement: YearSettlement, place: str, cents: int) -> None:
    record_settlement_payment(
        year.signs,
        settlement=settlement,
        member=municipality(place),
        amount_cents=cents,
        paid_on=today(),
        reference="R-1",
    )


def test_drawing_up_again_changes_nothing_when_nothing_changed() -> None:
    year = set_year(BY_SEAT)
    year.use(1, AS_)
    first = year.draw_up()
    assert year.draw_up() == first
    pay(year, first, AS_, PART)
    assert year.draw_up() == first
    year.use(2, AS_)
    second = year.draw_up()
    assert (second.number, owed(second)["As"]) == (2, PART)
    assert Entry.objects.filter(command="draw_up_settlement").count() == 2


def test_what_is_drawn_up_never_changes() -> None:
    year = set_year(BY_SEAT)
    settlement = year.draw_up()
    for statement in (
        f"UPDATE settlements_yearsettlement SET total_cents = 1 WHERE id = {settlement.pk}",
        "DELETE FROM settlements_settlementshare",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_an_enterprise_that_moves_changes_nothing_that_was_settled_by_its_seat() -> None:
    year = set_year(BY_SEAT)
    done = year.use(1, AS_)
    first = year.draw_up()
    application = Redemption.objects.get(pk=done.id).voucher.application
    application.declarations = {"municipality": GENK}
    application.save()
    assert year.draw_up() == first
    assert list(differences()) == []


def test_lines_add_up_to_the_settlement_one_by_one() -> None:
    year = set_year(EQUALLY)
    done = [year.use(serial, place) for serial, place in enumerate((GENK, AS_, OPGLABBEEK, AS_, ZUTENDAAL))]
    undo(year, done[1])
    settlement = year.draw_up()
    lines = list(cost_lines(year.scheme, Basis.from_plain(settlement.frozen), settlement.counted_to))
    assert [line.is_reversal for line in lines] == [False] * 5 + [True]
    assert [line.place for line in lines][-1] == AS_
    sums: dict[int | None, int] = {}
    for line in lines:
        assert sum(line.burden.values()) == line.amount_cents
        for member, cents in line.burden.items():
            sums[member] = sums.get(member, 0) + cents
    assert sums == dict(settlement.shares.values_list("member", "borne_cents"))


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    used=st.lists(
        st.tuples(st.sampled_from([GENK, OPGLABBEEK, AS_, ZUTENDAAL]), st.booleans()), min_size=1, max_size=4
    ),
    division=st.sampled_from(["seat", "equal", "fixed"]),
    ceiling=st.integers(0, 3 * PART),
    excess=st.sampled_from(["managing_municipality", "other_members"]),
    paid=st.integers(0, 2),
)
def test_under_any_key_it_sums_to_zero_and_can_be_proven(
    used: list[tuple[str, bool]], division: str, ceiling: int, excess: str, paid: int
) -> None:
    places = [GENK, OPGLABBEEK, AS_, ZUTENDAAL]
    key: dict[str, object] = {
        "division": division,
        "ceilings": [{"place": place, "ceiling_cents": ceiling + i} for i, place in enumerate(places)],
        "excess": excess,
    }
    if division == "fixed":
        key["shares"] = [{"place": place, "share": 7 * i + 1} for i, place in enumerate(places)]
    with transaction.atomic():
        year = set_year({"cost_key": key})
        done = [year.use(serial, place) for serial, (place, _) in enumerate(used)]
        first = year.draw_up()
        for share in first.shares.exclude(member=first.managing_municipality).exclude(owes_cents=0)[:paid]:
            pay(year, first, share.member.nis_code or "", share.owes_cents)
        for redeemed, (_, is_undone) in zip(done, used, strict=True):
            if is_undone:
                undo(year, redeemed)
        last = year.draw_up()
        for settlement in (first, last):
            assert sum(owed(settlement).values()) == 0
            assert sum(settlement.shares.values_list("borne_cents", flat=True)) == settlement.total_cents
        assert last.total_cents == PART * sum(not is_undone for _, is_undone in used)
        assert list(differences()) == []
        transaction.set_rollback(True)


# -- Who may, and what is sent ----------------------------------------------------------------------------------------


def test_the_coordinator_draws_up_and_the_financial_director_sends() -> None:
    year = set_year(BY_SEAT)
    settlement = draw_up_settlement(year.coordinator, scheme=year.scheme, year=today().year)
    member_of(AS_)
    for somebody in (year.coordinator, year.treasury.orders, actor("auditor"), actor("member_oudsbergen")):
        with pytest.raises(Refusal) as refused:
            send_settlement(somebody, settlement=settlement)
        assert refused.value.code is RefusalCode.NOT_ALLOWED
        with pytest.raises(Refusal) as refused:
            record_settlement_payment(
                somebody, settlement=settlement, member=municipality(AS_), amount_cents=1, paid_on=today()
            )
        assert refused.value.code is RefusalCode.NOT_ALLOWED
    with pytest.raises(Refusal) as refused:
        draw_up_settlement(actor("member_oudsbergen"), scheme=year.scheme, year=today().year)
    assert refused.value.code is RefusalCode.NOT_ALLOWED


def test_it_is_sent_once_to_who_acts_for_each_member_and_seen_from_then_on() -> None:
    year = set_year(BY_SEAT)
    year.use(1, AS_)
    reader = member_of(AS_)
    settlement = year.draw_up()
    members = reader.organisations(Role.MEMBER)
    assert list(sent_to(members)) == []
    for _ in range(2):
        send_settlement(year.signs, settlement=settlement)
    told = [payload for name, payload in put_in_outbox() if name == "send_settlement"]
    assert sorted(str(one["member_id"]) for one in told) == sorted(
        str(municipality(code).pk) for code in (AS_, GENK)
    )
    assert list(sent_to(members)) == [settlement]
    assert list(settlements_seen_by(reader)) == []
    assert list(settlements_seen_by(year.signs)) == [settlement]


def test_only_the_newest_is_sent_and_paid() -> None:
    year = set_year(BY_SEAT)
    year.use(1, AS_)
    first = year.draw_up()
    year.use(2, AS_)
    year.draw_up()
    for act in (lambda: send_settlement(year.signs, settlement=first), lambda: pay(year, first, AS_, 1)):
        with pytest.raises(Refusal) as refused:
            act()
        assert refusal_of(refused) == (RefusalCode.SETTLEMENT_REPLACED, {"number": 2})


@pytest.mark.parametrize("cents", [0, PART + 1, -1])
def test_no_more_is_recorded_than_is_owed(cents: int) -> None:
    year = set_year(BY_SEAT)
    year.use(1, AS_)
    settlement = year.draw_up()
    with pytest.raises(Refusal) as refused:
        pay(year, settlement, AS_, cents)
    assert refusal_of(refused) == (RefusalCode.NOT_OWED, {"open_cents": PART})


def test_it_is_paid_in_parts_and_a_mistake_is_taken_back() -> None:
    year = set_year(BY_SEAT)
    year.use(1, AS_)
    settlement = year.draw_up()
    for cents in (10_000, 15_000, -15_000, 15_000):
        pay(year, settlement, AS_, cents)
    assert {line.share.member.name: line.open_cents for line in lines_of(settlement)}["As"] == 0
    with pytest.raises(Refusal):
        pay(year, settlement, AS_, 1)
    assert list(differences()) == []


def test_a_payment_is_not_recorded_before_its_day_or_for_a_stranger() -> None:
    year = set_year(BY_SEAT)
    year.use(1, AS_)
    settlement = year.draw_up()
    with pytest.raises(Refusal) as refused:
        record_settlement_payment(
            year.signs,
            settlement=settlement,
            member=municipality(AS_),
            amount_cents=1,
            paid_on=today() + timedelta(days=1),
        )
    assert refused.value.code is RefusalCode.DAY_TO_COME
    for nobody in ("11002", GENK):
        with pytest.raises(SettlementShare.DoesNotExist):
            pay(year, settlement, nobody, 1)


def test_a_year_to_come_cannot_be_settled() -> None:
    year = set_year(BY_SEAT)
    with pytest.raises(ValueError, match="still to come"):
        year.draw_up(today().year + 1)


# -- Proof ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE settlements_settlementshare SET owes_cents = owes_cents + 1", "is not what was sealed"),
        ("UPDATE settlements_settlementshare SET owes_cents = owes_cents + 1", "does not sum to zero"),
        ("UPDATE settlements_yearsettlement SET total_cents = total_cents + 1", "is not what was sealed"),
        ("UPDATE settlements_yearsettlement SET counted_to = 0", "the redemptions give 0"),
        ("UPDATE vouchers_redemption SET voucher_part_cents = 1", "the redemptions give 1"),
    ],
)
def test_what_was_tampered_with_shows(statement: str, said: str) -> None:
    year = set_year(BY_SEAT)
    year.use(1, AS_)
    year.draw_up()
    drop_triggers()
    with connection.cursor() as cursor:
        cursor.execute(statement)
    install_triggers()
    assert said in "\n".join(differences())


def test_nobody_without_the_role_any_more_is_told() -> None:
    year = set_year(BY_SEAT)
    member_of(AS_)
    end_role(
        SYSTEM,
        person=person(EMAIL["member_oudsbergen"]),
        organisation=municipality(AS_),
        role=Role.MEMBER,
        end=today(),
    )
    send_settlement(year.signs, settlement=year.draw_up())
    told = [str(payload["member_id"]) for name, payload in put_in_outbox() if name == "send_settlement"]
    assert told == [str(municipality(GENK).pk)]
