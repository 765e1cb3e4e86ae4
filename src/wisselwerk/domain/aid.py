"""De minimis aid: what one undertaking may get in three years, what is left of that, and the line in the register.

Aid counts in full on the day the right to it is granted, not when it is paid (Regulation (EU) 2023/2831, art. 3).
Three years are rolling: a grant on a day is held against all aid granted in the three years that end with that day.
A single undertaking may be several enterprises (art. 2); whose aid is handed in here is for the caller to say.
"""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from wisselwerk.domain.money import Cents, total
from wisselwerk.domain.period import Period, months_later
from wisselwerk.domain.working_day import working_day_after

MONTHS_COUNTED = 36
WORKING_DAYS_TO_REGISTER = 20
"""Within so many working days after the grant it stands in the register (Regulation (EU) 2023/2831, art. 6)."""


class Activity(StrEnum):
    """For which activity aid is given: each has a regulation of its own."""

    GENERAL = "general"
    AGRICULTURE = "agriculture"
    """Primary production of agricultural products."""
    FISHERY = "fishery"
    """Primary production of fishery and aquaculture products."""
    GENERAL_INTEREST = "general_interest"
    """Services of general economic interest, entrusted as such."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AidCeiling:
    """The most that one undertaking may get in three years, and which aid counts towards it."""

    amount_cents: int
    counts: tuple[Activity, ...]
    """Aid for these activities is added up under the ceiling."""
    source: str
    """The regulation, as it is cited in every language: ``(EU) 2023/2831``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedAidCeiling:
    """A ceiling for a grant on a day in ``valid``."""

    activity: Activity
    """Grants for this activity stay under it."""
    valid: Period
    ceiling: AidCeiling
    article: str
    doubt: str = ""
    """What is not certain about it; empty when nothing is."""


_NOT_READ = "which aid counts together (art. 5) is our reading; the text of the article was not at hand"
_UNTIL_2030 = Period(date(2024, 1, 1), date(2031, 1, 1))

CEILINGS: tuple[DatedAidCeiling, ...] = (
    DatedAidCeiling(
        activity=Activity.GENERAL,
        valid=_UNTIL_2030,
        ceiling=AidCeiling(
            amount_cents=300_000_00,
            counts=(Activity.GENERAL, Activity.AGRICULTURE, Activity.FISHERY),
            source="(EU) 2023/2831",
        ),
        article="art. 3(2); applies until 31 December 2030",
        doubt=_NOT_READ,
    ),
    DatedAidCeiling(
        activity=Activity.AGRICULTURE,
        valid=Period(date(2024, 12, 16), date(2033, 1, 1)),
        ceiling=AidCeiling(amount_cents=50_000_00, counts=(Activity.AGRICULTURE,), source="(EU) 1408/2013"),
        article="art. 3(2) as amended by Regulation (EU) 2024/3118; applies until 31 December 2032",
        doubt=_NOT_READ,
    ),
    DatedAidCeiling(
        activity=Activity.FISHERY,
        valid=Period(date(2023, 10, 25), date(2030, 1, 1)),
        ceiling=AidCeiling(amount_cents=30_000_00, counts=(Activity.FISHERY,), source="(EU) 717/2014"),
        article="art. 3 as amended by Regulation (EU) 2023/2391",
        doubt="40 000 euro where a central register is kept: whether that holds in Belgium was not found, so the lower "
        "amount stands here; nor was its last day checked, or whether its three years are rolling or fiscal",
    ),
    DatedAidCeiling(
        activity=Activity.GENERAL_INTEREST,
        valid=_UNTIL_2030,
        ceiling=AidCeiling(amount_cents=750_000_00, counts=tuple(Activity), source="(EU) 2023/2832"),
        article="art. 3(2); applies until 31 December 2030",
        doubt=_NOT_READ,
    ),
)
"""The law as it is known here. A grant on a day for which its activity has no ceiling is for a person to judge."""


def ceilings_on(
    activity: Activity, day: date, ceilings: Iterable[DatedAidCeiling] = CEILINGS
) -> tuple[AidCeiling, ...]:
    """The ceilings over a grant for ``activity`` on ``day``: its own, and every other that counts such aid.

    Empty when the activity has none of its own on that day: the law of that day is not known here.
    """
    in_force = [one for one in ceilings if day in one.valid]
    if all(one.activity is not activity for one in in_force):
        return ()
    return tuple(one.ceiling for one in in_force if activity in one.ceiling.counts)


def regulation_on(activity: Activity, day: date, ceilings: Iterable[DatedAidCeiling] = CEILINGS) -> str:
    """The regulation under which aid for ``activity`` is given on ``day``; empty when the law of that day is not known."""
    own = (one.ceiling.source for one in ceilings if one.activity is activity and day in one.valid)
    return next(own, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierAid:
    """Aid that was granted already: by our own records, net of corrections, or as the enterprise declares it."""

    granted_on: date | None
    """None when the declaration gives no day: it then counts on every day."""
    amount_cents: int
    activity: Activity = Activity.GENERAL


@dataclass(frozen=True, slots=True, kw_only=True)
class AidRecord:
    """What is known of the aid of one undertaking when a grant is decided. It is frozen with the decision.

    The ceilings of the day are in it, so a decision reads the same when the table of the law is corrected later. An
    enterprise that declares no aid has nothing to declare, and one that declares no activity has a general one.
    """

    ceilings: tuple[AidCeiling, ...]
    earlier: tuple[EarlierAid, ...] = ()


def counts_on(aid: EarlierAid, day: date) -> bool:
    """Whether earlier aid is added to a grant on ``day``: it was granted less than three years before.

    Aid of 1 March 2024 counts up to and including 28 February 2027. What was granted after ``day`` counts too, for a
    grant that is entered late may not make a ceiling be passed.
    """
    return aid.granted_on is None or day < months_later(aid.granted_on, MONTHS_COUNTED)


@dataclass(frozen=True, slots=True)
class Room:
    """What may still be granted under one ceiling; negative when it was passed already."""

    ceiling: AidCeiling
    left_cents: Cents


def room_on(record: AidRecord, day: date) -> Room | None:
    """The room on ``day`` under the ceiling that leaves least; None when no ceiling of that day is known."""
    rooms = [Room(ceiling, _left(ceiling, record.earlier, day)) for ceiling in record.ceilings]
    return min(rooms, key=lambda room: room.left_cents, default=None)


def _left(ceiling: AidCeiling, earlier: Iterable[EarlierAid], day: date) -> Cents:
    counted = (aid for aid in earlier if aid.activity in ceiling.counts and counts_on(aid, day))
    return Cents(ceiling.amount_cents) - total(aid.amount_cents for aid in counted)


class EntryKind(StrEnum):
    """Why a line stands in the register."""

    GRANT = "grant"
    LAPSE = "lapse"
    """A part of a grant that was never used."""
    REVOCATION = "revocation"
    """A part of a grant that was withdrawn before it was used."""
    RECOVERY = "recovery"
    """A part of a grant that was taken back after it was used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line for the register of de minimis aid, with the last day on which it may be entered."""

    kind: EntryKind
    granted_on: date
    """The day of the grant, also on a correction: aid counts from there."""
    happened_on: date
    """The day that started the term: that of the grant, or of what took a part of it back."""
    amount_cents: Cents
    """Negative on a correction."""
    register_by: date


def grant_entry(granted_on: date, amount_cents: int, holidays: Container[date]) -> Entry:
    """The register line of a grant.

    Raises:
        ValueError: nothing is granted.
    """
    if amount_cents < 1:
        raise ValueError(f"a grant is at least one cent, not {amount_cents}")
    return _entry(EntryKind.GRANT, granted_on, granted_on, Cents(amount_cents), holidays)


def correction_entry(
    so_far: Sequence[Entry], kind: EntryKind, happened_on: date, amount_cents: int, holidays: Container[date]
) -> Entry:
    """The register line for the part of a grant that lapsed, was withdrawn or recovered: ``amount_cents``.

    ``so_far`` are the lines of that grant, the grant itself first. No regulation sets a term for a correction; it gets
    that of a grant, by our own standard.

    Raises:
        ValueError: the first line is no grant, another kind of line than a correction is asked, it happened before the
            grant, or more would be taken back than was granted.
    """
    if not so_far or so_far[0].kind is not EntryKind.GRANT or kind is EntryKind.GRANT:
        raise ValueError(
            "a correction is a lapse, a revocation or a recovery, and follows the line of its grant"
        )
    grant, left_cents = so_far[0], standing(so_far)
    if happened_on < grant.granted_on:
        raise ValueError(f"a correction of {happened_on} comes before its grant of {grant.granted_on}")
    if not 1 <= amount_cents <= left_cents:
        raise ValueError(
            f"a correction of {amount_cents} cents does not fit: {left_cents} cents of aid stand"
        )
    return _entry(kind, grant.granted_on, happened_on, -Cents(amount_cents), holidays)


def standing(lines: Iterable[Entry]) -> Cents:
    """What the lines of one grant leave of it: the aid that counts, on the day of the grant."""
    return total(line.amount_cents for line in lines)


def _entry(
    kind: EntryKind, granted_on: date, happened_on: date, amount_cents: Cents, holidays: Container[date]
) -> Entry:
    return Entry(
        kind=kind,
        granted_on=granted_on,
        happened_on=happened_on,
        amount_cents=amount_cents,
        register_by=working_day_after(happened_on, WORKING_DAYS_TO_REGISTER, holidays),
    )
