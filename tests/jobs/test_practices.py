"""The mail that a practice changed: to who goes on with it, once, until they stop it with one click."""

import pytest
from django.core import mail
from django.test import Client

from tests.apps.test_adoptions import child
from tests.practices import WHOLE, in_order, open_and_publish, published, revised
from tests.scene import Scene, set_scene
from tests.web.stage import work
from wisselwerk.apps.practices.models import PracticeMailStop
from wisselwerk.apps.practices.services import close_practice

__all__ = ["in_order"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return set_scene()


def changed(scene: Scene) -> None:
    practice = published(scene, scheme=scene.scheme)
    child(scene)
    work()
    mail.outbox.clear()
    open_and_publish(scene, revised(scene, practice, WHOLE))


def test_it_says_what_changed_and_how_it_stops(scene: Scene) -> None:
    changed(scene)
    work()  # who is to hear of it
    work()  # their mails
    (sent,) = mail.outbox
    assert sent.to == ["regisseur@elders.example"]
    assert sent.subject == "De praktijk “Een cheque om kennis te maken” veranderde"
    assert "/praktijken/een-cheque-om-kennis-te-maken/geschiedenis/" in sent.body
    stop = sent.extra_headers["List-Unsubscribe"].strip("<>")
    assert stop in sent.body
    path = stop.removeprefix(stop[: stop.index("/praktijken")])
    browser = Client(enforce_csrf_checks=True)
    assert "Mails over praktijken stoppen?" in browser.get(path).content.decode()
    assert not PracticeMailStop.objects.exists()
    assert "zijn gestopt" in browser.post(path).content.decode()
    assert PracticeMailStop.objects.count() == 1
    assert browser.get("/praktijken/mails/stoppen/nepversleuteld/").status_code == 404


def test_what_was_taken_back_before_the_mail_left_is_not_told(scene: Scene) -> None:
    practice = published(scene, scheme=scene.scheme)
    child(scene)
    open_and_publish(scene, revised(scene, practice, WHOLE))
    close_practice(scene.coordinator, practice=practice.pk, seen=2, reason="Een fout in de tekst.")
    mail.outbox.clear()
    work()
    work()
    assert mail.outbox == []
