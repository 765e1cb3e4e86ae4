"""What a rule is: parameters that are data, and a check from facts to an outcome.

A rule never raises on a fact: it passes, fails with a reason, or says that a person must look. A fact nobody knows
(``None``) is never a yes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar, Protocol

from wisselwerk.domain.refusal import Reason


class ProviderKind(StrEnum):
    """Categories of social-economy enterprise fixed by law; they keep their Dutch name."""

    SOCIALE_WERKPLAATS = "SOCIALE_WERKPLAATS"
    BESCHUTTE_WERKPLAATS = "BESCHUTTE_WERKPLAATS"
    MAATWERKBEDRIJF = "MAATWERKBEDRIJF"
    MAATWERKAFDELING = "MAATWERKAFDELING"
    LOKALE_DIENSTENECONOMIE = "LOKALE_DIENSTENECONOMIE"


class Verdict(StrEnum):
    """What one rule says of one application."""

    PASS = "PASS"
    FAIL = "FAIL"
    REVIEW = "REVIEW"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What was known of one application on the day it was decided. None means: not known.

    Facts are frozen with the decision and replayed years later, so they hold no personal data: no addresses, no names.
    """

    applied_on: date
    seat_places: tuple[str, ...] | None = None
    """NIS codes of the places where the seat may lie, as fine as is known: one code when it is located."""
    is_social_economy_enterprise: bool | None = None
    """Whether the applicant is itself a recognised social-economy enterprise on that day."""
    provider_chosen: bool = False
    provider_kinds: tuple[ProviderKind, ...] | None = None
    """Kinds under which the chosen provider is recognised on that day; empty when it is not recognised."""
    vouchers_counted: int | None = None
    """Vouchers of this scheme that count for this enterprise already."""
    budget_left_cents: int | None = None
    """Money left in the budget that would carry this voucher."""
    ceilings_left_cents: Mapping[str, int] | None = None
    """Room left under each ceiling of the scheme: keys ``total``, ``per_member``, ``per_year``."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one rule said: its kind, the verdict, and the reason when it did not pass."""

    kind: str
    verdict: Verdict
    reason: Reason | None = None


class Rule(Protocol):
    """A kind of rule: a frozen dataclass whose fields are its parameters.

    ``sentence`` is the message id that explains the rule to a reader; its places are the parameters.
    """

    kind: ClassVar[str]
    sentence: ClassVar[str]

    def check(self, facts: Facts) -> Outcome:
        """Judge ``facts``."""
        ...
