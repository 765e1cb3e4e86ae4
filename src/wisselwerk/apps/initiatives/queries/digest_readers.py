"""Who reads what is new, and for whom they act."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from django.db.models import QuerySet

from wisselwerk.apps.initiatives.models import DigestSubscription
from wisselwerk.apps.parties.models import Membership, Organisation, RoleHolding
from wisselwerk.apps.parties.permissions import ALLOWED, TAKES_PART, is_participant, may
from wisselwerk.domain.actor import Actor, ActorKind, Role
from wisselwerk.domain.digest import Reader
from wisselwerk.formats.territory import belgian_territory

READERS = tuple(sorted(ALLOWED["follow_digest"]))
"""To whom it is offered."""


def may_follow(actor: Actor) -> bool:
    """Whether it is offered to the actor: a person who acts for a government or a partnership, or looks after one."""
    return actor.kind is ActorKind.PERSON and may(actor, "follow_digest", *actor.organisations(*READERS))


def subscription_of(actor: Actor) -> DigestSubscription | None:
    """What the actor asked for; None when nothing. One query."""
    return DigestSubscription.objects.filter(person=actor.id).first()


def reader_of(actor: Actor, day: date) -> Reader:
    """For whom the actor reads. Two queries."""
    organisations = actor.organisations(*READERS)
    places = _places(organisations, day)
    return _reader(organisations, places, is_participant=is_participant(actor))


def readers_on(day: date) -> dict[int, Reader]:
    """Everybody who may read it on a day, by person. Three queries, however many that are."""
    acts_for: defaultdict[int, set[int]] = defaultdict(set)
    participants = set()
    for person_id, organisation_id, role in _held(day).values_list("person", "organisation", "role"):
        acts_for[person_id].add(organisation_id)
        if Role(role) in TAKES_PART:
            participants.add(person_id)
    places = _places({one for each in acts_for.values() for one in each}, day)
    return {
        person_id: _reader(organisations, places, is_participant=person_id in participants)
        for person_id, organisations in acts_for.items()
    }


def is_reader(person_id: int, day: date) -> bool:
    """Whether somebody is among ``readers_on`` a day. One query."""
    return _held(day).filter(person=person_id).exists()


def _held(day: date) -> QuerySet[RoleHolding]:
    """The roles by which people who can be mailed read it."""
    return RoleHolding.objects.on(day).filter(
        role__in=READERS, person__is_active=True, person__email__isnull=False
    )


def _reader(organisations: Collection[int], places: dict[int, set[str]], *, is_participant: bool) -> Reader:
    own = frozenset(place for one in organisations for place in places.get(one, ()))
    return Reader(own, frozenset(organisations), is_participant)


def _places(organisations: Collection[int], day: date) -> dict[int, set[str]]:
    """Where each organisation works: a local government in its own municipality, a partnership with its members."""
    found: defaultdict[int, set[str]] = defaultdict(set)
    governments = Organisation.objects.filter(pk__in=organisations, nis_code__isnull=False)
    for pk, code in governments.values_list("pk", "nis_code"):
        found[pk].update(belgian_territory().finest(str(code), day))
    members = Membership.objects.on(day).filter(partnership__in=organisations)
    for pk, place in members.values_list("partnership", "place"):
        found[pk].add(place)
    return found
