"""Schemes here tell of themselves: when they are published, when their money changes, and when they end."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.initiatives import fresh, in_order, noticed, refused, steps
from tests.scene import AS_, GENK, OPGLABBEEK, Scene, set_scene
from wisselwerk.apps.initiatives.models import Initiative
from wisselwerk.apps.initiatives.services import (
    Correction,
    confirm_initiative,
    correct_initiative,
    end_initiative,
    note_initiative,
    tell_scheme,
    tell_schemes,
)
from wisselwerk.apps.schemes.queries import rule_set, version_on
from wisselwerk.apps.schemes.services import fund_scheme, publish_version, reduce_budget
from wisselwerk.clock import today
from wisselwerk.domain.actor import ANONYMOUS, SYSTEM
from wisselwerk.domain.refusal import RefusalCode
from wisselwerk.domain.rule import RuleSet
from wisselwerk.domain.signal import Signal as Value
from wisselwerk.domain.signal import SignalKind

__all__ = ["in_order"]
pytestmark = pytest.mark.django_db

ELSEWHERE = "https://raad.essel.example/notulen/7"
A_DAY = timedelta(days=1)


# Schemes here


def test_a_scheme_tells_of_itself_and_is_confirmed() -> None:
    scene = set_scene()
    signal = tell_scheme(SYSTEM, scheme=scene.scheme, on=today())
    assert signal is not None
    one = fresh(signal.initiative)
    assert (one.state, one.partnership, one.priority) == ("CONFIRMED", scene.partnership, "WSE-LR3")
    assert one.amounts == [[25_000_000, today().year]]
    assert one.terms == {
        "amount_cents": 25_000,
        "own_contribution_cents": 25_000,
        "amount_said": "",
        "own_contribution_said": "",
    }
    assert sorted(place.place for place in one.places.all()) == [AS_, GENK, OPGLABBEEK, "71067"]
    assert tell_scheme(SYSTEM, scheme=scene.scheme, on=today()) is None
    assert tell_schemes(SYSTEM, on=today() + A_DAY) == 0


def test_publishing_and_money_make_a_scheme_tell_again() -> None:
    scene = set_scene()
    tell_scheme(SYSTEM, scheme=scene.scheme, on=today())
    year = today().year
    fund_scheme(SYSTEM, scheme=scene.scheme, year=year + 1, amount_cents=5_000)
    reduce_budget(SYSTEM, scheme=scene.scheme, year=year, member=None, amount_cents=1_000, reason="Minder.")
    again = tell_scheme(SYSTEM, scheme=scene.scheme, on=today())
    assert again is not None
    assert again.follows is not None
    assert fresh(again.initiative).amounts == [[24_999_000, year], [5_000, year + 1]]
    assert fresh(again.initiative).state == "CONFIRMED"


def with_last_day(scene: Scene, last_day: date, valid_from: date) -> None:
    version = version_on(scene.scheme, today())
    assert version is not None
    plain = rule_set(version).to_plain()
    for one in plain["rules"]:
        if one["kind"] == "application_window":
            one["parameters"] = {"opens_on": "2016-01-01", "closes_on": last_day.isoformat()}
    publish_version(
        SYSTEM, scheme=scene.scheme, rule_set=RuleSet.from_plain(plain), valid_from=valid_from, source="Test"
    )


def test_a_scheme_ends_the_day_after_its_last_one_and_goes_on_when_it_opens_again() -> None:
    scene = set_scene()
    last_day = today() + 10 * A_DAY
    with_last_day(scene, last_day, today())
    tell_schemes(SYSTEM, on=last_day)
    one = Initiative.objects.get()
    assert (one.state, one.ends_on) == ("CONFIRMED", last_day)
    tell_schemes(SYSTEM, on=last_day + A_DAY)
    assert fresh(one).state == "ENDED"
    tell_schemes(SYSTEM, on=last_day + A_DAY)
    with_last_day(scene, last_day + 90 * A_DAY, last_day + 5 * A_DAY)
    tell_schemes(SYSTEM, on=last_day + 5 * A_DAY)
    assert [action for action, _ in steps(one)] == ["NOTICE", "CONFIRM", "END", "CONFIRM"]


def test_what_the_coordinator_ended_is_not_begun_again_by_the_night() -> None:
    scene = set_scene()
    tell_schemes(SYSTEM, on=today())
    end_initiative(scene.coordinator, initiative=Initiative.objects.get())
    tell_schemes(SYSTEM, on=today())
    assert Initiative.objects.get().state == "ENDED"


def test_a_budget_that_goes_back_to_what_it_was_is_told_again() -> None:
    scene = set_scene()
    tell_scheme(SYSTEM, scheme=scene.scheme, on=today())
    year = today().year
    fund_scheme(SYSTEM, scheme=scene.scheme, year=year, amount_cents=1_000)
    tell_scheme(SYSTEM, scheme=scene.scheme, on=today())
    one = Initiative.objects.get()
    assert one.amounts == [[25_001_000, year]]
    reduce_budget(SYSTEM, scheme=scene.scheme, year=year, member=None, amount_cents=1_000, reason="Minder.")
    assert tell_scheme(SYSTEM, scheme=scene.scheme, on=today()) is not None
    assert fresh(one).amounts == [[25_000_000, year]]
    assert tell_scheme(SYSTEM, scheme=scene.scheme, on=today()) is None


def test_the_night_does_not_overrule_an_owner_who_says_that_it_goes_on() -> None:
    scene = set_scene()
    with_last_day(scene, today() - A_DAY, today())
    tell_schemes(SYSTEM, on=today())
    one = Initiative.objects.get()
    assert one.state == "ENDED"
    confirm_initiative(scene.coordinator, initiative=one)
    tell_schemes(SYSTEM, on=today() + A_DAY)
    assert fresh(one).state == "CONFIRMED"


def test_a_later_last_day_that_an_owner_tells_is_the_one_on_which_it_ends() -> None:
    scene = set_scene()
    last_day = today() + 10 * A_DAY
    with_last_day(scene, last_day, today())
    tell_schemes(SYSTEM, on=today())
    one, later = Initiative.objects.get(), last_day + 30 * A_DAY
    correct_initiative(scene.coordinator, initiative=one, correction=Correction(ends_on=later))
    tell_schemes(SYSTEM, on=later)
    assert (fresh(one).state, fresh(one).ends_on) == ("CORRECTED", later)
    tell_schemes(SYSTEM, on=later + A_DAY)
    assert fresh(one).state == "ENDED"


def test_an_unpublished_scheme_tells_nothing() -> None:
    scene = set_scene()
    scene.scheme.pk, scene.scheme.slug = None, "leeg"
    scene.scheme.save()
    assert tell_scheme(SYSTEM, scheme=scene.scheme, on=today()) is None


def test_a_note_is_confirmed_by_who_gives_it_and_kept_once() -> None:
    scene = set_scene()
    said = Value(
        kind=SignalKind.NOTE,
        key="",
        source="",
        held_on=None,
        known_on=today(),
        title="Beurs sociale economie",
        government=scene.partnership.name,
        starts_on=date(2026, 3, 1),
    )
    signal = note_initiative(scene.coordinator, partnership_id=scene.partnership.pk, said=said)
    assert signal is not None
    assert (fresh(signal.initiative).state, signal.held_on) == ("CONFIRMED", date(2026, 3, 1))
    assert note_initiative(scene.coordinator, partnership_id=scene.partnership.pk, said=said) is None
    code = refused(note_initiative, ANONYMOUS, partnership_id=scene.partnership.pk, said=said)
    assert code is RefusalCode.NOT_ALLOWED
    for told in (
        replace(said, title="Beurs van de heer Lowie Vos"),
        replace(said, what="Bel Zohra Qaderi op 0470 12 34 56."),
    ):
        code = refused(note_initiative, scene.coordinator, partnership_id=scene.partnership.pk, said=told)
        assert code is RefusalCode.PERSON_NAMED


def test_a_home_that_moves_takes_its_own_texts_along() -> None:
    path = f"/regelingen/{set_scene().scheme.slug}/raad/1/#besluit"
    before, after = (f"{host}{path}" for host in ("http://127.0.0.1:8141", "https://cheques.genk.example"))
    first = noticed(address=before)
    confirm_initiative(SYSTEM, initiative=first)
    assert noticed(address=after) == first
    assert fresh(first).state == "CONFIRMED"
    assert noticed(address=after.replace("/1/", "/2/")) != first
    assert (
        noticed(address=f"https://raad.genk.example{path}", title="Wijk-werken. Een ander besluit.") != first
    )
    elsewhere = "/besluiten/7"
    assert noticed(address=f"https://een.example{elsewhere}") != noticed(
        address=f"https://twee.example{elsewhere}"
    )
