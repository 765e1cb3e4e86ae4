"""Who is asking, and which pages are for whom. What somebody may *do* is decided by the commands themselves."""

import functools
from collections.abc import Callable
from typing import Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import add_never_cache_headers

from wisselwerk.apps.parties.models import Person
from wisselwerk.apps.parties.queries import actor_for
from wisselwerk.domain.actor import ANONYMOUS, Actor, Role

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def actor_of_request(request: HttpRequest) -> Actor:
    """The actor behind a request, with the roles held today; asked once per request."""
    known: Actor | None = getattr(request, "actor", None)
    if known is None:
        # A request that is refused at the door gets its error page before anybody asked who it was.
        person = getattr(request, "user", None)
        known = actor_for(person) if isinstance(person, Person) else ANONYMOUS
        request.actor = known  # type: ignore[attr-defined]  # lives as long as the request
    return known


def signed_in(view: View[P]) -> View[P]:
    """A page for somebody known: others sign in first and come back."""

    @functools.wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        response = view(request, *args, **kwargs)
        # Who signs out on a shared machine leaves nothing behind in its browser.
        add_never_cache_headers(response)
        return response

    return guarded


def for_role(*roles: Role) -> Callable[[View[P]], View[P]]:
    """A page for who holds one of ``roles`` for some organisation. Which of its rows they see, queries decide."""

    def guard(view: View[P]) -> View[P]:
        @functools.wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not actor_of_request(request).organisations(*roles):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return signed_in(guarded)

    return guard
