"""Nothing in the log of adjustments can be changed: the database refuses it, and who bends it all the same is named by ``verify``."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection, models

from tests.adjustments import LATER, answered, decided, new_rules, picked, when_looked_at
from tests.scene import set_scene
from wisselwerk.apps.evaluation.models import (
    Adjustment,
    AdjustmentEvidence,
    AdjustmentLook,
    AdjustmentNote,
    AdjustmentRules,
)
from wisselwerk.apps.evaluation.proof import differences
from wisselwerk.apps.evaluation.services import (
    add_to_adjustment,
    link_adjustment,
    look_at_adjustments,
)
from wisselwerk.clock import now, today
from wisselwerk.db import append_only_tables
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.adjustment import Direction, Expectation
from wisselwerk.domain.indicator import Indicator

pytestmark = pytest.mark.django_db(transaction=True)

TABLES = (Adjustment, AdjustmentEvidence, AdjustmentRules, AdjustmentLook, AdjustmentNote)


def whole() -> Adjustment:
    """One with all that can hang on it."""
    scene = set_scene()
    answered(scene, 6, 8)
    lasts = Expectation(Indicator.LASTING_6, Direction.UP, 0.5)
    evidence = [picked(scene.scheme), picked(scene.scheme, Indicator.OWN_MONEY)]
    one = decided(scene, evidence, expected=lasts, decided_on=today() - timedelta(days=3))
    link_adjustment(scene.coordinator, adjustment=one, version=new_rules(scene.scheme, today() + LATER / 2))
    with when_looked_at(one):
        look_at_adjustments(SYSTEM, on=today())
    add_to_adjustment(scene.coordinator, adjustment=one, text="Er kwam te weinig na.")
    assert list(differences()) == []
    return one


def test_no_row_of_it_can_be_changed_or_taken_out() -> None:
    whole()
    for model in TABLES:
        table = model._meta.db_table
        assert table in append_only_tables()
        assert model.objects.exists()
        for statement in (f"UPDATE {table} SET id = id", f"DELETE FROM {table}"):  # our own tables
            with connection.cursor() as cursor, pytest.raises(Exception, match="append-only"):
                cursor.execute(statement)


def test_what_was_bent_is_named(tamper: Callable[..., None]) -> None:
    """Each column of each table that is not a number of its own, one after the other."""
    one = whole()
    evidence = one.evidence.get(indicator=Indicator.LASTING_6)
    led, look, note = one.rules, one.look, one.notes.get()
    other_rules = one.scheme.versions.get(number=1)
    elsewhere = set_scene(slug="elders").scheme
    frozen: dict[str, object] = {
        "indicator": Indicator.USED,
        "means": {**evidence.means, "label": "Iets anders"},
        "value": 0.9,
        "blank": "LATER",
        "interval": [0.1, 0.9],
        "bounds": [0.1, 0.9],
        "numerator": 7,
        "counted": 15,
        "unknown": 3,
        "since": date(2001, 1, 1),
        "until": date(2001, 1, 1),
    }
    bent: list[tuple[models.Model, dict[str, object]]] = [
        (one, {"scheme": elsewhere}),
        (one, {"question": "Waarom niet?"}),
        (one, {"decision": "Wij doen niets."}),
        (one, {"changes_rules": False}),
        (one, {"decided_by": "COUNCIL"}),
        (one, {"decided_on": one.decided_on + timedelta(days=1)}),
        (one, {"indicator": Indicator.LASTING_12}),
        (one, {"direction": Direction.DOWN}),
        (one, {"target": 0.4}),
        (one, {"look_on": one.look_on - timedelta(days=1)}),
        *[(row, dict[str, object](actor="person:0")) for row in (one, led, note)],
        *[(row, dict[str, object](at=now() - timedelta(days=9))) for row in (one, led, look, note)],
        *((evidence, {name: value}) for name, value in frozen.items()),
        *((look, {name: value}) for name, value in frozen.items()),
        (evidence, {"scheme": elsewhere}),
        (led, {"version": other_rules}),
        (look, {"verdict": "AS_EXPECTED"}),
        (note, {"text": "Het ging goed."}),
    ]
    for row, change in bent:
        was = {name: getattr(row, name) for name in change}
        tamper(row, **change)
        assert list(differences()), f"{row._meta.label}: {change}"
        tamper(row, **was)
        assert list(differences()) == []


def test_what_was_taken_out_is_named(tamper: Callable[..., None]) -> None:
    one = whole()
    for row in (one.evidence.get(indicator=Indicator.OWN_MONEY), one.rules, one.look, one.notes.get()):
        kept = type(row).objects.get(pk=row.pk)
        type(row).objects.filter(pk=row.pk).delete()
        assert list(differences()), row._meta.label
        kept.save(force_insert=True)
        assert list(differences()) == []


def test_a_seal_does_not_hide_what_does_not_add_up(tamper: Callable[..., None]) -> None:
    one = whole()
    tamper(one.look, verdict="OTHERWISE", since=one.decided_on)
    found = " ".join(differences())
    assert f"adjustment {one.pk}: was looked at on another day, or of another period, than it says" in found
    assert f"adjustment {one.pk}: its figures come to TOO_FEW, stored is OTHERWISE" in found
    tamper(one.evidence.get(indicator=Indicator.LASTING_6), value=0.9)
    assert "is not what its numbers give" in " ".join(differences())
