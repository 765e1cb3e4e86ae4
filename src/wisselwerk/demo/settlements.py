"""Settling between members, in the demo and the stories: an invented cost key, and the statement that follows from it."""

from datetime import date

from wisselwerk.apps.payouts.queries.accounts import account_on
from wisselwerk.apps.schemes.models import Scheme
from wisselwerk.apps.schemes.queries import rule_set, version_on
from wisselwerk.apps.schemes.services import publish_version
from wisselwerk.apps.settlements.models import YearSettlement
from wisselwerk.apps.settlements.queries.settlements import managing_municipality
from wisselwerk.apps.settlements.services import (
    draw_up_settlement,
    record_settlement_payment,
    send_settlement,
    set_budget_key,
)
from wisselwerk.clock import today
from wisselwerk.demo.payments import bring_in, director
from wisselwerk.domain.actor import SYSTEM, Role
from wisselwerk.domain.rule import RuleSet, SourcedRule
from wisselwerk.domain.rule.cost_key import CostKey, Division
from wisselwerk.formats.bank_answer_sample import Receipt, write_receipts

INVENTED = "Verzonnen voor de demo: van geen van beide regelingen is een verdeelsleutel bekend"
COST_KEYS = {"zuidoost-limburg": CostKey(division=Division.EQUAL), "genk": CostKey(division=Division.SEAT)}
"""Invented. Equal parts for the one, the seat of the enterprise for the other, so that both can be seen."""
ACTIONS = {"zuidoost-limburg": "AC2.1.3", "genk": "AC-03.02.02"}
"""Under which action of its own plan who pays for each partnership books its schemes: those of the demo's policy reports."""
BUDGET_KEY = {"policy_field": "0550", "general_account": "6490000"}
"""Invented, but for the policy field: 0550 is employment and activation."""


def publish_cost_keys(more: tuple[SourcedRule, ...] = ()) -> None:
    """A next version of both schemes from the first day of this year: an invented cost key added, and ``more``."""
    first_day = date(today().year, 1, 1)
    for slug, key in COST_KEYS.items():
        scheme = Scheme.objects.get(slug=slug)
        version = version_on(scheme, today())
        assert version is not None, "the schemes of the demo have rules today"
        rules = rule_set(version)
        if rules.find(CostKey) is None:
            publish_version(
                SYSTEM,
                scheme=scheme,
                rule_set=RuleSet((*rules.rules, *more, SourcedRule(key, INVENTED))),
                valid_from=first_day,
                source=INVENTED,
            )


def load_settlements() -> None:
    """Both schemes settled for this year, and sent, with a key for the bookkeeping; some members pay what they owe."""
    if YearSettlement.objects.exists():
        return
    for slug in COST_KEYS:
        scheme = Scheme.objects.get(slug=slug)
        keep_budget_key(scheme, today().year)
        bank_tells_of(settle_year(scheme))


def bank_tells_of(settlement: YearSettlement) -> None:
    """A statement on which the first member that owes something pays it, and the second pays half."""
    payer = settlement.managing_municipality
    account = account_on(payer, today())
    owing = list(settlement.shares.filter(owes_cents__gt=0).order_by("member__nis_code")[:2])
    if account is None or not owing:
        return
    receipts = [
        Receipt(share.structured_reference, share.owes_cents // part) for part, share in enumerate(owing, 1)
    ]
    name = f"VERREKENING-{settlement.pk}"
    bring_in(payer, write_receipts(account.iban, receipts, statement_id=name, booked_on=today()))


def keep_budget_key(scheme: Scheme, year: int) -> None:
    """The invented key under which a year of a scheme stands in the bookkeeping."""
    action = ACTIONS[scheme.partnership.slug or ""]
    set_budget_key(SYSTEM, scheme=scheme, year=year, action=action, **BUDGET_KEY)


def settle_year(scheme: Scheme) -> YearSettlement:
    """Settle this year until now: drawn up and sent by the financial director of the managing municipality."""
    signs = director(managing_municipality(scheme, today().year), Role.FINANCIAL_DIRECTOR)
    settlement = draw_up_settlement(signs, scheme=scheme, year=today().year)
    send_settlement(signs, settlement=settlement)
    return settlement


def pay_settlement(settlement: YearSettlement) -> None:
    """Each member pays what it owes, or gets back what it paid too much."""
    signs = director(settlement.managing_municipality, Role.FINANCIAL_DIRECTOR)
    owing = settlement.shares.exclude(member=settlement.managing_municipality).exclude(owes_cents=0)
    for share in owing.select_related("member").order_by("pk"):
        record_settlement_payment(
            signs,
            settlement=settlement,
            member=share.member,
            amount_cents=share.owes_cents,
            paid_on=today(),
            reference=f"VERREKENING {settlement.year}/{settlement.number}",
        )
