"""What can only help an applicant never hurts, and what can only hurt never helps."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any, TypeVar

from hypothesis import assume, given
from hypothesis import strategies as st

from tests.domain.rule.cast import NACE_CODES, PLACES, SCOPES, days, earlier_aid, situations, sourced
from wisselwerk.domain.aid import AidRecord, EarlierAid
from wisselwerk.domain.rule import REQUIRED, Result, RuleSet, evaluate
from wisselwerk.domain.rule.acquaintance import FirstAcquaintance, Independence
from wisselwerk.domain.rule.aid import DeMinimis, ProviderAdvantage
from wisselwerk.domain.rule.allocation import Allocation
from wisselwerk.domain.rule.amount import Amount
from wisselwerk.domain.rule.base import FACT_NAMES, EnterpriseSize, Facts, ProviderKind, Rule, Verdict
from wisselwerk.domain.rule.budget import BudgetCeiling
from wisselwerk.domain.rule.cost_key import CostKey
from wisselwerk.domain.rule.enterprise import (
    EnterpriseCeiling,
    NumberPerEnterprise,
    Sector,
    SectorList,
    SizeOfEnterprise,
)
from wisselwerk.domain.rule.last_part import LastPart
from wisselwerk.domain.rule.order import InvoicesPerVoucher
from wisselwerk.domain.rule.provider import ProviderCategory
from wisselwerk.domain.rule.reminders import Reminders
from wisselwerk.domain.rule.territory import Located, Territory
from wisselwerk.domain.rule.window import ApplicationWindow

Situation = tuple[RuleSet, Facts]
R = TypeVar("R", bound=Rule)
HOW_GOOD = {
    Result.REFUSED: 0,
    Result.NOT_DRAWN: 1,
    Result.WAITING_LIST: 2,
    Result.REVIEW: 3,
    Result.ENTERED: 4,
    Result.AWARDED: 5,
}
more = st.integers(0, 120)


def how_good(rule_set: RuleSet, known: Facts) -> int:
    """The result on a scale on which more is better for the applicant."""
    return HOW_GOOD[evaluate(rule_set, known).result]


def the(kind: type[R], rule_set: RuleSet) -> R:
    """The rule of a kind that is there."""
    rule = rule_set.find(kind)
    assert rule is not None
    return rule


def with_rule(rule_set: RuleSet, rule: Rule) -> RuleSet:
    """The rule set with ``rule`` in the place of the one of its kind."""
    others = [one.rule for one in rule_set.rules if one.rule.kind != rule.kind]
    return sourced([*others, rule])


@given(situations(told=("budget_left_cents",)), more)
def test_more_budget_never_hurts(situation: Situation, extra: int) -> None:
    rule_set, known = situation
    assert known.budget_left_cents is not None
    richer = replace(known, budget_left_cents=known.budget_left_cents + extra)
    assert how_good(rule_set, richer) >= how_good(rule_set, known)


@given(situations(told=("ceilings_left_cents",)), st.sampled_from(SCOPES), more)
def test_more_room_under_a_ceiling_never_hurts(situation: Situation, scope: str, extra: int) -> None:
    rule_set, known = situation
    room = dict(known.ceilings_left_cents or {})
    roomier = replace(
        known, ceilings_left_cents={one: left + extra * (one == scope) for one, left in room.items()}
    )
    assert how_good(rule_set, roomier) >= how_good(rule_set, known)


@given(situations(NumberPerEnterprise, told=("vouchers_counted",)), more)
def test_more_vouchers_counted_never_help(situation: Situation, extra: int) -> None:
    rule_set, known = situation
    assert known.vouchers_counted is not None
    fuller = replace(known, vouchers_counted=known.vouchers_counted + extra)
    assert how_good(rule_set, fuller) <= how_good(rule_set, known)


@given(situations(), more)
def test_a_larger_amount_never_makes_the_budget_reach_further(situation: Situation, extra: int) -> None:
    rule_set, known = situation
    amount = the(Amount, rule_set)
    dearer = with_rule(rule_set, replace(amount, amount_cents=amount.amount_cents + extra))
    assert how_good(dearer, known) <= how_good(rule_set, known)


@given(situations(NumberPerEnterprise, told=("vouchers_counted",)), more)
def test_a_higher_maximum_per_enterprise_never_hurts(situation: Situation, extra: int) -> None:
    rule_set, known = situation
    rule = the(NumberPerEnterprise, rule_set)
    milder = replace(rule, maximum=rule.maximum + extra)
    assert how_good(with_rule(rule_set, milder), known) >= how_good(rule_set, known)


@given(situations(EnterpriseCeiling, told=("awarded_this_year_cents",)), more)
def test_more_awarded_this_year_never_helps(situation: Situation, extra: int) -> None:
    rule_set, known = situation
    assert known.awarded_this_year_cents is not None
    fuller = replace(known, awarded_this_year_cents=known.awarded_this_year_cents + extra)
    assert how_good(rule_set, fuller) <= how_good(rule_set, known)


@given(situations(SizeOfEnterprise), st.sampled_from(EnterpriseSize))
def test_admitting_another_size_never_hurts(situation: Situation, size: EnterpriseSize) -> None:
    rule_set, known = situation
    wider = SizeOfEnterprise(sizes=tuple({*the(SizeOfEnterprise, rule_set).sizes, size}))
    assert how_good(with_rule(rule_set, wider), known) >= how_good(rule_set, known)


@given(situations(Sector), st.sampled_from(NACE_CODES))
def test_naming_another_sector_never_hurts_who_is_let_in_and_never_helps_who_is_kept_out(
    situation: Situation, code: str
) -> None:
    rule_set, known = situation
    rule = the(Sector, rule_set)
    longer = with_rule(rule_set, replace(rule, sectors=tuple({*rule.sectors, code})))
    change = how_good(longer, known) - how_good(rule_set, known)
    assert change >= 0 if rule.admitted is SectorList.ONLY else change <= 0


@given(situations(Sector), st.sampled_from(NACE_CODES))
def test_knowing_the_activity_finer_never_undoes_an_award(situation: Situation, code: str) -> None:
    rule_set, known = situation
    if known.nace_code and code.startswith(known.nace_code):
        finer = how_good(rule_set, replace(known, nace_code=code))
        assert finer == HOW_GOOD[Result.AWARDED] or how_good(rule_set, known) < HOW_GOOD[Result.AWARDED]


@given(situations(Territory, told=("seat_places", "establishment_places")))
def test_an_establishment_that_counts_never_hurts(situation: Situation) -> None:
    rule_set, known = situation
    rule = the(Territory, rule_set)
    seat_alone = with_rule(rule_set, replace(rule, located=Located.SEAT))
    either = with_rule(rule_set, replace(rule, located=Located.SEAT_OR_ESTABLISHMENT))
    assert how_good(either, known) >= how_good(seat_alone, known)


@given(situations(FirstAcquaintance, Independence))
def test_saying_that_they_know_each_other_never_helps(situation: Situation) -> None:
    rule_set, known = situation
    said = [
        (replace(known, earlier_customer=yes), replace(known, affiliated=yes)) for yes in (True, None, False)
    ]
    for yes, unsaid, no in zip(*said, strict=True):
        assert how_good(rule_set, yes) == HOW_GOOD[Result.REFUSED]
        assert how_good(rule_set, unsaid) <= HOW_GOOD[Result.REVIEW]
        assert how_good(rule_set, unsaid) <= how_good(rule_set, no)


@given(situations(Territory, told=("seat_places",)), st.sampled_from(PLACES))
def test_a_wider_territory_never_hurts(situation: Situation, place: str) -> None:
    rule_set, known = situation
    rule = the(Territory, rule_set)
    wider = replace(rule, places=tuple({*rule.places, place}))
    assert how_good(with_rule(rule_set, wider), known) >= how_good(rule_set, known)


@given(situations(Territory, told=("seat_places", "undecided_places")), st.sampled_from(PLACES))
def test_a_council_that_decides_never_hurts(situation: Situation, place: str) -> None:
    rule_set, known = situation
    others = {one: council for one, council in known.undecided_places.items() if one != place}
    assert how_good(rule_set, replace(known, undecided_places=others)) >= how_good(rule_set, known)


@given(situations(Territory, told=("seat_places", "undecided_places")))
def test_nobody_is_awarded_where_a_council_has_still_to_decide(situation: Situation) -> None:
    rule_set, known = situation
    located = the(Territory, rule_set).place_of(known.seat_places, known.establishment_places)
    if evaluate(rule_set, known).result is Result.AWARDED:
        assert not known.undecided_places.keys() & set(located or ())


@given(situations(Territory, told=("seat_places",)))
def test_knowing_better_where_the_seat_is_never_undoes_an_award(situation: Situation) -> None:
    rule_set, known = situation
    if evaluate(rule_set, known).result is Result.AWARDED:
        for place in known.seat_places or ():
            assert evaluate(rule_set, replace(known, seat_places=(place,))).result is Result.AWARDED


@given(situations(ProviderCategory, told=("provider_kinds",)), st.sampled_from(ProviderKind))
def test_admitting_another_kind_of_provider_never_hurts(situation: Situation, kind: ProviderKind) -> None:
    rule_set, known = situation
    wider = ProviderCategory(kinds=tuple({*the(ProviderCategory, rule_set).kinds, kind}))
    assert how_good(with_rule(rule_set, wider), known) >= how_good(rule_set, known)


@given(situations(ProviderCategory, told=("provider_kinds",)), st.sampled_from(ProviderKind))
def test_another_recognition_of_the_provider_never_hurts(situation: Situation, kind: ProviderKind) -> None:
    rule_set, known = situation
    better = replace(known, provider_kinds=tuple({*(known.provider_kinds or ()), kind}))
    assert how_good(rule_set, better) >= how_good(rule_set, known)


@given(situations(ApplicationWindow, told=("applied_on",)), st.integers(0, 5000), st.integers(0, 5000))
def test_a_longer_window_never_hurts(situation: Situation, earlier: int, later: int) -> None:
    rule_set, known = situation
    window = the(ApplicationWindow, rule_set)
    longer = ApplicationWindow(
        opens_on=window.opens_on - timedelta(days=earlier),
        closes_on=None if window.closes_on is None else window.closes_on + timedelta(days=later),
    )
    assert how_good(with_rule(rule_set, longer), known) >= how_good(rule_set, known)


def aid_of_both(known: Facts) -> tuple[AidRecord, AidRecord]:
    """The aid of the enterprise and of the provider, which were told."""
    assert known.enterprise_aid is not None
    assert known.provider_aid is not None
    return known.enterprise_aid, known.provider_aid


@given(situations(DeMinimis, told=("enterprise_aid", "provider_aid")), earlier_aid, earlier_aid)
def test_more_earlier_aid_never_helps(situation: Situation, one: EarlierAid, other: EarlierAid) -> None:
    rule_set, known = situation
    enterprise, provider = aid_of_both(known)
    fuller = replace(
        known,
        enterprise_aid=replace(enterprise, earlier=(*enterprise.earlier, one)),
        provider_aid=replace(provider, earlier=(*provider.earlier, other)),
    )
    assert how_good(rule_set, fuller) <= how_good(rule_set, known)


@given(situations(DeMinimis, told=("enterprise_aid", "provider_aid", "decided_on")), st.integers(0, 2000))
def test_the_passing_of_time_never_hurts_under_a_ceiling_of_aid(situation: Situation, passed: int) -> None:
    rule_set, known = situation
    assume(rule_set.lottery is None)  # a place on a waiting list ends with time
    later = replace(known, decided_on=known.award_day + timedelta(days=passed))
    assert how_good(rule_set, later) >= how_good(rule_set, known)


@given(situations(DeMinimis, told=("enterprise_aid", "provider_aid")))
def test_counting_a_voucher_as_aid_to_the_provider_never_helps(situation: Situation) -> None:
    rule_set, known = situation
    stricter = with_rule(rule_set, DeMinimis(provider_advantage=ProviderAdvantage.WHOLE))
    milder = with_rule(rule_set, DeMinimis(provider_advantage=ProviderAdvantage.NONE))
    assert how_good(stricter, known) <= how_good(milder, known)


@given(situations(CostKey))
def test_how_members_share_the_cost_decides_about_nobody(situation: Situation) -> None:
    rule_set, known = situation
    without = RuleSet(tuple(one for one in rule_set.rules if one.rule.kind != CostKey.kind))
    assert how_good(rule_set, known) == how_good(without, known)


@given(situations(Reminders))
def test_when_holders_are_reminded_decides_about_nobody(situation: Situation) -> None:
    rule_set, known = situation
    without = RuleSet(tuple(one for one in rule_set.rules if one.rule.kind != Reminders.kind))
    assert how_good(rule_set, known) == how_good(without, known)


@given(situations(), days)
def test_the_day_of_the_decision_changes_no_result(situation: Situation, day: date) -> None:
    """Nobody loses a right, or gains one, because a decision takes time.

    De minimis aid is the exception that the law makes: it is held against the three years before the grant. And a place
    on a waiting list lasts as long as the rules say.
    """
    rule_set, known = situation
    known = replace(known, drawn_on=None)
    rule_set = RuleSet(tuple(one for one in rule_set.rules if one.rule.kind != DeMinimis.kind))
    assert how_good(rule_set, replace(known, decided_on=day)) == how_good(rule_set, known)


@given(situations())
def test_another_rule_never_helps(situation: Situation) -> None:
    rule_set, known = situation
    # A draw is no condition but an order, and it needs its window; a last part needs that there is one invoice.
    order = {Allocation.kind, ApplicationWindow.kind} if rule_set.lottery else set()
    if rule_set.find(LastPart):
        order.add(InvoicesPerVoucher.kind)
    for one in rule_set.rules:
        if one.rule.kind not in REQUIRED | order:
            without = RuleSet(tuple(other for other in rule_set.rules if other is not one))
            assert how_good(rule_set, known) <= how_good(without, known)


@given(situations(), st.sampled_from(sorted(FACT_NAMES)))
def test_what_is_not_known_is_never_a_yes(situation: Situation, fact: str) -> None:
    """Forgetting a fact leads to a person at best: it never awards what the fact would have stopped."""
    rule_set, known = situation
    forgotten: dict[str, Any] = {fact: None}
    if evaluate(rule_set, replace(known, **forgotten)).result is Result.AWARDED:
        assert evaluate(rule_set, known).result is Result.AWARDED


@given(situations())
def test_one_no_refuses_and_one_doubt_asks_for_a_person(situation: Situation) -> None:
    rule_set, known = situation
    evaluation = evaluate(rule_set, known)
    verdicts = [outcome.verdict for outcome in evaluation.outcomes]
    assert [outcome.kind for outcome in evaluation.outcomes] == [one.rule.kind for one in rule_set.rules]
    match evaluation.result:
        case Result.REFUSED:
            assert len(evaluation.reasons) == verdicts.count(Verdict.FAIL) > 0
        case Result.REVIEW:
            assert Verdict.FAIL not in verdicts
            assert len(evaluation.reasons) == verdicts.count(Verdict.REVIEW) > 0
        case Result.AWARDED:
            assert set(verdicts) == {Verdict.PASS}
            assert evaluation.reasons == ()


@given(situations(), st.randoms())
def test_the_order_of_the_rules_changes_no_result(situation: Situation, chance: Random) -> None:
    rule_set, known = situation
    shuffled = list(rule_set.rules)
    chance.shuffle(shuffled)
    assert how_good(RuleSet(tuple(shuffled)), known) == how_good(rule_set, known)


@given(situations(told=("budget_left_cents", "ceilings_left_cents")))
def test_an_award_never_takes_more_than_is_left(situation: Situation) -> None:
    rule_set, known = situation
    evaluation = evaluate(rule_set, known)
    if evaluation.result is Result.AWARDED:
        left = {"budget": known.budget_left_cents or 0, **(known.ceilings_left_cents or {})}
        scopes = ["budget", *the(BudgetCeiling, rule_set).ceilings]
        assert all(evaluation.grant.amount_cents <= left[scope] for scope in scopes)
