"""Who sees a need, an introduction and a registration: those it is about. For everybody else it does not exist."""

from django.db.models import Q

from wisselwerk.domain.actor import Actor, ActorKind, Role


def own_needs(actor: Actor) -> Q:
    """Needs that the actor stated, and those of the enterprises the actor acts for."""
    return _of_enterprises(actor) | personal(actor)


def own_introductions(actor: Actor) -> Q:
    """Introductions that came of those. Not by whose address is shown: what was taken back stays one's own."""
    return _of_enterprises(actor) | personal(actor, "need__person")


def personal(actor: Actor, person: str = "person") -> Q:
    """What is the actor's own as a person."""
    # Nobody's person is None too, once that one has been erased.
    is_person = actor.kind is ActorKind.PERSON and actor.id is not None
    return Q(**{person: actor.id}) if is_person else Q(pk__in=())


def _of_enterprises(actor: Actor) -> Q:
    return Q(enterprise__in=actor.organisations(Role.HOLDER, Role.PROVIDER))


def received(actor: Actor) -> Q:
    """Introductions to the providers the actor acts for."""
    return Q(provider__organisation__in=actor.organisations(Role.PROVIDER))


def coordinated(actor: Actor) -> Q:
    """Needs, introductions and events of the partnerships the actor coordinates."""
    return Q(partnership__in=actor.organisations(Role.COORDINATOR))
