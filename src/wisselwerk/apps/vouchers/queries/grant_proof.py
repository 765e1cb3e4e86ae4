"""Where a voucher gives something else than its rules give, or pays of an invoice what it should not."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import OuterRef, Subquery

from wisselwerk.apps.schemes.queries import rule_set
from wisselwerk.apps.vouchers.models import ApplicationState, Decision, Redemption
from wisselwerk.clock import day_of
from wisselwerk.domain.redemption import part_at_most
from wisselwerk.domain.rule.base import EnterpriseSize
from wisselwerk.domain.rule.payee import PaidTo
from wisselwerk.domain.terms import share_of_invoice


def award_facts() -> Subquery:
    """The facts of the decision that awarded a voucher: a part of a query on vouchers."""
    awards = Decision.objects.filter(
        application=OuterRef("application"), result=ApplicationState.AWARDED
    ).order_by("pk")
    return Subquery(awards.values("facts")[:1])


def grant_that_differs(voucher: Any) -> Iterator[str]:
    """Where a voucher gives something else than its rules, or to somebody else than who applied; have its ``award_facts``."""
    name, asked = f"voucher {voucher.pk}", voucher.application
    rules = rule_set(voucher.rule_set)
    grant = rules.grant(voucher.awarded_on, _sealed_size(voucher.award_facts))
    for what, found, must, unit in (
        ("amount", voucher.amount_cents, grant.amount_cents, "cents"),
        ("own contribution", voucher.own_contribution_cents, grant.own_contribution_cents, "cents"),
        ("share", voucher.share_percent, grant.share_percent, "percent"),
        ("time to hand in", voucher.claim_days, grant.claim_days, "days"),
    ):
        if found != must:
            yield f"{name}: its {what} is {found} {unit}, its rules give {must}"
    for what, has, applied in (
        ("scheme", voucher.scheme_id, asked.scheme_id),
        ("holder", voucher.holder_id, asked.enterprise_id),
        ("provider", voucher.provider_id, asked.provider_id),
    ):
        if has != applied:
            yield f"{name}: its {what} is {has}, application {asked.pk} names {applied}"
    payee = asked.enterprise_id if rules.paid_to is PaidTo.HOLDER else None
    if voucher.payee_id != payee:
        yield f"{name}: its payee is {voucher.payee_id}, its rules make it {payee}"


def _sealed_size(facts: Mapping[str, Any] | None) -> EnterpriseSize | None:
    """The size by which it was awarded. What was declared is not sealed, the facts of the decision are.

    The decision itself is held to all its facts; here the one is read that says what it gives.
    """
    size = facts.get("enterprise_size") if facts is not None else None
    return None if size is None else EnterpriseSize(size)


def gives_otherwise(redemption: Redemption) -> Iterator[str]:
    """Where a redemption pays more than the share of its voucher, or paid an invoice of a day to come.

    Have the voucher at hand with its rules.
    """
    voucher = redemption.voucher
    share = share_of_invoice(rule_set(voucher.rule_set), voucher.amount_cents, voucher.share_percent)
    most = part_at_most(share, redemption.eligible_cents)
    if redemption.voucher_part_cents > most:
        yield (
            f"redemption {redemption.pk}: pays {redemption.voucher_part_cents} cents, the share of its voucher gives "
            f"{most} at most"
        )
    if not redemption.is_reversed and redemption.invoice_issued_on > day_of(redemption.redeemed_at):
        yield f"redemption {redemption.pk}: pays an invoice of {redemption.invoice_issued_on}, a day that was still to come"
