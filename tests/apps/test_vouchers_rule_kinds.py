"""Rules at work where they act: at application, from what was declared and what is known here, and at each invoice."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.applying import applied, codes, facts, pay, refused
from tests.nights import DAY, live, night
from tests.scene import (
    AS_,
    GENK,
    IN_PARTS,
    TONGEREN,
    Rules,
    award,
    enter,
    invoice,
    refusal_of,
    set_provider,
    set_scene,
)
from wisselwerk.apps.catalogue.models import Service
from wisselwerk.apps.catalogue.services import offer_service
from wisselwerk.apps.schemes.services import fund_scheme
from wisselwerk.apps.settlements.queries.seat import with_place
from wisselwerk.apps.vouchers.models import Voucher
from wisselwerk.apps.vouchers.paper import findings_of
from wisselwerk.apps.vouchers.queries.applications import latest_decision
from wisselwerk.apps.vouchers.queries.proof import differences
from wisselwerk.apps.vouchers.services import (
    contest_voucher,
    enter_application,
    resume_voucher,
    reverse_redemption,
    revoke_voucher,
    validate_invoice,
)
from wisselwerk.clock import today
from wisselwerk.demo.cast import OWN_ENTERPRISE, PROVIDER_NUMBER, invented_number
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.period import months_later
from wisselwerk.domain.refusal import Refusal, RefusalCode
from wisselwerk.domain.rule.base import ServiceKind

pytestmark = pytest.mark.django_db

OTHER_PROVIDER = invented_number(77)
MANY: Rules = {"number_per_enterprise": {"maximum": 9}}


# -- How often ------------------------------------------------------------------------------------------------------


def test_no_more_invoices_than_the_rules_allow_and_one_undone_does_not_count() -> None:
    scene = set_scene(rules={**IN_PARTS, "invoices_per_voucher": {"maximum": 2}})
    voucher = award(scene)
    first = pay(scene, voucher, 1_000)
    pay(scene, voucher, 1_000, "F-2")
    code, params = refused(scene, voucher, 1_000, "F-3")
    assert (code, params) == (RefusalCode.TOO_MANY_INVOICES, {"counted": 2, "maximum": 2})
    reverse_redemption(scene.coordinator, redemption=first.id, reason="Verkeerd.")
    assert pay(scene, voucher, 1_000, "F-3").voucher_part_cents == 1_000
    refused(scene, voucher, 1_000, "F-4")


def test_an_invoice_that_only_proves_own_money_is_none_of_those_the_voucher_is_used_for() -> None:
    own: Rules = {"own_contribution": {"minimum_cents": 25_000, "when_short": "own_money_first"}}
    scene = set_scene(rules={**own, "invoices_per_voucher": {"maximum": 1}})
    voucher = award(scene)
    assert pay(scene, voucher, 15_000).voucher_part_cents == 0
    assert pay(scene, voucher, 10_000, "F-2").voucher_part_cents == 0
    assert pay(scene, voucher, 5_000, "F-3").voucher_part_cents == 5_000
    code, params = refused(scene, voucher, 5_000, "F-4")
    assert (code, params) == (RefusalCode.TOO_MANY_INVOICES, {"counted": 1, "maximum": 1})


@pytest.mark.parametrize(("more", "counted"), [({}, 0), ({"invoices_per_voucher": {"maximum": 2}}, 1)])
def test_invoices_are_counted_only_where_a_rule_asks_it(more: Rules, counted: int) -> None:
    scene = set_scene(rules={**IN_PARTS, **more})
    voucher = award(scene)
    data = invoice(voucher, 1_000)
    with CaptureQueriesContext(connection) as asked:
        validate_invoice(scene.coordinator, code=voucher.code, data=data)
    assert len([one for one in asked.captured_queries if "COUNT(*)" in (one["sql"] or "")]) == counted


def test_a_number_counts_in_the_calendar_year_or_in_the_months_before() -> None:
    with time_machine.travel("2026-02-10", tick=False):
        scene = set_scene(rules={"number_per_enterprise": {"maximum": 1, "period": "calendar_year"}})
        assert enter(scene).state == "awarded"
        assert codes(enter(scene)) == [RefusalCode.ALREADY_HAS_VOUCHER]
    with time_machine.travel("2027-01-01T12:00", tick=False):
        fund_scheme(SYSTEM, scheme=scene.scheme, year=2027, amount_cents=100_000)
        assert enter(scene).state == "awarded"


@pytest.mark.parametrize(("days", "state"), [(-1, "refused"), (0, "awarded")])
def test_months_roll_on_to_the_day(days: int, state: str) -> None:
    rule: Rules = {"number_per_enterprise": {"maximum": 1, "period": "rolling_months", "months": 2}}
    with time_machine.travel("2026-03-31", tick=False):
        scene = set_scene(rules=rule)
        enter(scene)
        later = months_later(today(), 2) + timedelta(days=days)
    with time_machine.travel(later.isoformat(), tick=False):
        assert enter(scene).state == state
    assert list(differences()) == []


def test_one_provider_gets_no_more_than_its_number() -> None:
    rule: Rules = {"number_per_enterprise": {"maximum": 3, "maximum_per_provider": 1}}
    scene = set_scene(rules=rule)
    set_provider(OTHER_PROVIDER)
    assert enter(scene).state == "awarded"
    assert codes(enter(scene)) == [RefusalCode.ALREADY_USED_PROVIDER]
    assert enter(scene, provider=OTHER_PROVIDER).state == "awarded"
    later = enter(scene, provider=None)
    assert (later.state, codes(later)) == ("review", [RefusalCode.FACT_MISSING])


def test_a_voucher_that_was_on_hold_does_not_come_back_beside_another_for_its_provider() -> None:
    scene = set_scene(rules={"number_per_enterprise": {"maximum": 3, "maximum_per_provider": 1}})
    first = award(scene)
    contest_voucher(scene.coordinator, voucher=first, reason="Nakijken.")
    award(scene)
    with pytest.raises(Refusal) as refusal:
        resume_voucher(scene.coordinator, voucher=first, reason="Toch van hen.")
    assert refusal_of(refusal)[0] is RefusalCode.ALREADY_USED_PROVIDER


def test_the_ceiling_of_an_enterprise_counts_what_it_was_awarded_and_of_what_is_over_what_was_paid() -> None:
    scene = set_scene(rules={**IN_PARTS, **MANY, "enterprise_ceiling": {"per_year_cents": 100_000}})
    first, _second = award(scene), award(scene)
    assert codes(enter(scene)) == [RefusalCode.ENTERPRISE_CEILING]
    pay(scene, first, 20_000)
    revoke_voucher(scene.coordinator, voucher=first, reason="Onjuiste gegevens.")
    third = enter(scene)
    assert codes(third) == [RefusalCode.ENTERPRISE_CEILING]
    assert facts(third)["awarded_this_year_cents"] == 70_000
    assert list(differences()) == []


# -- Who ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rules", "declared", "expected"),
    [
        ({"enterprise_size": {"sizes": ["small"]}}, {"enterprise_size": "small"}, []),
        (
            {"enterprise_size": {"sizes": ["small"]}},
            {"enterprise_size": "large"},
            [RefusalCode.ENTERPRISE_SIZE_NOT_ADMITTED],
        ),
        ({"sector": {"admitted": "only", "sectors": ["10"]}}, {"nace_code": "10711"}, []),
        (
            {"sector": {"admitted": "only", "sectors": ["10"]}},
            {"nace_code": "11"},
            [RefusalCode.SECTOR_NOT_ADMITTED],
        ),
        ({"first_acquaintance": {}}, {"earlier_customer": False}, []),
        (
            {"first_acquaintance": {}},
            {"earlier_customer": True},
            [RefusalCode.NOT_FIRST_ACQUAINTANCE],
        ),
        ({"independence": {}}, {"affiliated": False}, []),
        ({"independence": {}}, {"affiliated": True}, [RefusalCode.AFFILIATED_PARTIES]),
    ],
)
def test_what_was_declared_decides(
    rules: Rules, declared: dict[str, Any], expected: list[RefusalCode]
) -> None:
    application = applied(set_scene(rules=rules), **declared)
    assert codes(application) == expected
    assert application.state == ("refused" if expected else "awarded")
    (name,) = declared
    assert name in facts(application)["declared"]
    decision = latest_decision(application)
    assert decision is not None
    known = {outcome.kind: said for outcome, said in findings_of(decision)}
    assert known[next(iter(rules))].endswith("as declared") or known[next(iter(rules))].endswith(
        "volgens de aanvrager"
    )
    assert list(differences()) == []


@pytest.mark.parametrize(
    "rules",
    [
        {"enterprise_size": {"sizes": ["small"]}},
        {"sector": {"admitted": "all_but", "sectors": ["10"]}},
        {"first_acquaintance": {}},
        {"independence": {}},
        {"service_category": {"services": ["green"]}},
    ],
)
def test_what_nobody_knows_goes_to_a_person(rules: Rules) -> None:
    application = applied(set_scene(rules=rules))
    assert (application.state, codes(application)) == ("review", [RefusalCode.FACT_MISSING])
    assert not Voucher.objects.exists()


def test_what_no_rule_asks_is_not_kept() -> None:
    application = applied(set_scene(), enterprise_size="small", affiliated=True, nace_code="10")
    assert application.declarations == {"municipality": GENK}
    assert application.state == "awarded"


@pytest.mark.parametrize(
    "declared",
    [
        {"enterprise_size": "tiny"},
        {"enterprise_size": 3},
        {"nace_code": "81.300"},
        {"nace_code": "1"},
        {"affiliated": "no"},
        {"earlier_customer": None},
        {"shoe_size": 44},
    ],
)
def test_what_is_no_answer_is_not_kept(declared: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        applied(set_scene(), **declared)


def test_who_handed_in_an_invoice_of_the_provider_before_knows_it() -> None:
    scene = set_scene(rules={"first_acquaintance": {}, **MANY})
    set_provider(OTHER_PROVIDER)
    first = applied(scene, earlier_customer=False)
    done = pay(scene, first.voucher, 50_000)
    assert codes(applied(scene, earlier_customer=False)) == [RefusalCode.NOT_FIRST_ACQUAINTANCE]
    assert applied(scene, provider=OTHER_PROVIDER, earlier_customer=False).state == "awarded"
    reverse_redemption(scene.coordinator, redemption=done.id, reason="Nooit geleverd.")
    assert applied(scene, earlier_customer=False).state == "awarded"


def test_nobody_uses_a_voucher_with_itself() -> None:
    scene = set_scene(
        rules={"regular_enterprise": None, "independence": {}, "own_contribution": None, **MANY}
    )
    declared = {"municipality": GENK, "affiliated": False}
    asked: dict[str, Any] = {
        "scheme": scene.scheme,
        "enterprise_number": PROVIDER_NUMBER,
        "email": "a@b.example",
    }
    chosen = enter_application(scene.coordinator, **asked, provider=PROVIDER_NUMBER, declarations=declared)
    assert codes(chosen) == [RefusalCode.AFFILIATED_PARTIES]
    later = enter_application(scene.coordinator, **asked, declarations=declared)
    voucher = Voucher.objects.get(application=later)
    assert refused(scene, voucher, 10_000)[0] is RefusalCode.AFFILIATED_PARTIES


@pytest.mark.parametrize(
    ("services", "expected"), [(["green"], []), (["catering"], [RefusalCode.SERVICE_NOT_ADMITTED])]
)
def test_the_chosen_service_tells_its_sort(services: list[str], expected: list[RefusalCode]) -> None:
    scene = set_scene(rules={"service_category": {"services": services}})
    offer_service(SYSTEM, provider=scene.provider, slug="tuin", name="Tuinonderhoud", kind=ServiceKind.GREEN)
    application = enter_application(
        scene.coordinator,
        scheme=scene.scheme,
        enterprise_number=OWN_ENTERPRISE.number,
        email="iemand@voorbeeld.example",
        provider=PROVIDER_NUMBER,
        service="tuin",
        declarations={"municipality": GENK},
    )
    assert codes(application) == expected
    # Said again without its sort, it keeps it.
    offer_service(SYSTEM, provider=scene.provider, slug="tuin", name="Tuin en park")
    assert Service.objects.get().kind == "green"


# -- Where ----------------------------------------------------------------------------------------------------------


def test_an_establishment_counts_where_the_seat_lies_elsewhere() -> None:
    places = [GENK, AS_]
    scene = set_scene(rules={"territory": {"places": places, "located": "seat_or_establishment"}, **MANY})
    elsewhere = applied(scene, municipality=TONGEREN, establishment=AS_)
    assert elsewhere.state == "awarded"
    assert facts(elsewhere)["establishment_places"] == [AS_]
    assert set(facts(elsewhere)["declared"]) == {"seat_places", "establishment_places"}
    # Who has its seat here counts for that, wherever else it is established.
    here = applied(scene, establishment=TONGEREN)
    assert facts(here)["establishment_places"] is None
    placed = with_place(Voucher.objects.all()).values_list("application", "place")
    assert dict(placed) == {elsewhere.pk: AS_, here.pk: GENK}
    assert codes(applied(scene, municipality=TONGEREN)) == [RefusalCode.OUTSIDE_TERRITORY]
    assert list(differences()) == []


def test_an_establishment_in_no_place_of_ours_is_told() -> None:
    scene = set_scene(rules={"territory": {"places": [GENK], "located": "seat_or_establishment"}})
    with pytest.raises(Refusal) as refusal:
        applied(scene, establishment="99999")
    assert refusal_of(refusal)[0] is RefusalCode.PLACE_UNKNOWN


# -- Until when -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("days", [15, 60])
def test_invoices_come_in_for_as_long_as_the_rules_say(days: int) -> None:
    scene = set_scene(rules={"validity": {"months": 6, "claim_days": days}})
    voucher = award(scene)
    last = voucher.valid_until + days * DAY
    assert (voucher.claim_days, voucher.claim_until) == (days, last)
    assert live(last) == 0
    data = invoice(voucher, 50_000, issued_on=voucher.valid_until)
    with time_machine.travel(last.isoformat(), tick=False):
        assert validate_invoice(scene.coordinator, code=voucher.code, data=data).ok
    with time_machine.travel((last + DAY).isoformat(), tick=False):
        late = validate_invoice(scene.coordinator, code=voucher.code, data=data)
    assert [reason.code for reason in late.reasons] == [RefusalCode.VOUCHER_LAPSED]
    assert night(last + DAY) == 1
    assert list(differences()) == []
