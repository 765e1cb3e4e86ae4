"""What an enterprise had before, as far as it is known here: vouchers of the scheme, and invoices of a provider."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, Sum

from wisselwerk.apps.catalogue.models import Provider
from wisselwerk.apps.vouchers.models import Redemption, Voucher
from wisselwerk.domain.rule.enterprise import NumberPerEnterprise
from wisselwerk.domain.voucher import VoucherState

NOT_COUNTED = (VoucherState.FROZEN, VoucherState.REVOKED)
"""A voucher that is contested or was withdrawn does not use up the right to one, as long as nothing was paid from it."""
COUNTED_BY_WHAT_IT_PAID = (*NOT_COUNTED, VoucherState.LAPSED)
"""What is left on it is not its enterprise's to use, or not as long as it is contested."""


def counted_vouchers(  # which vouchers, of whom, for whom, counted how
    rule: NumberPerEnterprise | None,
    *,
    scheme_id: int,
    enterprise_id: int,
    provider_id: int | None,
    on: date,
    besides: int | None = None,
) -> tuple[int, int | None]:
    """How many vouchers of a scheme use up the right of an enterprise ``on`` this day, and how many of them at a provider.

    Which count is for the rule to say; all do without one. ``besides`` is a voucher that is not counted. None for the
    provider where none is chosen. One query.
    """
    paid = Redemption.objects.filter(voucher=OuterRef("pk"), is_reversed=False, voucher_part_cents__gt=0)
    held = Voucher.objects.filter(scheme=scheme_id, holder=enterprise_id)
    if besides is not None:
        held = held.exclude(pk=besides)
    standing = held.filter(~Q(state__in=NOT_COUNTED) | Exists(paid)).values_list("awarded_on", "provider")
    counted = [provider for awarded_on, provider in standing if rule is None or rule.counts(awarded_on, on)]
    return len(counted), None if provider_id is None else counted.count(provider_id)


def awarded_cents(*, scheme_id: int, enterprise_id: int, year: int, besides: int | None = None) -> int:
    """What the vouchers are worth that an enterprise got of a scheme in a year.

    Of those that are contested or over only what was paid. ``besides`` is a voucher that is not counted. Two queries.
    """
    held = Voucher.objects.filter(scheme=scheme_id, holder=enterprise_id, awarded_on__year=year)
    if besides is not None:
        held = held.exclude(pk=besides)
    by_paid = held.filter(state__in=COUNTED_BY_WHAT_IT_PAID)
    standing = held.exclude(state__in=COUNTED_BY_WHAT_IT_PAID)
    worth = standing.aggregate(sum=Sum("amount_cents", default=0))["sum"]
    paid = Redemption.objects.filter(voucher__in=by_paid, is_reversed=False)
    return int(worth + paid.aggregate(sum=Sum("voucher_part_cents", default=0))["sum"])


def invoices_with(provider: Provider, enterprise_id: int) -> int:
    """How many invoices of a provider to an enterprise stand on vouchers, of any scheme. One query."""
    found = Redemption.objects.filter(voucher__holder=enterprise_id, supplier=provider.organisation_id)
    return found.filter(is_reversed=False).count()
