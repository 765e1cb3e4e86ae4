"""Where a voucher gives something else than its rules give, or pays of an invoice what it should not."""

from collections.abc import Iterator

from wisselwerk.apps.schemes.queries import rule_set
from wisselwerk.apps.vouchers.models import ApplicationState, Redemption, Voucher
from wisselwerk.clock import day_of
from wisselwerk.domain.redemption import part_at_most
from wisselwerk.domain.rule.base import EnterpriseSize, Facts
from wisselwerk.domain.rule.payee import PaidTo
from wisselwerk.domain.terms import share_of_invoice


def grant_that_differs(voucher: Voucher) -> Iterator[str]:
    """Where a voucher gives something else than its rules, or to somebody else than who applied; have decisions at hand."""
    name, asked = f"voucher {voucher.pk}", voucher.application
    rules = rule_set(voucher.rule_set)
    grant = rules.grant(voucher.awarded_on, _sealed_size(voucher))
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


def _sealed_size(voucher: Voucher) -> EnterpriseSize | None:
    """The size by which it was awarded. What was declared is not sealed, the facts of the decision are."""
    awards = (
        one for one in voucher.application.decisions.all() if one.result == ApplicationState.AWARDED.value
    )
    award = next(awards, None)
    return Facts.from_plain(award.facts).enterprise_size if award else None


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
