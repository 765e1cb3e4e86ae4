"""On which day a council can have met, and what of the version before is none about a new text."""

from datetime import timedelta

import pytest

from tests.apps.test_councils import begun, decide, scene, version, words_of
from tests.councils import not_decided
from tests.scene import Scene, refusal_of
from wisselwerk.apps.parties.queries import first_agreement_from
from wisselwerk.apps.schemes.council_model import CouncilStep
from wisselwerk.apps.schemes.models import RuleSetVersion
from wisselwerk.apps.schemes.services import change_rule, date_draft, explain_draft, publish_draft
from wisselwerk.apps.schemes.services.councils import AHEAD_OF_AGREEMENT
from wisselwerk.domain.refusal import Refusal, RefusalCode

__all__ = ["scene", "version"]
pytestmark = pytest.mark.django_db


def test_no_council_meets_long_before_there_is_a_partnership(scene: Scene, version: RuleSetVersion) -> None:
    begins_on = first_agreement_from(scene.scheme.partnership_id)
    assert begins_on is not None
    earliest_on = begins_on - AHEAD_OF_AGREEMENT
    too_early = earliest_on - timedelta(1)
    with pytest.raises(Refusal) as refused:
        decide(scene.coordinator, version, on=too_early)
    told = {"on": too_early, "begins_on": begins_on}
    assert refusal_of(refused) == (RefusalCode.DAY_BEFORE_PARTNERSHIP, told)
    assert not CouncilStep.objects.exists()
    # A partnership that is prepared already has councils that decide.
    assert decide(scene.coordinator, version, on=earliest_on).on == earliest_on


def test_visum_and_decision_of_the_version_before_are_not_those_of_a_new_text(scene: Scene) -> None:
    given = "gaf het visum op 1 januari 2015."
    blank = "[in te vullen: datum en nummer van het visum]"
    draft = begun(scene)
    last = scene.scheme.versions.get()
    assert given in words_of(last)
    # It starts on another day and says the same: the visum is about this.
    assert given in words_of(draft)
    assert blank not in words_of(draft)
    for one in draft.rules:
        one["source"] = last.source
    draft.save()
    assert last.source not in words_of(draft)
    changed = change_rule(
        scene.coordinator,
        draft=draft.pk,
        edition=draft.edition,
        kind="amount",
        parameters={"amount_cents": 30_000},
    )
    assert "300 euro" in words_of(changed)
    assert given not in words_of(changed)
    assert blank in words_of(changed)
    # Published it is still another text than the visum was given for.
    told = explain_draft(
        scene.coordinator,
        draft=changed.pk,
        edition=changed.edition,
        whys={"amount.amount_cents": "Wat men koopt, werd duurder."},
    )
    assert told.valid_from is not None
    dated = date_draft(
        scene.coordinator,
        draft=told.pk,
        edition=told.edition,
        valid_from=told.valid_from,
        source="Raad van nu",
    )
    version = publish_draft(
        scene.coordinator,
        draft=dated.pk,
        edition=dated.edition,
        without_councils=not_decided(dated),
    )
    assert given not in words_of(version)
    assert blank in words_of(version)
    assert given in words_of(last)
