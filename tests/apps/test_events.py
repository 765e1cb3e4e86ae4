"""Events: planned, full, called off, registered for with a code, ticked at the door, forgotten but for the counts."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from tests.acquaintance import acts, code_of, planned, refused, registered
from tests.scene import EMAIL, Scene, put_in_outbox, set_scene
from wisselwerk.apps.introductions.models import Event, Pending, Registration
from wisselwerk.apps.introductions.queries.events import (
    event_coordinated,
    events_coordinated,
    events_to_come,
    list_at_the_door,
    registration_of,
    registrations_of,
)
from wisselwerk.apps.introductions.queries.proof import differences
from wisselwerk.apps.introductions.services import (
    call_off_event,
    give_place_back,
    plan_event,
    prove_address,
    record_introduction,
    register_for_event,
    tick_attendance,
)
from wisselwerk.apps.privacy.introduction_entries import REGISTRATION_KEPT_FOR
from wisselwerk.apps.privacy.services import erase_expired, erase_person
from wisselwerk.clock import now
from wisselwerk.demo.cast import OWN_ENTERPRISE
from wisselwerk.domain.actor import ANONYMOUS, SYSTEM
from wisselwerk.domain.refusal import RefusalCode

pytestmark = pytest.mark.django_db

A_DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


@pytest.fixture
def scene() -> Scene:
    return set_scene()


def test_only_its_coordinator_plans_ticks_and_calls_off(scene: Scene) -> None:
    event = planned(scene)
    place = registered(event, EMAIL["stranger"])
    for who in ("owner", "provider_staff", "coordinator_zuidoost_limburg", "auditor"):
        actor = acts(EMAIL[who])
        acts_of = (
            lambda actor=actor: plan_event(
                actor,
                partnership=scene.partnership,
                title="Ontbijt",
                place="Genk",
                starts_at=now(),
                ends_at=now() + HOUR,
                capacity=1,
            ),
            lambda actor=actor: call_off_event(actor, event=event),
            lambda actor=actor: tick_attendance(actor, registration=place, has_attended=True),
        )
        for act in acts_of:
            assert refused(act) is RefusalCode.NOT_ALLOWED
        assert event_coordinated(actor, event.slug) is None
        assert list(events_coordinated(actor)) == []
    assert event_coordinated(scene.coordinator, event.slug) == event


@pytest.mark.parametrize("lasts", [timedelta(), -HOUR, timedelta(days=2, seconds=1)])
def test_an_event_ends_after_it_begins_and_soon(scene: Scene, lasts: timedelta) -> None:
    begins = now()
    code = refused(
        lambda: plan_event(
            scene.coordinator,
            partnership=scene.partnership,
            title="Ontbijt",
            place="Genk",
            starts_at=begins,
            ends_at=begins + lasts,
            capacity=1,
        )
    )
    assert code is RefusalCode.EVENT_TIMES_WRONG


def test_two_events_of_one_name_and_day_have_addresses_of_their_own(scene: Scene) -> None:
    begins = datetime(2031, 3, 30, 0, 30, tzinfo=ZoneInfo("Europe/Brussels"))
    first, second = (planned(scene, starts_at=begins, title="Ontbijt!") for _ in range(2))
    assert (first.slug, second.slug) == ("ontbijt-2031-03-30", "ontbijt-2031-03-30-2")
    # That night the clock goes from two to three: three hours later is half past four there.
    assert first.ends_at.astimezone(ZoneInfo("Europe/Brussels")).hour in {3, 4}


def test_a_place_is_taken_once_by_whoever_brings_the_code_back(scene: Scene) -> None:
    event = planned(scene)
    pending = register_for_event(
        ANONYMOUS,
        event=event,
        email="An@zaak.example",
        name=" An van de bakker ",
        enterprise_number=OWN_ENTERPRISE.number,
    )
    assert not Registration.objects.exists()
    place = prove_address(ANONYMOUS, token=pending.token, code=code_of(pending))
    assert isinstance(place, Registration)
    assert (place.name, place.event_ends_at) == ("An van de bakker", event.ends_at)
    assert registered(event, "an@zaak.example") == place
    event.refresh_from_db()
    assert event.registered == 1
    assert list(differences()) == []


def test_full_is_told_at_once_and_when_it_became_full_meanwhile(scene: Scene) -> None:
    event = planned(scene, capacity=1)
    late = register_for_event(ANONYMOUS, event=event, email="laat@zaak.example", name="Laat")
    registered(event, "vroeg@zaak.example")
    with_code = refused(lambda: prove_address(ANONYMOUS, token=late.token, code=code_of(late)))
    event.refresh_from_db()
    at_once = refused(lambda: register_for_event(ANONYMOUS, event=event, email="x@zaak.example", name="X"))
    assert (with_code, at_once) == (RefusalCode.EVENT_FULL, RefusalCode.EVENT_FULL)
    assert give_place_back(acts("vroeg@zaak.example"), event=event)
    assert prove_address(ANONYMOUS, token=late.token, code=code_of(late)).pk
    event.refresh_from_db()
    assert event.registered == 1
    assert list(differences()) == []


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"email": "x"}, RefusalCode.EMAIL_INVALID),
        ({"enterprise_number": "12"}, RefusalCode.ENTERPRISE_NUMBER_INVALID),
    ],
)
def test_what_cannot_be_registered(scene: Scene, changed: dict[str, str], code: RefusalCode) -> None:
    asked = {"email": "a@zaak.example", "name": "An"} | changed
    event = planned(scene)
    assert refused(lambda: register_for_event(ANONYMOUS, event=event, **asked)) is code
    assert not Pending.objects.exists()


def test_a_place_given_back_is_erased_and_only_ones_own(scene: Scene) -> None:
    event = planned(scene)
    registered(event, EMAIL["owner"])
    assert not give_place_back(acts(EMAIL["stranger"]), event=event)
    assert not give_place_back(ANONYMOUS, event=event)
    assert give_place_back(acts(EMAIL["owner"]), event=event)
    assert not give_place_back(acts(EMAIL["owner"]), event=event)
    assert not Registration.objects.exists()
    event.refresh_from_db()
    assert event.registered == 0


def test_once_it_has_begun_nobody_comes_or_goes(scene: Scene) -> None:
    event = planned(scene)
    registered(event, EMAIL["owner"])
    with time_machine.travel(event.starts_at, tick=False):
        came = refused(lambda: register_for_event(ANONYMOUS, event=event, email="x@zaak.example", name="X"))
        left = refused(lambda: give_place_back(acts(EMAIL["owner"]), event=event))
        off = refused(lambda: call_off_event(scene.coordinator, event=event))
    assert {came, left, off} == {RefusalCode.EVENT_OVER}


def test_who_was_there_is_ticked_from_its_day_on(scene: Scene) -> None:
    event = planned(scene)
    one, other = registered(event, "an@zaak.example", name="Bo"), registered(event, "bo@zaak.example")
    assert [place.name for place in list_at_the_door(event)] == ["An", "Bo"]

    def tick(place: Registration, *, there: bool) -> None:
        tick_attendance(scene.coordinator, registration=place, has_attended=there)

    assert refused(lambda: tick(one, there=True)) is RefusalCode.EVENT_NOT_BEGUN
    with time_machine.travel(event.starts_at, tick=False):
        for place, there in ((one, True), (one, True), (other, True), (other, False)):
            tick(place, there=there)
    event.refresh_from_db()
    assert (event.registered, event.attended) == (2, 1)
    assert list(differences()) == []


def test_calling_off_is_mailed_to_who_registered_and_closes_it(scene: Scene) -> None:
    event = planned(scene)
    place = registered(event, EMAIL["owner"])
    mailed = put_in_outbox().count(("send_registration", {"registration_id": place.pk}))
    for _ in range(2):
        event = call_off_event(scene.coordinator, event=event)
    assert put_in_outbox().count(("send_registration", {"registration_id": place.pk})) == mailed + 1
    for act in (
        lambda: register_for_event(ANONYMOUS, event=event, email="x@zaak.example", name="X"),
        lambda: tick_attendance(scene.coordinator, registration=place, has_attended=True),
    ):
        assert refused(act) is RefusalCode.EVENT_CALLED_OFF
    assert list(events_to_come(now())) == [event], "who looks for it must be told"
    assert list(differences()) == []


def test_everybody_sees_their_own_place(scene: Scene) -> None:
    event = planned(scene)
    place = registered(event, EMAIL["owner"])
    assert registration_of(acts(EMAIL["owner"]), event) == place
    assert list(registrations_of(acts(EMAIL["owner"]), now())) == [place]
    for actor in (acts(EMAIL["stranger"]), ANONYMOUS, SYSTEM):
        assert registration_of(actor, event) is None
        assert list(registrations_of(actor, now())) == []


def test_places_are_erased_at_their_term_and_the_counts_stay(scene: Scene) -> None:
    event = planned(scene)
    for letter in "abc":
        place = registered(event, f"{letter}@zaak.example")
    with time_machine.travel(event.starts_at, tick=False):
        tick_attendance(scene.coordinator, registration=place, has_attended=True)
        record_introduction(
            scene.coordinator,
            provider=scene.provider,
            enterprise_number=OWN_ENTERPRISE.number,
            partnership=scene.partnership,
            event=event,
        )
    erase_expired(SYSTEM, at=event.ends_at + REGISTRATION_KEPT_FOR - A_DAY)
    assert Registration.objects.count() == 3
    erase_expired(SYSTEM, at=event.ends_at + REGISTRATION_KEPT_FOR + A_DAY)
    assert not Registration.objects.exists()
    event = Event.objects.get()
    assert (event.registered, event.attended, event.introductions.count()) == (3, 1, 1)
    assert list(differences()) == []


def test_who_is_erased_keeps_a_place_without_a_name(scene: Scene) -> None:
    event = planned(scene)
    registered(event, EMAIL["owner"], number=OWN_ENTERPRISE.number)
    assert erase_person(SYSTEM, email=EMAIL["owner"])
    place = Registration.objects.get()
    assert (place.person, place.name, place.enterprise) == (None, "", None)
    assert list(differences()) == []
