"""A practice is published once however many press at once, and whoever bends one in the database is named by ``verify``."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from django.db import models

from tests.invariants.together import together
from tests.practices import WHOLE, elsewhere, government, guide, number, published, revised, written
from tests.scene import set_scene
from wisselwerk.apps.practices.models import AdoptionStep, PracticeStep, PracticeVersion
from wisselwerk.apps.practices.proof import differences
from wisselwerk.apps.practices.services import (
    offer_practice,
    publish_practice,
    revise_practice,
    say_adoption,
)
from wisselwerk.clock import now
from wisselwerk.domain.adoption import INTERESTED
from wisselwerk.domain.refusal import Refusal, RefusalCode

pytestmark = pytest.mark.django_db(transaction=True)

Tamper = Callable[..., None]
PEOPLE = 4


def test_of_many_who_publish_at_once_one_does() -> None:
    scene = set_scene()
    practice, who = written(scene), guide()
    offer_practice(scene.coordinator, practice=practice.pk, seen=1)
    found = together([partial(publish_practice, who, practice=practice.pk, seen=1) for _ in range(PEOPLE)])
    refused = [one for one in found if isinstance(one, Refusal)]
    assert [one.code for one in refused] == [RefusalCode.WRONG_STATE] * (PEOPLE - 1)
    assert PracticeStep.objects.filter(action="PUBLISH").count() == 1
    assert list(differences()) == []


def test_of_many_who_write_at_once_one_is_next() -> None:
    scene = set_scene()
    practice = written(scene)
    found = together(
        [
            partial(revise_practice, scene.coordinator, practice=practice.pk, seen=1, text=WHOLE)
            for _ in range(PEOPLE)
        ]
    )
    refused = [one for one in found if isinstance(one, Refusal)]
    assert [one.code for one in refused] == [RefusalCode.PRACTICE_CHANGED] * (PEOPLE - 1)
    assert number(practice) == PracticeVersion.objects.count() == 2
    assert list(differences()) == []


def test_what_was_bent_is_named(tamper: Tamper) -> None:
    """Each column of each table that is not a number of its own, one after the other."""
    scene = set_scene()
    other = published(scene)
    practice = revised(scene, published(scene, WHOLE, scheme=scene.scheme, built_on=other), other.latest.text)  # type: ignore[union-attr]  # it was written
    say_adoption(elsewhere(), practice=practice, adopter=government(), state=INTERESTED)
    assert list(differences()) == []
    first, last = practice.versions.order_by("number")
    step = practice.steps.get(action="PUBLISH")
    wrote = practice.steps.filter(action="WRITE").latest("pk")
    said = AdoptionStep.objects.get()
    bent: list[tuple[models.Model, dict[str, object]]] = [
        (practice, {"slug": "iets-anders"}),
        (practice, {"organisation": government()}),
        (practice, {"built_on": None}),
        (practice, {"begun_at": now()}),
        (practice, {"state": "practice_offered"}),
        (practice, {"latest": first}),
        (practice, {"published": last}),
        (practice, {"published": None, "published_at": None}),
        (practice, {"published_at": now() + timedelta(days=1)}),
        (first, {"title": "Iets anders"}),
        (first, {"wordings": {"nl": {"title": first.title, "parts": {}}}}),
        (first, {"materials": []}),
        (first, {"priority": "WSE-LR1"}),
        (first, {"is_failure": True}),
        (first, {"scheme": None}),
        (first, {"words": "fiets"}),
        (first, {"actor": "person:0"}),
        (first, {"at": now()}),
        (last, {"number": 9}),
        (step, {"action": "CLOSE", "reason": "x"}),
        (step, {"version": last}),
        (step, {"organisation": scene.partnership}),
        (step, {"reason": "Iets anders"}),
        (step, {"actor": "person:0"}),
        (step, {"at": now()}),
        (wrote, {"organisation": government()}),
        (wrote, {"at": now()}),
        (said, {"state": "adoption_running"}),
        (said, {"words": "Iets anders"}),
        (said, {"adopter": scene.partnership}),
        (said, {"practice": other}),
        (said, {"at": now()}),
    ]
    for row, change in bent:
        before = {name: getattr(row, name) for name in change}
        tamper(row, **change)
        assert list(differences()), (row, change)
        tamper(row, **before)
        assert list(differences()) == [], (row, change)
