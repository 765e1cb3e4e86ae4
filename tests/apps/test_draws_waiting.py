"""The waiting list of a draw: who comes next, who is passed over, whose place ends, and who was never drawn."""

import copy
from datetime import date, timedelta

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
    in_order,
    on,
    seal,
    set_lottery,
    states,
)
from tests.scene import (
    AS_,
    GENK,
    TONGEREN,
    Scene,
    enter,
    enterprise_number,
    put_in_outbox,
)
from wisselwerk.apps.privacy.services import erase_expired
from wisselwerk.apps.schemes.queries import version_on
from wisselwerk.apps.schemes.services import fund_scheme, publish_version
from wisselwerk.apps.vouchers.models import Application, ApplicationState, Decision, Draw, Voucher
from wisselwerk.apps.vouchers.queries import reasons_of
from wisselwerk.apps.vouchers.queries.deliveries import standing_decision
from wisselwerk.apps.vouchers.queries.draws import (
    comparison_group,
    outcomes_of_draw,
    place_of,
)
from wisselwerk.apps.vouchers.services import (
    hold_draw,
    move_up,
    review_refusal,
    revoke_voucher,
)
from wisselwerk.clock import now
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.refusal import RefusalCode
from wisselwerk.domain.rule import RuleSet
from wisselwerk.domain.voucher import VoucherState

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    with on(OPENS):
        return set_lottery()


def test_who_waits_is_told_its_place_and_why(scene: Scene) -> None:
    with on(OPENS):
        apply_all(scene, 12)
    draw = draw_all(scene)
    with on(SEED_ON):
        last = in_order(draw)[-1]
        place = place_of(last)
        assert place is not None
        assert (place.drawn, place.entries, place.waiting) == (12, 12, 2)
        assert place.until == SEED_ON.replace(month=9)
        decision = standing_decision(last)
        assert decision is not None
        (reason,) = reasons_of(decision)
        assert reason.code is RefusalCode.DRAWN_TOO_LATE
        assert (reason.params["drawn"], reason.params["missing_cents"]) == (12, AMOUNT)
        first = place_of(in_order(draw)[0])
        assert first is not None
        assert (first.drawn, first.waiting, first.until) == (1, None, None)


def test_a_number_of_vouchers_stops_the_draw_before_the_money_does() -> None:
    with on(OPENS):
        scene = set_lottery(rules={"allocation": {"method": "lottery", "vouchers": 3, "waiting_months": 6}})
        apply_all(scene, 6)
    draw = draw_all(scene)
    assert [one.state for one in in_order(draw)] == ["awarded"] * 3 + ["waiting_list"] * 3
    with on(LATER):
        given = Voucher.objects.select_related("scheme").first()
        assert given is not None
        revoke_voucher(scene.coordinator, voucher=given, reason="Stopgezet.")
        assert move_up(scene.coordinator, scheme=scene.scheme) == 1
        assert move_up(scene.coordinator, scheme=scene.scheme) == 0
        assert differences() == []


def test_without_a_waiting_list_the_rest_is_not_drawn() -> None:
    with on(OPENS):
        scene = set_lottery(vouchers_for=5, rules={"allocation": {"method": "lottery"}})
        apply_all(scene, 12)
    draw = draw_all(scene)
    assert states() == {"awarded": 5, "not_drawn": 7}
    assert outcomes_of_draw(draw) == {"awarded": 5, "waiting_list": 0, "not_drawn": 7}
    group = comparison_group(scene.scheme)
    assert (group.given, group.not_given) == (5, 7)
    assert group.by_municipality == {GENK: (5, 7)}
    with on(SEED_ON):
        assert differences() == []


def test_small_groups_are_not_compared(scene: Scene) -> None:
    with on(OPENS):
        scene_small = set_lottery(slug="klein", vouchers_for=2, rules={"allocation": {"method": "lottery"}})
        apply_all(scene_small, 4)
    draw = draw_all(scene_small)
    group = comparison_group(scene_small.scheme)
    assert (group.given, group.not_given, group.by_municipality) == (None, None, {})
    assert outcomes_of_draw(draw) == {"awarded": None, "waiting_list": 0, "not_drawn": None}


def test_the_next_in_order_moves_up_when_a_voucher_is_withdrawn(scene: Scene) -> None:
    with on(OPENS):
        apply_all(scene, 13)
    draw = draw_all(scene)
    eleventh, twelfth = in_order(draw)[10:12]
    with on(LATER):
        given = Voucher.objects.select_related("scheme").earliest("pk")
        revoke_voucher(scene.coordinator, voucher=given, reason="Stopgezet.")
        assert ("move_up_waiting_list", {"scheme_id": scene.scheme.pk}) in put_in_outbox()
        assert move_up(SYSTEM, scheme=scene.scheme) == 1
        eleventh.refresh_from_db()
        assert eleventh.state == ApplicationState.AWARDED
        assert eleventh.voucher.awarded_on == LATER
        assert eleventh.voucher.state == VoucherState.OPEN
        place = place_of(twelfth)
        assert place is not None
        assert place.waiting == 1
        latest = Decision.objects.latest("pk")
        assert ("send_decision", {"decision_id": latest.pk}) in put_in_outbox()
        assert differences() == []


def test_new_money_moves_up_as_many_as_it_carries(scene: Scene) -> None:
    with on(OPENS):
        apply_all(scene, 13)
    draw_all(scene)
    with on(LATER):
        fund_scheme(SYSTEM, scheme=scene.scheme, year=2027, amount_cents=2 * AMOUNT + AMOUNT // 2)
        assert put_in_outbox()[-1] == ("move_up_waiting_list", {"scheme_id": scene.scheme.pk})
        assert move_up(SYSTEM, scheme=scene.scheme) == 2
        assert states() == {"awarded": 12, "waiting_list": 1}
        assert differences() == []


def test_who_is_passed_over_keeps_its_place_and_hears_why() -> None:
    with on(OPENS):
        scene = set_lottery(vouchers_for=2, rules={"budget_ceiling": {"per_member_cents": 2 * AMOUNT}})
        genk = apply_all(scene, 6, municipality=GENK)
        apply_all(scene, 3, municipality=AS_, start=50)
    draw = draw_all(scene)
    with on(LATER):
        fund_scheme(SYSTEM, scheme=scene.scheme, year=2027, amount_cents=20 * AMOUNT)
        before = {one.pk: one.decisions.count() for one in in_order(draw)}
        assert move_up(SYSTEM, scheme=scene.scheme) == 2
        awarded = [one for one in in_order(draw) if one.state == "awarded"]
        last = max(one.lot.place or 0 for one in awarded)
        over = [one for one in in_order(draw) if one.state == "waiting_list" and (one.lot.place or 0) < last]
        again = {one.pk for one in in_order(draw) if one.decisions.count() > before[one.pk]}
        assert {one.pk for one in over} <= again
        assert {one.state for one in genk} == {"entered"}
        assert differences() == []


def test_a_place_on_the_waiting_list_ends_at_its_term(scene: Scene) -> None:
    with on(OPENS):
        apply_all(scene, 12)
    draw_all(scene)
    last = SEED_ON.replace(month=9)
    with on(last):
        move_up(SYSTEM, scheme=scene.scheme)
        assert states() == {"awarded": 10, "waiting_list": 2}
    with on(last + timedelta(days=1)):
        # Money that comes a day too late changes nothing for who waited.
        fund_scheme(SYSTEM, scheme=scene.scheme, year=2027, amount_cents=20 * AMOUNT)
        assert move_up(SYSTEM, scheme=scene.scheme) == 0
        assert states() == {"awarded": 10, "not_drawn": 2}
        decision = Decision.objects.latest("pk")
        assert [one.code for one in reasons_of(decision)] == [RefusalCode.WAITING_ENDED]
        assert differences() == []


def test_who_is_let_in_after_the_list_was_sealed_has_a_draw_of_its_own(scene: Scene) -> None:
    with on(OPENS):
        apply_all(scene, 2)
        late = enter(scene, enterprise_number(9), municipality=TONGEREN)
    with on(SEALED_ON):
        first = seal(scene)
        declared = {"municipality": GENK}
        decision = review_refusal(
            scene.coordinator, application=late, award=True, motivation="Verhuisd.", declarations=declared
        )
        assert decision.result == ApplicationState.ENTERED
    with on(SEED_ON):
        confirm(scene, first)
        hold_draw(scene.coordinator, draw=first)
        second_draw = seal(scene, seed_on=LATER)
        assert (second_draw.number, second_draw.entries) == (2, 1)
    with on(LATER):
        confirm(scene, second_draw)
        hold_draw(scene.coordinator, draw=second_draw)
        late.refresh_from_db()
        assert late.state == ApplicationState.AWARDED
        assert differences() == []


def test_who_waits_is_not_erased_before_it_was_told() -> None:
    """A list can last five years; who is known by a mail address for longer than two without one is erased."""
    with on(OPENS):
        scene = set_lottery(vouchers_for=1, rules={"allocation": {"method": "lottery", "waiting_months": 60}})
        apply_all(scene, 2)
    first, second = in_order(draw_all(scene))
    with on(date(2030, 1, 15)):
        erase_expired(SYSTEM, at=now())
        first.refresh_from_db()
        second.refresh_from_db()
        assert first.applicant is None
        assert second.applicant is not None


def let_in_late(scene: Scene) -> tuple[Application, Draw, Draw]:
    """Somebody who was let in once the list was sealed, the first draw, and the one of its own, held ``LATER``."""
    with on(OPENS):
        late = enter(scene, enterprise_number(9), municipality=TONGEREN)
    with on(SEALED_ON):
        first = seal(scene)
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
        own = seal(scene, seed_on=LATER)
    with on(LATER):
        confirm(scene, own)
        hold_draw(scene.coordinator, draw=own)
        late.refresh_from_db()
    return late, first, own


def test_a_number_of_vouchers_counts_over_all_draws() -> None:
    """Whoever is alone in a later list comes behind who waits, and takes none above the number."""
    with on(OPENS):
        scene = set_lottery(rules={"allocation": {"method": "lottery", "vouchers": 2, "waiting_months": 6}})
        apply_all(scene, 6)
    late, first, _ = let_in_late(scene)
    assert late.state == ApplicationState.WAITING_LIST
    assert [one.state for one in in_order(first)] == ["awarded"] * 2 + ["waiting_list"] * 4
    with on(LATER):
        given = Voucher.objects.select_related("scheme").earliest("pk")
        revoke_voucher(scene.coordinator, voucher=given, reason="Stopgezet.")
        assert move_up(SYSTEM, scheme=scene.scheme) == 1
        assert in_order(first)[2].state == "awarded"
        assert differences() == []


def test_who_waits_from_an_earlier_draw_hears_why_a_later_one_passes_it() -> None:
    with on(OPENS):
        scene = set_lottery(rules={"budget_ceiling": {"per_member_cents": AMOUNT}})
        apply_all(scene, 2, municipality=GENK)
    late, first, _ = let_in_late(scene)
    with on(LATER):
        assert late.state == ApplicationState.AWARDED
        waits = in_order(first)[1]
        assert waits.state == "waiting_list"
        # Entered, drawn, and passed over by the later draw: before the award, not after.
        assert waits.decisions.count() == 3
        assert waits.decisions.latest("pk").pk < late.decisions.latest("pk").pk
        assert differences() == []


def let_first_come(scene: Scene) -> None:
    """From ``LATER`` on vouchers go to who applies first, without a last day."""
    version = version_on(scene.scheme, OPENS)
    assert version is not None
    plain = copy.deepcopy(version.rules)
    for one in plain["rules"]:
        if one["kind"] == "allocation":
            one["parameters"] = {"method": "first_come"}
        if one["kind"] == "application_window":
            one["parameters"]["closes_on"] = None
    publish_version(
        SYSTEM,
        scheme=scene.scheme,
        rule_set=RuleSet.from_plain(plain),
        valid_from=LATER,
        source="Gemeenteraad",
    )


def test_who_waits_comes_before_who_applies_first_under_later_rules() -> None:
    with on(OPENS):
        scene = set_lottery(vouchers_for=1)
        apply_all(scene, 2)
    draw = draw_all(scene)
    with on(LATER):
        let_first_come(scene)
        fund_scheme(SYSTEM, scheme=scene.scheme, year=2027, amount_cents=AMOUNT)
        assert put_in_outbox()[-1] == ("move_up_waiting_list", {"scheme_id": scene.scheme.pk})
        late = enter(scene, enterprise_number(20))
        assert late.state == ApplicationState.REFUSED
        assert [one.state for one in in_order(draw)] == ["awarded", "awarded"]
        assert differences() == []


def test_a_voucher_of_who_applied_first_comes_free_for_who_waits() -> None:
    with on(OPENS):
        scene = set_lottery(rules={"budget_ceiling": {"per_member_cents": AMOUNT}})
        apply_all(scene, 2)
    draw = draw_all(scene)
    with on(LATER):
        let_first_come(scene)
        other = enter(scene, enterprise_number(20), municipality=AS_)
        assert other.state == ApplicationState.AWARDED
        # Passed by: its ceiling is full.
        assert in_order(draw)[1].state == "waiting_list"
    with on(LATER + timedelta(days=1)):
        job: tuple[str, dict[str, object]] = ("move_up_waiting_list", {"scheme_id": scene.scheme.pk})
        before = put_in_outbox().count(job)
        revoke_voucher(scene.coordinator, voucher=other.voucher, reason="Stopgezet.")
        assert put_in_outbox().count(job) == before + 1
