"""Drafts at their edges: rules that do not go together, and what a draft takes along, keeps and is compared with."""

import pytest

from tests.apps.test_drafts import dated, parent_of, publish, ready, taken_over, with_rule
from tests.cast import Stage
from tests.scene import refusal_of
from wisselwerk.apps.schemes.drafting import checked
from wisselwerk.apps.schemes.queries import rule_set
from wisselwerk.apps.schemes.services import start_draft
from wisselwerk.clock import today
from wisselwerk.domain.actor import SYSTEM, Actor
from wisselwerk.domain.refusal import Refusal, RefusalCode
from wisselwerk.domain.rule.territory import Located, Territory
from wisselwerk.domain.rule_draft import DraftRules
from wisselwerk.domain.rule_finding import Finding


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
