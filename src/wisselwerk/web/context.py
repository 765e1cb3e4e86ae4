"""What the frame around every page shows: where one can go, as whom."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from wisselwerk.apps.parties.permissions import is_participant
from wisselwerk.apps.settlements.queries.settlements import DIRECTORS, MEMBERS
from wisselwerk.demo.mailbox import is_demo
from wisselwerk.domain.actor import Actor, Role
from wisselwerk.web.access import actor_of_request
from wisselwerk.web.finance.roles import READERS

SHARED: Mapping[str, tuple[str, ...]] = {
    "/financien/steun/": ("coordinator:dashboard", "finance:dashboard", "auditor:decisions"),
    "/financien/boekhouding/": ("settlement:settlements",),
    "/terug/": ("finance:dashboard", "coordinator:dashboard", "provider:dashboard", "enterprise:waiting"),
    "/betalingen/": (
        "finance:dashboard",
        "coordinator:dashboard",
        "provider:dashboard",
        "enterprise:waiting",
    ),
    "/nazicht/steekproeven/": ("sample:overview", "auditor:decisions"),
    "/beheer/initiatieven/": ("coordinator:dashboard", "member:dashboard", "finance:dashboard"),
    "/beheer/regierol/": ("coordinator:dashboard", "member:dashboard", "finance:dashboard"),
    "/rekening/": ("finance:dashboard", "provider:dashboard", "enterprise:waiting"),
}
"""Pages that several roles open, by how their address begins, and the places of the menu they belong to, first choice first."""


@dataclass(frozen=True, slots=True)
class Link:
    """A way to another page."""

    url: str
    label: str
    is_current: bool = False


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor: navigation, footer, and whether this is a demo. At most one query for that, one for the roles."""
    in_demo = is_demo()
    places = _places(actor_of_request(request))
    current = _current(request.path, [one.url for one in places])
    return {
        "navigation": [Link(one.url, one.label, is_current=one.url == current) for one in places],
        "footer_links": _footer(in_demo=in_demo),
        "is_demo": in_demo,
    }


def _places(actor: Actor) -> list[Link]:
    places = [
        Link(reverse("public:schemes"), _("Schemes")),
        Link(reverse("public:services"), _("Services")),
        Link(reverse("introduction:agenda"), _("Agenda")),
        Link(reverse("initiative:register"), _("Initiatives")),
        Link(reverse("practice:practices"), _("Practices")),
    ]
    if actor.id is not None:
        places.append(Link(reverse("enterprise:waiting"), _("Waiting for me")))
    return places + places_of_work(actor)


def places_of_work(actor: Actor) -> list[Link]:
    """Where the actor's roles lead, in the order of the menu; none for who only applies."""
    holds = actor.organisations
    places = (
        (holds(Role.PROVIDER), "provider:dashboard", _("Provider")),
        (holds(Role.COORDINATOR), "coordinator:dashboard", _("Coordination")),
        (holds(*READERS), "finance:dashboard", _("Finance")),
        (holds(*MEMBERS), "member:dashboard", _("Our municipality")),
        (holds(Role.COORDINATOR, Role.AUDITOR, *DIRECTORS), "settlement:settlements", _("Settlement")),
        (is_participant(actor), "network:home", _("Network")),
        (holds(Role.FLANDERS, Role.NETWORK), "region:overview", _("Region")),
        (holds(Role.FLANDERS), "public:expost-newest", _("Ex-post control")),
        (holds(Role.AUDITOR), "auditor:decisions", _("Audit")),
        (holds(Role.FLANDERS), "sample:overview", _("Samples")),
    )
    return [Link(reverse(name), label) for is_held, name, label in places if is_held]


def _footer(*, in_demo: bool) -> list[Link]:
    links = [
        Link(reverse("public:main-lines-newest"), _("Main lines of the year")),
        Link(reverse("public:expost-newest"), _("What plans and accounts show")),
        Link(reverse("sample:overview"), _("Samples of what was done")),
        Link(reverse("public:roles-newest"), _("Who takes up the coordination role")),
        Link(reverse("network:home"), _("Learning network")),
        Link(reverse("public:privacy"), _("What we keep of you")),
        Link(reverse("api-1:openapi-view"), _("For software: the API")),
    ]
    if in_demo:
        links.append(Link(reverse("demo:mailbox"), _("Mailbox of the demo")))
    return links


def _current(path: str, urls: list[str]) -> str | None:
    """The one place of the menu under which a page lies: the nearest, or for a page of several roles the first there is."""
    for prefix, places in SHARED.items():
        if path.startswith(prefix):
            return next((url for place in places if (url := reverse(place)) in urls), None)
    return max((url for url in urls if path.startswith(url)), key=len, default=None)
