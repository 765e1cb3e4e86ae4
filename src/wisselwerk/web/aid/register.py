"""Which aid must be entered in the central register, and by when?"""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from wisselwerk.apps.aid.models import RegisterLine
from wisselwerk.apps.aid.queries import (
    LOOKERS,
    READERS,
    clocks,
    lines_with_registration,
    open_lines,
    rows_of,
    schemes_that_count,
    visible_lines,
)
from wisselwerk.apps.aid.services import register_aid
from wisselwerk.clock import today
from wisselwerk.domain.actor import Role
from wisselwerk.formats.aid_register import REGISTER, cells_of
from wisselwerk.web.access import actor_of_request, for_role
from wisselwerk.web.download import download
from wisselwerk.web.forms import ActForm, Answer
from wisselwerk.web.htmx import partial
from wisselwerk.web.purpose import asks

PER_PAGE = 25
OPEN, ALL = "", "all"


@asks(find="state")
class Filter(forms.Form):
    """Which lines to show."""

    state = forms.ChoiceField(
        label=_("Which lines?"), choices=[(OPEN, _("To be entered")), (ALL, _("All lines"))], required=False
    )


@asks(right="lines reference registered_on")
class RegisterForm(ActForm):
    """That lines were entered: which, when, and what the central register calls it."""

    lines: forms.ModelMultipleChoiceField[RegisterLine] = forms.ModelMultipleChoiceField(
        label=_("Lines"),
        queryset=RegisterLine.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick each line that was entered.")},
    )
    reference = forms.CharField(
        label=_("Reference in the register"),
        help_text=_("The number that the central register gave."),
        max_length=100,
        error_messages={"required": _("Fill in the reference.")},
    )
    registered_on = forms.DateField(
        label=_("Entered on"),
        initial=today,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("Fill in the day."),
            "invalid": _("Write the day like 2027-01-31."),
        },
    )

    def __init__(self, lines: QuerySet[RegisterLine], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lines"].queryset = lines  # type: ignore[attr-defined]

    def ticked(self) -> list[int]:
        """The lines that were ticked, also on a form that comes back."""
        given = self.data.getlist("lines") if hasattr(self.data, "getlist") else []
        return [int(one) for one in given if one.isdecimal()]

    def asked(self) -> dict[str, Any]:
        """What was entered, as the command takes it."""
        return {
            "lines": sorted(line.pk for line in self.cleaned_data["lines"]),
            "reference": self.cleaned_data["reference"],
            "registered_on": self.cleaned_data["registered_on"],
        }


@for_role(*READERS)
def register(request: HttpRequest) -> HttpResponse:
    """The lines with their clocks, the nearest last day first, and a form to say that some were entered."""
    actor = actor_of_request(request)
    mine = visible_lines(actor)
    form = RegisterForm(mine, request.POST or None)
    if form.is_valid() and (done := _entered(request, form)):
        number = len(done["registrations"])
        said = ngettext("{number} line is entered.", "{number} lines are entered.", number)
        messages.success(request, said.format(number=number))
        return redirect(_where_they_stand(request, form))
    chosen = Filter(request.GET)
    state = chosen.cleaned_data["state"] if chosen.is_valid() else OPEN
    found = mine.order_by("-pk") if state == ALL else open_lines(mine)
    told = clocks(mine, today())
    context = {
        "form": chosen,
        "entering": form,
        "may_enter": bool(actor.organisations(*LOOKERS)),
        "pays": bool(actor.organisations(Role.FINANCIAL_DIRECTOR)),
        "counting": [] if told.all else schemes_that_count(actor, today()),
        "ticked": form.ticked(),
        "clocks": told,
        "page": Paginator(lines_with_registration(found), PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, partial(request, "aid/register.html", "results"), context, status=form.status)


@for_role(*READERS)
def register_file(request: HttpRequest, ending: str) -> HttpResponse:
    """The same lines, all of them, as a file shaped for the register."""
    rows = map(cells_of, rows_of(visible_lines(actor_of_request(request))))
    return download(REGISTER, rows, REGISTER.name, ending)


def _where_they_stand(request: HttpRequest, form: RegisterForm) -> str:
    """In a list of all lines at the newest that was ticked, which shows what was filled in; else what is still to do."""
    chosen = Filter(request.GET)
    if chosen.is_valid() and chosen.cleaned_data["state"] == ALL:
        return f"{request.get_full_path()}#line-{form.asked()['lines'][-1]}"
    return reverse("aid:register")


def _entered(request: HttpRequest, form: RegisterForm) -> Answer | None:
    actor = actor_of_request(request)
    return form.carry_out(
        actor,
        "web:register_aid",
        lambda: {"registrations": [one.pk for one in register_aid(actor, **form.asked())]},
    )
