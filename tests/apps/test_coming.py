"""What holds from a later day on: a scheme that has still to begin, a next version, and when one can apply."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from tests.scene import Rules, Scene, rule_set, set_scene
from wisselwerk.apps.schemes.coming import Stretch, opening_day
from wisselwerk.apps.schemes.councils import texts_before
from wisselwerk.apps.schemes.models import Granter, RuleSetVersion, Scheme
from wisselwerk.apps.schemes.queries import Overview, scheme_overview
from wisselwerk.apps.schemes.services import arrange_granting, fund_scheme, publish_version
from wisselwerk.apps.schemes.state import SchemeState
from wisselwerk.clock import today
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.rule.periods import valid_periods

DAY = date(2026, 11, 26)


def stretches(*versions: tuple[str, Rules]) -> list[Stretch]:
    """Versions by their first day, with what is changed in the rules of Genk."""
    starts = [date.fromisoformat(start) for start, _ in versions]
    return [
        Stretch(RuleSetVersion(valid_from=start), rule_set(rules), valid, is_delegated=True)
        for start, (_, rules), valid in zip(starts, versions, valid_periods(starts), strict=True)
    ]


def window(opens_on: str, closes_on: str | None = None) -> Rules:
    return {"application_window": {"opens_on": opens_on, "closes_on": closes_on}}


@pytest.mark.parametrize(
    ("versions", "opens"),
    [
        ([], None),
        ([("2026-01-01", {"application_window": None})], "2026-11-26"),
        ([("2026-01-01", window("2026-01-01", "2026-11-26"))], "2026-11-26"),
        ([("2026-01-01", window("2026-01-01", "2026-11-25"))], None),
        ([("2027-01-01", window("2026-06-01"))], "2027-01-01"),
        ([("2027-01-01", window("2027-03-01"))], "2027-03-01"),
        # What opens on the day on which the next version starts is opened by that one, in its own time.
        ([("2026-01-01", window("2027-03-01")), ("2027-03-01", window("2027-03-01"))], "2027-03-01"),
        ([("2026-01-01", window("2027-03-01")), ("2027-02-01", window("2027-04-01"))], "2027-04-01"),
        ([("2026-01-01", window("2026-01-01", "2026-11-01")), ("2027-01-01", window("2026-01-01"))], "2027-01-01"),
        ([("2027-01-01", window("2026-01-01", "2026-12-31"))], None),
    ],
)  # fmt: skip
def test_the_first_day_that_the_rules_take_an_application(
    versions: Sequence[tuple[str, Rules]], opens: str | None
) -> None:
    expected = None if opens is None else date.fromisoformat(opens)
    assert opening_day(stretches(*versions), DAY) == expected


def later_scheme(scene: Scene, starts_on: date, *, delegation_on: date | None = None) -> Scheme:
    """A scheme of the same partnership that has still to begin."""
    scheme = Scheme.objects.create(slug="straks", name="Straks", partnership=scene.partnership)
    publish_version(SYSTEM, scheme=scheme, rule_set=rule_set({}), valid_from=starts_on, source="Besluit")
    if delegation_on:
        arrange_granting(
            SYSTEM,
            scheme=scheme,
            granter=Granter.MANAGING_MUNICIPALITY,
            signatory="algemeen directeur",
            delegation=scene.scheme.council_decisions.get(),
            valid_from=delegation_on,
        )
    return scheme


def told(scheme: Scheme, day: date) -> Overview:
    found = scheme_overview(scheme.slug, day)
    assert found is not None
    return found


@pytest.mark.django_db
def test_a_scheme_that_has_still_to_begin_is_told_as_it_will_be() -> None:
    scene, starts_on = set_scene(), today() + timedelta(days=40)
    scheme = later_scheme(scene, starts_on, delegation_on=starts_on)
    fund_scheme(SYSTEM, scheme=scheme, year=starts_on.year, amount_cents=700_000)
    before = told(scheme, starts_on - timedelta(days=1))
    assert (before.state, before.starts_on, before.opens_on) == (SchemeState.UPCOMING, starts_on, starts_on)
    assert (before.amount_cents, before.budget_cents, len(before.members)) == (25_000, 700_000, 4)
    assert all(line.valid.start == starts_on for line in before.rules)
    assert "beslist meteen" in " ".join(line.text for line in before.rules)
    on_the_day = told(scheme, starts_on)
    assert (on_the_day.starts_on, on_the_day.opens_on) == (None, None)
    # Nothing but the visum keeps it from opening on that day.
    assert (on_the_day.state, on_the_day.has_visum) == (SchemeState.UPCOMING, False)


@pytest.mark.django_db
def test_what_nobody_delegated_on_its_first_day_is_not_decided_by_the_system() -> None:
    scene, starts_on = set_scene(), today() + timedelta(days=40)
    scheme = later_scheme(scene, starts_on, delegation_on=starts_on + timedelta(days=1))
    said = " ".join(line.text for line in told(scheme, today()).rules)
    assert "beslist meteen" not in said


@pytest.mark.django_db
def test_a_next_version_is_told_beside_the_one_in_force() -> None:
    scene, starts_on = set_scene(), today() + timedelta(days=40)
    more = rule_set({"amount": {"amount_cents": 40_000}})
    version = publish_version(
        SYSTEM,
        scheme=scene.scheme,
        rule_set=more,
        valid_from=starts_on,
        source="Besluit",
        whys={"amount.amount_cents": "Te weinig"},
    )
    now = told(scene.scheme, today())
    assert (now.state, now.amount_cents) == (SchemeState.RUNNING, 25_000)
    assert now.coming is not None
    assert (now.coming.starts_on, now.coming.next.version) == (starts_on, version)
    (change,) = now.coming.changes
    assert (change.kind, change.before, change.after, change.why) == ("amount", 25_000, 40_000, "Te weinig")
    then = told(scene.scheme, starts_on)
    assert (then.version, then.coming) == (version, None)
    # Both lie before councils: what holds, and what is to come.
    assert texts_before([scene.partnership.pk]) == [now.version, version]
