"""The link in the mail of a follow-up: one click without signing in, and clear pages where it cannot be answered."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse

from tests.follow_ups import all_over, asked, later, question, say
from tests.scene import EMAIL, Scene, set_scene
from tests.web.stage import browser
from wisselwerk.apps.audit.models import Entry
from wisselwerk.apps.evaluation.link import ANSWERING, STOPPING
from wisselwerk.apps.evaluation.models import FollowUp, FollowUpAnswer, FollowUpStop
from wisselwerk.apps.evaluation.services import renew_figures, renew_persistence
from wisselwerk.apps.introductions.models import FamiliarityCount
from wisselwerk.apps.parties.models import Person
from wisselwerk.clock import now, today
from wisselwerk.demo.mailbox import forget
from wisselwerk.demo.models import DemoMode
from wisselwerk.domain.actor import ANONYMOUS, SYSTEM
from wisselwerk.domain.follow_up import ANSWERED_WITHIN, Said, Side

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return set_scene()


def link(follow_up: FollowUp, side: Side = Side.BUSINESS) -> str:
    return reverse("evaluation:answer", args=[ANSWERING.token(question(follow_up, side).pk)])


def test_opening_it_answers_nothing_and_one_click_does(scene: Scene) -> None:
    [one] = asked(scene, 1)
    client, path = Client(), link(one)
    for _ in range(2):
        page = client.get(path).content.decode()
        assert "Werkt u nog samen met De Zilverspar, zonder cheque?" in page
    assert FollowUpAnswer.objects.count() == 0
    answered = client.post(path, {"said": "YES"})
    assert (answered.status_code, answered["Location"]) == (302, path)
    page = client.get(path).content.decode()
    assert "nog samenwerkt met De Zilverspar" in page
    assert FollowUpAnswer.objects.get().said == Said.YES


def test_who_is_signed_in_answers_for_nobody_either(scene: Scene) -> None:
    [one] = asked(scene, 1)
    browser("coordinator_genk").post(link(one), {"said": "YES"})
    assert Entry.objects.get(command="answer_follow_up").actor == str(ANONYMOUS)


def test_who_pressed_twice_answered_once_and_may_change_it(scene: Scene) -> None:
    [one] = asked(scene, 1)
    client, path = Client(), link(one)
    client.post(path, {"said": "YES"})
    client.post(path, {"said": "YES"})
    assert FollowUpAnswer.objects.count() == 1
    client.post(path, {"said": "NO"})
    assert list(FollowUpAnswer.objects.order_by("pk").values_list("said", flat=True)) == ["YES", "NO"]
    assert "niet meer samenwerkt" in client.get(path).content.decode()


def test_somebody_may_say_how_much_and_how_familiar(scene: Scene) -> None:
    [one] = asked(scene, 1)
    client, path = Client(), link(one)
    client.post(path, {"said": "YES"})
    client.post(path, {"more": "1", "amount_cents": "100000", "familiarity": "REGULAR"})
    answer = FollowUpAnswer.objects.latest("pk")
    assert (answer.said, answer.amount_cents) == (Said.YES, 100_000)
    assert FamiliarityCount.objects.get().number == 1
    refused = client.post(path, {"more": "1", "amount_cents": "12345"})
    assert refused.status_code == 422
    assert FollowUpAnswer.objects.count() == 2


def test_a_provider_is_not_asked_how_familiar_it_is(scene: Scene) -> None:
    [one] = asked(scene, 1)
    say(one, Said.YES, Side.PROVIDER)
    page = Client().get(link(one, Side.PROVIDER)).content.decode()
    assert 'name="amount_cents"' in page
    assert 'name="familiarity"' not in page


@pytest.mark.parametrize("where", ["evaluation:answer", "evaluation:stop"])
def test_a_forged_link_says_so_and_does_nothing(scene: Scene, where: str) -> None:
    asked(scene, 1)
    for act in (Client().get, Client().post):
        response = act(reverse(where, args=["vals"]), {"said": "YES"})
        assert response.status_code == 404
        assert "Deze link werkt niet" in response.content.decode()
    assert FollowUpAnswer.objects.count() == 0


def test_a_link_of_another_purpose_answers_nothing(scene: Scene) -> None:
    asked(scene, 1)
    token = STOPPING.token(Person.objects.get(email=EMAIL["provider_staff"]).pk)
    assert Client().post(reverse("evaluation:answer", args=[token]), {"said": "YES"}).status_code == 404


def test_after_its_term_the_page_says_what_counts(scene: Scene) -> None:
    [one, other] = asked(scene, 1, 2)
    say(one, Said.YES)
    with later(ANSWERED_WITHIN.days + 1):
        page = Client().post(link(one), {"said": "NO"})
        silent = Client().get(link(other))
    assert page.status_code == silent.status_code == 410
    assert "Deze vraag is afgesloten" in page.content.decode()
    assert "nog samenwerkt" in page.content.decode()
    assert "nooit als een nee" in silent.content.decode()
    assert FollowUpAnswer.objects.count() == 1


def test_stopping_takes_one_click_and_opening_it_none(scene: Scene) -> None:
    asked(scene, 1)
    person = Person.objects.get(email=EMAIL["provider_staff"])
    path = reverse("evaluation:stop", args=[STOPPING.token(person.pk)])
    client = Client(enforce_csrf_checks=True)
    assert "Deze vragen stoppen?" in client.get(path).content.decode()
    assert not FollowUpStop.objects.exists()
    # As a mail program does it (RFC 8058).
    assert client.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert FollowUpStop.objects.get().person == person
    assert "Deze vragen zijn gestopt" in client.get(path).content.decode()


def test_the_coordinator_sees_first_nothing_then_a_share(scene: Scene) -> None:
    client = browser("coordinator_genk")
    assert "Nog niemand kreeg de vraag" in client.get("/beheer/leren/").content.decode()
    for number, one in enumerate(asked(scene, *range(14))):
        if number < 12:
            say(one, Said.YES if number < 6 else Said.NO)
    renew_persistence(SYSTEM, on=today())
    renew_figures(SYSTEM, on=all_over())
    page = client.get("/beheer/leren/").content.decode()
    assert "50\N{NO-BREAK SPACE}%" in page
    assert "6 van 12" in page
    # The interval, and what it can be whatever the two who can still answer say.
    assert "25–75\N{NO-BREAK SPACE}%" in page
    assert "43–57\N{NO-BREAK SPACE}%" in page
    assert "Demogegevens" not in page


def test_few_answers_are_told_as_few(scene: Scene) -> None:
    for one in asked(scene, *range(4)):
        say(one, Said.YES)
    renew_persistence(SYSTEM, on=today())
    page = browser("coordinator_genk").get("/beheer/leren/").content.decode()
    assert "nog geen aandeel" in page
    assert "ww-plot" not in page


@pytest.fixture
def is_demo() -> Iterator[None]:
    """A database that is a demo, until this test is done."""
    DemoMode.objects.create(loaded_at=now())
    forget()
    yield
    forget()


@pytest.mark.usefixtures("is_demo")
def test_demo_data_is_called_that(scene: Scene) -> None:
    [one] = asked(scene, 1)
    assert "Demogegevens" in browser("coordinator_genk").get("/beheer/leren/").content.decode()
    assert "Demo:" in Client().get(link(one)).content.decode()
