"""Applying over the API: who is believed at once, what is refused, and that a repeated call does nothing twice."""

from typing import Any

import pytest

from tests.aid import AID
from tests.api.machine import Machine, apply, assert_problem, machine_of, partnership_machine
from tests.scene import enterprise_number, set_scene
from wisselwerk.apps.audit.models import Receipt
from wisselwerk.apps.parties.services import enterprise
from wisselwerk.apps.vouchers.models import Application, Confirmation, Voucher
from wisselwerk.clock import today
from wisselwerk.demo.cast import PROVIDER_NUMBER

pytestmark = pytest.mark.django_db


def test_a_partnerships_key_gets_a_decision_at_once() -> None:
    machine = partnership_machine(set_scene())
    response = apply(machine, enterprise_number(1), provider_number=PROVIDER_NUMBER, service="tuin")
    assert response.status_code == 201
    body = response.json()
    assert body["outcome"] == "awarded"
    assert body["reasons"] == []
    voucher = Voucher.objects.get()
    assert body["voucher"] == {
        "code": voucher.code,
        "amount_cents": 25_000,
        "own_contribution_cents": 25_000,
        "share_percent": 100,
        "valid_until": voucher.valid_until.isoformat(),
    }
    detail = machine.get(f"/applications/{body['id']}").json()
    assert detail["outcome"] == "awarded"
    assert detail["facts"]["seat_places"] == ["71016"]


def test_without_a_key_it_waits_for_the_mailed_code() -> None:
    set_scene()
    response = apply(Machine(), enterprise_number(1))
    assert response.status_code == 201
    assert response.json()["outcome"] == "unconfirmed"
    assert response.json()["voucher"] is None
    assert not Voucher.objects.exists()


def test_another_organisations_key_is_not_believed_either() -> None:
    set_scene()
    machine = machine_of(enterprise(enterprise_number(9)))
    assert apply(machine, enterprise_number(1)).json()["outcome"] == "unconfirmed"


def test_a_refusal_by_the_rules_is_an_answer() -> None:
    machine = partnership_machine(set_scene())
    response = apply(machine, enterprise_number(1), declarations={"municipality": "73083"})
    assert response.status_code == 201
    assert response.json()["outcome"] == "refused"
    assert [reason["code"] for reason in response.json()["reasons"]] == ["OUTSIDE_TERRITORY"]
    assert "Tongeren" in response.json()["reasons"][0]["detail"]


def test_declared_aid_is_counted_and_frozen_with_the_decision() -> None:
    machine = partnership_machine(set_scene(rules=AID))
    aid = [{"amount_cents": 29_990_000, "granted_on": today().isoformat()}, {"amount_cents": 1}]
    declarations = {"municipality": "71016", "de_minimis_aid": aid}
    body = apply(machine, enterprise_number(1), declarations=declarations).json()
    assert [reason["code"] for reason in body["reasons"]] == ["DE_MINIMIS_CEILING"]
    assert body["reasons"][0]["params"]["room_cents"] == 9_999
    detail = machine.get(f"/applications/{body['id']}").json()
    assert [one["amount_cents"] for one in detail["facts"]["enterprise_aid"]["earlier"]] == [29_990_000, 1]


@pytest.mark.parametrize(
    "aid",
    [
        {"amount_cents": 0},
        {"amount_cents": 1.5},
        {"amount_cents": 10**12 + 1},
        {},
        {"amount_cents": 1, "granted_on": "gisteren"},
        {"amount_cents": 1, "activity": "mining"},
        {"amount_cents": 1, "shoe_size": 43},
    ],
)
def test_declared_aid_of_another_shape_is_refused(aid: dict[str, object]) -> None:
    machine = partnership_machine(set_scene(rules=AID))
    response = apply(machine, enterprise_number(1), declarations={"de_minimis_aid": [aid]})
    assert_problem(response, 422, "INVALID_REQUEST")


def test_aid_of_a_day_to_come_is_refused() -> None:
    machine = partnership_machine(set_scene(rules=AID))
    aid = {"amount_cents": 1, "granted_on": "2999-01-01"}
    response = apply(machine, enterprise_number(1), declarations={"de_minimis_aid": [aid]})
    assert_problem(response, 422, "DAY_TO_COME")
    assert not Application.objects.exists()


def test_more_grants_than_anybody_has_are_refused() -> None:
    machine = partnership_machine(set_scene(rules=AID))
    for number, status in ((100, 201), (101, 422)):
        declarations = {"municipality": "71016", "de_minimis_aid": [{"amount_cents": 1}] * number}
        assert apply(machine, enterprise_number(1), declarations=declarations).status_code == status


def test_a_merged_municipality_that_takes_part_in_part_goes_to_a_person() -> None:
    machine = partnership_machine(set_scene())
    response = apply(machine, enterprise_number(1), declarations={"municipality": "72042"})
    assert response.json()["outcome"] == "review"
    assert [reason["code"] for reason in response.json()["reasons"]] == ["SEAT_NOT_LOCATED"]


def test_a_repeated_application_is_one_application() -> None:
    machine = partnership_machine(set_scene())
    first = apply(machine, enterprise_number(1), once="mine")
    again = apply(machine, enterprise_number(1), once="mine")
    assert (first.status_code, first.json()) == (again.status_code, again.json())
    assert Application.objects.count() == 1


def test_the_same_key_with_another_application_is_a_conflict() -> None:
    machine = partnership_machine(set_scene())
    apply(machine, enterprise_number(1), once="mine")
    assert_problem(apply(machine, enterprise_number(2), once="mine"), 409, "IDEMPOTENCY_CONFLICT")
    assert Application.objects.count() == 1


def test_strangers_who_chose_the_same_key_do_not_meet() -> None:
    set_scene()
    first, second = (apply(Machine(), enterprise_number(serial), once="1") for serial in (1, 2))
    again = apply(Machine(), enterprise_number(1), once="1")
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == again.json() != second.json()
    assert Application.objects.count() == 2


def test_a_key_is_not_counted_by_the_network_it_sends_from() -> None:
    set_scene()
    for machine, is_counted in ((Machine(), True), (machine_of(enterprise(enterprise_number(9))), False)):
        asked = apply(machine, enterprise_number(1)).json()["id"]
        assert bool(Confirmation.objects.get(application=asked).sent_from) is is_counted


def test_a_refusal_does_not_use_up_the_key() -> None:
    machine = partnership_machine(set_scene())
    assert_problem(apply(machine, "0123.456.789", once="mine"), 422, "ENTERPRISE_NUMBER_INVALID")
    assert not Receipt.objects.exists()
    assert apply(machine, enterprise_number(1), once="mine").json()["outcome"] == "awarded"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"enterprise_number": "12"}, "ENTERPRISE_NUMBER_INVALID"),
        ({"email": "nobody"}, "EMAIL_INVALID"),
        ({"provider_number": "0403.170.701"}, "PROVIDER_UNKNOWN"),
        ({"provider_number": PROVIDER_NUMBER, "service": "raket"}, "SERVICE_UNKNOWN"),
        ({"declarations": {"municipality": "99999"}}, "PLACE_UNKNOWN"),
        ({"declarations": {"shoe_size": "43"}}, "INVALID_REQUEST"),
        ({"amount_cents": 1}, "INVALID_REQUEST"),
        ({"email": None}, "INVALID_REQUEST"),
    ],
)
def test_bad_input_is_named_and_loses_nothing(body: dict[str, Any], code: str) -> None:
    machine = partnership_machine(set_scene())
    assert_problem(apply(machine, enterprise_number(1), **body), 422, code)
    assert not Application.objects.exists()


def test_a_command_needs_an_idempotency_key() -> None:
    machine = partnership_machine(set_scene())
    response = machine.client.post(
        "/api/v1/schemes/genk/applications",
        {"enterprise_number": enterprise_number(1), "email": "a@b.example"},
        content_type="application/json",
        headers={"Authorization": f"Bearer {machine.key}"},
    )
    body = assert_problem(response, 422, "INVALID_REQUEST")
    assert "Idempotency-Key" in str(body["params"])


def test_a_body_that_is_no_json_is_named() -> None:
    machine = partnership_machine(set_scene())
    response = machine.client.post(
        "/api/v1/schemes/genk/applications",
        "{",
        content_type="application/json",
        headers={"Authorization": f"Bearer {machine.key}", "Idempotency-Key": "x"},
    )
    assert_problem(response, 400, "INVALID_REQUEST")


def test_an_unknown_scheme_is_not_there() -> None:
    machine = partnership_machine(set_scene())
    assert_problem(apply(machine, enterprise_number(1), scheme="bree"), 404, "NOT_FOUND")


def test_a_wrong_key_is_never_taken_for_none() -> None:
    set_scene()
    assert_problem(apply(Machine("ww_wrong"), enterprise_number(1)), 401, "UNAUTHENTICATED")
    assert not Application.objects.exists()


def test_an_application_is_only_there_for_those_it_is_about() -> None:
    machine = partnership_machine(set_scene())
    number = enterprise_number(1)
    where = f"/applications/{apply(machine, number).json()['id']}"
    assert machine_of(enterprise(number)).get(where).status_code == 200
    assert_problem(machine_of(enterprise(enterprise_number(2))).get(where), 404, "NOT_FOUND")
    assert_problem(Machine().get(where), 401, "UNAUTHENTICATED")


def test_the_same_enterprise_hears_that_it_had_one() -> None:
    machine = partnership_machine(set_scene())
    apply(machine, enterprise_number(1))
    again = apply(machine, enterprise_number(1)).json()
    assert [reason["code"] for reason in again["reasons"]] == ["ALREADY_HAS_VOUCHER"]
