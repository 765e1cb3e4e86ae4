"""Where practices come from and what came of them: by the practice that one was built on, and by the schemes behind them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q

from wisselwerk.apps.practices.models import Practice
from wisselwerk.apps.schemes.models import Scheme


@dataclass(frozen=True, slots=True)
class Relation:
    """A practice in a family, or a scheme of which nobody tells as a practice."""

    name: str
    organisation: str
    practice: Practice | None = None
    scheme: Scheme | None = None


@dataclass(frozen=True, slots=True)
class Family:
    """The nearest relatives of a practice: what it was made from, and what was made from it."""

    parent: Relation | None
    children: tuple[Relation, ...]


def family_of(practice: Practice, scheme: Scheme | None, children: Sequence[Scheme] | None = None) -> Family:
    """Its family, as far as everybody may read it. Three queries, and one for the ``children`` of the scheme where not given."""
    parent_scheme = _parent_of(scheme)
    schemes = list(_children_of(scheme)) if children is None else children
    told = _told_of([one.pk for one in (parent_scheme, *schemes) if one])
    parent = None
    if practice.built_on is not None and practice.built_on.published is not None:
        parent = _relation(practice.built_on, None)
    elif parent_scheme is not None:
        parent = _relation(told.get(parent_scheme.pk), parent_scheme)
    built = Practice.objects.filter(built_on=practice, published__isnull=False)
    offspring = {one.pk: one for one in built.select_related("organisation", "published")}
    found = [_relation(one, None) for one in offspring.values()]
    for one in schemes:
        tells = told.get(one.pk)
        if tells is None or tells.pk not in offspring:
            found.append(_relation(tells, one))
    return Family(parent, tuple(sorted(found, key=lambda one: (one.organisation, one.name))))


def practices_of(schemes: Iterable[int]) -> dict[int, Practice]:
    """The practice that is told of each scheme, where one is public; the oldest, where there are more. One query."""
    return _told_of(schemes)


def _parent_of(scheme: Scheme | None) -> Scheme | None:
    if scheme is None or scheme.adopted_from_id is None:
        return None
    found = Scheme.objects.filter(versions=scheme.adopted_from_id)
    return found.select_related("partnership").first()


def _children_of(scheme: Scheme | None) -> Iterable[Scheme]:
    if scheme is None:
        return ()
    found = Scheme.objects.filter(Q(adopted_from__scheme=scheme))
    return found.select_related("partnership").order_by("name", "pk")


def _told_of(schemes: Iterable[int]) -> dict[int, Practice]:
    found = Practice.objects.filter(published__scheme__in=list(schemes), published__is_failure=False)
    rows = found.select_related("organisation", "published").order_by("-pk")
    return {one.published.scheme_id: one for one in rows if one.published and one.published.scheme_id}


def _relation(practice: Practice | None, scheme: Scheme | None) -> Relation:
    if practice is not None and practice.published is not None:
        return Relation(practice.published.title, practice.organisation.name, practice, scheme)
    assert scheme is not None, "one of both is there"
    return Relation(scheme.name, scheme.partnership.name, None, scheme)
