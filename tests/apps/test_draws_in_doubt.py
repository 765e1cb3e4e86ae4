"""Where a person has to decide on somebody who was drawn: the order of the draw holds for that too."""

from datetime import timedelta

import pytest

from tests.draws import (
    AMOUNT,
    LATER,
    OPENS,
    SEALED_ON,
    SEED_ON,
    apply_all,
    confirm,
    differences,
    draw_all,
    end_delegation,
    in_order,
    on,
    seal,
    set_lottery,
    states,
)
from tests.scene import Scene, put_in_outbox, refusal_of
from wisselwerk.apps.schemes.services import fund_scheme
from wisselwerk.apps.vouchers.models import Application, Decision, Draw, Voucher
from wisselwerk.apps.vouchers.services import (
    decide_application,
    hold_draw,
    look_before_draw,
    move_up,
    review_refusal,
)
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.refusal import Refusal, RefusalCode

pytestmark = pytest.mark.django_db


def answer(scene: Scene, application: Application, *, award: bool = True) -> Decision:
    return decide_application(
        scene.coordinator,
        application=application,
        award=award,
        refused_on="territory",
        motivation="Nagekeken.",
    )


def refused_to_hold(scene: Scene, draw: Draw) -> tuple[RefusalCode, dict[str, object]]:
    with pytest.raises(Refusal) as refused:
        hold_draw(scene.coordinator, draw=draw)
    code, params = refusal_of(refused)
    return code, dict(params)


def test_a_draw_is_not_held_over_a_doubt() -> None:
    """Three of six were let in by a person: there is money for four, so that a doubt comes in front of some money."""
    with on(OPENS):
        scene = set_lottery(vouchers_for=4, rules={"allocation": {"method": "lottery"}})
        apply_all(scene, 3)
        end_delegation(scene, OPENS + timedelta(days=2))
    with on(OPENS + timedelta(days=3)):
        for one in apply_all(scene, 3, start=10):
            answer(scene, one)
    with on(SEALED_ON):
        draw = seal(scene)
    with on(SEED_ON):
        confirm(scene, draw)
        code, params = refused_to_hold(scene, draw)
        assert code is RefusalCode.DRAW_HAS_DOUBTS
        assert params["review"]
        draw.refresh_from_db()
        assert (draw.is_drawn, Voucher.objects.count()) == (False, 0)
        assert states() == {"entered": 6}
        assert look_before_draw(scene.coordinator, draw=draw) == 3
        assert states() == {"entered": 3, "review": 3}
        assert refused_to_hold(scene, draw)[1] == {"review": 3}
        for one in Application.objects.filter(state="review"):
            assert answer(scene, one).result == "entered"
        assert look_before_draw(scene.coordinator, draw=draw) == 0
        hold_draw(scene.coordinator, draw=draw)
        assert [one.state for one in in_order(draw)] == ["awarded"] * 4 + ["not_drawn"] * 2
        assert look_before_draw(scene.coordinator, draw=draw) == 0
        assert differences() == []


def test_who_is_refused_before_the_draw_gets_a_place_and_no_voucher() -> None:
    with on(OPENS):
        scene = set_lottery(vouchers_for=1, rules={"decision_mode": {"mode": "review"}})
        applications = apply_all(scene, 2)
        for one in applications:
            answer(scene, one)
        Application.objects.filter(pk=applications[0].pk).update(declarations={})
    with on(SEALED_ON):
        draw = seal(scene)
    with on(SEED_ON):
        confirm(scene, draw)
        assert look_before_draw(scene.coordinator, draw=draw) == 1
        assert answer(scene, applications[0], award=False).result == "refused"
        hold_draw(scene.coordinator, draw=draw)
        assert states() == {"refused": 1, "awarded": 1}
        assert draw.entries == 2
        assert differences() == []


def doubts_after_a_draw() -> tuple[Scene, Draw]:
    """A draw of five with money for one. Then there is money for one more, and each of the four who wait is a doubt."""
    with on(OPENS):
        scene = set_lottery(vouchers_for=1)
        apply_all(scene, 5)
    draw = draw_all(scene)
    with on(LATER):
        end_delegation(scene, LATER)
        fund_scheme(SYSTEM, scheme=scene.scheme, year=2027, amount_cents=AMOUNT)
        assert move_up(SYSTEM, scheme=scene.scheme) == 0
    return scene, draw


def test_a_coordinator_answers_in_the_order_of_the_draw() -> None:
    scene, draw = doubts_after_a_draw()
    with on(LATER + timedelta(days=1)):
        assert [one.state for one in in_order(draw)] == ["awarded"] + ["review"] * 4
        _, second, third, fourth, last = in_order(draw)
        with pytest.raises(Refusal) as refused:
            answer(scene, last)
        assert refusal_of(refused) == (RefusalCode.DOUBT_IN_FRONT, {"review": 3})
        assert Voucher.objects.count() == 1
        assert answer(scene, second).result == "awarded"
        assert answer(scene, third).result == "waiting_list"
        assert answer(scene, fourth).result == "waiting_list"
        assert answer(scene, last).result == "waiting_list"
        assert differences() == []


def test_nobody_moves_up_behind_a_doubt() -> None:
    with on(OPENS):
        scene = set_lottery(vouchers_for=1, rules={"decision_mode": {"mode": "review"}})
        for one in apply_all(scene, 3):
            answer(scene, one)
    draw = draw_all(scene)
    with on(LATER):
        Application.objects.filter(pk=in_order(draw)[1].pk).update(declarations={})
        fund_scheme(SYSTEM, scheme=scene.scheme, year=2027, amount_cents=AMOUNT)
        assert [move_up(SYSTEM, scheme=scene.scheme) for _ in range(2)] == [0, 0]
        assert [one.state for one in in_order(draw)] == ["awarded", "review", "waiting_list"]
        answer(scene, in_order(draw)[1], award=False)
        assert put_in_outbox()[-1] == ("move_up_waiting_list", {"scheme_id": scene.scheme.pk})
        assert move_up(SYSTEM, scheme=scene.scheme) == 1
        assert [one.state for one in in_order(draw)] == ["awarded", "refused", "awarded"]
        assert differences() == []


def test_who_waits_in_front_is_served_before_one_that_is_reviewed() -> None:
    """A refusal after the draw is reviewed: the money that came meanwhile is of those who wait in front."""
    with on(OPENS):
        scene = set_lottery(vouchers_for=1)
        apply_all(scene, 4)
    draw = draw_all(scene)
    with on(LATER):
        last = in_order(draw)[-1]
        Application.objects.filter(pk=last.pk).update(state="refused")
        fund_scheme(SYSTEM, scheme=scene.scheme, year=2027, amount_cents=AMOUNT)
        decision = review_refusal(scene.coordinator, application=last, award=True, motivation="In orde.")
        assert decision.result == "waiting_list"
        assert [one.state for one in in_order(draw)] == ["awarded", "awarded", "waiting_list", "waiting_list"]
        assert put_in_outbox()[-1] == ("move_up_waiting_list", {"scheme_id": scene.scheme.pk})
