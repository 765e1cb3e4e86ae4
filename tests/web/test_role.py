"""Telling of the own coordination role: voluntary, for everybody to read, and nobody is named."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from tests.scene import EMAIL, GENK, Scene, set_scene
from tests.web.stage import browser
from wisselwerk.apps.initiatives.models import CoordinationRole, RoleStatement, RoleSupport
from wisselwerk.apps.initiatives.queries.frame_proof import differences
from wisselwerk.apps.parties.services import grant_role, local_government, person
from wisselwerk.clock import today
from wisselwerk.domain.actor import SYSTEM, Role
from wisselwerk.domain.refusal import Reason, Refusal, RefusalCode
from wisselwerk.web.forms import RefusableForm
from wisselwerk.web.initiative.role import EndForm, TakeUpForm, YearForm
from wisselwerk.web.purpose import DECLARED, Purpose

pytestmark = pytest.mark.django_db

PATH = "/beheer/regierol/"


@pytest.fixture
def scene() -> Scene:
    return set_scene()


@pytest.fixture
def coordinator(scene: Scene) -> Client:
    return browser("coordinator_genk")


def take_up(scene: Scene, **told: str) -> dict[str, str]:
    sent = {
        "organisation": str(scene.partnership.pk),
        "form": "INTERLOKALE_VERENIGING",
        "valid_from": "2020-01-01",
        "source": "Meerjarenplan 2020-2025",
    } | told
    return {"act": "take_up"} | {f"take_up-{name}": value for name, value in sent.items()}


def of_year(**told: str) -> dict[str, str]:
    sent = {"role": str(CoordinationRole.objects.get().pk), "year": "2024", "source": "Jaarplan 2024"} | told
    return {"act": "year"} | {f"year-{name}": value for name, value in sent.items()}


def test_the_whole_road_from_taking_it_up_to_its_end(scene: Scene, coordinator: Client) -> None:
    more = {"inhabitants": "107000", "inhabitants_on": "2020-01-01", "centre": "66000"}
    assert coordinator.post(PATH, take_up(scene, **more)).status_code == 302
    told = of_year(
        wants_support="yes",
        vision="Elke onderneming kent een adres.",
        fte="1,5",
        means="95.000",
        coordinator_since="2019-09-01",
        granted="50.000",
    )
    done = coordinator.post(PATH, told)
    assert (done.status_code, done["Location"]) == (302, "/regierol/2024/")
    page = " ".join(Client().get("/regierol/2024/").content.decode().split())
    assert "Elke onderneming kent een adres." in page
    assert "1,5 voltijds" in page
    assert "een regisseur sinds 1 september 2019" in page
    assert RoleSupport.objects.get().amount_cents == 50_000_00
    assert coordinator.post(PATH, of_year(wants_support="no")).status_code == 302
    assert "er is gekozen om het zonder te doen" in Client().get("/regierol/2024/").content.decode()
    end = {"act": "end", "end-role": str(CoordinationRole.objects.get().pk), "end-last_day": "2024-12-31"}
    assert coordinator.post(PATH, end).status_code == 302
    assert CoordinationRole.objects.get().valid_until.isoformat() == "2025-01-01"  # type: ignore[union-attr]  # just set
    assert coordinator.post(PATH, end).status_code == 422
    assert list(differences()) == []


def test_who_directs_a_local_government_tells_of_its_own_role(scene: Scene) -> None:
    genk = local_government(GENK, today())
    directs = person(EMAIL["general_director"])
    grant_role(SYSTEM, person=directs, organisation=genk, role=Role.GENERAL_DIRECTOR)
    director = browser("general_director")
    assert PATH in director.get(reverse("initiative:desk")).content.decode()
    sent = take_up(scene, organisation=str(genk.pk), form="GEMEENTE")
    assert director.post(PATH, sent).status_code == 302
    role = CoordinationRole.objects.get()
    assert role.holder == genk
    assert director.post(PATH, of_year(wants_support="no")).status_code == 302
    end = {"act": "end", "end-role": str(role.pk), "end-last_day": "2024-12-31"}
    assert director.post(PATH, end).status_code == 302
    # Of a partnership its coordinator tells, and who directs one of its members does not.
    assert director.post(PATH, take_up(scene)).status_code == 422
    assert list(differences()) == []


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"wants_support": "no", "year": "2019"},
        {"wants_support": "no", "year": "veel"},
        {"fte": "-1"},
        {"means": "1.5"},
        {"wants_support": "no", "source": ""},
        {"wants_support": "no", "role": "0"},
        {"vision": "Onze regisseur Jan Peeters leidt alles."},
        {"wants_support": "no", "source": "Brief van mevrouw Els Janssens"},
    ],
)
def test_what_cannot_be_told_of_a_year_changes_nothing(
    scene: Scene, coordinator: Client, told: dict[str, str]
) -> None:
    coordinator.post(PATH, take_up(scene))
    page = coordinator.post(PATH, of_year(**told))
    assert page.status_code == 422
    assert not RoleStatement.objects.exists()
    assert "Jan Peeters leidt" not in page.content.decode()


@pytest.mark.parametrize(
    "told",
    [
        {"valid_from": ""},
        {"source": ""},
        {"inhabitants": "5"},
        {"inhabitants_on": "2020-01-01"},
        {"centre": "5"},
        {"inhabitants": "5", "inhabitants_on": "2020-01-01", "centre": "6"},
        {"organisation": "1000000"},
        {"form": "FIRMA"},
    ],
)
def test_what_does_not_hold_together_is_not_taken_up(
    scene: Scene, coordinator: Client, told: dict[str, str]
) -> None:
    assert coordinator.post(PATH, take_up(scene, **told)).status_code == 422
    assert not CoordinationRole.objects.exists()


def test_taken_up_twice_it_is_once(scene: Scene, coordinator: Client) -> None:
    coordinator.post(PATH, take_up(scene))
    again = coordinator.post(PATH, take_up(scene))
    assert again.status_code == 422
    assert "loopt op die dag of later al" in again.content.decode()
    assert CoordinationRole.objects.count() == 1


def test_who_presses_a_moment_later_is_told_and_changes_nothing(scene: Scene, coordinator: Client) -> None:
    coordinator.post(PATH, take_up(scene))
    role = CoordinationRole.objects.get()

    def later(form: RefusableForm) -> list[RefusalCode]:
        """What the form says when somebody else ended the role between its looking and its doing."""
        assert form.is_valid()
        CoordinationRole.objects.update(valid_until=date(2020, 6, 1))
        assert form.attempt(lambda: form.act(scene.coordinator)) is None  # type: ignore[attr-defined]  # each has one
        CoordinationRole.objects.update(valid_until=None)
        return [one.code for one in form.reasons]

    ended = {"end-role": str(role.pk), "end-last_day": "2024-12-31"}
    assert later(EndForm([role], ended)) == [RefusalCode.COORDINATION_ENDED]
    told = of_year(wants_support="no", granted="50.000")
    assert later(YearForm([role], told)) == [RefusalCode.COORDINATION_NOT_THAT_YEAR]
    assert later(YearForm([role], of_year(granted="50.000"))) == [RefusalCode.COORDINATION_NOT_THAT_YEAR]
    assert (RoleStatement.objects.count(), RoleSupport.objects.count()) == (0, 0)


def test_what_is_told_of_a_year_is_told_whole_or_not_at_all(
    scene: Scene, coordinator: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    coordinator.post(PATH, take_up(scene))

    def refuse(*_: object, **__: object) -> None:
        told = {"year": 2030, "began_on": date(2014, 1, 1)}
        raise Refusal(Reason(RefusalCode.COORDINATION_NOT_THAT_YEAR, told))

    monkeypatch.setattr("wisselwerk.web.initiative.role.enter_support", refuse)
    page = coordinator.post(PATH, of_year(wants_support="yes", granted="50.000"))
    assert page.status_code == 422
    assert "niet opgenomen" in page.content.decode()
    assert not RoleStatement.objects.exists()


@pytest.mark.parametrize(
    "told",
    [
        {"inhabitants": "3000000000", "inhabitants_on": "2020-01-01"},
        {"valid_from": "9999-12-31"},
    ],
)
def test_a_figure_too_many_is_told_and_is_no_error(
    scene: Scene, coordinator: Client, told: dict[str, str]
) -> None:
    assert coordinator.post(PATH, take_up(scene, **told)).status_code == 422
    coordinator.post(PATH, take_up(scene))
    end = {"act": "end", "end-role": str(CoordinationRole.objects.get().pk), "end-last_day": "9999-12-31"}
    assert coordinator.post(PATH, end).status_code == 422


def test_nothing_of_it_is_asked_for() -> None:
    asked = {
        purpose for form in (TakeUpForm, YearForm, EndForm) for purpose in DECLARED[form].fields.values()
    }
    assert asked == {Purpose.VOLUNTARY}
