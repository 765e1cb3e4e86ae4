"""Deciding: what a decision freezes, who may decide what, and that money decides last."""

from datetime import date

import pytest
import time_machine

from tests.scene import (
    AS_,
    EMAIL,
    GENK,
    OPGLABBEEK,
    OUDSBERGEN,
    TONGEREN,
    Rules,
    actor,
    award,
    enter,
    enterprise_number,
    put_in_outbox,
    refusal_of,
    rule_set,
    set_scene,
)
from wisselwerk.apps.audit.models import Entry
from wisselwerk.apps.ledger.models import Account
from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.parties.services import grant_role, person
from wisselwerk.apps.schemes.models import Ceiling, Granter, GrantingArrangement
from wisselwerk.apps.schemes.services import publish_version
from wisselwerk.apps.vouchers.models import (
    Application,
    ApplicationState,
    Decision,
    Remark,
    RemarkSubject,
    Voucher,
)
from wisselwerk.apps.vouchers.queries import (
    application_for,
    latest_decision,
    reasons_of,
    waiting_applications,
)
from wisselwerk.apps.vouchers.services import (
    contest_voucher,
    decide_application,
    request_review,
    review_refusal,
)
from wisselwerk.clock import today
from wisselwerk.demo.cast import OTHER_ENTERPRISE, OWN_ENTERPRISE, PROVIDER_NUMBER
from wisselwerk.domain.actor import SYSTEM, Role
from wisselwerk.domain.ledger import AccountKind
from wisselwerk.domain.refusal import Refusal, RefusalCode
from wisselwerk.domain.rule.base import Facts

pytestmark = pytest.mark.django_db

BY_A_PERSON: Rules = {"decision_mode": {"mode": "review"}}


def decision_on(application: Application) -> Decision:
    found = latest_decision(application)
    assert found is not None
    return found


def codes(application: Application) -> list[RefusalCode]:
    return [reason.code for reason in reasons_of(decision_on(application))]


# -- By the rules alone ---------------------------------------------------------------------------------------------


def test_an_award_moves_money_and_freezes_what_it_stands_on() -> None:
    scene = set_scene()
    voucher = award(scene)
    decision = decision_on(voucher.application)
    assert (voucher.state, voucher.amount_cents, voucher.own_contribution_cents) == ("open", 25_000, 25_000)
    assert voucher.account.balance_cents == 25_000
    assert Account.objects.get(kind=AccountKind.BUDGET).balance_cents == 25_000_000 - 25_000
    assert voucher.rule_set == decision.rule_set
    assert (decision.evaluated, decision.result, decision.is_automatic) == ("awarded", "awarded", True)
    assert decision.granting_body == Organisation.objects.get(nis_code=GENK)
    assert decision.delegation is not None
    assert decision.seals == decision.digests()
    assert Facts.from_plain(decision.facts) == Facts(
        applied_on=today(),
        decided_on=today(),
        seat_places=(GENK,),
        is_social_economy_enterprise=False,
        provider_chosen=True,
        provider_kinds=("MAATWERKBEDRIJF",),  # type: ignore[arg-type]  # a StrEnum is its text
        vouchers_counted=0,
        budget_left_cents=25_000_000,
        ceilings_left_cents={},
        declared=("seat_places",),
    )


def test_nothing_frozen_says_who_applied() -> None:
    frozen = decision_on(award(set_scene()).application)
    assert EMAIL["owner"] not in f"{frozen.facts} {frozen.outcomes} {frozen.actor}"
    assert OWN_ENTERPRISE.number not in f"{frozen.facts} {frozen.outcomes} {frozen.actor}"


@pytest.mark.parametrize(
    ("rules", "asked", "code"),
    [
        ({}, {"municipality": TONGEREN}, RefusalCode.OUTSIDE_TERRITORY),
        ({}, {"number": PROVIDER_NUMBER}, RefusalCode.NOT_A_REGULAR_ENTERPRISE),
        (
            {"provider_category": {"kinds": ["LOKALE_DIENSTENECONOMIE"]}},
            {},
            RefusalCode.PROVIDER_NOT_RECOGNISED,
        ),
        ({"application_window": {"opens_on": "2099-01-01"}}, {}, RefusalCode.WINDOW_CLOSED),
        ({"amount": {"amount_cents": 99_999_999}}, {}, RefusalCode.BUDGET_EXHAUSTED),
        ({"budget_ceiling": {"total_cents": 24_999}}, {}, RefusalCode.BUDGET_EXHAUSTED),
        ({"budget_ceiling": {"per_year_cents": 24_999}}, {}, RefusalCode.BUDGET_EXHAUSTED),
        ({"budget_ceiling": {"per_member_cents": 24_999}}, {}, RefusalCode.BUDGET_EXHAUSTED),
    ],
)
def test_a_rule_that_says_no_refuses_at_once(rules: Rules, asked: dict[str, str], code: RefusalCode) -> None:
    application = enter(set_scene(rules=rules), **asked)
    assert application.state == ApplicationState.REFUSED
    assert codes(application) == [code]
    assert not Voucher.objects.exists()


def test_one_voucher_per_enterprise() -> None:
    scene = set_scene()
    award(scene)
    second = enter(scene)
    assert codes(second) == [RefusalCode.ALREADY_HAS_VOUCHER]
    (reason,) = reasons_of(decision_on(second))
    assert (reason.params["counted"], reason.params["maximum"]) == (1, 1)
    assert enter(scene, OTHER_ENTERPRISE.number).state == ApplicationState.AWARDED


def test_a_contested_voucher_does_not_use_up_the_right() -> None:
    scene = set_scene()
    contest_voucher(scene.coordinator, voucher=award(scene), reason="Niet zelf aangevraagd.")
    assert enter(scene).state == ApplicationState.AWARDED


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"municipality": OUDSBERGEN}, RefusalCode.SEAT_NOT_LOCATED),
        ({"municipality": None}, RefusalCode.FACT_MISSING),
    ],
)
def test_what_the_rules_cannot_tell_goes_to_a_person(asked: dict[str, str | None], code: RefusalCode) -> None:
    application = enter(set_scene(), **asked)  # type: ignore[arg-type]
    assert application.state == ApplicationState.REVIEW
    assert codes(application) == [code]
    assert decision_on(application).granting_body is not None


def test_the_seat_in_a_former_municipality_is_inside() -> None:
    assert enter(set_scene(), municipality=OPGLABBEEK).state == ApplicationState.AWARDED


def test_without_a_delegation_every_decision_is_a_proposal() -> None:
    scene = set_scene(delegated=False)
    yes, no = enter(scene), enter(scene, OTHER_ENTERPRISE.number, municipality=TONGEREN)
    assert [one.state for one in (yes, no)] == [ApplicationState.REVIEW] * 2
    assert [decision_on(one).evaluated for one in (yes, no)] == ["awarded", "refused"]
    assert codes(yes) == [RefusalCode.NEEDS_REVIEW]
    assert not Voucher.objects.exists()


def test_the_seat_municipality_grants_where_the_councils_kept_that_to_themselves() -> None:
    scene = set_scene()
    GrantingArrangement.objects.filter(scheme=scene.scheme).update(granter=Granter.SEAT_MUNICIPALITY)
    decision = decision_on(award(scene, municipality=AS_).application)
    assert decision.granting_body == Organisation.objects.get(nis_code=AS_)


def test_the_rules_of_the_day_of_the_application_count() -> None:
    scene = set_scene()
    with time_machine.travel(f"{today().year}-03-02", tick=False):
        voucher = award(scene)
    publish_version(
        SYSTEM,
        scheme=scene.scheme,
        rule_set=rule_set({"amount": {"amount_cents": 10_000}}),
        valid_from=date(today().year, 6, 1),
        source="Test",
    )
    with time_machine.travel(f"{today().year}-06-01", tick=False):
        later = award(scene, OTHER_ENTERPRISE.number)
    assert [voucher.rule_set.number, later.rule_set.number] == [1, 2]
    assert [voucher.amount_cents, later.amount_cents] == [25_000, 10_000]
    assert voucher.valid_until == date(today().year, 9, 2)


def test_ceilings_give_room_until_it_is_gone() -> None:
    scene = set_scene(rules={"budget_ceiling": {"total_cents": 60_000, "per_member_cents": 25_000}})
    assert enter(scene, enterprise_number(1)).state == ApplicationState.AWARDED
    full = enter(scene, enterprise_number(2))
    (reason,) = reasons_of(decision_on(full))
    assert (reason.params["scope"], reason.params["left_cents"]) == ("per_member", 0)
    assert enter(scene, enterprise_number(3), municipality=AS_).state == ApplicationState.AWARDED
    rooms = {ceiling.scope: ceiling.room.balance_cents for ceiling in Ceiling.objects.select_related("room")}
    assert rooms == {"total": 10_000, f"per_member:{GENK}": 0, f"per_member:{AS_}": 0}


def test_the_last_cent_can_be_awarded_and_no_more() -> None:
    scene = set_scene(budget_cents=50_000)
    states = [enter(scene, enterprise_number(serial)).state for serial in range(3)]
    assert states == [ApplicationState.AWARDED, ApplicationState.AWARDED, ApplicationState.REFUSED]
    assert Account.objects.get(kind=AccountKind.BUDGET).balance_cents == 0


def test_without_any_budget_the_answer_is_no() -> None:
    assert codes(enter(set_scene(budget_cents=0))) == [RefusalCode.BUDGET_EXHAUSTED]


# -- By a person ----------------------------------------------------------------------------------------------------


def test_a_person_decides_where_the_rules_leave_room() -> None:
    scene = set_scene(rules=BY_A_PERSON)
    yes, no = enter(scene), enter(scene, OTHER_ENTERPRISE.number)
    awarded = decide_application(scene.coordinator, application=yes, award=True, motivation="Nagekeken.")
    refused = decide_application(
        scene.coordinator, application=no, award=False, refused_on="territory", motivation="Geen band."
    )
    assert [awarded.result, refused.result] == ["awarded", "refused"]
    assert [awarded.evaluated, refused.evaluated] == ["review", "review"]
    assert not awarded.is_automatic
    assert awarded.actor == str(scene.coordinator)
    assert Voucher.objects.filter(application=yes).exists()
    assert list(Remark.objects.order_by("pk").values_list("subject", "text")) == [
        (RemarkSubject.DECISION, "Nagekeken."),
        (RemarkSubject.DECISION, "Geen band."),
    ]
    assert ("send_decision", {"decision_id": refused.pk}) in put_in_outbox()
    assert Entry.objects.filter(command="decide_application", subject=f"decision:{awarded.pk}").exists()


def test_a_proposal_is_signed_by_a_person() -> None:
    scene = set_scene(delegated=False)
    decision = decide_application(
        scene.coordinator, application=enter(scene), award=True, motivation="Conform het voorstel."
    )
    assert (decision.evaluated, decision.result) == ("awarded", "awarded")
    assert Voucher.objects.count() == 1


def test_a_person_cannot_refuse_what_every_rule_allows() -> None:
    scene = set_scene(delegated=False)
    application = enter(scene)
    with pytest.raises(Refusal) as refused:
        decide_application(scene.coordinator, application=application, award=False, motivation="Zomaar.")
    assert refused.value.code is RefusalCode.NO_GROUND_TO_REFUSE
    assert not Remark.objects.exists()


def test_a_person_cannot_award_what_a_rule_forbids() -> None:
    scene = set_scene(budget_cents=0, rules=BY_A_PERSON, delegated=False)
    application = enter(scene)
    with pytest.raises(Refusal) as refused:
        decide_application(scene.coordinator, application=application, award=True, motivation="Toch maar.")
    assert refused.value.code is RefusalCode.BUDGET_EXHAUSTED
    assert application.state == ApplicationState.REVIEW
    upheld = decide_application(scene.coordinator, application=application, award=False, motivation="Op.")
    assert upheld.result == "refused"


def test_a_person_corrects_what_was_declared_and_the_rules_are_asked_again() -> None:
    scene = set_scene()
    application = enter(scene, municipality=OUDSBERGEN)
    decision = decide_application(
        scene.coordinator,
        application=application,
        award=True,
        motivation="De zetel ligt in Opglabbeek.",
        declarations={"municipality": OPGLABBEEK},
    )
    assert (decision.evaluated, decision.facts["seat_places"]) == ("awarded", [OPGLABBEEK])
    application.refresh_from_db()
    assert application.declarations == {"municipality": OPGLABBEEK}


def test_what_is_decided_is_decided_once() -> None:
    scene = set_scene(rules=BY_A_PERSON)
    application = enter(scene)
    decide_application(scene.coordinator, application=application, award=True, motivation="Goed.")
    with pytest.raises(Refusal) as refused:
        decide_application(scene.coordinator, application=application, award=True, motivation="Goed.")
    assert refusal_of(refused) == (RefusalCode.WRONG_STATE, {"state": "awarded"})


def test_a_person_says_why() -> None:
    scene = set_scene(rules=BY_A_PERSON)
    with pytest.raises(Refusal) as refused:
        decide_application(scene.coordinator, application=enter(scene), award=True, motivation="  ")
    assert refused.value.code is RefusalCode.MOTIVATION_MISSING


@pytest.mark.parametrize("key", ["owner", "stranger", "provider_staff", "auditor"])
def test_only_the_coordinator_decides(key: str) -> None:
    scene = set_scene(rules=BY_A_PERSON)
    application = enter(scene)
    for command in (decide_application, review_refusal):
        with pytest.raises(Refusal) as refused:
            command(actor(key), application=application, award=True, motivation="Goed.")
        assert refused.value.code is RefusalCode.NOT_ALLOWED


# -- Looking again --------------------------------------------------------------------------------------------------


def test_a_refusal_is_reviewed_on_the_facts_of_now() -> None:
    scene = set_scene()
    refused = enter(scene, municipality=TONGEREN)
    decision = review_refusal(
        scene.coordinator,
        application=refused,
        award=True,
        motivation="Verkeerde gemeente aangekruist.",
        declarations={"municipality": GENK},
    )
    assert decision.result == "awarded"
    assert [one.result for one in refused.decisions.order_by("pk")] == ["refused", "awarded"]
    assert Voucher.objects.get().application == refused


def test_a_refusal_can_be_upheld_with_words() -> None:
    scene = set_scene()
    refused = enter(scene, municipality=TONGEREN)
    decision = review_refusal(scene.coordinator, application=refused, award=False, motivation="Blijft zo.")
    assert (decision.result, decision.is_automatic) == ("refused", False)


def test_an_award_is_not_reviewed() -> None:
    scene = set_scene()
    with pytest.raises(Refusal) as refused:
        review_refusal(scene.coordinator, application=enter(scene), award=False, motivation="Spijt.")
    assert refused.value.code is RefusalCode.WRONG_STATE


def test_the_applicant_asks_a_person_to_look_and_the_coordinator_sees_it_waiting() -> None:
    scene = set_scene()
    refused = enter(scene, municipality=TONGEREN)
    assert list(waiting_applications(scene.coordinator)) == []
    asked = request_review(actor("owner"), application=refused, text="Mijn zetel is verhuisd.")
    assert asked.subject == RemarkSubject.REVIEW_REQUEST
    assert list(waiting_applications(scene.coordinator)) == [refused]
    with pytest.raises(Refusal) as again:
        request_review(actor("owner"), application=refused, text="Nog eens.")
    assert again.value.code is RefusalCode.WRONG_STATE
    review_refusal(scene.coordinator, application=refused, award=False, motivation="Nagekeken.")
    assert list(waiting_applications(scene.coordinator)) == []
    assert application_for(actor("owner"), refused.pk).remarks.count() == 2


def test_a_colleague_may_ask_and_a_stranger_finds_nothing() -> None:
    scene = set_scene()
    refused = enter(scene, municipality=TONGEREN)
    for key, organisation in (("colleague", refused.enterprise), ("stranger", scene.provider.organisation)):
        grant_role(SYSTEM, person=person(EMAIL[key]), organisation=organisation, role=Role.HOLDER)
    with pytest.raises(Application.DoesNotExist):
        request_review(actor("stranger"), application=refused, text="Laat eens zien.")
    assert request_review(actor("colleague"), application=refused, text="Kijk nog eens.").pk


def test_only_a_refusal_is_looked_at_again() -> None:
    with pytest.raises(Refusal) as refused:
        request_review(actor("owner"), application=enter(set_scene()), text="Meer, graag.")
    assert refusal_of(refused) == (RefusalCode.WRONG_STATE, {"state": "awarded"})
