"""What do we offer together with others, and who still has to say yes?"""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from wisselwerk.apps.catalogue.models import Provider
from wisselwerk.apps.catalogue.queries import providers_of, recognised_providers
from wisselwerk.apps.introductions.models import JointPartner
from wisselwerk.apps.introductions.queries.joint_offers import joint_offers_of, parts_of, to_answer_jointly
from wisselwerk.apps.introductions.services import (
    answer_joint_offer,
    end_joint_offer,
    propose_joint_offer,
)
from wisselwerk.clock import today
from wisselwerk.domain.actor import Role
from wisselwerk.web.access import actor_of_request, for_role
from wisselwerk.web.forms import ActForm, Answer, RefusableForm
from wisselwerk.web.introduction.sure import SureForm
from wisselwerk.web.purpose import asks

YES, NO = "ja", "nee"


@asks(record="lead name description price partners")
class ProposalForm(ActForm):
    """Something to do together."""

    lead = forms.ModelChoiceField(
        label=_("Who leads, and sends the invoice?"),
        help_text=_("One of your own enterprises. A voucher is used with it."),
        queryset=Provider.objects.none(),
        empty_label=None,
    )
    name = forms.CharField(
        label=_("What is it called?"),
        max_length=120,
        error_messages={"required": _("Give it a name.")},
    )
    description = forms.CharField(
        label=_("What do you do for a customer, and who does which part?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Say what a customer gets.")},
    )
    price = forms.CharField(label=_("What does it cost?"), max_length=120, required=False)
    partners = forms.ModelMultipleChoiceField(
        label=_("With whom?"),
        help_text=_("Each of them has to say yes before anybody sees it."),
        queryset=Provider.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one other enterprise.")},
    )


@asks(record="reply")
class ReplyForm(RefusableForm):
    """Yes or no."""

    reply = forms.ChoiceField(choices=[(YES, YES), (NO, NO)])


@for_role(Role.PROVIDER)
def joint(request: HttpRequest) -> HttpResponse:
    """Joint offers of the provider, those that wait for its answer first."""
    actor = actor_of_request(request)
    context = {
        "to_answer": list(to_answer_jointly(actor)),
        "offers": list(joint_offers_of(actor)),
        "own": actor.organisations(Role.PROVIDER),
    }
    return render(request, "introduction/joint.html", context)


@for_role(Role.PROVIDER)
def propose(request: HttpRequest) -> HttpResponse:
    """Propose one."""
    actor = actor_of_request(request)
    form = ProposalForm(request.POST or None)
    own = providers_of(actor.organisations(Role.PROVIDER), today())
    form.fields["lead"].queryset = own  # type: ignore[attr-defined]  # a field of rows
    # Who acts for one enterprise only leads with that one, and does not ask itself.
    alone = [one.pk for one in own]
    others = recognised_providers(today()).exclude(pk__in=alone if len(alone) == 1 else [])
    form.fields["partners"].queryset = others  # type: ignore[attr-defined]
    if form.is_valid():
        asked = form.cleaned_data

        def act() -> Answer:
            made = propose_joint_offer(
                actor,
                lead=asked["lead"],
                name=asked["name"],
                description=asked["description"],
                price=asked["price"],
                partners=list(asked["partners"]),
            )
            return {"offer": made.pk}

        if form.carry_out(actor, "web:propose_joint_offer", act):
            messages.success(request, _("The others got a mail. It is shown once each of them said yes."))
            return redirect("introduction:joint")
    return render(request, "introduction/propose.html", {"form": form}, status=form.status)


@for_role(Role.PROVIDER)
def answer(request: HttpRequest, partner_id: int) -> HttpResponse:
    """Say yes or no to a joint offer, or leave it: what it is, and two buttons."""
    actor = actor_of_request(request)
    partner = parts_of(actor).filter(pk=partner_id).first()
    if partner is None:
        raise Http404
    form = ReplyForm(request.POST or None)
    if form.is_valid():
        takes_part = form.cleaned_data["reply"] == YES
        if form.attempt(lambda: _answered(request, partner, takes_part=takes_part)):
            messages.success(request, _("Your answer is on record."))
            return redirect("introduction:joint")
    context = {"partner": partner, "offer": partner.offer, "form": form}
    return render(request, "introduction/answer.html", context, status=form.status)


@for_role(Role.PROVIDER)
def end(request: HttpRequest, offer_id: int) -> HttpResponse:
    """Offer it no longer: say what will happen, and do it."""
    actor = actor_of_request(request)
    offer = joint_offers_of(actor).filter(pk=offer_id).first()
    if offer is None or not actor.has(Role.PROVIDER, offer.lead.organisation_id):
        raise Http404
    form = SureForm.of(request)
    if form.does(lambda: end_joint_offer(actor, offer=offer)):
        messages.success(request, _("It is offered no longer."))
        return redirect("introduction:joint")
    return render(request, "introduction/end.html", {"offer": offer, "form": form}, status=form.status)


def _answered(request: HttpRequest, partner: JointPartner, *, takes_part: bool) -> bool:
    answer_joint_offer(actor_of_request(request), partner=partner, takes_part=takes_part)
    return True
