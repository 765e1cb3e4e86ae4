"""Handing in an invoice: what it gives, every reason why not, and doing it once."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from tests.aid import AID, AID_TO_BOTH
from tests.nights import let_lapse
from tests.scene import (
    EMAIL,
    IN_PARTS,
    Rules,
    Scene,
    actor,
    award,
    invoice,
    refusal_of,
    set_provider,
    set_scene,
)
from wisselwerk.apps.audit.models import Entry, Receipt
from wisselwerk.apps.ledger.models import Transfer
from wisselwerk.apps.parties.services import grant_role, person
from wisselwerk.apps.vouchers.models import Redemption, Voucher
from wisselwerk.apps.vouchers.queries.proof import differences
from wisselwerk.apps.vouchers.services import (
    Redeemed,
    contest_voucher,
    redeem_voucher,
    revoke_voucher,
    validate_invoice,
)
from wisselwerk.apps.vouchers.terms import TIME_TO_HAND_IN
from wisselwerk.clock import today
from wisselwerk.demo.cast import OTHER_ENTERPRISE, invented_number
from wisselwerk.domain.actor import SYSTEM, Role
from wisselwerk.domain.ledger import Road
from wisselwerk.domain.refusal import Refusal, RefusalCode
from wisselwerk.domain.rule.base import ProviderKind
from wisselwerk.domain.voucher import show_code
from wisselwerk.formats.ubl import MAX_BYTES

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
OTHER_PROVIDER = invented_number(2)


def fresh(voucher: Voucher) -> Voucher:
    return Voucher.objects.select_related("account").get(pk=voucher.pk)


def redeem(scene: Scene, voucher: Voucher, net_cents: int, number: str = "F-1", key: str = "") -> Redeemed:
    return redeem_voucher(
        scene.coordinator, code=voucher.code, data=invoice(voucher, net_cents, number=number), key=key
    )


# -- What an invoice gives ------------------------------------------------------------------------------------------


def test_an_invoice_that_covers_voucher_and_own_money_is_redeemed() -> None:
    scene = set_scene()
    voucher = award(scene)
    done = redeem(scene, voucher, 50_000)
    assert (done.state, done.voucher_part_cents, done.own_part_cents, done.left_cents) == (
        "used",
        25_000,
        25_000,
        0,
    )
    kept = Redemption.objects.select_related("transfer").get(pk=done.id)
    assert kept.transfer is not None
    assert (kept.transfer.road, kept.transfer.amount_cents) == (Road.REDEEM, 25_000)
    assert (kept.payee, kept.invoice_number, kept.eligible_cents) == (
        scene.provider.organisation,
        "F-1",
        50_000,
    )
    assert fresh(voucher).own_paid_cents == 25_000
    assert Entry.objects.get(command="redeem_voucher").subject == f"voucher:{voucher.pk}"
    assert list(differences()) == []


def test_without_own_contribution_a_voucher_is_used_in_parts() -> None:
    scene = set_scene(rules=IN_PARTS)
    voucher = award(scene)
    first, second = redeem(scene, voucher, 20_000, "F-1"), redeem(scene, voucher, 40_000, "F-2")
    assert (first.state, first.voucher_part_cents, first.left_cents) == ("partly_used", 20_000, 30_000)
    assert (second.state, second.voucher_part_cents, second.own_part_cents) == ("used", 30_000, 10_000)
    assert list(differences()) == []


def test_own_money_first_adds_invoices_up() -> None:
    scene = set_scene(rules={"own_contribution": {"minimum_cents": 25_000, "when_short": "own_money_first"}})
    voucher = award(scene)
    first = redeem(scene, voucher, 20_000, "F-1")
    assert (first.state, first.voucher_part_cents, first.own_part_cents) == ("open", 0, 20_000)
    assert Redemption.objects.get(pk=first.id).transfer is None
    second = redeem(scene, voucher, 10_000, "F-2")
    assert (second.state, second.voucher_part_cents, second.own_part_cents) == ("partly_used", 5_000, 5_000)
    assert list(differences()) == []


def test_validating_tells_the_same_and_changes_nothing() -> None:
    scene = set_scene()
    voucher = award(scene)
    short = validate_invoice(scene.coordinator, code=voucher.code, data=invoice(voucher, 40_000))
    assert (short.ok, short.missing_cents) == (False, 10_000)
    enough = validate_invoice(scene.coordinator, code=voucher.code, data=invoice(voucher, 50_000))
    assert (enough.ok, enough.voucher_part_cents, enough.own_part_cents) == (True, 25_000, 25_000)
    assert fresh(voucher).changes == 0
    assert not Redemption.objects.exists()


def test_a_voucher_without_a_chosen_provider_is_for_any_that_the_scheme_admits() -> None:
    scene = set_scene()
    set_provider(OTHER_PROVIDER, ProviderKind.LOKALE_DIENSTENECONOMIE)
    voucher = award(scene, provider=None)
    with pytest.raises(Refusal) as refused:
        redeem_voucher(
            scene.coordinator, code=voucher.code, data=invoice(voucher, 50_000, supplier=OTHER_PROVIDER)
        )
    assert refused.value.code is RefusalCode.PROVIDER_NOT_RECOGNISED
    assert (
        redeem_voucher(actor("provider_staff"), code=voucher.code, data=invoice(voucher, 50_000)).left_cents
        == 0
    )


def test_a_code_is_known_however_it_is_typed() -> None:
    scene = set_scene()
    voucher = award(scene)
    typed = show_code(voucher.code).lower().replace("0", "o").replace("1", "l")
    assert redeem_voucher(scene.coordinator, code=typed, data=invoice(voucher, 50_000)).left_cents == 0


@pytest.mark.parametrize("rules", [IN_PARTS, IN_PARTS | AID, IN_PARTS | AID_TO_BOTH])
def test_reading_and_writing_are_one_query_each(
    django_assert_num_queries: DjangoAssertNumQueries, rules: Rules
) -> None:
    """Also where the voucher is aid, unless its payee is known by the invoice only: see ``test_aid``."""
    scene = set_scene(rules=rules)
    voucher = award(scene)
    redeem(scene, voucher, 10_000, "F-1")
    data = invoice(voucher, 10_000, number="F-2")
    statements = {"postgresql": 4, "sqlite": 10}
    with django_assert_num_queries(statements[connection.vendor]):
        # One to read; to write one call and, inside a test's transaction, a savepoint around it.
        redeem_voucher(scene.coordinator, code=voucher.code, data=data, key="k")


# -- Every reason why not -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"supplier": OTHER_ENTERPRISE.number}, RefusalCode.INVOICE_WRONG_SUPPLIER),
        ({"buyer": OTHER_ENTERPRISE.number}, RefusalCode.INVOICE_WRONG_BUYER),
        ({"currency": "USD"}, RefusalCode.INVOICE_WRONG_CURRENCY),
        ({"issued_on": today() - DAY}, RefusalCode.INVOICE_OUTSIDE_PERIOD),
        ({"issued_on": today() + DAY}, RefusalCode.INVOICE_DATE_TO_COME),
        ({"issued_on": today() + 400 * DAY}, RefusalCode.INVOICE_OUTSIDE_PERIOD),
        ({"net_cents": 49_999}, RefusalCode.OWN_CONTRIBUTION_TOO_LOW),
        ({"net_cents": -50_000}, RefusalCode.CREDIT_NOTE_NOT_EXPECTED),
    ],
)
def test_an_invoice_that_does_not_fit_is_refused_and_changes_nothing(
    changed: dict[str, object], code: RefusalCode
) -> None:
    scene = set_scene()
    voucher = award(scene)
    data = invoice(voucher, **{"net_cents": 50_000} | changed)  # type: ignore[arg-type]
    with pytest.raises(Refusal) as refused:
        redeem_voucher(scene.coordinator, code=voucher.code, data=data, key="k")
    assert code in {reason.code for reason in refused.value.reasons}
    assert fresh(voucher).changes == 0
    assert not Receipt.objects.exists()
    assert not Redemption.objects.exists()


@pytest.mark.parametrize(
    ("instant", "code"),
    [
        ("2026-06-30T21:59:00+00:00", RefusalCode.INVOICE_DATE_TO_COME),
        ("2026-06-30T22:01:00+00:00", None),  # in Brussels it is the first of July
    ],
)
def test_an_invoice_counts_from_the_belgian_day_it_is_dated(instant: str, code: RefusalCode | None) -> None:
    with time_machine.travel("2026-06-01T10:00:00+00:00"):
        scene = set_scene()
        voucher = award(scene)
    with time_machine.travel(instant, tick=False):
        data = invoice(voucher, 50_000, issued_on=date(2026, 7, 1))
        if code is None:
            assert redeem_voucher(scene.coordinator, code=voucher.code, data=data).left_cents == 0
            assert list(differences()) == []
            Redemption.objects.update(invoice_issued_on=date(2026, 7, 2))
            assert any("a day that was still to come" in line for line in differences())
            return
        assert validate_invoice(scene.coordinator, code=voucher.code, data=data).reasons[0].code is code
        with pytest.raises(Refusal) as refused:
            redeem_voucher(scene.coordinator, code=voucher.code, data=data)
    said = {"issued_on": date(2026, 7, 1), "handed_in_on": date(2026, 6, 30)}
    assert refusal_of(refused) == (code, said)


def test_what_is_missing_is_told_to_the_cent() -> None:
    scene = set_scene()
    with pytest.raises(Refusal) as refused:
        redeem(scene, award(scene), 49_999)
    code, params = refusal_of(refused)
    assert (code, params["missing_cents"]) == (RefusalCode.OWN_CONTRIBUTION_TOO_LOW, 1)


def test_totals_that_do_not_add_up_are_refused() -> None:
    scene = set_scene()
    voucher = award(scene)
    data = invoice(voucher, 50_000).replace(b">605.00<", b">605.01<")
    with pytest.raises(Refusal) as refused:
        redeem_voucher(scene.coordinator, code=voucher.code, data=data)
    assert refused.value.code is RefusalCode.INVOICE_TOTALS_WRONG


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", RefusalCode.INVOICE_UNREADABLE),
        (b"%PDF-1.7", RefusalCode.INVOICE_UNREADABLE),
        (b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>", RefusalCode.INVOICE_UNREADABLE),
        (b" " * (MAX_BYTES + 1), RefusalCode.INVOICE_TOO_LARGE),
    ],
)
def test_what_is_no_invoice_is_said_to_be_none(data: bytes, code: RefusalCode) -> None:
    scene = set_scene()
    for command in (redeem_voucher, validate_invoice):
        with pytest.raises(Refusal) as refused:
            command(scene.coordinator, code=award(scene, OTHER_ENTERPRISE.number).code, data=data)
        assert refused.value.code is code
        Voucher.objects.all().update(state="revoked")


def test_a_provider_no_longer_recognised_on_the_day_of_the_invoice_is_refused() -> None:
    scene = set_scene()
    voucher = award(scene)
    scene.provider.recognitions.update(valid_until=today())
    with pytest.raises(Refusal) as refused:
        redeem(scene, voucher, 50_000)
    assert refused.value.code is RefusalCode.PROVIDER_NOT_RECOGNISED


def test_an_invoice_pays_once_across_all_schemes_and_buyers() -> None:
    here, there = set_scene(), set_scene(slug="elders")
    first, second = award(here), award(there, OTHER_ENTERPRISE.number)
    redeem(here, first, 50_000, "F-1")
    with pytest.raises(Refusal) as refused:
        redeem(there, second, 50_000, "f-1 ")
    assert refused.value.code is RefusalCode.INVOICE_ALREADY_USED
    assert redeem(there, second, 50_000, "F-2").left_cents == 0


Before = Callable[[Scene, Voucher], object]


@pytest.mark.parametrize(
    ("before", "code"),
    [
        (lambda scene, voucher: redeem(scene, voucher, 50_000, "F-0"), RefusalCode.VOUCHER_ALREADY_SETTLED),
        (
            lambda scene, voucher: revoke_voucher(scene.coordinator, voucher=voucher, reason="Fout."),
            RefusalCode.VOUCHER_REVOKED,
        ),
        (
            lambda scene, voucher: contest_voucher(scene.coordinator, voucher=voucher, reason="Fout."),
            RefusalCode.VOUCHER_FROZEN,
        ),
        (
            lambda _scene, voucher: let_lapse(voucher),
            RefusalCode.VOUCHER_LAPSED,
        ),
    ],
)
def test_a_voucher_that_is_over_takes_no_invoice(before: Before, code: RefusalCode) -> None:
    scene = set_scene()
    voucher = award(scene)
    before(scene, voucher)
    with pytest.raises(Refusal) as refused:
        redeem(scene, voucher, 50_000)
    assert refused.value.code is code


def test_the_last_day_to_hand_in_does_not_wait_for_the_job_that_lapses() -> None:
    scene = set_scene()
    voucher = award(scene)
    data = invoice(voucher, 50_000, issued_on=voucher.valid_until)
    last = voucher.valid_until + TIME_TO_HAND_IN
    with time_machine.travel((last + DAY).isoformat(), tick=False), pytest.raises(Refusal) as refused:
        redeem_voucher(scene.coordinator, code=voucher.code, data=data)
    assert refused.value.code is RefusalCode.VOUCHER_LAPSED
    with time_machine.travel(last.isoformat(), tick=False):
        assert redeem_voucher(scene.coordinator, code=voucher.code, data=data).left_cents == 0


# -- Who may --------------------------------------------------------------------------------------------------------


def test_holder_colleague_provider_and_partnership_may_redeem() -> None:
    scene = set_scene(rules=IN_PARTS)
    voucher = award(scene)
    grant_role(SYSTEM, person=person(EMAIL["colleague"]), organisation=voucher.holder, role=Role.HOLDER)
    for number, key in enumerate(["owner", "colleague", "provider_staff", "coordinator_genk"]):
        done = redeem_voucher(
            actor(key), code=voucher.code, data=invoice(voucher, 1_000, number=f"F-{number}")
        )
        assert done.voucher_part_cents == 1_000
    assert list(
        Entry.objects.filter(command="redeem_voucher").order_by("pk").values_list("actor", flat=True)
    ) == [str(actor(key)) for key in ("owner", "colleague", "provider_staff", "coordinator_genk")]


def test_for_a_stranger_the_voucher_does_not_exist() -> None:
    scene = set_scene()
    voucher = award(scene)
    grant_role(
        SYSTEM,
        person=person(EMAIL["stranger"]),
        organisation=set_provider(OTHER_PROVIDER).organisation,
        role=Role.PROVIDER,
    )
    for command in (redeem_voucher, validate_invoice):
        for code in (voucher.code, "0" * 16, "geen code"):
            with pytest.raises(Voucher.DoesNotExist):
                command(actor("stranger"), code=code, data=invoice(voucher, 50_000))


def test_an_auditor_looks_and_does_not_touch() -> None:
    scene = set_scene()
    voucher = award(scene)
    with pytest.raises(Refusal) as refused:
        redeem_voucher(actor("auditor"), code=voucher.code, data=invoice(voucher, 50_000))
    assert refused.value.code is RefusalCode.NOT_ALLOWED


# -- Once -----------------------------------------------------------------------------------------------------------


def test_a_repeated_command_gets_the_same_answer() -> None:
    scene = set_scene()
    voucher = award(scene)
    first = redeem(scene, voucher, 50_000, key="k")
    assert redeem(scene, voucher, 50_000, key="k") == first
    assert Redemption.objects.count() == Transfer.objects.filter(road=Road.REDEEM).count() == 1


def test_the_same_key_with_another_request_is_a_conflict() -> None:
    scene = set_scene(rules=IN_PARTS)
    voucher, other = award(scene), award(scene, OTHER_ENTERPRISE.number)
    redeem(scene, voucher, 10_000, "F-1", key="k")
    for another in (voucher, other):
        with pytest.raises(Refusal) as refused:
            redeem(scene, another, 10_000, "F-2", key="k")
        assert refused.value.code is RefusalCode.IDEMPOTENCY_CONFLICT


def test_a_key_belongs_to_whoever_made_it() -> None:
    scene = set_scene(rules=IN_PARTS)
    voucher = award(scene)
    redeem(scene, voucher, 10_000, "F-1", key="k")
    done = redeem_voucher(
        actor("provider_staff"), code=voucher.code, data=invoice(voucher, 10_000, number="F-2"), key="k"
    )
    assert done.left_cents == 30_000


def test_a_refusal_does_not_use_up_the_key() -> None:
    scene = set_scene()
    voucher = award(scene)
    with pytest.raises(Refusal):
        redeem(scene, voucher, 40_000, key="k")
    assert redeem(scene, voucher, 50_000, key="k").left_cents == 0
