"""Samples as everybody may see them, and for who looks at what was drawn."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import BigIntegerField, Count, Exists, OuterRef, Prefetch, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from wisselwerk.apps.parties.permissions import may
from wisselwerk.apps.samples.models import Judgement, Sample, SampleDraw, SampleItem, SampleReport
from wisselwerk.apps.samples.populations import value_of
from wisselwerk.apps.schemes.models import Scheme
from wisselwerk.apps.schemes.queries import rule_set
from wisselwerk.clock import today
from wisselwerk.domain.actor import Actor, Role
from wisselwerk.domain.sample import Line, SampleKind, allot, drawn_list, sealed_list
from wisselwerk.domain.sample_check import Point, SampleCheck, Seen, Tally, check_list, tally, untold

OFFICES = (Role.FLANDERS, Role.AUDITOR)
"""Who samples."""
NOT_YET = Value(2**62, BigIntegerField())
"""Behind the number of every report: what was not passed on yet comes after all of them."""


@dataclass(frozen=True, slots=True)
class Group:
    """A group of a population: how many it holds, and how many were or will be drawn from it."""

    stratum: str
    held: int
    drawn: int


@dataclass(frozen=True, slots=True)
class SampleView:
    """A sample with how far it is."""

    sample: Sample
    draw: SampleDraw | None
    report: SampleReport | None

    @property
    def state(self) -> str:
        """Its state, as ``wording.STATES`` names it."""
        if self.report is not None:
            return "sample_passed_on"
        return "sample_drawn" if self.draw is not None else "sample_sealed"

    @property
    def can_be_drawn(self) -> bool:
        """Whether the day of its seed has come and nobody has drawn it."""
        return self.draw is None and self.sample.seed_on <= today()


def samples() -> QuerySet[Sample]:
    """Every sample with its draw and its report (``view_of``), the newest first."""
    return Sample.objects.select_related("office", "scheme", "draw", "report").order_by("-pk")


def view_of(sample: Sample) -> SampleView:
    """A sample that came with its draw and its report."""
    return SampleView(sample, getattr(sample, "draw", None), getattr(sample, "report", None))


def samples_to_do(actor: Actor) -> list[SampleView]:
    """Samples of the actor's offices that wait for a step: their seed can be typed, or they are being looked at. One query."""
    own = Sample.objects.filter(office__in=actor.organisations(*OFFICES), report=None)
    found = own.filter(Q(draw__isnull=False) | Q(seed_on__lte=today()))
    return [view_of(one) for one in found.select_related("office", "scheme", "draw").order_by("pk")]


def does(actor: Actor, sample: Sample) -> bool:
    """Whether the actor takes the steps of this sample, and sees which dossiers were drawn."""
    return may(actor, "judge_item", sample.office_id)


def schemes_audited(actor: Actor) -> QuerySet[Scheme]:
    """The schemes of whose dossiers the actor may draw a sample."""
    found = Scheme.objects.filter(partnership__in=actor.organisations(Role.AUDITOR))
    return found.select_related("partnership").order_by("name", "pk")


def groups_of(sample: Sample) -> list[Group]:
    """The groups of a population with what each gets. One query."""
    rows = sample.lines.order_by().values_list("stratum").annotate(number=Count("pk"))
    # By name, as the list and the draw have them: a database may order letters otherwise.
    held = dict(sorted(rows))
    shares = allot(sample.size, held, at_least_one=sample.at_least_one)
    return [Group(name, number, shares[name]) for name, number in held.items()]


def _lines(sample: Sample) -> list[Line]:
    return [Line(*row) for row in sample.lines.values_list("stratum", "line")]


def list_of(sample: Sample) -> bytes:
    """The published list, byte by byte as its hash was made of. One query."""
    return sealed_list(_lines(sample))


def drawn_of(sample: Sample) -> bytes:
    """The lines that were drawn, in their order: of dossiers as well, because they follow from list and seed. One query."""
    return drawn_list(value_of(one.line) for one in sample.items.select_related("line").order_by("place"))


def items_of(sample: Sample) -> list[SampleItem]:
    """All that was drawn, as ``drawn_in`` gives it. Two queries."""
    return list(drawn_in(sample))


def drawn_in(sample: Sample) -> QuerySet[SampleItem]:
    """What was drawn in its order, with what it stands for, its rules and what was said of it. Two queries."""
    passed_on = SampleItem.objects.filter(
        line__redemption=OuterRef("line__redemption"),
        sample__report__lt=Coalesce(OuterRef("sample__report"), NOT_YET),
    )
    found = sample.items.select_related(
        "sample",
        "rule_set",
        "line__signal__initiative",
        "line__signal__scheme",
        "line__signal__action__report",
        "line__redemption__supplier",
        "line__redemption__payee",
        "line__redemption__voucher__holder",
    )
    found = found.annotate(was_in_another=Exists(passed_on)).order_by("place")
    return found.prefetch_related(Prefetch("judgements", Judgement.objects.order_by("pk")))


def points_of(item: SampleItem) -> tuple[Point, ...]:
    """The check list of an item, from the rules of its own day."""
    return check_list(rule_set(item.rule_set) if item.rule_set else None)


def asked_of(item: SampleItem) -> frozenset[SampleCheck]:
    """What is looked at in an item."""
    return frozenset(one.check for one in points_of(item))


def last_judgements(item: SampleItem) -> dict[SampleCheck, Judgement]:
    """What was said last of each check."""
    return {SampleCheck(one.check_made): one for one in sorted(item.judgements.all(), key=lambda one: one.pk)}


def judged_of(item: SampleItem) -> Mapping[SampleCheck, Seen]:
    """What each check came to, as far as somebody said so."""
    return {check: Seen(one.seen) for check, one in last_judgements(item).items()}


def tally_of(sample: Sample, items: Iterable[SampleItem]) -> Tally:
    """What may be told to everybody once the outcome is passed on, of ``drawn_in``."""
    every = list(items)
    if any(one.was_in_another for one in every):  # type: ignore[attr-defined]  # annotated there
        return untold(len(every))
    return tally([judged_of(one) for one in every], SampleKind(sample.kind))
