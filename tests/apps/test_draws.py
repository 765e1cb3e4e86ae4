"""A draw from the sealed list to the waiting list: who gets what, and what cannot be done."""

from collections import Counter
from datetime import timedelta

import pytest

from tests.draws import (
    AMOUNT,
    CLOSES,
    LATER,
    OPENS,
    SEALED_ON,
    SEED,
    SEED_ON,
    SOURCE,
    apply_all,
    confirm,
    differences,
    draw_all,
    in_order,
    on,
    seal,
    second,
    set_lottery,
    states,
)
from tests.scene import (
    AS_,
    GENK,
    TONGEREN,
    Scene,
    award,
    enter,
    enterprise_number,
    put_in_outbox,
    refusal_of,
)
from wisselwerk.apps.vouchers.models import Application, ApplicationState, Decision, Lot, Voucher
from wisselwerk.apps.vouchers.queries import reasons_of
from wisselwerk.apps.vouchers.queries.deliveries import standing_decision
from wisselwerk.apps.vouchers.queries.draws import (
    order_of,
    sealed_list_of,
)
from wisselwerk.apps.vouchers.services import (
    confirm_seed,
    decide_application,
    enter_seed,
    hold_draw,
    move_up,
    request_review,
    review_refusal,
    seal_draw,
    submit_application,
)
from wisselwerk.domain import lottery
from wisselwerk.domain.actor import ANONYMOUS, Actor, ActorKind
from wisselwerk.domain.refusal import Refusal, RefusalCode

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    with on(OPENS):
        return set_lottery()


def test_a_good_application_is_entered_and_told_so_and_takes_no_money(scene: Scene) -> None:
    with on(OPENS):
        application = enter(scene)
        assert application.state == ApplicationState.ENTERED
        decision = standing_decision(application)
        assert decision is not None
        assert (decision.result, decision.evaluated, decision.is_automatic) == ("entered", "entered", True)
        assert [reason.code for reason in reasons_of(decision)] == [RefusalCode.DRAW_TO_COME]
        assert not Voucher.objects.exists()
        assert ("send_decision", {"decision_id": decision.pk}) in put_in_outbox()
        lot = Lot.objects.get()
        assert lot.commitment == lottery.commitment(application.pk, lot.salt)
        assert len(bytes.fromhex(lot.salt)) == 16
        assert differences() == []


def test_rules_refuse_at_once_as_without_a_draw(scene: Scene) -> None:
    with on(OPENS):
        refused = enter(scene, municipality=TONGEREN)
        assert refused.state == ApplicationState.REFUSED
        assert not Lot.objects.exists()


def test_an_enterprise_has_one_chance(scene: Scene) -> None:
    with on(OPENS):
        enter(scene)
        again = enter(scene)
        assert again.state == ApplicationState.REFUSED
        decision = standing_decision(again)
        assert decision is not None
        assert [one.code for one in reasons_of(decision)] == [RefusalCode.ALREADY_ENTERED]
        assert Lot.objects.count() == 1


def test_without_money_one_can_still_enter() -> None:
    with on(OPENS):
        scene = set_lottery(vouchers_for=0)
        assert enter(scene).state == ApplicationState.ENTERED


def test_the_draw_awards_in_order_as_far_as_the_money_carries(scene: Scene) -> None:
    with on(OPENS):
        apply_all(scene, 15)
    draw = draw_all(scene)
    assert states() == {"awarded": 10, "waiting_list": 5}
    assert [one.state for one in in_order(draw)] == ["awarded"] * 10 + ["waiting_list"] * 5
    lines = sealed_list_of(draw).decode().split()[1:]
    order = order_of(draw)
    assert order is not None
    drawn = [line.split(",")[1] for line in order.decode().split()[1:]]
    assert drawn == list(lottery.order(SEED, lines))
    assert draw.list_sha256 == lottery.list_hash(lines)
    with on(SEED_ON):
        assert differences() == []


def test_a_full_ceiling_of_one_member_passes_over_and_goes_on() -> None:
    with on(OPENS):
        scene = set_lottery(rules={"budget_ceiling": {"per_member_cents": 2 * AMOUNT}})
        apply_all(scene, 6, municipality=GENK)
        apply_all(scene, 2, municipality=AS_, start=50)
    draw = draw_all(scene)
    assert states() == {"awarded": 4, "waiting_list": 4}
    by_place = Counter(one.declarations["municipality"] for one in in_order(draw) if one.state == "awarded")
    assert by_place == {GENK: 2, AS_: 2}
    waiting = next(one for one in in_order(draw) if one.state == "waiting_list")
    decision = standing_decision(waiting)
    assert decision is not None
    assert reasons_of(decision)[0].params["scope"] == "per_member"
    with on(SEED_ON):
        assert differences() == []


def test_a_rule_that_says_no_when_a_turn_comes_refuses(scene: Scene) -> None:
    """With its reason, and the next is looked at all the same."""
    with on(OPENS):
        applications = apply_all(scene, 3)
        Application.objects.filter(pk=applications[0].pk).update(declarations={"municipality": TONGEREN})
    draw = draw_all(scene)
    assert states() == {"awarded": 2, "refused": 1}
    assert draw.entries == 3


def test_a_list_is_sealed_after_the_last_day(scene: Scene) -> None:
    with on(OPENS):
        enter(scene)
    with on(CLOSES), pytest.raises(Refusal) as refused:
        seal(scene)
    assert refusal_of(refused) == (RefusalCode.DRAW_WINDOW_OPEN, {"closes_on": CLOSES})
    with on(CLOSES + timedelta(days=1)):
        assert seal(scene).entries == 1


def test_nobody_is_left_out_of_a_list_unseen(scene: Scene) -> None:
    with on(CLOSES):
        enter(scene, enterprise_number(1))
        enter(scene, enterprise_number(2), municipality=None)
        submit_application(
            ANONYMOUS, scheme=scene.scheme, enterprise_number=enterprise_number(3), email="zaak3@example.be"
        )
    with on(CLOSES + timedelta(days=2)), pytest.raises(Refusal) as refused:
        seal(scene)
    # The code is over by now: nobody waits for it.
    assert refusal_of(refused) == (RefusalCode.DRAW_WAITS_FOR_OTHERS, {"review": 1, "unconfirmed": 0})


def test_a_code_that_may_still_come_back_is_waited_for(scene: Scene) -> None:
    with on(CLOSES):
        enter(scene, enterprise_number(1))
        asked = submit_application(
            ANONYMOUS, scheme=scene.scheme, enterprise_number=enterprise_number(3), email="zaak3@example.be"
        )
        asked.confirmation.expires_at += timedelta(hours=20)
        asked.confirmation.save()
    with on(CLOSES + timedelta(days=1)), pytest.raises(Refusal) as refused:
        seal(scene)
    assert refusal_of(refused) == (RefusalCode.DRAW_WAITS_FOR_OTHERS, {"review": 0, "unconfirmed": 1})


def test_a_seed_comes_after_the_list_and_has_a_source(scene: Scene) -> None:
    with on(OPENS):
        enter(scene)
    with on(SEALED_ON):
        with pytest.raises(Refusal) as refused:
            seal(scene, seed_on=SEALED_ON)
        assert refused.value.code is RefusalCode.SEED_DAY_OUT_OF_REACH
        with pytest.raises(Refusal) as refused:
            seal(scene, seed_on=SEALED_ON + timedelta(days=91))
        reach = {"earliest_on": SEALED_ON + timedelta(days=1), "latest_on": SEALED_ON + timedelta(days=90)}
        assert refusal_of(refused) == (RefusalCode.SEED_DAY_OUT_OF_REACH, reach)
        with pytest.raises(Refusal) as refused:
            seal_draw(scene.coordinator, scheme=scene.scheme, seed_source=" \n", seed_on=SEED_ON)
        assert refused.value.code is RefusalCode.SEED_SOURCE_MISSING
        draw = seal(scene, seed_on=SEALED_ON + timedelta(days=1))
        with pytest.raises(Refusal) as refused:
            enter_seed(scene.coordinator, draw=draw, seed=SEED)
        assert refused.value.code is RefusalCode.SEED_NOT_YET
        with pytest.raises(Refusal) as refused:
            seal(scene)
        assert refused.value.code is RefusalCode.DRAW_NOT_DONE
    with on(SEED_ON):
        assert enter_seed(scene.coordinator, draw=draw, seed=f"  {SEED.replace(' ', '  ')} ").seed == SEED


def test_nobody_entered_no_list(scene: Scene) -> None:
    with on(SEALED_ON), pytest.raises(Refusal) as refused:
        seal(scene)
    assert refused.value.code is RefusalCode.NOBODY_ENTERED


def test_two_people_type_the_same_seed(scene: Scene) -> None:
    with on(OPENS):
        enter(scene)
    with on(SEALED_ON):
        draw = seal(scene)
    with on(SEED_ON):
        enter_seed(scene.coordinator, draw=draw, seed="3 12 18 25 33 14")
        with pytest.raises(Refusal) as refused:
            confirm_seed(scene.coordinator, draw=draw, seed="3 12 18 25 33 14")
        assert refused.value.code is RefusalCode.SEED_BY_ANOTHER
        with pytest.raises(Refusal) as refused:
            confirm_seed(second(), draw=draw, seed=SEED)
        assert refused.value.code is RefusalCode.SEED_DIFFERS
        with pytest.raises(Refusal) as refused:
            hold_draw(scene.coordinator, draw=draw)
        assert refused.value.code is RefusalCode.WRONG_STATE
        confirm(scene, draw)
        # From here on it stands.
        with pytest.raises(Refusal) as refused:
            enter_seed(scene.coordinator, draw=draw, seed=SEED)
        assert refused.value.code is RefusalCode.WRONG_STATE
        assert differences() == []


def test_an_auditor_confirms_and_does_nothing_else(scene: Scene) -> None:
    with on(OPENS):
        enter(scene)
    with on(SEALED_ON):
        with pytest.raises(Refusal) as refused:
            seal_draw(second(), scheme=scene.scheme, seed_source=SOURCE, seed_on=SEED_ON)
        assert refused.value.code is RefusalCode.NOT_ALLOWED
        draw = seal(scene)
    with on(SEED_ON):
        with pytest.raises(Refusal):
            enter_seed(second(), draw=draw, seed=SEED)
        confirm(scene, draw)
        with pytest.raises(Refusal):
            hold_draw(second(), draw=draw)
        with pytest.raises(Refusal):
            move_up(second(), scheme=scene.scheme)


def test_a_draw_is_held_once(scene: Scene) -> None:
    with on(OPENS):
        apply_all(scene, 3)
    draw = draw_all(scene)
    decisions = Decision.objects.count()
    with on(LATER):
        assert hold_draw(scene.coordinator, draw=draw).drawn_at == draw.drawn_at
    assert (Decision.objects.count(), Voucher.objects.count()) == (decisions, 3)


def test_where_a_person_decides_it_lets_in_and_the_draw_awards() -> None:
    with on(OPENS):
        scene = set_lottery(vouchers_for=1, rules={"decision_mode": {"mode": "review"}})
        for application in apply_all(scene, 2):
            assert application.state == ApplicationState.REVIEW
            made = decide_application(
                scene.coordinator, application=application, award=True, motivation="In orde."
            )
            assert (made.result, made.evaluated, made.is_automatic) == ("entered", "review", False)
    draw = draw_all(scene)
    assert [one.state for one in in_order(draw)] == ["awarded", "waiting_list"]
    with on(SEED_ON):
        assert differences() == []


def test_without_a_delegation_a_person_lets_in_each() -> None:
    with on(OPENS):
        scene = set_lottery(delegated=False)
        (application,) = apply_all(scene, 1)
        assert application.state == ApplicationState.REVIEW
        with pytest.raises(Refusal) as refused:
            decide_application(scene.coordinator, application=application, award=False, motivation="Nee.")
        assert refused.value.code is RefusalCode.NO_GROUND_TO_REFUSE
        decide_application(scene.coordinator, application=application, award=True, motivation="In orde.")
    draw_all(scene)
    application.refresh_from_db()
    assert application.state == ApplicationState.AWARDED
    with on(SEED_ON):
        assert differences() == []


def test_aid_is_looked_at_again_when_it_is_drawn() -> None:
    with on(OPENS):
        scene = set_lottery(rules={"de_minimis": {"provider_advantage": "no_aid"}})
        applications = apply_all(scene, 2)
        other = set_lottery(
            slug="ander",
            vouchers_for=2000,
            rules={
                "allocation": {"method": "first_come"},
                "amount": {"amount_cents": 29_990_000},
                "own_contribution": None,
                "de_minimis": {"provider_advantage": "no_aid"},
            },
        )
        award(other, applications[0].enterprise.enterprise_number or "")
    draw_all(scene)
    assert states()["refused"] == 1
    refused = Application.objects.get(state="refused")
    decision = standing_decision(refused)
    assert decision is not None
    assert [one.code for one in reasons_of(decision)] == [RefusalCode.DE_MINIMIS_CEILING]
    with on(SEED_ON):
        assert differences() == []


def test_a_review_that_was_asked_for_is_waited_for(scene: Scene) -> None:
    with on(OPENS):
        enter(scene, enterprise_number(1))
        late = enter(scene, enterprise_number(9), municipality=TONGEREN)
        assert late.applicant is not None
        asker = Actor(ActorKind.PERSON, late.applicant.pk)
        request_review(asker, application=late, text="Wij verhuisden naar Genk.")
    with on(SEALED_ON):
        with pytest.raises(Refusal) as refused:
            seal(scene)
        assert refusal_of(refused) == (RefusalCode.DRAW_WAITS_FOR_OTHERS, {"review": 1, "unconfirmed": 0})
        review_refusal(scene.coordinator, application=late, award=False, motivation="Nog niet verhuisd.")
        assert seal(scene).entries == 1
