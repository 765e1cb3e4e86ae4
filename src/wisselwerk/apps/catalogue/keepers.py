"""Which coordinators keep what is told of a provider: those of the partnerships in whose municipalities it works.

The catalogue is one for all partnerships, because a provider works for several, and is found once. What it is recognised as
is a fact with a source, on which vouchers of any partnership may rest: every coordinator records that. What it does, where
and for how much is known nearby: by whoever coordinates there, so that a partnership without a coordinator keeps nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from wisselwerk.apps.catalogue.models import Provider, ProviderPlace
from wisselwerk.apps.parties.models import Membership, Organisation, RoleHolding
from wisselwerk.clock import today
from wisselwerk.domain.actor import Actor, Role


def partnerships_near(providers: Iterable[Provider], day: date) -> Mapping[int, list[Organisation]]:
    """By provider the partnerships that somebody coordinates and of which a member takes part where it works, by name.

    None is in it where there are none. Two queries, however many there are.
    """
    works_in = list(ProviderPlace.objects.filter(provider__in=providers).values_list("provider", "place"))
    coordinated = RoleHolding.objects.on(day).filter(role=Role.COORDINATOR).values("organisation")
    members = Membership.objects.on(day).filter(
        place__in={place for _, place in works_in}, partnership__in=coordinated
    )
    at: defaultdict[str, set[Organisation]] = defaultdict(set)
    for one in members.select_related("partnership"):
        at[one.place].add(one.partnership)
    near: defaultdict[int, set[Organisation]] = defaultdict(set)
    for provider, place in works_in:
        near[provider] |= at[place]
    return {
        provider: sorted(found, key=lambda one: (one.name, one.pk))
        for provider, found in near.items()
        if found
    }


def kept_by(actor: Actor, provider: Provider) -> frozenset[int]:
    """For which of its partnerships the actor keeps a provider; all of them where the provider works near none.

    Two queries for who coordinates, else none.
    """
    own = actor.organisations(Role.COORDINATOR)
    if not own:
        return own
    near = {one.pk for one in partnerships_near([provider], today()).get(provider.pk, ())}
    return own & near if near else own


def of_others(actor: Actor, providers: Iterable[Provider], day: date) -> Mapping[int, list[Organisation]]:
    """Those that other partnerships keep and not the actor's, by provider. Two queries; none for who coordinates nothing."""
    own = actor.organisations(Role.COORDINATOR)
    if not own:
        return {}
    near = partnerships_near(providers, day)
    return {pk: found for pk, found in near.items() if own.isdisjoint(one.pk for one in found)}
