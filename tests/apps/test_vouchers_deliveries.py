"""A decision that starts the time to appeal is not lost: what did not arrive waits for a coordinator, who brings it there."""

from datetime import timedelta

import pytest
import time_machine

from tests.scene import EMAIL, TONGEREN, Scene, actor, award, enter, put_in_outbox, refusal_of, set_scene
from wisselwerk.apps.audit.models import Entry
from wisselwerk.apps.privacy.services import erase_person
from wisselwerk.apps.vouchers.models import Application, Decision, Delivery, DeliveryState
from wisselwerk.apps.vouchers.queries import undelivered_applications
from wisselwerk.apps.vouchers.queries.deliveries import PATIENCE
from wisselwerk.apps.vouchers.services import mail_decision, post_decision, review_refusal
from wisselwerk.apps.vouchers.services.deliveries import deliver
from wisselwerk.clock import now
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.refusal import Refusal, RefusalCode

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return set_scene()


@pytest.fixture
def asked(scene: Scene) -> Application:
    """Awarded, and not mailed yet."""
    return award(scene).application


def came(application: Application, state: DeliveryState) -> None:
    deliver(application.decisions.latest("pk"), state)


def waiting(scene: Scene) -> list[Application]:
    return list(undelivered_applications(scene.coordinator))


def test_a_mail_on_its_way_is_given_time(scene: Scene, asked: Application) -> None:
    assert Delivery.objects.get().state == DeliveryState.WAITING
    assert waiting(scene) == []
    with time_machine.travel(now() + PATIENCE + timedelta(seconds=1)):
        assert waiting(scene) == [asked]


@pytest.mark.parametrize(
    ("state", "waits"),
    [(DeliveryState.MAIL_REFUSED, True), (DeliveryState.MAILED, False), (DeliveryState.POSTED, False)],
)
def test_what_was_refused_waits_at_once(
    scene: Scene, asked: Application, state: DeliveryState, *, waits: bool
) -> None:
    came(asked, state)
    assert waiting(scene) == ([asked] if waits else [])
    assert list(undelivered_applications(actor("auditor"))) == []


def test_a_decision_that_was_replaced_is_waited_for_no_longer(scene: Scene) -> None:
    refused = enter(scene, municipality=TONGEREN)
    came(refused, DeliveryState.MAIL_REFUSED)
    assert waiting(scene) == [refused]
    review_refusal(scene.coordinator, application=refused, award=False, motivation="Nagekeken.")
    assert waiting(scene) == []
    came(refused, DeliveryState.MAIL_REFUSED)
    assert waiting(scene) == [refused]


def test_of_a_proposal_nothing_waits_and_no_letter_is_sent(scene: Scene) -> None:
    proposed = enter(scene, municipality="72042")
    came(proposed, DeliveryState.MAIL_REFUSED)
    assert waiting(scene) == []
    with pytest.raises(Refusal) as refused:
        post_decision(scene.coordinator, application=proposed)
    assert refusal_of(refused) == (RefusalCode.WRONG_STATE, {"state": "review"})


def test_it_is_mailed_again_as_often_as_asked(scene: Scene, asked: Application) -> None:
    came(asked, DeliveryState.MAIL_REFUSED)
    assert mail_decision(scene.coordinator, application=asked).state == DeliveryState.WAITING
    decision = Decision.objects.get()
    assert put_in_outbox() == [("send_decision", {"decision_id": decision.pk})] * 2
    assert waiting(scene) == []
    assert Entry.objects.filter(command="mail_decision", subject=f"decision:{decision.pk}").count() == 1


def test_the_letter_sent_by_post_delivers_too(scene: Scene, asked: Application) -> None:
    came(asked, DeliveryState.MAIL_REFUSED)
    post_decision(scene.coordinator, application=asked)
    assert Delivery.objects.get().state == DeliveryState.POSTED
    assert waiting(scene) == []


@pytest.mark.parametrize("key", ["owner", "stranger", "provider_staff", "auditor"])
def test_only_the_coordinator_delivers(asked: Application, key: str) -> None:
    for command in (mail_decision, post_decision):
        with pytest.raises(Refusal) as refused:
            command(actor(key), application=asked)
        assert refused.value.code is RefusalCode.NOT_ALLOWED


def test_whoever_was_erased_is_not_looked_for_and_not_mailed(scene: Scene, asked: Application) -> None:
    came(asked, DeliveryState.MAIL_REFUSED)
    erase_person(SYSTEM, email=EMAIL["owner"])
    asked.refresh_from_db()
    assert waiting(scene) == []
    with pytest.raises(Refusal) as refused:
        mail_decision(scene.coordinator, application=asked)
    assert refused.value.code is RefusalCode.NO_MAIL_ADDRESS


def test_before_a_decision_there_is_nothing_to_deliver(scene: Scene, asked: Application) -> None:
    unconfirmed = Application.objects.create(
        scheme=scene.scheme,
        enterprise=asked.enterprise,
        channel="web",
        state="unconfirmed",
        applied_at=now(),
    )
    for command in (mail_decision, post_decision):
        with pytest.raises(Refusal) as refused:
            command(scene.coordinator, application=unconfirmed)
        assert refused.value.code is RefusalCode.WRONG_STATE
