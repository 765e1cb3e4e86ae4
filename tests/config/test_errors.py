"""What cannot be read or is not there: answered in the language of who asks, and never by an error of the database."""

import json
from typing import Any

import pytest
from django.test import Client

from tests.api.machine import Machine, apply, assert_problem, partnership_machine
from tests.scene import enterprise_number, set_scene
from wisselwerk.apps.vouchers.models import Application

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    """A browser that keeps its own exceptions: a 500 is an answer here, and the wrong one."""
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(
    "path",
    [
        "/aanbod/%00/",
        "/mijn/cheques/a%00b/",
        "/aanvragen/a%00b/bevestigen/",
        "/aanbod/?plaats=%00",
        "/regelingen/?%00=x",
        "/%00",
    ],
)
def test_a_nul_in_an_address_is_not_understood(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 400
    assert "We begrepen deze vraag niet" in answer.content.decode()


def test_a_nul_in_a_cookie_is_not_understood(client: Client) -> None:
    client.cookies["sessionid"] = "a\0bcdefgh"
    assert client.get("/mijn/").status_code == 400


def test_a_host_that_is_not_ours_is_not_understood(client: Client) -> None:
    assert client.get("/", headers={"host": "elders.example"}).status_code == 400


def test_what_only_looks_like_a_nul_is_text(client: Client) -> None:
    assert client.get("/aanbod/?plaats=%2500").status_code == 200


@pytest.mark.parametrize("path", ["/api/v1/providers?place=%00", "/api/v1/vouchers/a%00b", "/api/%00"])
def test_a_machine_is_told_so_as_a_problem(client: Client, path: str) -> None:
    assert_problem(client.get(path), 400, "INVALID_REQUEST")


@pytest.mark.parametrize(
    "body",
    [
        {"enterprise_number": "0123\0"},
        {"email": "zaak\0@voorbeeld.example"},
        {"service": "tu\0in"},
        {"declarations": {"municipality": "71\x0016"}},
        {"declarations": {"munici\0pality": "71016"}},
        {"declarations": ["71\x0016"]},
        {"declarations": {"municipality": "\udfff"}},
        {"email": "zaak\ud800@voorbeeld.example"},
        {"service": "tu\udfffin"},
    ],
)
def test_what_cannot_be_kept_is_an_invalid_request(body: dict[str, Any]) -> None:
    machine = partnership_machine(set_scene())
    told = assert_problem(apply(machine, enterprise_number(1), **body), 400, "INVALID_REQUEST")
    assert "NUL" in told["detail"]
    assert not Application.objects.exists()


def test_half_a_character_as_bytes_is_no_better() -> None:
    machine = partnership_machine(set_scene())
    response = machine.client.post(
        "/api/v1/schemes/genk/applications",
        b'{"enterprise_number": "\xed\xbf\xbf", "email": "zaak@voorbeeld.example"}',
        content_type="application/json",
        headers={"Authorization": f"Bearer {machine.key}", "Idempotency-Key": "x"},
    )
    assert_problem(response, 400, "INVALID_REQUEST")


def test_a_character_of_two_halves_is_text() -> None:
    machine = partnership_machine(set_scene())
    assert (
        apply(machine, enterprise_number(1), email="\N{GRINNING FACE}@voorbeeld.example").status_code == 422
    )


def test_an_escaped_backslash_is_no_nul() -> None:
    machine = partnership_machine(set_scene())
    body = {"email": "zaak\\u0000@voorbeeld.example"}
    assert_problem(apply(machine, enterprise_number(1), **body), 422, "EMAIL_INVALID")


@pytest.mark.parametrize("path", ["/api/", "/api/v1/nothing", "/api/v2/schemes", "/api/v1/schemes/genk/x"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_machine_that_is_lost_gets_a_problem(client: Client, path: str, method: str) -> None:
    assert_problem(getattr(client, method)(path), 404, "NOT_FOUND")


def test_somebody_who_is_lost_gets_a_page(client: Client) -> None:
    answer = client.get("/apis/")
    assert answer.status_code == 404
    assert answer["Content-Type"].startswith("text/html")


def test_the_language_of_a_problem_is_the_machines() -> None:
    said = {
        language: json.loads(Machine().get("/nothing", language=language).content)["detail"]
        for language in ("nl", "en")
    }
    assert said["en"].startswith("There is nothing here")
    assert said["nl"] != said["en"]
