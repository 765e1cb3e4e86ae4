"""A sample in words: the same on each of its pages."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from wisselwerk.apps.samples.models import Sample, SampleItem
from wisselwerk.apps.samples.queries import (
    SampleView,
    asked_of,
    does,
    judged_of,
    tally_of,
    view_of,
)
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.sample import SampleKind, Strata
from wisselwerk.domain.sample_check import SampleCheck, Seen
from wisselwerk.domain.sample_sentence import (
    CHECK_NAMES,
    KIND_NAMES,
    SEEN_NAMES,
    STRATA_NAMES,
    STRATUM_NAMES,
)
from wisselwerk.wording import word


@dataclass(frozen=True, slots=True)
class Told:
    """A sample with its name and how it is parted."""

    view: SampleView

    @property
    def name(self) -> str:
        """What was drawn from, of which year and of whom."""
        sample = self.view.sample
        what = capfirst(word(KIND_NAMES[SampleKind(sample.kind)]))
        told = {"what": what, "year": sample.year, "scheme": sample.scheme.name if sample.scheme else ""}
        if sample.scheme is None:
            return _("{what} of {year}").format(**told)
        return _("{what} of {scheme} in {year}").format(**told)

    @property
    def parted(self) -> str:
        """By which groups."""
        return word(STRATA_NAMES[Strata(self.view.sample.strata)])


def told_or_404(pk: int) -> Told:
    """A sample that everybody may see; 404 when there is none."""
    found = Sample.objects.select_related("office", "scheme", "draw", "report").filter(pk=pk).first()
    if found is None:
        raise Http404
    return Told(view_of(found))


def own_or_404(actor: Actor, pk: int) -> Told:
    """A sample of which the actor takes the steps; 404 for anybody else."""
    found = told_or_404(pk)
    if not does(actor, found.view.sample):
        raise Http404
    return found


def stratum_name(stratum: str) -> str:
    """What a group is called."""
    named = STRATUM_NAMES.get(stratum)
    return word(named) if named else stratum


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One that was drawn, with how far it was looked at."""

    item: SampleItem
    group: str
    asked: int
    judged: int
    findings: int


def item_line(item: SampleItem) -> ItemLine:
    """An item as it stands in a list."""
    seen = judged_of(item)
    return ItemLine(
        item,
        stratum_name(item.line.stratum),
        len(asked_of(item)),
        len(seen),
        sum(one is Seen.FINDING for one in seen.values()),
    )


def outcome_of(sample: Sample, items: Iterable[SampleItem]) -> dict[str, Any]:
    """What everybody sees once the outcome is passed on, for a page."""
    found = tally_of(sample, items)
    checks = [
        (check_name(check), [(word(SEEN_NAMES[seen]), number) for seen, number in numbers.items()])
        for check, numbers in found.by_check.items()
    ]
    return {"tally": found, "heads": [word(name) for name in SEEN_NAMES.values()], "checks": checks}


def check_name(check: SampleCheck) -> str:
    """What is looked at."""
    return word(CHECK_NAMES[check])
