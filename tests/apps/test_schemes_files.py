"""Schemes from files: loaded once, never over what was published, and only where they fit."""

import json
from dataclasses import replace
from datetime import date

import pytest

from tests.cast import Stage
from tests.scene import rule_set as rules_with
from wisselwerk.apps.audit.models import Entry
from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.schemes.models import (
    RuleSetVersion,
    Scheme,
)
from wisselwerk.apps.schemes.queries import (
    rule_set,
    version_on,
)
from wisselwerk.apps.schemes.services import (
    DoesNotFit,
    load_scheme,
)
from wisselwerk.demo.load import demo_schemes
from wisselwerk.domain.actor import SYSTEM, Actor
from wisselwerk.domain.rule import RuleSet
from wisselwerk.formats.scheme_file import ParentVersion, SchemeFile

FIRST, MAATWERK, MERGED = date(2015, 3, 1), date(2019, 1, 1), date(2025, 1, 1)


@pytest.fixture
def genk_file() -> SchemeFile:
    return next(one for one in demo_schemes() if one.slug == "genk")


def misfits(scheme_file: SchemeFile, actor: Actor = SYSTEM) -> list[str]:
    with pytest.raises(DoesNotFit) as found:
        load_scheme(actor, scheme_file)
    for one in found.value.misfits:
        assert one.message.format_map(one.params) in str(found.value)
    return [".".join(map(str, one.path)) for one in found.value.misfits]


def test_load_scheme_again_changes_nothing(
    stage: Stage, genk_file: SchemeFile, coordinator_genk: Actor
) -> None:
    before = Entry.objects.count()
    assert load_scheme(coordinator_genk, genk_file) == stage.genk
    assert RuleSetVersion.objects.filter(scheme=stage.genk).count() == 3
    assert Entry.objects.count() == before


def test_load_scheme_adds_a_later_version_and_the_new_name(
    stage: Stage, genk_file: SchemeFile, coordinator_genk: Actor
) -> None:
    later = replace(genk_file.versions[-1], number=4, valid_from=date(2027, 1, 1))
    load_scheme(
        coordinator_genk, replace(genk_file, name="Andere naam", versions=(*genk_file.versions, later))
    )
    stage.genk.refresh_from_db()
    assert stage.genk.name == "Andere naam"
    assert list(stage.genk.versions.order_by("number").values_list("number", "valid_from")) == [
        (1, FIRST),
        (2, MAATWERK),
        (3, MERGED),
        (4, date(2027, 1, 1)),
    ]


@pytest.mark.parametrize("changed", [{"name": "Andere naam"}, {"purpose": "Ander doel"}])
def test_the_trail_tells_of_another_name_or_purpose(
    stage: Stage, genk_file: SchemeFile, coordinator_genk: Actor, changed: dict[str, str]
) -> None:
    before = Entry.objects.filter(command="load_scheme").count()
    for _ in range(2):
        load_scheme(coordinator_genk, replace(genk_file, **changed))  # type: ignore[arg-type]
    told = Entry.objects.filter(command="load_scheme").order_by("pk")[before:]
    assert [(one.subject, one.actor) for one in told] == [(f"scheme:{stage.genk.pk}", str(coordinator_genk))]


def test_a_published_version_is_never_loaded_over(stage: Stage, genk_file: SchemeFile) -> None:
    *before, last = genk_file.versions
    for changed in (
        replace(last, source="Een ander besluit"),
        replace(last, valid_from=date(2025, 1, 2)),
        replace(last, whys={}),
        replace(last, rule_set=rules_with({})),
    ):
        later = replace(last, number=4, valid_from=date(2027, 1, 1))
        assert misfits(replace(genk_file, versions=(*before, changed, later))) == ["versions.2"]
    assert stage.genk.versions.count() == 3


def test_a_scheme_stays_with_its_partnership_and_its_parent(stage: Stage, genk_file: SchemeFile) -> None:
    assert misfits(replace(genk_file, partnership="zuidoost-limburg")) == ["partnership"]
    assert misfits(replace(genk_file, parent=None)) == ["parent"]
    assert misfits(replace(genk_file, parent=ParentVersion("zuidoost-limburg", 2))) == ["parent"]


def test_a_scheme_needs_a_partnership_and_a_parent_that_are_here(stage: Stage, genk_file: SchemeFile) -> None:
    new = replace(genk_file, slug="nieuw")
    assert misfits(replace(new, partnership="nergens")) == ["partnership"]
    # A municipality is no partnership, even with a slug.
    Organisation.objects.filter(nis_code="71016").update(slug="gemeente-genk")
    assert misfits(replace(new, partnership="gemeente-genk")) == ["partnership"]
    for parent in (ParentVersion("nergens", 1), ParentVersion("genk", 7)):
        assert misfits(replace(new, parent=parent)) == ["parent"]
    assert not Scheme.objects.filter(slug="nieuw").exists()


def test_a_rule_holds_finest_places_alone(stage: Stage, genk_file: SchemeFile) -> None:
    rules = rules_with({"territory": {"places": ["71016", "72042", "00000"]}})
    version = replace(genk_file.versions[0], rule_set=rules)
    new = replace(genk_file, slug="nieuw", versions=(version,))
    assert misfits(new) == [
        f"versions.0.rules.{list(_kinds(rules)).index('territory')}.parameters.places.{k}" for k in (1, 2)
    ]
    with pytest.raises(DoesNotFit, match="71047, 72040"):
        load_scheme(SYSTEM, new)


def _kinds(rules: RuleSet) -> list[str]:
    return [one.rule.kind for one in rules.rules]


def test_what_is_stored_is_what_the_file_says(stage: Stage, genk_file: SchemeFile) -> None:
    stored = version_on(stage.genk, FIRST)
    assert stored is not None
    assert json.loads(json.dumps(stored.rules)) == genk_file.versions[0].rule_set.to_plain()
    assert rule_set(stored) == genk_file.versions[0].rule_set
