"""What is in my list, and which words of enterprises would it replace?"""

import base64
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from wisselwerk.apps.catalogue.own_words import (
    NOTHING,
    Cell,
    OwnWords,
    own_words_of_providers,
    own_words_of_services,
    seal,
)
from wisselwerk.apps.catalogue.services import load_providers, load_services
from wisselwerk.clock import today
from wisselwerk.domain.actor import Actor, Role
from wisselwerk.formats.problem import Problem, Problems
from wisselwerk.formats.provider_file import read_provider_file
from wisselwerk.formats.service_file import read_service_file
from wisselwerk.formats.table_file import MAX_BYTES
from wisselwerk.web.access import actor_of_request, for_role
from wisselwerk.web.forms import RefusableForm
from wisselwerk.web.purpose import asks
from wisselwerk.wording import say


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many a list has, how many of them are new, what it would replace, and whether it was read in."""

    all: int
    new: int
    own_words: tuple[OwnWords, ...]
    is_done: bool

    @property
    def seal(self) -> str:
        """Tells what somebody chose among."""
        return seal(self.own_words)


@asks(record="what file")
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
        required=False,
        error_messages={"empty": gettext_lazy("This file is empty. Choose the list.")},
    )
    kept = forms.CharField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(widget=forms.HiddenInput, required=False)
    chosen_among = forms.CharField(widget=forms.HiddenInput, required=False)
    problems: tuple[Problem, ...] = ()

    def clean(self) -> dict[str, Any]:
        """Put the bytes in ``data``, chosen now or kept in the page since it was tried."""
        told = super().clean() or {}
        file: UploadedFile[bytes] | None = told.get("file")
        if file is not None:
            told |= {"data": file.read(MAX_BYTES + 1), "name": file.name}
        elif told.get("kept"):
            told["data"] = self._unpacked(told["kept"])
        elif "file" not in self.errors:
            self.add_error("file", _("Choose the file."))
        return told

    def packed(self) -> str:
        """The list as it travels through the page to the second step."""
        return base64.b64encode(self.cleaned_data["data"]).decode("ascii")

    def read_in(self, actor: Actor, *, keeping: Collection[str], only_try: bool) -> Outcome | None:
        """What the list does; None when something is wrong, with all of it told. ``keeping`` are ``line:column``.

        To try is to do it whole and leave nothing of it. Where it would replace words of enterprises that nobody has
        chosen about yet, it is only tried.
        """
        asked = self.cleaned_data

        def act() -> Outcome:
            with transaction.atomic():
                outcome = self._load(actor, keeping)
                is_chosen = not outcome.own_words or asked["chosen_among"] == outcome.seal
                transaction.set_rollback(only_try or not is_chosen)
                return Outcome(
                    outcome.all, outcome.new, outcome.own_words, is_done=is_chosen and not only_try
                )

        try:
            return self.attempt(act)
        except Problems as found:
            self.problems = tuple(found.problems)
            return None

    def _load(self, actor: Actor, keeping: Collection[str]) -> Outcome:
        data, name = self.cleaned_data["data"], self.cleaned_data["name"]
        own: list[OwnWords]
        if self.cleaned_data["what"] == "providers":
            providers = read_provider_file(data, name, today())
            own = own_words_of_providers(providers.providers)
            new = load_providers(actor, providers, keeping=_cells(own, keeping))
            return Outcome(len(providers.providers), new, tuple(own), is_done=True)
        services = read_service_file(data, name, today())
        own = own_words_of_services(services.services)
        new = load_services(actor, services, keeping=_cells(own, keeping))
        return Outcome(len(services.services), new, tuple(own), is_done=True)

    def _unpacked(self, kept: str) -> bytes:
        try:
            return base64.b64decode(kept, validate=True)
        except ValueError:  # also letters that base64 does not have
            self.add_error("file", _("Choose the list once more: it was lost on the way."))
            return b""


@for_role(Role.COORDINATOR)
def load(request: HttpRequest) -> HttpResponse:
    """Try the list or read it in; or show everything that is wrong with it, or that it would replace, by its line."""
    form = ListForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        outcome = form.read_in(
            actor_of_request(request),
            keeping=request.POST.getlist("keep"),
            only_try="try" in request.POST,
        )
        if outcome and outcome.is_done:
            told = {"all": outcome.all, "new": outcome.new}
            messages.success(request, _("The list is read in: %(all)d in all, %(new)d of them new.") % told)
            return redirect("catalogue:providers")
        if outcome:
            context |= {"tried": outcome, "packed": form.packed(), "asked": form.cleaned_data}
    context["problems"] = [(one.line, say(one.message, one.params)) for one in form.problems]
    context["told"] = ngettext(
        "One thing is wrong. Nothing of the list was read in.",
        "%(number)d things are wrong. Nothing of the list was read in.",
        len(form.problems),
    ) % {"number": len(form.problems)}
    status = 422 if form.problems else form.status
    return render(request, "catalogue/load.html", context, status=status)


def _cells(own: Collection[OwnWords], keeping: Collection[str]) -> frozenset[Cell]:
    """Those that were ticked, of what the list would replace."""
    return NOTHING.union(one.cell for one in own if f"{one.line}:{one.column}" in keeping)
