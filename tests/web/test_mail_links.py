"""The links in mails that stop them: one shape of page, and what was mailed stays good."""

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse

from tests.scene import EMAIL, Scene, set_scene
from wisselwerk.apps.audit.models import Entry
from wisselwerk.apps.initiatives.models import DigestSubscription
from wisselwerk.apps.parties.services import person
from wisselwerk.clock import now, today

pytestmark = pytest.mark.django_db

ONE_CLICK = {"List-Unsubscribe": "One-Click"}
STOPS = {
    "evaluation:stop": ("wisselwerk.follow-up.stop", "stop_follow_ups", "Deze vragen zijn gestopt"),
    "network:letters-stop": ("wisselwerk.network.letters", "stop_letters", "Vragen per mail staan uit"),
    "initiative:digest-stop": ("wisselwerk.digest", "stop_digest", "Het weekbericht is gestopt"),
    "practice:mail-stop": (
        "wisselwerk.practice",
        "stop_practice_mails",
        "Mails over praktijken zijn gestopt",
    ),
}


@pytest.fixture
def scene() -> Scene:
    return set_scene()


def link(where: str, salt: str) -> str:
    """As it stands in mails that were sent long ago."""
    return reverse(where, args=[signing.dumps(person(EMAIL["coordinator_genk"]).pk, salt=salt)])


@pytest.mark.parametrize("where", STOPS)
def test_what_was_mailed_stops_them_with_one_click_and_opening_it_does_not(scene: Scene, where: str) -> None:
    salt, command, stopped = STOPS[where]
    reader = person(EMAIL["coordinator_genk"])
    DigestSubscription.objects.create(person=reader, since=now(), told_until=now(), week=today())
    client = Client(enforce_csrf_checks=True)
    assert stopped not in client.get(link(where, salt)).content.decode()
    assert not Entry.objects.filter(command=command).exists()
    for _twice in range(2):
        assert stopped in client.post(link(where, salt), ONE_CLICK).content.decode()
    assert Entry.objects.get(command=command).subject == f"person:{reader.pk}"


@pytest.mark.parametrize("where", STOPS)
def test_a_link_of_another_purpose_stops_nothing_and_says_what_helps(scene: Scene, where: str) -> None:
    salt = next(other for other, command, _ in STOPS.values() if command != STOPS[where][1])
    for act in (Client().get, Client().post):
        response = act(link(where, salt))
        assert response.status_code == 404
        assert "kopieer hem helemaal" in response.content.decode()
    assert not Entry.objects.filter(command__in=[command for _, command, _ in STOPS.values()]).exists()
