"""Schemes on a day: the rules in force, who takes part, who grants."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from tests.cast import Stage
from tests.scene import refusal_of
from tests.scene import rule_set as rules_with
from wisselwerk.apps.audit.models import Entry
from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.parties.services import local_government
from wisselwerk.apps.schemes.models import (
    DecisionSubject,
    Granter,
    RuleSetVersion,
    Scheme,
)
from wisselwerk.apps.schemes.queries import (
    Member,
    WaitingPlace,
    granting_on,
    lineage,
    rule_set,
    rules_of,
    scheme_overview,
    scheme_overviews,
    version_on,
    waiting_places,
)
from wisselwerk.apps.schemes.reach import reach_on
from wisselwerk.apps.schemes.services import (
    arrange_granting,
    fund_scheme,
    load_scheme,
    publish_version,
    record_decision,
)
from wisselwerk.apps.schemes.state import SchemeState
from wisselwerk.clock import today
from wisselwerk.demo.load import demo_schemes
from wisselwerk.domain.actor import ANONYMOUS, SYSTEM, Actor
from wisselwerk.domain.period import Period
from wisselwerk.domain.refusal import Refusal, RefusalCode
from wisselwerk.domain.rule.amount import Amount
from wisselwerk.formats.scheme_file import SchemeFile

FIRST, MAATWERK, MERGED = date(2015, 3, 1), date(2019, 1, 1), date(2025, 1, 1)


def member(code: str) -> Organisation:
    return local_government(code, today())


@pytest.fixture
def genk_file() -> SchemeFile:
    return next(one for one in demo_schemes() if one.slug == "genk")


def test_a_version_holds_until_the_next_one_starts(
    stage: Stage, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        assert version_on(stage.genk, date(2014, 12, 31)) is None
    numbers = {
        day: version.number
        for day in (FIRST, date(2018, 12, 31), MAATWERK, date(2024, 12, 31), MERGED)
        if (version := version_on(stage.genk, day))
    }
    assert numbers == {
        FIRST: 1,
        date(2018, 12, 31): 1,
        MAATWERK: 2,
        date(2024, 12, 31): 2,
        MERGED: 3,
    }


def test_publish_version_starts_after_the_last_one(stage: Stage, coordinator_genk: Actor) -> None:
    for too_early in (MERGED, FIRST):
        with pytest.raises(Refusal) as refused:
            publish_version(
                coordinator_genk,
                scheme=stage.genk,
                rule_set=rules_with({}),
                valid_from=too_early,
                source="Test",
            )
        assert refusal_of(refused) == (
            RefusalCode.VERSION_NOT_LATER,
            {"last_from": MERGED, "valid_from": too_early},
        )
    later = publish_version(
        coordinator_genk,
        scheme=stage.genk,
        rule_set=rules_with({"amount": {"amount_cents": 30_000}}),
        valid_from=date(2025, 1, 2),
        source="Test",
        whys={"amount": "Duurder geworden"},
    )
    assert (later.number, later.whys) == (4, {"amount": "Duurder geworden"})
    assert version_on(stage.genk, today()) == later
    assert Entry.objects.get(subject=f"version:{later.pk}").actor == str(coordinator_genk)


def test_a_published_version_never_changes(stage: Stage) -> None:
    version = RuleSetVersion.objects.filter(scheme=stage.genk).first()
    assert version is not None
    with pytest.raises(Exception, match="append-only"), transaction.atomic():
        RuleSetVersion.objects.filter(pk=version.pk).update(source="Iets anders")
    with pytest.raises(Exception, match="append-only"), transaction.atomic():
        RuleSetVersion.objects.filter(pk=version.pk).delete()


def test_two_versions_never_start_on_one_day(stage: Stage) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        RuleSetVersion.objects.create(
            scheme=stage.genk,
            number=9,
            valid_from=MERGED,
            rules={},
            source="x",
            published_at="2025-01-01T00:00Z",
        )


@pytest.mark.parametrize("who", ["coordinator_zuidoost_limburg", "owner", "auditor"])
def test_only_the_own_coordinator_publishes_funds_and_loads(
    stage: Stage, genk_file: SchemeFile, who: str
) -> None:
    actor = stage.actor(who)
    attempts = (
        lambda: publish_version(
            actor, scheme=stage.genk, rule_set=rules_with({}), valid_from=today(), source="x"
        ),
        lambda: fund_scheme(actor, scheme=stage.genk, year=2030, amount_cents=1),
        lambda: load_scheme(actor, genk_file),
    )
    for attempt in attempts:
        with pytest.raises(Refusal) as refused:
            attempt()
        assert refused.value.code is RefusalCode.NOT_ALLOWED


def test_rules_are_read_once_and_never_mixed_up(stage: Stage) -> None:
    version = version_on(stage.genk, MERGED)
    assert version is not None
    assert rule_set(version) is rule_set(RuleSetVersion.objects.get(pk=version.pk))
    version.rules = rules_with({"amount": {"amount_cents": 1}}).to_plain()
    assert rule_set(version).find(Amount) == Amount(amount_cents=1)


def test_rules_of_a_version_are_data_and_words(
    stage: Stage, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    first = version_on(stage.genk, FIRST)
    assert first is not None
    with django_assert_num_queries(1):
        lines = {line.kind: line for line in rules_of(first)}
    own = lines["own_contribution"]
    assert own.parameters == {"minimum_cents": 25_000, "when_short": "refuse", "share_percent": None}
    assert own.valid == Period(FIRST, MAATWERK)
    assert "Vlaams Parlement" in own.source
    with translation.override("en"):
        assert own.text.startswith("The enterprise pays at least €\N{NO-BREAK SPACE}250,00 itself")
    with translation.override("nl"):
        assert own.text.startswith("De onderneming betaalt zelf minstens €\N{NO-BREAK SPACE}250,00")


def test_overviews_take_seven_queries_however_many_there_are(
    stage: Stage, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(2):
        with django_assert_num_queries(7):
            shown = [
                (one.scheme.partnership.name, one.members, one.rules) for one in scheme_overviews(today())
            ]
            assert all(all(parts) for parts in shown)
        # More of them next time.
        load_scheme(SYSTEM, replace(next(iter(demo_schemes())), slug="derde", name="Derde"))
    assert {one.scheme.slug for one in scheme_overviews(today())} == {"zuidoost-limburg", "genk", "derde"}


def test_an_overview_tells_what_holds_today(
    stage: Stage, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(7):
        found = scheme_overview("genk", today())
    assert found is not None
    assert (found.state, found.version and found.version.number) == (SchemeState.RUNNING, 3)
    assert (found.budget_cents, found.left_cents) == (25_000_000, 25_000_000)
    assert (found.amount_cents, found.own_contribution_cents) == (25_000, 25_000)
    assert [(one.name, one.nis_code, one.place, one.label) for one in found.members] == [
        ("As", "71002", "71002", "As"),
        ("Genk", "71016", "71016", "Genk"),
        ("Oudsbergen", "72042", "71047", "Opglabbeek (Oudsbergen)"),
        ("Zutendaal", "71067", "71067", "Zutendaal"),
    ]
    assert scheme_overview("bestaat-niet", today()) is None


def test_members_are_those_of_the_day(stage: Stage) -> None:
    then, now = (scheme_overview("zuidoost-limburg", day) for day in (FIRST, MERGED))
    assert then is not None
    assert now is not None
    assert [one.name for one in then.members] == ["Bilzen", "Hoeselt", "Riemst", "Tongeren", "Voeren"]
    assert {one.name for one in now.members} == {"Bilzen-Hoeselt", "Riemst", "Tongeren-Borgloon", "Voeren"}
    assert {one.place for one in now.members} == {one.place for one in then.members}


def test_an_overview_tells_what_a_council_took_in_and_what_waits(stage: Stage) -> None:
    places = ["71016", "71047", "71002", "71067", "72040"]
    publish_version(
        SYSTEM,
        scheme=stage.genk,
        rule_set=rules_with({"territory": {"places": places}}),
        valid_from=date(2026, 1, 1),
        source="Test",
    )
    record_decision(
        SYSTEM,
        scheme=stage.genk,
        local_government=member("72042"),
        subject=DecisionSubject.TERRITORY,
        title="Heel Oudsbergen",
        decided_on=date(2026, 2, 2),
    )
    before, on = (scheme_overview("genk", date(2026, 2, day)) for day in (1, 2))
    assert before is not None
    assert on is not None
    assert [one.place for one in before.members] == ["71002", "71016", "71047", "71067"]
    assert before.waiting == (WaitingPlace("72040", "Meeuwen-Gruitrode (Oudsbergen)", "Oudsbergen"),)
    assert on.waiting == ()
    assert on.members[:-1] == before.members
    assert on.members[-1] == Member(
        "Oudsbergen",
        "72042",
        "72040",
        "Meeuwen-Gruitrode (Oudsbergen)",
        "Meeuwen-Gruitrode",
        date(2026, 2, 2),
    )
    assert on.lineage == before.lineage == lineage(stage.genk)


@pytest.mark.parametrize(
    ("day", "places"),
    [
        # What is yet to come counts, on its first day; what is over does not.
        (date(2025, 12, 31), ["72040", "73006"]),
        (date(2026, 1, 1), ["72040", "73006"]),
        (date(2026, 6, 1), ["73006"]),
    ],
)
def test_what_waits_is_told_of_the_rules_of_today_and_later(
    stage: Stage, day: date, places: list[str]
) -> None:
    for start, place in ((date(2026, 1, 1), "72040"), (date(2026, 6, 1), "73006")):
        rules = rules_with({"territory": {"places": ["71016", place]}})
        publish_version(SYSTEM, scheme=stage.genk, rule_set=rules, valid_from=start, source="Test")
    assert [one.place for one in waiting_places(stage.genk, day)] == places


def test_without_a_version_a_scheme_has_no_rules(stage: Stage) -> None:
    Scheme.objects.create(slug="leeg", name="Leeg", partnership=stage.genk.partnership)
    found = scheme_overview("leeg", date(2014, 1, 1))
    assert found is not None
    assert (found.state, found.version, found.rules, found.amount_cents) == (
        SchemeState.UPCOMING,
        None,
        (),
        0,
    )
    assert (found.starts_on, found.opens_on, found.coming) == (None, None, None)
    assert found.admits(["MAATWERKBEDRIJF"])


@pytest.mark.parametrize(
    ("window", "state"),
    [
        ({"opens_on": "2030-01-01"}, SchemeState.UPCOMING),
        ({"opens_on": "2025-01-02", "closes_on": "2025-06-01"}, SchemeState.CLOSED),
        ({"opens_on": "2025-01-02", "closes_on": "2025-06-02"}, SchemeState.RUNNING),
        (None, SchemeState.RUNNING),
    ],
)
def test_a_window_says_whether_one_can_apply(
    stage: Stage, window: dict[str, object] | None, state: SchemeState
) -> None:
    rules = rules_with({"application_window": window})
    publish_version(SYSTEM, scheme=stage.genk, rule_set=rules, valid_from=date(2025, 1, 2), source="Test")
    fund_scheme(SYSTEM, scheme=stage.genk, year=2025, amount_cents=100_000)
    found = scheme_overview("genk", date(2025, 6, 2))
    assert found is not None
    assert found.state is state


def test_who_grants_is_dated(stage: Stage, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(2):
        then = granting_on(stage.genk, FIRST)
    assert then is not None
    with django_assert_num_queries(2):
        opglabbeek = reach_on(stage.genk, FIRST).member_of("71047")
    body = then.body(opglabbeek)
    assert (then.granter, then.delegation) == (Granter.SEAT_MUNICIPALITY, None)
    assert body is not None
    assert body.name == "Opglabbeek"
    assert then.body(None) is None
    now = granting_on(stage.genk, today())
    assert now is not None
    assert now.delegation is not None
    assert now.delegation.subject == DecisionSubject.DELEGATION
    oudsbergen = reach_on(stage.genk, today()).member_of("71047")
    assert str(oudsbergen) == "Oudsbergen"
    assert {str(now.body(member)) for member in (oudsbergen, None)} == {"Genk"}
    assert granting_on(stage.genk, date(2014, 1, 1)) is None


def test_the_managing_municipality_follows_the_merger(stage: Stage) -> None:
    names = {
        day: str(found.body(None))
        for day in (date(2024, 12, 31), MERGED)
        if (found := granting_on(stage.zuidoost_limburg, day))
    }
    assert names == {date(2024, 12, 31): "Tongeren", MERGED: "Tongeren-Borgloon"}


def test_record_decision_and_arrange_granting_are_repeatable(stage: Stage) -> None:
    def arranged() -> Any:
        decision = record_decision(
            SYSTEM,
            scheme=stage.genk,
            local_government=member("71016"),
            subject=DecisionSubject.TERRITORY,
            title="Heel Oudsbergen",
            decided_on=date(2026, 1, 5),
            reference="https://besluiten.example/1",
        )
        return decision, arrange_granting(
            SYSTEM,
            scheme=stage.genk,
            granter=Granter.SEAT_MUNICIPALITY,
            signatory="burgemeester",
            delegation=decision,
            valid_from=date(2026, 2, 1),
        )

    before = Entry.objects.count()
    assert arranged() == arranged()
    assert Entry.objects.count() == before + 2
    for refuse in (record_decision, arrange_granting):
        with pytest.raises(Refusal) as refused:
            refuse(ANONYMOUS, **{"scheme": stage.genk} | _missing(refuse.__name__))
        assert refused.value.code is RefusalCode.NOT_ALLOWED


def _missing(name: str) -> dict[str, Any]:
    if name == "record_decision":
        return {
            "local_government": None,
            "subject": DecisionSubject.BUDGET,
            "title": "x",
            "decided_on": today(),
        }
    return {
        "granter": Granter.SEAT_MUNICIPALITY,
        "signatory": "x",
        "delegation": None,
        "valid_from": today(),
    }
