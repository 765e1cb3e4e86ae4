"""What an enterprise had before, as far as it is known here: vouchers of the scheme, and invoices of a provider."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, Sum

from wisselwerk.apps.catalogue.models import Provider
from wisselwerk.apps.vouchers.models import Redemption, Voucher
from wisselwerk.domain.rule.enterprise import NumberPerEnterprise
from wisselwerk.domain.voucher import VoucherState

NOT_COUNTED = (VoucherState.FROZEN, VoucherState.REVOKED)
"""A voucher that is contested or was withdrawn does not use up the right to one, as long as nothing was paid from it."""
OVER = (VoucherState.LAPSED, VoucherState.REVOKED)


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


def awarded_cents(*, scheme_id: int, enterprise_id: int, year: int) -> int:
    """What the vouchers are worth that an enterprise got of a scheme in a year; of those that are over, what was paid.

    Two queries.
    """
    held = Voucher.objects.filter(scheme=scheme_id, holder=enterprise_id, awarded_on__year=year)
    standing = held.exclude(state__in=OVER).aggregate(sum=Sum("amount_cents", default=0))["sum"]
    paid = Redemption.objects.filter(voucher__in=held.filter(state__in=OVER), is_reversed=False)
    return int(standing + paid.aggregate(sum=Sum("voucher_part_cents", default=0))["sum"])


def invoices_with(provider: Provider, enterprise_id: int) -> int:
    """How many invoices of a provider to an enterprise stand on vouchers, of any scheme. One query."""
    found = Redemption.objects.filter(voucher__holder=enterprise_id, supplier=provider.organisation_id)
    return found.filter(is_reversed=False).count()
