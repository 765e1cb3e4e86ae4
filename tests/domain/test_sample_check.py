"""Check lists that follow from the rules of the day, and counts that point at nobody."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.scene import rule_set
from wisselwerk.domain.disclosure import DISCLOSED_FROM, is_small
from wisselwerk.domain.refusal import Refusal, RefusalCode
from wisselwerk.domain.rule import KINDS
from wisselwerk.domain.sample import SampleKind
from wisselwerk.domain.sample_check import (
    ALWAYS,
    FROM_RULES,
    OF_THE_PUBLIC,
    Consequence,
    SampleCheck,
    Seen,
    check_list,
    judged,
    tally,
    unjudged,
)

FINE, FINDING, CANNOT = Seen.FINE, Seen.FINDING, Seen.CANNOT_TELL
PERIOD, PROOF = SampleCheck.PERIOD, SampleCheck.PROOF


def checks(**rules: dict[str, object] | None) -> set[SampleCheck]:
    return {one.check for one in check_list(rule_set(rules))}


def test_each_check_comes_from_a_kind_of_rule_that_exists_or_is_always_made() -> None:
    assert set(SampleCheck) == {*FROM_RULES, *ALWAYS, *OF_THE_PUBLIC}
    assert {kind for kinds in FROM_RULES.values() for kind in kinds} <= KINDS.keys()


def test_a_dossier_is_held_to_the_rules_of_its_day() -> None:
    assert PROOF not in checks()
    assert PROOF in checks(proof={"delivery_working_days": 5})
    assert SampleCheck.OWN_PART in checks()
    assert SampleCheck.OWN_PART not in checks(own_contribution=None)
    assert SampleCheck.DOUBLE_USE in checks(own_contribution=None)
    enterprise = next(one for one in check_list(rule_set({})) if one.check is SampleCheck.ENTERPRISE)
    assert enterprise.rules == ("territory", "regular_enterprise", "number_per_enterprise")
    assert tuple(one.check for one in check_list(None)) == OF_THE_PUBLIC


@pytest.mark.parametrize(("kind", "seen"), [*product(SampleKind, Seen)])
def test_a_finding_asks_for_something_and_nothing_else_does(kind: SampleKind, seen: Seen) -> None:
    for consequence in (None, *Consequence):
        fits = (consequence is not None) is (seen is FINDING)
        if kind is SampleKind.PUBLIC and consequence is Consequence.RECOVER:
            fits = False
        if fits:
            judged(kind, seen, consequence)
            continue
        with pytest.raises(Refusal) as caught:
            judged(kind, seen, consequence)
        assert caught.value.code is RefusalCode.FINDING_INCOMPLETE


def test_of_what_is_public_every_number_is_told() -> None:
    found = tally([{PERIOD: FINDING}, {PERIOD: FINE}], SampleKind.PUBLIC)
    assert (found.looked_at, found.with_finding) == (2, 1)
    assert found.by_check == {PERIOD: {FINE: 1, FINDING: 1, CANNOT: 0}}


def test_of_dossiers_no_small_number_is_told() -> None:
    items = [{PERIOD: FINDING}] + [{PERIOD: FINE}] * 9
    found = tally(items, SampleKind.DOSSIERS)
    assert (found.looked_at, found.with_finding) == (10, None)
    assert found.by_check[PERIOD][FINDING] is None
    assert found.by_check[PERIOD][FINE] is None, "less it, the total gives the finding back"
    clean = tally([{PERIOD: FINE}] * 10, SampleKind.DOSSIERS)
    assert clean.with_finding == 0
    assert clean.by_check == {PERIOD: {FINE: 10, FINDING: 0, CANNOT: 0}}


def test_dossiers_with_a_finding_do_not_give_back_what_a_check_hides() -> None:
    """Nine have one; five of those in one check, so that the other check would have at least four."""
    items = (
        [{PERIOD: FINDING, PROOF: FINE}] * 5
        + [{PERIOD: FINE, PROOF: FINDING}] * 4
        + [{PERIOD: FINE, PROOF: FINE}] * 11
    )
    found = tally(items, SampleKind.DOSSIERS)
    assert found.by_check[PERIOD][FINDING] == 5
    assert found.by_check[PROOF][FINDING] is None
    assert found.with_finding is None


def test_how_few_were_given_under_other_rules_is_not_told_by_a_check_that_those_do_not_ask() -> None:
    found = tally([{PERIOD: FINE, PROOF: FINE}] * 8 + [{PERIOD: FINE}] * 2, SampleKind.DOSSIERS)
    assert found.by_check[PERIOD][FINE] == 10
    assert found.by_check[PROOF][FINE] is None, "less it, the size of the sample gives two"
    many = tally([{PERIOD: FINE, PROOF: FINE}] * 8 + [{PERIOD: FINE}] * 5, SampleKind.DOSSIERS)
    assert many.by_check[PROOF][FINE] == 8


@given(st.lists(st.tuples(st.sampled_from(Seen), st.sampled_from(Seen)), max_size=40))
def test_nobody_works_a_small_number_out(seen: list[tuple[Seen, Seen]]) -> None:
    """Every table of two checks over as many dossiers that shows the same leaves a small number with others beside it."""
    found = tally([{PERIOD: a, PROOF: b} for a, b in seen], SampleKind.DOSSIERS)
    for of_check in found.by_check.values():
        shown = {one: number for one, number in of_check.items() if number is not None}
        assert not any(map(is_small, shown.values()))
        if len(seen) >= DISCLOSED_FROM:
            assert len(shown) != 2, "the third is what is left"
    assert found.with_finding is None or not is_small(found.with_finding)
    assert found.with_finding is None or not is_small(len(seen) - found.with_finding)
    if any(of_check[FINDING] is None for of_check in found.by_check.values()):
        assert found.with_finding is None


def test_what_is_left_to_judge() -> None:
    assert unjudged([PERIOD, PROOF], []) == 2
    assert unjudged([PERIOD, PROOF], [PERIOD, SampleCheck.FITS]) == 1
