"""One change in a draft is undone: the rule says again what it said when the draft was begun."""

import pytest

from tests.apps.test_drafts import explained, ready, taken_over, with_rule
from tests.cast import Stage
from tests.scene import refusal_of
from wisselwerk.apps.schemes.draft_model import Draft
from wisselwerk.apps.schemes.services import drop_rule, put_back_rule, start_draft
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.refusal import Refusal, RefusalCode


def test_a_rule_is_put_back_with_all_that_came_of_changing_it(stage: Stage, coordinator_genk: Actor) -> None:
    begun = taken_over(stage, coordinator_genk).rules
    draft = explained(coordinator_genk, ready(stage, coordinator_genk))
    for kind in ("amount", "own_contribution"):
        draft = put_back_rule(coordinator_genk, draft=draft.pk, edition=draft.edition, kind=kind)
    assert draft.rules == begun  # with the territory of its own members
    assert set(draft.whys) == {"territory.places"}
    again = put_back_rule(coordinator_genk, draft=draft.pk, edition=draft.edition, kind="territory")
    assert again.rules == begun
    gone = drop_rule(coordinator_genk, draft=again.pk, edition=again.edition, kind="validity")
    assert (
        put_back_rule(coordinator_genk, draft=gone.pk, edition=gone.edition, kind="validity").rules == begun
    )


def test_a_rule_of_a_next_version_is_put_back_with_its_source(stage: Stage, coordinator_genk: Actor) -> None:
    draft = start_draft(coordinator_genk, scheme=stage.genk)
    begun = draft.rules
    draft = with_rule(coordinator_genk, draft, "amount", amount_cents=1)
    assert draft.rules != begun
    assert (
        put_back_rule(coordinator_genk, draft=draft.pk, edition=draft.edition, kind="amount").rules == begun
    )


@pytest.mark.parametrize("who", ["coordinator_zuidoost_limburg", "owner", "auditor"])
def test_only_the_own_coordinator_puts_back_and_only_what_was_seen(
    stage: Stage, coordinator_genk: Actor, who: str
) -> None:
    draft = ready(stage, coordinator_genk)
    before = Draft.objects.filter(pk=draft.pk).values().get()
    for actor, edition, code in (
        (stage.actor(who), draft.edition, RefusalCode.NOT_ALLOWED),
        (coordinator_genk, draft.edition - 1, RefusalCode.DRAFT_CHANGED),
    ):
        with pytest.raises(Refusal) as refused:
            put_back_rule(actor, draft=draft.pk, edition=edition, kind="amount")
        assert refusal_of(refused)[0] is code
    assert Draft.objects.filter(pk=draft.pk).values().get() == before
