"""Who grants: an award needs a local government behind it, and money of the member or of all."""

from datetime import date

import pytest

from tests.scene import (
    AS_,
    GENK,
    OPGLABBEEK,
    OUDSBERGEN,
    TONGEREN,
    award,
    enter,
    enterprise_number,
    refusal_of,
    set_scene,
)
from wisselwerk.apps.parties.models import Agreement, Membership, Organisation
from wisselwerk.apps.parties.services import AgreementWords, sign_agreement
from wisselwerk.apps.schemes.models import Budget, Granter, GrantingArrangement
from wisselwerk.apps.schemes.services import fund_scheme
from wisselwerk.apps.vouchers.models import ApplicationState, Voucher
from wisselwerk.apps.vouchers.queries import reasons_of
from wisselwerk.apps.vouchers.queries.proof import differences
from wisselwerk.apps.vouchers.services import decide_application
from wisselwerk.clock import today
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.period import Period
from wisselwerk.domain.refusal import Refusal, RefusalCode

pytestmark = pytest.mark.django_db


def test_an_award_that_nobody_can_grant_waits_until_somebody_is_recorded() -> None:
    scene = set_scene()
    Agreement.objects.all().delete()
    application = enter(scene)
    assert application.state == ApplicationState.REVIEW
    assert application.decisions.get().evaluated == "awarded"
    with pytest.raises(Refusal) as refused:
        decide_application(scene.coordinator, application=application, award=True, motivation="Toch maar.")
    assert refusal_of(refused) == (RefusalCode.NO_GRANTING_BODY, {"on": today()})
    assert not Voucher.objects.exists()
    sign_agreement(
        SYSTEM,
        partnership=scene.partnership,
        managing_municipality=Organisation.objects.get(nis_code=GENK),
        words=AgreementWords("Kent toe.", "Elk jaar."),
        source="Test",
        valid=Period(date(2025, 1, 1)),
    )
    decision = decide_application(
        scene.coordinator, application=application, award=True, motivation="Vastgelegd."
    )
    assert decision.granting_body == Organisation.objects.get(nis_code=GENK)


def test_without_any_arrangement_nobody_grants_either() -> None:
    scene = set_scene(delegated=False)
    GrantingArrangement.objects.all().delete()
    with pytest.raises(Refusal) as refused:
        decide_application(scene.coordinator, application=enter(scene), award=True, motivation="Goed.")
    assert refused.value.code is RefusalCode.NO_GRANTING_BODY


@pytest.mark.parametrize(("municipality", "place"), [(OUDSBERGEN, (OPGLABBEEK, "72040")), (None, ())])
def test_which_seat_municipality_grants_is_known_only_with_the_seat(
    municipality: str | None, place: tuple[str, ...]
) -> None:
    scene = set_scene()
    GrantingArrangement.objects.filter(scheme=scene.scheme).update(granter=Granter.SEAT_MUNICIPALITY)
    application = enter(scene, municipality=municipality)
    with pytest.raises(Refusal) as refused:
        decide_application(scene.coordinator, application=application, award=True, motivation="Goed.")
    code, params = refusal_of(refused)
    assert (code, params["place"]) == (RefusalCode.SEAT_NOT_LOCATED, place)
    assert not Voucher.objects.exists()
    corrected = decide_application(
        scene.coordinator,
        application=application,
        award=True,
        motivation="Opglabbeek.",
        declarations={"municipality": OPGLABBEEK},
    )
    assert corrected.granting_body is not None


def test_a_seat_in_a_place_of_no_member_has_nobody_to_grant() -> None:
    scene = set_scene()
    GrantingArrangement.objects.filter(scheme=scene.scheme).update(granter=Granter.SEAT_MUNICIPALITY)
    Membership.objects.filter(place=AS_).delete()
    application = enter(scene, municipality=AS_)
    with pytest.raises(Refusal) as refused:
        decide_application(scene.coordinator, application=application, award=True, motivation="Goed.")
    assert refused.value.code is RefusalCode.TERRITORY_NOT_DECIDED


def test_a_refusal_needs_nobody_to_grant() -> None:
    scene = set_scene()
    Agreement.objects.all().delete()
    assert enter(scene, municipality=TONGEREN).state == ApplicationState.REFUSED


def test_when_the_own_budget_of_a_member_falls_short_the_shared_one_pays() -> None:
    scene = set_scene(budget_cents=25_000)
    as_ = Organisation.objects.get(nis_code=AS_)
    fund_scheme(SYSTEM, scheme=scene.scheme, year=today().year, amount_cents=49_999, member=as_)
    own, shared = (
        Budget.objects.get(member=as_).account_id,
        Budget.objects.get(member=None).account_id,
    )
    paid = [award(scene, enterprise_number(one), municipality=AS_).budget_account_id for one in range(2)]
    assert paid == [own, shared]
    full = enter(scene, enterprise_number(2), municipality=AS_)
    assert [one.code for one in reasons_of(full.decisions.get())] == [RefusalCode.BUDGET_EXHAUSTED]
    assert list(differences()) == []
