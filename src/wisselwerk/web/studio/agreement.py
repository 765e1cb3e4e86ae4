"""May my partnership have the agreement that works elsewhere? Its text and term, in a file for whoever records it."""

import json
from datetime import date
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wisselwerk.apps.parties.models import Agreement, Membership, Organisation
from wisselwerk.apps.parties.queries import agreement_on, members_on, recorded_agreements
from wisselwerk.apps.schemes.models import Scheme
from wisselwerk.clock import today
from wisselwerk.domain.actor import Actor, Role
from wisselwerk.domain.period import months_later
from wisselwerk.web.access import actor_of_request, for_role
from wisselwerk.web.forms import RefusableForm
from wisselwerk.web.purpose import asks
from wisselwerk.web.studio.access import offer_partnerships, own_partnerships
from wisselwerk.wording import day

FORMAT = "wisselwerk-partnership-1"


@asks(
    record="partnership managing_municipality mandate evaluation contributions leaving valid_from valid_until source"
)
class AgreementForm(RefusableForm):
    """An agreement for a partnership, begun with the words of another one."""

    partnership = forms.ModelChoiceField(
        label=gettext_lazy("For which partnership?"), queryset=Organisation.objects.none(), empty_label=None
    )
    managing_municipality = forms.ChoiceField(label=gettext_lazy("Managing municipality"))
    mandate = forms.CharField(
        label=gettext_lazy("What the managing municipality may do"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    evaluation = forms.CharField(
        label=gettext_lazy("Evaluation"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )
    contributions = forms.CharField(
        label=gettext_lazy("What members contribute"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    leaving = forms.CharField(
        label=gettext_lazy("How a member leaves"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    valid_from = forms.DateField(
        label=gettext_lazy("From which day does it hold?"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": gettext_lazy("Choose the day."),
            "invalid": gettext_lazy("Write the day like 2027-01-31."),
        },
    )
    valid_until = forms.DateField(
        label=gettext_lazy("From which day does it hold no more?"),
        help_text=gettext_lazy("Leave it open when there is no term."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": gettext_lazy("Write the day like 2027-01-31.")},
        required=False,
    )
    source = forms.CharField(
        label=gettext_lazy("Which decisions set it?"),
        help_text=gettext_lazy("The decisions of the councils of your members, with their day."),
        max_length=300,
    )

    def __init__(self, actor: Actor, theirs: Agreement, data: QueryDict | None) -> None:
        mine = own_partnerships(actor)
        ours, last = agreement_on(mine[0].pk, today()), recorded_agreements(mine[0].pk, today()).last()
        super().__init__(data, initial=_taken(theirs, ours, last))
        offer_partnerships(self.fields["partnership"], mine)
        members = [found.member for one in mine for found in members_on(one.pk, today())]
        names = dict.fromkeys((str(member.nis_code), member.name) for member in members)
        if len(mine) == 1 and last is not None and last.valid_until is not None:
            self.fields["valid_from"].help_text = _follows(last, last.valid_until)
        self.fields["managing_municipality"].choices = list(names)  # type: ignore[attr-defined]
        for field in self.fields.values():
            field.error_messages.setdefault("required", _("Fill this in."))

    def clean(self) -> dict[str, Any]:
        """A term that is one, and does not run beside the agreement that holds."""
        asked = super().clean() or {}
        start, end = asked.get("valid_from"), asked.get("valid_until")
        if start and end and end <= start:
            self.add_error("valid_until", _("Choose a day after the first one, or leave it open."))
        if start and "partnership" in asked:
            holds = agreement_on(asked["partnership"].pk, start)
            follows = recorded_agreements(asked["partnership"].pk, start).filter(valid_from__gt=start).first()
            if holds is not None:
                self.add_error("valid_from", _holds_then(holds))
            elif follows is not None and (end is None or follows.valid_from < end):
                self.add_error("valid_until", _begins_then(follows))
        return asked

    def file(self) -> dict[str, Any]:
        """The agreement as a file of the partnership, which adds it to what is on record."""
        asked = self.cleaned_data
        partnership, end = asked["partnership"], asked["valid_until"]
        agreement = {
            name: asked[name] for name in ("managing_municipality", "mandate", "evaluation", "source")
        }
        agreement |= {name: asked[name] for name in ("contributions", "leaving") if asked[name]}
        term = {"valid_from": asked["valid_from"].isoformat()}
        if end is not None:
            term["valid_until"] = end.isoformat()
        return {
            "format": FORMAT,
            "slug": partnership.slug,
            "name": partnership.name,
            **({"contact": partnership.contact} if partnership.contact else {}),
            "members": [_as_recorded(one) for one in members_on(partnership.pk, today())],
            "agreements": [agreement | term],
        }


@for_role(Role.COORDINATOR)
def agreement(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the agreement behind a scheme as a form; sent, it comes back as a file."""
    scheme = get_object_or_404(Scheme, slug=slug)
    theirs = agreement_on(scheme.partnership_id, today())
    if theirs is None:
        raise Http404
    form = AgreementForm(actor_of_request(request), theirs, request.POST or None)
    if form.is_valid():
        data = json.dumps(form.file(), ensure_ascii=False, indent=2)
        name = f"overeenkomst-{form.cleaned_data['partnership'].slug}.json"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(data, content_type="application/json", headers=headers)
    mine = own_partnerships(actor_of_request(request))
    to_come = [
        one for our in mine for one in recorded_agreements(our.pk, today()).filter(valid_from__gt=today())
    ]
    context = {"scheme": scheme, "form": form, "theirs": theirs, "to_come": to_come}
    return render(request, "studio/agreement.html", context, status=form.status)


def _taken(theirs: Agreement, ours: Agreement | None, last: Agreement | None) -> dict[str, Any]:
    """Their words and a term as long as theirs, from where our own last agreement ends; else from next year."""
    ends = (one.valid_until for one in (last, ours) if one is not None and one.valid_until is not None)
    start = next(ends, date(today().year + 1, 1, 1))
    return {
        "managing_municipality": ours.managing_municipality.nis_code if ours else "",
        "mandate": theirs.mandate,
        "evaluation": theirs.evaluation,
        "contributions": theirs.contributions,
        "leaving": theirs.leaving,
        "valid_from": start,
        "valid_until": _as_long(theirs, start),
    }


def _as_long(theirs: Agreement, start: date) -> date | None:
    """The end of a term from ``start`` with as many months and days as theirs; None where theirs has no end."""
    first, end = theirs.valid_from, theirs.valid_until
    if end is None:
        return None
    months = (end.year - first.year) * 12 + end.month - first.month
    return months_later(start, months) + (end - months_later(first, months))


def _as_recorded(one: Membership) -> dict[str, str]:
    """A member as the file says it: it is on record, and a file names at least one."""
    told = {"place": one.place, "valid_from": one.valid_from.isoformat(), "source": one.source}
    return told if one.valid_until is None else told | {"valid_until": one.valid_until.isoformat()}


def _follows(last: Agreement, end: date) -> str:
    if last.valid_from > today():
        told = _("Your agreement from {first} until {day} is on record already: this one comes after it.")
        return told.format(first=day(last.valid_from), day=day(end))
    return _("Your agreement of now holds until {day}: this one comes after it.").format(day=day(end))


def _holds_then(holds: Agreement) -> str:
    is_to_come, end = holds.valid_from > today(), holds.valid_until
    if end is None:
        told = (
            _("Your agreement from {first} is on record already and has no end. Have its end recorded first.")
            if is_to_come
            else _("Your agreement of now has no end. Have its end recorded first.")
        )
        return told.format(first=day(holds.valid_from))
    told = (
        _(
            "Your agreement from {first} until {day} is on record already. Choose that last day or a later one."
        )
        if is_to_come
        else _("Your agreement of now holds until {day}. Choose that day or a later one.")
    )
    return told.format(first=day(holds.valid_from), day=day(end))


def _begins_then(follows: Agreement) -> str:
    return _(
        "From {day} another agreement of yours is on record. Have this one end on that day at the latest."
    ).format(day=day(follows.valid_from))
