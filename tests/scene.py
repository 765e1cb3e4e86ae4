"""One scheme with its cast, small enough to change a rule for one test: Genk's partnership, its budget, a provider.

Enterprises are those of the demo's cast, people too; whoever is not named there is nobody in particular.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TypeAlias

import pytest
from django_tasks_db.models import DBTaskResult

from wisselwerk.apps.audit.services import record
from wisselwerk.apps.catalogue.models import Provider
from wisselwerk.apps.catalogue.services import offer_service, recognise_provider, register_provider
from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.parties.queries import actor_for
from wisselwerk.apps.parties.services import (
    AgreementWords,
    found_partnership,
    grant_role,
    join_partnership,
    local_government,
    person,
    sign_agreement,
)
from wisselwerk.apps.schemes.models import DecisionSubject, Granter, Scheme, Visum
from wisselwerk.apps.schemes.services import (
    arrange_granting,
    fund_scheme,
    give_visum,
    publish_version,
    record_decision,
)
from wisselwerk.apps.vouchers.models import Application, Voucher
from wisselwerk.apps.vouchers.services import enter_application
from wisselwerk.clock import BRUSSELS, as_if, today
from wisselwerk.demo.cast import CAST, OWN_ENTERPRISE, PROVIDER_NUMBER, invented_number
from wisselwerk.domain.actor import SYSTEM, Actor, Role
from wisselwerk.domain.invoice import Corrected, InvoiceType
from wisselwerk.domain.money import Cents
from wisselwerk.domain.period import Period
from wisselwerk.domain.refusal import Refusal, RefusalCode
from wisselwerk.domain.rule import KINDS, RuleSet
from wisselwerk.domain.rule.base import ProviderKind
from wisselwerk.formats.ubl_sample import SampleInvoice, SampleParty, write_invoice

LONG_AGO = date(2015, 1, 1)
EMAIL = {member.key: member.email for member in CAST}
GENK, AS_, OUDSBERGEN, OPGLABBEEK, TONGEREN = "71016", "71002", "72042", "71047", "73083"

Rules: TypeAlias = dict[str, dict[str, object] | None]
"""Parameters by kind of rule; None leaves the rule out."""

RULES: Rules = {
    "amount": {"amount_cents": 25_000},
    "own_contribution": {"minimum_cents": 25_000, "when_short": "refuse"},
    "territory": {"places": [GENK, OPGLABBEEK, AS_, "71067"]},
    "regular_enterprise": {},
    "provider_category": {"kinds": ["MAATWERKBEDRIJF"]},
    "number_per_enterprise": {"maximum": 1},
    "application_window": {"opens_on": "2016-01-01"},
    "validity": {"months": 6},
    "budget_ceiling": {},
    "decision_mode": {"mode": "automatic"},
}
"""Genk's. A test changes one by its name, or leaves it out with None."""

IN_PARTS: Rules = {
    "amount": {"amount_cents": 50_000},
    "own_contribution": None,
}
"""What Zuidoost-Limburg does otherwise: more money, none of one's own, and so a voucher that is used in parts."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What stands on the stage."""

    scheme: Scheme
    partnership: Organisation
    provider: Provider
    coordinator: Actor


def actor(key: str) -> Actor:
    """Somebody of the cast, with the roles held today."""
    return actor_for(person(EMAIL[key]))


def set_scene(
    *,
    slug: str = "genk",
    budget_cents: int = 25_000_000,
    visum: bool = True,
    delegated: bool = True,
    rules: Rules | None = None,
) -> Scene:
    """Set it: partnership, members, rules, delegation, money, a provider with a service, and who does what there."""
    partnership = found_partnership(SYSTEM, slug=slug, name=f"Interlokale vereniging {slug}")
    genk = local_government(GENK, today())
    sign_agreement(
        SYSTEM,
        partnership=partnership,
        managing_municipality=genk,
        words=AgreementWords("Kent toe en betaalt.", "Elk jaar."),
        source="Test",
        valid=Period(LONG_AGO),
    )
    for place in (GENK, OPGLABBEEK, AS_, "71067"):
        join_partnership(
            SYSTEM, partnership=partnership, place=place, source="Test", valid=Period(date(2025, 1, 1))
        )
    scheme = Scheme.objects.create(slug=slug, name=f"Kennismakingscheque {slug}", partnership=partnership)
    publish_version(SYSTEM, scheme=scheme, rule_set=rule_set(rules or {}), valid_from=LONG_AGO, source="Test")
    decision = record_decision(
        SYSTEM,
        scheme=scheme,
        local_government=genk,
        subject=DecisionSubject.DELEGATION,
        title="Delegatie",
        decided_on=LONG_AGO,
    )
    arrange_granting(
        SYSTEM,
        scheme=scheme,
        granter=Granter.MANAGING_MUNICIPALITY,
        signatory="algemeen directeur",
        delegation=decision if delegated else None,
        valid_from=LONG_AGO,
    )
    if visum:
        give_visum_long_ago(scheme)
    if budget_cents:
        fund_scheme(SYSTEM, scheme=scheme, year=today().year, amount_cents=budget_cents)
    provider = set_provider()
    coordinator = person(EMAIL["coordinator_genk"])
    for who, role in ((coordinator, Role.COORDINATOR), (person(EMAIL["auditor"]), Role.AUDITOR)):
        grant_role(SYSTEM, person=who, organisation=partnership, role=role, valid=Period(LONG_AGO))
    return Scene(scheme, partnership, provider, actor_for(coordinator))


def give_visum_long_ago(scheme: Scheme) -> None:
    """On record since then, so that a test can play what happened after."""
    with as_if(datetime.combine(LONG_AGO, time(12), BRUSSELS)):
        give_visum(SYSTEM, scheme=scheme, given_on=LONG_AGO)


def set_provider(
    number: str = PROVIDER_NUMBER, kind: ProviderKind = ProviderKind.MAATWERKBEDRIJF
) -> Provider:
    """A provider recognised since long ago, with one service and somebody at its desk."""
    provider = register_provider(
        SYSTEM, enterprise_number=number, slug=f"provider-{number}", name="De Zilverspar"
    )
    if not provider.recognitions.filter(kind=kind).exists():  # the demo has it already
        recognise_provider(SYSTEM, provider=provider, kind=kind, source="Test", valid=Period(LONG_AGO))
    offer_service(SYSTEM, provider=provider, slug="tuin", name="Tuinonderhoud")
    staff = person(EMAIL["provider_staff"])
    desk = provider.organisation
    grant_role(SYSTEM, person=staff, organisation=desk, role=Role.PROVIDER, valid=Period(LONG_AGO))
    return provider


def keep_open(scheme: Scheme) -> Visum:
    """As the migration leaves a scheme that ran before visa were recorded."""
    entry = record(SYSTEM, "keep_scheme_open", f"scheme:{scheme.pk}", authority=f"visum:{LONG_AGO}")
    return Visum.objects.create(
        scheme=scheme, kind="BEFORE", decided_on=LONG_AGO, actor=entry.actor, at=entry.at
    )


def rule_set(changes: Rules) -> RuleSet:
    """Genk's rules with changes."""
    rules = {**RULES, **changes}
    assert rules.keys() <= KINDS.keys()
    return RuleSet.from_plain(
        {
            "rules": [
                {"kind": kind, "parameters": dict(parameters), "source": "Test"}
                for kind, parameters in rules.items()
                if parameters is not None
            ]
        }
    )


def enter(
    scene: Scene,
    number: str = OWN_ENTERPRISE.number,
    *,
    municipality: str | None = GENK,
    provider: str | None = PROVIDER_NUMBER,
    email: str = EMAIL["owner"],
) -> Application:
    """An application that the coordinator enters, so that it is decided at once."""
    return enter_application(
        scene.coordinator,
        scheme=scene.scheme,
        enterprise_number=number,
        email=email,
        provider=provider,
        declarations={"municipality": municipality} if municipality else {},
    )


def award(scene: Scene, number: str = OWN_ENTERPRISE.number, **asked: str | None) -> Voucher:
    """The voucher that such an application gives."""
    application = enter(scene, number, **asked)  # type: ignore[arg-type]  # the same names, none of them mixed up
    return Voucher.objects.select_related(
        "scheme", "holder", "provider__organisation", "account", "application"
    ).get(application=application)


def enterprise_number(serial: int) -> str:
    """An enterprise that is nobody in particular."""
    return invented_number(1000 + serial)


def invoice(
    voucher: Voucher,
    net_cents: int,
    *,
    number: str = "F-1",
    supplier: str = PROVIDER_NUMBER,
    buyer: str | None = None,
    issued_on: date | None = None,
    currency: str = "EUR",
) -> bytes:
    """An invoice of the provider to the holder, unless told otherwise."""
    return write_invoice(
        SampleInvoice(
            number=number,
            issued_on=issued_on or today(),
            supplier=SampleParty(name="De Zilverspar", enterprise_number=supplier, city="Genk"),
            buyer=SampleParty(
                name="Houthandel",
                enterprise_number=buyer or voucher.holder.enterprise_number or "",
                city="Genk",
            ),
            description="Tuinonderhoud",
            net_cents=Cents(net_cents),
            payment_terms="30 dagen",
            currency=currency,
        )
    )


def credit_note(
    voucher: Voucher,
    net_cents: int,
    *,
    corrects: str | None = "F-1",
    corrects_on: date | None = None,
    number: str = "CN-1",
    supplier: str = PROVIDER_NUMBER,
    buyer: str | None = None,
    issued_on: date | None = None,
    currency: str = "EUR",
) -> bytes:
    """A credit note for an invoice of the provider to the holder, unless told otherwise."""
    return write_invoice(
        SampleInvoice(
            number=number,
            issued_on=issued_on or today(),
            supplier=SampleParty(name="De Zilverspar", enterprise_number=supplier, city="Genk"),
            buyer=SampleParty(
                name="Houthandel",
                enterprise_number=buyer or voucher.holder.enterprise_number or "",
                city="Genk",
            ),
            description="Tuinonderhoud",
            net_cents=Cents(net_cents),
            payment_terms="30 dagen",
            type=InvoiceType.CREDIT_NOTE,
            corrects=None if corrects is None else Corrected(corrects, corrects_on),
            currency=currency,
        )
    )


def put_in_outbox() -> list[tuple[str, dict[str, object]]]:
    """What was enqueued so far: names and payloads, oldest first; not that schemes tell of themselves, as setting a scene does."""
    rows = DBTaskResult.objects.order_by("enqueued_at").values_list("args_kwargs", flat=True)
    return [(row["args"][0], row["args"][1]) for row in rows if row["args"][0] != "tell_scheme"]


def refusal_of(refused: pytest.ExceptionInfo[Refusal]) -> tuple[RefusalCode, Mapping[str, object]]:
    """The first reason of a refusal: its code and what is said with it."""
    return refused.value.code, refused.value.reasons[0].params
