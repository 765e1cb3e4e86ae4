"""What everybody may ask."""

import json
from datetime import date
from http import HTTPStatus
from typing import Any
from uuid import uuid4

import pytest

from tests.api.machine import Machine, apply, partnership_machine
from tests.scene import GENK, IN_PARTS, OPGLABBEEK, OUDSBERGEN, enterprise_number, set_scene
from wisselwerk.api.v1 import api
from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.schemes.models import DecisionSubject
from wisselwerk.apps.schemes.services import record_decision
from wisselwerk.clock import today
from wisselwerk.domain.actor import SYSTEM

pytestmark = pytest.mark.django_db


def test_a_scheme_says_what_it_gives() -> None:
    set_scene()
    found = Machine().get("/schemes/genk").json()
    assert (found["slug"], found["partnership"]) == ("genk", "genk")
    assert (found["budget_cents"], found["left_cents"]) == (25_000_000, 25_000_000)
    assert {member["place"] for member in found["members"]} == {"71016", "71047", "71002", "71067"}
    rules = {rule["kind"]: rule for rule in found["rules"]}
    assert rules["amount"]["parameters"]["amount_cents"] == 25_000
    assert rules["own_contribution"]["parameters"]["minimum_cents"] == 25_000
    assert rules["amount"]["valid"] == {"from": "2015-01-01", "until": None}
    assert "€ 250" in rules["amount"]["text"].replace("\xa0", " ")
    assert found["lineage"] == {"parent": None, "differences": []}


def test_members_are_told_with_what_their_council_took_in() -> None:
    scene = set_scene(rules={"territory": {"places": [GENK, OPGLABBEEK, "72040", "73083"]}})
    record_decision(
        SYSTEM,
        scheme=scene.scheme,
        local_government=Organisation.objects.get(nis_code=OUDSBERGEN),
        subject=DecisionSubject.TERRITORY,
        title="Heel Oudsbergen",
        decided_on=today(),
    )
    found = Machine().get("/schemes/genk").json()
    assert {"name": "Oudsbergen", "nis_code": OUDSBERGEN, "place": "72040"} in found["members"]
    assert "73083" not in {member["place"] for member in found["members"]}


def test_schemes_are_listed_with_a_fixed_number_of_queries(django_assert_num_queries: object) -> None:
    set_scene()
    set_scene(slug="zuidoost-limburg", rules=IN_PARTS)
    with django_assert_num_queries(7):  # type: ignore[operator]
        found = Machine().get("/schemes").json()
    assert [one["slug"] for one in found["items"]] == ["genk", "zuidoost-limburg"]
    assert found["next"] is None


def test_left_falls_when_a_voucher_is_awarded() -> None:
    apply(partnership_machine(set_scene()), enterprise_number(1))
    assert Machine().get("/schemes/genk").json()["left_cents"] == 25_000_000 - 25_000


def test_providers_and_services_of_a_day() -> None:
    set_scene()
    (provider,) = Machine().get("/providers").json()["items"]
    assert (provider["name"], provider["kind"]) == ("De Zilverspar", "MAATWERKBEDRIJF")
    assert len(provider["enterprise_number"]) == 10
    assert provider["recognised_until"] is None
    (service,) = Machine().get("/services?q=tuin").json()["items"]
    assert (service["slug"], service["provider_number"]) == ("tuin", provider["enterprise_number"])
    assert Machine().get("/providers?on=2014-12-31").json()["items"] == []
    assert Machine().get("/services?q=raket").json()["items"] == []


def test_main_lines_leave_small_numbers_out() -> None:
    apply(partnership_machine(set_scene()), enterprise_number(1))
    (line,) = Machine().get(f"/reports/main-lines?partnership=genk&year={date.today().year}").json()["items"]
    assert (line["applications"], line["vouchers"], line["redemptions"]) == (None, None, 0)
    # One voucher of a known amount: what is on vouchers would tell how many there are.
    assert (line["reserved_cents"], line["released_cents"]) == (None, None)
    assert (line["budget_cents"], line["settled_cents"]) == (25_000_000, None)


def test_the_description_is_the_committed_one() -> None:
    served = Machine().get("/openapi.json").json()
    assert served == json.loads(json.dumps(api.get_openapi_schema()))


def test_the_readable_page_names_every_call() -> None:
    page = Machine().get("/docs").content.decode()
    for path in api.get_openapi_schema()["paths"]:
        assert path in page
    assert "`" not in page
    assert "<code>unconfirmed</code>" in page


def signed() -> dict[tuple[str, str], Any]:
    """How each call is signed, as the description says."""
    paths = api.get_openapi_schema()["paths"]
    return {
        (method, path.removeprefix("/api/v1")): operation.get("security")
        for path, methods in paths.items()
        for method, operation in methods.items()
    }


def test_the_description_names_how_a_call_is_signed() -> None:
    (name,) = api.get_openapi_schema()["components"]["securitySchemes"]
    scheme = api.get_openapi_schema()["components"]["securitySchemes"][name]
    assert (scheme["type"], scheme["scheme"]) == ("http", "bearer")
    found = signed()
    assert found["post", "/schemes/{slug}/applications"] == [{}, {name: []}]
    for call, security in found.items():
        if call[1].startswith(("/vouchers", "/redemptions", "/applications")):
            assert security == [{name: []}], call
    assert found["get", "/providers"] is None


def test_what_the_description_calls_signed_is_not_answered_without_a_key() -> None:
    for (method, path), security in signed().items():
        address = path.format(
            code="0" * 16, slug="genk", application_id=uuid4(), redemption_id=uuid4(), pdf_id=uuid4()
        )
        answer = Machine().post(address, {}) if method == "post" else Machine().get(address)
        assert (answer.status_code == HTTPStatus.UNAUTHORIZED) is (bool(security) and {} not in security), (
            path
        )


def test_the_readable_page_shows_how_to_sign_a_call() -> None:
    page = " ".join(Machine().get("/docs").content.decode().split())
    assert "How to sign a call" in page
    assert "<code>Authorization: Bearer KEY</code>. Who runs the installation" in page
    assert page.count("needed: <code>Authorization: Bearer KEY</code>") == sum(
        security is not None and {} not in security for security in signed().values()
    )
    assert "may be sent: <code>Authorization: Bearer KEY</code>" in page
