"""What waits for me as a provider, and when am I paid?"""

from collections import Counter
from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from wisselwerk.apps.catalogue.queries import providers_of
from wisselwerk.apps.introductions.queries.introductions import (
    introductions_received,
    waiting_for_provider,
)
from wisselwerk.apps.introductions.queries.joint_offers import to_answer_jointly
from wisselwerk.apps.payouts.queries.accounts import without_account
from wisselwerk.apps.payouts.queries.beside import owed_to
from wisselwerk.apps.payouts.queries.claims import Claim, to_pay_back
from wisselwerk.apps.payouts.queries.road import steps_of
from wisselwerk.apps.vouchers.queries import Due, due_to, redemptions_of, vouchers_offered
from wisselwerk.apps.vouchers.queries.evaluations import to_evaluate
from wisselwerk.apps.vouchers.queries.pdf_invoices import own_pdf_invoices_to_check
from wisselwerk.apps.vouchers.queries.recognitions import endings_with_us
from wisselwerk.clock import today
from wisselwerk.domain.actor import Actor, Role
from wisselwerk.domain.money import Cents
from wisselwerk.web.access import actor_of_request, for_role
from wisselwerk.web.evaluating import held_back
from wisselwerk.web.handing_in import CodedInvoiceForm
from wisselwerk.web.voucher_view import VoucherView

SHOWN = 25


@for_role(Role.PROVIDER)
def dashboard(request: HttpRequest) -> HttpResponse:
    """Vouchers that can be used here, invoices handed in, what is due, and how one is recognised."""
    actor = actor_of_request(request)
    offered = [VoucherView(voucher) for voucher in vouchers_offered(actor)]
    redemptions = list(redemptions_of(actor)[:SHOWN])
    steps = steps_of(redemptions, today())
    payees = actor.organisations(Role.PROVIDER)
    claims = to_pay_back(actor)
    checked = own_pdf_invoices_to_check(actor)
    being_checked = {one.voucher_id for one in checked}
    context = {
        "usable": [one for one in offered if one.can_be_used and one.voucher.pk not in being_checked],
        "checked": checked,
        "form": CodedInvoiceForm(request),
        "redemptions": [(one, steps.get(one.pk)) for one in redemptions],
        "without_account": without_account(payees, today()),
        "endings": endings_with_us(actor, today()),
        "dues": _dues(actor, claims),
        "claims": claims,
        "owed": owed_to(actor),
        "evaluations": held_back(actor, [one.redemption for one, _ in to_evaluate(actor)], today()),
        "providers": providers_of(payees, today()),
        "settlement": None,
        "introductions": waiting_for_provider(introductions_received(actor), actor, today()),
        "to_answer": list(to_answer_jointly(actor)),
    }
    return render(request, "provider/dashboard.html", context)


def _dues(actor: Actor, claims: list[Claim]) -> list[Due]:
    """What each provider gets; what it has to pay back is told beside it and not taken off: nobody sets it off."""
    back: Counter[int] = Counter()
    for one in claims:
        back[one.payment.redemption.payee_id] += one.open_cents
    return [replace(due, amount_cents=Cents(due.amount_cents + back[due.payee.pk])) for due in due_to(actor)]
