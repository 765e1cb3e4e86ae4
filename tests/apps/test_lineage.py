"""Genk's scheme followed that of Zuidoost-Limburg, and changed what the seed says it changed."""

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.cast import Stage
from wisselwerk.apps.schemes.models import Scheme
from wisselwerk.apps.schemes.queries import Lineage, adoptions, lineage, scheme_overview
from wisselwerk.clock import today
from wisselwerk.domain.lineage import PARTNERSHIP, Difference

pytestmark = pytest.mark.django_db


def of(scheme: Scheme) -> dict[tuple[str, str], Difference]:
    return {(one.kind, one.parameter): one for one in lineage(scheme).differences}


def test_genk_is_derived_from_the_first_version_of_zuidoost_limburg(stage: Stage) -> None:
    adopted = stage.genk.adopted_from
    assert adopted is not None
    assert (adopted.scheme, adopted.number) == (stage.zuidoost_limburg, 1)
    assert lineage(stage.genk).parent == stage.zuidoost_limburg
    assert adoptions(stage.zuidoost_limburg) == [stage.genk]


def test_the_seed_tells_three_differences_and_they_are_computed(stage: Stage) -> None:
    found = of(stage.genk)
    changes = {key: (one.before, one.after) for key, one in found.items()}
    assert changes["amount", "amount_cents"] == (50_000, 25_000)
    assert changes["own_contribution", "minimum_cents"] == (None, 25_000)
    assert changes[PARTNERSHIP, "members"] == (5, 4)
    assert changes[PARTNERSHIP, "member_names"] == (
        ("Bilzen", "Hoeselt", "Riemst", "Tongeren", "Voeren"),
        ("As", "Genk", "Opglabbeek", "Zutendaal"),
    )
    assert found["amount", "amount_cents"].why


def test_nothing_else_was_changed(stage: Stage) -> None:
    assert {kind for kind, _ in of(stage.genk)} == {"amount", "own_contribution", "territory", PARTNERSHIP}


def test_later_versions_and_mergers_do_not_change_where_a_scheme_came_from(stage: Stage) -> None:
    overview = scheme_overview("genk", today())
    assert overview is not None
    assert overview.version is not None
    assert overview.version.number == 3
    assert overview.lineage == lineage(stage.genk)


def test_a_scheme_without_a_parent_has_no_lineage(
    stage: Stage, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(3):
        assert lineage(stage.zuidoost_limburg) == Lineage()
    with django_assert_num_queries(3):
        assert lineage(stage.genk).differences
    assert adoptions(stage.genk) == []
