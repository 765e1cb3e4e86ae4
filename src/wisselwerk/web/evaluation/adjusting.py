"""What did we decide on our figures, and what came of it?"""

from collections.abc import Sequence

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wisselwerk.apps.evaluation.queries.adjustments import adjustment_with, adjustments_of, can_lead_to
from wisselwerk.apps.evaluation.services import add_to_adjustment, link_adjustment
from wisselwerk.apps.parties.permissions import TAKES_PART, may
from wisselwerk.apps.schemes.models import RuleSetVersion, Scheme
from wisselwerk.domain.actor import Role
from wisselwerk.web.access import actor_of_request, for_role
from wisselwerk.web.evaluation.adjusted import AdjustmentView
from wisselwerk.web.forms import ActForm, Answer
from wisselwerk.web.public_text import SharedTextField
from wisselwerk.web.purpose import asks
from wisselwerk.wording import day

LONGEST_NOTE = 2000
READERS = tuple(sorted(TAKES_PART))


@asks(record="version")
class LinkForm(ActForm):
    """To which rules it led."""

    version = forms.TypedChoiceField(
        label=_("To which rules did it lead?"),
        help_text=_("What is measured is counted from their first whole year. This is said once."),
        coerce=int,
    )

    def __init__(self, versions: Sequence[RuleSetVersion], data: QueryDict | None) -> None:
        super().__init__(data)
        self.fields["version"].choices = [  # type: ignore[attr-defined]  # a choice
            (
                one.pk,
                gettext("Version {number}, from {day}").format(number=one.number, day=day(one.valid_from)),
            )
            for one in versions
        ]


@asks(record="text")
class NoteForm(ActForm):
    """A correction, or what was learnt."""

    text = SharedTextField(
        label=_("What do you add?"),
        help_text=_("A correction, or what you learnt of it. What stands above stays as it is."),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@for_role(Role.COORDINATOR)
def adjustments(request: HttpRequest) -> HttpResponse:
    """What was decided of the schemes that somebody coordinates, the newest first."""
    own = actor_of_request(request).organisations(Role.COORDINATOR)
    schemes = list(Scheme.objects.filter(partnership__in=own).order_by("name"))
    found = [AdjustmentView(one) for one in adjustments_of([one.pk for one in schemes])]
    context = {
        "logs": [(one, [view for view in found if view.one.scheme_id == one.pk]) for one in schemes],
    }
    return render(request, "evaluation/adjustments.html", context)


@for_role(*READERS)
def adjustment(request: HttpRequest, pk: int) -> HttpResponse:
    """One of them, for who takes part in the learning network; who coordinates the scheme adds to it."""
    one = adjustment_with(pk)
    if one is None:
        raise Http404
    actor = actor_of_request(request)
    is_own = may(actor, "add_to_adjustment", one.scheme.partnership_id)
    data = request.POST or None
    versions = list(can_lead_to(one)) if is_own else []
    link = LinkForm(versions, data if "version" in request.POST else None)
    note = NoteForm(data if "text" in request.POST else None)
    if is_own and link.is_valid():

        def lead() -> Answer:
            version = next(it for it in versions if it.pk == link.cleaned_data["version"])
            return {"rules": link_adjustment(actor, adjustment=one, version=version).pk}

        if link.carry_out(actor, f"web:link_adjustment:{pk}", lead):
            messages.success(request, gettext("It is linked."))
            return redirect("evaluation:adjustment", pk)
    if is_own and note.is_valid():

        def add() -> Answer:
            return {"note": add_to_adjustment(actor, adjustment=one, text=note.cleaned_data["text"]).pk}

        if note.carry_out(actor, f"web:add_to_adjustment:{pk}", add):
            messages.success(request, gettext("It stands beside it now."))
            return redirect("evaluation:adjustment", pk)
    context = {
        "view": AdjustmentView(one),
        "one": one,
        "is_own": is_own,
        "link": link if versions else None,
        "note": note,
    }
    return render(request, "evaluation/adjustment.html", context, status=max(link.status, note.status))
