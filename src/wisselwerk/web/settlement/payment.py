"""Recording what a member paid, or got back."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wisselwerk.apps.settlements.queries.receiving import standing_of
from wisselwerk.apps.settlements.queries.settlements import (
    DIRECTORS,
    ShareLine,
    lines_of,
    settlements_seen_by,
)
from wisselwerk.apps.settlements.services import record_settlement_payment
from wisselwerk.clock import today
from wisselwerk.web.access import actor_of_request, for_role
from wisselwerk.web.forms import ActForm
from wisselwerk.web.money_field import EuroField
from wisselwerk.web.purpose import asks
from wisselwerk.web.settlement.access import scheme_or_404

MOVED, MISTAKE = "moved", "mistake"


@asks(money="what amount paid_on reference")
class PaymentForm(ActForm):
    """How much, and when."""

    what = forms.ChoiceField(
        label=gettext_lazy("What do you record?"),
        choices=[
            (MOVED, gettext_lazy("Money that moved")),
            (MISTAKE, gettext_lazy("That an earlier record was a mistake: take it back")),
        ],
        initial=MOVED,
        widget=forms.RadioSelect,
    )
    amount = EuroField(
        label=gettext_lazy("Amount, in euro"),
        help_text=gettext_lazy("Always without a minus, also when you take an earlier record back."),
    )
    paid_on = forms.DateField(
        label=gettext_lazy("Day on the statement of the bank"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": gettext_lazy("Write the day like 2027-01-31.")},
    )
    reference = forms.CharField(
        label=gettext_lazy("Reference"),
        help_text=gettext_lazy("Under which the bank or your books know it. Name no persons."),
        max_length=35,
        required=False,
    )

    def cents(self, line: ShareLine) -> int:
        """Positive from the member, negative back to it; a mistake is taken back the other way."""
        way, amount = (
            1 if (line.open_cents or line.share.owes_cents) > 0 else -1,
            int(self.cleaned_data["amount"]),
        )
        if self.cleaned_data["what"] != MISTAKE:
            return way * amount
        recorded = [one.amount_cents for one in reversed(standing_of(line.share.payments.all()))]
        wrong = next((one for one in recorded if abs(one) == amount), way * amount)
        return -wrong


@for_role(*DIRECTORS)
def payment(request: HttpRequest, slug: str, year: int, nis_code: str) -> HttpResponse:
    """One payment of one member, in the settlement that holds."""
    actor, scheme = actor_of_request(request), scheme_or_404(request, slug, year)
    newest = settlements_seen_by(actor).filter(scheme=scheme, year=year).first()
    line = _line(lines_of(newest), nis_code) if newest else None
    if newest is None or line is None:
        raise Http404
    start = {"paid_on": today(), "amount": _typed(line.open_cents)}
    form = PaymentForm(request.POST or None, initial=start)
    if form.is_valid():
        cents, paid_on = form.cents(line), form.cleaned_data["paid_on"]
        done = form.carry_out(
            actor,
            f"web:settlement_payment:{newest.pk}:{nis_code}",
            lambda: {
                "payment": record_settlement_payment(
                    actor,
                    settlement=newest,
                    member=line.share.member,
                    amount_cents=cents,
                    paid_on=paid_on,
                    reference=form.cleaned_data["reference"],
                ).pk
            },
        )
        if done:
            messages.success(request, _("The payment is recorded."))
            return redirect("settlement:settlement", slug, year)
    context = {
        "scheme": scheme,
        "year": year,
        "line": line,
        "gets_back_cents": -line.open_cents,
        "form": form,
    }
    return render(request, "settlement/payment.html", context, status=form.status)


def _line(lines: list[ShareLine], nis_code: str) -> ShareLine | None:
    found = (one for one in lines if one.share.member.nis_code == nis_code and not one.is_managing)
    return next(found, None)


def _typed(cents: int) -> str:
    """An amount as ``EuroField`` takes it; empty for nothing."""
    return f"{abs(cents) // 100},{abs(cents) % 100:02}" if cents else ""
