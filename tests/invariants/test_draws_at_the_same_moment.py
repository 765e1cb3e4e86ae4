"""However many people hold a draw at once, and wherever one is killed: it is held once, whole, and in its order."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest

from tests.draws import (
    AMOUNT,
    LATER,
    OPENS,
    SEALED_ON,
    SEED,
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
from tests.draws import second as second_person
from tests.invariants.killing import kill_at_every_statement
from tests.invariants.together import together
from tests.scene import GENK, Scene, enterprise_number
from wisselwerk.apps.schemes.services import fund_scheme
from wisselwerk.apps.vouchers.models import Application, Decision, Draw, Voucher
from wisselwerk.apps.vouchers.services import (
    confirm_seed,
    decide_application,
    enter_application,
    enter_seed,
    hold_draw,
    move_up,
    revoke_voucher,
)
from wisselwerk.demo.cast import PROVIDER_NUMBER
from wisselwerk.domain import lottery
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.lottery import DrawState
from wisselwerk.domain.refusal import Refusal, RefusalCode

pytestmark = pytest.mark.django_db(transaction=True)

PEOPLE = 6


@pytest.fixture
def scene() -> Scene:
    with on(OPENS):
        found = set_lottery(vouchers_for=2)
        apply_all(found, 5)
    return found


def test_a_list_is_sealed_once(scene: Scene) -> None:
    with on(SEALED_ON):
        found = together([partial(seal, scene)] * PEOPLE)
        refused = [one for one in found if isinstance(one, Refusal)]
        assert {one.code for one in refused} <= {RefusalCode.DRAW_NOT_DONE, RefusalCode.NOBODY_ENTERED}
        assert (len(found) - len(refused), Draw.objects.count()) == (1, 1), found
        assert differences() == []


def test_a_draw_is_held_once(scene: Scene) -> None:
    with on(SEALED_ON):
        draw = seal(scene)
    with on(SEED_ON):
        confirm(scene, draw)
        found = together([partial(hold_draw, scene.coordinator, draw=draw)] * PEOPLE)
        assert [one for one in found if isinstance(one, Exception)] == []
        assert states() == {"awarded": 2, "waiting_list": 3}
        assert Decision.objects.count() == 10
        assert differences() == []


def test_nobody_confirms_a_seed_that_is_typed_anew_meanwhile(scene: Scene) -> None:
    """Whichever comes first: what stands is what both typed."""
    with on(SEALED_ON):
        draw = seal(scene)
    with on(SEED_ON):
        enter_seed(scene.coordinator, draw=draw, seed=SEED)
        another = "1 2 3 4 5 6"
        second = partial(confirm_seed, second_person(), draw=draw, seed=SEED)
        together([partial(enter_seed, scene.coordinator, draw=draw, seed=another), second])
        draw.refresh_from_db()
        assert (draw.state, draw.seed) in {
            (DrawState.CONFIRMED, SEED),
            (DrawState.SEEDED, another),
        }
        assert differences() == []


def test_what_came_free_is_given_once(scene: Scene) -> None:
    draw = draw_all(scene)
    with on(LATER):
        revoke_voucher(
            scene.coordinator, voucher=Voucher.objects.select_related("scheme").earliest("pk"), reason="Fout."
        )
        found = together([partial(move_up, SYSTEM, scheme=scene.scheme)] * PEOPLE)
        assert sum(one for one in found if isinstance(one, int)) == 1, found
        assert [one for one in found if isinstance(one, Exception)] == []
        assert [one.state for one in in_order(draw)][2:] == ["awarded", "waiting_list", "waiting_list"]
        assert differences() == []


def test_doubts_that_are_answered_at_once_are_answered_in_order(scene: Scene) -> None:
    """Whoever comes first: the voucher is of the first who waits, and nobody gets an error or an award behind a doubt."""
    draw = draw_all(scene)
    with on(LATER):
        end_delegation(scene, LATER)
        fund_scheme(SYSTEM, scheme=scene.scheme, year=2027, amount_cents=AMOUNT)
        move_up(SYSTEM, scheme=scene.scheme)
        assert [one.state for one in in_order(draw)] == ["awarded"] * 2 + ["review"] * 3
    with on(LATER + timedelta(days=1)):
        acts: list[Callable[[], object]] = [
            partial(decide_application, scene.coordinator, application=one, award=True, motivation="In orde.")
            for one in reversed(in_order(draw)[2:])
        ]
        acts.append(partial(move_up, SYSTEM, scheme=scene.scheme))
        found = together(acts)
        errors = [one for one in found if isinstance(one, Exception) and not isinstance(one, Refusal)]
        assert errors == []
        codes = {one.code for one in found if isinstance(one, Refusal)}
        assert codes <= {RefusalCode.DOUBT_IN_FRONT}, found
        third, *behind = in_order(draw)[2:]
        assert third.state == "awarded"
        assert {one.state for one in behind} <= {"review", "waiting_list"}
        assert differences() == []


def test_an_enterprise_that_applies_many_times_at_once_stands_in_the_draw_once(scene: Scene) -> None:
    with on(OPENS):
        asked = partial(
            enter_application,
            scene.coordinator,
            scheme=scene.scheme,
            enterprise_number=enterprise_number(40),
            email="zaak40@example.be",
            provider=PROVIDER_NUMBER,
            declarations={"municipality": GENK},
        )
        together([asked] * PEOPLE)
        own = Application.objects.filter(enterprise__enterprise_number=enterprise_number(40))
        found = sorted(own.values_list("state", flat=True))
        assert found == ["entered", *["refused"] * (PEOPLE - 1)]


def test_the_draw_goes_on_beside_who_moves_money(scene: Scene) -> None:
    """Vouchers are withdrawn, money comes and the list moves up while the draw is held: nobody gets an error."""
    with on(SEALED_ON):
        draw = seal(scene)
    with on(SEED_ON):
        confirm(scene, draw)
        fund = partial(fund_scheme, SYSTEM, scheme=scene.scheme, year=2027, amount_cents=AMOUNT)
        up = partial(move_up, SYSTEM, scheme=scene.scheme)
        acts: list[Callable[[], object]] = [
            partial(hold_draw, scene.coordinator, draw=draw),
            fund,
            up,
            fund,
            up,
        ]
        found = together(acts)
        assert [one for one in found if isinstance(one, Exception)] == []
        move_up(SYSTEM, scheme=scene.scheme)
        assert [one.state for one in in_order(draw)] == ["awarded"] * 4 + ["waiting_list"]
        assert differences() == []


def test_whoever_holds_it_may_be_killed_at_any_statement() -> None:
    with on(OPENS):
        scene = set_lottery(vouchers_for=1)
        apply_all(scene, 2)
    with on(SEALED_ON):
        draw = seal(scene)
    with on(SEED_ON):
        confirm(scene, draw)
        times = kill_at_every_statement(partial(hold_draw, scene.coordinator, draw=draw), stride=5)
        assert times > 5
        hold_draw(scene.coordinator, draw=draw)
        assert states() == {"awarded": 1, "waiting_list": 1}
        assert differences() == []


def test_whoever_seals_it_may_be_killed_at_any_statement(scene: Scene) -> None:
    with on(SEALED_ON):
        kill_at_every_statement(partial(seal, scene), stride=3)
        draw = Draw.objects.get()
        assert draw.list_sha256 == lottery.list_hash(draw.lots.values_list("commitment", flat=True))
        assert draw.lots.count() == 5
    with on(SEALED_ON + timedelta(days=1)):
        assert differences() == []
