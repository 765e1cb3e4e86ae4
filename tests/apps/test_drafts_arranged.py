"""Who grants and from when stands in what councils decide about, and who publishes knows which of them did not decide."""

from datetime import timedelta

import pytest

from tests.apps.test_councils import amend, council, decide, member, words_of
from tests.cast import Stage
from tests.councils import GRANTED_BY, arranged, not_decided
from tests.scene import AS_, GENK, refusal_of
from wisselwerk.apps.audit.models import Entry
from wisselwerk.apps.parties.models import Membership, Organisation
from wisselwerk.apps.schemes import proof
from wisselwerk.apps.schemes.council_model import CouncilStep, StepState
from wisselwerk.apps.schemes.draft_model import Draft
from wisselwerk.apps.schemes.drafting import checked
from wisselwerk.apps.schemes.models import DecisionSubject, Granter, GrantingArrangement, RuleSetVersion
from wisselwerk.apps.schemes.queries import granting_on
from wisselwerk.apps.schemes.services import (
    GrantedBy,
    arrange_draft,
    change_rule,
    date_draft,
    drafts,
    explain_draft,
    publish_draft,
    record_council_step,
    record_decision,
    start_draft,
    start_scheme,
    take_over,
)
from wisselwerk.clock import today
from wisselwerk.domain.actor import SYSTEM, Actor
from wisselwerk.domain.refusal import Refusal, RefusalCode
from wisselwerk.domain.rule_finding import Finding

pytestmark = pytest.mark.django_db
TOMORROW = today() + timedelta(days=1)
MEMBERS = ["71002", "71016", "71067", "72042"]


@pytest.fixture
def draft(stage: Stage, coordinator_genk: Actor) -> Draft:
    """A scheme that Genk takes over, with its reasons."""
    version = stage.zuidoost_limburg.versions.latest("valid_from")
    begun = take_over(coordinator_genk, version=version, partnership=stage.genk.partnership, name="Nieuw")
    whys = {f"{one.kind}.{one.parameter}": "Omdat." for one in checked(begun).unexplained}
    return explain_draft(coordinator_genk, draft=begun.pk, edition=begun.edition, whys=whys)


def published(actor: Actor, draft: Draft, without: list[str]) -> RuleSetVersion:
    assert draft.valid_from is not None
    dated = date_draft(
        actor, draft=draft.pk, edition=draft.edition, valid_from=draft.valid_from, source="Raad"
    )
    return publish_draft(actor, draft=draft.pk, edition=dated.edition, without_councils=without)


def elsewhere(draft: Draft) -> tuple[str, ...]:
    found = [one for one in checked(draft).found if one.finding is Finding.DECIDED_ABOUT_ELSE]
    return found[0].params["members"] if found else ()  # type: ignore[return-value]


def test_a_council_decides_about_no_blank(draft: Draft, coordinator_genk: Actor) -> None:
    with pytest.raises(Refusal) as refused:
        decide(coordinator_genk, draft)
    assert refusal_of(refused)[0] is RefusalCode.TEXT_HAS_BLANKS
    whole = arranged(coordinator_genk, draft)
    said = words_of(whole)
    assert "[in te vullen: de eerste dag]" not in said
    assert "[in te vullen: de functie" not in said
    assert "algemeen directeur" in said
    decide(coordinator_genk, whole)


@pytest.mark.parametrize("signs", ["Jan Peeters", "mevrouw Lien Janssens, algemeen directeur"])
def test_a_regulation_names_a_function_and_nobody(draft: Draft, coordinator_genk: Actor, signs: str) -> None:
    with pytest.raises(Refusal) as refused:
        arrange_draft(
            coordinator_genk,
            draft=draft.pk,
            edition=draft.edition,
            valid_from=TOMORROW,
            granted_by=GrantedBy(Granter.MANAGING_MUNICIPALITY, signs),
        )
    assert refusal_of(refused)[0] is RefusalCode.PERSON_NAMED


def test_what_the_councils_decided_about_is_what_holds(draft: Draft, coordinator_genk: Actor) -> None:
    by_seat = GrantedBy(Granter.SEAT_MUNICIPALITY, "schepen van economie")
    whole = arrange_draft(
        coordinator_genk, draft=draft.pk, edition=draft.edition, valid_from=TOMORROW, granted_by=by_seat
    )
    for code in MEMBERS:
        decide(coordinator_genk, whole, code, on=today())
    before = words_of(whole)
    version = published(coordinator_genk, whole, [])
    granting = granting_on(version.scheme, TOMORROW)
    assert granting is not None
    assert (granting.granter, granting.signatory, granting.delegation) == (
        Granter.SEAT_MUNICIPALITY,
        "schepen van economie",
        None,
    )
    assert words_of(version) == before
    assert list(proof.differences()) == []
    GrantingArrangement.objects.filter(scheme=version.scheme).update(signatory="iemand anders")
    (problem,) = proof.differences()
    assert "is not who it said" in problem


def test_another_day_or_granter_than_was_decided_about_is_told(draft: Draft, coordinator_genk: Actor) -> None:
    whole = arranged(coordinator_genk, draft)
    decide(coordinator_genk, whole, AS_, on=today())
    assert elsewhere(whole) == ()
    later = arranged(coordinator_genk, whole, TOMORROW + timedelta(days=1))
    assert elsewhere(later) == ("As",)
    decide(coordinator_genk, later, GENK, on=today())
    assert elsewhere(later) == ("As",)
    back = arrange_draft(
        coordinator_genk,
        draft=draft.pk,
        edition=later.edition,
        valid_from=TOMORROW,
        granted_by=GrantedBy(Granter.MANAGING_MUNICIPALITY, "burgemeester"),
    )
    assert elsewhere(back) == ("As", "Genk")


def test_who_decided_about_another_day_did_not_decide_about_this(
    draft: Draft, coordinator_genk: Actor
) -> None:
    whole = arranged(coordinator_genk, draft)
    for code in MEMBERS:
        decide(coordinator_genk, whole, code, on=today())
    later = arranged(coordinator_genk, whole, TOMORROW + timedelta(days=1))
    assert sorted(not_decided(later)) == MEMBERS
    with pytest.raises(Refusal) as refused:
        published(coordinator_genk, later, [])
    assert refusal_of(refused)[0] is RefusalCode.COUNCILS_NOT_DECIDED
    version = published(coordinator_genk, Draft.objects.get(pk=draft.pk), MEMBERS)
    told = Entry.objects.filter(command="publish_without_council", subject=f"draft:{draft.pk}")
    assert sorted(told.values_list("authority", flat=True)) == [f"council:{code}" for code in MEMBERS]
    assert version.valid_from == TOMORROW + timedelta(days=1)
    assert list(proof.differences()) == []


def test_what_was_decided_again_on_the_text_of_now_is_about_nothing_else(
    draft: Draft, coordinator_genk: Actor
) -> None:
    whole = arranged(coordinator_genk, draft)
    decide(coordinator_genk, whole, AS_, on=today())
    amend(coordinator_genk, whole, 2)
    later = arranged(coordinator_genk, whole, TOMORROW + timedelta(days=1))
    again = {"text": later, "member": member(AS_), "state": StepState.DECIDED, "on": today()}
    record_council_step(coordinator_genk, document="B-1", **again)  # type: ignore[arg-type]
    assert elsewhere(later) == ("As",)
    with pytest.raises(Refusal) as refused:
        record_council_step(coordinator_genk, edition=later.edition - 1, **again)  # type: ignore[arg-type]
    assert refusal_of(refused)[0] is RefusalCode.DRAFT_CHANGED
    with pytest.raises(Refusal) as refused:
        record_council_step(coordinator_genk, edition=later.edition, why=" ", **again)  # type: ignore[arg-type]
    assert refusal_of(refused)[0] is RefusalCode.MOTIVATION_MISSING
    step = record_council_step(coordinator_genk, edition=later.edition, why="De dag was fout.", **again)  # type: ignore[arg-type]
    # What was on record before stays on record, with why it was not so.
    mistake = CouncilStep.objects.get(state=StepState.MISTAKEN)
    assert mistake.why == "De dag was fout."
    trail = Entry.objects.filter(subject=f"council_step:{mistake.pk}")
    assert trail.get().command == "take_back_council_step"
    assert elsewhere(later) == ()
    assert AS_ not in not_decided(later)
    # What it amended is amended still: the rules that it changed are the same.
    assert [one.after for one in council(later).deviations] == [2]
    assert record_council_step(coordinator_genk, edition=later.edition, **again) == step  # type: ignore[arg-type]


def test_decided_again_on_other_rules_it_decided_those(draft: Draft, coordinator_genk: Actor) -> None:
    whole = arranged(coordinator_genk, draft)
    decide(coordinator_genk, whole, AS_, on=today())
    amend(coordinator_genk, whole, 2)
    changed = change_rule(
        coordinator_genk,
        draft=draft.pk,
        edition=whole.edition,
        kind="number_per_enterprise",
        parameters={"maximum": 4},
    )
    assert [(one.before, one.after) for one in council(changed).deviations] == [(4, 2)]
    decide(coordinator_genk, changed, AS_, on=today(), why="Over de tekst van nu.")
    assert council(changed).deviations == ()


def test_what_was_decided_when_no_day_was_asked_is_about_any(draft: Draft, coordinator_genk: Actor) -> None:
    whole = arranged(coordinator_genk, draft)
    step = decide(coordinator_genk, whole, AS_, on=today())
    assert step.proposed is not None
    step.pk, step._state.adding = None, True
    step.proposed["setting"]["starts_on"] = None
    step.save()
    later = arranged(coordinator_genk, whole, TOMORROW + timedelta(days=1))
    assert elsewhere(later) == ()
    assert AS_ not in not_decided(later)


@pytest.mark.parametrize("is_told", [True, False])
def test_verify_holds_the_trail_to_what_councils_had_decided(
    draft: Draft, coordinator_genk: Actor, monkeypatch: pytest.MonkeyPatch, is_told: bool
) -> None:
    wrong = Organisation.objects.filter(nis_code__in=[AS_, "71067", "72042"])
    if not is_told:
        monkeypatch.setattr(drafts, "without_decision", lambda _draft: tuple(wrong))
    whole = arranged(coordinator_genk, draft)
    decide(coordinator_genk, whole, AS_, on=today())
    named = ["71016", "71067", "72042"] if is_told else [AS_, "71067", "72042"]
    version = published(coordinator_genk, whole, named)
    # What a council does later, and who takes part since, changes nothing of what was known then.
    decide(coordinator_genk, version, GENK, on=today())
    Membership.objects.filter(member=member("72042"), partnership=draft.partnership).delete()
    problems = [
        f"draft {draft.pk}: the trail does not tell that it was published without a decision of council:{GENK}",
        f"draft {draft.pk}: the trail tells that it was published without a decision of council:{AS_}, which had decided",
    ]
    assert list(proof.differences()) == ([] if is_told else problems)


@pytest.mark.parametrize("is_told", [True, False])
def test_verify_counts_decisions_on_record_where_no_council_was_followed(
    stage: Stage, coordinator_genk: Actor, monkeypatch: pytest.MonkeyPatch, is_told: bool
) -> None:
    if not is_told:
        monkeypatch.setattr(drafts, "without_decision", lambda _draft: ())
    next_version = arranged(coordinator_genk, start_draft(coordinator_genk, scheme=stage.genk))
    about = {"scheme": stage.genk, "subject": DecisionSubject.REGULATION, "title": "Reglement"}
    for code in (GENK, AS_):
        record_decision(SYSTEM, local_government=member(code), decided_on=today(), **about)  # type: ignore[arg-type]
    version = published(coordinator_genk, next_version, ["71067", "72042"] if is_told else [])
    # What is recorded later does not count, and what is put right later may have been otherwise then.
    decide(coordinator_genk, version, "72042", on=today())
    for day in (today(), today() - timedelta(days=400)):
        decide(coordinator_genk, version, AS_, on=day)
    record_decision(SYSTEM, local_government=member("71067"), decided_on=today(), **about)  # type: ignore[arg-type]
    missing = [] if is_told else ["71067", "72042"]
    assert [one.rsplit(":", 1)[1] for one in proof.differences()] == missing
    # Of what was published before anybody was asked, the trail knows nothing.
    monkeypatch.setattr(proof, "COUNCILS_ASKED", ())
    assert list(proof.differences()) == []


def test_who_publishes_names_all_councils_that_did_not_decide(draft: Draft, coordinator_genk: Actor) -> None:
    whole = arranged(coordinator_genk, draft)
    decide(coordinator_genk, whole, AS_, on=today())
    missing = ["71016", "71067", "72042"]
    assert sorted(not_decided(whole)) == missing
    for wrong in ([], missing[:2], [*missing, AS_]):
        with pytest.raises(Refusal) as refused:
            published(coordinator_genk, Draft.objects.get(pk=whole.pk), wrong)
        code, params = refusal_of(refused)
        assert (code, len(params["members"])) == (RefusalCode.COUNCILS_NOT_DECIDED, 3)  # type: ignore[arg-type]
    assert not RuleSetVersion.objects.filter(draft=whole).exists()
    published(coordinator_genk, Draft.objects.get(pk=whole.pk), missing)
    told = Entry.objects.filter(command="publish_without_council", subject=f"draft:{whole.pk}")
    assert sorted(told.values_list("authority", flat=True)) == [f"council:{code}" for code in missing]
    assert set(told.values_list("actor", flat=True)) == {str(coordinator_genk)}
    assert list(proof.differences()) == []


def test_who_grants_is_said_of_a_new_scheme_only(stage: Stage) -> None:
    next_version = start_draft(SYSTEM, scheme=stage.genk)
    with pytest.raises(ValueError, match="of a new scheme"):
        arrange_draft(
            SYSTEM,
            draft=next_version.pk,
            edition=next_version.edition,
            valid_from=TOMORROW,
            granted_by=GRANTED_BY,
        )
    new = start_scheme(SYSTEM, partnership=stage.genk.partnership, name="Nog een")
    with pytest.raises(ValueError, match="of a new scheme"):
        arrange_draft(SYSTEM, draft=new.pk, edition=new.edition, valid_from=TOMORROW)


def test_what_was_decided_about_other_rules_is_none_about_the_next(
    stage: Stage, coordinator_genk: Actor
) -> None:
    genk = Organisation.objects.get(nis_code=GENK)
    about = {"scheme": stage.genk, "local_government": genk, "subject": DecisionSubject.REGULATION}
    record_decision(SYSTEM, title="Vorig reglement", decided_on=today() - timedelta(days=400), **about)  # type: ignore[arg-type]
    draft = start_draft(coordinator_genk, scheme=stage.genk)
    assert sorted(not_decided(draft)) == MEMBERS
    record_decision(SYSTEM, title="Dit reglement", decided_on=today(), **about)  # type: ignore[arg-type]
    assert sorted(not_decided(draft)) == [code for code in MEMBERS if code != GENK]
