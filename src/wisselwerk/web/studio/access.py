"""For whom somebody writes, and on which drafts."""

from datetime import date

from django import forms
from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.parties.queries import members_on
from wisselwerk.apps.schemes.draft_model import Draft
from wisselwerk.apps.schemes.drafting import open_draft, starts_on
from wisselwerk.domain.actor import Actor, Role
from wisselwerk.domain.rule.territory import Territory
from wisselwerk.domain.rule_draft import DraftRules
from wisselwerk.formats.territory import belgian_territory
from wisselwerk.web.access import actor_of_request
from wisselwerk.web.studio.rule_fields import Places


def draft_or_404(request: HttpRequest, slug: str) -> Draft:
    """The open draft under this name that whoever asks may write on; 404 for any other."""
    found = open_draft(actor_of_request(request), slug)
    if found is None:
        raise Http404
    return found


def own_partnerships(actor: Actor) -> QuerySet[Organisation]:
    """The partnerships the actor coordinates, by name."""
    return Organisation.objects.filter(pk__in=actor.organisations(Role.COORDINATOR)).order_by("name", "pk")


def offer_partnerships(field: forms.Field, mine: QuerySet[Organisation]) -> None:
    """Let a field take one of these. With one there is nothing to choose, and asking for another is told as wrong."""
    field.queryset = mine  # type: ignore[attr-defined]  # of a choice among rows
    field.initial = mine[0].pk
    if len(mine) == 1:
        field.widget = forms.HiddenInput()


def places_for(draft: Draft) -> Places:
    """The places that rules of a draft can name: all of its members, and what its territory names already."""
    day, territory = starts_on(draft), belgian_territory()
    codes: list[str] = []
    for one in members_on(draft.partnership_id, day):
        codes += [one.place, *territory.finest(one.member.nis_code or one.place, day)]
    named = DraftRules.read(draft.rules).find(Territory)
    codes += [code for code in (named.places if named else ()) if territory.knows(code)]
    return [(code, _label(code, day)) for code in dict.fromkeys(codes)]


def _label(code: str, day: date) -> str:
    return belgian_territory().label(code, day)
