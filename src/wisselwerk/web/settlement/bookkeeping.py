"""What does my accounting package need of this year, and what happens to what is still open?"""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wisselwerk.apps.parties.permissions import may
from wisselwerk.apps.schemes.models import Scheme
from wisselwerk.apps.settlements.models import YearEndChoice
from wisselwerk.apps.settlements.queries.actuals import actuals, open_vouchers, year_ends
from wisselwerk.apps.settlements.queries.extract import budget_key
from wisselwerk.apps.settlements.queries.settlements import managing_municipality
from wisselwerk.apps.settlements.services import decide_year_end, set_budget_key
from wisselwerk.clock import today
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.refusal import Refusal
from wisselwerk.web.access import actor_of_request, for_role
from wisselwerk.web.forms import ActForm
from wisselwerk.web.purpose import asks
from wisselwerk.web.settlement.access import LOOK, scheme_or_404
from wisselwerk.web.settlement.tables import actuals_table


@asks(money="action policy_field general_account")
class KeyForm(ActForm):
    """The budget key."""

    action = forms.CharField(
        label=gettext_lazy("Action"),
        help_text=gettext_lazy("Code of the action of the multi-year plan."),
        max_length=40,
    )
    policy_field = forms.CharField(
        label=gettext_lazy("Policy field"), help_text=gettext_lazy("Such as 0550 or 0550-00."), max_length=7
    )
    general_account = forms.CharField(
        label=gettext_lazy("General account"), help_text=gettext_lazy("3 to 10 digits."), max_length=10
    )


@asks(money="choice reason")
class YearEndForm(ActForm):
    """What happens to open vouchers."""

    choice = forms.ChoiceField(
        label=gettext_lazy("What happens to them?"),
        choices=[
            (YearEndChoice.CARRY_OVER, gettext_lazy("They stay good, on the budget of their year")),
            (
                YearEndChoice.RELEASE,
                gettext_lazy(
                    "They end sooner: the holders are told, and what is left goes back to that budget"
                ),
            ),
        ],
        initial=YearEndChoice.CARRY_OVER,
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=gettext_lazy("Why?"),
        help_text=gettext_lazy(
            "Kept with the decision and with each voucher that ends sooner, and told to its holder. Name no persons."
        ),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Say why, in a sentence or two.")},
    )


@for_role(*LOOK)
def bookkeeping(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """The budget key, what was awarded and what came of it, the files, and the end of the year."""
    scheme, actor = scheme_or_404(request, slug, year), actor_of_request(request)
    key = budget_key(scheme, year)
    act = request.POST.get("act")
    key_form = KeyForm(request.POST if act == "key" else None, initial=_initial(key))
    end_form = YearEndForm(request.POST if act == "year_end" else None)
    if key_form.is_valid() and _key_set(actor, scheme, year, key_form):
        messages.success(request, _("The budget key is kept."))
        return redirect("settlement:bookkeeping", slug, year)
    if end_form.is_valid() and _year_ended(actor, scheme, year, end_form):
        messages.success(request, _("The decision is recorded."))
        return redirect("settlement:bookkeeping", slug, year)
    still_open = list(open_vouchers(scheme, year))
    context = {
        "scheme": scheme,
        "year": year,
        "key": key,
        "key_form": key_form,
        "end_form": end_form,
        "table": actuals_table(actuals(scheme, year)),
        "open_number": len(still_open),
        "open_cents": sum(one.account.balance_cents for one in still_open),
        "year_ends": [one for one in year_ends(scheme) if one.year == year],
        "is_over": year < today().year,
        "may_decide": may(actor, "decide_year_end", scheme.partnership_id),
        "may_set_key": _may_set_key(actor, scheme, year),
    }
    status = max(key_form.status, end_form.status)
    return render(request, "settlement/bookkeeping.html", context, status=status)


def _initial(key: Any) -> dict[str, str]:
    return (
        {}
        if key is None
        else {name: getattr(key, name) for name in ("action", "policy_field", "general_account")}
    )


def _key_set(actor: Actor, scheme: Scheme, year: int, form: KeyForm) -> object:
    asked = {name: form.cleaned_data[name] for name in ("action", "policy_field", "general_account")}
    return form.carry_out(
        actor,
        f"web:set_budget_key:{scheme.pk}:{year}",
        lambda: {"key": set_budget_key(actor, scheme=scheme, year=year, **asked).pk},
    )


def _year_ended(actor: Actor, scheme: Scheme, year: int, form: YearEndForm) -> object:
    choice = YearEndChoice(form.cleaned_data["choice"])
    reason = form.cleaned_data["reason"]
    return form.carry_out(
        actor,
        f"web:decide_year_end:{scheme.pk}:{year}",
        lambda: {
            "decided": decide_year_end(actor, scheme=scheme, year=year, choice=choice, reason=reason).pk
        },
    )


def _may_set_key(actor: Actor, scheme: Scheme, year: int) -> bool:
    try:
        managing = managing_municipality(scheme, year).pk
    except Refusal:
        return False
    return may(actor, "set_budget_key", scheme.partnership_id, managing)
