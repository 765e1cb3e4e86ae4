"""Who took this practice over, what did each change, and what came of it?"""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wisselwerk.apps.evaluation.queries import figures_of
from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.parties.permissions import SPEAKS, is_participant
from wisselwerk.apps.practices.models import Practice
from wisselwerk.apps.practices.queries.adoptions import (
    Adoption,
    adoptions_of,
    as_everybody_sees,
    scheme_behind,
)
from wisselwerk.apps.practices.services import say_adoption
from wisselwerk.clock import today
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.adoption import NEEDS_WORDS, AdoptionState, Seen
from wisselwerk.domain.practice_sentence import ADOPTION_NAMES
from wisselwerk.web.access import actor_of_request
from wisselwerk.web.figures import FigureLine, figure_line
from wisselwerk.web.forms import ActForm, Answer
from wisselwerk.web.practice.card import practice_or_404
from wisselwerk.web.public_text import PublicTextField
from wisselwerk.web.purpose import asks
from wisselwerk.wording import word

LONGEST_WORDS = 2000
ON_A_PAGE = 20
SPEAKERS = tuple(sorted(SPEAKS))


@asks(voluntary="adopter state words")
class AdoptionForm(ActForm):
    """For whom, how far, and what came of it."""

    adopter = forms.ModelChoiceField(
        label=_("For whom do you say this?"), queryset=Organisation.objects.none(), empty_label=None
    )
    state = forms.ChoiceField(label=_("How far are you with it?"), widget=forms.RadioSelect)
    words = PublicTextField(
        label=_("What came of it, or why did you stop?"),
        help_text=_("Needed when you evaluated or abandoned it. Others who take part read it."),
        max_length=LONGEST_WORDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, own: list[Adoption], data: QueryDict | None) -> None:
        super().__init__(data)
        pks = [one.adopter.pk for one in own]
        self.fields["adopter"].queryset = Organisation.objects.filter(pk__in=pks).order_by("name")  # type: ignore[attr-defined]
        self.fields["adopter"].initial = pks[0]
        possible = {state for one in own for state in one.may_say}
        self.fields["state"].choices = [  # type: ignore[attr-defined]
            (one.value, capfirst(word(ADOPTION_NAMES[one]))) for one in AdoptionState if one in possible
        ]

    def clean(self) -> None:
        """Who abandons or evaluates says more."""
        told = self.cleaned_data
        if told.get("state") in NEEDS_WORDS and "words" in told and not told["words"].strip():
            self.add_error("words", gettext("Say it in a sentence or two: others learn from it."))


def adopters(request: HttpRequest, slug: str) -> HttpResponse:
    """All of them for who takes part; for everybody those that show in a published scheme. And say how far you are."""
    actor = actor_of_request(request)
    practice = practice_or_404(actor, slug)
    every, among = adoptions_of(practice), is_participant(actor)
    own = own_adoptions(actor, practice, every)
    form = AdoptionForm(own, request.POST or None) if own else None
    if form is not None and form.is_valid():
        told = form.cleaned_data

        def do() -> Answer:
            state = AdoptionState(told["state"])
            said = say_adoption(
                actor, practice=practice, adopter=told["adopter"], state=state, words=told["words"]
            )
            return {"step": said.pk}

        if form.carry_out(actor, f"web:say_adoption:{practice.pk}", do):
            messages.success(request, gettext("It is kept. Whoever gave the practice sees it."))
            return redirect("practice:adopters", practice.slug)
    shown = every if among else as_everybody_sees(every)
    page = Paginator(shown, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "practice": practice,
        "version": practice.published or practice.latest,
        "adoptions": [_told(one) for one in with_figures(list(page))],
        "page": page,
        "form": form,
        "takes_part": among,
        "is_own": practice.organisation_id in actor.organisations(*SPEAKERS),
    }
    return render(request, "practice/adopters.html", context, status=form.status if form else 200)


def own_adoptions(actor: Actor, practice: Practice, every: list[Adoption]) -> list[Adoption]:
    """How far those are for whom the actor speaks, where they can say something. One query, or none."""
    mine = actor.organisations(*SPEAKERS) - {practice.organisation_id}
    if not mine:
        return []
    known = {one.adopter.pk: one for one in every}
    shows = scheme_behind(practice) is not None
    found = [
        known.get(one.pk) or Adoption(one, (), Seen(), shows)
        for one in Organisation.objects.filter(pk__in=mine).order_by("name", "pk")
    ]
    return [one for one in found if one.may_say]


def with_figures(adoptions: list[Adoption]) -> list[tuple[Adoption, list[FigureLine]]]:
    """Each with what its own scheme measured, as far as it may be shown. One query."""
    figures = figures_of([one.overview.scheme.pk for one in adoptions if one.overview], today=today())
    lines = {
        pk: [figure_line(one) for one in told.values() if one.is_shown and one.counted is not None]
        for pk, told in figures.items()
    }
    return [(one, lines[one.overview.scheme.pk] if one.overview else []) for one in adoptions]


def _told(pair: tuple[Adoption, list[FigureLine]]) -> dict[str, Any]:
    adoption, figures = pair
    return {
        "one": adoption,
        "figures": figures,
        "said": [(word(ADOPTION_NAMES[said.state]), said) for said in reversed(adoption.said)],
    }
