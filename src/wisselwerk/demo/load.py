"""Loading the demo into a database, through the same commands as everybody else; loading it again adds what is new."""

from collections.abc import Collection, Iterable
from datetime import date
from importlib.resources import files

from django.db import transaction

from wisselwerk.apps.catalogue.models import Provider
from wisselwerk.apps.catalogue.services import (
    offer_service,
    recognise_provider,
    register_provider,
    say_room,
)
from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.parties.queries import agreement_on
from wisselwerk.apps.parties.services import (
    enterprise,
    found_network,
    found_partnership,
    grant_role,
    local_government,
    person,
)
from wisselwerk.apps.schemes.models import Budget, Scheme
from wisselwerk.apps.schemes.services import (
    BudgetDecision,
    fund_scheme,
    give_visum,
    load_partnership,
    load_scheme,
)
from wisselwerk.apps.schemes.visum import payer_of, visum_of
from wisselwerk.clock import as_if, midnight, now, today
from wisselwerk.demo.applications import load_applications
from wisselwerk.demo.cast import CAST, FOUNDED, NETWORK
from wisselwerk.demo.councils import load_councils
from wisselwerk.demo.digests import load_digests, when_noticed
from wisselwerk.demo.endings import load_endings
from wisselwerk.demo.expost_questions import load_department, load_expost_questions
from wisselwerk.demo.follow_ups import load_follow_ups
from wisselwerk.demo.initiatives import load_initiatives
from wisselwerk.demo.introductions import load_introductions
from wisselwerk.demo.last_parts import first_day, found_scheme, load_last_parts, scheme_in_two_parts
from wisselwerk.demo.models import DemoMode
from wisselwerk.demo.network import load_meetings, load_network
from wisselwerk.demo.past import load_past
from wisselwerk.demo.past_years import past_years
from wisselwerk.demo.payments import director, load_payments
from wisselwerk.demo.policy_reports import load_policy_reports
from wisselwerk.demo.practices import load_practices
from wisselwerk.demo.providers import PROVIDERS, DemoProvider
from wisselwerk.demo.recoveries import load_recoveries, load_register
from wisselwerk.demo.roles import load_roles
from wisselwerk.demo.samples import load_samples, use_in_parts
from wisselwerk.demo.settlements import keep_budget_key, load_settlements, publish_cost_keys
from wisselwerk.domain.actor import SYSTEM, Role
from wisselwerk.domain.period import Period
from wisselwerk.domain.room import Room
from wisselwerk.formats.partnership_file import PartnershipFile, read_partnership_file
from wisselwerk.formats.scheme_file import SchemeFile, read_scheme_file

FILES = ("zuidoost-limburg.json", "genk.json")
"""Both of the partnerships and of their schemes; the parent first."""
ENTERPRISE_NUMBER_LENGTH = 10
YEARLY_BUDGET_CENTS = 25_000_000


@transaction.atomic
def load_demo(today: date, *, with_past: bool = False) -> None:
    """Everything a newcomer needs: providers, partnerships with money for this year, a cast, a few applications.

    With ``with_past`` also years that are over, and what pairs answered of them.
    """
    DemoMode.objects.get_or_create(defaults={"loaded_at": now()})
    load_providers()
    load_partnerships(today, seen_on=seen_in_past() if with_past else ())
    load_cast()
    publish_cost_keys()
    load_councils()
    if with_past:
        load_past(_fund_this_year)
    in_two_parts = load_scheme_in_two_parts(today)
    load_recoveries(in_two_parts)
    load_applications()
    load_introductions()
    load_endings()
    load_payments()
    # What is settled here holds until somebody plays: all that costs something this year comes before.
    use_in_parts()
    load_settlements()
    load_last_parts(in_two_parts)
    load_register()
    load_follow_ups()
    with when_noticed():
        load_initiatives()
        load_policy_reports()
    load_expost_questions()
    load_samples()
    load_roles()
    load_network()
    load_practices()
    load_meetings()
    load_digests()


def load_providers() -> None:
    """The invented social-economy enterprises."""
    known = set(Provider.objects.values_list("organisation__enterprise_number", flat=True))
    for one in PROVIDERS:
        if one.number not in known:
            _load_provider(one)


def load_partnerships(today: date, *, seen_on: Collection[date] = ()) -> None:
    """Both seed partnerships with their schemes, and 250,000 euro each for the year of ``today``.

    What councils decided is recorded and their visum given on each day of ``seen_on``, as far as it was known then, or else all
    of it now: nobody can apply before.
    """
    for one, scheme_file in zip(demo_partnerships(), demo_schemes(), strict=True):
        # What councils decided is about the scheme, which is the partnership's.
        found_partnership(SYSTEM, slug=one.slug, name=one.name)
        scheme = load_scheme(SYSTEM, scheme_file)
        for day in seen_on:
            with as_if(midnight(day)):
                load_partnership(SYSTEM, _known_on(one, day))
                _give_visum(scheme)
        if not seen_on:
            load_partnership(SYSTEM, one)
            _give_visum(scheme)
        _fund(scheme, today)


def seen_in_past() -> tuple[date, date]:
    """When years that are over began to be recorded, and when the newest of their councils' decisions were."""
    return date(past_years()[0].began_on.year, 1, 2), date(today().year - 1, 1, 2)


def load_scheme_in_two_parts(today: date) -> Scheme:
    """A third scheme, invented, with money from its first voucher on: of the partnership of the first."""
    opens_on = first_day()
    with as_if(midnight(opens_on)):
        scheme = found_scheme(scheme_in_two_parts(next(iter(demo_schemes()))))
        _give_visum(scheme)
        _fund(scheme, opens_on)
    _fund(scheme, today)
    for year in {opens_on.year, today.year}:
        keep_budget_key(scheme, year)
    return scheme


def load_cast() -> None:
    """The people of the cast, with their roles."""
    load_department()
    found_network(SYSTEM, slug=NETWORK, name="Lerend netwerk (demo)")
    for member in CAST:
        somebody = person(member.email)
        for at in member.at:
            grant_role(
                SYSTEM,
                person=somebody,
                organisation=_organisation(at),
                role=member.role,
                valid=Period(FOUNDED),
            )


def _organisation(at: str) -> Organisation:
    """Whom ``CastMember.at`` names."""
    if not at.isdecimal():
        return Organisation.objects.get(slug=at)
    return enterprise(at) if len(at) == ENTERPRISE_NUMBER_LENGTH else local_government(at, today())


def demo_schemes() -> Iterable[SchemeFile]:
    """The two seed schemes, as the files in the package say."""
    for name in FILES:
        yield read_scheme_file((files("wisselwerk.demo") / "schemes" / name).read_bytes(), name)


def demo_partnerships() -> Iterable[PartnershipFile]:
    """Their two partnerships. Members are the seed's, mergers are facts; what is invented says so."""
    for name in FILES:
        yield read_partnership_file((files("wisselwerk.demo") / "partnerships" / name).read_bytes(), name)


def _load_provider(one: DemoProvider) -> None:
    provider = register_provider(
        SYSTEM,
        enterprise_number=one.number,
        slug=one.slug,
        name=one.name,
        description=one.description,
        contact=one.contact,
        places=one.places,
    )
    for recognition in one.recognitions:
        recognise_provider(
            SYSTEM,
            provider=provider,
            kind=recognition.kind,
            source=recognition.source,
            valid=recognition.valid,
        )
    for service in one.services:
        offer_service(
            SYSTEM,
            provider=provider,
            slug=service.slug,
            name=service.name,
            description=service.description,
            price=service.price,
            kind=service.kind,
        )
    if busiest := provider.services.order_by("pk").first():
        # Nothing is said of the others, as it will be for a while.
        say_room(SYSTEM, service=busiest, room=Room(said_on=today(), waiting_weeks=one.serial % 5))


def _known_on(one: PartnershipFile, day: date) -> PartnershipFile:
    """What a file says that had begun or been decided on a day."""
    known = {
        "members": tuple(member for member in one.members if member.valid_from <= day),
        "agreements": tuple(agreement for agreement in one.agreements if agreement.valid_from <= day),
        "council_decisions": tuple(said for said in one.council_decisions if said.decided_on <= day),
        "granting": tuple(granted for granted in one.granting if granted.valid_from <= day),
    }
    return one.model_copy(update=known)


def _give_visum(scheme: Scheme) -> None:
    """By the financial director, where no council decision of the files exempts the scheme."""
    if visum_of(scheme) is None:
        payer = payer_of(scheme, today())
        if payer is None:
            raise ValueError(f"the agreement of the demo does not hold on {today()}: renew it in its file")
        give_visum(director(payer, Role.FINANCIAL_DIRECTOR), scheme=scheme, given_on=FOUNDED)


def _fund_this_year(scheme: Scheme) -> None:
    _fund(scheme, today())


def _fund(scheme: Scheme, today: date) -> None:
    """Once a year: who loads the demo again in the same year adds nothing."""
    if Budget.objects.filter(scheme=scheme, year=today.year).exists():
        return
    agreement = agreement_on(scheme.partnership_id, today)
    if agreement is None:
        raise ValueError(f"the agreement of the demo does not hold on {today}: renew it in its file")
    decision = BudgetDecision(
        council=agreement.managing_municipality,
        title=f"Budget {today.year} van de kennismakingscheque (demo)",
        decided_on=date(today.year - 1, 12, 15),
    )
    fund_scheme(SYSTEM, scheme=scheme, year=today.year, amount_cents=YEARLY_BUDGET_CENTS, decision=decision)
