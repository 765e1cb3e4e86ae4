"""Leave a role to somebody else: who takes over finds the open questions."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from wisselwerk.apps.network.queries.meetings import to_come
from wisselwerk.apps.network.queries.talk import own_questions, waiting_for_answer
from wisselwerk.apps.parties.codes import mail_address
from wisselwerk.apps.parties.handover import hand_over_role, handed_over, take_back_role
from wisselwerk.apps.parties.models import Organisation, RoleHolding
from wisselwerk.clock import now
from wisselwerk.domain.actor import Actor, Role
from wisselwerk.domain.network_sentence import ROLE_NAMES
from wisselwerk.web.access import actor_of_request, for_role
from wisselwerk.web.forms import ActForm, Answer, mail_field
from wisselwerk.web.initiative.role import DayField
from wisselwerk.web.purpose import asks
from wisselwerk.wording import word

HANDED = (Role.COORDINATOR, Role.MEMBER)
"""Roles that whoever holds one can leave to somebody else. Directors sign for money: they are appointed."""


@asks(right="held email on")
class HandOverForm(ActForm):
    """Which role, to whom, from which day on."""

    held = forms.ChoiceField(label=gettext_lazy("Which role do you hand over?"))
    email = mail_field(gettext_lazy("Of who takes over. That person signs in with it."))
    on = DayField(label=gettext_lazy("From which day on?"))

    def __init__(self, held: dict[str, tuple[Role, Organisation]], data: Any) -> None:
        super().__init__(data)
        self.roles = held
        choices = [(key, f"{word(ROLE_NAMES[role])}, {one.name}") for key, (role, one) in held.items()]
        self.fields["held"].choices = choices  # type: ignore[attr-defined]
        self.fields["email"].label = gettext_lazy("Mail address of who takes over")

    def sent(self, actor: Actor) -> Answer | None:
        """Hand it over; None when that was refused."""
        told = self.cleaned_data
        role, organisation = self.roles[told["held"]]

        def act() -> Answer:
            to = mail_address(told["email"])
            held = hand_over_role(actor, organisation=organisation, role=role, to=to, on=told["on"])
            return {"role": held.pk}

        return self.carry_out(actor, "web:hand-over", act)


@for_role(*HANDED)
def hand_over(request: HttpRequest) -> HttpResponse:
    """One form, with what whoever takes over will find."""
    actor = actor_of_request(request)
    form = HandOverForm(_held(actor), request.POST if request.method == "POST" else None)
    if form.is_valid() and form.sent(actor) is not None:
        messages.success(request, _("The role is handed over. Who takes over gets a mail."))
        return redirect("enterprise:waiting")
    context = {
        "form": form,
        "given": [(one, word(ROLE_NAMES[Role(one.role)])) for one in handed_over(actor)],
        "meetings": list(to_come(actor, now())),
        "waiting": list(waiting_for_answer(actor)),
        "asked": list(own_questions(actor)),
    }
    return render(request, "network/hand_over.html", context, status=form.status)


@require_POST
@for_role(*HANDED)
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep a role after all that was handed over from a later day. Pressed twice, it says the same."""
    actor = actor_of_request(request)
    held = RoleHolding.objects.select_related("organisation", "person").filter(pk=pk).first()
    if held is not None:
        if not actor.has(Role(held.role), held.organisation_id):
            raise Http404
        if take_back_role(actor, held=held):
            messages.success(request, _("You keep the role. Who was to take it over gets a mail."))
    return redirect("network:hand-over")


def _held(actor: Actor) -> dict[str, tuple[Role, Organisation]]:
    """What the actor can hand over, by key."""
    own = Organisation.objects.in_bulk([pk for role, pk in actor.roles if role in HANDED])
    held = sorted((own[pk].name, role, pk) for role, pk in actor.roles if role in HANDED)
    return {f"{role.value}-{pk}": (role, own[pk]) for _name, role, pk in held}
