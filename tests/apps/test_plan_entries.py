"""What is entered for multi-year plans: by whom, of which text, what goes first, and what stays as it was decided."""

import pytest

from tests.apps.test_councils import MET, amend, council, decide, member
from tests.councils import publish
from tests.scene import AS_, GENK, Scene, actor, refusal_of, set_scene
from wisselwerk.apps.audit.models import Entry
from wisselwerk.apps.parties.models import Membership
from wisselwerk.apps.parties.services import local_government
from wisselwerk.apps.schemes import proof
from wisselwerk.apps.schemes.council_decision import decision_of
from wisselwerk.apps.schemes.councils import submitted_draft, submitted_version
from wisselwerk.apps.schemes.draft_model import Draft
from wisselwerk.apps.schemes.models import RuleSetVersion
from wisselwerk.apps.schemes.plan import planned_of
from wisselwerk.apps.schemes.plan_model import PlanEntry
from wisselwerk.apps.schemes.services import (
    date_draft,
    discard_draft,
    fund_scheme,
    set_plan,
    start_draft,
)
from wisselwerk.apps.settlements.queries.plan_action import plan_action
from wisselwerk.clock import today
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.refusal import Refusal, RefusalCode
from wisselwerk.domain.regulation.planned import Planned

pytestmark = pytest.mark.django_db

OUDSBERGEN, ZUTENDAAL = "72042", "71067"
TWO_YEARS = Planned(amounts=((2027, 1_000_000), (2028, 0)))


@pytest.fixture
def scene() -> Scene:
    return set_scene(rules={"cost_key": {"division": "equal"}}, budget_cents=0)


@pytest.fixture
def version(scene: Scene) -> RuleSetVersion:
    return scene.scheme.versions.get()


def years(text: RuleSetVersion, nis_code: str) -> dict[int, tuple[int | None, int | None]]:
    action = plan_action(submitted_version(text), member(nis_code), 2026)
    return {one.year: (one.scheme_cents, one.member_cents) for one in action.years}


def test_what_was_entered_for_all_is_shared_by_the_cost_key(scene: Scene, version: RuleSetVersion) -> None:
    set_plan(scene.coordinator, text=version, member=None, planned=TWO_YEARS)
    assert years(version, AS_)[2027] == (1_000_000, 250_000)
    assert years(version, AS_)[2028] == (0, 0)
    assert years(version, AS_)[2029] == (None, None)


def test_what_was_entered_goes_before_a_budget_and_before_the_cost_key(
    scene: Scene, version: RuleSetVersion
) -> None:
    fund_scheme(SYSTEM, scheme=scene.scheme, year=2027, amount_cents=800_000)
    assert years(version, AS_)[2027] == (800_000, 200_000)
    set_plan(scene.coordinator, text=version, member=None, planned=TWO_YEARS)
    set_plan(scene.coordinator, text=version, member=member(AS_), planned=Planned(amounts=((2027, 1),)))
    assert years(version, AS_)[2027] == (1_000_000, 1)
    assert years(version, GENK)[2027] == (1_000_000, 250_000)


def test_the_whole_is_the_sum_once_every_member_has_its_part(scene: Scene, version: RuleSetVersion) -> None:
    for nis_code in (GENK, AS_, OUDSBERGEN):
        set_plan(scene.coordinator, text=version, member=member(nis_code), planned=TWO_YEARS)
    assert years(version, AS_)[2027] == (None, 1_000_000)
    set_plan(scene.coordinator, text=version, member=member(ZUTENDAAL), planned=Planned(amounts=((2027, 5),)))
    assert years(version, AS_)[2027] == (3_000_005, 1_000_000)
    assert years(version, AS_)[2028] == (None, 0)


def test_entered_again_as_it_stands_nothing_changes(scene: Scene, version: RuleSetVersion) -> None:
    first = set_plan(scene.coordinator, text=version, member=None, planned=TWO_YEARS)
    assert set_plan(scene.coordinator, text=version, member=None, planned=TWO_YEARS) == first
    assert Entry.objects.filter(command="set_plan").count() == 1
    again = set_plan(scene.coordinator, text=version, member=None, planned=Planned())
    assert (again.pk, again.amounts) == (first.pk, [])
    assert Entry.objects.filter(command="set_plan").count() == 2


@pytest.mark.parametrize("who", ["coordinator_zuidoost_limburg", "auditor"])
def test_only_the_own_coordinator_enters(scene: Scene, version: RuleSetVersion, who: str) -> None:
    with pytest.raises(Refusal) as refused:
        set_plan(actor(who), text=version, member=None, planned=TWO_YEARS)
    assert refusal_of(refused)[0] is RefusalCode.NOT_ALLOWED


def test_only_a_member_has_a_plan_here(scene: Scene, version: RuleSetVersion) -> None:
    with pytest.raises(ValueError, match="is no member"):
        set_plan(SYSTEM, text=version, member=local_government("11002", today()), planned=TWO_YEARS)


def test_a_key_of_another_shape_is_refused(scene: Scene, version: RuleSetVersion) -> None:
    with pytest.raises(Refusal) as refused:
        set_plan(SYSTEM, text=version, member=member(AS_), planned=Planned(policy_field="55"))
    assert refusal_of(refused)[0] is RefusalCode.BUDGET_KEY_INVALID


def test_what_was_entered_of_a_draft_goes_along_with_what_is_published(scene: Scene) -> None:
    draft = start_draft(SYSTEM, scheme=scene.scheme)
    set_plan(SYSTEM, text=draft, member=None, planned=TWO_YEARS)
    assert submitted_draft(draft).planned == {"": TWO_YEARS}
    draft = date_draft(SYSTEM, draft=draft.pk, edition=draft.edition, valid_from=today(), source="Besluit")
    version = publish(SYSTEM, draft)
    assert planned_of(version) == {"": TWO_YEARS}
    set_plan(SYSTEM, text=version, member=None, planned=Planned(amounts=((2029, 7),)))
    assert PlanEntry.objects.get().draft_id == draft.pk
    assert list(proof.differences()) == []


def test_what_was_entered_does_not_keep_a_draft(scene: Scene) -> None:
    draft = start_draft(SYSTEM, scheme=scene.scheme)
    set_plan(SYSTEM, text=draft, member=None, planned=TWO_YEARS)
    discard_draft(SYSTEM, draft=draft.pk, edition=draft.edition)
    assert not PlanEntry.objects.exists()
    with pytest.raises(Refusal) as refused:
        set_plan(
            SYSTEM, text=Draft(pk=draft.pk, partnership=scene.partnership), member=None, planned=TWO_YEARS
        )
    assert refusal_of(refused)[0] is RefusalCode.DRAFT_PUBLISHED


def test_a_decision_keeps_what_was_entered_on_its_day(scene: Scene, version: RuleSetVersion) -> None:
    set_plan(SYSTEM, text=version, member=None, planned=TWO_YEARS)
    decide(scene.coordinator, version, on=MET)
    before = decision_of(submitted_version(version), council(version)).finance
    assert "10.000 euro in 2027" in str(before)
    set_plan(SYSTEM, text=version, member=None, planned=Planned(amounts=((2027, 3),)))
    amend(scene.coordinator, version, 2)
    assert decision_of(submitted_version(version), council(version)).finance == before


def finance(text: RuleSetVersion, nis_code: str = AS_) -> str:
    return "\n".join(
        one.text for one in decision_of(submitted_version(text), council(text, nis_code)).finance
    )


def test_a_draft_decision_has_the_amounts_of_the_plan(scene: Scene, version: RuleSetVersion) -> None:
    set_plan(SYSTEM, text=version, member=None, planned=TWO_YEARS)
    assert "opgenomen: 10.000 euro in 2027 en 0 euro in 2028." in finance(version)
    assert "Daarvan valt ten laste van de gemeente As: 2.500 euro in 2027 en 0 euro in 2028." in finance(
        version
    )


def test_a_part_of_which_the_whole_is_not_known_is_part_of_nothing(
    scene: Scene, version: RuleSetVersion
) -> None:
    set_plan(SYSTEM, text=version, member=member(AS_), planned=TWO_YEARS)
    assert "Ten laste van de gemeente As komt 10.000 euro in 2027 en 0 euro in 2028." in finance(version)
    assert "Daarvan" not in finance(version)
    assert "[in te vullen: bedrag per jaar]" in finance(version)


def test_once_every_part_was_entered_the_decision_has_their_sum(
    scene: Scene, version: RuleSetVersion
) -> None:
    for nis_code in (GENK, AS_, OUDSBERGEN, ZUTENDAAL):
        set_plan(SYSTEM, text=version, member=member(nis_code), planned=TWO_YEARS)
    assert "opgenomen: 40.000 euro in 2027 en 0 euro in 2028." in finance(version)
    assert "bedrag per jaar" not in finance(version)


def test_who_takes_part_with_two_places_has_one_part(scene: Scene, version: RuleSetVersion) -> None:
    Membership.objects.filter(member=member(ZUTENDAAL)).update(member=member(AS_))
    for nis_code in (GENK, AS_, OUDSBERGEN):
        set_plan(SYSTEM, text=version, member=member(nis_code), planned=TWO_YEARS)
    assert years(version, AS_)[2027] == (3_000_000, 1_000_000)


def test_what_follows_on_the_day_of_a_decision_stays_in_it(scene: Scene, version: RuleSetVersion) -> None:
    set_plan(SYSTEM, text=version, member=None, planned=TWO_YEARS)
    decide(scene.coordinator, version, on=MET)
    before = finance(version)
    assert "gemeente As: 2.500 euro in 2027" in before
    Membership.objects.filter(member=member(ZUTENDAAL)).delete()
    assert finance(version) == before
    assert "gemeente Genk: 3.333" in finance(version, GENK)


def test_verify_sees_what_was_not_told_and_what_cannot_be_read(scene: Scene, version: RuleSetVersion) -> None:
    entry = set_plan(SYSTEM, text=version, member=None, planned=TWO_YEARS)
    assert list(proof.differences()) == []
    PlanEntry.objects.filter(pk=entry.pk).update(amounts=[[2027, "veel"]])
    assert list(proof.differences()) == [f"plan entry {entry.pk}: its amounts cannot be read"]
    hidden = PlanEntry.objects.create(version=version, member=member(AS_), actor="system", at=entry.at)
    assert f"plan entry {hidden.pk}: the trail does not tell of it" in list(proof.differences())
