"""What a settlement asks of its members: by when, with which reference, in whose place, and who still has to be told."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.db import connection

from tests.payments import PAYER_IBAN
from tests.scene import put_in_outbox, refusal_of
from tests.settling import (
    AS_,
    BY_SEAT,
    GENK,
    OPGLABBEEK,
    ZUTENDAAL,
    Year,
    member_of,
    municipality,
    set_year,
)
from wisselwerk.apps.parties.services import grant_role, person
from wisselwerk.apps.payouts.models import Payment
from wisselwerk.apps.payouts.services import read_statement
from wisselwerk.apps.settlements.asking import pay_facts, standing, title_of, where_to_ask
from wisselwerk.apps.settlements.models import (
    REFERENCES_FROM,
    SettlementNotice,
    SettlementShare,
    YearSettlement,
)
from wisselwerk.apps.settlements.queries.dues import Dues, dues_of, settlements_to_post, settlements_to_send
from wisselwerk.apps.settlements.queries.proof import differences
from wisselwerk.apps.settlements.queries.settlements import (
    changes_since,
    is_provisional,
    replaced_by,
    sent_before,
    sent_to,
)
from wisselwerk.apps.settlements.services import (
    deliver_settlement,
    post_settlement,
    record_settlement_payment,
    send_settlement,
)
from wisselwerk.apps.vouchers.models import DeliveryState
from wisselwerk.apps.vouchers.services import reverse_redemption
from wisselwerk.clock import BRUSSELS, today
from wisselwerk.db import drop_triggers, install_triggers
from wisselwerk.domain.actor import SYSTEM, Role
from wisselwerk.domain.money import Cents
from wisselwerk.domain.reconciliation import Meaning
from wisselwerk.domain.refusal import Refusal, RefusalCode
from wisselwerk.formats.bank_statement import BankEntry, BankStatement, BankTransaction, StatementKind
from wisselwerk.formats.structured_reference import NUMBER_DIGITS, of_number

pytestmark = pytest.mark.django_db

PART = 25_000
OUDSBERGEN = "72042"


@pytest.fixture
def year() -> Iterator[Year]:
    """A voucher of 250 euro used in As on a day in the middle of a year, and somebody who acts for As."""
    with time_machine.travel(datetime(2026, 6, 1, 12, tzinfo=BRUSSELS), tick=False):
        year = set_year(BY_SEAT)
        year.use(1, AS_)
        member_of(AS_)
        yield year


def sent(year: Year, of: int | None = None) -> YearSettlement:
    settlement = year.draw_up(of)
    send_settlement(year.signs, settlement=settlement)
    return settlement


def pay(year: Year, settlement: YearSettlement, cents: int, on: date | None = None) -> None:
    record_settlement_payment(
        year.signs,
        settlement=settlement,
        member=municipality(AS_),
        amount_cents=cents,
        paid_on=on or today(),
    )


def dues(*codes: str) -> Dues:
    members = {municipality(code).pk for code in codes}
    return dues_of(members, sent_to(members))


def share_of(settlement: YearSettlement, code: str) -> SettlementShare:
    return settlement.shares.get(member=municipality(code))


# -- How to pay -------------------------------------------------------------------------------------------------------


def test_who_has_to_pay_is_told_how(year: Year) -> None:
    settlement = sent(year)
    (due,) = dues(AS_).to_pay
    facts = dict(pay_facts(due))
    assert facts == {
        "Bedrag": "€\N{NO-BREAK SPACE}250,00",
        "Betalen ten laatste op": "1\N{NO-BREAK SPACE}juli\N{NO-BREAK SPACE}2026",
        "Naar rekening": "BE68 5390 0754 7034",
        "Op naam van": "Genk",
        "Gestructureerde mededeling": facts["Gestructureerde mededeling"],
    }
    digits = "".join(one for one in facts["Gestructureerde mededeling"] if one.isdigit())
    assert digits == of_number(REFERENCES_FROM + share_of(settlement, AS_).pk)
    assert dues(GENK).to_pay == dues(ZUTENDAAL).to_pay == ()


def test_without_an_account_it_says_whom_to_ask(year: Year) -> None:
    settlement = sent(year)
    year.treasury.payer.bank_accounts.all().delete()
    (due,) = dues(AS_).to_pay
    assert due.account is None
    assert "Naar rekening" not in dict(pay_facts(due))
    assert "Vraag het aan Genk" in where_to_ask(settlement)


def test_the_last_day_is_as_many_days_later_as_the_installation_says(
    year: Year, settings: pytest.FixtureRequest
) -> None:
    settings.SETTLEMENT_DAYS = 60  # type: ignore[attr-defined]
    settlement = sent(year)
    assert settlement.sending.pay_by == date(2026, 7, 31)
    (due,) = dues(AS_).to_pay
    assert not due.is_late
    with time_machine.travel(datetime(2026, 7, 31, 23, 59, tzinfo=BRUSSELS)):
        assert not due.is_late
    with time_machine.travel(datetime(2026, 8, 1, 0, 1, tzinfo=BRUSSELS)):
        assert due.is_late


def test_its_reference_is_never_taken_for_that_of_a_payment(year: Year) -> None:
    """Statements are matched by the number in a reference: that of a settlement is the number of no payment."""
    year.treasury.bank_pays(year.treasury.signed())
    payment = Payment.objects.get()
    reverse_redemption(year.coordinator, redemption=payment.redemption_id, reason="Dubbel.")
    year.use(2, AS_)
    reference = share_of(sent(year), AS_).structured_reference
    assert int(reference[:NUMBER_DIGITS]) >= REFERENCES_FROM > payment.pk
    one = BankTransaction(Cents(PART), structured_reference=reference)
    entry = BankEntry(1, Cents(PART), today(), None, "R-1", None, (one,))
    statement = BankStatement(StatementKind.STATEMENT, "S-1", PAYER_IBAN, "EUR", None, None, (entry,))
    assert dict(read_statement(year.signs, statement=statement).found) == {Meaning.SETTLED: 1}
    assert not payment.bank_lines.exclude(meaning=Meaning.PAID).exists()


def test_what_was_paid_is_no_longer_asked_and_what_is_too_much_is_given_back(year: Year) -> None:
    undone = year.use(2, AS_)
    first = sent(year)
    pay(year, first, PART)
    assert [one.cents for one in dues(AS_).to_pay] == [PART]
    pay(year, first, PART)
    assert not dues(AS_)
    assert not dues(GENK)
    reverse_redemption(year.coordinator, redemption=undone.id, reason="Dubbel.")
    second = sent(year)
    assert [one.gets_back_cents for one in dues(GENK).to_give_back] == [PART]
    assert [one.gets_back_cents for one in dues(AS_).to_get] == [PART]
    assert not dues(AS_)
    pay(year, second, -PART)
    assert not dues(GENK)
    assert list(differences()) == []


def test_what_one_owes_hides_nothing_that_another_gets(year: Year) -> None:
    undone = year.use(2, OPGLABBEEK)
    first = sent(year)
    record_settlement_payment(
        year.signs,
        settlement=first,
        member=municipality(OUDSBERGEN),
        amount_cents=PART,
        paid_on=today(),
    )
    reverse_redemption(year.coordinator, redemption=undone.id, reason="Dubbel.")
    sent(year)
    found = dues(GENK)
    assert [(one.member.name, one.gets_back_cents) for one in found.to_give_back] == [("Oudsbergen", PART)]
    assert found.to_pay == ()


# -- In whose place ---------------------------------------------------------------------------------------------------


def test_a_second_says_whose_place_it_takes_and_asks_only_what_is_open(year: Year) -> None:
    first = sent(year)
    pay(year, first, 10_000)
    year.use(2, AS_)
    second = sent(year)
    (due,) = dues(AS_).to_pay
    assert (due.settlement, due.cents) == (second, 2 * PART - 10_000)
    said = " ".join(standing(second, sent_before(second), replaced_by(second)))
    assert "komt in de plaats van verrekening nr. 1 van 1\N{NO-BREAK SPACE}juni\N{NO-BREAK SPACE}2026" in said
    assert "Betaal volgens die" in " ".join(standing(first, sent_before(first), replaced_by(first)))
    change = {one.member.name: one for one in changes_since(first, second)}
    assert (change["As"].bore_cents, change["As"].bears_cents) == (PART, 2 * PART)
    assert (change["As"].owed_cents, change["As"].owes_cents) == (PART, 2 * PART - 10_000)
    assert not change["Zutendaal"].is_change
    assert sum(one.owes_cents for one in change.values()) == 0
    assert list(differences()) == []


def test_what_was_never_sent_is_replaced_for_nobody(year: Year) -> None:
    year.draw_up()
    year.use(2, AS_)
    second = sent(year)
    assert second.number == 2
    assert sent_before(second) is None
    year.use(3, AS_)
    third = year.draw_up()
    assert replaced_by(second) is None
    assert [one.settlement for one in dues(AS_).to_pay] == [second]
    assert sent_before(third) == second


@pytest.mark.parametrize(
    ("moment", "provisional"),
    [
        (datetime(2026, 12, 31, 23, 59, 59, tzinfo=BRUSSELS), True),
        (datetime(2027, 1, 1, 0, 0, 0, tzinfo=BRUSSELS), False),
    ],
)
def test_it_is_provisional_until_midnight_in_brussels(
    year: Year, moment: datetime, provisional: bool
) -> None:
    with time_machine.travel(moment, tick=False):
        settlement = year.draw_up(2026)
    assert is_provisional(settlement) is provisional
    assert title_of(settlement).startswith("Voorlopige") is provisional
    assert bool(list(standing(settlement, None))) is provisional


@pytest.mark.parametrize(("day", "refused"), [(date(2025, 12, 31), True), (date(2026, 1, 1), False)])
def test_nothing_was_paid_before_the_year_began(year: Year, day: date, refused: bool) -> None:
    settlement = sent(year)
    if not refused:
        pay(year, settlement, PART, day)
        return
    with pytest.raises(Refusal) as error:
        pay(year, settlement, PART, day)
    assert refusal_of(error) == (RefusalCode.PAID_BEFORE_YEAR, {"on": day, "year": 2026})


# -- Who was told -----------------------------------------------------------------------------------------------------


def states(settlement: YearSettlement) -> dict[str, str]:
    found = SettlementNotice.objects.filter(share__settlement=settlement)
    return dict(found.values_list("share__member__name", "state"))


def test_where_nobody_acts_a_letter_has_to_go(year: Year) -> None:
    year.use(2, OPGLABBEEK)
    year.use(3, ZUTENDAAL)
    settlement = sent(year)
    assert states(settlement) == {
        "As": DeliveryState.WAITING,
        "Oudsbergen": DeliveryState.TO_POST,
        "Zutendaal": DeliveryState.TO_POST,
    }
    to_post = settlements_to_post(year.signs)
    assert [one.share.member.name for one in to_post] == ["Oudsbergen", "Zutendaal"]
    assert settlements_to_post(year.treasury.orders) == []
    post_settlement(year.signs, notice=to_post[0])
    assert [one.share.member.name for one in settlements_to_post(year.signs)] == ["Zutendaal"]
    with pytest.raises(Refusal) as refused:
        post_settlement(year.signs, notice=to_post[0])
    assert refused.value.code is RefusalCode.WRONG_STATE
    with pytest.raises(Refusal) as refused:
        post_settlement(year.coordinator, notice=to_post[1])
    assert refused.value.code is RefusalCode.NOT_ALLOWED
    assert list(differences()) == []


def test_who_has_paid_meanwhile_gets_no_letter(year: Year) -> None:
    year.use(2, OPGLABBEEK)
    settlement = sent(year)
    found = settlements_to_post(year.signs)
    share = next(one.share for one in found if one.share.member.name == "Oudsbergen")
    assert share.owes_cents == PART

    def paid(cents: int) -> list[str]:
        record_settlement_payment(
            year.signs, settlement=settlement, member=share.member, amount_cents=cents, paid_on=today()
        )
        return [one.share.member.name for one in settlements_to_post(year.signs)]

    # Zutendaal neither owes nor gets anything: no letter. What was paid needs none, until that turns out to be a mistake.
    assert paid(PART - 1) == ["Oudsbergen"]
    assert paid(1) == []
    assert paid(-PART) == ["Oudsbergen"]


def test_a_general_director_hears_it_where_nobody_else_acts(year: Year) -> None:
    somebody = person("directeur@zutendaal.example")
    grant_role(SYSTEM, person=somebody, organisation=municipality(ZUTENDAAL), role=Role.GENERAL_DIRECTOR)
    settlement = sent(year)
    assert states(settlement)["Zutendaal"] == DeliveryState.WAITING
    told = [str(one["person_id"]) for name, one in put_in_outbox() if name == "send_settlement"]
    assert str(somebody.pk) in told


def test_of_several_people_one_that_got_it_is_enough(year: Year) -> None:
    notice = SettlementNotice.objects.get(share=share_of(sent(year), AS_))
    deliver = [DeliveryState.MAIL_REFUSED, DeliveryState.MAIL_REFUSED, DeliveryState.MAILED]
    done = [deliver_settlement(SYSTEM, notice=notice, state=state) for state in deliver]
    assert done == [True, False, True]
    assert not deliver_settlement(SYSTEM, notice=notice, state=DeliveryState.MAIL_REFUSED)
    notice.refresh_from_db()
    assert notice.state == DeliveryState.MAILED
    assert list(differences()) == []


def test_a_mail_that_does_not_leave_becomes_a_letter_and_what_was_replaced_does_not(year: Year) -> None:
    year.use(3, OPGLABBEEK)
    year.use(4, ZUTENDAAL)
    sent(year)
    assert len(settlements_to_post(year.signs)) == 2
    with time_machine.travel(datetime(2026, 6, 2, 12, tzinfo=BRUSSELS)):
        assert len(settlements_to_post(year.signs)) == 3
        year.use(2, AS_)
        year.draw_up()
        # The page of the year shows the newest, which has nothing to post yet.
        assert settlements_to_post(year.signs) == []
        assert [one.number for one in settlements_to_send(year.signs)] == [2]
        assert settlements_to_send(year.coordinator) == []
        second = sent(year)
        assert settlements_to_send(year.signs) == []
        assert {one.share.settlement_id for one in settlements_to_post(year.signs)} == {second.pk}


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE settlements_settlementsending SET pay_by = '2030-01-01'", "the trail does not tell of it"),
        ("DELETE FROM settlements_settlementnotice", "without a notice"),
        ("UPDATE settlements_settlementnotice SET state = 'to_post'", "which is not kept like that"),
        ("UPDATE settlements_settlementnotice SET state = 'mailed'", "the trail does not tell of it"),
        ("DELETE FROM settlements_settlementsending", "has a notice and was not sent"),
    ],
)
def test_what_was_tampered_with_shows(year: Year, statement: str, said: str) -> None:
    settlement = sent(year)
    post_settlement(year.signs, notice=SettlementNotice.objects.get(share=share_of(settlement, ZUTENDAAL)))
    assert list(differences()) == []
    drop_triggers()
    with connection.cursor() as cursor:
        cursor.execute(statement)
    install_triggers()
    assert said in "\n".join(differences())


def test_a_day_that_was_never_told_asks_for_no_day(year: Year) -> None:
    """So are settlements that were sent before members were told a day."""
    settlement = sent(year)
    due = dues(AS_).to_pay[0]
    due.settlement.sending.pay_by = None
    assert "Betalen ten laatste op" not in dict(pay_facts(due))
    assert not due.is_late
    assert settlement.sending.pay_by == today() + timedelta(days=30)
