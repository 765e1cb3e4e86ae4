"""People are erased at their term or on request, and everything decided can still be proven."""

from datetime import timedelta

import pytest

from tests.scene import EMAIL, award, enter, enterprise_number, invoice, set_scene
from wisselwerk.apps.audit.models import Receipt
from wisselwerk.apps.parties.models import Organisation, Person
from wisselwerk.apps.privacy.entry import PERSON_KEPT_FOR, Erasure
from wisselwerk.apps.privacy.register import REGISTER
from wisselwerk.apps.privacy.services import erase_expired, erase_person, export_person
from wisselwerk.apps.vouchers.models import Application, Confirmation, Decision, Remark, Voucher
from wisselwerk.apps.vouchers.queries.proof import differences
from wisselwerk.apps.vouchers.services import (
    decide_application,
    redeem_voucher,
    request_review,
    submit_application,
)
from wisselwerk.clock import now
from wisselwerk.domain.actor import ANONYMOUS, SYSTEM, Actor, ActorKind
from wisselwerk.domain.refusal import Refusal

pytestmark = pytest.mark.django_db

LONG = PERSON_KEPT_FOR + timedelta(days=400)


def test_a_person_goes_when_nothing_needs_them_any_more() -> None:
    scene = set_scene()
    voucher = award(scene)
    applicant = voucher.application.applicant_id or 0

    erase_expired(SYSTEM, at=now() + PERSON_KEPT_FOR - timedelta(days=1))
    assert Person.objects.filter(pk=applicant).exists()

    erased = erase_expired(SYSTEM, at=now() + LONG)
    assert erased["parties.Person.email"] == 1
    assert not Person.objects.filter(pk=applicant).exists()
    assert Person.objects.filter(email=EMAIL["coordinator_genk"]).exists()
    assert Voucher.objects.filter(pk=voucher.pk).exists()
    assert list(differences()) == []


def test_an_unconfirmed_application_goes_after_a_week() -> None:
    scene = set_scene()
    submit_application(
        ANONYMOUS, scheme=scene.scheme, enterprise_number=enterprise_number(1), email="a@b.example"
    )
    erase_expired(SYSTEM, at=now() + timedelta(days=6))
    assert Confirmation.objects.exists()
    erase_expired(SYSTEM, at=now() + timedelta(days=8))
    assert not Confirmation.objects.exists()
    assert not Application.objects.exists()
    assert not Organisation.objects.filter(enterprise_number=enterprise_number(1)).exists()


def test_an_enterprise_that_something_else_knows_stays() -> None:
    scene = set_scene()
    award(scene, enterprise_number(1))
    submit_application(
        ANONYMOUS, scheme=scene.scheme, enterprise_number=enterprise_number(1), email="a@b.example"
    )
    erase_expired(SYSTEM, at=now() + timedelta(days=8))
    assert Application.objects.count() == 1
    assert Organisation.objects.filter(enterprise_number=enterprise_number(1)).exists()


def test_only_the_system_erases() -> None:
    scene = set_scene()
    with pytest.raises(Refusal, match="NOT_ALLOWED"):
        erase_person(scene.coordinator, email=EMAIL["owner"])
    with pytest.raises(Refusal, match="NOT_ALLOWED"):
        erase_expired(scene.coordinator, at=now())


def test_the_grounds_of_a_decision_stay_when_the_applicant_goes() -> None:
    scene = set_scene()
    waiting = enter(scene, municipality="72042")
    decide_application(
        scene.coordinator,
        application=waiting,
        award=False,
        refused_on="territory",
        motivation="Zetel in Meeuwen.",
    )
    erase_person(SYSTEM, email=EMAIL["owner"])
    assert Remark.objects.get().text == "Zetel in Meeuwen."


def test_receipts_and_words_go_at_their_term() -> None:
    scene = set_scene()
    voucher = award(scene)
    redeem_voucher(scene.coordinator, code=voucher.code, data=invoice(voucher, 50_000), key="mine")
    refused = enter(scene, enterprise_number(2), municipality="73083", email="b@c.example")
    refused_by = Actor(ActorKind.PERSON, refused.applicant_id)
    request_review(refused_by, application=refused, text="Onze zetel is verhuisd naar de straat van Jan.")
    assert Receipt.objects.exists()

    erase_expired(SYSTEM, at=now() + timedelta(days=31))
    assert not Receipt.objects.exists()
    assert Remark.objects.get().text != ""

    erase_expired(SYSTEM, at=now() + timedelta(days=3660))
    assert Remark.objects.get().text == ""
    assert list(differences()) == []


def test_one_person_is_handed_over_and_erased_in_one_command() -> None:
    scene = set_scene()
    voucher = award(scene)
    found = export_person(EMAIL["owner"].upper())
    assert found["email"] == EMAIL["owner"]
    assert [one["code"] for one in found["vouchers"]] == [voucher.code]
    assert [one["scheme"] for one in found["applications"]] == ["genk"]

    assert erase_person(SYSTEM, email=EMAIL["owner"])
    assert export_person(EMAIL["owner"]) == {"unconfirmed_applications": [], "waiting_for_a_code": []}
    assert Application.objects.get(pk=voucher.application_id).applicant is None
    assert not erase_person(SYSTEM, email=EMAIL["owner"])
    assert list(differences()) == []


def test_decisions_hold_no_address() -> None:
    award(set_scene())
    decision = Decision.objects.get()
    assert "@" not in f"{decision.facts}{decision.outcomes}{decision.actor}"


def test_what_is_erased_has_a_term_and_what_is_kept_has_none() -> None:
    """The page shows the term: one that nothing acts upon would be a promise that is not kept."""
    for entry in REGISTER:
        if entry.erasure in {Erasure.KEPT, Erasure.USED}:
            assert entry.kept_for is None, entry.field
        else:
            assert entry.kept_for is not None, entry.field
            assert entry.kept_for >= timedelta(days=1), entry.field
