"""The decision of a council to take along: annotated HTML, PDF, and the action for the multi-year plan as text."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from wisselwerk.apps.schemes.council_decision import decision_of
from wisselwerk.apps.schemes.council_text import Submitted
from wisselwerk.apps.schemes.councils import MemberCouncil
from wisselwerk.apps.settlements.queries.plan_action import plan_action
from wisselwerk.apps.settlements.queries.settlements import MEMBERS
from wisselwerk.clock import day_of, today
from wisselwerk.domain.actor import Role
from wisselwerk.domain.regulation.plan_action import plan_text
from wisselwerk.formats.paper.council import CouncilPaper, decision_pdf
from wisselwerk.web.access import for_role
from wisselwerk.web.council.access import council_or_404, submitted_or_404
from wisselwerk.web.council.annotated import Annotated


@for_role(Role.COORDINATOR, *MEMBERS)
def html(request: HttpRequest, slug: str, text: str, nis_code: str) -> HttpResponse:
    """The decision as a page of its own, with its meaning for machines, to be published elsewhere.

    Of a text that was voted down there is none: a harvester would read that it was decided.
    """
    found = submitted_or_404(request, slug, text)
    council = council_or_404(request, found, nis_code)
    if council.voted_down_on is not None:
        raise Http404
    return render(request, "council/document.html", {"doc": annotated(request, found, council, request.path)})


@for_role(Role.COORDINATOR, *MEMBERS)
def pdf(request: HttpRequest, slug: str, text: str, nis_code: str) -> HttpResponse:
    """The decision on paper."""
    found = submitted_or_404(request, slug, text)
    council = council_or_404(request, found, nis_code)
    paper = CouncilPaper(
        decision=decision_of(found, council),
        is_draft=not council.has_decided,
        voted_down_on=council.voted_down_on,
        made_on=day_of(changed_at(found, council)),
    )
    headers = {"Content-Disposition": f'inline; filename="raadsbesluit-{slug}-{nis_code}.pdf"'}
    return HttpResponse(decision_pdf(paper), content_type="application/pdf", headers=headers)


@for_role(Role.COORDINATOR, *MEMBERS)
def plan(request: HttpRequest, slug: str, text: str, nis_code: str) -> HttpResponse:
    """The action for the multi-year plan as plain text."""
    found = submitted_or_404(request, slug, text)
    council = council_or_404(request, found, nis_code)
    headers = {"Content-Disposition": f'attachment; filename="meerjarenplan-{slug}-{nis_code}.txt"'}
    content = plan_of(found, council)
    return HttpResponse(content, content_type="text/plain; charset=utf-8", headers=headers)


def plan_of(found: Submitted, council: MemberCouncil) -> str:
    """The action as text."""
    return plan_text(plan_action(found, council.member, first_year(found)))


def first_year(found: Submitted) -> int:
    """From which year on a plan is asked: that in which the scheme starts, or this year where that is past."""
    return max(found.day.year, today().year)


def annotated(request: HttpRequest, found: Submitted, council: MemberCouncil, path: str) -> Annotated:
    """The decision with its addresses; ``path`` is where it is read."""
    document = council.document if council.has_decided else ""
    version_of = request.build_absolute_uri(reverse("public:regulation", args=[found.slug]))
    return Annotated(
        decision=decision_of(found, council),
        address=request.build_absolute_uri(path),
        stays=f"{version_of}{council.member.nis_code}/{found.day.isoformat()}/",
        version_of=version_of,
        generated_at=changed_at(found, council),
        decided_on=council.decided_on,
        in_force_on=council.proposed.setting.starts_on,
        document=document if document.startswith(("https://", "http://")) else "",
    )


def changed_at(found: Submitted, council: MemberCouncil) -> datetime:
    """When what is read here last changed."""
    return max(found.changed_at, council.step.at) if council.step else found.changed_at
