"""Who is in the catalogue, and whose recognition ends?"""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from wisselwerk.apps.catalogue.models import Provider
from wisselwerk.apps.catalogue.queries import with_parts
from wisselwerk.apps.catalogue.services import load_providers, load_services
from wisselwerk.clock import today
from wisselwerk.domain.actor import Actor, Role
from wisselwerk.formats.problem import Problem, Problems
from wisselwerk.formats.provider_file import read_provider_file
from wisselwerk.formats.service_file import read_service_file
from wisselwerk.formats.table_file import MAX_BYTES
from wisselwerk.web.access import actor_of_request, for_role
from wisselwerk.web.forms import RefusableForm
from wisselwerk.wording import say

PER_PAGE = 50


@for_role(Role.COORDINATOR)
def providers(request: HttpRequest) -> HttpResponse:
    """Every provider by name, recognised or not."""
    found = with_parts(Provider.objects.order_by("organisation__name", "pk"), today())
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "catalogue/providers.html", {"page": page})


class ListForm(RefusableForm):
    """A list from a spreadsheet. It is first tried, which changes nothing, then read in; once more changes nothing."""

    what = forms.ChoiceField(
        label=gettext_lazy("What is in the list?"),
        choices=[
            ("providers", gettext_lazy("Enterprises with their recognition")),
            ("services", gettext_lazy("Services of enterprises that are here")),
        ],
    )
    file = forms.FileField(
        label=gettext_lazy("The list (CSV)"),
        help_text=gettext_lazy("Save the spreadsheet as CSV. What the list does not name stays as it is."),
        error_messages={
            "required": gettext_lazy("Choose the file."),
            "empty": gettext_lazy("This file is empty. Choose the list."),
        },
    )
    problems: tuple[Problem, ...] = ()

    def read_in(self, actor: Actor, *, only_try: bool) -> tuple[int, int] | None:
        """How many the list has, and how many of them are new; None when something is wrong, with all of it told.

        To try is to do it whole and leave nothing of it.
        """
        file = self.cleaned_data["file"]
        data = file.read(MAX_BYTES + 1)

        def act() -> tuple[int, int]:
            with transaction.atomic():
                if self.cleaned_data["what"] == "providers":
                    providers = read_provider_file(data, file.name, today())
                    counts = len(providers.providers), load_providers(actor, providers)
                else:
                    services = read_service_file(data, file.name, today())
                    counts = len(services.services), load_services(actor, services)
                transaction.set_rollback(only_try)
            return counts

        try:
            return self.attempt(act)
        except Problems as found:
            self.problems = tuple(found.problems)
            return None


@for_role(Role.COORDINATOR)
def load(request: HttpRequest) -> HttpResponse:
    """Try the list or read it in, or show everything that is wrong with it at once, by its line."""
    form = ListForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form}
    only_try = "try" in request.POST
    if form.is_valid() and (counts := form.read_in(actor_of_request(request), only_try=only_try)):
        told = {"all": counts[0], "new": counts[1]}
        if not only_try:
            messages.success(request, _("The list is read in: %(all)d in all, %(new)d of them new.") % told)
            return redirect("catalogue:providers")
        context["tried"] = (
            _("Nothing is wrong: %(all)d in all, %(new)d of them new. Nothing was changed yet.") % told
        )
    context["problems"] = [(one.line, say(one.message, one.params)) for one in form.problems]
    context["told"] = ngettext(
        "One thing is wrong. Nothing of the list was read in.",
        "%(number)d things are wrong. Nothing of the list was read in.",
        len(form.problems),
    ) % {"number": len(form.problems)}
    status = 422 if form.problems else form.status
    return render(request, "catalogue/load.html", context, status=status)
