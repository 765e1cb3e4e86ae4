"""A form that asks what the rules of a scheme ask, and nothing more: each ``Question`` becomes a field."""

import re
from collections.abc import Collection, Iterable
from enum import Enum
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from wisselwerk.apps.vouchers.declarations import Declarations, answer_in
from wisselwerk.clock import today
from wisselwerk.domain.rule.parameter import Matches, PlaceCode, without_limits
from wisselwerk.domain.rule.plain import plain_value
from wisselwerk.domain.rule.question import Question
from wisselwerk.web.aid_form import NO, YES, AidForm
from wisselwerk.web.places import places_in
from wisselwerk.web.purpose import Purpose, asks
from wisselwerk.wording import word

POINTS = re.compile(r"[.\s]")
"""What people write between the digits of a code."""


class AnswerField(forms.CharField):
    """A text that answers a question, such as a code."""

    def __init__(self, question: Question, **kwargs: Any) -> None:
        super().__init__(max_length=20, **kwargs)
        self.question = question

    def clean(self, value: Any) -> Any:
        """The text without points."""
        given = POINTS.sub("", super().clean(value))
        try:
            return self.question.read(given) if given else ""
        except ValueError as error:
            raise forms.ValidationError(
                _("This is no such code. Write it like {example}.").format(example=_example(self.question))
            ) from error


def _example(question: Question) -> str:
    _shape, limits = without_limits(question.answer)
    return next(limit.example for limit in limits if isinstance(limit, Matches))


@asks(made=Purpose.RIGHT)
class QuestionForm(AidForm):
    """A form that asks an applicant the questions of some rules; ``answers`` are the fields to show."""

    questions: tuple[Question, ...] = ()
    voice = "asked"
    """Whom the questions speak to: ``asked`` the business itself, ``told`` a coordinator."""

    def ask(self, questions: Iterable[Question], area: Collection[str], *, required: bool) -> None:
        """Add a field for each question. ``area`` holds the places of the scheme."""
        self.questions = tuple(questions)
        for question in self.questions:
            self.fields[question.name] = _field(question, self.voice, area, required=required)

    @property
    def answers(self) -> list[BoundField]:
        """The fields of the questions, in the order in which they are asked."""
        return [self[question.name] for question in self.questions]

    def answered(self) -> dict[str, Any]:
        """What was filled in, as the command takes it; what was left open is absent."""
        given = {question: self.cleaned_data.get(question.name) for question in self.questions}
        return {
            question.name: answer == YES if question.answer is bool else answer
            for question, answer in given.items()
            if answer
        }


def as_answered(questions: Iterable[Question], declarations: Declarations) -> dict[str, Any]:
    """What was declared, as the fields of the form show it."""
    answers = {question.name: answer_in(declarations, question) for question in questions}
    return {
        name: (YES if answer else NO) if isinstance(answer, bool) else plain_value(answer)
        for name, answer in answers.items()
        if answer is not None
    }


def _field(question: Question, voice: str, area: Collection[str], *, required: bool) -> forms.Field:
    texts: dict[str, Any] = {"label": _(getattr(question, voice)), "help_text": _(question.help)}
    if question.answer is PlaceCode:
        places = [("", _("No")), *places_in(today(), area)]
        return forms.ChoiceField(choices=places, required=False, **texts)
    if question.answer is bool:
        choices = [(YES, _(question.yes)), (NO, _(question.no))]
        wrong = _("Choose yes or no.")
    elif isinstance(question.answer, type) and issubclass(question.answer, Enum):
        choices = [(one.value, capfirst(word(one.value))) for one in question.answer]
        wrong = _("Choose one of the answers.")
    else:
        return AnswerField(question, required=False, **texts)
    return forms.ChoiceField(
        choices=choices,
        widget=forms.RadioSelect,
        required=required,
        error_messages={"required": wrong},
        **texts,
    )
