"""What does this scheme give, to whom, under which rules, how much is left, and where does it come from?"""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from wisselwerk.apps.parties.queries import agreement_on
from wisselwerk.apps.schemes.decided import versions_decided
from wisselwerk.apps.schemes.drafting import undecided_councils
from wisselwerk.apps.schemes.models import Scheme
from wisselwerk.apps.schemes.queries import (
    Overview,
    adoptions,
    council_decisions,
    fundings,
    granting_on,
    rule_set,
    scheme_overview,
)
from wisselwerk.apps.schemes.visum import visum_of
from wisselwerk.apps.vouchers.queries import main_lines
from wisselwerk.clock import today
from wisselwerk.domain.actor import Role
from wisselwerk.domain.consequence import Consequence, consequence
from wisselwerk.web.access import actor_of_request
from wisselwerk.web.pieces import Kin, versions_named


def scheme(request: HttpRequest, slug: str) -> HttpResponse:
    """All there is to know of one scheme."""
    overview = scheme_overview(slug, today())
    if overview is None:
        raise Http404
    decisions = council_decisions(overview.scheme)
    about, coming = versions_decided(overview.scheme, decisions), overview.coming
    context = {
        "one": overview,
        "lines": main_lines(overview.scheme, overview.day.year).published(),
        "fundings": fundings(overview.scheme, overview.day.year),
        "agreement": agreement_on(overview.scheme.partnership_id, overview.day),
        "granting": granting_on(overview.scheme, overview.day),
        "undecided": undecided_councils(overview.scheme, overview.version, overview.day),
        "visum": visum_of(overview.scheme),
        "undecided_coming": undecided_councils(overview.scheme, coming.next.version, coming.starts_on)
        if coming
        else (),
        "decisions": [(one, versions_named(about.get(one.pk, ()))) for one in decisions],
        "family": family(overview),
        "follows": _follows(overview.scheme),
        "may_take_over": overview.version is not None and _may_take_over(request),
    }
    return render(request, "public/scheme.html", context)


def _follows(scheme: Scheme) -> Consequence | None:
    """What changed by itself with its first version, beside what was changed of the one it was made from."""
    adopted, first = scheme.adopted_from, next(iter(scheme.versions.all()), None)
    return consequence(rule_set(adopted), rule_set(first)) if adopted and first else None


def _may_take_over(request: HttpRequest) -> bool:
    """Coordinators may; of who has not signed in nobody knows yet."""
    actor = actor_of_request(request)
    return actor.id is None or bool(actor.organisations(Role.COORDINATOR))


def family(overview: Overview) -> Kin:
    """The scheme between the one it was made from and those made from it."""
    children = [kin(child) for child in adoptions(overview.scheme)]
    own = Kin(overview.scheme.name, note=_("this scheme"), is_current=True, children=children)
    parent = overview.lineage.parent
    if parent is None:
        return own
    return Kin(parent.name, address(parent), note=_("where it comes from"), children=[own])


def kin(other: Scheme) -> Kin:
    """A scheme that was made from this one."""
    return Kin(other.name, address(other), note=_("took it over"))


def address(other: Scheme) -> str:
    """The page of a scheme."""
    return reverse("public:scheme", args=[other.slug])
