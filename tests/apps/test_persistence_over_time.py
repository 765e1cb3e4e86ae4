"""The page of yesterday beside that of today: nobody reads what a few answered in between, in no municipality."""

import pytest

from tests.follow_ups import asked, say
from tests.scene import GENK, OPGLABBEEK, Scene, set_scene
from wisselwerk.apps.audit.models import Entry
from wisselwerk.apps.evaluation.models import Persistence
from wisselwerk.apps.evaluation.proof import differences
from wisselwerk.apps.evaluation.queries.persistence import MomentLines, persistence_of
from wisselwerk.apps.evaluation.services import renew_persistence
from wisselwerk.clock import today
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.follow_up import Said

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return set_scene()


def lines(scene: Scene) -> MomentLines:
    renew_persistence(SYSTEM, on=today())
    [found] = persistence_of([scene.scheme.pk])[scene.scheme.pk]
    return found


def answered(scene: Scene, lasts: int, ended: int, *, since: int = 0, place: str = GENK) -> None:
    for number, one in enumerate(asked(scene, *range(since, since + lasts + ended), place=place)):
        say(one, Said.YES if number < lasts else Said.NO)


def test_a_few_in_one_municipality_are_not_read_from_two_days(scene: Scene) -> None:
    answered(scene, 6, 6)
    answered(scene, 7, 5, since=20, place=OPGLABBEEK)
    before = lines(scene)
    # Five more pairs answered, and one of them alone in Genk: with the page of yesterday that one could be read.
    answered(scene, 1, 0, since=40)
    answered(scene, 2, 2, since=50, place=OPGLABBEEK)
    assert lines(scene).places == before.places
    assert lines(scene).share == before.share
    answered(scene, 2, 2, since=60)
    answered(scene, 1, 0, since=70, place=OPGLABBEEK)
    share = lines(scene).places[GENK]
    assert share is not None
    assert (share.lasts, share.clear) == (9, 17)


def test_what_was_shown_once_and_is_gone_is_missed(scene: Scene) -> None:
    answered(scene, 6, 6)
    lines(scene)
    lines(scene)
    assert Entry.objects.filter(command="renew_persistence").count() == 1
    Persistence.objects.all().delete()
    assert list(differences()) == [f"persistence of scheme {scene.scheme.pk} after 6 months: is gone"]
