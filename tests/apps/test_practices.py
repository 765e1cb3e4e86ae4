"""Practices from a first version to what everybody reads: written, opened, looked at, published, taken back, found."""

from dataclasses import replace

import pytest
from django.db import DatabaseError, transaction

from tests.departments import network
from tests.practices import (
    TOLD,
    WHOLE,
    elsewhere,
    fresh,
    government,
    guide,
    in_order,
    number,
    open_and_publish,
    published,
    refused,
    revised,
    written,
)
from tests.scene import EMAIL, Scene, actor, set_scene
from wisselwerk.apps.parties.models import Membership, RoleHolding
from wisselwerk.apps.parties.permissions import is_participant
from wisselwerk.apps.parties.queries import actor_for
from wisselwerk.apps.parties.services import grant_role, person
from wisselwerk.apps.practices.models import Practice, PracticeStep, PracticeVersion
from wisselwerk.apps.practices.queries.practices import (
    last_reason,
    practice_for,
    practices,
    read_version,
    schemes_for,
    versions_for,
    waiting_for,
)
from wisselwerk.apps.practices.services import (
    close_practice,
    offer_practice,
    publish_practice,
    revise_practice,
    send_back_practice,
    write_practice,
)
from wisselwerk.clock import today
from wisselwerk.domain.actor import ANONYMOUS, SYSTEM, Actor, ActorKind, Role
from wisselwerk.domain.practice import Language, Material, Part, PracticeState, PracticeText, Wording
from wisselwerk.domain.priority import Priority
from wisselwerk.domain.refusal import RefusalCode

__all__ = ["in_order"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return set_scene()


def slugs(q: str = "", **asked: object) -> list[str]:
    return [one.slug for one in practices(q=q, **asked)]  # type: ignore[arg-type]  # whatever can be asked


def titled(title: str, *, problem: str = "Er was een probleem.") -> PracticeText:
    return PracticeText(
        {Language.NL: Wording(title, {Part.PROBLEM: problem, Part.APPROACH: "We deden iets."})}
    )


# Writing and opening


def test_what_is_written_stays_among_those_who_take_part(scene: Scene) -> None:
    practice = written(scene)
    assert practice.slug == "een-cheque-om-kennis-te-maken"
    assert practice.state == PracticeState.WRITTEN
    assert practice_for(ANONYMOUS, practice.slug) is None
    assert practice_for(actor("owner"), practice.slug) is None
    assert practice_for(elsewhere(), practice.slug) == practice_for(guide(), practice.slug) == practice
    assert slugs() == []
    assert slugs(among_participants=True) == [practice.slug]


def test_the_administration_takes_no_part(scene: Scene) -> None:
    flanders = Actor(ActorKind.PERSON, 9, frozenset({(Role.FLANDERS, 1)}))
    assert not is_participant(flanders)
    assert practice_for(flanders, written(scene).slug) is None


def test_opened_and_looked_at_everybody_reads_it(scene: Scene) -> None:
    practice = published(scene)
    assert (practice.state, practice.standing.published) == (PracticeState.PUBLISHED, 1)
    assert slugs() == [practice.slug]
    found = practice_for(ANONYMOUS, practice.slug)
    assert found is not None
    assert read_version(ANONYMOUS, found).text == TOLD


def test_somebody_of_another_municipality_may_publish_it_too(scene: Scene) -> None:
    practice = written(scene)
    offer_practice(scene.coordinator, practice=practice.pk, seen=1)
    assert waiting_for(elsewhere()) == [practice]
    step = publish_practice(elsewhere(), practice=practice.pk, seen=1)
    assert step.organisation == government()
    assert waiting_for(elsewhere()) == []


def test_never_who_wrote_it(scene: Scene) -> None:
    practice = written(scene)
    offer_practice(scene.coordinator, practice=practice.pk, seen=1)
    assert waiting_for(scene.coordinator) == []
    code = refused(publish_practice, scene.coordinator, practice=practice.pk, seen=1)
    assert code is RefusalCode.PRACTICE_OF_OWN


def test_who_looks_after_the_network_edits_and_does_not_publish_what_it_wrote(scene: Scene) -> None:
    practice = written(scene)
    version = revise_practice(guide(), practice=practice.pk, seen=1, text=WHOLE)
    assert version.number == 2
    assert refused(offer_practice, guide(), practice=practice.pk, seen=2) is RefusalCode.NOT_ALLOWED
    offer_practice(scene.coordinator, practice=practice.pk, seen=2)
    assert refused(publish_practice, guide(), practice=practice.pk, seen=2) is RefusalCode.PRACTICE_OF_OWN
    publish_practice(elsewhere(), practice=practice.pk, seen=2)
    assert fresh(practice).standing.published == 2


def test_nobody_of_the_side_that_wrote_it_publishes_it(scene: Scene) -> None:
    practice = written(scene)
    revise_practice(guide(), practice=practice.pk, seen=1, text=WHOLE)
    offer_practice(scene.coordinator, practice=practice.pk, seen=2)
    colleague = person("tweede-begeleider@lerend-netwerk.example")
    grant_role(SYSTEM, person=colleague, organisation=network(), role=Role.NETWORK)
    code = refused(publish_practice, actor_for(colleague), practice=practice.pk, seen=2)
    assert code is RefusalCode.PRACTICE_OF_OWN
    assert waiting_for(actor_for(colleague)) == []
    assert waiting_for(elsewhere()) == [practice]


def test_nobody_publishes_for_their_own_side_with_another_hat_on(scene: Scene) -> None:
    practice = written(scene)
    offer_practice(scene.coordinator, practice=practice.pk, seen=1)
    colleague = person("collega@genk.example")
    for whose, role in ((scene.partnership, Role.COORDINATOR), (government(), Role.MEMBER)):
        grant_role(SYSTEM, person=colleague, organisation=whose, role=role)
    both = actor_for(colleague)
    for act, more in ((publish_practice, {}), (send_back_practice, {"reason": "Waarom?"})):
        assert refused(act, both, practice=practice.pk, seen=1, **more) is RefusalCode.PRACTICE_OF_OWN
    assert waiting_for(both) == []


def test_whoever_holds_the_role_now_writes_on(scene: Scene) -> None:
    genk = government("71016")
    author = actor_for(person("was@genk.example"))
    grant_role(SYSTEM, person=person("was@genk.example"), organisation=genk, role=Role.MEMBER)
    author = actor_for(person("was@genk.example"))
    practice = write_practice(author, organisation=genk, text=TOLD, scheme=scene.scheme)
    RoleHolding.objects.filter(person=author.id, organisation=genk).delete()
    # And the municipality left the partnership whose scheme stands behind it.
    Membership.objects.filter(member=genk).update(valid_until=today())
    assert list(schemes_for(genk)) == []
    successor = elsewhere("nu@genk.example", "71016")
    version = revise_practice(successor, practice=practice.pk, seen=1, text=WHOLE, scheme=scene.scheme)
    assert (version.number, version.scheme) == (2, scene.scheme)
    assert list(schemes_for(genk, fresh(practice))) == [scene.scheme]
    gone = actor_for(person("was@genk.example"))
    code = refused(revise_practice, gone, practice=practice.pk, seen=2, text=TOLD, scheme=scene.scheme)
    assert code is RefusalCode.NOT_ALLOWED


@pytest.mark.parametrize("key", ["owner", "stranger", "provider_staff", "auditor"])
def test_nobody_else_has_a_part_in_it(scene: Scene, key: str) -> None:
    practice = written(scene)
    offer_practice(scene.coordinator, practice=practice.pk, seen=1)
    who = actor(key)
    code = refused(write_practice, who, organisation=scene.partnership, text=TOLD)
    assert code is RefusalCode.NOT_ALLOWED
    for act in (publish_practice, offer_practice):
        assert refused(act, who, practice=practice.pk, seen=1) is RefusalCode.NOT_ALLOWED
    for answer in (send_back_practice, close_practice):
        assert refused(answer, who, practice=practice.pk, seen=1, reason="x") is RefusalCode.NOT_ALLOWED
    assert refused(revise_practice, who, practice=practice.pk, seen=1, text=TOLD) is RefusalCode.NOT_ALLOWED


def test_a_municipality_of_elsewhere_neither_writes_opens_nor_takes_back(scene: Scene) -> None:
    practice = written(scene)
    who = elsewhere()
    assert refused(revise_practice, who, practice=practice.pk, seen=1, text=TOLD) is RefusalCode.NOT_ALLOWED
    assert refused(offer_practice, who, practice=practice.pk, seen=1) is RefusalCode.NOT_ALLOWED
    assert refused(close_practice, who, practice=practice.pk, seen=1, reason="x") is RefusalCode.NOT_ALLOWED


def test_a_key_writes_and_publishes_nothing(scene: Scene) -> None:
    practice = written(scene)
    offer_practice(scene.coordinator, practice=practice.pk, seen=1)
    key = Actor(ActorKind.KEY, 1, frozenset({(Role.MEMBER, government().pk)}))
    assert refused(publish_practice, key, practice=practice.pk, seen=1) is RefusalCode.NOT_ALLOWED


def test_problem_and_approach_are_needed_to_open_it(scene: Scene) -> None:
    only = PracticeText({Language.NL: Wording("Een titel", {Part.PROBLEM: "Iets."})})
    practice = written(scene, only)
    code = refused(offer_practice, scene.coordinator, practice=practice.pk, seen=1)
    assert code is RefusalCode.PRACTICE_INCOMPLETE
    untitled = PracticeText({Language.NL: Wording("", {Part.PROBLEM: "Iets."})})
    code = refused(write_practice, scene.coordinator, organisation=scene.partnership, text=untitled)
    assert code is RefusalCode.PRACTICE_INCOMPLETE


def test_it_is_sent_back_with_what_is_asked(scene: Scene) -> None:
    practice = written(scene)
    offer_practice(scene.coordinator, practice=practice.pk, seen=1)
    code = refused(send_back_practice, guide(), practice=practice.pk, seen=1, reason=" ")
    assert code is RefusalCode.PRACTICE_REASON_MISSING
    send_back_practice(guide(), practice=practice.pk, seen=1, reason="Wat kostte het?")
    found = last_reason(fresh(practice))
    assert found is not None
    assert (found.reason, fresh(practice).state) == ("Wat kostte het?", PracticeState.SENT_BACK)
    again = revised(scene, practice, WHOLE)
    assert last_reason(again) is None
    assert open_and_publish(scene, again).standing.published == 2


def test_it_is_taken_back_and_told_again(scene: Scene) -> None:
    practice = published(scene)
    close_practice(scene.coordinator, practice=practice.pk, seen=1, reason="We kijken het na.")
    assert practice_for(ANONYMOUS, practice.slug) is None
    assert practice_for(elsewhere(), practice.slug) is not None
    assert open_and_publish(scene, practice).standing.published == 1


def test_what_is_not_there_to_take_back_is_not_taken_back(scene: Scene) -> None:
    practice = written(scene)
    code = refused(close_practice, scene.coordinator, practice=practice.pk, seen=1, reason="Toch niet.")
    assert code is RefusalCode.WRONG_STATE
    assert refused(publish_practice, guide(), practice=practice.pk, seen=1) is RefusalCode.WRONG_STATE


# Versions


def test_a_next_version_is_read_once_it_is_published(scene: Scene) -> None:
    practice = revised(scene, published(scene), WHOLE)
    found = practice_for(elsewhere(), practice.slug)
    assert found is not None
    assert read_version(elsewhere(), found).number == 1
    assert [one.number for one in versions_for(elsewhere(), practice)] == [1, 2]
    assert [one.number for one in versions_for(ANONYMOUS, practice)] == [1]
    open_and_publish(scene, practice)
    assert [one.number for one in versions_for(ANONYMOUS, practice)] == [1, 2]


def test_the_same_again_is_no_version(scene: Scene) -> None:
    practice = written(scene)
    assert number(revised(scene, practice, TOLD)) == 1
    assert PracticeStep.objects.count() == 1


def test_nobody_writes_over_what_they_did_not_see(scene: Scene) -> None:
    practice = revised(scene, written(scene), WHOLE)
    for act, what in (
        (revise_practice, {"text": TOLD}),
        (offer_practice, {}),
        (close_practice, {"reason": "x"}),
    ):
        code = refused(act, scene.coordinator, practice=practice.pk, seen=1, **what)
        assert code is RefusalCode.PRACTICE_CHANGED


def test_a_version_and_a_step_never_change(scene: Scene) -> None:
    practice = written(scene)
    for rows in (PracticeVersion.objects.all(), PracticeStep.objects.all()):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            rows.update(actor="person:0")
    assert practice.latest is not None


def test_nobody_is_named(scene: Scene) -> None:
    naming = PracticeText(
        {Language.NL: Wording("Een titel", {Part.PEOPLE: "Bel Jan Peeters, jan.peeters@genk.example."})}
    )
    code = refused(write_practice, scene.coordinator, organisation=scene.partnership, text=naming)
    assert code is RefusalCode.PERSON_NAMED


def test_only_a_page_is_pointed_at(scene: Scene) -> None:
    pointing = replace(TOLD, materials=(Material("Brief", "javascript:alert(1)"),))
    code = refused(write_practice, scene.coordinator, organisation=scene.partnership, text=pointing)
    assert code is RefusalCode.ADDRESS_INVALID


def test_two_of_one_title_have_two_addresses(scene: Scene) -> None:
    assert [written(scene, titled(one)).slug for one in ("Nieuw", "Een avond", "Een avond", "?")] == [
        "nieuw-2",
        "een-avond",
        "een-avond-2",
        "praktijk",
    ]


def test_the_scheme_behind_it_is_ones_own(scene: Scene) -> None:
    assert written(scene, scheme=scene.scheme).latest is not None
    assert list(schemes_for(scene.partnership)) == [scene.scheme]
    assert list(schemes_for(government("71016"))) == [scene.scheme]
    assert list(schemes_for(government())) == []
    code = refused(write_practice, elsewhere(), organisation=government(), text=TOLD, scheme=scene.scheme)
    assert code is RefusalCode.NOT_ALLOWED


# Finding


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("cheque", True),
        ("cheques", True),
        ("CHEQUE avond", True),
        ("avonden", True),
        ("maatwerkbedrijf", True),
        ("een avond voor bedrijven", True),
        ("genk", True),
        ("fietsen", False),
        ("cheque fietsen", False),
        ("", True),
    ],
)
def test_it_is_found_by_forms_of_its_words(scene: Scene, q: str, found: bool) -> None:
    practice = published(scene)
    assert slugs(q) == ([practice.slug] if found else [])


def test_a_translation_is_found_too_and_a_draft_by_who_takes_part_alone(scene: Scene) -> None:
    french = replace(
        TOLD, wordings={**TOLD.wordings, Language.FR: Wording("Un chèque", {Part.PROBLEM: "Rien."})}
    )
    practice = published(scene, french)
    assert slugs("chèque") == [practice.slug]
    draft = written(scene, titled("Fietsen herstellen"))
    assert slugs("fiets") == []
    assert slugs("fiets", among_participants=True) == [draft.slug]


def test_it_is_narrowed_by_what_it_is_about(scene: Scene) -> None:
    failed = published(scene, replace(titled("Een folder"), is_failure=True))
    worked = published(scene, replace(TOLD, priority=Priority.WORK), scheme=scene.scheme)
    assert slugs() == [worked.slug, failed.slug]
    assert slugs(is_failure=True) == [failed.slug]
    assert slugs(is_failure=False) == slugs(has_scheme=True) == slugs(priority=Priority.WORK) == [worked.slug]
    assert slugs(has_scheme=False) == [failed.slug]


def test_it_is_in_good_order_after_a_long_story(scene: Scene) -> None:
    practice = published(scene, scheme=scene.scheme)
    revised(scene, practice, WHOLE)
    close_practice(scene.coordinator, practice=practice.pk, seen=2, reason="We kijken het na.")
    open_and_publish(scene, practice)
    assert Practice.objects.get().standing.published == 2


def test_who_lost_the_role_takes_part_no_more(scene: Scene) -> None:
    practice = written(scene)
    nobody = actor_for(person(EMAIL["stranger"]))
    assert practice_for(nobody, practice.slug) is None
    assert nobody != SYSTEM
