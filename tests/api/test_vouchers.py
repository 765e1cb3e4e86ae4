"""Invoices over the API: what they give, what is missing, and that they count once."""

import pytest

from tests.api.machine import Machine, apply, assert_problem, machine_of, partnership_machine
from tests.scene import IN_PARTS, enterprise_number, invoice, set_scene
from wisselwerk.apps.parties.services import enterprise
from wisselwerk.apps.vouchers.models import Redemption, Voucher
from wisselwerk.demo.cast import PROVIDER_NUMBER

pytestmark = pytest.mark.django_db


def given(machine: Machine, serial: int = 1, scheme: str = "genk") -> Voucher:
    number = enterprise_number(serial)
    asked = apply(machine, number, scheme=scheme, provider_number=PROVIDER_NUMBER).json()
    return Voucher.objects.select_related("holder").get(code=asked["voucher"]["code"])


def test_validate_then_redeem_then_reverse() -> None:
    machine = partnership_machine(set_scene())
    voucher = given(machine)
    where, data = f"/vouchers/{voucher.code}", invoice(voucher, 60_000)

    found = machine.post(f"{where}/validations", data).json()
    assert found == {
        "ok": True,
        "eligible_cents": 60_000,
        "vat_basis": "without_vat",
        "paid_to": "provider",
        "voucher_part_cents": 25_000,
        "own_part_cents": 35_000,
        "vat_cents": 12_600,
        "missing_cents": 0,
        "reasons": [],
    }
    assert not Redemption.objects.exists()

    done = machine.post(f"{where}/redemptions", data)
    assert done.status_code == 201
    body = done.json()
    assert (body["state"], body["voucher_part_cents"], body["own_part_cents"], body["left_cents"]) == (
        "used",
        25_000,
        35_000,
        0,
    )
    shown = machine.get(where).json()
    assert (shown["state"], shown["left_cents"]) == ("used", 0)
    assert [one["state"] for one in shown["redemptions"]] == ["redeemed"]

    undone = machine.post(f"/redemptions/{body['id']}/reversals", {"reason": "Verkeerde factuur."})
    assert undone.status_code == 201
    shown = machine.get(where).json()
    assert (shown["state"], shown["left_cents"]) == ("open", 25_000)
    assert [one["state"] for one in shown["redemptions"]] == ["reversed"]

    assert machine.post(f"{where}/redemptions", data).status_code == 201


def test_what_is_missing_is_told_to_the_cent() -> None:
    machine = partnership_machine(set_scene())
    voucher = given(machine)
    data = invoice(voucher, 49_999)
    found = machine.post(f"/vouchers/{voucher.code}/validations", data).json()
    assert (found["ok"], found["missing_cents"]) == (False, 1)
    assert [reason["code"] for reason in found["reasons"]] == ["OWN_CONTRIBUTION_TOO_LOW"]
    body = assert_problem(
        machine.post(f"/vouchers/{voucher.code}/redemptions", data), 422, "OWN_CONTRIBUTION_TOO_LOW"
    )
    assert body["params"]["missing_cents"] == 1
    assert "€ 0,01" in body["detail"].replace("\xa0", " ")


def test_without_own_money_a_voucher_is_used_in_parts() -> None:
    machine = partnership_machine(set_scene(slug="zuidoost-limburg", rules=IN_PARTS))
    voucher = given(machine, scheme="zuidoost-limburg")
    where = f"/vouchers/{voucher.code}/redemptions"
    first = machine.post(where, invoice(voucher, 20_000, number="1")).json()
    assert (first["state"], first["left_cents"]) == ("partly_used", 30_000)
    second = machine.post(where, invoice(voucher, 40_000, number="2")).json()
    assert (second["state"], second["voucher_part_cents"], second["own_part_cents"]) == (
        "used",
        30_000,
        10_000,
    )
    assert_problem(machine.post(where, invoice(voucher, 100, number="3")), 409, "VOUCHER_ALREADY_SETTLED")


def test_a_repeated_redemption_is_one_redemption() -> None:
    machine = partnership_machine(set_scene())
    voucher = given(machine)
    where, data = f"/vouchers/{voucher.code}/redemptions", invoice(voucher, 50_000)
    first, again = machine.post(where, data, once="mine"), machine.post(where, data, once="mine")
    assert (first.status_code, first.json()) == (again.status_code, again.json())
    assert Redemption.objects.count() == 1
    assert_problem(machine.post(where, invoice(voucher, 60_000), once="mine"), 409, "IDEMPOTENCY_CONFLICT")


def test_an_invoice_counts_once_across_vouchers() -> None:
    machine = partnership_machine(set_scene())
    one, other = given(machine, 1), given(machine, 2)
    assert machine.post(f"/vouchers/{one.code}/redemptions", invoice(one, 50_000)).status_code == 201
    body = assert_problem(
        machine.post(f"/vouchers/{other.code}/redemptions", invoice(other, 50_000)),
        409,
        "INVOICE_ALREADY_USED",
    )
    assert [reason["code"] for reason in body["reasons"]] == ["INVOICE_ALREADY_USED"]


def test_a_repeated_reversal_is_one_reversal() -> None:
    machine = partnership_machine(set_scene())
    voucher = given(machine)
    done = machine.post(f"/vouchers/{voucher.code}/redemptions", invoice(voucher, 50_000)).json()
    where, why = f"/redemptions/{done['id']}/reversals", {"reason": "Verkeerde factuur."}
    assert machine.post(where, why, once="mine").status_code == 201
    assert machine.post(where, why, once="mine").status_code == 201
    assert_problem(machine.post(where, why), 409, "ALREADY_REVERSED")


def test_hostile_and_huge_files_are_refused() -> None:
    machine = partnership_machine(set_scene())
    where = f"/vouchers/{given(machine).code}/validations"
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
    assert_problem(machine.post(where, bomb), 422, "INVOICE_UNREADABLE")
    assert_problem(machine.post(where, b""), 422, "INVOICE_UNREADABLE")
    assert_problem(machine.post(where, b"x" * 6_000_000), 413, "INVOICE_TOO_LARGE")
    assert_problem(machine.post(where, b"x" * 20_000_000), 413, "INVOICE_TOO_LARGE")


def test_a_voucher_is_only_there_for_those_it_is_about() -> None:
    scene = set_scene()
    voucher = given(partnership_machine(scene))
    where, data = f"/vouchers/{voucher.code}", invoice(voucher, 50_000)
    stranger = machine_of(enterprise(enterprise_number(77)))
    assert_problem(stranger.get(where), 404, "NOT_FOUND")
    assert_problem(stranger.post(f"{where}/validations", data), 404, "NOT_FOUND")
    assert_problem(stranger.post(f"{where}/redemptions", data), 404, "NOT_FOUND")
    assert_problem(Machine().get(where), 401, "UNAUTHENTICATED")
    assert machine_of(voucher.holder).get(where).status_code == 200
    assert machine_of(scene.provider.organisation).post(f"{where}/redemptions", data).status_code == 201


def test_only_the_partnership_reverses() -> None:
    scene = set_scene()
    machine = partnership_machine(scene)
    voucher = given(machine)
    done = machine.post(f"/vouchers/{voucher.code}/redemptions", invoice(voucher, 50_000)).json()
    where, why = f"/redemptions/{done['id']}/reversals", {"reason": "Ik wil het terug."}
    assert_problem(machine_of(scene.provider.organisation).post(where, why), 403, "NOT_ALLOWED")
    assert_problem(machine_of(enterprise(enterprise_number(77))).post(where, why), 404, "NOT_FOUND")


def test_an_invoice_that_others_lean_on_is_in_the_way_of_its_reversal() -> None:
    own_first = {"minimum_cents": 25_000, "when_short": "own_money_first"}
    machine = partnership_machine(set_scene(rules={"own_contribution": own_first}))
    voucher = given(machine)
    first, _second = (
        machine.post(f"/vouchers/{voucher.code}/redemptions", invoice(voucher, cents, number=number)).json()
        for cents, number in ((25_000, "F-1"), (10_000, "F-2"))
    )
    answer = machine.post(f"/redemptions/{first['id']}/reversals", {"reason": "Verkeerde factuur."})
    assert_problem(answer, 409, "REVERSE_LATER_FIRST")


def test_unknown_codes_are_not_there() -> None:
    machine = partnership_machine(set_scene())
    for code in ("0000000000000000", "nonsense", "%01"):
        assert_problem(machine.get(f"/vouchers/{code}"), 404, "NOT_FOUND")


def test_the_callers_language_is_spoken() -> None:
    machine = partnership_machine(set_scene())
    assert "key" in machine.get("/vouchers/nonsense", language="en").json()["detail"]
