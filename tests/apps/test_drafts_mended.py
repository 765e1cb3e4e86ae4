"""Drafts at their edges: rules that do not go together, and what a draft takes along, keeps and is compared with."""

import pytest

from tests.apps.test_drafts import publish, ready, with_rule
from tests.cast import Stage
from tests.scene import refusal_of
from wisselwerk.apps.schemes.drafting import checked
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.refusal import Refusal, RefusalCode
from wisselwerk.domain.rule_check import Finding


def test_a_draw_without_a_last_day_is_told_and_not_published(stage: Stage, coordinator_genk: Actor) -> None:
    draft = with_rule(coordinator_genk, ready(stage, coordinator_genk), "allocation", method="lottery")
    assert [(one.finding, one.kind) for one in checked(draft).stops] == [(Finding.CANNOT_EXIST, "allocation")]
    with pytest.raises(Refusal) as refused:
        publish(coordinator_genk, draft)
    assert refusal_of(refused)[0] is RefusalCode.DRAFT_INCOMPLETE
