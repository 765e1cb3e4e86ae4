"""Who calls: an organisation's key in the Authorization header, or nobody known."""

import hashlib

from django.http import HttpRequest
from ninja.errors import AuthenticationError

from wisselwerk.apps.parties.queries import actor_for_key
from wisselwerk.domain.actor import ANONYMOUS, Actor


class Caller(HttpRequest):
    """A request of which ``auth`` has been settled."""

    auth: Actor


def anybody(request: HttpRequest) -> Actor:
    """The key's organisation, or nobody known when no key was sent.

    Raises:
        AuthenticationError: a key was sent that is not valid; it is never taken for none.
    """
    header = request.headers.get("Authorization")
    if header is None:
        return ANONYMOUS
    scheme, _, key = header.partition(" ")
    actor = actor_for_key(key.strip()) if scheme.lower() == "bearer" else None
    if actor is None:
        raise AuthenticationError
    return actor


def key_holder(request: HttpRequest) -> Actor | None:
    """The organisation of a valid key; None, answered with 401, without one."""
    actor = anybody(request)
    return None if actor is ANONYMOUS else actor


def hash_of(*parts: object) -> str:
    """What a repeated command must agree with: everything it says, as one digest."""
    return hashlib.sha256("\n".join(str(part) for part in parts).encode()).hexdigest()
