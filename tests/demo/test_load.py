"""What the demo promises: the seed's schemes, an invented cast, and nothing twice."""

import re
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.apps import apps

from tests.cast import Stage
from wisselwerk.apps.aid import proof as proof_of_aid
from wisselwerk.apps.aid.models import RegisterLine
from wisselwerk.apps.aid.queries import clocks
from wisselwerk.apps.catalogue.models import Provider
from wisselwerk.apps.catalogue.queries import recognised_kinds, recognised_providers
from wisselwerk.apps.initiatives.models import InitiativeLink, PolicyFile, Signal
from wisselwerk.apps.introductions.queries import proof as met
from wisselwerk.apps.ledger.queries import differences
from wisselwerk.apps.network.models import PracticeRoute
from wisselwerk.apps.parties.models import Organisation, OrganisationKind, Person
from wisselwerk.apps.parties.queries import agreement_on, members_on
from wisselwerk.apps.payouts.queries import proof as payouts
from wisselwerk.apps.payouts.queries.claims import Claim, claims_for, letters_to_post, number_of_open_claims
from wisselwerk.apps.schemes.models import Budget
from wisselwerk.apps.schemes.queries import scheme_overview, scheme_overviews, version_on
from wisselwerk.apps.schemes.services import fund_scheme
from wisselwerk.apps.settlements.models import YearSettlement
from wisselwerk.apps.settlements.queries import proof as settlements
from wisselwerk.apps.settlements.queries.lines import is_outdated
from wisselwerk.apps.vouchers.models import Application, Evaluation, RecognitionWarning, Voucher
from wisselwerk.apps.vouchers.queries import proof
from wisselwerk.apps.vouchers.queries.evaluations import open_evaluations, to_go_on_without
from wisselwerk.apps.vouchers.queries.recognitions import endings_coordinated
from wisselwerk.apps.vouchers.services import enter_application
from wisselwerk.clock import today
from wisselwerk.demo.cast import CAST, OWN_ENTERPRISE, PROVIDER_NUMBER, invented_number
from wisselwerk.demo.last_parts import SLUG
from wisselwerk.demo.load import load_demo
from wisselwerk.demo.mailbox import forget
from wisselwerk.demo.providers import ENDING
from wisselwerk.domain.actor import SYSTEM, Role
from wisselwerk.domain.evaluation import Side
from wisselwerk.domain.initiative_link import LinkAnswer
from wisselwerk.domain.signal import SignalKind
from wisselwerk.formats.enterprise_number import parse

pytestmark = pytest.mark.django_db


def rows() -> dict[str, int]:
    return {
        model._meta.label: model._default_manager.count()
        for model in apps.get_models()
        if model.__module__.startswith("wisselwerk.")
    }


def test_practices_are_passed_on_to_whom_they_fit(demo: Stage) -> None:
    passed = PracticeRoute.objects.select_related("organisation", "practice__published")
    told = {(one.organisation.name, one.practice.published.scheme.slug) for one in passed}  # type: ignore[union-attr]
    assert ("Oudsbergen", "genk") in told
    assert all(one.why and one.practice.organisation_id != one.organisation_id for one in passed)


def test_loading_again_adds_nothing(demo: Stage) -> None:
    before = rows()
    load_demo(today())
    assert rows() == before


def test_loading_in_a_next_year_adds_its_budget(demo: Stage) -> None:
    next_year = date(today().year + 1, 1, 2)
    load_demo(next_year)
    assert [one.left_cents for one in scheme_overviews(next_year)] == [25_000_000] * 3
    seeds = Budget.objects.filter(scheme__in=(demo.genk, demo.zuidoost_limburg))
    assert seeds.count() == 4


def test_the_schemes_are_those_of_the_seed_and_open_today(stage: Stage) -> None:
    found = {one.scheme.slug: one for one in scheme_overviews(today())}
    assert found.keys() == {"zuidoost-limburg", "genk"}
    for one in found.values():
        assert one.state == "running"
        assert (one.budget_cents, one.left_cents) == (25_000_000, 25_000_000)
        for provider in recognised_providers(today()):
            assert one.admits(recognition.kind for recognition in provider.recognitions.all())
    amounts = {slug: (one.amount_cents, one.own_contribution_cents) for slug, one in found.items()}
    assert amounts == {"zuidoost-limburg": (50_000, 0), "genk": (25_000, 25_000)}


@pytest.mark.parametrize(
    ("day", "south", "north"),
    [
        (
            date(2015, 6, 1),
            {"Tongeren", "Bilzen", "Hoeselt", "Riemst", "Voeren"},
            {"Genk", "Opglabbeek", "As", "Zutendaal"},
        ),
        (
            date(2019, 1, 1),
            {"Tongeren", "Bilzen", "Hoeselt", "Riemst", "Voeren"},
            {"Genk", "Oudsbergen", "As", "Zutendaal"},
        ),
        (
            date(2025, 1, 1),
            {"Tongeren-Borgloon", "Bilzen-Hoeselt", "Riemst", "Voeren"},
            {"Genk", "Oudsbergen", "As", "Zutendaal"},
        ),
    ],
)
def test_members_follow_the_mergers(stage: Stage, day: date, south: set[str], north: set[str]) -> None:
    for slug, expected in (("zuidoost-limburg", south), ("genk", north)):
        partnership = stage.partnership(slug)
        members = members_on(partnership.pk, day)
        assert {one.member.name for one in members} == expected
        assert len(members) == (5 if slug == "zuidoost-limburg" else 4)
        assert agreement_on(partnership.pk, day) is not None


def test_each_scheme_has_a_first_version_and_one_after_the_mergers(stage: Stage) -> None:
    for scheme in (stage.genk, stage.zuidoost_limburg):
        first, current = version_on(scheme, date(2015, 3, 1)), version_on(scheme, today())
        assert first is not None
        assert current is not None
        assert (first.number, current.number) == (1, 3)
        assert current.valid_from == date(2025, 1, 1)


@pytest.mark.parametrize(
    "day", [date(2015, 3, 1), date(2018, 12, 31), date(2019, 1, 1), date(2024, 12, 31), date(2025, 1, 1)]
)
def test_whoever_became_a_maatwerkbedrijf_could_be_chosen_all_along(stage: Stage, day: date) -> None:
    provider = Provider.objects.get(organisation__enterprise_number=PROVIDER_NUMBER)
    for scheme in (stage.genk, stage.zuidoost_limburg):
        overview = scheme_overview(scheme.slug, day)
        assert overview is not None
        assert overview.admits(recognised_kinds(provider, day))


@pytest.mark.parametrize("day", [date(2018, 12, 31), date(2019, 1, 1), date(2024, 12, 31)])
def test_an_application_of_those_years_is_awarded(stage: Stage, day: date) -> None:
    for scheme, place in ((stage.genk, "71016"), (stage.zuidoost_limburg, "73066")):
        fund_scheme(SYSTEM, scheme=scheme, year=day.year, amount_cents=100_000)
        with time_machine.travel(day, tick=False):
            application = enter_application(
                SYSTEM,
                scheme=scheme,
                enterprise_number=OWN_ENTERPRISE.number,
                email="zaak@eikenhof.example",
                provider=PROVIDER_NUMBER,
                declarations={"municipality": place},
            )
        decision = application.decisions.get()
        assert [one["kind"] for one in decision.outcomes if one["verdict"] != "PASS"] == []
        assert decision.evaluated == "awarded"


def test_what_is_invented_says_so(demo: Stage) -> None:
    decisions = [*demo.genk.council_decisions.all(), *demo.zuidoost_limburg.council_decisions.all()]
    assert decisions
    assert all(decision.title.endswith("(demo)") for decision in decisions)


def test_the_register_shows_an_action_of_a_plan_beside_the_scheme_here(demo: Stage) -> None:
    scheme = demo.genk.signals.latest("pk").initiative
    action = Signal.objects.get(kind=SignalKind.REPORT, title="Kennismakingscheques voor bedrijven in Genk")
    link = InitiativeLink.objects.get(
        kind="SAME", initiative=action.initiative, other=scheme, answer=LinkAnswer.OPEN
    )
    assert {one["code"] for one in link.reasons} >= {"SAME_PLACE", "SAME_AMOUNTS", "ALIKE_WORDS"}
    assert Signal.objects.filter(kind=SignalKind.REPORT).count() == 13
    assert "verzonnen" in PolicyFile.objects.get().filters


def test_nobody_real_can_be_meant(demo: Stage) -> None:
    addresses = [person.email or "" for person in Person.objects.all()]
    assert all(address.endswith(".example") for address in addresses)
    numbers = Organisation.objects.filter(kind=OrganisationKind.ONDERNEMING).values_list(
        "enterprise_number", flat=True
    )
    assert all(number and number.startswith("1999") and parse(number) == number for number in numbers)
    assert (
        Organisation.objects.filter(kind=OrganisationKind.ONDERNEMING, provider=None).exclude(name="").count()
        == 0
    )


def test_invented_numbers_are_valid_and_bounded() -> None:
    numbers = [invented_number(serial) for serial in (0, 1, 96, 97, 5_000, 9_999)]
    assert [parse(number) for number in numbers] == numbers
    assert all(re.fullmatch(r"1999\d{6}", number) for number in numbers)
    for serial in (-1, 10_000):
        with pytest.raises(ValueError, match="0 to 9999"):
            invented_number(serial)


def test_everybody_of_the_cast_holds_one_role(stage: Stage) -> None:
    for member in CAST:
        actor = stage.actor(member.key)
        assert {role for role, _ in actor.roles} == {member.role}
        assert len(actor.roles) == len(member.at)


def test_owner_and_colleague_share_an_enterprise_and_the_stranger_does_not(stage: Stage) -> None:
    owner, colleague, stranger = (stage.actor(key) for key in ("owner", "colleague", "stranger"))
    assert owner.organisations(Role.HOLDER) == colleague.organisations(Role.HOLDER)
    assert not owner.organisations(Role.HOLDER) & stranger.organisations(Role.HOLDER)


def test_the_first_applications_show_everything_that_can_happen(demo: Stage) -> None:
    outcomes = {
        slug: sorted(Application.objects.filter(scheme__slug=slug).values_list("state", flat=True))
        for slug in ("genk", "zuidoost-limburg")
    }
    assert outcomes == {
        "genk": ["awarded"] * 5 + ["refused", "review", "review"],
        "zuidoost-limburg": ["awarded", "awarded", "awarded", "refused"],
    }
    states = Voucher.objects.exclude(scheme__slug=SLUG).values_list("state", flat=True)
    assert sorted(states) == ["open"] * 3 + ["partly_used"] + ["used"] * 4
    assert [*differences(), *proof.differences(), *met.differences()] == []


def test_a_last_part_waits_is_ready_and_needs_a_coordinator(demo: Stage) -> None:
    """One invoice of which both sides still have to say how it went, one of which a side stays silent, one that is ready."""
    known = open_evaluations()
    assert sorted(one.missing for one in known if one.is_open) == [
        (Side.BUSINESS, Side.PROVIDER),
        (Side.PROVIDER,),
    ]
    assert [one.missing for one in to_go_on_without(demo.actor("coordinator_zuidoost_limburg"), today())] == [
        (Side.PROVIDER,)
    ]
    assert Evaluation.objects.count() == 3


def test_one_claim_was_mailed_and_another_waits_as_a_letter(demo: Stage) -> None:
    director = demo.actor("financial_director_tongeren")
    assert number_of_open_claims(director) == 2
    assert {one.payment.redemption.payee.name for one in letters_to_post(director)} == {
        "Keuken Het Vijfde Wiel"
    }
    [mailed] = [claim for one in claims_for(director) if (claim := Claim(one)).sent]
    assert mailed.waiting is not None, "its reminder is mailed as soon as the demo runs"
    assert mailed.payment.amount_cents == 25_600


@pytest.mark.parametrize(
    "day",
    [
        datetime(2026, 4, 6, 12, tzinfo=UTC),
        datetime(2027, 1, 1, 0, 30, tzinfo=UTC),
    ],
)
def test_the_register_of_aid_shows_each_kind_of_line_on_any_day(db: None, day: datetime) -> None:
    """Easter, with its holidays, and a day of which the days before lie in another year."""
    with time_machine.travel(day):
        load_demo(today())
        lines = RegisterLine.objects.order_by("pk")
        told = clocks(lines, today())
    forget()
    kinds = [(line.kind, line.registrations.count()) for line in lines]
    assert sorted(kinds) == [
        ("grant", 0),
        ("grant", 0),
        ("grant", 1),
        ("grant", 1),
        ("grant", 1),
        ("recovery", 0),
        ("revocation", 0),
    ]
    assert (told.late, told.soon, told.number) == (0, 1, 4)
    assert [*proof_of_aid.differences(), *differences(), *payouts.differences()] == []


def test_members_paid_all_or_half_of_a_settlement_on_a_statement_and_one_did_not(demo: Stage) -> None:
    for scheme in (demo.genk, demo.zuidoost_limburg):
        settlement = YearSettlement.objects.get(scheme=scheme)
        owing = settlement.shares.filter(owes_cents__gt=0).order_by("member__nis_code")
        paid = [sum(one.amount_cents for one in share.payments.all()) for share in owing]
        assert paid == [owing[0].owes_cents, owing[1].owes_cents // 2, 0]
    assert [*settlements.differences()] == []


def test_nothing_costs_more_than_what_was_settled(demo: Stage) -> None:
    assert [one for one in YearSettlement.objects.all() if is_outdated(one)] == []


def test_a_recognition_ends_before_a_voucher_and_both_sides_were_warned(demo: Stage) -> None:
    [ending] = endings_coordinated(demo.actor("coordinator_genk"), today())
    assert ending.provider.organisation.enterprise_number == ENDING
    warned = RecognitionWarning.objects.filter(recognition=ending.recognition)
    assert {one.voucher for one in warned} == {None, *ending.vouchers}
