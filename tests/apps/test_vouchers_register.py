"""An application where the register of enterprises is loaded: it wins, and a difference goes to a person."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.kbo_sample import SampleEnterprise, SamplePlace, write_kbo
from tests.scene import (
    GENK,
    OPGLABBEEK,
    TONGEREN,
    Rules,
    Scene,
    enterprise_number,
    set_scene,
)
from wisselwerk.apps.enterprises.services import load_register
from wisselwerk.apps.vouchers.models import Application
from wisselwerk.apps.vouchers.queries import latest_decision
from wisselwerk.apps.vouchers.queries.proof import differences
from wisselwerk.apps.vouchers.services import enter_application
from wisselwerk.clock import today
from wisselwerk.demo.cast import PROVIDER_NUMBER
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.formats import kbo
from wisselwerk.formats.kbo import open_kbo

pytestmark = pytest.mark.django_db(transaction=True)

NUMBER = enterprise_number(0)
IN_OPGLABBEEK = SamplePlace(postcode="3660", municipality="Oudsbergen")
IN_TONGEREN = SamplePlace(postcode="3700", municipality="Tongeren-Borgloon")
SECTOR: Rules = {"sector": {"admitted": "only", "sectors": ["10"]}}
ANYWHERE: Rules = {"territory": {"places": [GENK, OPGLABBEEK], "located": "seat_or_establishment"}}

Load = Callable[..., date]


@pytest.fixture
def registered(tmp_path: Path) -> Load:
    """Load a register of this one enterprise; the day it tells of."""

    def load(number: str = NUMBER, **told: Any) -> date:
        day = today() - timedelta(days=20)
        path = tmp_path / "set.zip"
        write_kbo(path, kbo.Extract(1, day), lambda: [SampleEnterprise(number=number, **told)])
        with open_kbo(path) as read:
            load_register(SYSTEM, read=read)
        return day

    return load


def enter(scene: Scene, **declarations: str) -> Application:
    """An application with these declarations, that is decided at once."""
    return enter_application(
        scene.coordinator,
        scheme=scene.scheme,
        enterprise_number=NUMBER,
        email="iemand@example.be",
        provider=PROVIDER_NUMBER,
        declarations=declarations,
    )


def outcome(application: Application) -> tuple[str, list[str], dict[str, Any]]:
    decision = latest_decision(application)
    assert decision is not None
    assert list(differences()) == []
    codes = [one["reason"]["code"] for one in decision.outcomes if one["reason"]]
    return application.state, codes, decision.facts


def test_without_a_register_what_was_declared_counts_and_is_said_to_be_that() -> None:
    state, codes, facts = outcome(enter(set_scene(), municipality=GENK))
    assert (state, codes) == ("awarded", [])
    assert "seat_places" in facts["declared"]
    assert (facts["register_on"], facts["is_in_register"]) == (None, None)


def test_the_register_tells_where_the_seat_is_and_nobody_needs_to(registered: Load) -> None:
    day = registered(seat=IN_OPGLABBEEK)
    state, codes, facts = outcome(enter(set_scene()))
    assert (state, codes, facts["seat_places"]) == ("awarded", [], [OPGLABBEEK])
    assert "seat_places" not in facts["declared"]
    assert (facts["register_on"], facts["is_in_register"]) == (day.isoformat(), True)


def test_what_agrees_with_it_is_decided_at_once(registered: Load) -> None:
    registered(seat=IN_OPGLABBEEK)
    assert outcome(enter(set_scene(), municipality="72042"))[:2] == ("awarded", [])


@pytest.mark.parametrize(
    ("seat", "declared"),
    [(IN_TONGEREN, GENK), (IN_OPGLABBEEK, TONGEREN)],
    ids=["declared inside", "declared outside"],
)
def test_a_difference_goes_to_a_person_whoever_it_would_help(
    registered: Load, seat: SamplePlace, declared: str
) -> None:
    registered(seat=seat)
    state, codes, facts = outcome(enter(set_scene(), municipality=declared))
    assert (state, codes, facts["differing"]) == ("review", ["REGISTER_DIFFERS"], ["seat_places"])


def test_a_seat_that_the_register_has_outside_is_refused_where_nobody_says_otherwise(
    registered: Load,
) -> None:
    registered(seat=IN_TONGEREN)
    assert outcome(enter(set_scene()))[:2] == ("refused", ["OUTSIDE_TERRITORY"])


def test_who_is_not_in_it_goes_to_a_person(registered: Load) -> None:
    registered(number=enterprise_number(9))
    assert outcome(enter(set_scene(), municipality=GENK))[:2] == ("review", ["NOT_IN_REGISTER"])


def test_a_seat_abroad_is_asked_of_the_applicant(registered: Load) -> None:
    registered(seat=SamplePlace(country="Nederland"))
    state, codes, facts = outcome(enter(set_scene(), municipality=GENK))
    assert (state, codes) == ("awarded", [])
    assert "seat_places" in facts["declared"]


@pytest.mark.parametrize(
    ("told", "declared", "expected"),
    [
        ("10711", None, ("awarded", [])),
        ("10711", "10711", ("awarded", [])),
        ("10711", "10", ("awarded", [])),
        ("81300", None, ("refused", ["SECTOR_NOT_ADMITTED"])),
        ("81300", "10711", ("review", ["REGISTER_DIFFERS"])),
        ("10711", "81300", ("review", ["REGISTER_DIFFERS"])),
    ],
)
def test_its_activity_counts(
    registered: Load, told: str, declared: str | None, expected: tuple[str, list[str]]
) -> None:
    registered(activities=(("001", "2025", told, "MAIN"),))
    scene = set_scene(rules=SECTOR)
    declarations = {"nace_code": declared} if declared else {}
    assert outcome(enter(scene, municipality=GENK, **declarations))[:2] == expected


def test_an_activity_in_an_older_version_says_nothing(registered: Load) -> None:
    registered(activities=(("001", "2008", "81300", "MAIN"),))
    assert outcome(enter(set_scene(rules=SECTOR), municipality=GENK, nace_code="10711"))[:2] == (
        "awarded",
        [],
    )


def test_an_establishment_here_is_found_in_it(registered: Load) -> None:
    registered(seat=IN_TONGEREN, establishments=(("2000000339", IN_TONGEREN), ("2000000438", SamplePlace())))
    state, codes, facts = outcome(enter(set_scene(rules=ANYWHERE)))
    assert (state, codes, facts["establishment_places"]) == ("awarded", [], [GENK])


def test_an_establishment_that_it_does_not_know_goes_to_a_person(registered: Load) -> None:
    registered(seat=IN_TONGEREN, establishments=(("2000000339", IN_TONGEREN),))
    application = enter(set_scene(rules=ANYWHERE), establishment=GENK)
    assert outcome(application)[:2] == ("review", ["REGISTER_DIFFERS"])


def test_a_voucher_from_before_the_register_stays(registered: Load) -> None:
    enter(set_scene(), municipality=GENK)
    registered(seat=IN_TONGEREN)
    assert list(differences()) == []
