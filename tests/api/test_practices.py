"""Practices for programs: only what everybody may read, with figures, what the evidence rests on, lineage and adopters."""

import pytest

from tests.api.machine import Machine
from tests.apps.test_adoptions import child, measure, others
from tests.practices import TOLD, WHOLE, elsewhere, government, in_order, published, written
from tests.scene import Scene, set_scene
from wisselwerk.apps.practices.services import say_adoption
from wisselwerk.clock import today
from wisselwerk.domain.adoption import ABANDONED, EVALUATED, INTERESTED

__all__ = ["in_order"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return set_scene()


def test_a_practice_is_told_whole(scene: Scene) -> None:
    practice = published(scene, WHOLE, scheme=scene.scheme)
    measure(scene.scheme)
    measure(child(scene))
    say_adoption(elsewhere(), practice=practice, adopter=government(), state=INTERESTED)
    told = Machine().get(f"/practices/{practice.slug}").json()
    assert (told["slug"], told["title"]) == (practice.slug, WHOLE.own.title)
    assert (told["version"], told["scheme"], told["is_failure"]) == (1, "genk", False)
    assert told["evidence"]["level"] == "compared"
    assert {one["code"] for one in told["evidence"]["because"]} >= {"PROBLEM", "FIGURES", "COMPARISON"}
    assert told["wordings"]["nl"]["parts"]["PITFALLS"] == "Zonder avond kwam er niemand."
    assert told["materials"] == [
        {"title": "Brief aan bedrijven", "address": "https://voorbeeld.example/brief.pdf"}
    ]
    (used,) = [one for one in told["figures"] if one["code"] == "used-vouchers"]
    assert (used["value"], used["n"], used["high"]) == (1.0, 7, 1.0)
    assert 0.6 < used["low"] < 0.7
    assert (used["since"], used["until"]) == ("2015-01-01", f"{today().year - 1}-12-31")
    assert told["lineage"] == {"parent": None, "differences": []}
    # Who is interested is told among those who take part, and to no program.
    (adoption,) = told["adoptions"]
    assert (adoption["partnership"], adoption["state"]) == ("elders", "running")
    assert {"kind": "amount", "parameter": "amount_cents", "from": 25_000, "to": 10_000, "why": None} in (
        adoption["differences"]
    )


def test_what_an_adopter_says_of_it_is_told_to_no_program(scene: Scene) -> None:
    practice = published(scene, WHOLE, scheme=scene.scheme)
    scheme, (_whose, coordinator) = child(scene), others()
    for state in (EVALUATED, ABANDONED):
        say_adoption(coordinator, practice=practice, adopter=scheme.partnership, state=state, words="Niets.")
    (adoption,) = Machine().get(f"/practices/{practice.slug}").json()["adoptions"]
    assert (adoption["partnership"], adoption["state"]) == ("elders", "running")


def test_one_that_was_made_from_another_says_which_and_what_it_changed(scene: Scene) -> None:
    parent = published(scene, WHOLE, scheme=scene.scheme)
    built = published(scene, TOLD, built_on=parent)
    assert Machine().get(f"/practices/{built.slug}").json()["lineage"]["parent"] == parent.slug


def test_they_are_found_by_words_in_parts(scene: Scene) -> None:
    practice = published(scene)
    written(scene, WHOLE)
    answer = Machine().get("/practices?q=cheques").json()
    assert [one["slug"] for one in answer["items"]] == [practice.slug]
    assert answer["items"][0]["evidence"]["level"] == "told"
    assert answer["next"] is None
    assert Machine().get("/practices?q=fietsen").json()["items"] == []


def test_what_is_not_public_is_not_there(scene: Scene) -> None:
    practice = written(scene)
    answer = Machine().get(f"/practices/{practice.slug}")
    assert (answer.status_code, answer.json()["code"]) == (404, "NOT_FOUND")
