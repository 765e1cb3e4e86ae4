"""Whose councils somebody follows, and which text they are about."""

import re

from django.http import Http404, HttpRequest

from wisselwerk.apps.schemes.council_text import Submitted, Text
from wisselwerk.apps.schemes.councils import MemberCouncil, member_council, submitted_draft, submitted_version
from wisselwerk.apps.schemes.draft_model import Draft
from wisselwerk.apps.schemes.models import RuleSetVersion
from wisselwerk.apps.settlements.queries.settlements import MEMBERS
from wisselwerk.domain.actor import Actor, Role
from wisselwerk.domain.rule.parameter import InvalidRule
from wisselwerk.web.access import actor_of_request

DRAFT = "ontwerp"
VERSION = re.compile(r"versie-([1-9][0-9]{0,3})")


def text_name(text: Text) -> str:
    """What a text is called in an address: ``ontwerp`` or ``versie-3``."""
    return DRAFT if isinstance(text, Draft) else f"versie-{text.number}"


def text_or_404(request: HttpRequest, slug: str, text: str) -> Text:
    """The open draft or the version under this name, of a partnership that whoever asks coordinates or takes part in."""
    found = _text(slug, text)
    partnership = None if found is None else _partnership(found)
    if found is None or not may_follow(actor_of_request(request), partnership):
        raise Http404
    return found


def submitted_or_404(request: HttpRequest, slug: str, text: str) -> Submitted:
    """The same with its words; 404 as well while its rules cannot exist."""
    try:
        return submitted(text_or_404(request, slug, text))
    except InvalidRule as problem:
        raise Http404 from problem


def submitted(text: Text) -> Submitted:
    """A text with all that its words need.

    Raises:
        InvalidRule: the rules of a draft cannot exist yet.
    """
    return submitted_draft(text) if isinstance(text, Draft) else submitted_version(text)


def council_or_404(request: HttpRequest, found: Submitted, nis_code: str) -> MemberCouncil:
    """The council of a member; who takes part sees its own only."""
    council = member_council(found, nis_code)
    actor = actor_of_request(request)
    if council is None:
        raise Http404
    is_shown = council.member.pk in actor.organisations(*MEMBERS) and is_before(council, found.text)
    if not (is_shown or coordinates(actor, found.partnership.pk)):
        raise Http404
    return council


def is_before(council: MemberCouncil, text: Text) -> bool:
    """Whether a text lies before a council: what is still being written does once something of it is on record."""
    return council.step is not None or not isinstance(text, Draft)


def coordinates(actor: Actor, partnership: int) -> bool:
    """Whether the actor coordinates a partnership: only then anything is recorded."""
    return actor.has(Role.COORDINATOR, partnership)


def may_follow(actor: Actor, partnership: int | None) -> bool:
    """Whether the actor coordinates a partnership, or acts for somebody who takes part; which council, is asked later."""
    return partnership is not None and (
        coordinates(actor, partnership) or bool(actor.organisations(*MEMBERS))
    )


def _text(slug: str, text: str) -> Text | None:
    if text == DRAFT:
        drafts = Draft.objects.filter(slug=slug, version=None)
        return drafts.select_related("scheme__adopted_from__scheme", "parent__scheme", "partnership").first()
    number = VERSION.fullmatch(text)
    if number is None:
        return None
    versions = RuleSetVersion.objects.filter(scheme__slug=slug, number=int(number[1]))
    return versions.select_related("scheme__partnership").first()


def _partnership(text: Text) -> int:
    return text.partnership_id if isinstance(text, Draft) else text.scheme.partnership_id
