"""Who takes up the coordination role in a year, which support is due, and why?

For everybody, to read only: it is entered by who knows it or read from what is public, and nobody is asked for it.
"""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from wisselwerk.apps.initiatives.queries.frame import role_rows
from wisselwerk.apps.initiatives.queries.initiative_owners import ANSWERING
from wisselwerk.clock import today
from wisselwerk.domain.coordination_frame import FRAMES, Scale, frame_on
from wisselwerk.domain.coordination_sentence import FORMS
from wisselwerk.web.access import actor_of_request
from wisselwerk.wording import spoken_value


def newest(request: HttpRequest) -> HttpResponse:
    """To this year."""
    return redirect("public:roles", today().year)


def roles(request: HttpRequest, year: int) -> HttpResponse:
    """The frame of a year, and who takes up the role in it."""
    years = _years()
    frame = frame_on(date(year, 1, 1)) if year in years else None
    if frame is None:
        raise Http404
    context = {
        "year": year,
        "frame": frame,
        "forms": [FORMS[one] for one in frame.forms or ()],
        "steps": _steps(frame.scale),
        "least": spoken_value("inhabitants", frame.scale.least_inhabitants) if frame.scale else "",
        "floor": spoken_value("inhabitants", frame.least_inhabitants) if frame.least_inhabitants else "",
        "rows": [(one, FORMS[one.form]) for one in role_rows(year)],
        "tells_role": bool(actor_of_request(request).organisations(*ANSWERING)),
        "others": [one for one in reversed(years) if one != year],
    }
    return render(request, "public/roles.html", context)


def _years() -> range:
    """Those with a frame on their first day, up to this one."""
    first = FRAMES[0].valid.start
    return range(first.year + (first > date(first.year, 1, 1)), today().year + 1)


def _steps(scale: Scale | None) -> list[tuple[str, int]]:
    """The scale in words: for how many inhabitants, how much a year; none where no formula is known."""
    if scale is None:
        return []
    found: list[tuple[str, int]] = []
    first = scale.least_inhabitants
    for one in scale.steps:
        told = {"first": spoken_value("inhabitants", first), "last": spoken_value("inhabitants", one.up_to)}
        words = _("%(first)s and more") if one.up_to is None else _("%(first)s up to and including %(last)s")
        found.append((words % told, one.amount_cents))
        first = (one.up_to or first) + 1
    return found
