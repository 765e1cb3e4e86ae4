"""How far is the draw of my scheme, and which step is mine? Each step on a page of its own that says what will happen."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from wisselwerk.apps.parties.permissions import may
from wisselwerk.apps.schemes.models import Scheme
from wisselwerk.apps.vouchers.models import Draw
from wisselwerk.apps.vouchers.queries.draws import draws_of, number_entered, waiting_lots, waiting_until
from wisselwerk.apps.vouchers.services import (
    confirm_seed,
    enter_seed,
    hold_draw,
    look_before_draw,
    move_up,
    seal_draw,
)
from wisselwerk.clock import today
from wisselwerk.domain.actor import Actor, Role
from wisselwerk.domain.lottery import LONGEST_SEED, STEPS, DrawState, Step
from wisselwerk.web.access import actor_of_request, for_role
from wisselwerk.web.forms import ActForm, Answer
from wisselwerk.web.public.draws import scheme_that_draws
from wisselwerk.web.public_text import PublicTextField
from wisselwerk.web.purpose import asks

LONGEST_SOURCE = 1000
SHOWN = 200
"""How many of a waiting list stand on the page: who comes next stands on top."""


@asks(right="seed_source seed_on")
class SealForm(ActForm):
    """Where the seed will come from, and when."""

    seed_source = PublicTextField(
        label=gettext_lazy("Where will the seed come from?"),
        help_text=gettext_lazy(
            "Name a public draw or number that nobody of us controls, in such a way that anybody finds it: which one, of "
            "which hour, in which order it is written. Say too what counts when it is not held. Nobody may know the outcome "
            "yet: this system cannot check that."
        ),
        max_length=LONGEST_SOURCE,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Say where the seed will come from.")},
    )
    seed_on = forms.DateField(
        label=gettext_lazy("On which day?"),
        help_text=gettext_lazy("At least one day after today, so that everybody can see the list before."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": gettext_lazy("Choose the day."),
            "invalid": gettext_lazy("Write the day like 2027-01-31."),
        },
    )


@asks(right="seed")
class SeedForm(ActForm):
    """The seed, as it stands in its source."""

    seed = forms.CharField(
        label=gettext_lazy("The seed"),
        help_text=gettext_lazy("As it stands in the source, with a space between numbers."),
        max_length=LONGEST_SEED,
        error_messages={"required": gettext_lazy("Type the seed.")},
    )


@dataclass(frozen=True, slots=True)
class Act:
    """A step of a draw. Its words are message ids."""

    command: Callable[..., object]
    form: type[ActForm]
    title: str
    happens: tuple[str, ...]
    done: str
    step: Step | None = None
    """None for what is done with the waiting list."""
    tone: str = "accent"


ACTS: Mapping[str, Act] = {
    "verzegelen": Act(
        seal_draw,
        SealForm,
        gettext_noop("Seal the list"),
        (
            gettext_noop(
                "The list of everybody who is in the draw is published. Nobody can be added or taken out."
            ),
            gettext_noop("Where the seed comes from, and when, is published with it. It cannot be changed."),
            gettext_noop("This draw has to be held: a sealed list is not taken back."),
        ),
        gettext_noop("The list is sealed and published."),
        Step.SEAL,
        "warning",
    ),
    "getal": Act(
        enter_seed,
        SeedForm,
        gettext_noop("Type the seed"),
        (
            gettext_noop(
                "A second person looks the seed up too and types it. Until then you can type it anew."
            ),
        ),
        gettext_noop("The seed is on record. Now a second person types it."),
        Step.ENTER_SEED,
    ),
    "bevestigen": Act(
        confirm_seed,
        SeedForm,
        gettext_noop("Type the seed as second person"),
        (
            gettext_noop("Look the seed up in its source yourself. What was typed first is not shown here."),
            gettext_noop("When it is the same, it stands, and it is published."),
        ),
        gettext_noop("Both typed the same seed. The draw can be held."),
        Step.CONFIRM_SEED,
    ),
    "trekken": Act(
        hold_draw,
        ActForm,
        gettext_noop("Hold the draw"),
        (
            gettext_noop(
                "Everybody gets a place. In that order vouchers are awarded, as far as the money reaches."
            ),
            gettext_noop("Everybody gets a mail with the outcome. It cannot be undone."),
        ),
        gettext_noop("The draw is held, and everybody gets a mail."),
        Step.DRAW,
        "warning",
    ),
    "nakijken": Act(
        look_before_draw,
        ActForm,
        gettext_noop("Look for doubts before the draw"),
        (
            gettext_noop(
                "Each application in the list on which the rules have a doubt today is put to a person. You decide on it."
            ),
            gettext_noop("Who is let in stays in the list. The draw can be held when no doubt is left."),
        ),
        gettext_noop("Each doubt is put to a person. Is there none, then the draw can be held."),
        Step.DRAW,
    ),
    "opschuiven": Act(
        move_up,
        ActForm,
        gettext_noop("Look at the waiting list now"),
        (
            gettext_noop(
                "Who comes next gets what came free. The system does this by itself too, as soon as it can."
            ),
        ),
        gettext_noop("The waiting list is up to date."),
    ),
}
"""By the word in the address."""


@for_role(Role.COORDINATOR, Role.AUDITOR)
def draws(request: HttpRequest, slug: str) -> HttpResponse:
    """The draws of a scheme, what can be done now, and who waits."""
    actor, scheme = actor_of_request(request), _scheme_or_404(request, slug)
    newest = draws_of(scheme).first()
    waiting = list(waiting_lots(scheme)[:SHOWN])
    context = {
        "scheme": scheme,
        "draws": draws_of(scheme),
        "newest": newest,
        "entered": number_entered(scheme),
        "acts": [(word, act) for word, act in ACTS.items() if _is_possible(actor, scheme, newest, act)],
        "waiting": waiting,
        "number_waiting": waiting_lots(scheme).count(),
        "until": waiting_until(waiting[0]) if waiting else None,
        "coordinates": actor.has(Role.COORDINATOR, scheme.partnership_id),
    }
    return render(request, "coordinator/draws.html", context)


@for_role(Role.COORDINATOR, Role.AUDITOR)
def draw_act(request: HttpRequest, slug: str, word: str) -> HttpResponse:
    """Say what will happen, ask what is needed, and do it."""
    scheme = _scheme_or_404(request, slug)
    if word not in ACTS:
        raise Http404
    act, draw = ACTS[word], draws_of(scheme).first()
    if draw is None and act.step not in {Step.SEAL, None}:
        raise Http404
    form = act.form(request.POST or None)
    if form.is_valid() and _done(request, act, scheme, draw, form):
        messages.success(request, _(act.done))
        return redirect("coordinator:draws", slug)
    context = {
        "scheme": scheme,
        "draw": draw,
        "act": act,
        "form": form,
        "asks_seed": act.form is SeedForm,
    }
    return render(request, "coordinator/draw_act.html", context, status=form.status)


def _scheme_or_404(request: HttpRequest, slug: str) -> Scheme:
    """A scheme that whoever asks coordinates or audits; 404 for any other."""
    found = scheme_that_draws(slug)
    if found.partnership_id not in actor_of_request(request).organisations(Role.COORDINATOR, Role.AUDITOR):
        raise Http404
    return found


def _is_possible(actor: Actor, scheme: Scheme, newest: Draw | None, act: Act) -> bool:
    """Whether the actor can take this step now; the command itself judges once more."""
    if not may(actor, act.command.__name__, scheme.partnership_id):
        return False
    state = DrawState(newest.state) if newest else None
    if act.command is look_before_draw:
        # The sooner the better: before the seed is known nobody can be said to have looked at the order.
        return state not in {None, DrawState.DRAWN}
    match act.step:
        case None:
            return waiting_lots(scheme).exists()
        case Step.SEAL:
            return state in {None, DrawState.DRAWN} and number_entered(scheme) > 0
        case Step.ENTER_SEED | Step.CONFIRM_SEED if newest is None or newest.seed_on > today():
            return False
        case Step.CONFIRM_SEED if newest is not None and newest.seed_by == str(actor):
            return False
    return state in STEPS[act.step]


def _done(request: HttpRequest, act: Act, scheme: Scheme, draw: Draw | None, form: ActForm) -> Answer | None:
    actor = actor_of_request(request)
    asked: dict[str, Any] = {name: value for name, value in form.cleaned_data.items() if name != "once"}
    about = {"scheme": scheme} if act.step in {Step.SEAL, None} else {"draw": draw}

    def do() -> Answer:
        act.command(actor, **about, **asked)
        return {"scheme": scheme.pk}

    return form.carry_out(actor, f"web:{act.command.__name__}:{scheme.pk}", do)
