"""Commands over organisations, partnerships, people, roles and keys."""

import secrets
from dataclasses import asdict, dataclass
from datetime import date

from django.contrib.auth.hashers import make_password
from django.db import models
from django.db.models import Q

from wisselwerk.apps.audit.services import record
from wisselwerk.apps.parties.models import (
    Agreement,
    ApiKey,
    Membership,
    Organisation,
    OrganisationKind,
    Person,
    RoleHolding,
)
from wisselwerk.apps.parties.permissions import HELD_AT, require
from wisselwerk.apps.parties.queries import hash_of_key
from wisselwerk.clock import now, today
from wisselwerk.db import command
from wisselwerk.domain.actor import Actor, Role
from wisselwerk.domain.period import Period
from wisselwerk.domain.refusal import Reason, Refusal, RefusalCode
from wisselwerk.formats import enterprise_number as numbers
from wisselwerk.formats.territory import belgian_territory

KEY_PREFIX = "ww_"
"""Lets a person, and a scanner for leaked secrets, see what the text is."""
KEY_BYTES = 32


def number_of(given: str) -> str:
    """Ten digits of an enterprise number, however it was typed.

    Raises:
        Refusal: ENTERPRISE_NUMBER_INVALID.
    """
    try:
        return numbers.parse(given)
    except numbers.EnterpriseNumberInvalid as error:
        raise Refusal(Reason(RefusalCode.ENTERPRISE_NUMBER_INVALID, {"number": given})) from error


def enterprise(number: str) -> Organisation:
    """The enterprise with this number (ten digits), made known when it was not."""
    return Organisation.objects.get_or_create(
        enterprise_number=number, defaults={"kind": OrganisationKind.ONDERNEMING}
    )[0]


def person(email: str) -> Person:
    """The person with this mail address, whatever its case, made known when nobody was. There are no passwords."""
    return Person.objects.get_or_create(
        email=email.strip().lower(), defaults={"password": make_password(None)}
    )[0]


def local_government(code: str, day: date) -> Organisation:
    """The local government of the municipality that ``code`` means on ``day``, made known when it was not.

    Raises:
        Refusal: PLACE_UNKNOWN.
    """
    place = belgian_territory().place(code, day)
    return Organisation.objects.get_or_create(
        nis_code=place.code, defaults={"kind": OrganisationKind.LOKAAL_BESTUUR, "name": place.name_nl}
    )[0]


@command
def found_partnership(actor: Actor, *, slug: str, name: str) -> Organisation:
    """A partnership under this slug; the same one when it is there already.

    Raises:
        Refusal: NOT_ALLOWED.
    """
    require(actor, "found_partnership")
    partnership, is_new = Organisation.objects.get_or_create(
        slug=slug, defaults={"kind": OrganisationKind.INTERLOKALE_VERENIGING, "name": name}
    )
    if is_new:
        record(actor, "found_partnership", f"organisation:{partnership.pk}")
    return partnership


@dataclass(frozen=True, slots=True)
class AgreementWords:
    """What an agreement says, in its own words; empty where nobody told."""

    mandate: str
    """What the managing municipality may do for the members."""
    evaluation: str
    contributions: str = ""
    leaving: str = ""


@command
def found_department(actor: Actor, *, slug: str, name: str) -> Organisation:
    """A department of the Flemish government under this slug; the same one when it is there already.

    Raises:
        Refusal: NOT_ALLOWED.
    """
    require(actor, "found_department")
    department, is_new = Organisation.objects.get_or_create(
        slug=slug, defaults={"kind": OrganisationKind.VLAAMSE_OVERHEID, "name": name}
    )
    if is_new:
        record(actor, "found_department", f"organisation:{department.pk}")
    return department


@command
def found_network(actor: Actor, *, slug: str, name: str) -> Organisation:
    """A learning network under this slug; the same one when it is there already.

    Raises:
        Refusal: NOT_ALLOWED.
    """
    require(actor, "found_network")
    network, is_new = Organisation.objects.get_or_create(
        slug=slug, defaults={"kind": OrganisationKind.LEREND_NETWERK, "name": name}
    )
    if is_new:
        record(actor, "found_network", f"organisation:{network.pk}")
    return network


@command
def sign_agreement(
    actor: Actor,
    *,
    partnership: Organisation,
    managing_municipality: Organisation,
    words: AgreementWords,
    source: str,
    valid: Period,
) -> Agreement:
    """Record the agreement on which a partnership stands for a term; the same one when it is there already.

    An end, what members contribute and how they leave are added when they were not known yet.

    Raises:
        Refusal: NOT_ALLOWED.
    """
    require(actor, "sign_agreement", partnership.pk)
    agreement, is_new = Agreement.objects.get_or_create(
        partnership=partnership,
        valid_from=valid.start,
        defaults={
            "managing_municipality": managing_municipality,
            **asdict(words),
            "source": source,
            "valid_until": valid.end,
        },
    )
    told = _told(agreement, contributions=words.contributions, leaving=words.leaving)
    if is_new or _ended(agreement, valid) or told:
        record(actor, "sign_agreement", f"agreement:{agreement.pk}")
    return agreement


@command
def join_partnership(
    actor: Actor, *, partnership: Organisation, place: str, source: str, valid: Period
) -> Membership:
    """Record that the municipality which holds ``place`` takes part within that place; repeatable.

    An end that was not known yet is added.

    The member is whoever holds the place when the period starts: after a merger that is the new municipality, which
    takes part within the former one only (Decreet lokaal bestuur, art. 351).

    Raises:
        Refusal: NOT_ALLOWED or PLACE_UNKNOWN.
        ValueError: ``place`` is more than one finest place.
    """
    require(actor, "join_partnership", partnership.pk)
    territory = belgian_territory()
    finest = territory.finest(place, valid.start)
    if len(finest) != 1:
        raise ValueError(f"{place} covers {', '.join(finest)}: join with each of them")
    member = local_government(territory.municipality_of(finest[0], valid.start).code, valid.start)
    membership, is_new = Membership.objects.get_or_create(
        partnership=partnership,
        place=finest[0],
        valid_from=valid.start,
        defaults={"member": member, "source": source, "valid_until": valid.end},
    )
    if is_new or _ended(membership, valid):
        record(actor, "join_partnership", f"membership:{membership.pk}")
    return membership


def _ended(row: Agreement | Membership, valid: Period) -> bool:
    """Give what went on the end it has now; whether there was one to give."""
    if row.valid_until is not None or valid.end is None:
        return False
    row.valid_until = valid.end
    row.save(update_fields=["valid_until"])
    return True


def _told(agreement: Agreement, **words: str) -> bool:
    """Give an agreement words that were not known yet; whether there were any."""
    new = {name: said for name, said in words.items() if said and not getattr(agreement, name)}
    for name, said in new.items():
        setattr(agreement, name, said)
    if new:
        agreement.save(update_fields=list(new))
    return bool(new)


@command
def grant_role(
    actor: Actor, *, person: Person, organisation: Organisation, role: Role, valid: Period | None = None
) -> RoleHolding:
    """Give a person a role for an organisation, from today on unless other days are given; once is enough.

    Who holds it on the first of those days already keeps it as it was, end included: look at what comes back.

    Raises:
        Refusal: NOT_ALLOWED; ROLE_DOES_NOT_FIT when the organisation is of another kind; ROLE_HELD_LATER when the
            person gets the role on a later of those days already.
    """
    require(actor, "grant_role", organisation.pk)
    if organisation.kind not in HELD_AT[role]:
        raise Refusal(
            Reason(RefusalCode.ROLE_DOES_NOT_FIT, {"role": role, "organisation": str(organisation)})
        )
    asked = valid or Period(today())
    # Locked, so that who grants the same at the same moment finds it granted.
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    holdings = RoleHolding.objects.filter(person=person, organisation=organisation, role=role)
    held = holdings.on(asked.start).first()
    if held is not None:
        return held
    for later in holdings.filter(valid_from__gt=asked.start).order_by("valid_from"):
        if asked.overlaps(Period(later.valid_from, later.valid_until)):
            raise Refusal(Reason(RefusalCode.ROLE_HELD_LATER, {"from_on": later.valid_from}))
    held = RoleHolding.objects.create(
        person=person,
        organisation=organisation,
        role=role,
        valid_from=asked.start,
        valid_until=asked.end,
    )
    record(actor, "grant_role", f"role:{held.pk}")
    return held


@command
def end_role(actor: Actor, *, person: Person, organisation: Organisation, role: Role, end: date) -> int:
    """Have a person not hold a role for an organisation on ``end`` or any later day; what was held before stays.

    Returns:
        How many holdings that shortened or took away; none when it would have ended by then anyway.

    Raises:
        Refusal: NOT_ALLOWED.
    """
    require(actor, "end_role", organisation.pk)
    running = RoleHolding.objects.select_for_update().filter(
        Q(valid_until=None) | Q(valid_until__gt=end), person=person, organisation=organisation, role=role
    )
    ended = list(running)
    for held in ended:
        record(actor, "end_role", f"role:{held.pk}")
        if held.valid_from < end:
            held.valid_until = end
            held.save(update_fields=["valid_until"])
        else:
            held.delete()
    return len(ended)


@command
def create_key(actor: Actor, *, organisation: Organisation, name: str) -> str:
    """A new key with which the software of an organisation acts. Only its hash is kept: show it once.

    Raises:
        Refusal: NOT_ALLOWED.
    """
    require(actor, "create_key", organisation.pk)
    raw_key = KEY_PREFIX + secrets.token_urlsafe(KEY_BYTES)
    key = ApiKey.objects.create(
        organisation=organisation, name=name, key_hash=hash_of_key(raw_key), created_at=now()
    )
    record(actor, "create_key", f"key:{key.pk}")
    return raw_key


@command
def revoke_key(actor: Actor, *, key: ApiKey) -> bool:
    """Withdraw a key at once; False when it had been withdrawn before.

    Raises:
        Refusal: NOT_ALLOWED.
    """
    require(actor, "revoke_key", key.organisation_id)
    revoked = ApiKey.objects.filter(pk=key.pk, revoked_at=None).update(revoked_at=now())
    if revoked:
        record(actor, "revoke_key", f"key:{key.pk}")
    return bool(revoked)


def keep_mail_stop(actor: Actor, done: str, stops: type[models.Model], person: Person) -> bool:
    """Keep among these ``stops`` that somebody wants no more of such mails; False when that was so already.

    Call it inside the command that is ``done``.
    """
    _stop, is_new = stops._default_manager.get_or_create(person=person, defaults={"at": now()})
    if is_new:
        record(actor, done, f"person:{person.pk}")
    return is_new
