"""Who wants no voucher any more leaves a draw before it is held: of nobody else the chance or the order changes."""

from datetime import timedelta

import pytest
import time_machine

from tests.draws import CLOSES, OPENS, SEALED_ON, SEED, SEED_ON, SOURCE, apply_all, on, second, set_lottery
from tests.scene import GENK, Scene, actor, enter, enterprise_number, refusal_of
from wisselwerk.apps.audit.models import Entry
from wisselwerk.apps.parties.models import Person
from wisselwerk.apps.parties.queries import actor_for
from wisselwerk.apps.vouchers.models import Application, ApplicationState, Decision, Draw, Lot
from wisselwerk.apps.vouchers.queries import proof
from wisselwerk.apps.vouchers.services import (
    confirm_seed,
    enter_seed,
    hold_draw,
    leave_draw,
    seal_draw,
    withdraw_application,
)
from wisselwerk.domain import lottery
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.refusal import Refusal, RefusalCode

pytestmark = pytest.mark.django_db


def applicant(application: Application) -> Actor:
    assert application.applicant_id is not None
    return actor_for(Person.objects.get(pk=application.applicant_id))


def leave(application: Application) -> Application:
    return leave_draw(applicant(application), application=application)


def begin(number: int = 3, vouchers_for: int = 1) -> tuple[Scene, list[Application]]:
    with on(OPENS):
        scene = set_lottery(vouchers_for=vouchers_for)
        return scene, apply_all(scene, number)


def seal(scene: Scene) -> Draw:
    with on(SEALED_ON):
        return seal_draw(scene.coordinator, scheme=scene.scheme, seed_source=SOURCE, seed_on=SEED_ON)


def hold(scene: Scene, draw: Draw) -> Draw:
    with on(SEED_ON):
        draw = enter_seed(scene.coordinator, draw=draw, seed=SEED)
        draw = confirm_seed(second(), draw=draw, seed=SEED)
        return hold_draw(scene.coordinator, draw=draw)


def differences() -> list[str]:
    return list(proof.differences())


def test_who_leaves_before_the_list_is_sealed_is_in_no_list_and_may_apply_again() -> None:
    scene, (one, *others) = begin()
    with on(CLOSES):
        assert leave(one).state == ApplicationState.WITHDRAWN
        again = enter(scene, enterprise_number(0), municipality=GENK, email="zaak0@example.be")
        assert again.state == ApplicationState.ENTERED
    draw = seal(scene)
    assert set(draw.lots.values_list("pk", flat=True)) == {again.pk, *(other.pk for other in others)}
    assert Lot.objects.get(pk=one.pk).draw is None
    (entry,) = Entry.objects.filter(command="leave_draw")
    assert (entry.subject, entry.actor) == (f"application:{one.pk}", str(applicant(one)))
    hold(scene, draw)
    with on(SEED_ON):
        assert differences() == []


def test_who_leaves_a_sealed_list_keeps_a_line_and_gets_no_decision() -> None:
    scene, applications = begin(number=4, vouchers_for=1)
    draw = seal(scene)
    order = list(lottery.order(SEED, draw.lots.values_list("commitment", flat=True)))
    first = Lot.objects.get(commitment=order[0]).application
    with on(SEED_ON - timedelta(days=1)):
        leave(first)
    held = hold(scene, draw)
    # Nobody's place is another one: the list was published with this line.
    assert list(held.lots.order_by("place").values_list("commitment", flat=True)) == order
    assert list(first.decisions.values_list("result", flat=True)) == [ApplicationState.ENTERED]
    states = {lot.place: lot.application.state for lot in held.lots.select_related("application")}
    waiting = ApplicationState.WAITING_LIST
    assert states == {1: ApplicationState.WITHDRAWN, 2: ApplicationState.AWARDED, 3: waiting, 4: waiting}
    assert len(applications) == 4
    with on(SEED_ON):
        assert differences() == []


def test_nobody_leaves_twice_or_after_the_draw_or_for_another() -> None:
    scene, (one, two, three) = begin()
    with on(CLOSES):
        with pytest.raises(Application.DoesNotExist):
            leave_draw(applicant(two), application=one)
        with pytest.raises(Application.DoesNotExist):
            leave_draw(actor("auditor"), application=one)
        leave(one)
        for refused_again in (leave_draw, withdraw_application):
            with pytest.raises(Refusal) as refused:
                refused_again(applicant(one), application=one)
            assert refusal_of(refused)[0] is RefusalCode.WRONG_STATE
    hold(scene, seal(scene))
    with on(SEED_ON):
        for drawn in (two, three):
            with pytest.raises(Refusal) as refused:
                leave(drawn)
            assert refusal_of(refused)[0] is RefusalCode.WRONG_STATE
        assert differences() == []


def test_everybody_may_leave_and_nothing_is_drawn() -> None:
    scene, applications = begin(number=2)
    with on(CLOSES):
        for one in applications:
            leave(one)
    with on(SEALED_ON), pytest.raises(Refusal) as refused:
        seal_draw(scene.coordinator, scheme=scene.scheme, seed_source=SOURCE, seed_on=SEED_ON)
    assert refusal_of(refused)[0] is RefusalCode.NOBODY_ENTERED


def test_verify_finds_who_left_without_saying_so_or_said_so_and_stayed() -> None:
    scene, (one, two, three) = begin()
    with on(CLOSES):
        leave(one)
        Application.objects.filter(pk=two.pk).update(state=ApplicationState.WITHDRAWN)
        assert f"application {two.pk}: is withdrawn, and nobody did that" in differences()
        Application.objects.filter(pk=two.pk).update(state=ApplicationState.ENTERED)
        Application.objects.filter(pk=one.pk).update(state=ApplicationState.ENTERED)
        assert any(
            f"application {one.pk}: the trail tells that it left a draw" in line for line in differences()
        )
        Application.objects.filter(pk=one.pk).update(state=ApplicationState.WITHDRAWN)
        assert differences() == []
    draw = hold(scene, seal(scene))
    assert draw.drawn_at is not None
    with time_machine.travel(draw.drawn_at + timedelta(hours=1)):
        Entry.objects.create(
            at=draw.drawn_at + timedelta(minutes=1),
            actor=str(applicant(three)),
            command="leave_draw",
            subject=f"application:{three.pk}",
        )
        found = differences()
        assert any(f"application {three.pk}" in line and "left a draw" in line for line in found)
    assert Decision.objects.filter(application=three).count() == 2
