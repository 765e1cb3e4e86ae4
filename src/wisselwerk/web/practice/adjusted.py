"""What was adjusted in this practice, and what came of it?"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from wisselwerk.apps.evaluation.queries.adjustments import adjustments_of
from wisselwerk.apps.practices.queries.practices import read_version
from wisselwerk.web.access import actor_of_request
from wisselwerk.web.evaluation.adjusted import AdjustmentView
from wisselwerk.web.practice.card import practice_or_404


def adjustments(request: HttpRequest, slug: str) -> HttpResponse:
    """What was decided of the scheme behind it, for whoever may read the practice."""
    actor = actor_of_request(request)
    practice = practice_or_404(actor, slug)
    version = read_version(actor, practice)
    found = adjustments_of([version.scheme_id]) if version.scheme_id else []
    context = {
        "practice": practice,
        "version": version,
        "views": [AdjustmentView(one) for one in found],
    }
    return render(request, "practice/adjustments.html", context)
