"""Who took a practice over, on which rung it stands by that, where it comes from, and who hears that it changed."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.practices import (
    LONG_AGO,
    WHOLE,
    elsewhere,
    fresh,
    government,
    guide,
    in_order,
    open_and_publish,
    published,
    refused,
    revised,
    written,
)
from tests.scene import Rules, Scene, actor, rule_set, set_scene
from wisselwerk.apps.evaluation.models import SchemeFigure
from wisselwerk.apps.parties.models import Membership, Organisation
from wisselwerk.apps.parties.queries import actor_for
from wisselwerk.apps.parties.services import found_partnership, grant_role, join_partnership, person
from wisselwerk.apps.practices.models import Practice
from wisselwerk.apps.practices.queries.adoptions import Adoption, adoption_of, adoptions_of
from wisselwerk.apps.practices.queries.changes import change_of, changes_between, readers_of
from wisselwerk.apps.practices.queries.evidence import evidence_of
from wisselwerk.apps.practices.queries.lineage import family_of
from wisselwerk.apps.practices.services import say_adoption, stop_practice_mails
from wisselwerk.apps.schemes.draft_model import Draft
from wisselwerk.apps.schemes.models import RuleSetVersion, Scheme
from wisselwerk.apps.schemes.services import discard_draft, publish_version, take_over
from wisselwerk.clock import now, today
from wisselwerk.domain.actor import ANONYMOUS, SYSTEM, Actor, Role
from wisselwerk.domain.adoption import ABANDONED, ADAPTING, EVALUATED, INTERESTED, RUNNING
from wisselwerk.domain.evidence import Point, Rung
from wisselwerk.domain.indicator import Indicator
from wisselwerk.domain.period import Period
from wisselwerk.domain.refusal import RefusalCode

__all__ = ["in_order"]
pytestmark = pytest.mark.django_db
A_DAY = timedelta(days=1)


@pytest.fixture
def scene() -> Scene:
    return set_scene()


def others(slug: str = "elders") -> tuple[Organisation, Actor]:
    """A partnership of Tongeren, and its coordinator."""
    partnership = found_partnership(SYSTEM, slug=slug, name=f"Interlokale vereniging {slug}")
    join_partnership(
        SYSTEM, partnership=partnership, place="73083", source="Test", valid=Period(today() - 400 * A_DAY)
    )
    somebody = person(f"regisseur@{slug}.example")
    grant_role(
        SYSTEM,
        person=somebody,
        organisation=partnership,
        role=Role.COORDINATOR,
        valid=Period(LONG_AGO),
    )
    return partnership, actor_for(somebody)


def child(scene: Scene, slug: str = "elders", **rules: dict[str, object]) -> Scheme:
    """A scheme of that partnership, made from that of the scene."""
    partnership, _coordinator = others(slug)
    version = RuleSetVersion.objects.get(scheme=scene.scheme)
    scheme = Scheme.objects.create(
        slug=slug, name=f"Cheque {slug}", partnership=partnership, adopted_from=version
    )
    changed: Rules = {"amount": {"amount_cents": 10_000}, "territory": {"places": ["73083"]}, **rules}
    publish_version(
        SYSTEM,
        scheme=scheme,
        rule_set=rule_set(changed),
        valid_from=today() - 300 * A_DAY,
        source="Test",
    )
    return scheme


def measure(scheme: Scheme) -> None:
    """As background work leaves it once seven vouchers of the scheme are over."""
    SchemeFigure.objects.create(
        scheme=scheme,
        indicator=Indicator.USED,
        numerator=7,
        denominator=7,
        counted=7,
        unknown=0,
        since=LONG_AGO,
        counted_on=today(),
    )


def only(practice: Practice) -> Adoption:
    (found,) = adoptions_of(fresh(practice))
    return found


def rung(practice: Practice) -> tuple[Rung | None, list[Point]]:
    version = fresh(practice).published
    assert version is not None
    found = evidence_of([version])[version.pk]
    return found.rung, list(found.missing)


# The ledger


def test_a_scheme_made_from_it_shows_by_itself(scene: Scene) -> None:
    practice = published(scene, scheme=scene.scheme)
    scheme = child(scene)
    found = only(practice)
    assert (found.adopter, found.state) == (scheme.partnership, RUNNING)
    told = {(one.kind, one.parameter): (one.before, one.after) for one in found.differences}
    assert told["amount", "amount_cents"] == (25_000, 10_000)
    assert found.may_say == {EVALUATED, ABANDONED}


def test_a_draft_shows_and_is_gone_when_it_is_thrown_away(scene: Scene) -> None:
    practice = published(scene, scheme=scene.scheme)
    partnership, coordinator = others()
    version = RuleSetVersion.objects.get(scheme=scene.scheme)
    draft = take_over(coordinator, version=version, partnership=partnership, name="Cheque elders")
    assert only(practice).state is ADAPTING
    discard_draft(coordinator, draft=draft.pk, edition=draft.edition)
    assert not Draft.objects.exists()
    assert adoptions_of(practice) == []


def test_interested_then_abandoned_and_why_stays(scene: Scene) -> None:
    practice, who, whose = published(scene), elsewhere(), government()
    say_adoption(who, practice=practice, adopter=whose, state=INTERESTED)
    code = refused(say_adoption, who, practice=practice, adopter=whose, state=ABANDONED)
    assert code is RefusalCode.PRACTICE_REASON_MISSING
    say_adoption(who, practice=practice, adopter=whose, state=ABANDONED, words="Te weinig bedrijven.")
    found = only(practice)
    assert (found.state, found.lesson) == (ABANDONED, "Te weinig bedrijven.")
    assert [one.state for one in found.said] == [INTERESTED, ABANDONED]


def test_without_a_scheme_all_of_it_is_said(scene: Scene) -> None:
    practice, who, whose = published(scene), elsewhere(), government()
    assert adoption_of(practice, whose).may_say == {INTERESTED, ADAPTING, RUNNING}
    for state, words in ((ADAPTING, ""), (RUNNING, ""), (EVALUATED, "Drie bedrijven kwamen terug.")):
        say_adoption(who, practice=practice, adopter=whose, state=state, words=words)
        assert only(practice).state is state


def test_what_does_not_follow_is_refused(scene: Scene) -> None:
    practice, who, whose = published(scene, scheme=scene.scheme), elsewhere(), government()
    for state in (RUNNING, EVALUATED, ABANDONED):
        code = refused(say_adoption, who, practice=practice, adopter=whose, state=state, words="Iets.")
        assert code is RefusalCode.ADOPTION_NOT_NOW
    own = {"practice": practice, "adopter": scene.partnership, "state": INTERESTED}
    assert refused(say_adoption, scene.coordinator, **own) is RefusalCode.ADOPTION_OF_OWN
    assert refused(say_adoption, guide(), **own) is RefusalCode.NOT_ALLOWED
    assert refused(say_adoption, actor("owner"), **own | {"adopter": whose}) is RefusalCode.NOT_ALLOWED


def test_who_leaves_the_partnership_that_runs_it_keeps_what_it_said(scene: Scene) -> None:
    practice = published(scene, scheme=scene.scheme)
    scheme, whose = child(scene), government()
    say_adoption(elsewhere(), practice=practice, adopter=whose, state=INTERESTED)
    through = next(one for one in adoptions_of(practice) if one.adopter == whose)
    assert (through.state, through.through, through.left_on) == (RUNNING, scheme.partnership, None)
    Membership.objects.filter(member=whose).update(valid_until=today())
    left = next(one for one in adoptions_of(practice) if one.adopter == whose)
    assert (left.state, left.left_on) == (INTERESTED, today())
    # Nobody is left in that partnership: its scheme is over, and stays readable.
    assert next(one for one in adoptions_of(practice) if one.adopter == scheme.partnership).is_over


def test_it_is_asked_as_often_for_many(scene: Scene) -> None:
    practice = published(scene, scheme=scene.scheme)
    child(scene)
    with CaptureQueriesContext(
        connection,
    ) as one:
        adoptions_of(fresh(practice))
    child(scene, "ginder")
    say_adoption(elsewhere(), practice=practice, adopter=government(), state=INTERESTED)
    with CaptureQueriesContext(connection) as three:
        assert len(adoptions_of(fresh(practice))) == 3
    assert len(one) == len(three)


# The ladder


def test_it_rises_and_falls_by_what_there_is(scene: Scene) -> None:
    practice = published(scene, WHOLE, scheme=scene.scheme)
    assert rung(practice) == (Rung.DOCUMENTED, [Point.FIGURES])
    measure(scene.scheme)
    assert rung(practice) == (Rung.MEASURED, [Point.COMPARISON])
    scheme = child(scene)
    assert rung(practice) == (Rung.MEASURED, [Point.COMPARISON])
    measure(scheme)
    assert rung(practice) == (Rung.COMPARED, [Point.REPLICATION])
    coordinator = actor_for(person("regisseur@elders.example"))
    whose = scheme.partnership
    say_adoption(coordinator, practice=practice, adopter=whose, state=EVALUATED, words="Het werkt ook hier.")
    assert rung(practice) == (Rung.REPLICATED, [])
    say_adoption(coordinator, practice=practice, adopter=whose, state=ABANDONED, words="Anders beslist.")
    assert rung(practice) == (Rung.COMPARED, [Point.REPLICATION])
    SchemeFigure.objects.filter(scheme=scene.scheme).delete()
    assert rung(practice) == (Rung.DOCUMENTED, [Point.FIGURES])


def test_what_is_left_out_of_a_next_version_counts_no_more(scene: Scene) -> None:
    practice = published(scene, WHOLE)
    assert rung(practice)[0] is Rung.DOCUMENTED
    bare = type(WHOLE)(WHOLE.wordings)
    open_and_publish(scene, revised(scene, practice, bare))
    assert rung(practice) == (Rung.TOLD, [Point.MATERIAL])


def test_few_vouchers_measure_nothing(scene: Scene) -> None:
    practice = published(scene, WHOLE, scheme=scene.scheme)
    measure(scene.scheme)
    SchemeFigure.objects.update(numerator=3, denominator=3, counted=3)
    assert rung(practice) == (Rung.DOCUMENTED, [Point.FIGURES])


# The family


def test_its_family_is_of_practices_and_of_schemes_nobody_tells_of(scene: Scene) -> None:
    practice = published(scene, scheme=scene.scheme)
    scheme = child(scene)
    family = family_of(practice, scene.scheme)
    assert (family.parent, [one.name for one in family.children]) == (None, [scheme.name])
    built = published(scene, WHOLE, built_on=practice)
    written(scene, built_on=practice)
    assert [one.practice for one in family_of(practice, scene.scheme).children] == [None, built]
    parent = family_of(built, None).parent
    assert parent is not None
    assert parent.practice == practice
    above = family_of(built, scheme).parent
    assert above is not None
    assert above.practice == practice


# Who hears of it


def test_who_goes_on_with_it_hears_that_it_changed(scene: Scene) -> None:
    practice = published(scene, scheme=scene.scheme)
    first = practice.steps.get(action="PUBLISH")
    assert change_of(first) is None
    scheme = child(scene)
    say_adoption(elsewhere(), practice=practice, adopter=government(), state=INTERESTED)
    began = now()
    open_and_publish(scene, revised(scene, practice, WHOLE))
    (change,) = changes_between(began, now())
    assert change.adopters == {scheme.partnership_id, government().pk}
    assert len(readers_of(change)) == 2
    say_adoption(elsewhere(), practice=practice, adopter=government(), state=ABANDONED, words="Toch niet.")
    (change,) = changes_between(began, now())
    assert change.adopters == {scheme.partnership_id}
    coordinator = person("regisseur@elders.example")
    assert readers_of(change) == [coordinator.pk]
    assert stop_practice_mails(ANONYMOUS, person=coordinator)
    assert not stop_practice_mails(ANONYMOUS, person=coordinator)
    assert readers_of(change) == []
