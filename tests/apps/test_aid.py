"""The register of de minimis aid: what a voucher writes in it, what an enterprise had before, and who enters it."""

from datetime import date, datetime, timedelta

import pytest
import time_machine

from tests.aid import AID, AID_TO_BOTH, CEILING, VOUCHER, assert_agrees, declare, fill, had, lines
from tests.nights import let_lapse
from tests.scene import (
    GENK,
    IN_PARTS,
    award,
    enter,
    enterprise_number,
    invoice,
    refusal_of,
    set_scene,
)
from wisselwerk.apps.aid.models import RegisterLine
from wisselwerk.apps.aid.queries import (
    aid_record,
)
from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.vouchers.models import ApplicationState, Redemption, Voucher
from wisselwerk.apps.vouchers.queries import latest_decision, reasons_of
from wisselwerk.apps.vouchers.services import (
    decide_application,
    redeem_voucher,
    reverse_redemption,
    review_refusal,
    revoke_voucher,
    validate_invoice,
)
from wisselwerk.clock import BRUSSELS, today
from wisselwerk.demo.cast import OWN_ENTERPRISE, PROVIDER_NUMBER
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.aid import Activity, EarlierAid
from wisselwerk.domain.refusal import Refusal, RefusalCode

pytestmark = pytest.mark.django_db

# -- The award ------------------------------------------------------------------------------------------------------


@time_machine.travel(datetime(2026, 11, 25, 12, tzinfo=BRUSSELS))
def test_an_award_writes_one_line_with_its_clock() -> None:
    voucher = award(set_scene(rules=AID))
    line = RegisterLine.objects.get()
    assert (line.kind, line.activity, line.regulation) == ("grant", "general", "(EU) 2023/2831")
    assert (line.recipient, line.scheme, line.granting_body.nis_code) == (
        voucher.holder,
        voucher.scheme,
        GENK,
    )
    assert (line.amount_cents, line.granted_on, line.happened_on) == (
        VOUCHER,
        date(2026, 11, 25),
        date(2026, 11, 25),
    )
    assert line.register_by == date(2026, 12, 23)
    assert line.transfer.to_account == voucher.account
    assert_agrees()


def test_a_scheme_without_the_rule_writes_nothing_and_asks_nothing() -> None:
    scene = set_scene()
    asked = declare(scene, had(CEILING))
    assert asked.state == ApplicationState.AWARDED
    assert asked.declarations == {"municipality": GENK}
    decision = latest_decision(asked)
    assert decision is not None
    assert decision.facts["enterprise_aid"] is None
    assert not RegisterLine.objects.exists()


@pytest.mark.parametrize(
    ("earlier", "state"),
    [
        (CEILING - VOUCHER, ApplicationState.AWARDED),
        (CEILING - VOUCHER + 1, ApplicationState.REFUSED),
    ],
)
def test_it_fits_to_the_cent(earlier: int, state: ApplicationState) -> None:
    asked = declare(set_scene(rules=AID), had(earlier, today()))
    assert asked.state == state
    assert_agrees()


def test_a_refusal_says_what_room_remains_and_writes_nothing() -> None:
    asked = declare(set_scene(rules=AID), had(CEILING - 10_000, today()))
    decision = latest_decision(asked)
    assert decision is not None
    (reason,) = reasons_of(decision)
    assert reason.code == RefusalCode.DE_MINIMIS_CEILING
    assert reason.params["room_cents"] == 10_000
    assert reason.params["missing_cents"] == 15_000
    assert not RegisterLine.objects.exists()
    # Frozen as figures: nobody and no enterprise is named.
    assert decision.facts["enterprise_aid"]["earlier"] == [
        {"granted_on": today().isoformat(), "amount_cents": CEILING - 10_000, "activity": "general"}
    ]


@time_machine.travel(datetime(2026, 11, 25, 12, tzinfo=BRUSSELS))
@pytest.mark.parametrize(
    ("day", "state"),
    [
        (date(2023, 11, 25), ApplicationState.AWARDED),
        (date(2023, 11, 26), ApplicationState.REFUSED),
        (None, ApplicationState.REFUSED),
    ],
)
def test_three_years_to_the_day(day: date | None, state: ApplicationState) -> None:
    assert declare(set_scene(rules=AID), had(CEILING, day)).state == state


def test_the_ceiling_of_the_declared_activity_counts() -> None:
    scene = set_scene(rules=AID)
    farm = had(5_000_000, today()) | {"activity": "agriculture"}
    assert declare(scene, farm, activity="agriculture").state == ApplicationState.REFUSED
    assert declare(scene, farm).state == ApplicationState.AWARDED
    other = declare(scene, activity="agriculture", number=enterprise_number(1))
    assert other.state == ApplicationState.AWARDED
    assert RegisterLine.objects.latest("pk").regulation == "(EU) 1408/2013"


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount_cents": 0, "granted_on": None},
        {"amount_cents": 10**12 + 1, "granted_on": None},
        {"amount_cents": "a lot", "granted_on": None},
        {"granted_on": None},
        {"amount_cents": 1, "horoscope": "kreeft"},
    ],
)
def test_a_declaration_of_another_shape_is_a_bug_of_the_caller(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"amount|EarlierAid|a lot"):
        declare(set_scene(rules=AID), wrong)


def test_aid_of_tomorrow_cannot_be_declared() -> None:
    scene = set_scene(rules=AID)
    with pytest.raises(Refusal) as refused:
        declare(scene, had(1, today() + timedelta(days=1)))
    assert refusal_of(refused) == (RefusalCode.DAY_TO_COME, {"on": today() + timedelta(days=1)})
    assert declare(scene, had(1, today())).state == ApplicationState.AWARDED


def test_what_was_granted_here_in_other_schemes_counts_without_being_declared() -> None:
    scene, elsewhere = set_scene(rules=AID), set_scene(slug="elders", rules=AID)
    award(elsewhere)
    holder = Organisation.objects.get(enterprise_number=OWN_ENTERPRISE.number)
    assert aid_record(holder.pk, today()).earlier == (
        EarlierAid(granted_on=today(), amount_cents=VOUCHER, activity=Activity.GENERAL),
    )
    assert declare(scene, had(CEILING - 2 * VOUCHER + 1)).state == ApplicationState.REFUSED
    assert declare(scene, had(CEILING - 2 * VOUCHER)).state == ApplicationState.AWARDED
    assert_agrees()


def test_own_records_stop_counting_after_three_years() -> None:
    scene = set_scene(rules=AID)
    voucher = award(scene)
    day = voucher.awarded_on
    assert aid_record(voucher.holder_id, date(day.year + 3, day.month, day.day - 1)).earlier
    assert aid_record(voucher.holder_id, date(day.year + 3, day.month, day.day)).earlier == ()


def test_a_person_corrects_what_was_declared_and_the_rules_are_asked_again() -> None:
    scene = set_scene(rules=AID)
    refused = declare(scene, had(CEILING, today()))
    review_refusal(
        scene.coordinator,
        application=refused,
        award=True,
        motivation="Een nul te veel.",
        declarations={"municipality": GENK, "de_minimis_aid": [had(CEILING // 10, today())]},
    )
    assert lines() == [("grant", OWN_ENTERPRISE.number, VOUCHER)]
    assert_agrees()


def test_a_correction_may_tell_of_aid_since_the_application() -> None:
    with time_machine.travel(datetime(2026, 11, 25, 12, tzinfo=BRUSSELS)) as clock:
        scene = set_scene(rules=AID, delegated=False)
        asked = enter(scene)
        clock.move_to(datetime(2026, 11, 27, 12, tzinfo=BRUSSELS))
        declarations = {"municipality": GENK, "de_minimis_aid": [had(100, date(2026, 11, 26))]}
        decide_application(
            scene.coordinator, application=asked, award=True, motivation="Akkoord.", declarations=declarations
        )
    assert RegisterLine.objects.get().granted_on == date(2026, 11, 27)
    assert_agrees()


def test_an_award_by_a_person_writes_its_line_too() -> None:
    scene = set_scene(rules=AID, delegated=False)
    asked = enter(scene)
    assert (asked.state, lines()) == (ApplicationState.REVIEW, [])
    decide_application(scene.coordinator, application=asked, award=True, motivation="Akkoord.")
    assert lines() == [("grant", OWN_ENTERPRISE.number, VOUCHER)]
    assert_agrees()


# -- What goes back -------------------------------------------------------------------------------------------------


def test_what_lapses_is_corrected_and_counts_no_more() -> None:
    scene = set_scene(rules=AID | IN_PARTS)
    voucher = award(scene)
    redeem_voucher(SYSTEM, code=voucher.code, data=invoice(voucher, 20_000))
    assert let_lapse(voucher) == 1
    assert let_lapse(voucher) == 0
    assert lines() == [
        ("grant", OWN_ENTERPRISE.number, 50_000),
        ("lapse", OWN_ENTERPRISE.number, -30_000),
    ]
    assert [one.amount_cents for one in aid_record(voucher.holder_id, today()).earlier] == [20_000]
    assert_agrees()


def test_what_is_withdrawn_is_corrected() -> None:
    scene = set_scene(rules=AID)
    voucher = award(scene)
    revoke_voucher(scene.coordinator, voucher=voucher, reason="Fout.")
    grant, correction = RegisterLine.objects.order_by("pk")
    assert (correction.kind, correction.amount_cents, correction.grant) == ("revocation", -VOUCHER, grant)
    assert aid_record(voucher.holder_id, today()).earlier == ()
    # It may apply again, for all of it.
    assert declare(scene, had(CEILING - VOUCHER)).state == ApplicationState.AWARDED
    assert_agrees()


def test_a_reversal_after_the_end_is_a_recovery_and_one_before_is_nothing() -> None:
    scene = set_scene(rules=AID | IN_PARTS)
    voucher = award(scene)
    first, second = (
        redeem_voucher(SYSTEM, code=voucher.code, data=invoice(voucher, 10_000, number=number))
        for number in ("F-1", "F-2")
    )
    reverse_redemption(scene.coordinator, redemption=first.id, reason="Fout.")
    assert lines() == [("grant", OWN_ENTERPRISE.number, 50_000)]
    revoke_voucher(scene.coordinator, voucher=voucher, reason="Fout.")
    reverse_redemption(scene.coordinator, redemption=second.id, reason="Fout.")
    assert lines()[1:] == [
        ("revocation", OWN_ENTERPRISE.number, -40_000),
        ("recovery", OWN_ENTERPRISE.number, -10_000),
    ]
    assert aid_record(voucher.holder_id, today()).earlier == ()
    assert_agrees()


# -- The provider ---------------------------------------------------------------------------------------------------


def test_a_chosen_provider_gets_a_line_at_the_award_and_its_correction() -> None:
    scene = set_scene(rules=AID_TO_BOTH)
    voucher = award(scene)
    revoke_voucher(scene.coordinator, voucher=voucher, reason="Fout.")
    assert lines() == [
        ("grant", OWN_ENTERPRISE.number, VOUCHER),
        ("grant", PROVIDER_NUMBER, VOUCHER),
        ("revocation", OWN_ENTERPRISE.number, -VOUCHER),
        ("revocation", PROVIDER_NUMBER, -VOUCHER),
    ]
    assert_agrees()


def test_without_a_chosen_provider_the_aid_is_what_each_invoice_takes() -> None:
    scene = set_scene(rules=AID_TO_BOTH | IN_PARTS)
    voucher = award(scene, provider=None)
    data = invoice(voucher, 10_000, number="F-1")
    once = redeem_voucher(SYSTEM, code=voucher.code, data=data, key="1")
    assert redeem_voucher(SYSTEM, code=voucher.code, data=data, key="1") == once
    redeem_voucher(SYSTEM, code=voucher.code, data=invoice(voucher, 20_000, number="F-2"))
    reverse_redemption(scene.coordinator, redemption=once.id, reason="Fout.")
    assert lines() == [
        ("grant", OWN_ENTERPRISE.number, 50_000),
        ("grant", PROVIDER_NUMBER, 10_000),
        ("grant", PROVIDER_NUMBER, 20_000),
        ("recovery", PROVIDER_NUMBER, -10_000),
    ]
    assert_agrees()


def test_an_invoice_that_only_proves_own_money_is_no_aid() -> None:
    scene = set_scene(
        rules=AID_TO_BOTH | {"own_contribution": {"minimum_cents": 25_000, "when_short": "own_money_first"}}
    )
    voucher = award(scene, provider=None)
    redeem_voucher(SYSTEM, code=voucher.code, data=invoice(voucher, 25_000, number="F-1"))
    assert len(lines()) == 1
    redeem_voucher(SYSTEM, code=voucher.code, data=invoice(voucher, 100, number="F-2"))
    assert lines()[1:] == [("grant", PROVIDER_NUMBER, 100)]
    assert_agrees()


@pytest.mark.parametrize("over", [0, 1])
def test_a_provider_at_its_ceiling_to_the_cent_at_the_award(over: int) -> None:
    scene = set_scene(rules=AID_TO_BOTH)
    fill(CEILING - VOUCHER + over)
    asked = enter(scene)
    assert asked.state == (ApplicationState.REFUSED if over else ApplicationState.AWARDED)
    if over:
        decision = latest_decision(asked)
        assert decision is not None
        assert reasons_of(decision)[0].params["recipient"] == "provider"


@pytest.mark.parametrize("over", [0, 1])
def test_a_provider_at_its_ceiling_to_the_cent_at_the_invoice(over: int) -> None:
    scene = set_scene(rules=AID_TO_BOTH | IN_PARTS)
    fill(CEILING - 10_000 + over)
    voucher = award(scene, provider=None)
    data = invoice(voucher, 10_000)
    if not over:
        assert validate_invoice(SYSTEM, code=voucher.code, data=data).ok
        redeem_voucher(SYSTEM, code=voucher.code, data=data)
        return
    foretold = validate_invoice(SYSTEM, code=voucher.code, data=data)
    assert [reason.code for reason in foretold.reasons] == [RefusalCode.DE_MINIMIS_CEILING]
    assert foretold.left_cents == 50_000
    with pytest.raises(Refusal) as refused:
        redeem_voucher(SYSTEM, code=voucher.code, data=data)
    code, params = refusal_of(refused)
    assert (code, params["missing_cents"]) == (RefusalCode.DE_MINIMIS_CEILING, 1)
    assert not Redemption.objects.exists()
    assert Voucher.objects.get(pk=voucher.pk).state == "open"
    assert_agrees()
