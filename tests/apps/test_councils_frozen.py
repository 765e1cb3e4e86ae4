"""What councils decided is kept whole: nothing later changes a word of it, a mistake is taken back, and warnings tell of it."""

from datetime import timedelta

import pytest

from tests.apps.test_councils import (
    MET,
    OUDSBERGEN,
    ZUTENDAAL,
    amend,
    begun,
    council,
    decide,
    member,
    scene,
    version,
    words_of,
)
from tests.scene import AS_, GENK, Scene, refusal_of
from wisselwerk.apps.parties.models import Membership
from wisselwerk.apps.schemes import proof
from wisselwerk.apps.schemes.council_model import StepState
from wisselwerk.apps.schemes.councils import (
    member_councils,
    submitted_version,
)
from wisselwerk.apps.schemes.drafting import checked, undecided_councils
from wisselwerk.apps.schemes.models import CouncilDecision, DecisionSubject, RuleSetVersion
from wisselwerk.apps.schemes.queries import rule_set, version_on
from wisselwerk.apps.schemes.services import (
    change_rule,
    date_draft,
    fund_scheme,
    publish_version,
    record_council_step,
    record_decision,
    take_back_council_step,
)
from wisselwerk.clock import today
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.refusal import Refusal, RefusalCode
from wisselwerk.domain.regulation import plain_text
from wisselwerk.domain.rule_finding import Finding, Found

__all__ = ["scene", "version"]
pytestmark = pytest.mark.django_db


def test_a_council_that_followed_did_not_deviate_whatever_the_others_change_later(scene: Scene) -> None:
    draft = begun(scene)
    decide(scene.coordinator, draft)
    before = words_of(draft)
    changed = change_rule(
        scene.coordinator,
        draft=draft.pk,
        edition=draft.edition,
        kind="number_per_enterprise",
        parameters={"maximum": 4},
    )
    assert council(changed).deviations
    assert words_of(changed) == before
    assert "wijkt af" not in before


def test_a_decision_reads_the_same_whatever_happens_around_it(scene: Scene) -> None:
    draft = begun(scene)
    decide(scene.coordinator, draft)
    before = words_of(draft)
    dated = date_draft(
        scene.coordinator,
        draft=draft.pk,
        edition=draft.edition,
        valid_from=today() + timedelta(9),
        source="Gemeenteraad",
    )
    scene.scheme.name, scene.scheme.purpose = "Andere naam", "Ander doel"
    scene.scheme.save()
    fund_scheme(SYSTEM, scheme=scene.scheme, year=today().year + 1, amount_cents=250_000)
    assert words_of(dated) == before
    # Day and document put right, and a rule amended: it is still the decision on that text.
    record_council_step(
        scene.coordinator, text=dated, member=member(AS_), state=StepState.DECIDED, on=MET + timedelta(1)
    )
    amend(scene.coordinator, dated, 2)
    assert "wijkt af" in words_of(dated)
    assert "Andere naam" not in words_of(dated)
    assert list(proof.differences()) == []


def test_a_draft_that_changed_after_the_meeting_is_asked_about(scene: Scene) -> None:
    draft = begun(scene)
    about = {"text": draft, "member": member(AS_), "state": StepState.DECIDED}
    with pytest.raises(Refusal) as refused:
        record_council_step(scene.coordinator, on=MET, **about)  # type: ignore[arg-type]
    assert refusal_of(refused) == (RefusalCode.TEXT_CHANGED_SINCE, {"on": MET, "changed_on": today()})
    with pytest.raises(Refusal) as refused:
        record_council_step(scene.coordinator, on=MET, edition=draft.edition + 1, **about)  # type: ignore[arg-type]
    assert refusal_of(refused)[0] is RefusalCode.DRAFT_CHANGED
    record_council_step(scene.coordinator, on=today(), **about)  # type: ignore[arg-type]
    assert council(draft).has_decided


def test_what_was_recorded_by_mistake_counts_no_more(scene: Scene, version: RuleSetVersion) -> None:
    with pytest.raises(Refusal) as refused:
        take_back_council_step(scene.coordinator, text=version, member=member(AS_), why="Andere raad.")
    assert refusal_of(refused)[0] is RefusalCode.COUNCIL_NOT_DECIDED
    decide(scene.coordinator, version)
    amend(scene.coordinator, version, 2)
    with pytest.raises(Refusal) as refused:
        take_back_council_step(scene.coordinator, text=version, member=member(AS_), why=" ")
    assert refusal_of(refused)[0] is RefusalCode.MOTIVATION_MISSING
    take_back_council_step(scene.coordinator, text=version, member=member(AS_), why="Andere raad.")
    one = council(version)
    assert (one.state, one.has_decided, one.deviations) == (StepState.OPEN, False, ())
    assert not CouncilDecision.objects.filter(subject=DecisionSubject.REGULATION).exists()
    assert list(proof.differences()) == []
    # What it really did is recorded on the text as it is, without what was amended by mistake.
    decide(scene.coordinator, version)
    assert council(version).deviations == ()


def test_what_a_council_decided_stays_readable_when_its_member_leaves(
    scene: Scene, version: RuleSetVersion
) -> None:
    decide(scene.coordinator, version)
    Membership.objects.filter(member=member(AS_)).delete()
    assert council(version).has_decided
    assert "As" in words_of(version)
    found = {one.member.nis_code for one in member_councils(submitted_version(version))}
    assert found == {AS_, GENK, OUDSBERGEN, ZUTENDAAL}
    assert decide(scene.coordinator, version, on=MET + timedelta(1)).on == MET + timedelta(1)


def test_a_regulation_that_holds_names_who_took_part_on_its_first_day(
    scene: Scene, version: RuleSetVersion
) -> None:
    Membership.objects.update(valid_from=version.valid_from)
    before = plain_text(submitted_version(version).regulation)
    assert "bij de inwerkingtreding van dit reglement As, Genk" in before
    Membership.objects.filter(member=member(AS_)).update(valid_until=today())
    assert AS_ not in {one.member.nis_code for one in member_councils(submitted_version(version))}
    assert plain_text(submitted_version(version).regulation) == before


def test_a_day_put_right_leaves_what_was_decided_about_another_version(
    scene: Scene, version: RuleSetVersion
) -> None:
    later = publish_version(
        SYSTEM,
        scheme=scene.scheme,
        valid_from=today() + timedelta(1),
        rule_set=rule_set(version),
        source="Gemeenteraad",
    )
    for text in (version, later):
        decide(scene.coordinator, text)
    decide(scene.coordinator, later, on=MET + timedelta(1))
    about = CouncilDecision.objects.filter(subject=DecisionSubject.REGULATION)
    assert {one.decided_on for one in about} == {MET, MET + timedelta(1)}
    assert list(proof.differences()) == []
    take_back_council_step(scene.coordinator, text=version, member=member(AS_), why="Andere raad.")
    assert [one.decided_on for one in about.all()] == [MET + timedelta(1)]


# What a warning says


def warned(found: tuple[Found, ...]) -> dict[str, object]:
    about = (Finding.NO_COUNCIL_DECISION, Finding.VOTED_DOWN)
    return {one.finding.value: one.params["members"] for one in found if one.finding in about}


def test_councils_that_did_not_decide_about_this_text_are_named(
    scene: Scene, version: RuleSetVersion
) -> None:
    every = ("As", "Genk", "Oudsbergen", "Zutendaal")
    assert warned(undecided_councils(scene.scheme, version_on(scene.scheme, today()), today())) == {
        "NO_COUNCIL_DECISION": every
    }
    # Where no council was followed, what is on record of the scheme counts.
    record_decision(
        SYSTEM,
        scheme=scene.scheme,
        local_government=member(ZUTENDAAL),
        subject=DecisionSubject.REGULATION,
        title="Reglement",
        decided_on=MET,
    )
    assert warned(undecided_councils(scene.scheme, version_on(scene.scheme, today()), today())) == {
        "NO_COUNCIL_DECISION": every[:3]
    }
    decide(scene.coordinator, version)
    record_council_step(
        scene.coordinator, text=version, member=member(GENK), state=StepState.VOTED_DOWN, on=MET
    )
    about = {"VOTED_DOWN": ("Genk",), "NO_COUNCIL_DECISION": ("Oudsbergen", "Zutendaal")}
    assert warned(undecided_councils(scene.scheme, version_on(scene.scheme, today()), today())) == about
    # A next version is another text: what a council decided about this one is nothing about that one.
    draft = begun(scene)
    decide(scene.coordinator, draft, OUDSBERGEN)
    assert warned(checked(draft).found) == {"NO_COUNCIL_DECISION": ("As", "Genk", "Zutendaal")}
    assert warned(undecided_councils(scene.scheme, version_on(scene.scheme, today()), today())) == about
