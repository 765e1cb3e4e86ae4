"""Councils: each decides for itself, what it changed shows, nothing that was decided is undone, and all of it is proven."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from tests.councils import arranged, not_decided
from tests.scene import AS_, GENK, Scene, actor, refusal_of, set_scene
from wisselwerk.apps.audit.models import Entry
from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.parties.services import local_government
from wisselwerk.apps.schemes import proof
from wisselwerk.apps.schemes.council_decision import decision_of
from wisselwerk.apps.schemes.council_model import CouncilStep, StepState
from wisselwerk.apps.schemes.council_text import Text
from wisselwerk.apps.schemes.councils import (
    MemberCouncil,
    member_council,
    member_councils,
    submitted_draft,
    submitted_version,
    texts_before,
)
from wisselwerk.apps.schemes.draft_model import Draft
from wisselwerk.apps.schemes.models import CouncilDecision, DecisionSubject, RuleSetVersion
from wisselwerk.apps.schemes.services import (
    amend_for_council,
    change_rule,
    date_draft,
    discard_draft,
    fund_scheme,
    publish_draft,
    record_council_step,
    start_draft,
)
from wisselwerk.apps.settlements.queries.plan_action import plan_action
from wisselwerk.clock import today
from wisselwerk.domain.actor import SYSTEM, Actor
from wisselwerk.domain.refusal import Refusal, RefusalCode
from wisselwerk.domain.regulation.council import decision_lines
from wisselwerk.domain.rule.enterprise import NumberPerEnterprise
from wisselwerk.domain.rule.parameter import InvalidRule

pytestmark = pytest.mark.django_db

MET = date(2025, 11, 3)
OUDSBERGEN, ZUTENDAAL = "72042", "71067"


@pytest.fixture
def scene() -> Scene:
    return set_scene(rules={"own_contribution": None})


@pytest.fixture
def version(scene: Scene) -> RuleSetVersion:
    return scene.scheme.versions.get()


def member(nis_code: str) -> Organisation:
    return local_government(nis_code, today())


def decide(
    who: Actor, text: Text, nis_code: str = AS_, on: date = MET, document: str = "", why: str = ""
) -> CouncilStep:
    edition = Draft.objects.filter(pk=text.pk).values_list("edition", flat=True).first()
    return record_council_step(
        who,
        text=text,
        member=member(nis_code),
        state=StepState.DECIDED,
        on=on,
        document=document,
        edition=edition if isinstance(text, Draft) else None,
        why=why,
    )


def amend(who: Actor, text: Text, maximum: int, nis_code: str = AS_) -> CouncilStep:
    return amend_for_council(
        who,
        text=text,
        member=member(nis_code),
        kind="number_per_enterprise",
        parameters={"maximum": maximum},
    )


def council(text: Text, nis_code: str = AS_) -> MemberCouncil:
    found = submitted_draft(text) if isinstance(text, Draft) else submitted_version(text)
    one = member_council(found, nis_code)
    assert one is not None
    return one


def words_of(text: Text, nis_code: str = AS_) -> str:
    """The decision of a council, word for word."""
    found = submitted_draft(text) if isinstance(text, Draft) else submitted_version(text)
    return "\n".join(decision_lines(decision_of(found, council(text, nis_code))))


def test_every_member_has_its_council(scene: Scene, version: RuleSetVersion) -> None:
    decide(scene.coordinator, version)
    found = {one.member.nis_code: one.state for one in member_councils(submitted_version(version))}
    assert found == {
        AS_: StepState.DECIDED,
        GENK: StepState.OPEN,
        OUDSBERGEN: StepState.OPEN,
        ZUTENDAAL: StepState.OPEN,
    }


def test_what_a_council_changed_shows_and_is_written_in_its_own_text(
    scene: Scene, version: RuleSetVersion
) -> None:
    decide(scene.coordinator, version)
    amend(scene.coordinator, version, 2)
    (change,) = council(version).deviations
    assert (change.kind, change.parameter, change.before, change.after) == (
        "number_per_enterprise",
        "maximum",
        1,
        2,
    )
    found = submitted_version(version)
    theirs, ours = decision_of(found, council(version)), decision_of(found, council(version, GENK))
    assert "ten hoogste twee cheques" in str(theirs.regulation.article("number").lines)
    assert "ten hoogste één cheque" in str(ours.regulation.article("number").lines)
    assert "wijkt af" in str(theirs.motivation)
    assert "wijkt af" not in str(ours.motivation)
    # Back to what the others have: nothing differs any more, and the trail still tells of both.
    amend(scene.coordinator, version, 1)
    assert council(version).deviations == ()
    assert Entry.objects.filter(command="amend_for_council").count() == 2


def test_a_rule_can_be_left_out_or_added_but_the_rules_must_be_able_to_exist(
    scene: Scene, version: RuleSetVersion
) -> None:
    decide(scene.coordinator, version)
    step = amend_for_council(
        scene.coordinator, text=version, member=member(AS_), kind="number_per_enterprise", parameters=None
    )
    assert submitted_version(version).rules.find(NumberPerEnterprise) is not None
    assert council(version).rules.find(NumberPerEnterprise) is None
    for kind, parameters in (("amount", None), ("amount", {"amount_cents": 0})):
        with pytest.raises(InvalidRule):
            amend_for_council(
                scene.coordinator, text=version, member=member(AS_), kind=kind, parameters=parameters
            )
    with pytest.raises(ValueError, match="no kind of rule"):
        amend_for_council(
            scene.coordinator, text=version, member=member(AS_), kind="weather", parameters=None
        )
    assert CouncilStep.objects.latest("pk") == step


def test_recorded_again_it_is_the_same_step(scene: Scene, version: RuleSetVersion) -> None:
    first = decide(scene.coordinator, version, document=" B-1 ")
    assert decide(scene.coordinator, version, document="B-1") == first
    changed = amend(scene.coordinator, version, 3)
    assert amend(scene.coordinator, version, 3) == changed
    assert CouncilStep.objects.count() == 2


def test_what_it_changed_stays_when_day_and_document_are_put_right(
    scene: Scene, version: RuleSetVersion
) -> None:
    decide(scene.coordinator, version)
    amend(scene.coordinator, version, 2)
    decide(scene.coordinator, version, on=MET + timedelta(1), document="https://raad.example/1")
    assert [change.after for change in council(version).deviations] == [2]
    (decision,) = CouncilDecision.objects.filter(subject=DecisionSubject.REGULATION)
    assert (decision.decided_on, decision.reference) == (MET + timedelta(1), "https://raad.example/1")
    assert list(proof.differences()) == []


@pytest.mark.parametrize("state", [StepState.OPEN, StepState.AGENDA, StepState.VOTED_DOWN])
def test_a_decision_stays(scene: Scene, version: RuleSetVersion, state: StepState) -> None:
    decide(scene.coordinator, version)
    on = None if state is StepState.OPEN else MET
    with pytest.raises(Refusal) as refused:
        record_council_step(scene.coordinator, text=version, member=member(AS_), state=state, on=on)
    assert refusal_of(refused) == (RefusalCode.COUNCIL_HAS_DECIDED, {"on": MET})


def test_a_council_may_come_back_to_what_it_voted_down(scene: Scene, version: RuleSetVersion) -> None:
    for state, on in (
        (StepState.AGENDA, today() + timedelta(40)),
        (StepState.VOTED_DOWN, MET),
        (StepState.OPEN, None),
        (StepState.AGENDA, MET),
        (StepState.DECIDED, MET),
    ):
        record_council_step(scene.coordinator, text=version, member=member(AS_), state=state, on=on)
        assert council(version).state is state
        assert (council(version).decided_on is None) is (state is not StepState.DECIDED)
    assert list(proof.differences()) == []


@pytest.mark.parametrize("state", [StepState.DECIDED, StepState.VOTED_DOWN])
def test_nothing_is_decided_tomorrow(scene: Scene, version: RuleSetVersion, state: StepState) -> None:
    tomorrow = today() + timedelta(1)
    with pytest.raises(Refusal) as refused:
        record_council_step(scene.coordinator, text=version, member=member(AS_), state=state, on=tomorrow)
    assert refusal_of(refused)[0] is RefusalCode.DAY_TO_COME
    record_council_step(scene.coordinator, text=version, member=member(AS_), state=state, on=today())


def test_only_what_was_decided_is_amended(scene: Scene, version: RuleSetVersion) -> None:
    with pytest.raises(Refusal) as refused:
        amend(scene.coordinator, version, 2)
    assert refusal_of(refused)[0] is RefusalCode.COUNCIL_NOT_DECIDED


@pytest.mark.parametrize("who", ["coordinator_zuidoost_limburg", "owner", "auditor"])
def test_only_the_own_coordinator_records(scene: Scene, version: RuleSetVersion, who: str) -> None:
    decide(scene.coordinator, version, GENK)
    attempts: tuple[Callable[[], CouncilStep], ...] = (
        lambda: decide(actor(who), version),
        lambda: amend(actor(who), version, 2, GENK),
    )
    for attempt in attempts:
        with pytest.raises(Refusal) as refused:
            attempt()
        assert refusal_of(refused)[0] is RefusalCode.NOT_ALLOWED


def test_nobody_else_has_a_council_here(scene: Scene, version: RuleSetVersion) -> None:
    with pytest.raises(ValueError, match="is no member"):
        decide(scene.coordinator, version, "11002")
    with pytest.raises(ValueError, match="has no day"):
        record_council_step(
            scene.coordinator, text=version, member=member(AS_), state=StepState.AGENDA, on=None
        )


# Drafts


def begun(scene: Scene) -> Draft:
    return arranged(scene.coordinator, start_draft(scene.coordinator, scheme=scene.scheme))


def test_a_draft_that_changes_is_no_longer_what_was_decided(scene: Scene) -> None:
    draft = begun(scene)
    decide(scene.coordinator, draft)
    assert council(draft).deviations == ()
    changed = change_rule(
        scene.coordinator,
        draft=draft.pk,
        edition=draft.edition,
        kind="number_per_enterprise",
        parameters={"maximum": 4},
    )
    assert [(one.before, one.after) for one in council(changed).deviations] == [(4, 1)]


def test_a_decision_about_a_draft_goes_along_with_what_is_published(scene: Scene) -> None:
    draft = begun(scene)
    decide(scene.coordinator, draft, document="B-7")
    amend(scene.coordinator, draft, 2)
    record_council_step(
        scene.coordinator, text=draft, member=member(GENK), state=StepState.AGENDA, on=today()
    )
    assert not CouncilDecision.objects.filter(subject=DecisionSubject.REGULATION).exists()
    dated = date_draft(
        scene.coordinator,
        draft=draft.pk,
        edition=draft.edition,
        valid_from=today() + timedelta(1),
        source="Gemeenteraad",
    )
    published = publish_draft(
        scene.coordinator, draft=dated.pk, edition=dated.edition, without_councils=not_decided(dated)
    )
    (decision,) = CouncilDecision.objects.filter(subject=DecisionSubject.REGULATION)
    assert (decision.local_government, decision.decided_on, decision.reference) == (member(AS_), MET, "B-7")
    assert [one.after for one in council(published).deviations] == [2]
    assert council(published, GENK).state is StepState.AGENDA
    # Whoever still had the draft open records about what became of it.
    decide(scene.coordinator, draft, GENK)
    assert CouncilStep.objects.latest("pk").version == published
    assert CouncilDecision.objects.filter(subject=DecisionSubject.REGULATION).count() == 2
    assert list(proof.differences()) == []


def test_what_a_council_had_before_it_is_not_thrown_away(scene: Scene) -> None:
    draft = begun(scene)
    record_council_step(scene.coordinator, text=draft, member=member(AS_), state=StepState.AGENDA, on=today())
    with pytest.raises(Refusal) as refused:
        discard_draft(scene.coordinator, draft=draft.pk, edition=draft.edition)
    assert refusal_of(refused)[0] is RefusalCode.DRAFT_BEFORE_COUNCIL


def test_nothing_is_decided_about_rules_that_cannot_exist(scene: Scene) -> None:
    draft = begun(scene)
    Draft.objects.filter(pk=draft.pk).update(rules=[])
    with pytest.raises(Refusal) as refused:
        decide(scene.coordinator, draft)
    assert refusal_of(refused)[0] is RefusalCode.DRAFT_INCOMPLETE
    Draft.objects.filter(pk=draft.pk).delete()
    with pytest.raises(Refusal) as refused:
        decide(scene.coordinator, draft)
    assert refusal_of(refused)[0] is RefusalCode.DRAFT_PUBLISHED


def test_drafts_and_newest_versions_lie_before_councils(scene: Scene, version: RuleSetVersion) -> None:
    assert texts_before([scene.partnership.pk]) == [version]
    draft = begun(scene)
    assert texts_before([scene.partnership.pk]) == [draft, version]
    assert texts_before([]) == []


# Proof


def test_verify_sees_what_was_not_told_and_what_is_missing(scene: Scene, version: RuleSetVersion) -> None:
    step = decide(scene.coordinator, version)
    assert list(proof.differences()) == []
    CouncilDecision.objects.filter(subject=DecisionSubject.REGULATION).delete()
    (told,) = proof.differences()
    assert told == f"council step {step.pk}: its decision is not among those about scheme {scene.scheme.pk}"
    hidden = CouncilStep.objects.create(
        version=version,
        member=member(GENK),
        state=StepState.DECIDED,
        on=MET,
        rules={"rules": "none"},
        proposed={"rules": "none"},
        actor="system",
        at=step.at,
    )
    found = list(proof.differences())
    assert f"council step {hidden.pk}: the trail does not tell of it" in found
    assert f"council step {hidden.pk}: the rules it was decided on cannot be read" in found
    assert f"council step {hidden.pk}: the text that lay before the council cannot be read" in found


# The multi-year plan


@pytest.mark.parametrize(
    ("cost_key", "expected"),
    [
        (None, (250_000, 0)),
        ({"division": "seat"}, (None, None)),
        ({"division": "equal"}, (62_500, 62_500)),
        (
            {
                "division": "fixed",
                "shares": [
                    {"place": place, "share": share}
                    for place, share in ((GENK, 7), (AS_, 1), ("71047", 1), (ZUTENDAAL, 1))
                ],
            },
            (175_000, 25_000),
        ),
        ({"division": "fixed", "shares": [{"place": GENK, "share": 1}]}, (None, None)),
    ],
)
def test_the_plan_of_each_member_has_its_part(
    cost_key: dict[str, object] | None, expected: tuple[int | None, int | None]
) -> None:
    scene = set_scene(rules={"cost_key": cost_key}, budget_cents=0)
    fund_scheme(SYSTEM, scheme=scene.scheme, year=2027, amount_cents=250_000)
    found = submitted_version(scene.scheme.versions.get())
    for nis_code, part in zip((GENK, AS_), expected, strict=True):
        years = {one.year: one for one in plan_action(found, member(nis_code), 2026).years}
        assert (years[2027].scheme_cents, years[2027].member_cents) == (250_000, part)
        assert (years[2028].scheme_cents, years[2028].member_cents) == (None, None)
        assert max(years) == 2031
