"""Who sees a voucher and an application: those it is about. For everybody else it does not exist."""

from dataclasses import dataclass
from typing import Self

from django.db.models import Exists, OuterRef, Q

from wisselwerk.apps.vouchers.models import Redemption, Voucher
from wisselwerk.domain.actor import Actor, ActorKind, Role
from wisselwerk.domain.voucher import VoucherState

DOUBTED = (VoucherState.FROZEN, VoucherState.REVOKED)
"""States of a voucher that a business contests: who applied for it does not speak for that business meanwhile."""


@dataclass(frozen=True, slots=True)
class Parties:
    """Whom a voucher is about: organisations, and the person who applied."""

    partnership_id: int
    holder_id: int
    provider_id: int | None
    """The organisation of the provider."""
    applicant_id: int | None

    @classmethod
    def of(cls, voucher: Voucher) -> Self:
        """The parties to a voucher; have its scheme, application and provider at hand."""
        return cls(
            voucher.scheme.partnership_id,
            voucher.holder_id,
            voucher.provider.organisation_id if voucher.provider else None,
            voucher.application.applicant_id,
        )


def is_applicant(actor: Actor, parties: Parties) -> bool:
    """Whether the actor is the person who applied, who holds what came of it without any role."""
    return actor.kind is ActorKind.PERSON and actor.id is not None and actor.id == parties.applicant_id


def may_see(actor: Actor, parties: Parties) -> bool:
    """Whether the actor is a party, or looks after them: the partnership's coordinator or its auditor."""
    return (
        actor.kind is ActorKind.SYSTEM
        or is_applicant(actor, parties)
        or actor.has(Role.HOLDER, parties.holder_id)
        or actor.has(Role.PROVIDER, parties.provider_id)
        or actor.has(Role.COORDINATOR, parties.partnership_id)
        or actor.has(Role.AUDITOR, parties.partnership_id)
    )


def visible_vouchers(actor: Actor) -> Q:
    """The same, as a condition on vouchers."""
    if actor.kind is ActorKind.SYSTEM:
        return Q()
    return held_by(actor) | offered_by(actor) | _used_with(actor) | looked_after_by(actor)


def visible_redemptions(actor: Actor) -> Q:
    """Redemptions on such vouchers, and so what was paid of them: where several providers are paid, each sees its own.

    Who only applied sees a voucher that its business contests, and not what was done with it.
    """
    if actor.kind is ActorKind.SYSTEM:
        return Q()
    of_all = Voucher.objects.filter(spoken_for_by(actor) | offered_by(actor) | looked_after_by(actor))
    return Q(supplier__in=actor.organisations(Role.PROVIDER)) | Q(voucher__in=of_all)


def visible_applications(actor: Actor) -> Q:
    """Who sees an application: as with a voucher, but for the provider, who has nothing to do with it yet."""
    if actor.kind is ActorKind.SYSTEM:
        return Q()
    return applied_by(actor) | looked_after_by(actor)


def held_by(actor: Actor) -> Q:
    """Vouchers of the enterprises the actor acts for, and those the actor applied for."""
    return Q(holder__in=actor.organisations(Role.HOLDER)) | _personal(actor, "application__applicant")


def spoken_for_by(actor: Actor) -> Q:
    """The same without those that the actor only applied for and whose business contests that."""
    applied = _personal(actor, "application__applicant")
    return Q(holder__in=actor.organisations(Role.HOLDER)) | (applied & ~Q(state__in=DOUBTED))


def applied_by(actor: Actor) -> Q:
    """Applications of the enterprises the actor acts for, and the actor's own."""
    return Q(enterprise__in=actor.organisations(Role.HOLDER)) | _personal(actor, "applicant")


def offered_by(actor: Actor) -> Q:
    """Vouchers for the providers the actor acts for."""
    return Q(provider__organisation__in=actor.organisations(Role.PROVIDER))


def _used_with(actor: Actor) -> Q:
    """Vouchers for any provider that were used with one the actor acts for: what it sold stays to be seen."""
    providers = actor.organisations(Role.PROVIDER)
    standing = Redemption.objects.filter(voucher=OuterRef("pk"), supplier__in=providers, is_reversed=False)
    return Q(Exists(standing)) if providers else Q(pk__in=())


def looked_after_by(actor: Actor) -> Q:
    """Vouchers or applications in schemes of the partnerships the actor coordinates or audits."""
    return Q(scheme__partnership__in=actor.organisations(Role.COORDINATOR, Role.AUDITOR))


def coordinated_by(actor: Actor) -> Q:
    """Vouchers or applications in schemes of the partnerships the actor coordinates: theirs to act upon."""
    return Q(scheme__partnership__in=actor.organisations(Role.COORDINATOR))


def _personal(actor: Actor, applicant: str) -> Q:
    # Nobody's applicant is None too, once that person has been erased.
    is_person = actor.kind is ActorKind.PERSON and actor.id is not None
    return Q(**{applicant: actor.id}) if is_person else Q(pk__in=())
