"""Who takes up the local role: entered with its source, ended, and the support that is due or was granted."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.scene import Scene, actor, set_scene
from wisselwerk.apps.initiatives.models import CoordinationRole, RoleStatement, RoleSupport
from wisselwerk.apps.initiatives.queries.frame import role_rows
from wisselwerk.apps.initiatives.queries.frame_proof import differences
from wisselwerk.apps.initiatives.services.frame import (
    end_coordination,
    enter_role_year,
    enter_support,
    take_up_coordination,
)
from wisselwerk.apps.parties.models import Organisation, OrganisationKind
from wisselwerk.domain.actor import SYSTEM, Actor
from wisselwerk.domain.coordination_frame import Form, RoleYear, Why
from wisselwerk.domain.money import Cents
from wisselwerk.domain.refusal import Refusal, RefusalCode
from wisselwerk.wording import NO_BREAK

pytestmark = pytest.mark.django_db

SOURCE = "Meerjarenplan 2014-2019, raad van 15 december 2013"


@pytest.fixture
def scene() -> Scene:
    return set_scene()


def take_up(scene: Scene, by: Actor | None = None, **more: object) -> CoordinationRole:
    told: dict[str, object] = {
        "holder": scene.scheme.partnership,
        "form": Form.INTERLOKALE_VERENIGING,
        "valid_from": date(2014, 10, 1),
        "source": SOURCE,
        "inhabitants": 90_000,
        "inhabitants_on": date(2014, 1, 1),
    }
    return take_up_coordination(by or scene.coordinator, **(told | more))  # type: ignore[arg-type]  # as above


def refused(code: RefusalCode, attempt: Callable[[], object]) -> None:
    with pytest.raises(Refusal) as refusal:
        attempt()
    assert [one.code for one in refusal.value.reasons] == [code]


def named_in(attempt: Callable[[], object]) -> object:
    """Whom a refused text names."""
    with pytest.raises(Refusal) as refusal:
        attempt()
    (reason,) = refusal.value.reasons
    assert reason.code is RefusalCode.PERSON_NAMED
    return reason.params["names"]


def test_the_support_of_a_year_is_told_with_why(scene: Scene) -> None:
    take_up(scene)
    with CaptureQueriesContext(connection) as asked:
        (row,) = role_rows(2015)
    assert len(asked) == 3
    assert (row.holder, row.source, row.support.amount_cents) == (
        scene.scheme.partnership.name,
        SOURCE,
        50_000_00,
    )
    assert (
        row.sentence.replace(NO_BREAK, " ") == "€ 50.000,00 per jaar, voor 90.000 inwoners op 1 januari 2014."
    )
    assert list(differences()) == []


def test_where_no_formula_is_known_it_is_entered_and_the_last_one_counts(scene: Scene) -> None:
    role = take_up(scene)
    (row,) = role_rows(2024)
    assert (row.support.amount_cents, row.support.why, row.support_source) == (None, Why.NO_FORMULA, "")
    for cents in (70_000_00, 81_000_00):
        enter_support(
            scene.coordinator, role=role, year=2024, amount_cents=cents, source="Besluit van de minister"
        )
    (row,) = role_rows(2024)
    assert (row.support.amount_cents, row.support.why) == (81_000_00, Why.ENTERED)
    assert row.support_source == "Besluit van de minister"
    # Of another year nothing was entered.
    assert role_rows(2025)[0].support.why is Why.NO_FORMULA
    assert RoleSupport.objects.count() == 2
    assert list(differences()) == []


@pytest.mark.parametrize(("year", "is_there"), [(2013, False), (2014, True), (2019, True), (2020, False)])
def test_a_role_is_there_in_each_year_that_it_has_a_day_in(scene: Scene, year: int, is_there: bool) -> None:
    end_coordination(scene.coordinator, role=take_up(scene), valid_until=date(2020, 1, 1))
    assert bool(role_rows(year)) is is_there


def test_who_ended_can_take_it_up_again_on_that_day_and_not_before(scene: Scene) -> None:
    role = take_up(scene)
    refused(RefusalCode.COORDINATION_STANDS, lambda: take_up(scene, valid_from=date(2016, 1, 1)))
    end_coordination(scene.coordinator, role=role, valid_until=date(2016, 1, 1))
    refused(
        RefusalCode.COORDINATION_ENDED,
        lambda: end_coordination(scene.coordinator, role=role, valid_until=date(2017, 1, 1)),
    )
    refused(RefusalCode.COORDINATION_STANDS, lambda: take_up(scene, valid_from=date(2015, 12, 31)))
    take_up(scene, valid_from=date(2016, 1, 1))
    assert list(differences()) == []


def test_what_does_not_hold_together_is_refused(scene: Scene) -> None:
    enterprise = Organisation.objects.create(
        kind=OrganisationKind.ONDERNEMING, enterprise_number="0403170701", name="De Oven"
    )
    for told, why in (
        ({"source": " "}, "where it stands"),
        ({"inhabitants_on": None}, "the day on which"),
        ({"inhabitants": None, "inhabitants_on": None, "centre_inhabitants": [5]}, "the day on which"),
        ({"centre_inhabitants": [90_001]}, "do not fit"),
    ):
        with pytest.raises(ValueError, match=why):
            take_up(scene, **told)
    named = named_in(lambda: take_up(scene, source="Mail van Sofie Van de Velde, 3 mei 2014"))
    assert named == ("Sofie Van de Velde",)
    with pytest.raises(ValueError, match="no local government"):
        take_up(scene, SYSTEM, holder=enterprise)
    role = take_up(scene)
    with pytest.raises(ValueError, match="later than 2014-10-01"):
        end_coordination(scene.coordinator, role=role, valid_until=date(2014, 10, 1))
    for cents, source, why in (
        (-1, "Besluit", "not below zero"),
        (1, " ", "say where it stands"),
    ):
        with pytest.raises(ValueError, match=why):
            enter_support(scene.coordinator, role=role, year=2024, amount_cents=cents, source=source)
    letter = "Brief van mevrouw Zohra Qaderi"
    named = named_in(
        lambda: enter_support(scene.coordinator, role=role, year=2024, amount_cents=1, source=letter)
    )
    assert named == ("Zohra Qaderi",)


@pytest.mark.parametrize("who", ["coordinator_zuidoost_limburg", "auditor"])
def test_only_who_acts_for_it_enters_anything(scene: Scene, who: str) -> None:
    role = take_up(scene)
    stranger = actor(who)
    for attempt in (
        lambda: take_up(scene, stranger),
        lambda: end_coordination(stranger, role=role, valid_until=date(2020, 1, 1)),
        lambda: enter_support(stranger, role=role, year=2024, amount_cents=1, source="x"),
    ):
        with pytest.raises(Refusal) as refusal:
            attempt()
        assert [one.code for one in refusal.value.reasons] == [RefusalCode.NOT_ALLOWED]


@pytest.mark.parametrize(
    "change",
    [
        {"inhabitants": 1},
        {"valid_until": date(2030, 1, 1)},
        {"source": "Anders"},
        {"form": Form.GEMEENTE},
        {"centre_inhabitants": [1]},
    ],
)
def test_what_was_changed_is_named(scene: Scene, change: dict[str, object]) -> None:
    role = take_up(scene)
    CoordinationRole.objects.filter(pk=role.pk).update(**change)
    assert list(differences()) == [f"coordination_role:{role.pk}: is not what the trail tells"]


def test_support_that_was_entered_does_not_change(scene: Scene) -> None:
    support = enter_support(SYSTEM, role=take_up(scene), year=2024, amount_cents=5, source="Besluit")
    with pytest.raises(Exception, match="append-only"), transaction.atomic():
        RoleSupport.objects.filter(pk=support.pk).update(amount_cents=6)


def test_what_is_told_of_a_year_stands_beside_and_the_last_one_counts(scene: Scene) -> None:
    role = take_up(scene)
    for hundredths, wants in ((100, True), (150, None)):
        told = RoleYear(fte_hundredths=hundredths, wants_support=wants, coordinator_since=date(2015, 3, 1))
        enter_role_year(scene.coordinator, role=role, year=2024, told=told, source="Jaarplan 2024")
    (row,) = role_rows(2024)
    assert row.told is not None
    assert (row.told.fte_hundredths, row.people, row.told.source) == (150, "1,5", "Jaarplan 2024")
    assert role_rows(2025)[0].told is None
    assert list(differences()) == []


@pytest.mark.parametrize("year", [2015, 2021, 2024])
def test_who_opts_out_of_support_keeps_the_role_and_is_due_nothing(scene: Scene, year: int) -> None:
    role = take_up(scene)
    told = RoleYear(wants_support=False)
    enter_role_year(scene.coordinator, role=role, year=year, told=told, source="Jaarplan")
    (row,) = role_rows(year)
    assert (row.support.amount_cents, row.support.why) == (0, Why.OPTED_OUT)
    assert role_rows(year + 1)[0].support.why is not Why.OPTED_OUT


def test_what_is_told_of_a_year_holds_together(scene: Scene) -> None:
    role = take_up(scene)
    end_coordination(scene.coordinator, role=role, valid_until=date(2020, 1, 1))
    told = RoleYear(means_cents=Cents(0))
    with pytest.raises(ValueError, match="where it stands"):
        enter_role_year(scene.coordinator, role=role, year=2019, told=told, source=" ")
    for year in (2013, 2020):
        for attempt in (
            lambda: enter_role_year(scene.coordinator, role=role, year=year, told=told, source="x"),  # noqa: B023  # at once
            lambda: enter_support(scene.coordinator, role=role, year=year, amount_cents=1, source="x"),  # noqa: B023  # at once
        ):
            refused(RefusalCode.COORDINATION_NOT_THAT_YEAR, attempt)
    enter_role_year(scene.coordinator, role=role, year=2019, told=told, source="x")
    for nothing in ({}, {"vision": ""}, {"fte_hundredths": -1}, {"means_cents": Cents(-1)}):
        with pytest.raises(ValueError, match=r"say something|below zero"):
            RoleYear(**nothing)
    vision = RoleYear(vision="Mevrouw Els Peeters trekt het overleg.")
    named = named_in(
        lambda: enter_role_year(scene.coordinator, role=role, year=2019, told=vision, source="x")
    )
    assert named == ("Els Peeters",)
    with pytest.raises(Refusal):
        enter_role_year(actor("auditor"), role=role, year=2019, told=told, source="x")
    assert RoleStatement.objects.count() == 1
