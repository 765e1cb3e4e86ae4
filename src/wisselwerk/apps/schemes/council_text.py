"""A text before the councils, with all that its words need; plain when a decision was taken on it, and read again."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any, TypeAlias

from django.db.models import Q

from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.schemes.council_model import CouncilStep
from wisselwerk.apps.schemes.draft_model import Draft
from wisselwerk.apps.schemes.models import RuleSetVersion, Scheme
from wisselwerk.domain.regulation import Regulation, Setting, write
from wisselwerk.domain.regulation.council import Reason
from wisselwerk.domain.regulation.planned import Planned, read_amounts
from wisselwerk.domain.rule import RuleSet
from wisselwerk.formats.official_place import names_on

Text: TypeAlias = Draft | RuleSetVersion
"""What goes to the councils: rules that are being written, or rules that were published."""

DAYS = ("starts_on", "replaces_from")


@dataclass(frozen=True, slots=True)
class Submitted:
    """A text before the councils, with all that its words need."""

    text: Text
    scheme: Scheme | None
    """None until a new scheme is published."""
    partnership: Organisation
    slug: str
    day: date
    """The day on which the text would start, or started."""
    rules: RuleSet
    source: str
    setting: Setting
    parent: str
    before: RuleSet | None
    """The rules that it is held to: those that were taken over, or those that it takes the place of."""
    reasons: tuple[Reason, ...]
    budgets: tuple[tuple[int, int], ...]
    planned: Mapping[str, Planned]
    """What was entered for the multi-year plan, by ``plan.code_of`` the member."""
    visum: str
    changed_at: datetime
    """When its rules were last changed."""

    @property
    def regulation(self) -> Regulation:
        """The regulation as the partnership proposes it."""
        return write(self.rules, self.setting, own_source=self.source)


def to_plain(submitted: Submitted) -> dict[str, Any]:
    """All that the words of a decision are written from, as plain JSON."""
    around = asdict(submitted.setting)
    del around["place"]  # names of places follow from the day
    days = {name: day.isoformat() if (day := around[name]) else None for name in DAYS}
    return {
        "day": submitted.day.isoformat(),
        "rules": submitted.rules.to_plain(),
        "source": submitted.source,
        "setting": around | days | {"members": list(submitted.setting.members)},
        "parent": submitted.parent,
        "before": None if submitted.before is None else submitted.before.to_plain(),
        "reasons": [asdict(one) for one in submitted.reasons],
        "budgets": [list(one) for one in submitted.budgets],
        "planned": {code: one.plain_amounts for code, one in submitted.planned.items()},
        "visum": submitted.visum,
    }


def as_proposed(submitted: Submitted, plain: Mapping[str, Any]) -> Submitted:
    """The text as it was when a decision was taken on it.

    Raises:
        ValueError: it cannot be read.
    """
    return replace(submitted, **read(plain))


def read(plain: Mapping[str, Any]) -> dict[str, Any]:
    """What ``to_plain`` wrote, as the fields of a text.

    Raises:
        ValueError: it cannot be read.
    """
    try:
        day, around = date.fromisoformat(plain["day"]), plain["setting"]
        days = {name: date.fromisoformat(found) if (found := around[name]) else None for name in DAYS}
        # What was decided before these were kept had neither.
        before, planned = plain.get("before"), plain.get("planned", {})
        told = {**around, **days, "members": tuple(around["members"]), "place": names_on(day)}
        return {
            "day": day,
            "rules": RuleSet.from_plain(plain["rules"]),
            "source": plain["source"],
            "setting": Setting(**told),
            "parent": plain["parent"],
            "before": None if before is None else RuleSet.from_plain(before),
            "reasons": tuple(Reason(**one) for one in plain["reasons"]),
            "budgets": tuple((year, cents) for year, cents in plain["budgets"]),
            "planned": {code: Planned(amounts=read_amounts(one)) for code, one in planned.items()},
            "visum": plain["visum"],
        }
    except (AttributeError, KeyError, TypeError) as problem:
        raise ValueError(f"no text before a council: {problem}") from problem


def steps_of(text: Text) -> dict[int, list[CouncilStep]]:
    """All that was recorded of each council, oldest first, by member; of a version also of the draft that became it.

    One query.
    """
    of_text = Q(draft=text) if isinstance(text, Draft) else Q(version=text) | Q(draft__version=text)
    found: dict[int, list[CouncilStep]] = {}
    for one in CouncilStep.objects.filter(of_text).select_related("member").order_by("pk"):
        found.setdefault(one.member_id, []).append(one)
    return found


def newest_steps(text: Text) -> dict[int, CouncilStep]:
    """The newest step of each council, by member. One query."""
    return {member: steps[-1] for member, steps in steps_of(text).items()}
