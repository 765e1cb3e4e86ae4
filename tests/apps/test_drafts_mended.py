"""Drafts at their edges: rules that do not go together, and what a draft takes along, keeps and is compared with."""

from dataclasses import replace
from datetime import date

import pytest

from tests.apps.test_drafts import dated, parent_of, ready, taken_over, with_rule
from tests.cast import Stage
from tests.councils import publish
from tests.scene import refusal_of
from wisselwerk.apps.schemes.drafting import checked
from wisselwerk.apps.schemes.models import Scheme
from wisselwerk.apps.schemes.queries import rule_set
from wisselwerk.apps.schemes.services import describe_draft, load_scheme, start_draft, start_scheme
from wisselwerk.apps.schemes.services.loading import DRAFT_HOLDS_SLUG, DoesNotFit
from wisselwerk.clock import today
from wisselwerk.domain.actor import SYSTEM, Actor
from wisselwerk.domain.refusal import Refusal, RefusalCode
from wisselwerk.domain.rule.territory import Located, Territory
from wisselwerk.domain.rule_draft import DraftRules
from wisselwerk.domain.rule_finding import Finding
from wisselwerk.formats.scheme_file import SchemeFile, SchemeVersion


def test_a_draw_without_a_last_day_is_told_and_not_published(stage: Stage, coordinator_genk: Actor) -> None:
    draft = with_rule(coordinator_genk, ready(stage, coordinator_genk), "allocation", method="lottery")
    assert [(one.finding, one.kind) for one in checked(draft).stops] == [(Finding.CANNOT_EXIST, "allocation")]
    with pytest.raises(Refusal) as refused:
        publish(coordinator_genk, draft)
    assert refusal_of(refused)[0] is RefusalCode.DRAFT_INCOMPLETE


def test_what_the_territory_says_beside_its_places_comes_along(stage: Stage, coordinator_genk: Actor) -> None:
    draft = start_draft(SYSTEM, scheme=stage.zuidoost_limburg)
    theirs = rule_set(parent_of(stage)).find(Territory)
    assert theirs is not None
    wider = {"places": list(theirs.places), "located": Located.SEAT_OR_ESTABLISHMENT.value}
    publish(SYSTEM, dated(SYSTEM, with_rule(SYSTEM, draft, "territory", **wider), today()))
    taken = DraftRules.read(taken_over(stage, coordinator_genk).rules).find(Territory)
    assert taken is not None
    assert taken.located is Located.SEAT_OR_ESTABLISHMENT
    assert taken.places != theirs.places


def of_limburg(stage: Stage, slug: str) -> SchemeFile:
    """A scheme of Zuidoost-Limburg in a file."""
    version = SchemeVersion(1, date(2027, 1, 1), "Raad", rule_set(parent_of(stage)), {})
    return SchemeFile(
        slug=slug, name="Ander", partnership="zuidoost-limburg", purpose="", parent=None, versions=(version,)
    )


def test_a_scheme_in_a_file_does_not_take_the_address_of_a_draft_of_others(
    stage: Stage, coordinator_genk: Actor, coordinator_zuidoost_limburg: Actor
) -> None:
    draft = start_scheme(coordinator_genk, partnership=stage.partnership("genk"), name="Nieuw")
    told = of_limburg(stage, draft.slug)
    with pytest.raises(DoesNotFit) as refused:
        load_scheme(coordinator_zuidoost_limburg, told)
    assert [(one.path, one.message) for one in refused.value.misfits] == [(("slug",), DRAFT_HOLDS_SLUG)]
    assert load_scheme(coordinator_zuidoost_limburg, replace(told, slug="nieuw-2")).slug == "nieuw-2"


def test_a_draft_of_others_under_the_same_address_is_not_taken_for_ones_own(
    stage: Stage, coordinator_genk: Actor, coordinator_zuidoost_limburg: Actor
) -> None:
    draft = start_scheme(coordinator_genk, partnership=stage.partnership("genk"), name="Nieuw")
    scheme = Scheme.objects.create(
        slug=draft.slug, name="Sneller", partnership=stage.partnership("zuidoost-limburg")
    )
    with pytest.raises(Refusal) as refused:
        start_draft(coordinator_zuidoost_limburg, scheme=scheme)
    assert refusal_of(refused) == (RefusalCode.SLUG_TAKEN, {"slug": draft.slug})
    describe_draft(
        coordinator_genk, draft=draft.pk, edition=draft.edition, name="Nieuw", purpose="", slug="anders"
    )
    own = start_draft(coordinator_zuidoost_limburg, scheme=scheme)
    assert (own.scheme, own.partnership) == (scheme, scheme.partnership)


def test_a_scheme_in_a_file_is_loaded_again_while_its_next_version_is_written(stage: Stage) -> None:
    told = of_limburg(stage, "nieuw")
    start_draft(SYSTEM, scheme=load_scheme(SYSTEM, told))
    assert load_scheme(SYSTEM, replace(told, name="Beter")).name == "Beter"


def test_a_place_that_no_rule_can_name_is_told_at_the_territory(
    stage: Stage, coordinator_genk: Actor
) -> None:
    draft = with_rule(
        coordinator_genk, ready(stage, coordinator_genk), "territory", places=["71016", "73111"]
    )
    (found,) = checked(draft).stops
    assert (found.finding, found.kind, dict(found.params)) == (
        Finding.PLACES_COARSE,
        "territory",
        {"places": ("73111",)},
    )
