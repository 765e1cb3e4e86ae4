"""``verify`` and introductions: whoever changes a row with the database and not with the program is found, row by row."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import models

from tests.acquaintance import acts, introduced, planned, registered, stated
from tests.scene import EMAIL, GENK, Scene, set_provider, set_scene
from wisselwerk.apps.audit.models import Entry
from wisselwerk.apps.introductions.models import (
    Event,
    FamiliarityCount,
    FamiliarityQuestion,
    Introduction,
    JointOffer,
    JointPartner,
    Need,
    Quote,
    Registration,
    Suggestion,
)
from wisselwerk.apps.introductions.queries.proof import differences
from wisselwerk.apps.introductions.services import (
    propose_joint_offer,
    record_introduction,
    record_quote,
    suggest_services,
    withdraw_introduction,
    withdraw_need,
)
from wisselwerk.apps.parties.services import enterprise, local_government, person
from wisselwerk.clock import now, today
from wisselwerk.demo.cast import OTHER_ENTERPRISE, OWN_ENTERPRISE, invented_number
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.familiarity import Familiarity
from wisselwerk.domain.money import Cents

pytestmark = pytest.mark.django_db(transaction=True)

A_DAY = timedelta(days=1)
Tamper = Callable[..., None]


def play() -> Scene:
    """One row at least in each table."""
    scene = set_scene()
    other = set_provider(invented_number(77))
    made = introduced(scene, stated(familiarity=Familiarity.KNOWN))
    record_quote(
        acts(EMAIL["provider_staff"]), introduction=made, quoted_on=today(), amount_cents=Cents(10_000)
    )
    assert made.need is not None
    suggest_services(scene.coordinator, need=made.need, services=other.services.all(), reason="Past ook.")
    event = planned(scene)
    registered(event, EMAIL["stranger"])
    record_introduction(
        scene.coordinator,
        provider=other,
        enterprise_number=OTHER_ENTERPRISE.number,
        partnership=scene.partnership,
        event=event,
    )
    propose_joint_offer(
        SYSTEM, lead=scene.provider, name="Samen", description="Alles in een keer.", partners=[other]
    )
    assert list(differences()) == []
    return scene


def elsewhere() -> int:
    return local_government(GENK, today()).pk


CHANGES: dict[str, tuple[type[models.Model], dict[str, Callable[[], Any]]]] = {
    "need": (
        Need,
        {
            "enterprise_id": lambda: enterprise(invented_number(980)).pk,
            "place": lambda: "71002",
            "partnership_id": lambda: None,
            "actor": lambda: "person:999",
            "stated_at": lambda: now() - A_DAY,
            "withdrawn_at": now,
        },
    ),
    "suggestion": (
        Suggestion,
        {
            "need_id": lambda: stated(invented_number(981)).pk,
            "service_id": lambda: set_provider(invented_number(78)).services.get().pk,
            "need_stated_at": lambda: now() - A_DAY,
            "actor": lambda: "person:999",
            "at": lambda: now() - A_DAY,
        },
    ),
    "introduction": (
        Introduction,
        {
            "enterprise_id": lambda: enterprise(invented_number(980)).pk,
            "provider_id": lambda: set_provider(invented_number(78)).pk,
            "partnership_id": elsewhere,
            "need_id": lambda: None,
            "event_id": lambda: Event.objects.get().pk,
            "made_by": lambda: "PROVIDER",
            "person_id": lambda: person("ander@zaak.example").pk,
            "actor": lambda: "person:999",
            "made_at": lambda: now() - A_DAY,
            "withdrawn_at": now,
        },
    ),
    "quote": (
        Quote,
        {
            "introduction_id": lambda: Introduction.objects.latest("pk").pk,
            "quoted_on": lambda: today() - A_DAY,
            "amount_cents": lambda: None,
            "actor": lambda: "person:999",
            "at": lambda: now() - A_DAY,
        },
    ),
    "event": (
        Event,
        {
            "partnership_id": elsewhere,
            "slug": lambda: "anders",
            "title": lambda: "Anders",
            "description": lambda: "Anders",
            "place": lambda: "Anders",
            "starts_at": lambda: now() - A_DAY,
            "ends_at": lambda: now() + 99 * A_DAY,
            "capacity": lambda: 21,
            "registered": lambda: 2,
            "attended": lambda: 1,
            "actor": lambda: "person:999",
            "planned_at": lambda: now() - A_DAY,
            "called_off_at": now,
        },
    ),
    "registration": (Registration, {"has_attended": lambda: True}),
    "joint_offer": (
        JointOffer,
        {
            "lead_id": lambda: set_provider(invented_number(78)).pk,
            "name": lambda: "Anders",
            "description": lambda: "Anders",
            "price": lambda: "1 euro",
            "actor": lambda: "person:999",
            "proposed_at": lambda: now() - A_DAY,
            "ended_at": now,
        },
    ),
    "joint_partner": (JointPartner, {"confirmed_at": now}),
    "familiarity_question": (
        FamiliarityQuestion,
        {"partnership_id": elsewhere, "moment": lambda: "AFTER", "is_answered": lambda: False},
    ),
    "familiarity_count": (
        FamiliarityCount,
        {"partnership_id": elsewhere, "moment": lambda: "AFTER", "number": lambda: 2, "shown": lambda: 1},
    ),
}
MAY_CHANGE = {
    "introductions.Need.sentence": "words, which are erased",
    "introductions.Need.person": "goes when that person is erased",
    "introductions.Suggestion.reason": "words, which are erased",
    "introductions.Introduction.service": "goes when its provider offers it no longer",
    "introductions.Registration.event": "counted with its event, and erased",
    "introductions.Registration.person": "goes when that person is erased",
    "introductions.Registration.name": "words, which are erased",
    "introductions.Registration.enterprise": "goes when that person is erased",
    "introductions.Registration.registered_at": "proves nothing, and is erased",
    "introductions.Registration.event_ends_at": "only says when it is erased",
    "introductions.JointPartner.offer": "who is asked says yes or no itself",
    "introductions.JointPartner.provider": "who is asked says yes or no itself",
    "introductions.FamiliarityQuestion.enterprise": "no sum depends on it",
    "introductions.FamiliarityQuestion.person": "goes when that person is erased",
    "introductions.FamiliarityQuestion.token": "names a page",
    "introductions.FamiliarityQuestion.asked_on": "no sum depends on it",
    "introductions.FamiliarityCount.answer": "nothing may tell who answered what, so nothing can be laid beside it",
}
"""What may hold something else and nobody is told, and why."""


def test_every_column_is_held_to_something_or_named() -> None:
    named = set(MAY_CHANGE)
    for model, changes in CHANGES.values():
        label = f"introductions.{model.__name__}"
        named |= {f"{label}.{column.removesuffix('_id')}" for column in changes}
    columns = {
        f"introductions.{model.__name__}.{field.name}"
        for model, _ in CHANGES.values()
        for field in model._meta.concrete_fields
        if not field.primary_key
    }
    assert named == columns


def test_each_change_is_found(tamper: Tamper) -> None:
    """In one database, each put back after it: what takes seconds is setting the scene."""
    play()
    missed = []
    for name, (model, changes) in CHANGES.items():
        for column, other in changes.items():
            row = model._default_manager.order_by("pk")[0]
            before = getattr(row, column)
            tamper(row, **{column: other()})
            if not list(differences()):
                missed.append(f"{name}.{column}")
            tamper(row, **{column: before})
            assert list(differences()) == [], f"{name}.{column} put back"
    assert missed == []


def test_what_is_gone_is_missed_and_what_was_never_told_too(tamper: Tamper) -> None:
    play()
    quote = Quote.objects.get()
    Quote.objects.all().delete()
    assert list(differences()) == [f"quote:{quote.pk}: the trail tells of it, and it is gone"]
    quote.save(force_insert=True)
    Entry.objects.filter(command="record_quote").delete()
    assert list(differences()) == [f"quote {quote.pk}: is not what the trail tells"]


def test_an_address_that_was_taken_back_and_shows_again_is_named(tamper: Tamper) -> None:
    play()
    made = Introduction.objects.get(enterprise__enterprise_number=OWN_ENTERPRISE.number)
    shown = made.person_id
    withdraw_introduction(acts(EMAIL["owner"]), introduction=made)
    assert list(differences()) == []
    tamper(made, person_id=shown)
    assert list(differences()) == [f"introduction {made.pk}: was withdrawn and still shows an address"]


def test_a_proposal_that_still_says_why_after_its_need_was_withdrawn_is_named(tamper: Tamper) -> None:
    play()
    made = Suggestion.objects.get()
    why = made.reason
    withdraw_need(acts(EMAIL["owner"]), need=made.need)
    assert list(differences()) == []
    tamper(made, reason=why)
    assert list(differences()) == [
        f"suggestion {made.pk}: the words of its need are gone, and it still says why"
    ]
