"""What a council decided otherwise is told before rules are published, and stays told after."""

from datetime import date, timedelta

import pytest

from tests.apps.test_councils import amend, decide, member
from tests.apps.test_drafts_arranged import MEMBERS, TOMORROW, draft, published
from tests.councils import arranged
from tests.scene import AS_, GENK
from wisselwerk.apps.schemes import proof
from wisselwerk.apps.schemes.draft_model import Draft
from wisselwerk.apps.schemes.drafting import checked, undecided_councils
from wisselwerk.apps.schemes.models import RuleSetVersion
from wisselwerk.apps.schemes.services import date_draft, take_back_council_step
from wisselwerk.clock import today
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.rule_finding import Finding, Found

__all__ = ["draft"]
pytestmark = pytest.mark.django_db
ABOUT_COUNCILS = {
    Finding.NO_COUNCIL_DECISION,
    Finding.VOTED_DOWN,
    Finding.DECIDED_ABOUT_ELSE,
    Finding.PUBLISHED_ABOUT_ELSE,
    Finding.AMENDED,
}


def told(found: tuple[Found, ...]) -> dict[str, object]:
    return {one.finding.value: one.params["members"] for one in found if one.finding in ABOUT_COUNCILS}


def told_after(version: RuleSetVersion, day: date) -> dict[str, object]:
    return told(undecided_councils(version.scheme, version, day))


@pytest.fixture
def decided(draft: Draft, coordinator_genk: Actor) -> Draft:
    """Every council decided about it."""
    whole = arranged(coordinator_genk, draft)
    for code in MEMBERS:
        decide(coordinator_genk, whole, code, on=today())
    return whole


def test_a_council_that_decided_about_another_day_did_not_decide_about_what_was_published(
    decided: Draft, coordinator_genk: Actor
) -> None:
    later = arranged(coordinator_genk, decided, TOMORROW + timedelta(days=1))
    decide(coordinator_genk, later, GENK, on=today(), why="Over de tekst van nu.")
    version = published(coordinator_genk, later, [code for code in MEMBERS if code != GENK])
    assert told_after(version, version.valid_from) == {
        "PUBLISHED_ABOUT_ELSE": ("As", "Oudsbergen", "Zutendaal")
    }
    assert list(proof.differences()) == []
    # Decided anew about what was published, it counts.
    take_back_council_step(coordinator_genk, text=version, member=member(AS_), why="Een andere dag.")
    decide(coordinator_genk, version, AS_, on=today())
    assert told_after(version, version.valid_from)["PUBLISHED_ABOUT_ELSE"] == ("Oudsbergen", "Zutendaal")


def test_what_a_council_amended_is_told_before_and_after_publishing(
    decided: Draft, coordinator_genk: Actor
) -> None:
    amend(coordinator_genk, decided, 2)
    assert told(checked(decided).found) == {"AMENDED": ("As",)}
    version = published(coordinator_genk, decided, [])
    assert told_after(version, TOMORROW) == {"AMENDED": ("As",)}
    # A change that is taken back is none.
    amend(coordinator_genk, version, 1)
    assert told_after(version, TOMORROW) == {}


def test_a_first_day_that_has_passed_is_told(draft: Draft, coordinator_genk: Actor) -> None:
    for days, is_told in ((-1, True), (0, False)):
        draft = date_draft(
            coordinator_genk,
            draft=draft.pk,
            edition=draft.edition,
            valid_from=today() + timedelta(days),
            source="Raad",
        )
        found = {one.finding for one in checked(draft).found}
        assert (Finding.STARTS_IN_PAST in found) is is_told
