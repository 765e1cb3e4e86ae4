"""On which rung practices stand: worked out for all on a page at once, from what there is now."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from wisselwerk.apps.evaluation.queries import figures_of
from wisselwerk.apps.practices.models import AdoptionStep, Practice, PracticeVersion
from wisselwerk.apps.schemes.models import RuleSetVersion, Scheme
from wisselwerk.clock import today
from wisselwerk.domain.adoption import AdoptionState
from wisselwerk.domain.evidence import Evidence, Known, evidence
from wisselwerk.domain.indicator import Figure, Indicator
from wisselwerk.domain.practice import OWN, Part

Figures = Mapping[Indicator, Figure]


@dataclass(frozen=True, slots=True)
class Relative:
    """A scheme that another was made from, or that was made from it."""

    scheme_id: int
    partnership_id: int
    is_child: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """Of a version, what its evidence asks of its words: which parts are told, and not what."""

    version_id: int
    practice_id: int
    scheme_id: int | None
    parts: frozenset[Part]
    has_material: bool

    @classmethod
    def of(cls, version: PracticeVersion) -> "Outline":
        """Of a version that is read whole."""
        return cls(
            version_id=version.pk,
            practice_id=version.practice_id,
            scheme_id=version.scheme_id,
            parts=frozenset(version.text.own.parts),
            has_material=bool(version.materials),
        )


def outlined(practices: QuerySet[Practice]) -> dict[Practice, Outline]:
    """Published practices with the outline of what is published; of the words nothing is read. One query."""
    told = {
        part.value: Q(**{f"published__wordings__{OWN.value}__parts__has_key": part.value}) for part in Part
    }
    rows = practices.annotate(**told, has_material=~Q(published__materials=[]))
    return {
        one: Outline(
            version_id=one.published.pk,
            practice_id=one.pk,
            scheme_id=one.published.scheme_id,
            parts=frozenset(part for part in Part if getattr(one, part.value)),
            has_material=one.has_material,
        )
        for one in rows
        if one.published
    }


def known_of(versions: Collection[Outline]) -> dict[int, Known]:
    """What there is of these versions, by version. Three queries, however many there are."""
    schemes = {one.scheme_id for one in versions if one.scheme_id}
    relatives, with_rules = _family(schemes)
    every = schemes | {one.scheme_id for some in relatives.values() for one in some}
    measured = {pk: measured_in(figures) for pk, figures in figures_of(every, today=today()).items()}
    evaluated = _evaluated([one.practice_id for one in versions])
    found: dict[int, Known] = {}
    for one in versions:
        own = measured.get(one.scheme_id or 0, frozenset())
        beside = [near for near in relatives.get(one.scheme_id or 0, []) if own & measured[near.scheme_id]]
        found[one.version_id] = Known(
            parts=one.parts,
            has_material=one.has_material or one.scheme_id in with_rules,
            has_scheme=one.scheme_id is not None,
            figures=len(own),
            compared_with=len(beside),
            replicated=sum(
                near.is_child and near.partnership_id in evaluated[one.practice_id] for near in beside
            ),
        )
    return found


def evidence_of(versions: Sequence[PracticeVersion]) -> dict[int, Evidence]:
    """The evidence behind these versions, by version. Three queries, however many there are."""
    return evidence_in([Outline.of(one) for one in versions])


def evidence_in(outlines: Collection[Outline]) -> dict[int, Evidence]:
    """The same, of what was outlined."""
    return {pk: evidence(known) for pk, known in known_of(outlines).items()}


def measured_in(figures: Figures) -> frozenset[Indicator]:
    """The figures that are known of enough to be shown; how much money went out is known of any scheme, and measures nothing."""
    return frozenset(key for key, one in figures.items() if one.is_shown and one.counted is not None)


def _family(schemes: Collection[int]) -> tuple[Mapping[int, list[Relative]], frozenset[int]]:
    """The nearest relatives of schemes, each by the scheme it is one of, and which of the schemes have rules. One query."""
    rules = RuleSetVersion.objects.filter(scheme=OuterRef("pk"))
    near = Q(pk__in=schemes) | Q(adopted_from__scheme__in=schemes) | Q(versions__adoptions__in=schemes)
    rows = Scheme.objects.filter(near).annotate(has_rules=Exists(rules)).distinct()
    found = {
        pk: (parent, partnership, has_rules)
        for pk, parent, partnership, has_rules in rows.values_list(
            "pk", "adopted_from__scheme", "partnership", "has_rules"
        )
    }
    relatives: defaultdict[int, list[Relative]] = defaultdict(list)
    for pk, (parent, partnership, _has_rules) in found.items():
        if parent in schemes:
            relatives[parent].append(Relative(pk, partnership, is_child=True))
        if pk in schemes and parent in found:
            relatives[pk].append(Relative(parent, found[parent][1], is_child=False))
    return relatives, frozenset(pk for pk, (_parent, _whose, has_rules) in found.items() if has_rules)


def _evaluated(practices: Sequence[int]) -> defaultdict[int, set[int]]:
    """Who said last of a practice that it was evaluated, by practice. One query."""
    last: dict[tuple[int, int], str] = {}
    found = AdoptionStep.objects.filter(practice__in=practices).order_by("pk")
    for practice, adopter, state in found.values_list("practice", "adopter", "state"):
        last[practice, adopter] = state
    told: defaultdict[int, set[int]] = defaultdict(set)
    for (practice, adopter), state in last.items():
        if state == AdoptionState.EVALUATED:
            told[practice].add(adopter)
    return told
