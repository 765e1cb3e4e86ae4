"""New rules never reach back to somebody who has asked already."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
import time_machine

from tests.scene import Scene, enter, refusal_of, rule_set, set_scene
from wisselwerk.apps.schemes.models import RuleSetVersion
from wisselwerk.apps.schemes.services import DoesNotFit, load_scheme, publish_version
from wisselwerk.apps.vouchers.models import Voucher
from wisselwerk.apps.vouchers.services import decide_application
from wisselwerk.clock import today
from wisselwerk.demo.load import demo_schemes
from wisselwerk.domain.refusal import Refusal, RefusalCode
from wisselwerk.formats.scheme_file import SchemeVersion

pytestmark = pytest.mark.django_db


def publish(scene: Scene, valid_from: date) -> RuleSetVersion:
    rules = rule_set({"amount": {"amount_cents": 100}})
    return publish_version(
        scene.coordinator, scheme=scene.scheme, rule_set=rules, valid_from=valid_from, source="Test"
    )


@pytest.mark.parametrize("days_back", [0, 10])
def test_rules_that_start_before_an_application_are_refused(days_back: int) -> None:
    scene = set_scene(rules={"decision_mode": {"mode": "review"}})
    applied_on = today() - timedelta(days=10)
    with time_machine.travel(f"{applied_on.isoformat()}T12:00:00+01:00", tick=False):
        application = enter(scene)
    too_early = applied_on - timedelta(days=days_back)
    with pytest.raises(Refusal) as refused:
        publish(scene, too_early)
    assert refusal_of(refused) == (
        RefusalCode.VERSION_REACHES_BACK,
        {"applied_on": applied_on, "valid_from": too_early},
    )
    # The day after is nobody's yet: it may be in the past.
    publish(scene, applied_on + timedelta(days=1))
    decide_application(scene.coordinator, application=application, award=True, motivation="Zo.")
    assert Voucher.objects.get().amount_cents == 25_000


def test_the_day_of_an_application_is_that_of_brussels() -> None:
    scene = set_scene()
    with time_machine.travel(f"{today().year}-03-01T23:30:00+00:00", tick=False):
        enter(scene)
        with pytest.raises(Refusal, match="VERSION_REACHES_BACK"):
            publish(scene, date(today().year, 3, 2))
        publish(scene, date(today().year, 3, 3))


def test_before_anybody_applies_rules_may_start_in_the_past() -> None:
    assert publish(set_scene(), date(2020, 1, 1)).number == 2


def test_of_a_file_it_is_told_where_it_stands() -> None:
    scene = set_scene()
    enter(scene)
    read = next(one for one in demo_schemes() if one.slug == "genk")
    published = scene.scheme.versions.get()
    first = SchemeVersion(
        number=1,
        valid_from=published.valid_from,
        rule_set=rule_set({}),
        source=published.source,
        whys={},
    )
    loaded = replace(read, partnership="genk", parent=None)
    late = [replace(first, number=2, valid_from=today()), replace(first, number=3, valid_from=date.max)]
    with pytest.raises(DoesNotFit) as found:
        load_scheme(scene.coordinator, replace(loaded, versions=(first, *late)))
    (misfit,) = found.value.misfits
    assert misfit.path == ("versions", 1, "valid_from")
    load_scheme(scene.coordinator, replace(loaded, versions=(first, late[1])))
    assert scene.scheme.versions.count() == 2
