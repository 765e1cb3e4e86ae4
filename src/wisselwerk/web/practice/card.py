"""What was done, does it work and how does one know, what would it take here?"""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from wisselwerk.apps.evaluation.queries import figures_of
from wisselwerk.apps.introductions.models import Event
from wisselwerk.apps.network.queries.meetings import lessons_about
from wisselwerk.apps.network.queries.profiles import SPEAKING
from wisselwerk.apps.parties.permissions import is_participant, may
from wisselwerk.apps.practices.models import Practice, PracticeVersion
from wisselwerk.apps.practices.queries.adoptions import (
    adoptions_of,
    as_everybody_sees,
    children_of,
    is_over,
)
from wisselwerk.apps.practices.queries.evidence import evidence_of
from wisselwerk.apps.practices.queries.lineage import family_of
from wisselwerk.apps.practices.queries.practices import (
    is_of_own_side,
    last_reason,
    practice_for,
    read_version,
)
from wisselwerk.apps.schemes.queries import scheme_overview
from wisselwerk.clock import today
from wisselwerk.domain.actor import Actor, Role
from wisselwerk.domain.practice import Action, Language
from wisselwerk.web.access import actor_of_request
from wisselwerk.web.figures import figure_line
from wisselwerk.web.practice.family import kin_of
from wisselwerk.web.practice.spoken import (
    Row,
    asked_language,
    ladder,
    language_name,
    met,
    missing,
    parts_of,
    rung_sentence,
    untranslated,
)

MOST_EVENTS = 3
MOST_ADOPTERS = 12
"""On the card; the others are on their own page."""


def practice_or_404(actor: Actor, slug: str) -> Practice:
    """A practice that the actor may read."""
    found = practice_for(actor, slug)
    if found is None:
        raise Http404
    return found


def card(request: HttpRequest, slug: str) -> HttpResponse:
    """The card: what is told, what was counted, on what it rests, who took it over."""
    actor = actor_of_request(request)
    practice = practice_or_404(actor, slug)
    version = read_version(actor, practice)
    if request.GET.get("versie") == "nieuwste" and is_participant(actor) and practice.latest is not None:
        version = practice.latest
    context = {
        **read_in(request, practice, version),
        **of_scheme(version),
        **_standing(actor, practice, version),
    }
    children = context.pop("children")
    adoptions = adoptions_of(practice, children)
    seen = adoptions if is_participant(actor) else as_everybody_sees(adoptions)
    context |= {
        "adoptions": seen[:MOST_ADOPTERS],
        "adopters": len(seen),
        "lessons": lessons_about(actor, practice),
        "family": kin_of(family_of(practice, version.scheme, [one.scheme for one in children]), practice),
        "may_take_over": actor.id is None
        or bool(actor.organisations(Role.COORDINATOR))
        or (version.scheme is None and bool(actor.organisations(*SPEAKING))),
    }
    return render(request, "practice/card.html", context)


def read_in(request: HttpRequest, practice: Practice, version: PracticeVersion) -> dict[str, Any]:
    """A version in the language that is asked for, and why it stands on its rung."""
    evidence = evidence_of([version])[version.pk]
    row, asked = Row(practice, version, evidence), asked_language(request)
    reading = version.text.read_in(asked)
    return {
        "practice": practice,
        "version": version,
        "row": row,
        "reading": reading,
        "parts": list(parts_of(reading)),
        "asked_language": language_name(asked),
        "untranslated": untranslated(reading),
        "is_other_language": asked is not Language.NL,
        "languages": [(one.value, language_name(one), one is asked) for one in version.text.languages],
        "steps": ladder(evidence),
        "rung_sentence": rung_sentence(evidence.rung),
        "met": met(evidence),
        "missing": missing(evidence),
        "materials": version.text.materials,
    }


def of_scheme(version: PracticeVersion) -> dict[str, Any]:
    """What comes from the scheme behind it: figures, rules, the evenings at which it was told of."""
    if version.scheme is None:
        return {"scheme": None, "children": []}
    scheme = version.scheme
    overview = scheme_overview(scheme.slug, today())
    events = Event.objects.filter(partnership=scheme.partnership_id, called_off_at=None)
    figures = [figure_line(one) for one in figures_of([scheme.pk], today=today())[scheme.pk].values()]
    return {
        "scheme": scheme,
        "overview": overview,
        "is_stopped": overview is not None and is_over(overview),
        "figures": figures,
        "unshown": [one.label for one in figures if not one.figure.is_shown],
        "events": list(events.order_by("-starts_at")[:MOST_EVENTS]),
        "children": children_of(scheme),
    }


def _standing(actor: Actor, practice: Practice, version: PracticeVersion) -> dict[str, Any]:
    """How it stands, and what somebody who takes part can do with it."""
    if not is_participant(actor):
        return {"takes_part": False}
    own = may(actor, "offer_practice", practice.organisation_id)
    can_be_looked_at = practice.standing.can(Action.PUBLISH)
    own_side = can_be_looked_at and is_of_own_side(actor, practice)
    return {
        "takes_part": True,
        "speaks": bool(actor.organisations(*SPEAKING)),
        "is_own": own,
        "may_edit": own or bool(actor.organisations(Role.NETWORK)),
        "may_offer": own and practice.standing.can(Action.OFFER),
        "may_close": own and practice.standing.can(Action.CLOSE),
        "may_look": can_be_looked_at and not own_side,
        "others_look": can_be_looked_at and own_side,
        "has_newer": practice.published_id is not None and practice.latest_id != practice.published_id,
        "is_newest": version.pk == practice.latest_id,
        "sent_back": last_reason(practice),
    }
