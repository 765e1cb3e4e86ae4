"""What a year of vouchers stands on: nine members with a cost key, money, two people who pay, and providers to be paid."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time
from typing import Any

from benchmarks.cast import provider_number
from benchmarks.costs import WEIGHTS
from tests.formats.accounts import belgian_iban
from wisselwerk.apps.ledger.models import Account
from wisselwerk.apps.parties.services import (
    AgreementWords,
    enterprise,
    found_partnership,
    grant_role,
    join_partnership,
    local_government,
    person,
    sign_agreement,
)
from wisselwerk.apps.payouts.services import name_account
from wisselwerk.apps.schemes.models import Budget, RuleSetVersion, Scheme
from wisselwerk.apps.schemes.services import fund_scheme, give_visum, publish_version
from wisselwerk.apps.vouchers.models import Payable
from wisselwerk.clock import BRUSSELS, as_if, today
from wisselwerk.demo.load import demo_schemes
from wisselwerk.domain.actor import SYSTEM, Role
from wisselwerk.domain.ledger import AccountKind
from wisselwerk.domain.period import Period
from wisselwerk.domain.rule import RuleSet, SourcedRule
from wisselwerk.domain.rule.amount import Amount
from wisselwerk.domain.rule.cost_key import CostKey, Division, PlaceShare
from wisselwerk.domain.rule.territory import Territory

PLACES = ("71016", "71047", "71002", "71067", "73083", "73006", "73066", "73109", "72003")
"""Each of another municipality today; the first manages."""
PROVIDERS = 100
SLUG = "meting"
ORDERS, SIGNS = "orders@meting.example", "signs@meting.example"
"""Who may order payments, and who may sign them."""


@dataclass(frozen=True, slots=True)
class Payee:
    """A provider: its id, its enterprise number, and the account of what is due to it."""

    id: int
    number: str
    due_id: int


@dataclass(frozen=True, slots=True)
class Ground:
    """All of it; the rules and the money are those of this year."""

    scheme: Scheme
    version: RuleSetVersion
    budget: Budget
    payees: tuple[Payee, ...]


def lay_ground(voucher_cents: int, money_cents: int) -> Ground:
    """For vouchers of so much, with so much money for all of them."""
    scheme = _scheme()
    version = publish_version(
        SYSTEM,
        scheme=scheme,
        rule_set=_rules(voucher_cents),
        valid_from=today().replace(month=1, day=1),
        source="-",
    )
    before = today().replace(year=today().year - 1, month=12, day=1)
    # On record since then: applications came all year.
    with as_if(datetime.combine(before, time(12), BRUSSELS)):
        give_visum(SYSTEM, scheme=scheme, given_on=before)
    budget = fund_scheme(SYSTEM, scheme=scheme, year=today().year, amount_cents=money_cents)
    return Ground(scheme, version, budget, tuple(map(_payee, range(PROVIDERS))))


def _scheme() -> Scheme:
    valid = Period(today().replace(year=today().year - 1, month=1, day=1))
    partnership = found_partnership(SYSTEM, slug=SLUG, name="Interlokale vereniging Meting")
    payer = local_government(PLACES[0], today())
    sign_agreement(
        SYSTEM,
        partnership=partnership,
        managing_municipality=payer,
        words=AgreementWords("-", "-"),
        source="-",
        valid=valid,
    )
    for place in PLACES:
        join_partnership(SYSTEM, partnership=partnership, place=place, source="-", valid=valid)
    for email, role in ((ORDERS, Role.GENERAL_DIRECTOR), (SIGNS, Role.FINANCIAL_DIRECTOR)):
        grant_role(SYSTEM, person=person(email), organisation=payer, role=role)
    name_account(SYSTEM, organisation=payer, iban=belgian_iban(PROVIDERS))
    return Scheme.objects.create(slug=SLUG, name="Meting", partnership=partnership)


def _rules(voucher_cents: int) -> RuleSet:
    """Those of a scheme whose vouchers are used in parts, for these places and this amount, and with a cost key."""
    changes: Mapping[type, dict[str, Any]] = {
        Amount: {"amount_cents": voucher_cents},
        Territory: {"places": PLACES},
    }
    rules = [
        replace(one, rule=replace(one.rule, **changes.get(type(one.rule), {})))
        for one in next(iter(demo_schemes())).versions[-1].rule_set.rules
    ]
    shares = tuple(PlaceShare(place=place, share=one) for place, one in zip(PLACES, WEIGHTS, strict=True))
    return RuleSet((*rules, SourcedRule(CostKey(division=Division.FIXED, shares=shares), "-")))


def _payee(number: int) -> Payee:
    organisation = enterprise(provider_number(number))
    organisation.name = f"Café & Maatwerk {number}"
    organisation.save(update_fields=["name"])
    name_account(SYSTEM, organisation=organisation, iban=belgian_iban(number))
    due = Account.objects.create(kind=AccountKind.OWED)
    Payable.objects.create(payee=organisation, account=due)
    return Payee(organisation.pk, provider_number(number), due.pk)
