"""Who somebody is, and who takes part in what."""

import hashlib
from collections.abc import Collection, Iterable, Mapping
from datetime import date

from django.db.models import Q, QuerySet

from wisselwerk.apps.parties.models import (
    Agreement,
    ApiKey,
    Membership,
    OrganisationKind,
    Person,
    RoleHolding,
)
from wisselwerk.clock import today
from wisselwerk.db import prepared
from wisselwerk.domain.actor import Actor, ActorKind, Role

ROLES_OF_KEY: Mapping[OrganisationKind, frozenset[Role]] = {
    OrganisationKind.INTERLOKALE_VERENIGING: frozenset({Role.COORDINATOR}),
    OrganisationKind.LOKAAL_BESTUUR: frozenset({Role.MEMBER}),
    # Whether an enterprise sells or buys stands on each voucher, so its key may do both for itself.
    OrganisationKind.ONDERNEMING: frozenset({Role.PROVIDER, Role.HOLDER}),
    OrganisationKind.VLAAMSE_OVERHEID: frozenset(),
    OrganisationKind.LEREND_NETWERK: frozenset(),
}
"""What the key of an organisation is to it."""

KEY = """
SELECT k.id, k.organisation_id, o.kind
  FROM parties_apikey k
  JOIN parties_organisation o ON o.id = k.organisation_id
 WHERE k.key_hash = %s AND k.revoked_at IS NULL
"""
"""Every call of the API asks this, and putting the query together cost more than answering it."""


def actor_for(person: Person) -> Actor:
    """A person with the roles held today."""
    held = RoleHolding.objects.on(today()).filter(person=person).values_list("role", "organisation_id")
    return Actor(
        ActorKind.PERSON, person.pk, frozenset((Role(role), organisation) for role, organisation in held)
    )


def actor_for_key(raw_key: str) -> Actor | None:
    """Whoever acts with this key; None when it is unknown or revoked."""
    with prepared() as cursor:
        cursor.execute(KEY, [hash_of_key(raw_key)])
        key = cursor.fetchone()
    if key is None:
        return None
    pk, organisation, kind = key
    roles = ROLES_OF_KEY[OrganisationKind(kind)]
    return Actor(ActorKind.KEY, pk, frozenset((role, organisation) for role in roles))


def hash_of_key(raw_key: str) -> str:
    """How a key is looked up. It is 256 random bits, so a fast hash gives nothing away."""
    return hashlib.sha256(raw_key.encode()).hexdigest()


def people_of(organisation_id: int, *roles: Role) -> list[int]:
    """The people who hold one of ``roles`` for an organisation today."""
    held = RoleHolding.objects.on(today()).filter(organisation=organisation_id, role__in=roles)
    return sorted(set(held.values_list("person_id", flat=True)))


def actors_of(organisation_ids: Collection[int], role: Role) -> set[str]:
    """Who acts for these organisations, as the text of their actor: people with ``role`` today, and keys. Two queries."""
    held = RoleHolding.objects.on(today()).filter(organisation__in=organisation_ids, role=role)
    keys = ApiKey.objects.filter(organisation__in=organisation_ids)
    return {
        *(str(Actor(ActorKind.PERSON, pk)) for pk in held.values_list("person_id", flat=True)),
        *(str(Actor(ActorKind.KEY, pk)) for pk in keys.values_list("pk", flat=True)),
    }


def addresses_of(actors: Iterable[str]) -> dict[str, str]:
    """The mail addresses of people, by the text of their actor (``person:3``); none of a key or of who was erased. One query."""
    prefix = f"{ActorKind.PERSON.value}:"
    numbers = {int(actor.removeprefix(prefix)) for actor in actors if actor.startswith(prefix)}
    people = Person.objects.filter(pk__in=numbers, email__isnull=False)
    return {f"{prefix}{pk}": str(email) for pk, email in people.values_list("pk", "email")}


def members_on(partnership_id: int, day: date) -> list[Membership]:
    """Who takes part on ``day``, with their municipality, by name."""
    memberships = Membership.objects.on(day).filter(partnership=partnership_id)
    return list(memberships.select_related("member").order_by("member__name", "place"))


def recorded_agreements(partnership_id: int, day: date) -> QuerySet[Agreement]:
    """The agreements of a partnership that hold on ``day`` or later, in their order."""
    agreements = Agreement.objects.filter(Q(valid_until=None) | Q(valid_until__gt=day))
    return agreements.filter(partnership=partnership_id).order_by("valid_from")


def agreement_on(partnership_id: int, day: date) -> Agreement | None:
    """The agreement on which a partnership stands on ``day``, with its managing municipality."""
    agreements = Agreement.objects.on(day).filter(partnership=partnership_id)
    return agreements.select_related("managing_municipality").order_by("-valid_from").first()


def first_agreement_from(partnership_id: int) -> date | None:
    """From which day on a partnership has an agreement; None while it has none. One query."""
    starts = Agreement.objects.filter(partnership=partnership_id).order_by("valid_from")
    return starts.values_list("valid_from", flat=True).first()
