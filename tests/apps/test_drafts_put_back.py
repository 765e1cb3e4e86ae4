"""One change in a draft is undone: the rule says again what it said when the draft was begun."""

from tests.apps.test_drafts import explained, ready, taken_over, with_rule
from tests.cast import Stage
from wisselwerk.apps.schemes.services import drop_rule, put_back_rule, start_draft
from wisselwerk.domain.actor import Actor


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
