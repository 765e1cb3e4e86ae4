"""What software hears of a draw: that an application is in it, and its place once it was drawn."""

import pytest

from tests.api.machine import apply, partnership_machine
from tests.draws import AMOUNT, OPENS, SEED_ON, apply_all, draw_all, in_order, on, set_lottery
from tests.scene import enterprise_number
from wisselwerk.apps.schemes.services import fund_scheme
from wisselwerk.apps.vouchers.services import move_up
from wisselwerk.domain.actor import SYSTEM

pytestmark = pytest.mark.django_db


def test_an_application_is_entered_and_has_a_place_once_drawn() -> None:
    with on(OPENS):
        scene = set_lottery(vouchers_for=1)
        apply_all(scene, 3)
        machine = partnership_machine(scene)
        body = apply(machine, enterprise_number(9)).json()
        assert (body["outcome"], body["place"], body["voucher"]) == ("entered", None, None)
        assert [one["code"] for one in body["reasons"]] == ["DRAW_TO_COME"]
        again = apply(machine, enterprise_number(9)).json()
        assert (again["outcome"], [one["code"] for one in again["reasons"]]) == (
            "refused",
            ["ALREADY_ENTERED"],
        )
    draw = draw_all(scene)
    with on(SEED_ON):
        first, second, third, _ = in_order(draw)
        found = machine.get(f"/applications/{first.pk}").json()
        assert found["outcome"] == "awarded"
        assert found["place"] == {"drawn": 1, "entries": 4, "waiting": None, "until": None}
        found = machine.get(f"/applications/{third.pk}").json()
        assert found["outcome"] == "waiting_list"
        assert found["place"] == {"drawn": 3, "entries": 4, "waiting": 2, "until": "2027-09-20"}
        assert found["facts"]["drawn_place"] == 3
        fund_scheme(SYSTEM, scheme=scene.scheme, year=2027, amount_cents=AMOUNT)
        move_up(SYSTEM, scheme=scene.scheme)
        assert machine.get(f"/applications/{third.pk}").json()["place"]["waiting"] == 1
        assert machine.get(f"/applications/{second.pk}").json()["voucher"]["amount_cents"] == AMOUNT


def test_the_rules_of_a_scheme_say_that_it_draws() -> None:
    with on(OPENS):
        machine = partnership_machine(set_lottery())
        rules = {one["kind"]: one for one in machine.get("/schemes/genk").json()["rules"]}
        assert rules["allocation"]["parameters"]["method"] == "lottery"
        assert "Een loting beslist" in rules["allocation"]["text"]
