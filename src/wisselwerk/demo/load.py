"""Loading the demo into a database, through the same commands as everybody else; loading it again adds what is new."""

from collections.abc import Iterable
from datetime import date
from importlib.resources import files

from django.db import transaction

from wisselwerk.apps.catalogue.models import Provider
from wisselwerk.apps.catalogue.services import offer_service, recognise_provider, register_provider
from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.parties.services import (
    enterprise,
    found_partnership,
    grant_role,
    join_partnership,
    local_government,
    person,
    sign_agreement,
)
from wisselwerk.apps.schemes.models import Budget, CouncilDecision, DecisionSubject, Scheme
from wisselwerk.apps.schemes.services import arrange_granting, fund_scheme, load_scheme, record_decision
from wisselwerk.clock import now
from wisselwerk.demo.applications import load_applications
from wisselwerk.demo.cast import CAST
from wisselwerk.demo.models import DemoMode
from wisselwerk.demo.partnerships import (
    AGREEMENT,
    DECIDED_ON,
    EVALUATION,
    FOUNDED,
    MANDATE,
    MERGED,
    PARTNERSHIPS,
    SEED,
    YEARLY_BUDGET_CENTS,
    DemoPartnership,
)
from wisselwerk.demo.providers import PROVIDERS, DemoProvider
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.period import Period
from wisselwerk.formats.scheme_file import SchemeFile, read_scheme_file

SCHEME_FILES = ("zuidoost-limburg.json", "genk.json")
"""The parent first."""


@transaction.atomic
def load_demo(today: date) -> None:
    """Everything a newcomer needs: providers, partnerships with money for this year, a cast, a few applications."""
    DemoMode.objects.get_or_create(defaults={"loaded_at": now()})
    load_providers()
    load_partnerships(today)
    load_cast()
    load_applications()


def load_providers() -> None:
    """The invented social-economy enterprises."""
    known = set(Provider.objects.values_list("organisation__enterprise_number", flat=True))
    for one in PROVIDERS:
        if one.number not in known:
            _load_provider(one)


def load_partnerships(today: date) -> None:
    """Both seed partnerships with their schemes, and 250,000 euro each for the year of ``today``."""
    partnerships = [_load_partnership(one) for one in PARTNERSHIPS]
    for scheme_file in demo_schemes():
        load_scheme(SYSTEM, scheme_file)
    for one, partnership in zip(PARTNERSHIPS, partnerships, strict=True):
        scheme = Scheme.objects.get(slug=one.slug)
        _record_decisions(one, scheme, partnership)
        _fund(one, scheme, today)


def load_cast() -> None:
    """The people of the cast, with their roles."""
    for member in CAST:
        somebody = person(member.email)
        for at in member.at:
            organisation = enterprise(at) if at.isdecimal() else Organisation.objects.get(slug=at)
            grant_role(SYSTEM, person=somebody, organisation=organisation, role=member.role, from_day=FOUNDED)


def demo_schemes() -> Iterable[SchemeFile]:
    """The two seed schemes, as the files in the package say."""
    for name in SCHEME_FILES:
        yield read_scheme_file((files("wisselwerk.demo") / "schemes" / name).read_bytes(), name)


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
        )


def _load_partnership(one: DemoPartnership) -> Organisation:
    partnership = found_partnership(SYSTEM, slug=one.slug, name=one.name)
    for part in one.participations:
        stretches = [(Period(FOUNDED, part.merged_on), SEED)]
        if part.merged_on is not None:
            stretches.append((Period(part.merged_on), MERGED))
        for valid, source in stretches:
            join_partnership(SYSTEM, partnership=partnership, place=part.place, source=source, valid=valid)
    for agreement in one.agreements:
        sign_agreement(
            SYSTEM,
            partnership=partnership,
            managing_municipality=local_government(agreement.managed_by, agreement.valid.start),
            mandate=MANDATE,
            evaluation=EVALUATION,
            source=AGREEMENT,
            valid=agreement.valid,
        )
    return partnership


def _record_decisions(one: DemoPartnership, scheme: Scheme, partnership: Organisation) -> None:
    """Every council agreed and set the rules; who grants is arranged from a day on."""
    for membership in partnership.memberships.select_related("member"):
        for subject, title in (
            (DecisionSubject.AGREEMENT, "Overeenkomst van de interlokale vereniging"),
            (DecisionSubject.REGULATION, "Reglement van de kennismakingscheque"),
        ):
            record_decision(
                SYSTEM,
                scheme=scheme,
                local_government=membership.member,
                subject=subject,
                title=f"{title} (demo)",
                decided_on=DECIDED_ON.get(membership.valid_from, membership.valid_from),
            )
    for granting in one.grantings:
        by = granting.delegated_by
        arrange_granting(
            SYSTEM,
            scheme=scheme,
            granter=granting.granter,
            signatory="algemeen directeur",
            delegation=_delegation(scheme, by, granting.valid_from) if by else None,
            valid_from=granting.valid_from,
        )


def _delegation(scheme: Scheme, code: str, day: date) -> CouncilDecision:
    return record_decision(
        SYSTEM,
        scheme=scheme,
        local_government=local_government(code, day),
        subject=DecisionSubject.DELEGATION,
        title="Toekenning van cheques volgens het reglement, ook door de software (demo)",
        decided_on=DECIDED_ON.get(day, day),
    )


def _fund(one: DemoPartnership, scheme: Scheme, today: date) -> None:
    """Once a year: who loads the demo again in the same year adds nothing."""
    if Budget.objects.filter(scheme=scheme, year=today.year).exists():
        return
    managing = next(agreement for agreement in one.agreements if today in agreement.valid)
    decision = record_decision(
        SYSTEM,
        scheme=scheme,
        local_government=local_government(managing.managed_by, managing.valid.start),
        subject=DecisionSubject.BUDGET,
        title=f"Budget {today.year} van de kennismakingscheque (demo)",
        decided_on=date(today.year - 1, 12, 15),
    )
    fund_scheme(SYSTEM, scheme=scheme, year=today.year, amount_cents=YEARLY_BUDGET_CENTS, decision=decision)
