"""What the bank's file could not place: what did a payee pay back, or what did the bank pay against all expectation?"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wisselwerk.apps.parties.permissions import may
from wisselwerk.apps.payouts.models import BankLine, Payment
from wisselwerk.apps.payouts.queries.beside import owed_cents, told_of_payment
from wisselwerk.apps.payouts.queries.claims import claim_of
from wisselwerk.apps.payouts.queries.sight import lines_for, payments_for
from wisselwerk.apps.payouts.queries.taken_back import may_be_returned, taken_back_by
from wisselwerk.apps.payouts.services import (
    give_back,
    may_be_booked,
    may_be_taken_back,
    record_payment,
    record_repayment,
    record_return,
    take_back_repayment,
)
from wisselwerk.apps.settlements.queries.receiving import may_be_kept
from wisselwerk.apps.settlements.services import keep_settlement_line
from wisselwerk.clock import today
from wisselwerk.domain.actor import Role
from wisselwerk.domain.paid_twice import out_cents
from wisselwerk.domain.payment import PaymentState
from wisselwerk.domain.reconciliation import Meaning
from wisselwerk.web.access import actor_of_request, for_role
from wisselwerk.web.finance.bank_lines import LookForm
from wisselwerk.web.money_field import EuroField, as_typed
from wisselwerk.web.purpose import asks


@asks(money="amount paid_on reference")
class RepaymentForm(LookForm):
    """What came in."""

    amount = EuroField(label=gettext_lazy("Amount, in euro"))
    paid_on = forms.DateField(
        label=gettext_lazy("Day on the statement of the bank"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": gettext_lazy("Write the day like 2027-01-31.")},
    )
    reference = forms.CharField(
        label=gettext_lazy("The bank's own reference"),
        help_text=gettext_lazy(
            "As it stands beside the line, so that the same money is known when a file tells of it. Name no persons."
        ),
        max_length=35,
        required=False,
    )
    field_order: Sequence[str] = ("amount", "paid_on", "reference", "text")


@asks(money="too_much")
class ClaimForm(RepaymentForm):
    """The same for a claim, of which more may come in than was asked."""

    amount = EuroField(label=gettext_lazy("Of what was asked back, in euro"), may_be_nothing=True)
    too_much = EuroField(
        label=gettext_lazy("What came in beyond that, in euro"),
        help_text=gettext_lazy(
            "Leave it empty when it was not too much. What is too much, we owe to the payee."
        ),
        required=False,
    )
    field_order = ("amount", "too_much", "paid_on", "reference", "text")


@for_role(Role.FINANCIAL_DIRECTOR)
def repayment(request: HttpRequest, payment_id: int) -> HttpResponse:
    """Record what came back for one claim, or of what the bank paid once too often."""
    actor = actor_of_request(request)
    payment = get_object_or_404(payments_for(actor), pk=payment_id)
    claim = claim_of(actor, payment_id)
    open_cents = claim.open_cents if claim else out_cents(told_of_payment(payment))
    start = {"amount": as_typed(max(open_cents, 0)), "paid_on": today()}
    form = (ClaimForm if claim else RepaymentForm)(request.POST or None, initial=start)
    done = form.is_valid() and form.carry_out(
        actor,
        f"web:record_repayment:{payment_id}",
        lambda: {"line": record_repayment(actor, payment=payment, **_given(form)).pk},
    )
    if done:
        messages.success(request, _("It is recorded as paid back."))
        return redirect("finance:claim", payment_id) if claim else redirect("finance:claims")
    is_possible = (claim is not None or open_cents > 0) and may(
        actor, "record_repayment", payment.batch.payer_id
    )
    if not (form.reasons or is_possible):
        raise Http404
    context = {"claim": claim, "payment": payment, "form": form, "open_cents": open_cents}
    return render(request, "finance/repayment.html", context, status=form.status)


@for_role(Role.FINANCIAL_DIRECTOR)
def give(request: HttpRequest, payment_id: int) -> HttpResponse:
    """Record that we gave back to a payee what it had paid back too much."""
    actor = actor_of_request(request)
    payment = get_object_or_404(payments_for(actor), pk=payment_id)
    owed = owed_cents(payment)
    form = RepaymentForm(request.POST or None, initial={"amount": as_typed(owed), "paid_on": today()})
    done = form.is_valid() and form.carry_out(
        actor,
        f"web:give_back:{payment_id}",
        lambda: {"line": give_back(actor, payment=payment, **_given(form)).pk},
    )
    if done:
        messages.success(request, _("It is recorded as given back."))
        return redirect("finance:claims")
    if not (form.reasons or (owed and may(actor, "give_back", payment.batch.payer_id))):
        raise Http404
    context = {"payment": payment, "form": form, "owed": owed}
    return render(request, "finance/give_back.html", context, status=form.status)


def _given(form: RepaymentForm) -> dict[str, Any]:
    given = form.cleaned_data
    too_much = {"too_much_cents": given["too_much"] or 0} if "too_much" in given else {}
    return {
        "amount_cents": given["amount"],
        "paid_on": given["paid_on"],
        "text": given["text"],
        "reference": given["reference"],
        **too_much,
    }


@for_role(Role.FINANCIAL_DIRECTOR)
def book(request: HttpRequest, line_id: int) -> HttpResponse:
    """Book what the bank paid against all expectation."""
    done = _do(request, line_id, record_payment, may_be_booked, "finance/payment_record.html")
    if isinstance(done, HttpResponse):
        return done
    messages.success(request, _("It is booked as paid."))
    return redirect("finance:payment", done.payment_id)


@for_role(Role.FINANCIAL_DIRECTOR)
def taken_back(request: HttpRequest, line_id: int) -> HttpResponse:
    """Book that the bank took back what it had paid in another amount than was ordered."""
    template = "finance/payment_return.html"
    done = _do(request, line_id, record_return, may_be_returned, template, _what_came_back)
    if isinstance(done, HttpResponse):
        return done
    if Payment.objects.filter(bank_lines=done, state=PaymentState.RETURNED).exists():
        messages.success(request, _("It is booked as taken back. The payment can be made anew."))
    else:
        messages.success(request, _("It is booked as taken back in part. The payment stays paid."))
    return redirect("finance:payment", done.payment_id)


@for_role(Role.FINANCIAL_DIRECTOR)
def keep(request: HttpRequest, line_id: int) -> HttpResponse:
    """Book money of a member that a statement could not place."""
    done = _do(request, line_id, keep_settlement_line, may_be_kept, "finance/line_keep.html")
    if isinstance(done, HttpResponse):
        return done
    settlement = done.settlement_line.share.settlement
    messages.success(request, _("It is booked as paid by the member."))
    return redirect("settlement:settlement", settlement.scheme.slug, settlement.year)


@for_role(Role.FINANCIAL_DIRECTOR)
def take_back(request: HttpRequest, line_id: int) -> HttpResponse:
    """Take back what was recorded by mistake."""
    done = _do(request, line_id, take_back_repayment, may_be_taken_back, "finance/repayment_take_back.html")
    if isinstance(done, HttpResponse):
        return done
    if done.meaning == Meaning.BESIDE:
        messages.success(request, _("It is taken back, as if it had never been recorded."))
        return redirect("finance:bank-line", line_id)
    messages.success(request, _("It is taken back. The money has to be paid back again."))
    return redirect("finance:claim", done.payment_id)


def _do(
    request: HttpRequest,
    line_id: int,
    command: Callable[..., BankLine],
    is_possible: Callable[[BankLine], bool],
    template: str,
    about: Callable[[BankLine], Mapping[str, object]] = lambda _line: {},
) -> BankLine | HttpResponse:
    """The line once ``command`` was done to it, else the page that asks for words; 404 where it cannot be done."""
    actor = actor_of_request(request)
    line: BankLine = get_object_or_404(lines_for(actor), pk=line_id)
    form = LookForm(request.POST or None)
    if form.is_valid() and form.carry_out(
        actor,
        f"web:{command.__name__}:{line_id}",
        lambda: {"line": command(actor, line=line, text=form.cleaned_data["text"]).pk},
    ):
        return line
    if not (form.reasons or is_possible(line)):
        raise Http404
    return render(request, template, {"line": line, "form": form, **about(line)}, status=form.status)


def _what_came_back(line: BankLine) -> Mapping[str, object]:
    """All that came back and is in no books, and whether nothing is with its payee any more."""
    found = taken_back_by(line)
    parts = found.parts if found and found.is_all else [line]
    return {"is_all": bool(found and found.is_all), "came_cents": sum(one.amount_cents or 0 for one in parts)}
