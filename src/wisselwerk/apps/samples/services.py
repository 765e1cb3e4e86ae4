"""Sealing a sample, drawing it, saying what was seen in it, and passing on the outcome.

A sample goes forward only, and each step is one transaction. Nothing is decided here about what was looked at.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from wisselwerk.apps.audit.digest import digest_of
from wisselwerk.apps.audit.services import record
from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.parties.permissions import require
from wisselwerk.apps.parties.public_words import of_nobody
from wisselwerk.apps.samples.models import (
    Judgement,
    Sample,
    SampleDraw,
    SampleItem,
    SampleLine,
    SampleReport,
)
from wisselwerk.apps.samples.populations import (
    are_as_parted_before,
    dossier_lines,
    public_lines,
    value_of,
)
from wisselwerk.apps.samples.queries import asked_of, items_of, judged_of, tally_of
from wisselwerk.apps.samples.words import names_in, without_names
from wisselwerk.apps.schemes.models import Scheme
from wisselwerk.clock import now, today
from wisselwerk.db import command, take_turns
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.disclosure import DISCLOSED_FROM, is_over
from wisselwerk.domain.lottery import LONGEST_WAIT, read_seed
from wisselwerk.domain.refusal import Reason, Refusal, RefusalCode
from wisselwerk.domain.sample import (
    STRATA_OF,
    SampleKind,
    Strata,
    allot,
    counted,
    drawn,
    list_hash,
)
from wisselwerk.domain.sample_check import Consequence, SampleCheck, Seen, judged, unjudged

BATCH = 500
"""Rows written at once."""


@command
def seal_public_sample(
    actor: Actor,
    *,
    office: Organisation,
    year: int,
    strata: Strata,
    size: int,
    at_least_one: bool,
    seed_source: str,
    seed_on: date,
) -> Sample:
    """Seal the list of decisions and reported actions that became known in a year; from then on it is published.

    Raises:
        Refusal: NOT_ALLOWED; SEED_SOURCE_MISSING; PERSON_NAMED; SEED_DAY_OUT_OF_REACH; what ``allot`` refuses.
        ValueError: something public is not parted by these ``strata``.
    """
    require(actor, "seal_public_sample", office.pk)
    sample = Sample(
        kind=SampleKind.PUBLIC,
        office=office,
        year=year,
        strata=strata,
        size=size,
        at_least_one=at_least_one,
        seed_source=seed_source,
        seed_on=seed_on,
    )
    at = now()
    return _seal(actor, "seal_public_sample", sample, public_lines(year, strata, at), at)


@command
def seal_dossier_sample(
    actor: Actor,
    *,
    scheme: Scheme,
    year: int,
    strata: Strata,
    size: int,
    at_least_one: bool,
    seed_source: str,
    seed_on: date,
) -> Sample:
    """Seal the list of the dossiers of a scheme in a year. It is published; which dossier a line stands for is not.

    Raises:
        Refusal: NOT_ALLOWED; SEED_SOURCE_MISSING; PERSON_NAMED; SEED_DAY_OUT_OF_REACH; SAMPLE_YEAR_RUNS when the year is not over and
            they are parted; SAMPLE_YEAR_MOVED when they are parted and a list by groups stands of others; SAMPLE_POINTS_AT_ONE
            when there are too few; what ``allot`` refuses.
        ValueError: dossiers are not parted by these ``strata``.
    """
    require(actor, "seal_dossier_sample", scheme.partnership_id)
    if strata is not Strata.NONE and not is_over(year, today()):
        raise Refusal(Reason(RefusalCode.SAMPLE_YEAR_RUNS, {"year": year}))
    sample = Sample(
        kind=SampleKind.DOSSIERS,
        office_id=scheme.partnership_id,
        scheme=scheme,
        year=year,
        strata=strata,
        size=size,
        at_least_one=at_least_one,
        seed_source=seed_source,
        seed_on=seed_on,
    )
    at = now()
    take_turns(f"list of dossiers:{scheme.pk}")
    lines = dossier_lines(scheme, year, strata, at)
    if len(lines) < DISCLOSED_FROM:
        raise Refusal(Reason(RefusalCode.SAMPLE_POINTS_AT_ONE, {"minimum": DISCLOSED_FROM}))
    if strata is not Strata.NONE and not are_as_parted_before(scheme, year, lines):
        raise Refusal(Reason(RefusalCode.SAMPLE_YEAR_MOVED, {"year": year}))
    return _seal(actor, "seal_dossier_sample", sample, lines, at)


def _seal(actor: Actor, name: str, sample: Sample, lines: list[SampleLine], at: datetime) -> Sample:
    if Strata(sample.strata) not in STRATA_OF[SampleKind(sample.kind)]:
        raise ValueError(f"{sample.kind} is not parted by {sample.strata}")
    sample.seed_source = of_nobody(sample.seed_source)
    if not sample.seed_source:
        raise Refusal(Reason(RefusalCode.SEED_SOURCE_MISSING))
    earliest, latest = today() + timedelta(days=1), today() + LONGEST_WAIT
    if not earliest <= sample.seed_on <= latest:
        reach = {"earliest_on": earliest, "latest_on": latest}
        raise Refusal(Reason(RefusalCode.SEED_DAY_OUT_OF_REACH, reach))
    values = [value_of(one) for one in lines]
    allot(sample.size, counted(values), at_least_one=sample.at_least_one)
    sample.population, sample.list_sha256 = len(lines), list_hash(values)
    sample.actor, sample.at = str(actor), at
    sample.save()
    for one in lines:
        one.sample = sample
    SampleLine.objects.bulk_create(lines, batch_size=BATCH)
    record(actor, name, f"sample:{sample.pk}", authority=digest_of(sample), at=at)
    return sample


@command
def draw_sample(actor: Actor, *, sample: Sample, seed: str) -> SampleDraw:
    """Draw with the seed that has come. Once: with the same seed again nothing changes.

    Raises:
        Refusal: NOT_ALLOWED; SEED_NOT_YET; SEED_INVALID; SAMPLE_DRAWN when it was drawn with another seed.
    """
    require(actor, "draw_sample", sample.office_id)
    read = read_seed(seed)
    _wait(sample)
    done = SampleDraw.objects.filter(sample=sample).first()
    if done is not None:
        if done.seed != read:
            raise Refusal(Reason(RefusalCode.SAMPLE_DRAWN))
        return done
    if today() < sample.seed_on:
        raise Refusal(Reason(RefusalCode.SEED_NOT_YET, {"seed_on": sample.seed_on}))
    draw = SampleDraw(sample=sample, seed=read, actor=str(actor), at=now())
    draw.save()
    rows = {one.line: one for one in sample.lines.select_related("redemption__voucher")}
    values = [value_of(one) for one in rows.values()]
    allotment = allot(sample.size, counted(values), at_least_one=sample.at_least_one)
    SampleItem.objects.bulk_create(
        [
            SampleItem(
                sample=sample,
                line=(row := rows[one.line]),
                place=place,
                rule_set_id=row.redemption.voucher.rule_set_id if row.redemption else None,
            )
            for place, one in enumerate(drawn(read, values, allotment), 1)
        ]
    )
    record(actor, "draw_sample", f"sample:{sample.pk}", authority=digest_of(draw), at=draw.at)
    return draw


@command
def judge_item(
    actor: Actor,
    *,
    item: SampleItem,
    check: SampleCheck,
    seen: Seen,
    consequence: Consequence | None = None,
    lesson: str = "",
) -> Judgement:
    """Say what a check of an item came to, until the outcome is passed on. Said again with other words, the last counts.

    What names somebody is left out of ``lesson``.

    Raises:
        Refusal: NOT_ALLOWED; SAMPLE_PASSED_ON; CHECK_NOT_ASKED when it does not follow from the rules of its day;
            FINDING_INCOMPLETE.
    """
    require(actor, "judge_item", item.sample.office_id)
    _wait(item.sample)
    if SampleReport.objects.filter(sample=item.sample).exists():
        raise Refusal(Reason(RefusalCode.SAMPLE_PASSED_ON))
    if check not in asked_of(item):
        raise Refusal(Reason(RefusalCode.CHECK_NOT_ASKED))
    judged(SampleKind(item.sample.kind), seen, consequence)
    said = {
        "seen": seen.value,
        "consequence": consequence.value if consequence else "",
        "lesson": without_names(lesson, names_in([item])),
    }
    last = item.judgements.filter(check_made=check).order_by("pk").last()
    if last is not None and all(getattr(last, name) == value for name, value in said.items()):
        return last
    judgement = Judgement(item=item, check_made=check, actor=str(actor), at=now(), **said)
    judgement.save()
    record(
        actor,
        "judge_item",
        f"judgement:{judgement.pk}",
        authority=digest_of(judgement),
        at=judgement.at,
    )
    return judgement


@command
def pass_on_sample(actor: Actor, *, sample: Sample, shown: str, lessons: Sequence[str] = ()) -> SampleReport:
    """Pass on the outcome: everybody sees the counts, and the lessons without what names somebody. Once, and for good.

    ``shown`` is the digest of the counts that the actor saw (``queries.tally_of``).

    Raises:
        Refusal: NOT_ALLOWED; SAMPLE_NOT_DRAWN; SAMPLE_PASSED_ON; SAMPLE_UNJUDGED; SAMPLE_MOVED when the counts are others now.
    """
    require(actor, "pass_on_sample", sample.office_id)
    # What another sample of the same dossiers tells decides what this one may.
    take_turns(f"outcome of samples:{sample.office_id}")
    _wait(sample)
    if not SampleDraw.objects.filter(sample=sample).exists():
        raise Refusal(Reason(RefusalCode.SAMPLE_NOT_DRAWN))
    if SampleReport.objects.filter(sample=sample).exists():
        raise Refusal(Reason(RefusalCode.SAMPLE_PASSED_ON))
    items = items_of(sample)
    left = sum(unjudged(asked_of(one), judged_of(one)) for one in items)
    if left:
        raise Refusal(Reason(RefusalCode.SAMPLE_UNJUDGED, {"left": left}))
    if tally_of(sample, items).digest() != shown:
        raise Refusal(Reason(RefusalCode.SAMPLE_MOVED))
    known = names_in(items)
    written = [without_names(one, known) for one in lessons if one.strip()]
    report = SampleReport(sample=sample, lessons=written, actor=str(actor), at=now())
    report.save()
    record(actor, "pass_on_sample", f"sample:{sample.pk}", authority=digest_of(report), at=report.at)
    return report


def _wait(sample: Sample) -> None:
    """Have whoever takes a step of this sample at the same moment go first or after."""
    take_turns(f"sample:{sample.pk}")
