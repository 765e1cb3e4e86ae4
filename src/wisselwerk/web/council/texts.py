"""Which texts lie before councils, and how far is each?"""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from wisselwerk.apps.schemes.council_text import Text
from wisselwerk.apps.schemes.councils import member_councils, texts_before
from wisselwerk.apps.schemes.draft_model import Draft
from wisselwerk.domain.actor import Role
from wisselwerk.domain.rule.parameter import InvalidRule
from wisselwerk.web.access import actor_of_request, for_role
from wisselwerk.web.council.access import submitted, text_name


@dataclass(frozen=True, slots=True)
class Line:
    """One text in a list."""

    name: str
    slug: str
    text: str
    version: int | None
    """None of a draft."""
    decided: int
    earlier: int
    """Those of them that decided on an earlier text."""
    members: int
    can_be_written: bool


@for_role(Role.COORDINATOR)
def texts(request: HttpRequest) -> HttpResponse:
    """The open drafts and the newest version of each scheme of whoever asks."""
    partnerships = actor_of_request(request).organisations(Role.COORDINATOR)
    return render(
        request, "council/texts.html", {"lines": [line_of(one) for one in texts_before(partnerships)]}
    )


def line_of(text: Text) -> Line:
    """A text as a line."""
    name, slug, version = (
        (text.name, text.slug, None)
        if isinstance(text, Draft)
        else (text.scheme.name, text.scheme.slug, text.number)
    )
    try:
        councils = member_councils(submitted(text))
    except InvalidRule:
        return Line(name, slug, text_name(text), version, 0, 0, 0, can_be_written=False)
    decided = sum(one.has_decided for one in councils)
    earlier = sum(one.has_decided and one.is_of_earlier_text for one in councils)
    return Line(name, slug, text_name(text), version, decided, earlier, len(councils), can_be_written=True)
