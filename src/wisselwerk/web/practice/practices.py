"""What works elsewhere, and how does one know?"""

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wisselwerk.apps.parties.permissions import is_participant
from wisselwerk.apps.practices.models import Practice
from wisselwerk.apps.practices.queries.evidence import evidence_of
from wisselwerk.apps.practices.queries.practices import practices as found_practices
from wisselwerk.apps.practices.queries.practices import waiting_for
from wisselwerk.domain.priority import PRIORITY_NAMES, Priority
from wisselwerk.web.access import actor_of_request
from wisselwerk.web.practice.spoken import Row
from wisselwerk.web.purpose import asks

PER_PAGE = 20
WORKED, FAILED = "werkte", "werkte-niet"
WITH, WITHOUT = "met", "zonder"


@asks(find="q turnout scheme priority")
class Filter(forms.Form):
    """What to look for. What cannot be read asks for nothing."""

    q = forms.CharField(label=_("Words"), max_length=200, required=False)
    turnout = forms.ChoiceField(label=_("How did it go?"), required=False)
    scheme = forms.ChoiceField(label=_("Is there a voucher scheme behind it?"), required=False)
    priority = forms.ChoiceField(label=_("Priority"), required=False)

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        choices = {
            "turnout": [
                ("", gettext("All")),
                (WORKED, gettext("It worked")),
                (FAILED, gettext("It did not work")),
            ],
            "scheme": [
                ("", gettext("All")),
                (WITH, gettext("With a scheme")),
                (WITHOUT, gettext("Without one")),
            ],
            "priority": [
                ("", gettext("All priorities")),
                *((one.value, gettext(name)) for one, name in PRIORITY_NAMES.items()),
            ],
        }
        for name, asked in choices.items():
            self.fields[name].choices = asked  # type: ignore[attr-defined]

    def told(self) -> dict[str, str]:
        """What of it was asked for."""
        cleaned = self.cleaned_data if self.is_valid() else {}
        return {name: value for name, value in cleaned.items() if value}


def practices(request: HttpRequest) -> HttpResponse:
    """All that answers to what was asked, with for each how well it is known to work."""
    actor, form = actor_of_request(request), Filter(request.GET)
    told, among = form.told(), is_participant(actor)
    found = found_practices(
        q=told.get("q", ""),
        priority=Priority(told["priority"]) if "priority" in told else None,
        is_failure=told["turnout"] == FAILED if "turnout" in told else None,
        has_scheme=told["scheme"] == WITH if "scheme" in told else None,
        among_participants=among,
    )
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "rows": rows_of(list(page), is_participant=among),
        "is_filtered": bool(told),
        "is_narrowed": bool(told.keys() - {"q"}),
        "takes_part": among,
        "practices_waiting": waiting_for(actor),
    }
    return render(request, "practice/practices.html", context)


def rows_of(found: list[Practice], *, is_participant: bool) -> list[Row]:
    """Each with the version that is read of it, and its rung."""
    versions = {}
    for one in found:
        version = one.latest if is_participant and one.published is None else one.published
        assert version is not None, "what has no version for a reader is not found"
        versions[one.pk] = version
    evidence = evidence_of(list(versions.values()))
    return [Row(one, versions[one.pk], evidence[versions[one.pk].pk]) for one in found]
