"""From when, by which decision, and what happens then?"""

from collections.abc import Sequence
from typing import cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.schemes.councils import MemberCouncil, member_councils, submitted_draft
from wisselwerk.apps.schemes.draft_model import Draft
from wisselwerk.apps.schemes.drafting import (
    Checked,
    checked,
    councils_of,
    lines,
)
from wisselwerk.apps.schemes.plan import code_of
from wisselwerk.apps.schemes.services import date_draft, publish_draft
from wisselwerk.domain.actor import Role
from wisselwerk.web.access import actor_of_request, for_role
from wisselwerk.web.purpose import asks
from wisselwerk.web.studio.access import draft_or_404
from wisselwerk.web.studio.arrange import GrantedForm
from wisselwerk.web.studio.first_day import FirstDayForm
from wisselwerk.wording import listed


@asks(record="source")
class DateForm(FirstDayForm):
    """The first day and the decision."""

    source = forms.CharField(
        label=gettext_lazy("Which decision sets these rules?"),
        help_text=gettext_lazy(
            "The title and day of the council decision. Every rule that names no text of its own stands on it."
        ),
        max_length=300,
        show_hidden_initial=True,
        error_messages={"required": gettext_lazy("Name the decision: rules without one bind nobody.")},
    )

    def __init__(self, draft: Draft, data: QueryDict | None) -> None:
        super().__init__(draft, data, {"source": draft.source})


@asks(record="without_councils")
class PublishForm(GrantedForm):
    """Of a new scheme, who grants where its draft does not say it; and that councils are known not to have decided."""

    without_councils = forms.BooleanField(
        label=gettext_lazy("I publish without a decision of these councils, and know what that means"),
        error_messages={
            "required": gettext_lazy(
                "Tick this, or wait until these councils have decided, or leave their places out."
            )
        },
    )

    councils = forms.CharField(widget=forms.HiddenInput, required=False)
    """Those that the page names: a council that decided meanwhile, or was taken back, is looked at again."""

    def __init__(self, draft: Draft, missing: Sequence[Organisation], data: QueryDict | None) -> None:
        super().__init__(data, initial={"edition": draft.edition})
        self.ask_who_grants(is_asked=draft.scheme_id is None and not draft.granter)
        self.initial["councils"] = ",".join(code_of(one) for one in missing)
        if missing:
            names = listed([one.name for one in missing])
            label = _("I publish without a decision of the council of {members}, and know what that means.")
            self.fields["without_councils"].label = label.format(members=names)
        else:
            del self.fields["without_councils"]

    @property
    def seen_missing(self) -> list[str]:
        """The councils that were named on the page that was sent."""
        return [one for one in self.cleaned_data["councils"].split(",") if one]

    def tick_anew(self) -> None:
        """Take the tick away that was set for other councils than the page names now."""
        if self.is_bound and self.data.get("councils") != self.initial["councils"]:
            data = cast("QueryDict", self.data).copy()
            data.pop("without_councils", None)
            self.data = data


@for_role(Role.COORDINATOR)
def publish(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask the day and the decision; what has to be done first stands above it."""
    found = draft_or_404(request, slug)
    form = DateForm(found, request.POST or None)
    if form.is_valid() and form.keep(
        request,
        "date_draft",
        found,
        lambda edition: date_draft(
            actor_of_request(request),
            draft=found.pk,
            edition=edition,
            valid_from=form.cleaned_data["valid_from"],
            source=form.cleaned_data["source"],
        ),
    ):
        return redirect("studio:confirm", slug)
    context = {"one": checked(found), "draft": found, "form": form}
    return render(request, "studio/publish.html", context, status=form.status)


@for_role(Role.COORDINATOR)
def confirm(request: HttpRequest, slug: str) -> HttpResponse:
    """Say what will happen, and publish."""
    found = draft_or_404(request, slug)
    one = checked(found)
    if not one.is_ready or found.valid_from is None or not found.source:
        messages.info(request, _("Before you publish there is something left to do."))
        return redirect("studio:publish" if one.is_ready else "studio:draft", slug)
    councils = councils_of(found)
    missing = councils.without_decision
    form = PublishForm(found, missing, request.POST or None)
    if form.is_valid() and form.keep(
        request,
        "publish_draft",
        found,
        lambda edition: publish_draft(
            actor_of_request(request),
            draft=found.pk,
            edition=edition,
            granted_by=form.granted_by(),
            without_councils=form.seen_missing,
        ),
    ):
        messages.success(request, _("Published. The rules now stand there for everybody to read."))
        return redirect("coordinator:scheme", slug)
    form.tick_anew()
    context = _context(one, form) | {
        "missing": missing,
        "deciding": _deciding(found),
        "elsewhere": councils.about_else,
        "amended": councils.amended,
    }
    return render(request, "studio/confirm.html", context, status=form.status)


def _deciding(draft: Draft) -> list[MemberCouncil]:
    """How far each council is with the text."""
    return member_councils(submitted_draft(draft))


def _context(one: Checked, form: PublishForm) -> dict[str, object]:
    draft = one.draft
    assert draft.valid_from is not None
    last = draft.scheme.versions.order_by("-valid_from").first() if draft.scheme else None
    return {
        "one": one,
        "draft": draft,
        "form": form,
        "last": last,
        "rules": lines(draft, one.rules, draft.source),
    }
