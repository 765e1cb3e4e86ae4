"""The one search for programs: what everybody finds, best first, by key."""

from dataclasses import replace

import pytest

from tests.api.machine import Machine
from tests.judged import corpus
from tests.network import TITLE, asked, learning_network
from tests.practices import TOLD, published
from tests.scene import set_scene
from wisselwerk.apps.network.services import open_to_everybody
from wisselwerk.apps.search.documents import write_all

pytestmark = pytest.mark.django_db


def test_what_answers_comes_with_its_kind_and_key() -> None:
    practice = published(set_scene(), TOLD)
    answer = Machine().get("/search?q=kennismaken+cheque").json()
    assert {
        "kind": "PRACTICE",
        "key": practice.slug,
        "title": TOLD.own.title,
        "around": practice.organisation.name,
    } in answer["items"]
    kinds = {one["kind"] for one in Machine().get("/search?q=cheque&kind=SCHEME").json()["items"]}
    assert kinds == {"SCHEME"}


def test_a_question_is_found_once_its_author_opened_it() -> None:
    there = learning_network()
    question = asked(there)
    assert Machine().get("/search?q=ondernemers+haken+af&kind=QUESTION").json()["items"] == []
    open_to_everybody(there.asks, question=question)
    (one,) = Machine().get("/search?q=ondernemers+haken+af&kind=QUESTION").json()["items"]
    assert (one["key"], one["title"]) == (str(question.pk), TITLE)


def test_pages_follow_each_other() -> None:
    told = corpus()["fiets"]
    write_all(lambda: (replace(told, subject=at, key=f"f{at}") for at in range(130)))
    first = Machine().get("/search?q=fiets").json()
    second = Machine().get("/search?q=fiets&page=2").json()
    keys = [one["key"] for one in first["items"] + second["items"]]
    assert len(keys) == len(set(keys)) > len(first["items"])


@pytest.mark.parametrize("asked_for", ["q=", "", f"q={'a' * 201}", "q=fiets&kind=NOTHING", "q=fiets&page=0"])
def test_what_cannot_be_read_is_said(asked_for: str) -> None:
    answer = Machine().get(f"/search?{asked_for}")
    assert answer.status_code == 422
