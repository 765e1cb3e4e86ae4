"""Who calls: an organisation's key in the Authorization header, or nobody known."""

import hashlib
from typing import Any

from django.http import HttpRequest
from ninja.errors import AuthenticationError
from ninja.security.base import AuthBase

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


class OrganisationKey(AuthBase):
    """The key of an organisation, as OpenAPI names it: how a call is signed."""

    openapi_type = "http"
    openapi_scheme = "bearer"
    openapi_description = (
        "The key of your organisation, as `Authorization: Bearer KEY`. Who runs the installation makes one with "
        "`wisselwerk apikey create`."
    )

    def __call__(self, request: HttpRequest) -> Actor | None:
        """The organisation of a valid key; None, answered with 401, without one."""
        actor = anybody(request)
        return None if actor is ANONYMOUS else actor


key_holder = OrganisationKey()
OPTIONAL_KEY: dict[str, Any] = {"security": [{}, {OrganisationKey.__name__: []}]}
"""What OpenAPI says of a call that goes with a key and without one."""


def hash_of(*parts: object) -> str:
    """What a repeated command must agree with: everything it says, as one digest."""
    return hashlib.sha256("\n".join(str(part) for part in parts).encode()).hexdigest()
