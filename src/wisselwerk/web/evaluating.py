"""Saying how it went: the form, what each side said as a reader may see it, and when which part is paid."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wisselwerk.apps.payouts.queries.road import Step, steps_of
from wisselwerk.apps.vouchers.models import Evaluation, Redemption
from wisselwerk.apps.vouchers.queries.evaluations import Evaluations, evaluations_of, may_read, speaks_for
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.evaluation import Answers, Side
from wisselwerk.domain.evaluation_sentence import AGAIN, AGAIN_QUESTION, WENT, WENT_QUESTION
from wisselwerk.web.forms import ActForm
from wisselwerk.web.purpose import asks


@asks(money="went again words")
class EvaluationForm(ActForm):
    """Two questions, and a few words for who wants to say more."""

    went = forms.TypedChoiceField(
        label=gettext_lazy(WENT_QUESTION),
        widget=forms.RadioSelect,
        coerce=int,
        error_messages={"required": gettext_lazy("Choose how it went.")},
    )
    again = forms.TypedChoiceField(
        label=gettext_lazy(AGAIN_QUESTION),
        widget=forms.RadioSelect,
        coerce=int,
        error_messages={"required": gettext_lazy("Choose whether you would.")},
    )
    words = forms.CharField(
        label=gettext_lazy("What do you want to say besides?"),
        help_text=gettext_lazy("Name no persons."),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    field_order = ("went", "again", "words")

    def __init__(self, data: Mapping[str, str] | None = None) -> None:
        super().__init__(data)
        for name, scale in (("went", WENT), ("again", AGAIN)):
            field = self.fields[name]
            assert isinstance(field, forms.TypedChoiceField)
            field.choices = [(value, capfirst(_(word))) for value, word in scale.items()]

    def answers(self) -> Answers:
        """What was chosen."""
        return Answers(self.cleaned_data["went"], self.cleaned_data["again"])


@dataclass(frozen=True, slots=True)
class Said:
    """One side, and what it said as far as the reader may see that."""

    side: Side
    evaluation: Evaluation | None
    """None while it is waited for."""
    is_read: bool
    reminded: tuple[date, ...]

    @property
    def went(self) -> str:
        """How it went, in words."""
        return _(WENT[self.evaluation.went]) if self.evaluation and self.evaluation.went else ""

    @property
    def again(self) -> str:
        """Whether it would again, in words."""
        return _(AGAIN[self.evaluation.again]) if self.evaluation and self.evaluation.again else ""


@dataclass(frozen=True, slots=True)
class Held:
    """A redemption of which a part is paid last, as a page shows it."""

    known: Evaluations
    step: Step | None
    """How far paying is; None once it was undone."""
    said: list[Said]
    to_say: list[Side]
    """The sides for which the reader can still say how it went."""


def held_back(actor: Actor, redemptions: Iterable[Redemption], day: date) -> list[Held]:
    """Those of which a part is held back, as this reader sees them. Seven queries, or one."""
    found = evaluations_of(list(redemptions))
    if not found:
        return []
    steps = steps_of([one.redemption for one in found.values()], day)
    return [_held(actor, known, steps.get(pk)) for pk, known in found.items()]


def _held(actor: Actor, known: Evaluations, step: Step | None) -> Held:
    said = [
        Said(side, known.said.get(side), may_read(actor, known, side), known.reminded[side]) for side in Side
    ]
    to_say = [side for side in known.missing if known.is_open and speaks_for(actor, known.redemption, side)]
    return Held(known, step, said, to_say)
