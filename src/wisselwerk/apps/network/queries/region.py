"""What a whole region does and learns: main lines, practices by evidence, questions, lessons, schemes with their figures. Aggregates, never files."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.cache import cache
from django.db.models import Exists, OuterRef, QuerySet

from wisselwerk.apps.evaluation.queries import figures_of
from wisselwerk.apps.initiatives.models import ExpostQuestion, ExpostStep
from wisselwerk.apps.initiatives.queries.main_lines import YearLines, year_lines
from wisselwerk.apps.network.models import NetworkAnswer, NetworkQuestion, NetworkStep
from wisselwerk.apps.practices.models import WHOLE_TEXT, AdoptionStep, Practice, PracticeStep
from wisselwerk.apps.practices.queries.evidence import evidence_in, outlined
from wisselwerk.apps.practices.queries.practices import practices
from wisselwerk.apps.samples.models import SampleReport
from wisselwerk.apps.schemes.models import Scheme
from wisselwerk.clock import now
from wisselwerk.domain.adoption import AdoptionState
from wisselwerk.domain.comparison import Compared, compared
from wisselwerk.domain.evidence import Evidence, Rung
from wisselwerk.domain.expost_question import QuestionKind, QuestionVerb
from wisselwerk.domain.indicator import Figure, Indicator
from wisselwerk.domain.network_talk import TalkVerb
from wisselwerk.domain.practice import Action

COUNTED_AGAIN = timedelta(minutes=15)
"""How long what takes longest to count is shown as it was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionCounts:
    """What of the region takes longest to count: over all vouchers, and over all practices."""

    lines: YearLines
    rungs: Mapping[Rung, int]
    """How many published practices stand on each rung, low to high."""
    failures: int
    """How many of them tell what did not work."""
    at: datetime
    """When it was counted."""


@dataclass(frozen=True, slots=True)
class Asked:
    """How many were asked, and how many of those were answered."""

    number: int
    answered: int


@dataclass(frozen=True, slots=True, kw_only=True)
class YearLearnt:
    """What was asked, published and passed on in a year. All of it is of governments, and none of an enterprise."""

    network: Asked
    """Questions in the learning network that were not taken down."""
    control: Asked
    """Questions of the administration about plan and accounts."""
    suggestions: Asked
    published: int
    """Versions of practices that everybody could read from then on."""
    taken_back: int
    adoptions: Mapping[AdoptionState, int]
    """What adopters said of how far they are; a state that nobody said is not in it."""
    lessons: tuple[str, ...]
    """From samples that were passed on; nobody is named in them."""


@dataclass(frozen=True, slots=True)
class Told:
    """A published practice with the evidence behind it."""

    practice: Practice
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Adopted:
    """A scheme beside the one it was made from."""

    child: Scheme
    parent: Scheme
    lines: Sequence[Compared]


def region_counts(year: int, day: date) -> RegionCounts:
    """The main lines of a year and the practices by evidence, of at most ``COUNTED_AGAIN`` ago.

    Of two million redemptions the count takes seconds, and whoever looks needs no later one. What another version kept may have
    another form: ``wisselwerk migrate`` takes it away. One query, or those of the count and a few more.
    """
    key = f"region:{year}:{day}"
    found: RegionCounts | None = cache.get(key)
    if found is None:
        found = _count(year, day)
        cache.set(key, found, COUNTED_AGAIN.total_seconds())
    return found


def _count(year: int, day: date) -> RegionCounts:
    told = practices_told()
    return RegionCounts(
        lines=year_lines(year, day),
        rungs=by_rung(told),
        failures=sum(one.practice.published.is_failure for one in told if one.practice.published),
        at=now(),
    )


def year_learnt(year: int) -> YearLearnt:
    """What a year brought. Eight queries."""
    steps = PracticeStep.objects.filter(at__year=year)
    said = AdoptionStep.objects.filter(at__year=year).values_list("state", flat=True)
    passed_on = SampleReport.objects.filter(at__year=year).order_by("pk").values_list("lessons", flat=True)
    return YearLearnt(
        network=_network(year),
        control=_control(year, QuestionKind.OUTCOME),
        suggestions=_control(year, QuestionKind.PRACTICE),
        published=steps.filter(action=Action.PUBLISH).count(),
        taken_back=steps.filter(action=Action.CLOSE).count(),
        adoptions=_in_order(Counter(said)),
        lessons=tuple(one for lessons in passed_on for one in lessons),
    )


def practices_told() -> list[Told]:
    """Every published practice, published last first, with its evidence. Four queries, however many there are."""
    found = outlined(practices_by_title())
    evidence = evidence_in(found.values())
    return [Told(one, evidence[outline.version_id]) for one, outline in found.items()]


def practices_by_title() -> QuerySet[Practice]:
    """Every published practice, published last first. What is told of one is long: but for its title nothing of it is read."""
    every = practices().select_related(None).select_related("organisation", "published")
    return every.defer(*(f"published__{one}" for one in WHOLE_TEXT))


def by_rung(told: Sequence[Told]) -> Mapping[Rung, int]:
    """How many stand on each rung, low to high."""
    counted = Counter(one.evidence.rung for one in told)
    return {rung: counted[rung] for rung in Rung}


def schemes_measured(day: date) -> Mapping[Scheme, Mapping[Indicator, Figure]]:
    """The figures of every scheme with published rules, by name. Two queries."""
    schemes = _schemes()
    figures = figures_of([one.pk for one in schemes], today=day)
    return {one: figures[one.pk] for one in schemes}


def adopted_beside(measured: Mapping[Scheme, Mapping[Indicator, Figure]]) -> list[Adopted]:
    """Each scheme that was made from another beside that other, where something of both may be told. No query."""
    by_key = {one.pk: one for one in measured}
    found = []
    for child in measured:
        parent = by_key.get(child.adopted_from.scheme_id) if child.adopted_from else None
        if parent is None:
            continue
        lines = [one for one in compared(measured[child], measured[parent]) if one.gap is not None]
        if lines:
            found.append(Adopted(child, parent, lines))
    return found


def _schemes() -> list[Scheme]:
    found: QuerySet[Scheme] = Scheme.objects.filter(versions__isnull=False).distinct()
    return list(found.select_related("partnership", "adopted_from").order_by("name", "pk"))


def _network(year: int) -> Asked:
    taken_down = NetworkStep.objects.filter(answer=OuterRef("pk"), verb=TalkVerb.TAKE_DOWN)
    answers = NetworkAnswer.objects.filter(~Exists(taken_down), question=OuterRef("pk"))
    asked = NetworkQuestion.objects.standing().filter(at__year=year)
    return Asked(asked.count(), asked.filter(Exists(answers)).count())


def _control(year: int, kind: QuestionKind) -> Asked:
    replies = ExpostStep.objects.filter(question=OuterRef("pk"), verb=QuestionVerb.REPLY)
    asked = ExpostQuestion.objects.filter(kind=kind, at__year=year).annotate(is_answered=Exists(replies))
    answers = list(asked.values_list("is_answered", flat=True))
    return Asked(len(answers), sum(answers))


def _in_order(counted: Counter[str]) -> Mapping[AdoptionState, int]:
    return {one: counted[one.value] for one in AdoptionState if counted[one.value]}
