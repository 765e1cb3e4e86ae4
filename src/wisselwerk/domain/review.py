"""A person decides: the term in which that happens, and the questions to the applicant that stop it.

The term is so many working days after the day on which the application began to wait for a person. It stands still
while the applicant is asked something, and goes on with the working days that were left: on the answer, when the question
could not be delivered, or after the last day to answer of somebody who was reminded. Who got the question and not the
reminder keeps that day. Nothing is decided by silence: it
is then the coordinator's turn again. A term that is over stays over, whatever is asked.

How long each term is where the rules say nothing is ours. The law asks that a government decides within a reasonable term
and gives none for this: the principle of good administration (*redelijke termijn*).
"""

from collections.abc import Container
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from wisselwerk.domain.refusal import Reason, Refusal, RefusalCode
from wisselwerk.domain.working_day import working_day_after, working_days_left

USUAL_TERM = 20
"""Working days to decide, about four weeks. Ours, where the rules say nothing."""
ANSWER_TERM = 10
"""Working days in which the applicant is asked to answer. Ours."""
REMINDED_AFTER = 5
"""Working days after a question without an answer. Ours."""
AFTER_REMINDER = 3
"""Working days that are at least left after a reminder that went out late. Ours."""


class ReviewVerb(StrEnum):
    """What can happen while an application waits for a person."""

    BEGIN = "BEGIN"
    """It began to wait: the rules left it to a person, or who was refused asked to look again."""
    ASK = "ASK"
    """The coordinator asked the applicant something."""
    REMIND = "REMIND"
    """The applicant was reminded of the question."""
    ANSWER = "ANSWER"
    UNDELIVERED = "UNDELIVERED"
    """The mail server does not take the question: there is nobody to wait for. Or only the reminder: that day stays."""
    WITHDRAW = "WITHDRAW"
    """The applicant wants no voucher any more."""


class ReviewState(StrEnum):
    """Whose turn it is on a day."""

    TO_DECIDE = "to_decide"
    LATE = "late"
    """The coordinator's, and the term is over."""
    ANSWER_AWAITED = "answer_awaited"
    """The applicant's: the term stands still."""
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Term:
    """The last thing that happened, and the term it left: running, or stopped by a question."""

    verb: ReviewVerb
    on: date
    until: date | None = None
    """While it runs: the last day to decide. That day counts. Kept beside a question where the term was over before it."""
    days_left: int | None = None
    """While it stands still: the working days that were left."""
    answer_by: date | None = None
    """While a question has no answer: the last day on which the applicant is asked to give one."""

    def is_awaited(self, on: date) -> bool:
        """Whether the applicant is waited for: to the last day to answer, and never before there was a reminder."""
        return self.answer_by is not None and (on <= self.answer_by or self.verb is ReviewVerb.ASK)

    @property
    def can_answer(self) -> bool:
        """Whether a question has no answer yet. One that did not arrive can be read on the page, and answered there."""
        return self.answer_by is not None or self.verb is ReviewVerb.UNDELIVERED

    def last_day(self, on: date, holidays: Container[date]) -> date | None:
        """The last day to decide, as it is known ``on`` a day; None while the term stands still."""
        if self.until is not None or self.answer_by is None or self.is_awaited(on):
            return self.until
        # Nobody answered: the term went on after the last day to answer.
        return _after(self.answer_by, self.days_left, holidays)

    def state(self, on: date, holidays: Container[date]) -> ReviewState:
        """Whose turn it is ``on`` a day."""
        if self.verb is ReviewVerb.WITHDRAW:
            return ReviewState.WITHDRAWN
        if self.is_awaited(on):
            return ReviewState.ANSWER_AWAITED
        until = self.last_day(on, holidays)
        return ReviewState.LATE if until is not None and on > until else ReviewState.TO_DECIDE

    def reminder_is_due(self, on: date, holidays: Container[date]) -> bool:
        """Whether the applicant has to be reminded ``on`` this day or was to be before."""
        return self.verb is ReviewVerb.ASK and on >= working_day_after(self.on, REMINDED_AFTER, holidays)


def begun(on: date, working_days: int, holidays: Container[date]) -> Term:
    """The term of an application that began to wait for a person ``on`` this day."""
    return Term(ReviewVerb.BEGIN, on, until=working_day_after(on, working_days, holidays))


def after(term: Term, verb: ReviewVerb, on: date, holidays: Container[date]) -> Term:
    """The term that ``verb`` leaves, ``on`` the day it happens.

    Raises:
        Refusal: QUESTION_OPEN when the applicant can still answer the last one; NOTHING_ASKED when there is nothing to
            answer or to be reminded of; WRONG_STATE once the application was withdrawn.
    """
    if term.verb is ReviewVerb.WITHDRAW:
        raise _refused(RefusalCode.WRONG_STATE, state=ReviewState.WITHDRAWN.value)
    match verb:
        case ReviewVerb.ASK:
            if term.is_awaited(on):
                raise _refused(RefusalCode.QUESTION_OPEN, answer_until=term.answer_by)
            return _asked(term, on, holidays)
        case ReviewVerb.WITHDRAW:
            return Term(verb, on)
    can_come = {
        ReviewVerb.ANSWER: term.can_answer,
        ReviewVerb.REMIND: term.verb is ReviewVerb.ASK,
        ReviewVerb.UNDELIVERED: term.verb in {ReviewVerb.ASK, ReviewVerb.REMIND},
    }
    if not can_come.get(verb, False):
        raise _refused(RefusalCode.NOTHING_ASKED)
    if verb is ReviewVerb.UNDELIVERED and term.verb is ReviewVerb.REMIND:
        # The question itself arrived: the applicant was told a day, and is heard until then.
        return replace(term, verb=verb, on=on)
    if verb is ReviewVerb.REMIND:
        assert term.answer_by is not None, "a question has a last day to answer"
        later = working_day_after(on, AFTER_REMINDER, holidays)
        return replace(term, verb=verb, on=on, answer_by=max(term.answer_by, later))
    until = term.last_day(on, holidays)
    return Term(verb, on, until=_after(on, term.days_left, holidays) if until is None else until)


def may_refuse(term: Term, on: date) -> None:
    """Stop here while somebody who was asked a question can still answer it: a refusal hears the applicant first.

    Raises:
        Refusal: ANSWER_AWAITED.
    """
    if term.is_awaited(on):
        raise _refused(RefusalCode.ANSWER_AWAITED, answer_until=term.answer_by)


def _asked(term: Term, on: date, holidays: Container[date]) -> Term:
    until, answer_by = term.last_day(on, holidays), working_day_after(on, ANSWER_TERM, holidays)
    assert until is not None, "a term that stands still waits for an answer"
    if on > until:
        return Term(ReviewVerb.ASK, on, until=until, answer_by=answer_by)
    left = working_days_left(on, until, holidays)
    return Term(ReviewVerb.ASK, on, days_left=left, answer_by=answer_by)


def _after(on: date, left: int | None, holidays: Container[date]) -> date:
    """With what was left after ``on``: at least one working day, because somebody has to read the answer."""
    return working_day_after(on, max(left or 0, 1), holidays)


def _refused(code: RefusalCode, **params: object) -> Refusal:
    return Refusal(Reason(code, MappingProxyType(params)))
