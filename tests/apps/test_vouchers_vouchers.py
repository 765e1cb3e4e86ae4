"""What happens to a voucher between its award and its last use, and where its money goes."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine

from tests.nights import let_lapse, live, night
from tests.scene import (
    IN_PARTS,
    Rules,
    Scene,
    actor,
    award,
    enter,
    enterprise_number,
    invoice,
    refusal_of,
    set_scene,
)
from wisselwerk.apps.audit.models import Entry
from wisselwerk.apps.schemes.models import Budget, Ceiling
from wisselwerk.apps.vouchers.models import Remark, RemarkSubject, Voucher
from wisselwerk.apps.vouchers.queries.proof import differences
from wisselwerk.apps.vouchers.services import (
    contest_voucher,
    extend_voucher,
    redeem_voucher,
    resume_voucher,
    reverse_redemption,
    revoke_voucher,
)
from wisselwerk.apps.vouchers.services.vouchers import lapse_voucher
from wisselwerk.apps.vouchers.terms import TIME_TO_HAND_IN
from wisselwerk.clock import today
from wisselwerk.demo.cast import OWN_ENTERPRISE
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.period import months_later
from wisselwerk.domain.refusal import Refusal, RefusalCode

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
CEILINGS: Rules = {"budget_ceiling": {"total_cents": 100_000}}


def state(voucher: Voucher) -> str:
    return Voucher.objects.get(pk=voucher.pk).state


def left(voucher: Voucher) -> int:
    return Voucher.objects.select_related("account").get(pk=voucher.pk).account.balance_cents


def budget_left() -> int:
    return Budget.objects.select_related("account").get().account.balance_cents


def room_left() -> int:
    return Ceiling.objects.select_related("room").get().room.balance_cents


# -- Contesting -----------------------------------------------------------------------------------------------------


def test_a_contested_voucher_is_frozen_and_takes_no_invoice() -> None:
    scene = set_scene()
    voucher = award(scene)
    contest_voucher(scene.coordinator, voucher=voucher, reason="Wij vroegen dit niet aan.")
    assert state(voucher) == "frozen"
    with pytest.raises(Refusal) as refused:
        redeem_voucher(scene.coordinator, code=voucher.code, data=invoice(voucher, 50_000))
    assert refused.value.code is RefusalCode.VOUCHER_FROZEN
    assert Remark.objects.get(subject=RemarkSubject.CONTEST).text == "Wij vroegen dit niet aan."
    assert Entry.objects.filter(command="contest_voucher", subject=f"voucher:{voucher.pk}").exists()


def test_a_frozen_voucher_comes_back_as_it_was() -> None:
    scene = set_scene(rules=IN_PARTS)
    voucher = award(scene)
    redeem_voucher(scene.coordinator, code=voucher.code, data=invoice(voucher, 20_000))
    contest_voucher(scene.coordinator, voucher=voucher, reason="Nakijken.")
    resume_voucher(scene.coordinator, voucher=voucher, reason="Het was toch de boekhouder.")
    assert state(voucher) == "partly_used"


def test_a_frozen_voucher_does_not_come_back_beside_a_new_one() -> None:
    scene = set_scene()
    voucher = award(scene)
    contest_voucher(scene.coordinator, voucher=voucher, reason="Niet van ons.")
    assert enter(scene).state == "awarded"
    with pytest.raises(Refusal) as refused:
        resume_voucher(scene.coordinator, voucher=voucher, reason="Toch.")
    assert refusal_of(refused) == (RefusalCode.ALREADY_HAS_VOUCHER, {"counted": 1, "maximum": 1})
    revoke_voucher(scene.coordinator, voucher=voucher, reason="Dubbel.")
    assert state(voucher) == "revoked"


# -- The end --------------------------------------------------------------------------------------------------------


def test_a_revoked_voucher_gives_its_money_and_its_room_back_and_the_right_too() -> None:
    scene = set_scene(rules=CEILINGS)
    voucher = award(scene)
    assert (budget_left(), room_left()) == (25_000_000 - 25_000, 75_000)
    revoke_voucher(scene.coordinator, voucher=voucher, reason="Onjuiste gegevens.")
    assert (state(voucher), left(voucher)) == ("revoked", 0)
    assert (budget_left(), room_left()) == (25_000_000, 100_000)
    assert enter(scene).state == "awarded"
    assert list(differences()) == []


@pytest.mark.parametrize("end", [contest_voucher, revoke_voucher])
def test_a_voucher_that_something_was_paid_from_uses_up_the_right_until_that_is_undone(
    end: Callable[..., Voucher],
) -> None:
    scene = set_scene(rules=IN_PARTS)
    voucher = award(scene)
    paid = redeem_voucher(scene.coordinator, code=voucher.code, data=invoice(voucher, 45_000))
    end(scene.coordinator, voucher=voucher, reason="Onjuiste gegevens.")
    again = enter(scene)
    assert again.state == "refused"
    assert again.decisions.get().facts["vouchers_counted"] == 1
    reverse_redemption(scene.coordinator, redemption=paid.id, reason="Voor een andere klant.")
    assert enter(scene).state == "awarded"
    assert list(differences()) == []


def test_an_invoice_that_only_proved_own_money_uses_up_no_right() -> None:
    scene = set_scene(rules={"own_contribution": {"minimum_cents": 25_000, "when_short": "own_money_first"}})
    voucher = award(scene)
    proof = redeem_voucher(scene.coordinator, code=voucher.code, data=invoice(voucher, 10_000))
    assert proof.voucher_part_cents == 0
    revoke_voucher(scene.coordinator, voucher=voucher, reason="Onjuiste gegevens.")
    assert enter(scene).state == "awarded"


def test_a_voucher_lapses_when_invoices_of_its_last_day_had_time_to_come_in() -> None:
    scene = set_scene(rules=CEILINGS)
    voucher = award(scene)
    last = voucher.valid_until + TIME_TO_HAND_IN
    assert live(last) == 0
    assert night(last + DAY) == 1
    assert night(last + DAY) == 0
    assert (state(voucher), left(voucher)) == ("lapsed", 0)
    assert (budget_left(), room_left()) == (25_000_000, 100_000)
    assert list(differences()) == []


def test_of_a_voucher_used_in_part_the_rest_lapses() -> None:
    scene = set_scene(rules=IN_PARTS)
    voucher = award(scene)
    redeem_voucher(scene.coordinator, code=voucher.code, data=invoice(voucher, 20_000))
    assert let_lapse(voucher) == 1
    assert (state(voucher), budget_left()) == ("lapsed", 25_000_000 - 20_000)
    assert list(differences()) == []


def test_used_and_frozen_vouchers_do_not_lapse() -> None:
    scene = set_scene()
    used = award(scene)
    redeem_voucher(scene.coordinator, code=used.code, data=invoice(used, 50_000))
    frozen = award(scene, enterprise_number(1))
    contest_voucher(scene.coordinator, voucher=frozen, reason="Nakijken.")
    on = used.valid_until + TIME_TO_HAND_IN + DAY
    assert live(on) == 0
    assert not lapse_voucher(SYSTEM, voucher=frozen, on=on)
    assert [state(used), state(frozen)] == ["used", "frozen"]


def test_nobody_but_the_clock_lapses_vouchers() -> None:
    scene = set_scene()
    with pytest.raises(Refusal) as refused:
        lapse_voucher(scene.coordinator, voucher=award(scene), on=today())
    assert refused.value.code is RefusalCode.NOT_ALLOWED


def test_an_extended_voucher_takes_later_invoices() -> None:
    scene = set_scene()
    voucher = award(scene)
    until = voucher.valid_until + 30 * DAY
    extend_voucher(scene.coordinator, voucher=voucher, until=until, reason="Ziekte.")
    assert live(voucher.valid_until + TIME_TO_HAND_IN + DAY) == 0
    with time_machine.travel(until.isoformat(), tick=False):
        done = redeem_voucher(
            scene.coordinator, code=voucher.code, data=invoice(voucher, 50_000, issued_on=until)
        )
    assert done.state == "used"


def test_extending_gives_more_time_not_less() -> None:
    scene = set_scene()
    voucher = award(scene)
    with pytest.raises(Refusal) as refused:
        extend_voucher(scene.coordinator, voucher=voucher, until=voucher.valid_until, reason="Fout.")
    assert refusal_of(refused) == (
        RefusalCode.EXTENSION_NOT_LATER,
        {"valid_until": voucher.valid_until},
    )


def test_five_years_after_the_award_is_the_last_day_to_extend_to() -> None:
    scene = set_scene()
    voucher = award(scene)
    latest = months_later(voucher.awarded_on, 60)
    with pytest.raises(Refusal) as refused:
        extend_voucher(scene.coordinator, voucher=voucher, until=latest + DAY, reason="Ziekte.")
    assert refusal_of(refused) == (
        RefusalCode.EXTENSION_TOO_FAR,
        {"latest_until": latest, "asked_until": latest + DAY},
    )
    assert Voucher.objects.get().valid_until == voucher.valid_until
    extend_voucher(scene.coordinator, voucher=voucher, until=latest, reason="Ziekte.")
    assert Voucher.objects.get().valid_until == latest


# -- Who may, and when ----------------------------------------------------------------------------------------------

Act = Callable[[Scene, Voucher], object]
ACTS: dict[str, Act] = {
    "contest": lambda scene, voucher: contest_voucher(scene.coordinator, voucher=voucher, reason="Reden."),
    "resume": lambda scene, voucher: resume_voucher(scene.coordinator, voucher=voucher, reason="Reden."),
    "revoke": lambda scene, voucher: revoke_voucher(scene.coordinator, voucher=voucher, reason="Reden."),
    "extend": lambda scene, voucher: extend_voucher(
        scene.coordinator, voucher=voucher, until=voucher.valid_until + DAY, reason="Reden."
    ),
}


@pytest.mark.parametrize(
    ("before", "act", "found"),
    [
        (["revoke"], "contest", "revoked"),
        (["revoke"], "revoke", "revoked"),
        (["revoke"], "extend", "revoked"),
        ([], "resume", "open"),
        (["contest"], "contest", "frozen"),
    ],
)
def test_what_cannot_be_done_any_more_says_where_the_voucher_stands(
    before: list[str], act: str, found: str
) -> None:
    scene = set_scene(rules={"number_per_enterprise": {"maximum": 9}})
    voucher = award(scene)
    for one in before:
        ACTS[one](scene, voucher)
    with pytest.raises(Refusal) as refused:
        ACTS[act](scene, voucher)
    code, params = refusal_of(refused)
    assert (code, params["state"]) == (RefusalCode.WRONG_STATE, found)


@pytest.mark.parametrize("key", ["owner", "stranger", "provider_staff", "auditor"])
@pytest.mark.parametrize("act", sorted(ACTS))
def test_only_the_coordinator_does_this(key: str, act: str) -> None:
    scene = set_scene()
    voucher = award(scene)
    somebody = Scene(scene.scheme, scene.partnership, scene.provider, actor(key))
    with pytest.raises(Refusal) as refused:
        ACTS[act](somebody, voucher)
    assert refused.value.code is RefusalCode.NOT_ALLOWED


@pytest.mark.parametrize("act", sorted(ACTS))
def test_each_of_these_wants_a_reason_and_leaves_a_line_in_the_trail(act: str) -> None:
    scene = set_scene(rules={"number_per_enterprise": {"maximum": 9}})
    voucher = award(scene, OWN_ENTERPRISE.number)
    if act == "resume":
        ACTS["contest"](scene, voucher)
    before = Voucher.objects.get(pk=voucher.pk).changes
    ACTS[act](scene, voucher)
    assert Entry.objects.filter(command=f"{act}_voucher", subject=f"voucher:{voucher.pk}").count() == 1
    assert Voucher.objects.get(pk=voucher.pk).changes == before + 1
    assert Remark.objects.filter(text="Reden.").exists()


def test_without_a_reason_nothing_happens() -> None:
    scene = set_scene()
    voucher = award(scene)
    with pytest.raises(Refusal) as refused:
        revoke_voucher(scene.coordinator, voucher=voucher, reason=" ")
    assert refused.value.code is RefusalCode.MOTIVATION_MISSING
    assert state(voucher) == "open"
