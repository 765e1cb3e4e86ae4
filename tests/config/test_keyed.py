"""Calls with a key take the short way, and are answered as on the long one."""

import pytest
from django.test import Client, override_settings

from tests.scene import set_scene
from wisselwerk.apps.parties.services import create_key
from wisselwerk.domain.actor import SYSTEM

pytestmark = pytest.mark.django_db


@pytest.fixture
def key() -> str:
    return create_key(SYSTEM, organisation=set_scene().partnership, name="test")


def client(key: str = "", **headers: str) -> Client:
    """Software that comes with this key, or without one."""
    return Client(headers=({"authorization": f"Bearer {key}"} if key else {}) | headers)


def test_an_answer_is_the_same_with_a_key_and_without(key: str) -> None:
    with_key, without = (client(one).get("/api/v1/schemes") for one in (key, ""))
    assert with_key.json() == without.json()
    assert (with_key.status_code, with_key["Content-Length"]) == (200, without["Content-Length"])
    assert "Set-Cookie" not in with_key
    assert with_key["X-Content-Type-Options"] == "nosniff"
    assert with_key["Content-Security-Policy"] == without["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["/api/v1/nothing", "/api/", "/api/v1/vouchers/0000-0000-0000-0000"])
def test_what_is_not_there_is_a_problem(key: str, path: str) -> None:
    answer = client(key).get(path)
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


def test_a_wrong_key_and_a_wrong_method_are_problems(key: str) -> None:
    assert client("nobody").get("/api/v1/vouchers/0000-0000-0000-0000").status_code == 401
    answer = client(key).delete("/api/v1/schemes")
    assert (answer.status_code, answer["Content-Type"]) == (405, "application/problem+json")


@override_settings(ALLOWED_HOSTS=["cheques.example.be"])
def test_another_host_is_refused(key: str) -> None:
    for one in (key, ""):
        assert client(one, host="elders.example").get("/api/v1/schemes").status_code == 400


def test_a_machine_hears_the_language_it_asks_for(key: str) -> None:
    dutch, english = (
        client(key, **{"accept-language": language}).get("/api/v1/nothing").json()["detail"]
        for language in ("nl", "en")
    )
    assert dutch != english
    assert english.startswith("There is nothing here")


def test_a_key_on_a_page_changes_nothing(key: str) -> None:
    assert client(key).get("/regelingen/").status_code == 200
    assert client(key).get("/api/v1/docs").status_code == 200
