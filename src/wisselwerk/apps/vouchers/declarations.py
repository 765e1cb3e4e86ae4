"""What an applicant declares, checked before it is kept: where the seat is, which aid there was before, who bears VAT."""

from collections.abc import Mapping
from datetime import date
from typing import Any, TypeAlias

from wisselwerk.apps.schemes.models import Scheme
from wisselwerk.apps.schemes.queries import rule_set, version_on
from wisselwerk.clock import today
from wisselwerk.domain.aid import Activity, EarlierAid
from wisselwerk.domain.refusal import Reason, Refusal, RefusalCode
from wisselwerk.domain.rule import RuleSet
from wisselwerk.domain.rule.aid import DeMinimis
from wisselwerk.domain.rule.plain import from_plain, to_plain
from wisselwerk.domain.rule.vat import EligibleAmount, VatBasis
from wisselwerk.formats.territory import belgian_territory

Declarations: TypeAlias = Mapping[str, Any]
"""Plain JSON. ``municipality``: the code of where the seat is. ``activity`` and ``de_minimis_aid`` (a list of grants,
each with ``amount_cents`` and where known ``granted_on`` and ``activity``) and ``deducts_vat`` (no right to deduct any:
false): what a scheme with the rule for it asks."""

ASKED = frozenset({"municipality", "activity", "de_minimis_aid", "deducts_vat"})
MOST_GRANTS = 100
MOST_CENTS = 10**12
"""More than any aid there is; what is above it is a mistake in typing."""


def declared(declarations: Declarations, scheme: Scheme, applied_on: date) -> dict[str, Any]:
    """What was declared with an application of this day, as it is kept. Absent: nothing to declare.

    Of aid nothing is kept where the scheme does not ask it. The single undertaking that an enterprise is a part of
    declares as one. What was granted here is known and need not be declared.

    Raises:
        Refusal: PLACE_UNKNOWN; DAY_TO_COME for aid of a day after today.
        ValueError: a declaration that nobody asks for, or of another shape.
    """
    if unknown := declarations.keys() - ASKED:
        raise ValueError(f"nobody asks to declare {', '.join(sorted(unknown))}")
    kept: dict[str, Any] = {}
    if code := (declarations.get("municipality") or "").strip():
        if not belgian_territory().knows(code):
            raise Refusal(Reason(RefusalCode.PLACE_UNKNOWN, {"code": code}))
        kept["municipality"] = code
    activity, aid = activity_in(declarations), aid_in(declarations)
    if (aid or activity is not Activity.GENERAL) and asks_aid(scheme, applied_on):
        kept["activity"] = activity.value
        kept["de_minimis_aid"] = [to_plain(_possible(one)) for one in aid]
    if not deducts_vat(declarations) and asks_vat(rules_on(scheme, applied_on)):
        kept["deducts_vat"] = False
    return kept


def rules_on(scheme: Scheme, on: date) -> RuleSet | None:
    """The rules of a scheme on this day; None before the first. One query."""
    version = version_on(scheme, on)
    return rule_set(version) if version else None


def asks_aid(scheme: Scheme, on: date) -> bool:
    """Whether the rules of a scheme ask on this day which de minimis aid there was before."""
    rules = rules_on(scheme, on)
    return rules is not None and rules.find(DeMinimis) is not None


def asks_vat(rules: RuleSet | None) -> bool:
    """Whether it matters for these rules that an enterprise cannot deduct VAT."""
    rule = rules.find(EligibleAmount) if rules else None
    return rule is not None and rule.without_deduction is VatBasis.WITH_VAT


def deducts_vat(declarations: Declarations) -> bool:
    """Whether the enterprise can deduct VAT, in whole or in part; it can where nothing else was declared."""
    declared = declarations.get("deducts_vat", True)
    if not isinstance(declared, bool):
        raise ValueError(f"deducting VAT is declared as true or false, not as {declared!r}")  # noqa: TRY004 data
    return declared


def activity_in(declarations: Declarations) -> Activity:
    """For which activity the voucher is; general where nothing else was declared."""
    return Activity(declarations.get("activity") or Activity.GENERAL)


def aid_in(declarations: Declarations) -> tuple[EarlierAid, ...]:
    """The aid that was declared; none where nothing was."""
    return tuple(from_plain(EarlierAid, _with_day(one)) for one in declarations.get("de_minimis_aid") or ())


def _with_day(plain: Mapping[str, Any]) -> Mapping[str, Any]:
    return {"granted_on": None, **plain}


def _possible(aid: EarlierAid) -> EarlierAid:
    if not 0 < aid.amount_cents <= MOST_CENTS:
        raise ValueError(f"aid is an amount from one cent to {MOST_CENTS}, not {aid.amount_cents}")
    if aid.granted_on is not None and aid.granted_on > today():
        raise Refusal(Reason(RefusalCode.DAY_TO_COME, {"on": aid.granted_on}))
    return aid
