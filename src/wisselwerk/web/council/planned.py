"""How much of this goes into the multi-year plan, each year: of one member, or of all together?"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.schemes.council_text import Submitted
from wisselwerk.apps.schemes.draft_model import Draft
from wisselwerk.apps.schemes.plan import code_of
from wisselwerk.apps.schemes.plan_parts import wholes_of
from wisselwerk.apps.schemes.services import set_plan
from wisselwerk.apps.settlements.queries.plan_action import plan_action
from wisselwerk.domain.actor import Role
from wisselwerk.domain.budget_key import SHAPES
from wisselwerk.domain.regulation.plan_action import plan_years
from wisselwerk.domain.regulation.planned import Planned
from wisselwerk.domain.rule.parameter import LARGEST_CENTS
from wisselwerk.web.access import actor_of_request, for_role
from wisselwerk.web.council.access import coordinates, council_or_404, submitted_or_404
from wisselwerk.web.council.papers import first_year
from wisselwerk.web.forms import ActForm
from wisselwerk.web.money_field import EuroField, as_typed
from wisselwerk.web.purpose import Purpose, asks

KEY = {
    "action": (gettext_lazy("Action"), gettext_lazy("Code of the action of the multi-year plan.")),
    "policy_field": (gettext_lazy("Policy field"), gettext_lazy("Such as 0550 or 0550-00.")),
    "general_account": (gettext_lazy("General account"), gettext_lazy("3 to 10 digits.")),
}
CENTS = re.compile(r"[0-9]{1,20}")
LONGEST = {"action": 40, "policy_field": 7, "general_account": 10}


@dataclass(frozen=True, slots=True)
class Shown:
    """What stands in a form before anybody types: the amounts, and where they are booked where that is asked."""

    amounts: Mapping[int, int]
    key: Mapping[str, str]


@asks(made=Purpose.RECORD)
class PlanForm(ActForm):
    """An amount for each year; of a member also where it is booked. All of it may be left open.

    ``follows`` is what holds where nothing is entered. What was typed just like it is not kept, so that it goes on
    following the budget and the cost key.
    """

    def __init__(self, years: range, shown: Shown, follows: Shown, data: QueryDict | None) -> None:
        super().__init__(data)
        self.years, self.follows = years, follows
        for year in years:
            self.fields[f"year_{year}"] = EuroField(label=str(year), required=False, may_be_nothing=True)
            if year in shown.amounts:
                self.initial[f"year_{year}"] = as_typed(shown.amounts[year])
        for name, value in shown.key.items():
            label, hint = KEY[name]
            self.fields[name] = forms.CharField(
                label=label, help_text=hint, max_length=LONGEST[name], required=False, initial=value
            )

    def planned(self, known: Planned) -> Planned:
        """What was typed; the years that the form does not ask stay as they are known."""
        asked = {year: self.cleaned_data[f"year_{year}"] for year in self.years}
        amounts = {year: cents for year, cents in known.amounts if year not in asked}
        amounts |= {
            year: int(cents)
            for year, cents in asked.items()
            if cents is not None and cents != self.follows.amounts.get(year)
        }
        key = {name: self.cleaned_data[name] for name in self.follows.key}
        return Planned(
            amounts=tuple(sorted(amounts.items())),
            **{name: value for name, value in key.items() if value != self.follows.key[name]},
        )


@for_role(Role.COORDINATOR)
def together(request: HttpRequest, slug: str, text: str) -> HttpResponse:
    """The amounts of all members together; what a draft was tried out with is offered for the years that are open."""
    found = _found(request, slug, text)
    years = plan_years(first_year(found))
    shown, follows = (Shown(wholes_of(one), {}) for one in (found, _without(found, None)))
    if tried := _tried(request):
        shown = Shown(dict.fromkeys(years, tried) | dict(shown.amounts), {})
    form = PlanForm(years, shown, follows, request.POST or None)
    if form.is_valid() and _kept(request, found, None, form):
        messages.success(request, _("The amounts for the multi-year plan are kept."))
        return redirect("council:councils", slug, text)
    return _page(request, found, form, None, slug, text)


@for_role(Role.COORDINATOR)
def of_member(request: HttpRequest, slug: str, text: str, nis_code: str) -> HttpResponse:
    """The amounts of one member, and where they are booked."""
    found = _found(request, slug, text)
    member = council_or_404(request, found, nis_code).member
    shown, follows = (_of_member(one, member) for one in (found, _without(found, member)))
    form = PlanForm(plan_years(first_year(found)), shown, follows, request.POST or None)
    if form.is_valid() and _kept(request, found, member, form):
        messages.success(request, _("{member}: kept.").format(member=member.name))
        return redirect("council:council", slug, text, nis_code)
    return _page(request, found, form, member, slug, text)


def _tried(request: HttpRequest) -> int:
    """The amount of a year that comes along from a trial; nothing when none does that could be typed here."""
    typed = request.GET.get("cents", "")
    return int(typed) if CENTS.fullmatch(typed) and int(typed) <= LARGEST_CENTS else 0


def _found(request: HttpRequest, slug: str, text: str) -> Submitted:
    found = submitted_or_404(request, slug, text)
    if not coordinates(actor_of_request(request), found.partnership.pk):
        raise Http404
    return found


def _without(found: Submitted, member: Organisation | None) -> Submitted:
    """The text as if nothing had been entered for a member, or for all together."""
    left = {code: one for code, one in found.planned.items() if code != code_of(member)}
    return replace(found, planned=left)


def _of_member(found: Submitted, member: Organisation) -> Shown:
    action = plan_action(found, member, first_year(found))
    amounts = {one.year: one.member_cents for one in action.years if one.member_cents is not None}
    return Shown(amounts, {name: getattr(action, name) for name in SHAPES})


def _kept(request: HttpRequest, found: Submitted, member: Organisation | None, form: PlanForm) -> object:
    actor, code = actor_of_request(request), code_of(member)
    planned = form.planned(found.planned.get(code, Planned()))
    return form.carry_out(
        actor,
        f"web:set_plan:{found.slug}:{code}",
        lambda: {"entry": set_plan(actor, text=found.text, member=member, planned=planned).pk},
    )


def _page(
    request: HttpRequest, found: Submitted, form: PlanForm, member: Organisation | None, slug: str, text: str
) -> HttpResponse:
    context = {
        "one": found,
        "form": form,
        "amounts": [form[f"year_{year}"] for year in form.years],
        "key": [form[name] for name in KEY if name in form.fields],
        "member": member,
        "tried": 0 if member else _tried(request),
        "is_draft": isinstance(found.text, Draft),
        "slug": slug,
        "text": text,
    }
    return render(request, "council/planned.html", context, status=form.status)
