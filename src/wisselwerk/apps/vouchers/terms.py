"""From what the database tells of a voucher to the terms on which the domain judges an invoice."""

import functools
import json
from datetime import date, timedelta

from wisselwerk.apps.schemes.queries import rule_set
from wisselwerk.apps.vouchers import hot
from wisselwerk.apps.vouchers.declarations import Declarations, deducts_vat
from wisselwerk.apps.vouchers.models import Voucher
from wisselwerk.domain.money import Cents
from wisselwerk.domain.period import Period, months_later
from wisselwerk.domain.redemption import VoucherTerms
from wisselwerk.domain.rule import RuleSet
from wisselwerk.domain.rule.acquaintance import Independence
from wisselwerk.domain.rule.base import USUAL_CLAIM_DAYS, ProviderKind
from wisselwerk.domain.rule.provider import ProviderCategory, RecognitionDay
from wisselwerk.domain.rule.vat import EligibleAmount, VatBasis
from wisselwerk.domain.terms import money_terms
from wisselwerk.domain.voucher import MOST_MONTHS, VoucherState

TIME_TO_HAND_IN = timedelta(days=USUAL_CLAIM_DAYS)
"""How long after its last day an invoice can be handed in on a voucher, where its rules say nothing."""


def latest_until(awarded_on: date) -> date:
    """The last day that a voucher awarded on this day can get, however often it is extended."""
    return months_later(awarded_on, MOST_MONTHS)


def voucher_terms(found: hot.Terms, supplier_number: str | None) -> VoucherTerms:
    """The terms of a voucher for an invoice of this supplier."""
    rules = rules_of(found["rules"])
    recognitions = {}
    if supplier_number is not None and found["recognitions"] is not None:
        recognitions[supplier_number] = _recognised(rules, found["recognitions"])
    valid_until = date.fromisoformat(found["valid_until"])
    return VoucherTerms(
        state=VoucherState(found["state"]),
        left_cents=Cents(found["left_cents"]),
        holder_number=found["holder_number"],
        provider_number=found["provider_number"],
        recognitions=recognitions,
        recognition_day=recognition_day(rules),
        awarded_on=date.fromisoformat(found["awarded_on"]),
        valid_until=valid_until,
        claim_until=max(
            valid_until + timedelta(days=found["claim_days"]),
            _day_or_none(found["claim_moved_to"]) or date.min,
        ),
        own_contribution_cents=Cents(found["own_contribution_cents"]),
        own_paid_cents=Cents(found["own_paid_cents"]),
        paid_to=rules.paid_to,
        vat_basis=vat_basis(rules, json.loads(found["declarations"])),
        is_independent=rules.find(Independence) is not None,
        **money_terms(rules, found["amount_cents"], found["share_percent"]),
    )


def _day_or_none(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def vat_basis(rules: RuleSet, declarations: Declarations) -> VatBasis:
    """Which total of an invoice counts, by the rules of a voucher and what was declared for it."""
    rule = rules.find(EligibleAmount)
    if rule is None or deducts_vat(declarations):
        return VatBasis.WITHOUT_VAT
    return rule.without_deduction


def vat_basis_of(voucher: Voucher) -> VatBasis:
    """The same for a voucher; have its rules and its application at hand."""
    return vat_basis(rule_set(voucher.rule_set), voucher.application.declarations)


def recognition_day(rules: RuleSet) -> RecognitionDay:
    """On which day the provider of a voucher must be recognised, by its rules."""
    category = rules.find(ProviderCategory)
    return RecognitionDay.INVOICE if category is None else category.recognition_day


@functools.lru_cache(maxsize=256)
def rules_of(text: str) -> RuleSet:
    """A rule set from its JSON, read once per process by what it says: a version never changes."""
    return RuleSet.from_plain(json.loads(text))


def _recognised(rules: RuleSet, text: str) -> list[Period]:
    """The periods of the recognitions that the scheme admits, from ``KIND from until,...``; until may be empty."""
    category = rules.find(ProviderCategory)
    periods = []
    for recognition in text.split(","):
        kind, start, end = recognition.split(" ")
        if category is None or category.admits((ProviderKind(kind),)):
            periods.append(Period(date.fromisoformat(start), date.fromisoformat(end) if end else None))
    return periods
