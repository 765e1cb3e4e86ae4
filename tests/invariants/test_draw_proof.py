"""Whoever has the database, or changes the program for a day, and bends a draw: ``wisselwerk verify`` names what was bent."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.draws import (
    AMOUNT,
    LATER,
    OPENS,
    SEED_ON,
    apply_all,
    confirm,
    differences,
    draw_all,
    end_delegation,
    in_order,
    on,
    set_lottery,
)
from tests.draws import SEALED_ON as SEALED
from tests.draws import seal as seal_list
from tests.scene import AS_, TONGEREN, Scene, enter, enterprise_number
from wisselwerk.apps.schemes.services import fund_scheme
from wisselwerk.apps.vouchers.models import Application, Draw, Lot
from wisselwerk.apps.vouchers.queries.draws import lined_up
from wisselwerk.apps.vouchers.services import (
    answers,
    decide_application,
    draws,
    hold_draw,
    move_up,
    review_refusal,
    waiting,
)
from wisselwerk.domain import lottery
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.lottery import SALT_KEPT_FOR, commitment

pytestmark = pytest.mark.django_db(transaction=True)

Tamper = Callable[..., None]


@pytest.fixture
def scene() -> Scene:
    with on(OPENS):
        found = set_lottery(vouchers_for=2)
        apply_all(found, 5)
    return found


def test_another_salt_is_named_with_its_application(scene: Scene, tamper: Tamper) -> None:
    draw_all(scene)
    lot = Lot.objects.earliest("made_at")
    with on(SEED_ON):
        tamper(lot, salt="00" * 16)
        assert differences() == [
            f"lot of application {lot.pk}: its salt does not give the commitment that stands in the list"
        ]


def test_a_salt_that_was_ground_with_its_commitment_is_named(scene: Scene, tamper: Tamper) -> None:
    """Before the list is sealed the decision holds the commitment already; after that the list does too."""
    lot = Lot.objects.earliest("made_at")
    tamper(lot, salt="00" * 16, commitment=commitment(lot.pk, "00" * 16))
    with on(SEED_ON):
        (line,) = differences()
        assert line.endswith(": lot.commitment is not what was sealed")
        lot.refresh_from_db()
        tamper(lot, salt="11" * 16, commitment=commitment(lot.pk, "11" * 16))
    draw = draw_all(scene)
    with on(SEED_ON):
        tamper(lot, salt="22" * 16, commitment=commitment(lot.pk, "22" * 16))
        assert f"draw {draw.pk}: its list is not the one that was sealed" in differences()


def test_another_seed_is_named(scene: Scene, tamper: Tamper) -> None:
    draw = draw_all(scene)
    with on(SEED_ON):
        tamper(draw, seed="1 2 3 4 5 6")
        found = differences()
        for step in ("enter_seed", "confirm_seed"):
            assert f"draw {draw.pk}: the trail tells of another {step}: by whom, when, or of what" in found


def test_another_order_is_named_with_who_stands_where(scene: Scene, tamper: Tamper) -> None:
    draw = draw_all(scene)
    first, last = draw.lots.order_by("place")[0], draw.lots.order_by("place")[4]
    with on(SEED_ON):
        tamper(first, place=99)
        tamper(last, place=1)
        tamper(first, place=5)
        found = differences()
        assert f"draw {draw.pk}: its order is not the one that was drawn" in found
        for lot, is_now, must in ((first, 5, 1), (last, 1, 5)):
            assert (
                f"lot of application {lot.pk}: has place {is_now}, list and seed of draw {draw.pk} give {must}"
                in found
            )


def test_a_program_that_draws_another_order_is_named(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever holds the draw with a program of its own: this one says which places are wrong."""
    with on(SEALED):
        draw = seal_list(scene)
    with on(SEED_ON):
        confirm(scene, draw)
        fair = lottery.order
        with monkeypatch.context() as patch:
            patch.setattr(lottery, "order", lambda seed, lines: fair(seed, lines)[::-1])
            hold_draw(scene.coordinator, draw=draw)
        wrong = [line for line in differences() if "list and seed of" in line]
        # Of five, the middle one stands where it must.
        assert len(wrong) == 4


def test_an_award_outside_the_order_is_named(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    draw = draw_all(scene)
    with on(LATER):
        fund_scheme(SYSTEM, scheme=scene.scheme, year=2027, amount_cents=AMOUNT)
        with monkeypatch.context() as patch:
            patch.setattr(waiting, "lined_up", lambda scheme: lined_up(scheme).reverse())
            assert move_up(SYSTEM, scheme=scene.scheme) == 1
        third, fourth, fifth = in_order(draw)[2:]
        assert fifth.state == "awarded"
        assert differences() == [
            f"lot of application {fifth.pk}: moved up before {third.pk}, which stood in front of it",
            f"lot of application {fifth.pk}: moved up before {fourth.pk}, which stood in front of it",
        ]


def test_an_award_behind_a_doubt_is_named(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """A coordinator with a program of its own, who picks whom to award: this one says who stood in front."""
    draw = draw_all(scene)
    with on(LATER):
        end_delegation(scene, LATER)
        fund_scheme(SYSTEM, scheme=scene.scheme, year=2027, amount_cents=AMOUNT)
        move_up(SYSTEM, scheme=scene.scheme)
    with on(LATER + timedelta(days=1)):
        third, fourth, fifth = in_order(draw)[2:]
        with monkeypatch.context() as patch:
            patch.setattr(answers, "lined_up", lambda scheme: lined_up(scheme).none())
            decide_application(scene.coordinator, application=fifth, award=True, motivation="In orde.")
        assert differences() == [
            f"lot of application {fifth.pk}: got a voucher while a person had to decide on {one.pk} in front of it"
            for one in (third, fourth)
        ]


def test_a_later_draw_that_overtakes_an_earlier_one_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    with on(OPENS):
        scene = set_lottery(rules={"budget_ceiling": {"per_member_cents": AMOUNT}})
        apply_all(scene, 2)
        late = enter(scene, enterprise_number(9), municipality=TONGEREN)
    with on(SEALED):
        first = seal_list(scene)
        review_refusal(
            scene.coordinator,
            application=late,
            award=True,
            motivation="x",
            declarations={"municipality": AS_},
        )
    with on(SEED_ON):
        confirm(scene, first)
        hold_draw(scene.coordinator, draw=first)
        own = seal_list(scene, seed_on=LATER)
    with on(LATER):
        confirm(scene, own)
        with monkeypatch.context() as patch:
            patch.setattr(draws, "deal", lambda actor, drawn, _: waiting.deal(actor, drawn, []))
            hold_draw(scene.coordinator, draw=own)
        waits = in_order(first)[1]
        assert differences() == [
            f"lot of application {late.pk}: moved up before {waits.pk}, which stood in front of it"
        ]


def test_a_refusal_that_is_reviewed_after_the_draw_is_no_difference() -> None:
    """Who was refused at its turn, for a place that was declared wrongly, and stands behind others who were refused so."""
    with on(OPENS):
        scene = set_lottery(rules={"budget_ceiling": {"per_member_cents": AMOUNT}})
        apply_all(scene, 5)
        wrong = apply_all(scene, 3, municipality=AS_, start=50)
        Application.objects.filter(pk__in=[one.pk for one in wrong]).update(
            declarations={"municipality": TONGEREN}
        )
    draw = draw_all(scene)
    with on(SEED_ON + timedelta(days=3)):
        refused = [one for one in in_order(draw) if one.state == "refused"]
        assert len(refused) == 3
        made = review_refusal(
            scene.coordinator,
            application=refused[-1],
            award=True,
            motivation="Verkeerd opgegeven.",
            declarations={"municipality": AS_},
        )
        assert made.result == "awarded"
        assert differences() == []


def test_a_list_from_which_somebody_was_left_out_is_named(scene: Scene, tamper: Tamper) -> None:
    draw = draw_all(scene)
    out = draw.lots.order_by("place")[4]
    with on(SEED_ON):
        tamper(out, draw=None, place=None)
        assert f"draw {draw.pk}: its list is not the one that was sealed" in differences()


def test_a_chance_without_a_lot_is_named(scene: Scene, tamper: Tamper) -> None:
    lost = Application.objects.earliest("applied_at")
    Lot.objects.filter(pk=lost.pk).delete()
    with on(OPENS):
        assert f"application {lost.pk}: stands in a draw and has no lot" in differences()


def test_secrets_are_erased_at_their_term_and_not_before(scene: Scene, tamper: Tamper) -> None:
    draw_all(scene)
    lots = list(Lot.objects.all())
    for lot in lots:
        tamper(lot, salt="")
    with on(SEED_ON):
        found = differences()
        assert found == [
            f"lot of application {lot.pk}: its salt is gone before its term"
            for lot in sorted(lots, key=lambda one: (one.made_at, one.pk))
        ]
    with on(SEED_ON + SALT_KEPT_FOR + timedelta(days=1)):
        assert differences() == []
    assert Draw.objects.count() == 1
