"""What is looked at in each item of a sample, and what came of it.

Of a dossier the check list follows from the rules of its own day: what they do not ask is not looked at, so that nobody is
held to a rule that came later.
"""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import TypeVar

from wisselwerk.domain.disclosure import OUTSIDE, Figure, published
from wisselwerk.domain.refusal import Reason, Refusal, RefusalCode
from wisselwerk.domain.rule import RuleSet
from wisselwerk.domain.sample import SampleKind

K = TypeVar("K", bound=str)


class SampleCheck(StrEnum):
    """One thing to look at."""

    PERIOD = "PERIOD"
    """The invoice is dated while the voucher was valid."""
    AMOUNT = "AMOUNT"
    """What the voucher paid is what the rules give."""
    OWN_PART = "OWN_PART"
    """The own contribution is on the invoice, or shown."""
    PROOF = "PROOF"
    """What the rules ask as proof is there."""
    ENTERPRISE = "ENTERPRISE"
    """The enterprise was admitted by the rules of that day."""
    PROVIDER = "PROVIDER"
    """The provider, and what it sold, were admitted by the rules of that day."""
    LAST_PART = "LAST_PART"
    """The last part was paid after both sides were heard."""
    DOUBLE_USE = "DOUBLE_USE"
    """The invoice was used once, here and elsewhere."""
    SOURCE = "SOURCE"
    """The source can be found where the register says."""
    SAYS_SO = "SAYS_SO"
    """It says what the register reads in it."""
    FITS = "FITS"
    """It is an initiative for the social economy or for work, under the priority that the register gives."""


FROM_RULES: Mapping[SampleCheck, tuple[str, ...]] = {
    SampleCheck.PERIOD: ("validity",),
    SampleCheck.AMOUNT: ("amount", "eligible_amount", "minimum_order", "invoices_per_voucher"),
    SampleCheck.OWN_PART: ("own_contribution",),
    SampleCheck.PROOF: ("proof",),
    SampleCheck.ENTERPRISE: (
        "territory",
        "regular_enterprise",
        "enterprise_size",
        "sector",
        "number_per_enterprise",
        "enterprise_ceiling",
    ),
    SampleCheck.PROVIDER: (
        "provider_category",
        "service_category",
        "first_acquaintance",
        "independence",
    ),
    SampleCheck.LAST_PART: ("last_part",),
}
"""From which kinds of rules a check of a dossier follows: it is made where one of them stands in the rules of its day."""
ALWAYS = (SampleCheck.DOUBLE_USE,)
"""An invoice counts once whatever the rules of a scheme are."""
OF_THE_PUBLIC = (SampleCheck.SOURCE, SampleCheck.SAYS_SO, SampleCheck.FITS)


class Seen(StrEnum):
    """What a check came to."""

    FINE = "FINE"
    FINDING = "FINDING"
    CANNOT_TELL = "CANNOT_TELL"


class Consequence(StrEnum):
    """What a finding asks for. A sample decides nothing: whose it is does so, where that is done."""

    NONE = "NONE"
    CORRECT = "CORRECT"
    """Something has to be put right."""
    RECOVER = "RECOVER"
    """Money may have to come back."""


CONSEQUENCES_OF: Mapping[SampleKind, tuple[Consequence, ...]] = {
    SampleKind.PUBLIC: (Consequence.NONE, Consequence.CORRECT),
    SampleKind.DOSSIERS: tuple(Consequence),
}


@dataclass(frozen=True, slots=True)
class Point:
    """A check with the kinds of rules from which it follows; none where it is made always."""

    check: SampleCheck
    rules: tuple[str, ...] = ()


def check_list(rules: RuleSet | None) -> tuple[Point, ...]:
    """What is looked at in a dossier under these rules; of something public (None) what is looked at there."""
    if rules is None:
        return tuple(Point(one) for one in OF_THE_PUBLIC)
    standing = [one.rule.kind for one in rules.rules]
    points = (
        Point(check, tuple(kind for kind in kinds if kind in standing)) for check, kinds in FROM_RULES.items()
    )
    return (*(one for one in points if one.rules), *(Point(one) for one in ALWAYS))


def judged(kind: SampleKind, seen: Seen, consequence: Consequence | None) -> None:
    """Stop here unless a finding says what it asks for, and nothing else does.

    Raises:
        Refusal: FINDING_INCOMPLETE.
    """
    fits = consequence in CONSEQUENCES_OF[kind] if seen is Seen.FINDING else consequence is None
    if not fits:
        raise Refusal(Reason(RefusalCode.FINDING_INCOMPLETE))


@dataclass(frozen=True, slots=True)
class Tally:
    """What a sample came to, as it may be passed on; None where a number would point at somebody."""

    looked_at: int
    with_finding: int | None
    by_check: Mapping[SampleCheck, Mapping[Seen, int | None]]
    overlaps_another_sample: bool = False
    """Whether no number is told because another sample holds some of the same."""

    def digest(self) -> str:
        """SHA-256 of all that is told: who saw one and who passes it on mean the same when these are."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()


UNASKED = "unasked"
"""Beside what a check came to: that it was not made."""


def tally(items: Iterable[Mapping[SampleCheck, Seen]], kind: SampleKind) -> Tally:
    """Counts over the items, each with what its checks came to. Of dossiers no small number is shown, nor what gives one back."""
    every = list(items)
    checks = [check for check in SampleCheck if any(check in one for one in every)]
    counts = {
        check: {seen: sum(one.get(check) is seen for one in every) for seen in Seen} for check in checks
    }
    with_finding = sum(Seen.FINDING in one.values() for one in every)
    if kind is SampleKind.PUBLIC:
        return Tally(len(every), with_finding, counts)
    # How many dossiers a check was not asked of, because other rules applied to them, follows from how many it was asked of.
    by_check = {
        check: published(_parts(check, {**of_check, UNASKED: len(every) - sum(of_check.values())}))
        for check, of_check in counts.items()
    }
    # As many dossiers have a finding as one check has at least, and as all have together at most: where one of those
    # numbers is hidden, this one could give it back.
    is_hidden = any(of_check[Seen.FINDING] is None for of_check in by_check.values())
    parts = {"with": with_finding, "without": len(every) - with_finding}
    return Tally(
        len(every),
        published(_parts("any", parts, withheld=is_hidden))["with"],
        {check: {seen: by_check[check][seen] for seen in Seen} for check in checks},
    )


def untold(looked_at: int) -> Tally:
    """What is told of a sample of dossiers of which some are in an earlier one as well: how many were looked at.

    Any number of it beside the same one of the other sample would tell of the dossiers in which they differ, and that may be
    one. Samples of which numbers are told have no dossier in common, so nothing is left to take off.
    """
    return Tally(looked_at, None, {}, overlaps_another_sample=True)


def _parts(name: str, parts: Mapping[K, int], *, withheld: bool = False) -> dict[str, Figure]:
    """Numbers that are together as many as everybody knows."""
    figures = {key: Figure(number, name, OUTSIDE, is_withheld=withheld) for key, number in parts.items()}
    return figures | {"": Figure(sum(parts.values()), OUTSIDE, name, is_public=True)}


def unjudged(asked: Collection[SampleCheck], known: Collection[SampleCheck]) -> int:
    """How many checks of an item nobody has judged yet."""
    return len(set(asked) - set(known))
