"""A sample that anybody can draw again: how many from each stratum, and which ones, from a sealed list and a public seed.

It draws as a lottery does (``domain.lottery``, ADR 22): a list is published before anybody can know the seed, and what is
drawn follows from both. New here are strata, each of which gets its share, and two kinds: what everybody may read, and
dossiers, of which only the auditor sees which they are.
"""

import csv
import hashlib
import io
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from wisselwerk.domain.lottery import order
from wisselwerk.domain.money import Cents, split_whole
from wisselwerk.domain.refusal import Reason, Refusal, RefusalCode

METHOD = "wisselwerk-sample-1"
"""Names what stands in this module. Another way of drawing gets another name: samples are drawn again for years."""
LIST_HEADING = ("stratum", "line")
DRAWN_HEADING = ("place", "stratum", "line")
LARGEST = 500
"""What one sample can hold: more is no sample that somebody still reads."""


class SampleKind(StrEnum):
    """What is drawn from, and so who sees which ones were drawn."""

    PUBLIC = "PUBLIC"
    """Decisions and reported actions in the register: everybody may see them."""
    DOSSIERS = "DOSSIERS"
    """Invoices on vouchers with what proves them: for the auditor alone."""


class Strata(StrEnum):
    """By what a population is parted, so that each part gets its share."""

    NONE = "NONE"
    GOVERNMENT = "GOVERNMENT"
    SOURCE = "SOURCE"
    """The kind of source: a decision, or an action in a policy report."""
    PRIORITY = "PRIORITY"
    AMOUNT = "AMOUNT"
    """What the voucher pays of the invoice."""
    QUARTER = "QUARTER"
    """In which the invoice was dated."""


STRATA_OF: Mapping[SampleKind, tuple[Strata, ...]] = {
    SampleKind.PUBLIC: (Strata.NONE, Strata.GOVERNMENT, Strata.SOURCE, Strata.PRIORITY),
    SampleKind.DOSSIERS: (Strata.NONE, Strata.AMOUNT, Strata.QUARTER),
}
"""Not the municipality or the provider of a dossier: beside its line in the list that could point at an enterprise."""

ALL, OTHER = "all", "other"
"""The one stratum of a population that is all together, and the one of all that is too small to stand alone."""
WITHOUT: Mapping[Strata, str] = {Strata.GOVERNMENT: "no-government", Strata.PRIORITY: "no-priority"}
"""The stratum of what does not tell that by which a population is parted."""
AMOUNT_BANDS = ((Cents(25_000), "amount-1"), (Cents(50_000), "amount-2"))
ABOVE = "amount-3"


def amount_band(cents: int) -> str:
    """The stratum of an amount: up to 250 euro, up to 500 euro, or more."""
    return next((name for most, name in AMOUNT_BANDS if cents <= most), ABOVE)


@dataclass(frozen=True, slots=True, order=True)
class Line:
    """One of a population as the list has it: ``line`` names it to whoever may know which one it is."""

    stratum: str
    line: str


def counted(lines: Iterable[Line]) -> dict[str, int]:
    """How many lines each stratum has, by its name."""
    found: defaultdict[str, int] = defaultdict(int)
    for one in lines:
        found[one.stratum] += 1
    return dict(sorted(found.items()))


def allot(size: int, strata: Mapping[str, int], *, at_least_one: bool) -> dict[str, int]:
    """How many of ``size`` are drawn from each stratum: in proportion, by largest remainder, and together exactly that many.

    With ``at_least_one`` each stratum that holds something gets one first, and the rest is shared in proportion to what
    is left in each. None gets more than it holds.

    Raises:
        Refusal: SAMPLE_EMPTY when nothing is asked or nothing is there; SAMPLE_TOO_LARGE when there are not so many, or it
            is more than ``LARGEST``; SAMPLE_TOO_SMALL when each stratum should get one and there are more strata.
    """
    names = sorted(strata)
    held = [strata[name] for name in names]
    population, filled = sum(held), sum(one > 0 for one in held)
    if size < 1 or population < 1:
        raise _refused(RefusalCode.SAMPLE_EMPTY, asked=size, population=population)
    most = min(population, LARGEST)
    if size > most:
        raise _refused(RefusalCode.SAMPLE_TOO_LARGE, asked=size, most=most)
    if at_least_one and size < filled:
        raise _refused(RefusalCode.SAMPLE_TOO_SMALL, asked=size, strata=filled)
    first = [int(at_least_one and one > 0) for one in held]
    left = [one - given for one, given in zip(held, first, strict=True)]
    spare = size - sum(first)
    shares = split_whole(spare, left) if spare else [0] * len(left)
    return {name: given + share for name, given, share in zip(names, first, shares, strict=True)}


def merged(strata: Mapping[str, int], least: int) -> dict[str, str]:
    """Under which name each stratum stands in a list in which none may hold fewer than ``least``.

    Those that are too small stand together; where that is still too small, with the smallest of the others. A population
    of fewer than ``least`` in all comes out as one stratum that is too small: do not publish its list.
    """
    small = {name for name, held in strata.items() if held < least}
    large = sorted((held, name) for name, held in strata.items() if name not in small)
    if small and large and sum(strata[name] for name in small) < least:
        small.add(large[0][1])
    # Where nothing stands alone there are no others that it could be beside.
    together = OTHER if len(small) < len(strata) else ALL
    return {name: together if name in small else name for name in strata}


def drawn(seed: str, lines: Iterable[Line], allotment: Mapping[str, int]) -> tuple[Line, ...]:
    """The lines that are drawn: of each stratum the first so many in the order of a lottery, strata by name.

    The same for the same seed, however the lines come in.
    """
    by_stratum: defaultdict[str, list[str]] = defaultdict(list)
    for one in lines:
        by_stratum[one.stratum].append(one.line)
    return tuple(
        Line(stratum, line)
        for stratum in sorted(by_stratum)
        for line in order(seed, by_stratum[stratum])[: allotment.get(stratum, 0)]
    )


def sealed_list(lines: Iterable[Line]) -> bytes:
    """The published list, as a CSV file: a heading, and every line in order of stratum and line."""
    return _csv(LIST_HEADING, ((one.stratum, one.line) for one in sorted(lines)))


def list_hash(lines: Iterable[Line]) -> str:
    """SHA-256 of the published list: one line that stands for all of it."""
    return hashlib.sha256(sealed_list(lines)).hexdigest()


def drawn_list(lines: Iterable[Line]) -> bytes:
    """What was drawn as a CSV file, in the order in which it was."""
    return _csv(DRAWN_HEADING, ((place, one.stratum, one.line) for place, one in enumerate(lines, 1)))


def _csv(heading: Iterable[str], rows: Iterable[Iterable[object]]) -> bytes:
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(heading)
    writer.writerows(rows)
    return written.getvalue().encode()


def _refused(code: RefusalCode, **params: object) -> Refusal:
    return Refusal(Reason(code, MappingProxyType(params)))
