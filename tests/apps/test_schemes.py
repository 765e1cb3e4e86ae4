"""Schemes on a day: rules in force, money, ceilings, who grants; and loading them from files."""

import json
from collections.abc import Mapping
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
from wisselwerk.apps.ledger.models import Account, Transfer
from wisselwerk.apps.ledger.queries import differences as books_that_differ
from wisselwerk.apps.ledger.services import post
from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.parties.services import local_government
from wisselwerk.apps.schemes.models import (
    Budget,
    Ceiling,
    DecisionSubject,
    Granter,
    RuleSetVersion,
    Scheme,
)
from wisselwerk.apps.schemes.queries import (
    SchemeState,
    budget_for,
    budget_left,
    council_decisions,
    granting_on,
    rule_set,
    rules_of,
    scheme_overview,
    scheme_overviews,
    version_on,
)
from wisselwerk.apps.schemes.services import (
    DoesNotFit,
    arrange_granting,
    ceiling_rooms,
    fund_scheme,
    load_scheme,
    publish_version,
    record_decision,
)
from wisselwerk.clock import today
from wisselwerk.demo.load import demo_schemes
from wisselwerk.domain.actor import ANONYMOUS, SYSTEM, Actor
from wisselwerk.domain.ledger import Movement, Road
from wisselwerk.domain.money import Cents
from wisselwerk.domain.period import Period
from wisselwerk.domain.refusal import Refusal, RefusalCode
from wisselwerk.domain.rule import RuleSet
from wisselwerk.domain.rule.amount import Amount
from wisselwerk.formats.scheme_file import ParentVersion, SchemeFile

FIRST, MERGED = date(2015, 3, 1), date(2025, 1, 1)


def member(code: str) -> Organisation:
    return local_government(code, today())


def ceilings(**cents: int) -> RuleSet:
    return rules_with({"budget_ceiling": cents})


@pytest.fixture
def genk_file() -> SchemeFile:
    return next(one for one in demo_schemes() if one.slug == "genk")


# -- versions -------------------------------------------------------------------------------------------------------


def test_a_version_holds_until_the_next_one_starts(
    stage: Stage, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        assert version_on(stage.genk, date(2014, 12, 31)) is None
    numbers = {
        day: version.number
        for day in (FIRST, date(2024, 12, 31), MERGED)
        if (version := version_on(stage.genk, day))
    }
    assert numbers == {FIRST: 1, date(2024, 12, 31): 1, MERGED: 2}


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
    assert (later.number, later.whys) == (3, {"amount": "Duurder geworden"})
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
    assert own.parameters == {"minimum_cents": 25_000, "when_short": "refuse"}
    assert own.valid == Period(FIRST, MERGED)
    assert "Vlaams Parlement" in own.source
    with translation.override("en"):
        assert own.text.startswith("The enterprise pays at least €\N{NO-BREAK SPACE}250,00 itself")
    with translation.override("nl"):
        assert own.text.startswith("De onderneming betaalt zelf minstens €\N{NO-BREAK SPACE}250,00")


# -- overview -------------------------------------------------------------------------------------------------------


def test_overviews_take_four_queries_however_many_there_are(
    stage: Stage, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(2):
        with django_assert_num_queries(4):
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
    with django_assert_num_queries(4):
        found = scheme_overview("genk", today())
    assert found is not None
    assert (found.state, found.version and found.version.number) == (SchemeState.RUNNING, 2)
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


def test_before_its_first_version_a_scheme_has_no_rules(stage: Stage) -> None:
    found = scheme_overview("genk", date(2014, 1, 1))
    assert found is not None
    assert (found.state, found.version, found.rules, found.amount_cents) == (
        SchemeState.UPCOMING,
        None,
        (),
        0,
    )
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
    stage: Stage, window: Mapping[str, object] | None, state: SchemeState
) -> None:
    rules = rules_with({"application_window": window})
    publish_version(SYSTEM, scheme=stage.genk, rule_set=rules, valid_from=date(2025, 1, 2), source="Test")
    found = scheme_overview("genk", date(2025, 6, 2))
    assert found is not None
    assert found.state is state


# -- money ----------------------------------------------------------------------------------------------------------


def test_fund_scheme_adds_to_the_budget_of_a_year(stage: Stage, coordinator_genk: Actor) -> None:
    decision = council_decisions(stage.genk)[0]
    budget = fund_scheme(
        coordinator_genk, scheme=stage.genk, year=today().year, amount_cents=500_00, decision=decision
    )
    assert budget == Budget.objects.get(scheme=stage.genk)
    assert budget_left(stage.genk, today()) == 25_050_000
    assert budget_left(stage.genk, date(today().year + 1, 1, 1)) == 0
    entry = Entry.objects.filter(command="fund_scheme").latest("pk")
    assert (entry.actor, entry.authority) == (str(coordinator_genk), f"council_decision:{decision.pk}")
    assert list(books_that_differ()) == []


def test_a_member_with_a_budget_of_its_own_uses_that(
    stage: Stage, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    year, as_, genk = today().year, member("71002"), member("71016")
    own = fund_scheme(SYSTEM, scheme=stage.genk, year=year, amount_cents=100, member=as_)
    with django_assert_num_queries(1):
        assert budget_for(stage.genk, year, as_) == own
    shared = budget_for(stage.genk, year, None)
    assert shared is not None
    assert shared.member is None
    assert budget_for(stage.genk, year, genk) == shared
    assert budget_for(stage.genk, year + 1, genk) is None
    assert budget_left(stage.genk, today()) == 25_000_100


def test_only_a_member_has_a_budget(stage: Stage) -> None:
    for code, year in (("73083", today().year), ("71047", today().year), ("72042", 2018)):
        somebody = local_government(code, date(2018, 1, 1))
        with pytest.raises(Refusal) as refused:
            fund_scheme(SYSTEM, scheme=stage.genk, year=year, amount_cents=100, member=somebody)
        assert refusal_of(refused) == (
            RefusalCode.NOT_A_MEMBER,
            {"member": somebody.name, "year": year},
        )
    own = fund_scheme(
        SYSTEM, scheme=stage.genk, year=2018, amount_cents=100, member=local_government("71047", FIRST)
    )


def test_nothing_is_no_amount(stage: Stage) -> None:
    before = Transfer.objects.count()
    for amount in (0, -1):
        with pytest.raises(ValueError, match="more than nothing"):
            fund_scheme(SYSTEM, scheme=stage.genk, year=2031, amount_cents=amount)
    assert Transfer.objects.count() == before
    assert not Budget.objects.filter(year=2031).exists()


# -- ceilings -------------------------------------------------------------------------------------------------------


def test_without_ceilings_there_are_no_rooms(
    stage: Stage, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        assert ceiling_rooms(stage.genk, ceilings(), 2026, None) == {}
    assert not Ceiling.objects.exists()


def test_a_ceiling_is_opened_once_and_then_read(
    stage: Stage, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    rules = ceilings(total_cents=1_000, per_member_cents=400, per_year_cents=700)
    genk = member("71016")
    opened = ceiling_rooms(stage.genk, rules, 2026, genk)
    assert {scope: (one.scope, one.room.balance_cents) for scope, one in opened.items()} == {
        "total": ("total", 1_000),
        "per_member": ("per_member:71016", 400),
        "per_year": ("per_year:2026", 700),
    }
    with django_assert_num_queries(1):
        assert ceiling_rooms(stage.genk, rules, 2026, genk) == opened
    assert ceiling_rooms(stage.genk, rules, 2027, None).keys() == {"total", "per_year"}
    assert list(books_that_differ()) == []


def test_a_ceiling_follows_the_rules_but_never_below_what_was_awarded(stage: Stage) -> None:
    def room(limit_cents: int) -> int:
        (one,) = ceiling_rooms(stage.genk, ceilings(total_cents=limit_cents), 2026, None).values()
        one.room.refresh_from_db()
        return one.room.balance_cents

    assert room(1_000) == 1_000
    one = Ceiling.objects.get()
    post(Road.AWARD, [Movement(one.room_id, one.limit_id, Cents(600))])
    assert room(1_500) == 900
    assert room(500) == 0
    assert Ceiling.objects.get().limit_cents == 600
    post(Road.LAPSE, [Movement(one.limit_id, one.room_id, Cents(300))])
    assert room(500) == 200
    assert Ceiling.objects.get().limit_cents == 500
    assert list(books_that_differ()) == []


def test_a_room_is_never_overdrawn(stage: Stage) -> None:
    (one,) = ceiling_rooms(stage.genk, ceilings(total_cents=100), 2026, None).values()
    with pytest.raises(IntegrityError), transaction.atomic():
        post(Road.AWARD, [Movement(one.room_id, one.limit_id, Cents(101))])
    assert Account.objects.get(pk=one.room_id).balance_cents == 100


# -- who grants -----------------------------------------------------------------------------------------------------


def test_who_grants_is_dated(stage: Stage, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(3):
        then = granting_on(stage.genk, FIRST)
        assert then is not None
        body = then.body("71047")
    assert (then.granter, then.delegation) == (Granter.SEAT_MUNICIPALITY, None)
    assert body is not None
    assert body.name == "Opglabbeek"
    assert then.body(None) is None
    assert then.body("73083") is None
    now = granting_on(stage.genk, today())
    assert now is not None
    assert now.delegation is not None
    assert now.delegation.subject == DecisionSubject.DELEGATION
    assert {place: str(now.body(place)) for place in ("71047", None)} == {"71047": "Genk", None: "Genk"}
    assert str(now.member_of("71047")) == "Oudsbergen"
    assert granting_on(stage.genk, date(2014, 1, 1)) is None


def test_the_managing_municipality_follows_the_merger(stage: Stage) -> None:
    names = {
        day: str(found.body("73066"))
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


# -- files ----------------------------------------------------------------------------------------------------------


def misfits(scheme_file: SchemeFile, actor: Actor = SYSTEM) -> list[str]:
    with pytest.raises(DoesNotFit) as found:
        load_scheme(actor, scheme_file)
    for one in found.value.misfits:
        assert one.message.format_map(one.params) in str(found.value)
    return [".".join(map(str, one.path)) for one in found.value.misfits]


def test_load_scheme_again_changes_nothing(
    stage: Stage, genk_file: SchemeFile, coordinator_genk: Actor
) -> None:
    before = Entry.objects.count()
    assert load_scheme(coordinator_genk, genk_file) == stage.genk
    assert RuleSetVersion.objects.filter(scheme=stage.genk).count() == 2
    assert Entry.objects.count() == before


def test_load_scheme_adds_a_later_version_and_the_new_name(
    stage: Stage, genk_file: SchemeFile, coordinator_genk: Actor
) -> None:
    third = replace(genk_file.versions[-1], number=3, valid_from=date(2027, 1, 1))
    load_scheme(
        coordinator_genk, replace(genk_file, name="Andere naam", versions=(*genk_file.versions, third))
    )
    stage.genk.refresh_from_db()
    assert stage.genk.name == "Andere naam"
    assert list(stage.genk.versions.order_by("number").values_list("number", "valid_from")) == [
        (1, FIRST),
        (2, MERGED),
        (3, date(2027, 1, 1)),
    ]


def test_a_published_version_is_never_loaded_over(stage: Stage, genk_file: SchemeFile) -> None:
    first, second = genk_file.versions
    for changed in (
        replace(second, source="Een ander besluit"),
        replace(second, valid_from=date(2025, 1, 2)),
        replace(second, whys={}),
        replace(second, rule_set=rules_with({})),
    ):
        third = replace(second, number=3, valid_from=date(2027, 1, 1))
        assert misfits(replace(genk_file, versions=(first, changed, third))) == ["versions.1"]
    assert stage.genk.versions.count() == 2


def test_a_scheme_stays_with_its_partnership_and_its_parent(stage: Stage, genk_file: SchemeFile) -> None:
    assert misfits(replace(genk_file, partnership="zuidoost-limburg")) == ["partnership"]
    assert misfits(replace(genk_file, parent=None)) == ["parent"]
    assert misfits(replace(genk_file, parent=ParentVersion("zuidoost-limburg", 2))) == ["parent"]


def test_a_scheme_needs_a_partnership_and_a_parent_that_are_here(stage: Stage, genk_file: SchemeFile) -> None:
    new = replace(genk_file, slug="nieuw")
    assert misfits(replace(new, partnership="nergens")) == ["partnership"]
    # A municipality is no partnership, even with a slug.
    Organisation.objects.filter(nis_code="71016").update(slug="gemeente-genk")
    assert misfits(replace(new, partnership="gemeente-genk")) == ["partnership"]
    for parent in (ParentVersion("nergens", 1), ParentVersion("genk", 7)):
        assert misfits(replace(new, parent=parent)) == ["parent"]
    assert not Scheme.objects.filter(slug="nieuw").exists()


def test_a_rule_holds_finest_places_alone(stage: Stage, genk_file: SchemeFile) -> None:
    rules = rules_with({"territory": {"places": ["71016", "72042", "00000"]}})
    version = replace(genk_file.versions[0], rule_set=rules)
    new = replace(genk_file, slug="nieuw", versions=(version,))
    assert misfits(new) == [
        f"versions.0.rules.{list(_kinds(rules)).index('territory')}.parameters.places.{k}" for k in (1, 2)
    ]
    with pytest.raises(DoesNotFit, match="71047, 72040"):
        load_scheme(SYSTEM, new)


def _kinds(rules: RuleSet) -> list[str]:
    return [one.rule.kind for one in rules.rules]


def test_what_is_stored_is_what_the_file_says(stage: Stage, genk_file: SchemeFile) -> None:
    stored = version_on(stage.genk, FIRST)
    assert stored is not None
    assert json.loads(json.dumps(stored.rules)) == genk_file.versions[0].rule_set.to_plain()
    assert rule_set(stored) == genk_file.versions[0].rule_set
