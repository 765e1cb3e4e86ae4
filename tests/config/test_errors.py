"""What cannot be read or is not there: answered in the language of who asks, and never by an error of the database."""

import json
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

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


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("post", "/api/v1/schemes", ["GET"]),
        ("get", "/api/v1/schemes/genk/applications", ["POST"]),
        ("put", "/api/v1/vouchers/X", ["GET"]),
    ],
)
def test_a_method_that_an_address_does_not_take_is_a_problem(
    client: Client, method: str, path: str, allowed: list[str]
) -> None:
    answer = getattr(client, method)(path)
    assert assert_problem(answer, 405, "METHOD_NOT_ALLOWED")["params"] == {"methods": allowed}
    assert answer["Allow"] == ", ".join(allowed)


def test_a_method_that_a_page_does_not_take_is_no_problem_document(client: Client) -> None:
    answer = client.post("/health")
    assert (answer.status_code, answer["Content-Type"][:9]) == (405, "text/html")


@pytest.mark.parametrize("content_type", ["application/json", "application/xml"])
def test_a_body_that_is_too_large_is_said_to_be_that(
    settings: Settings, caplog: pytest.LogCaptureFixture, content_type: str
) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
    machine = partnership_machine(set_scene())
    headers = {"Authorization": f"Bearer {machine.key}", "Idempotency-Key": "1"}
    as_json = content_type == "application/json"
    path = "schemes/genk/applications" if as_json else "vouchers/X/validations"
    answer = machine.client.post(
        f"/api/v1/{path}", data=b" " * 1_000_001, content_type=content_type, headers=headers
    )
    assert_problem(answer, 413, "REQUEST_TOO_LARGE" if as_json else "INVOICE_TOO_LARGE")
    assert not [one for one in caplog.records if one.levelname == "ERROR"]


def test_every_mistake_in_the_shape_is_named_where_the_caller_made_it_with_what_to_do() -> None:
    set_scene()
    body = {
        "enterprise_number": 5,
        "service": "x" * 81,
        "declarations": {"municipality": None, "extra": 1},
    }
    told = assert_problem(
        Machine().post("/schemes/genk/applications", body, once="x" * 201), 422, "INVALID_REQUEST"
    )
    assert {one["where"]: one["what"] for one in told["params"]["errors"]} == {
        "body.enterprise_number": "Dit moet een tekst zijn, tussen aanhalingstekens.",
        "body.email": "Dit ontbreekt. Voeg het toe.",
        "body.service": "Dit is langer dan 80 tekens. Maak het korter.",
        "body.declarations.extra": "Dit is hier niet bekend. Kijk de spelling na, of laat het weg.",
        "header.Idempotency-Key": "Dit is langer dan 200 tekens. Maak het korter.",
    }


@pytest.mark.parametrize(
    ("path", "where", "what"),
    [
        ("/providers?page=0", "query.page", "Dit moet minstens 1 zijn."),
        ("/providers?page=een", "query.page", "Dit moet een geheel getal zijn."),
        ("/providers?on=morgen", "query.on", "Dit is geen dag. Stuur ze als 2026-11-24."),
        ("/reports/main-lines?year=2101", "query.year", "Dit mag hoogstens 2100 zijn."),
        ("/applications/12", "path.application_id", "Dit is geen id (UUID). Stuur de id die u kreeg."),
    ],
)
def test_a_mistake_in_an_address_too(path: str, where: str, what: str) -> None:
    told = assert_problem(partnership_machine(set_scene()).get(path), 422, "INVALID_REQUEST")
    assert told["params"]["errors"] == [{"where": where, "what": what}]


@pytest.mark.parametrize(("body", "what"), [([], "Dit moet een object zijn"), (None, "Dit moet een object")])
def test_a_body_that_is_no_object(body: object, what: str) -> None:
    set_scene()
    told = assert_problem(Machine().post("/schemes/genk/applications", body), 422, "INVALID_REQUEST")
    (found,) = told["params"]["errors"]
    assert (found["where"], found["what"][: len(what)]) == ("body", what)
