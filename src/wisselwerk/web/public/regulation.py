"""What does the regulation say, word for word?"""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from wisselwerk.apps.schemes.council_text import Submitted
from wisselwerk.apps.schemes.councils import member_council, member_councils, submitted_version
from wisselwerk.apps.schemes.models import RuleSetVersion, Scheme
from wisselwerk.apps.schemes.queries import version_on
from wisselwerk.clock import day_of, today
from wisselwerk.formats.paper.council import regulation_pdf
from wisselwerk.web.council.papers import annotated


def regulation(request: HttpRequest, slug: str) -> HttpResponse:
    """The text of the rules in force, with what each council decided about it."""
    found = _in_force(slug)
    councils = member_councils(found)
    context = {
        "one": found,
        "regulation": found.regulation,
        "councils": [council for council in councils if council.has_decided],
        "deviating": [council for council in councils if council.deviations],
    }
    return render(request, "public/regulation.html", context)


def paper(request: HttpRequest, slug: str) -> HttpResponse:
    """The same on paper."""
    found = _in_force(slug)
    content = regulation_pdf(found.regulation, found.partnership.name, day_of(found.changed_at))
    headers = {"Content-Disposition": f'inline; filename="reglement-{slug}.pdf"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def decision(request: HttpRequest, slug: str, nis_code: str, first_day: str) -> HttpResponse:
    """What the council of one member decided about the version of a day, with its meaning for machines."""
    versions = RuleSetVersion.objects.filter(scheme__slug=slug).select_related("scheme__partnership")
    version = next((one for one in versions if one.valid_from.isoformat() == first_day), None)
    found = submitted_version(version) if version else None
    council = member_council(found, nis_code) if found else None
    if found is None or council is None or not council.has_decided:
        raise Http404
    return render(request, "council/document.html", {"doc": annotated(request, found, council, request.path)})


def _in_force(slug: str) -> Submitted:
    scheme = Scheme.objects.select_related("partnership").filter(slug=slug).first()
    version = version_on(scheme, today()) if scheme else None
    if scheme is None or version is None:
        raise Http404
    version.scheme = scheme
    return submitted_version(version)
