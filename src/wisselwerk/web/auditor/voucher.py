"""Where did every euro of this voucher go, from the budget to the bank?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from wisselwerk.apps.ledger.models import Transfer
from wisselwerk.apps.payouts.models import Payment
from wisselwerk.apps.payouts.queries.claims import Claim
from wisselwerk.apps.payouts.queries.road import payments_of, transfers_of
from wisselwerk.apps.schemes.models import Budget
from wisselwerk.apps.schemes.queries import fundings
from wisselwerk.apps.vouchers.models import Redemption
from wisselwerk.apps.vouchers.queries.applications import audited_decisions
from wisselwerk.domain.actor import Role
from wisselwerk.domain.ledger import AccountKind, Road
from wisselwerk.domain.money import Cents
from wisselwerk.domain.payment import PaymentState
from wisselwerk.web.access import actor_of_request, for_role
from wisselwerk.web.enterprise.voucher import voucher_or_404
from wisselwerk.wording import name_of


@dataclass(frozen=True, slots=True)
class Leg:
    """One movement of money, as a reader tells it."""

    at: datetime
    what: str
    source: str
    target: str
    transfer: Transfer
    payment: Payment | None = None


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where the money of a voucher is now; together what was awarded."""

    left_cents: Cents
    due_cents: Cents
    paid_cents: Cents
    released_cents: Cents
    """Went back to the budget."""
    claimed: tuple[Payment, ...] = ()
    """Paid for what was undone since: on top of what was awarded, until the payee pays it back."""

    @property
    def claimed_cents(self) -> Cents:
        """What those come to."""
        return Cents(sum(Claim(one).open_cents for one in self.claimed))


@for_role(Role.AUDITOR)
def voucher(request: HttpRequest, code: str) -> HttpResponse:
    """One voucher of the audited schemes: decision, budget, every movement, payments and lines of the bank."""
    page = voucher_or_404(request, code)
    one = page.voucher
    actor = actor_of_request(request)
    if not actor.has(Role.AUDITOR, one.scheme.partnership_id):
        raise Http404
    redemptions = list(one.redemptions.all())
    payments = list(payments_of(redemptions))
    transfers = list(transfers_of(one))
    budget = Budget.objects.select_related("member").get(account=one.budget_account_id)
    context = {
        "voucher": page,
        "budget": budget,
        "fundings": [added for added in fundings(one.scheme, budget.year) if added.budget_id == budget.pk],
        "decision": audited_decisions(actor).filter(application=one.application_id).first(),
        "where": whereabouts(page.left_cents, redemptions, payments, transfers),
        "legs": list(_legs(transfers, budget)),
        "redemptions": redemptions,
        "payments": payments,
    }
    return render(request, "auditor/voucher.html", context)


def whereabouts(
    left_cents: Cents,
    redemptions: Sequence[Redemption],
    payments: Sequence[Payment],
    transfers: Sequence[Transfer],
) -> Whereabouts:
    """Where the money is, each part from what proves it."""
    used = sum(one.voucher_part_cents for one in redemptions if not one.is_reversed)
    undone = {one.pk for one in redemptions if one.is_reversed}
    arrived = [one for one in payments if one.state == PaymentState.PAID]
    claimed = tuple(one for one in arrived if one.redemption_id in undone)
    paid = sum(one.amount_cents for one in arrived) - sum(one.amount_cents for one in claimed)
    released = sum(one.amount_cents for one in transfers if one.road == Road.LAPSE)
    return Whereabouts(left_cents, Cents(used - paid), Cents(paid), Cents(released), claimed)


def _legs(transfers: Sequence[Transfer], budget: Budget) -> Iterator[Leg]:
    for one in transfers:
        line = getattr(one, "bank_line", None)
        redemption = _redemption(one)
        names = {
            AccountKind.BUDGET: _("budget of {year}").format(year=budget.year),
            AccountKind.VOUCHER: _("the voucher"),
            AccountKind.OWED: _("due to {payee}").format(
                payee=name_of(redemption.payee) if redemption else ""
            ),
            AccountKind.PAID: _("paid by the bank"),
        }
        yield Leg(
            one.at,
            _what(one, redemption),
            names[AccountKind(one.from_account.kind)],
            names[AccountKind(one.to_account.kind)],
            one,
            line.payment if line else None,
        )


def _redemption(transfer: Transfer) -> Redemption | None:
    """The redemption that a movement is about; None for the voucher's own."""
    line = getattr(transfer, "bank_line", None)
    if line is not None:
        return line.payment.redemption if line.payment else None
    about = transfer.reverses or transfer
    found: Redemption | None = getattr(about, "redemption", None)
    return found


def _what(transfer: Transfer, redemption: Redemption | None) -> str:
    number = redemption.invoice_number if redemption else ""
    told = {
        Road.AWARD: _("Awarded"),
        Road.REDEEM: _("Invoice {number}").format(number=number),
        Road.LAPSE: _("Went back to the budget"),
        Road.PAY: _("Paid for invoice {number}").format(number=number),
        Road.RECOVER: _("Paid back by who got it, for invoice {number}").format(number=number),
        Road.REVERSE: _("Invoice {number} undone").format(number=number),
    }
    if transfer.road == Road.REVERSE and transfer.from_account.kind == AccountKind.PAID:
        return _("Came back, of invoice {number}").format(number=number)
    if transfer.road == Road.REVERSE and transfer.to_account.kind == AccountKind.PAID:
        return _("Recorded by mistake as paid back, for invoice {number}").format(number=number)
    return told[Road(transfer.road)]
