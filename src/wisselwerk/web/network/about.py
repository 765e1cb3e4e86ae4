"""What something is about: the address of a practice or of a question, pasted from the browser."""

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from wisselwerk.apps.network.models import NetworkQuestion
from wisselwerk.apps.network.queries.talk import question_for
from wisselwerk.apps.practices.models import Practice
from wisselwerk.apps.practices.queries.practices import practice_for
from wisselwerk.domain.actor import Actor

LONGEST = 300
PRACTICE, QUESTION = "practice:card", "network:question"


def about_field(label: Any, hint: Any) -> forms.CharField:
    """Where somebody pastes it; need not be filled in."""
    return forms.CharField(label=label, required=False, max_length=LONGEST, help_text=hint)


def found_at(actor: Actor, address: str) -> Practice | NetworkQuestion | None:
    """What lies at an address that was pasted, as far as the actor may read it; None for nothing.

    Raises:
        ValidationError: it is the address of something else.
    """
    if not address.strip():
        return None
    found: Practice | NetworkQuestion | None = None
    try:
        page = resolve(urlsplit(address.strip()).path)
    except (Resolver404, ValueError):
        page = None
    if page is not None and page.view_name == PRACTICE:
        found = practice_for(actor, page.kwargs["slug"])
    elif page is not None and page.view_name == QUESTION:
        talk = question_for(actor, page.kwargs["pk"])
        found = talk.row if talk else None
    if found is None:
        raise forms.ValidationError(
            _(
                "No practice or question is found at this address. Open its page and copy the address from there."
            )
        )
    return found
