"""Whether pairs still work together, per scheme and moment, as it may be shown: read from the roll-up."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from wisselwerk.apps.evaluation.models import Persistence
from wisselwerk.clock import day_of
from wisselwerk.domain import interval
from wisselwerk.domain.disclosure import is_small, listing, published, table
from wisselwerk.domain.follow_up import AMOUNTS, Tally
from wisselwerk.domain.interval import Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """How many of those that answered still work together."""

    lasts: int
    clear: int
    unknown: int
    """How many more there are of which it is not known."""

    @property
    def value(self) -> float:
        """Between nothing and one."""
        return self.lasts / self.clear

    @property
    def interval(self) -> Interval:
        """What chance may do."""
        return interval.proportion(self.lasts, self.clear)

    @property
    def bounds(self) -> Interval:
        """What it can be at all."""
        return interval.bounds(self.lasts, self.clear, self.unknown)


@dataclass(frozen=True, slots=True, kw_only=True)
class MomentLines:
    """What is told of a scheme at one moment."""

    moment: int
    counted_on: date
    followed: int
    silent: int | None
    """None where it would give back how few contradicted each other: then both are told as one number."""
    contradicted: int | None
    unclear: int
    """Silent and contradicting together."""
    open: int
    not_asked: int
    share: Share | None
    """None where too few said one of both."""
    places: Mapping[str, Share | None]
    """By NIS code of the municipality, or empty where that is not known; None where it is hidden."""
    amounts: Mapping[int, int | None]
    """How many pairs said that about so many cents were ordered; empty where nothing of it may be told."""

    @property
    def answered_share(self) -> float:
        """Of those that were asked and can answer no more, and those that did, how many gave a clear answer."""
        asked = self.followed - self.not_asked - self.open
        return (asked - self.unclear) / asked if asked else 0.0


def persistence_of(scheme_ids: Collection[int]) -> Mapping[int, tuple[MomentLines, ...]]:
    """Each moment of each scheme at which a pair was followed up. One query."""
    rows: defaultdict[tuple[int, int], list[Persistence]] = defaultdict(list)
    found = Persistence.objects.filter(scheme__in=scheme_ids).order_by("moment", "place")
    for one in found:
        rows[one.scheme_id, one.moment].append(one)
    lines: defaultdict[int, list[MomentLines]] = defaultdict(list)
    for (pk, moment), some in rows.items():
        lines[pk].append(_lines(moment, some))
    return {pk: tuple(lines[pk]) for pk in scheme_ids}


def _lines(moment: int, rows: list[Persistence]) -> MomentLines:
    whole = sum((one.tally for one in rows), Tally())
    share = _share(whole, published(listing({"lasts": whole.lasts, "ended": whole.ended})))
    # How many did not answer clearly is told anyway; of what they are made up only where that points at nobody.
    apart = not is_small(whole.contradicted)
    return MomentLines(
        moment=moment,
        counted_on=day_of(max(one.counted_at for one in rows)),
        followed=whole.followed,
        silent=whole.silent if apart else None,
        contradicted=whole.contradicted if apart else None,
        unclear=whole.silent + whole.contradicted,
        open=whole.open,
        not_asked=whole.not_asked,
        share=share,
        places=_places(rows) if share else {},
        # Without a share the numbers renew each day, and one answer could be read from two days.
        amounts=_amounts(rows) if share else {},
    )


def _share(tally: Tally, shown: Mapping[str | None, int | None]) -> Share | None:
    if tally.clear == 0 or None in {shown["lasts"], shown["ended"]}:
        return None
    return Share(lasts=tally.lasts, clear=tally.clear, unknown=tally.unknown)


def _places(rows: list[Persistence]) -> Mapping[str, Share | None]:
    """Each municipality, where neither it nor what is left of the whole tells a small number."""
    cells: dict[tuple[str, str], int] = {}
    for one in rows:
        cells[one.place, "lasts"] = one.lasts
        cells[one.place, "ended"] = one.ended
    # What is told of the whole is known.
    shown = published(table(cells, public_columns=("lasts", "ended")))
    return {
        one.place: _share(one.tally, {"lasts": shown[one.place, "lasts"], "ended": shown[one.place, "ended"]})
        for one in rows
    }


def _amounts(rows: list[Persistence]) -> Mapping[int, int | None]:
    numbers = {cents: sum(one.amounts.get(str(cents), 0) for one in rows) for cents in AMOUNTS}
    if not any(numbers.values()):
        return {}
    shown = published(listing(numbers))
    return {cents: shown[cents] for cents in AMOUNTS}
