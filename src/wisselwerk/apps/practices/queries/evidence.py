"""On which rung practices stand: worked out for all on a page at once, from what there is now."""

from collections import defaultdict
from collections.abc import Sequence

from wisselwerk.apps.practices.models import AdoptionStep, PracticeVersion
from wisselwerk.apps.schemes.models import Scheme
from wisselwerk.clock import today
from wisselwerk.domain.adoption import AdoptionState
from wisselwerk.domain.evidence import Evidence, Known, evidence


def evidence_of(versions: Sequence[PracticeVersion]) -> dict[int, Evidence]:
    """The evidence behind these versions, by version. Two queries, however many there are."""
    schemes = {one.scheme_id for one in versions if one.scheme_id}
    with_rules = set(
        Scheme.objects.filter(pk__in=schemes, versions__isnull=False).values_list("pk", flat=True)
    )
    evaluated = _evaluated([one.practice_id for one in versions])
    return {
        one.pk: evidence(
            Known(
                day=today(),
                parts=frozenset(one.text.own.parts),
                materials=len(one.materials) + (one.scheme_id in with_rules),
                has_scheme=one.scheme_id is not None,
                replicated=0 * len(evaluated[one.practice_id]),
            )
        )
        for one in versions
    }


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
