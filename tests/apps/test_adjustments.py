"""The log of adjustments: figures frozen as they were, rules linked once, and what was measured beside what was expected."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from tests.adjustments import answered, decided, decision, new_rules, picked, when_looked_at
from tests.follow_ups import HALF_A_YEAR, all_over, asked, later, say
from tests.practices import refused
from tests.scene import Scene, set_scene
from wisselwerk.apps.evaluation.models import Adjustment, AdjustmentLook, FollowUp, SchemeFigure
from wisselwerk.apps.evaluation.proof import differences
from wisselwerk.apps.evaluation.queries.adjustments import adjustment_with, can_lead_to
from wisselwerk.apps.evaluation.services import (
    Picked,
    add_to_adjustment,
    decide_adjustment,
    link_adjustment,
    look_at_adjustments,
    renew_figures,
)
from wisselwerk.apps.schemes.services import fund_scheme
from wisselwerk.clock import today
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.adjustment import LOOKED_AT, Direction, Expectation, Verdict
from wisselwerk.domain.follow_up import Said
from wisselwerk.domain.indicator import Indicator
from wisselwerk.domain.refusal import RefusalCode

pytestmark = pytest.mark.django_db

UP, DOWN = Direction.UP, Direction.DOWN
A_DAY = timedelta(days=1)


@pytest.fixture
def scene() -> Scene:
    return set_scene()


@pytest.fixture(autouse=True)
def in_order() -> Iterator[None]:
    """Whatever a test does, all of it can be proven after."""
    yield
    assert list(differences()) == []


def read_again(one: Adjustment) -> Adjustment:
    found = adjustment_with(one.pk)
    assert found is not None
    return found


def why(scene: Scene, evidence: list[Picked] | None = None, **changed: Any) -> RefusalCode:
    found = [picked(scene.scheme)] if evidence is None else evidence
    return refused(
        decide_adjustment,
        scene.coordinator,
        scheme=scene.scheme,
        told=decision(**changed),
        evidence=found,
    )


# -- Deciding ---------------------------------------------------------------------------------------------------------


def test_figures_stay_as_they_were_whatever_is_counted_later(scene: Scene) -> None:
    answered(scene, 6, 8)
    one = decided(scene)
    answered(scene, 12, 0, since=50)
    assert SchemeFigure.objects.get(indicator=Indicator.LASTING_6).numerator == 18
    [frozen] = read_again(one).evidence.all()
    figure = frozen.figure
    assert (figure.numerator, figure.counted, figure.until) == (6, 14, all_over() - A_DAY)
    assert figure.value == 6 / 14
    assert figure.interval is not None
    assert round(figure.interval.low, 2) == 0.21
    assert frozen.definition.label == "Still working together after 6 months"
    assert frozen.definition.source


def test_of_a_comparison_both_sides_are_frozen(scene: Scene) -> None:
    other = set_scene(slug="elders")
    answered(scene, 6, 8)
    answered(other, 10, 5, since=50)
    one = decided(scene, [picked(scene.scheme), picked(other.scheme)])
    assert {row.scheme_id: row.numerator for row in one.evidence.all()} == {
        scene.scheme.pk: 6,
        other.scheme.pk: 10,
    }
    assert one.before is not None
    assert one.before.numerator == 6


def test_what_is_not_shown_or_was_counted_anew_is_no_evidence(scene: Scene) -> None:
    answered(scene, 3, 8)
    hidden = picked(scene.scheme)
    assert why(scene, [hidden]) is RefusalCode.ADJUSTMENT_NO_EVIDENCE
    assert why(scene, []) is RefusalCode.ADJUSTMENT_NO_EVIDENCE
    answered(scene, 8, 0, since=50)
    read_before = replace(picked(scene.scheme), mark="another")
    assert why(scene, [read_before]) is RefusalCode.ADJUSTMENT_RENEWED


def test_higher_than_what_has_to_be_known(scene: Scene) -> None:
    answered(scene, 6, 8)
    elsewhere = Expectation(Indicator.USED, UP)
    assert why(scene, expected=elsewhere) is RefusalCode.ADJUSTMENT_NO_BASELINE
    assert decided(scene, expected=replace(elsewhere, target=0.5)).before is None


@pytest.mark.parametrize(
    "changed",
    [
        {"decided_on": 1},
        {"decided_on": -63},
        {"look_on": 0},
        {"decided_on": -3, "look_on": -1},
    ],
)
def test_it_is_written_down_soon_and_looked_at_later(scene: Scene, changed: dict[str, int]) -> None:
    answered(scene, 6, 8)
    days: dict[str, Any] = {name: today() + timedelta(days=number) for name, number in changed.items()}
    assert why(scene, **days) is RefusalCode.ADJUSTMENT_DAYS


def test_it_says_something_and_names_nobody(scene: Scene) -> None:
    answered(scene, 6, 8)
    assert why(scene, question=" ") is RefusalCode.ADJUSTMENT_INCOMPLETE
    assert why(scene, decision="") is RefusalCode.ADJUSTMENT_INCOMPLETE
    assert why(scene, decision="Mevrouw Lina Peeters belt iedereen.") is RefusalCode.PERSON_NAMED
    assert not Adjustment.objects.exists()


def test_only_its_coordinator_writes_in_it(scene: Scene) -> None:
    answered(scene, 6, 8)
    other = set_scene(slug="elders")
    stranger = replace(
        other.coordinator, roles=frozenset({(next(iter(other.coordinator.roles))[0], other.partnership.pk)})
    )
    told, evidence = decision(), [picked(scene.scheme)]
    not_allowed = RefusalCode.NOT_ALLOWED
    assert (
        refused(decide_adjustment, stranger, scheme=scene.scheme, told=told, evidence=evidence) is not_allowed
    )
    one, rules = decided(scene), new_rules(scene.scheme, today() + A_DAY)
    assert refused(link_adjustment, stranger, adjustment=one, version=rules) is not_allowed
    assert refused(add_to_adjustment, stranger, adjustment=one, text="Wij weten het beter.") is not_allowed
    assert refused(look_at_adjustments, scene.coordinator, on=today()) is not_allowed


# -- The rules it led to ----------------------------------------------------------------------------------------------


def test_rules_are_linked_once_when_they_are_published(scene: Scene) -> None:
    answered(scene, 6, 8)
    one = decided(scene)
    assert not can_lead_to(one).exists()
    rules = new_rules(scene.scheme, today() + timedelta(days=10))
    assert list(can_lead_to(one)) == [rules]
    link_adjustment(scene.coordinator, adjustment=one, version=rules)
    assert read_again(one).since == rules.valid_from
    later_rules = new_rules(scene.scheme, today() + timedelta(days=20))
    again = refused(link_adjustment, scene.coordinator, adjustment=one, version=later_rules)
    assert again is RefusalCode.ADJUSTMENT_VERSION


def test_rules_that_did_not_follow_on_it_are_not_linked(scene: Scene) -> None:
    answered(scene, 6, 8)
    before = scene.scheme.versions.get()
    after_the_look = new_rules(scene.scheme, date(today().year + 4, 1, 1))
    elsewhere = new_rules(set_scene(slug="elders").scheme, today() + A_DAY)
    one, same_rules = decided(scene), decided(scene, changes_rules=False)
    for version in (before, after_the_look, elsewhere):
        found = refused(link_adjustment, scene.coordinator, adjustment=one, version=version)
        assert found is RefusalCode.ADJUSTMENT_VERSION
    with later(1):
        fits = new_rules(scene.scheme, date(today().year + 4, 1, 2))
    assert not can_lead_to(same_rules).filter(pk=fits.pk).exists()


# -- Looking again ----------------------------------------------------------------------------------------------------


def begins_after(scene: Scene, lasts: int, ended: int, *, since: int = 100) -> None:
    """Pairs with a first invoice in the middle of next year, that answer half a year later."""
    began_on = date(today().year + 1, 7, 1)
    with later((began_on - today()).days + HALF_A_YEAR.days):
        if not scene.scheme.budgets.filter(year=today().year).exists():
            fund_scheme(SYSTEM, scheme=scene.scheme, year=today().year, amount_cents=25_000_000)
        asked(scene, *range(since, since + lasts + ended))
        # Those before are asked once more on that day, after twelve months.
        pairs = FollowUp.objects.filter(moment=6, first_on=began_on).order_by("pk")
        for number, pair in enumerate(pairs):
            say(pair, Said.YES if number < lasts else Said.NO)


def after(scene: Scene, one: Adjustment, lasts: int, ended: int, *, since: int = 100) -> AdjustmentLook:
    """What is measured on its day, when so many pairs that began after it answered."""
    begins_after(scene, lasts, ended, since=since)
    with when_looked_at(one):
        assert look_at_adjustments(SYSTEM, on=today()) == 1
        renew_figures(SYSTEM, on=today())
    return AdjustmentLook.objects.get(adjustment=one)


def test_what_is_measured_is_of_what_began_after_and_stays(scene: Scene) -> None:
    answered(scene, 6, 8)
    one = decided(scene)
    look = after(scene, one, 20, 0)
    assert (look.numerator, look.counted, look.verdict) == (20, 20, Verdict.AS_EXPECTED)
    next_year = one.decided_on.year + 1
    assert (look.since, look.until) == (date(next_year, 1, 1), date(next_year, 12, 31))
    with when_looked_at(one, before=-30):
        assert look_at_adjustments(SYSTEM, on=today()) == 0
    assert AdjustmentLook.objects.get() == look


def test_it_may_turn_out_otherwise(scene: Scene) -> None:
    answered(scene, 20, 5)
    look = after(scene, decided(scene), 6, 20)
    assert look.verdict == Verdict.OTHERWISE


def test_what_few_answered_is_hidden_and_tells_nothing(scene: Scene) -> None:
    answered(scene, 6, 8)
    look = after(scene, decided(scene), 3, 6)
    # A year with so few is left out as a whole, so that not even this tells that there were some.
    assert (look.value, look.blank, look.numerator, look.counted) == (None, "NOTHING", None, None)
    assert look.verdict == Verdict.TOO_FEW


def test_it_counts_from_the_first_day_of_its_rules(scene: Scene) -> None:
    answered(scene, 6, 8)
    one = decided(scene)
    rules = new_rules(scene.scheme, date(today().year + 1, 2, 1))
    link_adjustment(scene.coordinator, adjustment=one, version=rules)
    # First invoices in the year in which its rules began: that is no whole year with them.
    look = after(scene, one, 10, 10)
    assert look.since == date(rules.valid_from.year + 1, 1, 1)
    assert (look.blank, look.verdict) == ("NOTHING", Verdict.TOO_FEW)


def test_nothing_is_looked_at_before_its_day(scene: Scene) -> None:
    answered(scene, 6, 8)
    one = decided(scene)
    with when_looked_at(one, before=1):
        assert look_at_adjustments(SYSTEM, on=today()) == 0


def test_no_rules_are_linked_once_it_was_looked_at(scene: Scene) -> None:
    answered(scene, 6, 8)
    one = decided(scene)
    rules = new_rules(scene.scheme, today() + timedelta(days=30))
    after(scene, one, 10, 10)
    found = refused(link_adjustment, scene.coordinator, adjustment=one, version=rules)
    assert found is RefusalCode.ADJUSTMENT_VERSION


def test_every_figure_can_be_counted_from_a_day_on(scene: Scene) -> None:
    answered(scene, 6, 8)
    every = [decided(scene, expected=Expectation(one, DOWN, 1.0)) for one in LOOKED_AT]
    begins_after(scene, 10, 10)
    with when_looked_at(max(every, key=lambda one: one.looked_at_on)):
        assert look_at_adjustments(SYSTEM, on=today()) == len(every)
        renew_figures(SYSTEM, on=today())
    looks = {one.indicator: one for one in AdjustmentLook.objects.all()}
    assert looks.keys() == set(LOOKED_AT)
    assert {one.since for one in looks.values()} == {date(today().year + 1, 1, 1)}
    assert looks[Indicator.OWN_MONEY].counted == looks[Indicator.FIRST].counted == 20
    # Those that began before applied on the day of the decision, which is no whole year.
    assert looks[Indicator.DECISION_DAYS].counted == 20
    assert looks[Indicator.LASTING_6].counted == 20


# -- Adding -----------------------------------------------------------------------------------------------------------


def test_a_correction_stands_beside_what_was_written(scene: Scene) -> None:
    answered(scene, 6, 8)
    one = decided(scene)
    add_to_adjustment(scene.coordinator, adjustment=one, text=" Er was ook minder volk op de avonden. ")
    add_to_adjustment(scene.coordinator, adjustment=one, text="Dat bleek een telfout.")
    assert [note.text for note in read_again(one).notes.order_by("pk")] == [
        "Er was ook minder volk op de avonden.",
        "Dat bleek een telfout.",
    ]
    assert refused(add_to_adjustment, scene.coordinator, adjustment=one, text=" ") is (
        RefusalCode.WORDS_MISSING
    )
    named = refused(
        add_to_adjustment, scene.coordinator, adjustment=one, text="Mevrouw Lina Peeters weet het."
    )
    assert named is RefusalCode.PERSON_NAMED
