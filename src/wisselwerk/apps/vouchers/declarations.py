"""What an applicant declares, checked before it is kept: where the seat is, which aid there was before, and what rules ask."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, TypeAlias

from wisselwerk.apps.schemes.models import Scheme
from wisselwerk.apps.schemes.queries import rule_set, version_on
from wisselwerk.clock import today
from wisselwerk.domain.aid import Activity, EarlierAid
from wisselwerk.domain.refusal import Reason, Refusal, RefusalCode
from wisselwerk.domain.rule import RuleSet
from wisselwerk.domain.rule.aid import DeMinimis
from wisselwerk.domain.rule.base import FACT_NAMES
from wisselwerk.domain.rule.parameter import PlaceCode
from wisselwerk.domain.rule.plain import from_plain, plain_value, to_plain
from wisselwerk.domain.rule.question import DEDUCTS_VAT, QUESTIONS, Question
from wisselwerk.formats.territory import belgian_territory

Declarations: TypeAlias = Mapping[str, Any]
"""Plain JSON. ``municipality``: the code of where the seat is. ``activity`` and ``de_minimis_aid`` (a list of grants,
each with ``amount_cents`` and where known ``granted_on`` and ``activity``): what a scheme with the rule for it asks. And by
its name the answer to each ``Question`` that the rules of the scheme ask."""

ASKED = frozenset({"municipality", "activity", "de_minimis_aid", *(one.name for one in QUESTIONS)})
FACTS = tuple(one for one in QUESTIONS if one.name in FACT_NAMES)
"""Questions of which the answer is a fact as it stands."""
MOST_GRANTS = 100
MOST_CENTS = 10**12
"""More than any aid there is; what is above it is a mistake in typing."""


def declared(declarations: Declarations, scheme: Scheme, applied_on: date) -> dict[str, Any]:
    """What was declared with an application of this day, as it is kept. Absent: nothing to declare.

    Nothing is kept that the rules of the scheme do not ask. The single undertaking that an enterprise is a part of
    declares as one. What was granted here is known and need not be declared.

    Raises:
        Refusal: PLACE_UNKNOWN; DAY_TO_COME for aid of a day after today.
        ValueError: a declaration that nobody asks for, or of another shape.
    """
    if unknown := declarations.keys() - ASKED:
        raise ValueError(f"nobody asks to declare {', '.join(sorted(unknown))}")
    kept: dict[str, Any] = {}
    if code := (declarations.get("municipality") or "").strip():
        kept["municipality"] = _known_place(code)
    activity, aid = activity_in(declarations), aid_in(declarations)
    if (aid or activity is not Activity.GENERAL) and asks_aid(scheme, applied_on):
        kept["activity"] = activity.value
        kept["de_minimis_aid"] = [to_plain(_possible(one)) for one in aid]
    rules = rules_on(scheme, applied_on)
    return kept | _answered(declarations, rules.questions if rules else ())


def rules_on(scheme: Scheme, on: date) -> RuleSet | None:
    """The rules of a scheme on this day; None before the first. One query."""
    version = version_on(scheme, on)
    return rule_set(version) if version else None


def asks_aid(scheme: Scheme, on: date) -> bool:
    """Whether the rules of a scheme ask on this day which de minimis aid there was before."""
    rules = rules_on(scheme, on)
    return rules is not None and rules.find(DeMinimis) is not None


def answer_in(declarations: Declarations, question: Question) -> Any:
    """What was declared in answer to a question; the usual answer where nothing was, None where there is none.

    Raises:
        ValueError: it is no answer to this question.
    """
    return question.read(declarations[question.name]) if question.name in declarations else question.usual


def deducts_vat(declarations: Declarations) -> bool:
    """Whether the enterprise can deduct VAT, in whole or in part; it can where nothing else was declared."""
    return bool(answer_in(declarations, DEDUCTS_VAT))


def answers_in(declarations: Declarations) -> list[tuple[Question, Any]]:
    """What was answered to the questions of the rules, one by one; not about VAT, of which only a no is kept."""
    asked = (question for question in QUESTIONS if question.usual is None)
    return [
        (question, answer_in(declarations, question)) for question in asked if question.name in declarations
    ]


def facts_in(declarations: Declarations) -> dict[str, Any]:
    """The facts that were declared, by name; None where nothing was."""
    return {question.name: answer_in(declarations, question) for question in FACTS}


def _answered(declarations: Declarations, questions: Iterable[Question]) -> dict[str, Any]:
    """The answers to keep: to what is asked, and where they are not the usual ones. All are read, also the others."""
    answers = {question: answer_in(declarations, question) for question in QUESTIONS}
    kept = {question: answers[question] for question in questions if answers[question] != question.usual}
    for question, answer in kept.items():
        if question.answer is PlaceCode:
            _known_place(answer)
    return {question.name: plain_value(answer) for question, answer in kept.items()}


def _known_place(code: str) -> str:
    if not belgian_territory().knows(code):
        raise Refusal(Reason(RefusalCode.PLACE_UNKNOWN, {"code": code}))
    return code


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
