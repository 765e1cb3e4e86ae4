"""What does the regulation say, word for word?"""

from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from wisselwerk.apps.schemes.council_text import Submitted
from wisselwerk.apps.schemes.councils import member_council, member_councils, submitted_version
from wisselwerk.apps.schemes.models import RuleSetVersion
from wisselwerk.clock import day_of, today
from wisselwerk.domain.period import Period
from wisselwerk.formats.paper.council import regulation_pdf
from wisselwerk.web.council.papers import annotated


def regulation(request: HttpRequest, slug: str, first_day: str = "") -> HttpResponse:
    """The text of the rules in force, or of the version that starts on a day, with what councils decided about it."""
    found, others = _published(slug, first_day)
    councils = member_councils(found)
    valid = Period(found.day, others[0].valid_from if others else None)
    context = {
        "one": found,
        "valid": valid,
        "last_day": valid.end and valid.end - timedelta(days=1),
        "today": today(),
        "is_dated": bool(first_day),
        "others": others,
        "regulation": found.regulation,
        "councils": [council for council in councils if council.has_decided],
        "deviating": [council for council in councils if council.deviations],
    }
    return render(request, "public/regulation.html", context)


def paper(request: HttpRequest, slug: str, first_day: str = "") -> HttpResponse:
    """The same on paper."""
    found, _others = _published(slug, first_day)
    content = regulation_pdf(found.regulation, found.partnership.name, day_of(found.changed_at))
    name = f"reglement-{slug}-{first_day}" if first_day else f"reglement-{slug}"
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"'}
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


def _published(slug: str, first_day: str) -> tuple[Submitted, list[RuleSetVersion]]:
    """The text of a version, and the versions that come after it: the one in force, or the first, where no day is named."""
    found = RuleSetVersion.objects.filter(scheme__slug=slug).select_related("scheme__partnership")
    versions = list(found.order_by("valid_from"))
    if first_day:
        wanted = next((one for one in versions if one.valid_from.isoformat() == first_day), None)
    else:
        started = [one for one in versions if one.valid_from <= today()]
        wanted = next(iter([*reversed(started), *versions]), None)
    if wanted is None:
        raise Http404
    return submitted_version(wanted), [one for one in versions if one.valid_from > wanted.valid_from]
