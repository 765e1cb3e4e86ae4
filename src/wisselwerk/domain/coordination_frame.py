"""The frame around the local role in social economy and work: periods with priorities, codes, conditions and support, as dated data.

Municipalities and their partnerships choose to take up the role (*regierol*), and the Flemish government supports it. What the
law was is found only in part; what was not found is not here. Where no formula of the support is known, an amount can only be
entered as it was granted, and is never computed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from wisselwerk.domain.money import Cents
from wisselwerk.domain.period import Period
from wisselwerk.domain.priority import Priority
from wisselwerk.domain.refusal import gettext_noop


class Form(StrEnum):
    """As what somebody takes up the role. Categories of law keep their Dutch name."""

    CENTRUMSTAD = "CENTRUMSTAD"
    GEMEENTE = "GEMEENTE"
    WELZIJNSVERENIGING = "WELZIJNSVERENIGING"
    INTERLOKALE_VERENIGING = "INTERLOKALE_VERENIGING"
    PROJECTVERENIGING = "PROJECTVERENIGING"
    DIENSTVERLENENDE_VERENIGING = "DIENSTVERLENENDE_VERENIGING"
    OPDRACHTHOUDENDE_VERENIGING = "OPDRACHTHOUDENDE_VERENIGING"


@dataclass(frozen=True, slots=True)
class FramePriority:
    """Something of which each year asks at least one action."""

    code: str
    """Under which it is reported; empty where the code is not known."""
    name: str
    """In official Dutch: it is the language of the law."""


@dataclass(frozen=True, slots=True)
class Step:
    """What so many inhabitants give a year."""

    up_to: int | None
    """The last number of inhabitants of the step, itself included; None on the highest."""
    amount_cents: Cents


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """What the support is worked out from."""

    steps: tuple[Step, ...]
    least_inhabitants: int
    """With fewer there is none, unless a centre city takes part."""
    most_without_centre_cents: Cents
    most_above_centre_cents: Cents
    """What a partnership with a centre city gets at most above what that city would get alone."""

    def of(self, inhabitants: int) -> Cents:
        """What the step of so many inhabitants gives, whatever the conditions."""
        return next(one.amount_cents for one in self.steps if one.up_to is None or inhabitants <= one.up_to)


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What holds on the days of ``valid``."""

    name: str
    valid: Period
    source: str
    priorities: tuple[FramePriority, ...]
    scale: Scale | None
    """None: no formula is known."""
    forms: tuple[Form, ...] | None = None
    """As what one can take part; None where that is not known."""
    least_inhabitants: int | None = None
    """Of a partnership; a centre city alone needs none. None where that is not known."""
    apply_by: date | None = None
    """The last day to apply; None where there is none, or it is not known."""
    when_short: str = ""
    """Who goes first where there is too little for all, in official Dutch; empty where that is not known."""
    credit_cents: Cents | None = None
    """What there is a year for all together; None where that is not known."""
    doubt: str = ""
    """What is not certain about it; empty when nothing is."""

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of its priorities; none where they are not known."""
        return tuple(one.code for one in self.priorities if one.code)


_FIRST_PRIORITIES = (
    FramePriority("", "netwerkvorming in het werkgebied"),
    FramePriority("", "de ontwikkeling van de lokale sociale economie"),
    FramePriority("", "maatschappelijk verantwoord ondernemen"),
)
_2012 = "BVR van 26 oktober 2012, op grond van artikel 15 van het decreet van 17 februari 2012"
_ASSOCIATIONS = (
    Form.WELZIJNSVERENIGING,
    Form.INTERLOKALE_VERENIGING,
    Form.PROJECTVERENIGING,
    Form.DIENSTVERLENENDE_VERENIGING,
    Form.OPDRACHTHOUDENDE_VERENIGING,
)

FRAMES: tuple[Frame, ...] = (
    Frame(
        name="regierol sociale economie",
        valid=Period(date(2012, 10, 26), date(2020, 1, 1)),
        source=_2012,
        priorities=_FIRST_PRIORITIES,
        scale=Scale(
            steps=(
                Step(80_000, Cents(25_000_00)),
                Step(150_000, Cents(50_000_00)),
                Step(220_000, Cents(75_000_00)),
                Step(290_000, Cents(100_000_00)),
                Step(360_000, Cents(125_000_00)),
                Step(430_000, Cents(150_000_00)),
                Step(500_000, Cents(175_000_00)),
                Step(None, Cents(200_000_00)),
            ),
            least_inhabitants=60_000,
            most_without_centre_cents=Cents(50_000_00),
            most_above_centre_cents=Cents(50_000_00),
        ),
        when_short="eerst samenwerkingsverbanden met een centrumstad, dan die met de hoogste gemiddelde werkloosheid",
        doubt=gettext_noop(
            "the day of the decision stands for its first day in force, which was not found; that a number on the edge of "
            "two steps belongs to the lower one is our reading; what two centre cities in one partnership get was not found"
        ),
    ),
    Frame(
        name="oproep regie lokale besturen 2020-2025",
        valid=Period(date(2020, 1, 1), date(2023, 1, 1)),
        source=f"oproep regie lokale besturen 2020-2025; {_2012}",
        priorities=_FIRST_PRIORITIES,
        scale=None,
        forms=(Form.CENTRUMSTAD, *_ASSOCIATIONS),
        least_inhabitants=60_000,
        apply_by=date(2020, 1, 15),
        credit_cents=Cents(2_225_000_00),
        doubt=gettext_noop(
            "whether the scale of before went on to hold was not found; the decision of 2022 takes its place from 2023 on, "
            "also for who was chosen until 2025"
        ),
    ),
    Frame(
        name="lokale regierol sociale economie en werk",
        valid=Period(date(2023, 1, 1)),
        source="BVR van 29 april 2022, op grond van artikel 15 van het decreet van 17 februari 2012",
        priorities=(
            FramePriority(Priority.ROLE, "de regierol opnemen"),
            FramePriority(
                Priority.WORK, "de tewerkstelling van personen met een afstand tot de arbeidsmarkt"
            ),
            FramePriority(Priority.ENTERPRISE, "het ondernemerschap, waaronder het sociaal ondernemen"),
            FramePriority(Priority.TOGETHER, "samenwerking met VDAB en een lokaal akkoord"),
        ),
        scale=None,
        credit_cents=Cents(3_000_000_00),
        doubt=gettext_noop(
            "its formula of the support was not found; nor whether anything takes its place after 2025"
        ),
    ),
)
"""The frames as they are known here. A year is read by that of its first day."""

CODES = frozenset(code for frame in FRAMES for code in frame.codes)
"""Every code that exists or existed, as far as is known."""


def frame_on(day: date, frames: Iterable[Frame] = FRAMES) -> Frame | None:
    """The frame of a day; None before the first."""
    return next((one for one in frames if day in one.valid), None)


class Why(StrEnum):
    """Why support is due or not, or why nobody can tell. Each has its words in ``domain.coordination_sentence``."""

    BY_SCALE = "BY_SCALE"
    CAPPED_WITHOUT_CENTRE = "CAPPED_WITHOUT_CENTRE"
    CAPPED_ABOVE_CENTRE = "CAPPED_ABOVE_CENTRE"
    TOO_FEW_INHABITANTS = "TOO_FEW_INHABITANTS"
    FORM_NOT_ADMITTED = "FORM_NOT_ADMITTED"
    OPTED_OUT = "OPTED_OUT"
    """Whoever takes up the role chose to do without."""
    ENTERED = "ENTERED"
    """No formula is known, and the amount was entered with its source."""
    NO_FORMULA = "NO_FORMULA"
    NO_FRAME = "NO_FRAME"
    SEVERAL_CENTRES = "SEVERAL_CENTRES"
    INHABITANTS_UNKNOWN = "INHABITANTS_UNKNOWN"


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleHolder:
    """Who takes up the role, as far as the support depends on it."""

    form: Form
    inhabitants: int | None
    """Of the whole area on the day that counts; None when nobody told."""
    centre_inhabitants: tuple[int, ...] = ()
    """Of each centre city that takes part; of one that stands alone its own."""
    wants_support: bool | None = None
    """False: it chose to do without. None where nothing is known of that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleYear:
    """What is told of the role in one year, of one's own accord or as a plan or decision says it. Nothing of it is asked for.

    Raises:
        ValueError: it tells nothing, or something below zero.
    """

    wants_support: bool | None = None
    vision: str = ""
    """In a few sentences that name nobody."""
    fte_hundredths: int | None = None
    """People at work on it, in hundredths of a full-time job."""
    means_cents: Cents | None = None
    """Own means, without the support."""
    coordinator_since: date | None = None
    """Since when there is a coordinator: never who."""

    def __post_init__(self) -> None:
        if self._is_empty:
            raise ValueError("say something of the year")
        if (self.fte_hundredths or 0) < 0 or (self.means_cents or 0) < 0:
            raise ValueError("people and means are not below zero")

    @property
    def _is_empty(self) -> bool:
        return not self.vision and all(
            one is None
            for one in (self.wants_support, self.fte_hundredths, self.means_cents, self.coordinator_since)
        )


@dataclass(frozen=True, slots=True)
class Support:
    """What is due a year and why; None: nobody can tell."""

    amount_cents: Cents | None
    why: Why


def support_due(
    holder: RoleHolder, day: date, entered_cents: int | None = None, frames: Iterable[Frame] = FRAMES
) -> Support:
    """What ``holder`` is due for the year of ``day``, whose inhabitants are those of that day.

    ``entered_cents`` is what was granted, where somebody entered it: it counts only where no formula is known.

    Raises:
        ValueError: fewer than no inhabitants, or more of them in centre cities than in all.
    """
    _check(holder)
    frame = frame_on(day, frames)
    if frame is None:
        return Support(None, Why.NO_FRAME)
    if frame.forms is not None and holder.form not in frame.forms:
        return Support(Cents(0), Why.FORM_NOT_ADMITTED)
    if holder.wants_support is False:
        return Support(Cents(0), Why.OPTED_OUT)
    if frame.scale is not None:
        return _by_scale(holder, frame.scale)
    if entered_cents is not None:
        return Support(Cents(entered_cents), Why.ENTERED)
    least = 0 if holder.form is Form.CENTRUMSTAD else frame.least_inhabitants or 0
    if holder.inhabitants is not None and holder.inhabitants < least:
        return Support(Cents(0), Why.TOO_FEW_INHABITANTS)
    return Support(None, Why.NO_FORMULA)


def _by_scale(holder: RoleHolder, scale: Scale) -> Support:
    """What the scale and its caps give."""
    if holder.inhabitants is None:
        return Support(None, Why.INHABITANTS_UNKNOWN)
    by_scale = scale.of(holder.inhabitants)
    if not holder.centre_inhabitants:
        if holder.inhabitants < scale.least_inhabitants:
            return Support(Cents(0), Why.TOO_FEW_INHABITANTS)
        most, why = scale.most_without_centre_cents, Why.CAPPED_WITHOUT_CENTRE
    elif len(holder.centre_inhabitants) > 1:
        return Support(None, Why.SEVERAL_CENTRES)
    else:
        alone = scale.of(holder.centre_inhabitants[0])
        most, why = alone + scale.most_above_centre_cents, Why.CAPPED_ABOVE_CENTRE
    return Support(by_scale, Why.BY_SCALE) if by_scale <= most else Support(most, why)


def _check(holder: RoleHolder) -> None:
    if any(one < 0 for one in (holder.inhabitants or 0, *holder.centre_inhabitants)):
        raise ValueError("inhabitants are not fewer than none")
    if holder.inhabitants is not None and sum(holder.centre_inhabitants) > holder.inhabitants:
        raise ValueError(
            f"{sum(holder.centre_inhabitants)} inhabitants of centre cities do not fit in {holder.inhabitants}"
        )
