"""A place that the rules name is not enough: a member takes part there, or its council took the place in by a decision."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import translation

from tests.scene import (
    AS_,
    GENK,
    OPGLABBEEK,
    OUDSBERGEN,
    TONGEREN,
    Rules,
    Scene,
    enter,
    enterprise_number,
    refusal_of,
    set_scene,
)
from wisselwerk.apps.parties.models import Membership, Organisation
from wisselwerk.apps.parties.services import join_partnership, local_government
from wisselwerk.apps.schemes.models import CouncilDecision, DecisionSubject, Granter, GrantingArrangement
from wisselwerk.apps.schemes.services import fund_scheme, record_decision
from wisselwerk.apps.vouchers.models import Application, ApplicationState, Decision, Voucher
from wisselwerk.apps.vouchers.queries import reasons_of
from wisselwerk.apps.vouchers.queries.proof import differences
from wisselwerk.apps.vouchers.services import decide_application
from wisselwerk.clock import today
from wisselwerk.db import drop_triggers, install_triggers
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.period import Period
from wisselwerk.domain.refusal import Refusal, RefusalCode
from wisselwerk.wording import sentence

pytestmark = pytest.mark.django_db

MEEUWEN_GRUITRODE = "72040"
WIDENED: Rules = {"territory": {"places": [GENK, OPGLABBEEK, AS_, "71067", MEEUWEN_GRUITRODE]}}
DECIDED_ON = date(today().year, 6, 15)
BEFORE = DECIDED_ON - timedelta(days=1)
WAITS = [RefusalCode.TERRITORY_NOT_DECIDED]


def decide(scene: Scene, municipality: str = OUDSBERGEN, *, on: date = DECIDED_ON) -> CouncilDecision:
    """The decision of a council that the scheme goes for all of its municipality."""
    return record_decision(
        SYSTEM,
        scheme=scene.scheme,
        local_government=local_government(municipality, on),
        subject=DecisionSubject.TERRITORY,
        title="De regeling geldt in heel de gemeente",
        decided_on=on,
    )


def grants(scene: Scene, granter: Granter) -> None:
    GrantingArrangement.objects.filter(scheme=scene.scheme).update(granter=granter)


def codes(application: Application) -> list[RefusalCode]:
    return [one.code for one in reasons_of(application.decisions.latest("pk"))]


@pytest.mark.parametrize("granter", Granter)
def test_a_place_the_rules_name_waits_until_the_day_on_which_its_council_decides(granter: Granter) -> None:
    scene = set_scene(rules=WIDENED)
    grants(scene, granter)
    decide(scene)
    found = []
    for serial, days in enumerate((-1, 0, 1)):
        with time_machine.travel(DECIDED_ON + timedelta(days=days), tick=False):
            found.append(enter(scene, enterprise_number(serial), municipality=MEEUWEN_GRUITRODE))
    assert [one.state for one in found] == ["review", "awarded", "awarded"]
    assert codes(found[0]) == WAITS
    body = GENK if granter is Granter.MANAGING_MUNICIPALITY else OUDSBERGEN
    for one in found[1:]:
        assert one.decisions.get().granting_body == Organisation.objects.get(nis_code=body)
    assert list(differences()) == []


def test_the_reason_says_which_council_has_still_to_decide() -> None:
    application = enter(set_scene(rules=WIDENED), municipality=MEEUWEN_GRUITRODE)
    (reason,) = reasons_of(application.decisions.get())
    with translation.override("nl"):
        assert sentence(reason).startswith(
            "De zetel ligt in Meeuwen-Gruitrode. Daar kan nog geen cheque worden toegekend: "
            "de gemeenteraad van Oudsbergen moet nog beslissen"
        )


@pytest.mark.parametrize("granter", Granter)
def test_a_person_cannot_award_before_the_council_and_can_after_it(granter: Granter) -> None:
    scene = set_scene(rules=WIDENED)
    grants(scene, granter)
    with time_machine.travel(BEFORE, tick=False):
        application = enter(scene, municipality=MEEUWEN_GRUITRODE)
        with pytest.raises(Refusal) as refused:
            decide_application(scene.coordinator, application=application, award=True, motivation="Toch.")
    assert refusal_of(refused) == (
        RefusalCode.TERRITORY_NOT_DECIDED,
        {"place": (MEEUWEN_GRUITRODE,), "place_deciding": (OUDSBERGEN,)},
    )
    assert not Voucher.objects.exists()
    decide(scene)
    with time_machine.travel(DECIDED_ON, tick=False):
        decision = decide_application(
            scene.coordinator, application=application, award=True, motivation="De raad heeft beslist."
        )
    assert (decision.evaluated, decision.result) == ("awarded", "awarded")
    assert decision.facts["undecided_places"] == {}
    assert list(differences()) == []


def test_a_person_may_refuse_what_waits_for_a_council() -> None:
    scene = set_scene(rules=WIDENED)
    application = enter(scene, municipality=MEEUWEN_GRUITRODE)
    decision = decide_application(
        scene.coordinator, application=application, award=False, refused_on="territory", motivation="Nee."
    )
    assert decision.result == "refused"


@pytest.mark.parametrize(
    "subject", [one for one in DecisionSubject if one is not DecisionSubject.TERRITORY], ids=str
)
def test_only_a_decision_about_the_territory_widens_it(subject: DecisionSubject) -> None:
    scene = set_scene(rules=WIDENED)
    decision = decide(scene)
    CouncilDecision.objects.filter(pk=decision.pk).update(subject=subject)
    assert codes(enter(scene, municipality=MEEUWEN_GRUITRODE)) == WAITS


@pytest.mark.parametrize("council", [GENK, TONGEREN])
def test_the_council_of_another_municipality_decides_nothing_for_it(council: str) -> None:
    scene = set_scene(rules=WIDENED)
    decide(scene, council)
    assert codes(enter(scene, municipality=MEEUWEN_GRUITRODE)) == WAITS


def test_the_council_of_the_former_municipality_decides_nothing_for_the_new_one() -> None:
    scene = set_scene(rules=WIDENED)
    decide(scene, MEEUWEN_GRUITRODE, on=date(2018, 6, 1))
    assert codes(enter(scene, municipality=MEEUWEN_GRUITRODE)) == WAITS


def test_a_council_that_takes_no_part_on_the_day_widens_nothing() -> None:
    scene = set_scene(rules=WIDENED)
    decide(scene)
    Membership.objects.filter(place=OPGLABBEEK).update(valid_until=DECIDED_ON + timedelta(days=1))
    with time_machine.travel(DECIDED_ON, tick=False):
        last = enter(scene, enterprise_number(1), municipality=MEEUWEN_GRUITRODE)
    with time_machine.travel(DECIDED_ON + timedelta(days=1), tick=False):
        late = [
            enter(scene, enterprise_number(2), municipality=place)
            for place in (MEEUWEN_GRUITRODE, OPGLABBEEK)
        ]
    assert last.state == ApplicationState.AWARDED
    assert [codes(one) for one in late] == [WAITS, WAITS]


def test_a_decision_of_one_scheme_is_none_of_another() -> None:
    scene, other = set_scene(rules=WIDENED), set_scene(slug="ander", rules=WIDENED)
    decide(other)
    assert codes(enter(scene, municipality=MEEUWEN_GRUITRODE)) == WAITS


def test_a_decision_widens_no_further_than_the_rules() -> None:
    scene = set_scene()
    decide(scene)
    outside = enter(scene, municipality=MEEUWEN_GRUITRODE)
    assert (outside.state, codes(outside)) == ("refused", [RefusalCode.OUTSIDE_TERRITORY])


@pytest.mark.parametrize("granter", Granter)
def test_a_seat_somewhere_in_oudsbergen_is_inside_once_all_of_it_is(granter: Granter) -> None:
    scene = set_scene(rules=WIDENED)
    grants(scene, granter)
    decide(scene)
    with time_machine.travel(BEFORE, tick=False):
        early = enter(scene, enterprise_number(1), municipality=OUDSBERGEN)
        with pytest.raises(Refusal) as refused:
            decide_application(scene.coordinator, application=early, award=True, motivation="Toch.")
    (reason,) = reasons_of(early.decisions.get())
    for code, params in ((reason.code, reason.params), refusal_of(refused)):
        assert (code, params["place"]) == (RefusalCode.SEAT_NOT_LOCATED, (OPGLABBEEK, MEEUWEN_GRUITRODE))
        assert MEEUWEN_GRUITRODE not in params["places"]  # type: ignore[operator]  # places are a tuple
    with time_machine.travel(DECIDED_ON, tick=False):
        assert enter(scene, enterprise_number(2), municipality=OUDSBERGEN).state == ApplicationState.AWARDED


def test_after_the_merger_the_new_municipality_grants_in_what_it_took_in() -> None:
    """Opglabbeek took part until the end of 2018; from then Oudsbergen does, within Opglabbeek until its council decides."""
    merged = date(2019, 1, 1)
    scene = set_scene(rules=WIDENED)
    grants(scene, Granter.SEAT_MUNICIPALITY)
    Membership.objects.all().delete()
    for valid in (Period(date(2015, 1, 1), merged), Period(merged)):
        join_partnership(
            SYSTEM, partnership=scene.partnership, place=OPGLABBEEK, source="Art. 351", valid=valid
        )
    for year in (2018, 2019):
        fund_scheme(SYSTEM, scheme=scene.scheme, year=year, amount_cents=1_000_000)
    decide(scene, on=date(2019, 3, 1))
    granted: list[tuple[str | None, list[RefusalCode]]] = []
    for serial, (day, place) in enumerate(
        [
            (date(2018, 12, 31), OPGLABBEEK),
            (date(2018, 12, 31), MEEUWEN_GRUITRODE),
            (merged, OPGLABBEEK),
            (merged, MEEUWEN_GRUITRODE),
            (date(2019, 3, 1), MEEUWEN_GRUITRODE),
        ]
    ):
        with time_machine.travel(day, tick=False):
            application = enter(scene, enterprise_number(serial), municipality=place)
        body = application.decisions.get().granting_body
        granted.append((body.name if body else None, codes(application)))
    assert granted == [
        ("Opglabbeek", []),
        (None, WAITS),
        ("Oudsbergen", []),
        (None, WAITS),
        ("Oudsbergen", []),
    ]
    waiting = Decision.objects.filter(result="review").order_by("pk")
    assert [one.facts["undecided_places"] for one in waiting] == [
        {MEEUWEN_GRUITRODE: MEEUWEN_GRUITRODE},
        {MEEUWEN_GRUITRODE: OUDSBERGEN},
    ]
    assert list(differences()) == []


def test_the_money_of_a_member_is_for_what_it_took_in_too() -> None:
    scene = set_scene(budget_cents=0, rules=WIDENED)
    oudsbergen = Organisation.objects.get(nis_code=OUDSBERGEN)
    fund_scheme(SYSTEM, scheme=scene.scheme, year=today().year, amount_cents=25_000, member=oudsbergen)
    decide(scene)
    with time_machine.travel(DECIDED_ON, tick=False):
        assert enter(scene, municipality=MEEUWEN_GRUITRODE).state == ApplicationState.AWARDED


@pytest.mark.parametrize("granter", Granter)
def test_without_a_rule_about_territory_a_place_of_nobody_waits_too(granter: Granter) -> None:
    scene = set_scene(rules={"territory": None})
    grants(scene, granter)
    application = enter(scene, municipality=TONGEREN)
    assert (application.state, codes(application)) == ("review", WAITS)
    nowhere = enter(scene, enterprise_number(1), municipality=None)
    with pytest.raises(Refusal) as refused:
        decide_application(scene.coordinator, application=nowhere, award=True, motivation="Toch.")
    assert refused.value.code is RefusalCode.SEAT_NOT_LOCATED
    assert not Voucher.objects.exists()


def test_a_proposal_to_refuse_says_nothing_of_a_council() -> None:
    outside = enter(set_scene(delegated=False), municipality=TONGEREN)
    assert (outside.state, codes(outside)) == ("review", [RefusalCode.NEEDS_REVIEW])


def test_what_happens_later_changes_no_decision_that_was_frozen() -> None:
    scene = set_scene(rules=WIDENED)
    waiting = enter(scene, enterprise_number(1), municipality=MEEUWEN_GRUITRODE)
    decision = decide(scene)
    with time_machine.travel(DECIDED_ON, tick=False):
        assert enter(scene, municipality=MEEUWEN_GRUITRODE).state == ApplicationState.AWARDED
    Membership.objects.all().delete()
    decision.delete()
    assert codes(waiting) == WAITS
    assert list(differences()) == []


def test_a_decision_older_than_this_fact_still_replays_and_an_award_against_it_is_named() -> None:
    scene = set_scene()
    enter(scene)
    decision = Decision.objects.get()
    drop_triggers()
    try:
        del decision.facts["undecided_places"]
        _forged(decision)
        assert list(differences()) == []
        decision.facts["undecided_places"] = {GENK: GENK}
        _forged(decision)
        assert f"decision {decision.pk}: is an award where no council decided: {GENK}" in list(differences())
    finally:
        install_triggers()


def _forged(decision: Decision) -> None:
    Decision.objects.filter(pk=decision.pk).update(facts=decision.facts, seals=decision.digests())
