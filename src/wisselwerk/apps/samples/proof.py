"""Whether every sample is what was sealed, drawn again from its list and its seed, and what the trail tells. See ``verify``."""

from collections.abc import Iterator
from datetime import timedelta
from functools import singledispatch

from django.db.models import Model

from wisselwerk.apps.audit.digest import digest_of
from wisselwerk.apps.audit.queries import Told, all_told
from wisselwerk.apps.samples.models import (
    Judgement,
    Sample,
    SampleDraw,
    SampleItem,
    SampleLine,
    SampleReport,
)
from wisselwerk.apps.samples.populations import value_of
from wisselwerk.apps.schemes.queries import rule_set
from wisselwerk.clock import now
from wisselwerk.domain.lottery import SALT_KEPT_FOR, commitment
from wisselwerk.domain.refusal import Refusal
from wisselwerk.domain.sample import METHOD, allot, counted, drawn, list_hash
from wisselwerk.domain.sample_check import check_list

A_DAY = timedelta(days=1)
COMMANDS = ("seal_public_sample", "seal_dossier_sample", "draw_sample", "judge_item", "pass_on_sample")


def differences() -> Iterator[str]:
    """All of them. Read it in one snapshot: while it looks, others go on."""
    yield from _of_trail()
    for sample in Sample.objects.select_related("draw").order_by("pk"):
        lines = list(sample.lines.select_related("redemption__voucher"))
        yield from _of_list(sample, lines)
        yield from _of_draw(sample, lines)
    for one in Judgement.objects.select_related("item__rule_set").order_by("pk"):
        version = one.item.rule_set
        if one.check_made not in {
            point.check for point in check_list(rule_set(version) if version else None)
        }:
            yield f"judgement {one.pk}: the rules of that day do not ask {one.check_made}"


def _of_trail() -> Iterator[str]:
    """Each row against the entry that was written with it."""
    told = all_told(COMMANDS)
    kept: set[Told] = set()
    for row in (
        *Sample.objects.all(),
        *SampleDraw.objects.all(),
        *Judgement.objects.all(),
        *SampleReport.objects.all(),
    ):
        kept.add(_told(row))
    for one in sorted(kept - told):
        yield f"{one.subject}: is not what the trail tells of {one.command}"
    for one in sorted(told - kept):
        yield f"{one.subject}: the trail tells of another {one.command}, or of one that is gone"


@singledispatch
def _told(row: Model) -> Told:
    raise TypeError(f"{row!r} is no step of a sample")


@_told.register
def _(row: Sample) -> Told:
    name = "seal_public_sample" if row.is_public else "seal_dossier_sample"
    return Told(f"sample:{row.pk}", name, row.actor, row.at, digest_of(row))


@_told.register
def _(row: SampleDraw) -> Told:
    return Told(f"sample:{row.sample_id}", "draw_sample", row.actor, row.at, digest_of(row))


@_told.register
def _(row: Judgement) -> Told:
    return Told(f"judgement:{row.pk}", "judge_item", row.actor, row.at, digest_of(row))


@_told.register
def _(row: SampleReport) -> Told:
    return Told(f"sample:{row.sample_id}", "pass_on_sample", row.actor, row.at, digest_of(row))


def _of_list(sample: Sample, lines: list[SampleLine]) -> Iterator[str]:
    """The list against its hash, and each line against what it stands for."""
    values = [value_of(one) for one in lines]
    if len(lines) != sample.population or list_hash(values) != sample.list_sha256:
        yield f"sample {sample.pk}: its list is not the one that was sealed"
    for one in lines:
        if one.made_at != sample.at:
            yield f"sample line {one.pk}: was not made when sample {sample.pk} was sealed"
        if one.redemption_id is None:
            if one.line != f"signal:{one.signal_id}":
                yield f"sample line {one.pk}: does not stand for what it names"
        elif one.salt and commitment(one.redemption_id, one.salt) != one.line:
            yield f"sample line {one.pk}: its salt does not give the line that stands in the list"
        elif not one.salt and one.made_at > now() - SALT_KEPT_FOR + A_DAY:
            yield f"sample line {one.pk}: its salt is gone before its term"


def _of_draw(sample: Sample, lines: list[SampleLine]) -> Iterator[str]:
    """What was drawn against what list and seed give, and the rules of each against those of its voucher."""
    draw = getattr(sample, "draw", None)
    values = [value_of(one) for one in lines]
    expected: list[tuple[int, str]] = []
    if draw is not None and sample.method == METHOD:
        try:
            shares = allot(sample.size, counted(values), at_least_one=sample.at_least_one)
        except Refusal:
            yield f"sample {sample.pk}: so many cannot be drawn from its list"
            return
        expected = [(place, one.line) for place, one in enumerate(drawn(draw.seed, values, shares), 1)]
    items = SampleItem.objects.filter(sample=sample).select_related("line").order_by("place")
    if [(one.place, one.line.line) for one in items] != expected:
        yield f"sample {sample.pk}: what was drawn is not what its list and its seed give"
    versions = {one.pk: one.redemption.voucher.rule_set_id for one in lines if one.redemption}
    for one in items:
        if one.rule_set_id != versions.get(one.line_id):
            yield f"sample item {one.pk}: is held to other rules than those of its voucher"
