"""Answering for a business whether something was delivered: the two forms, and who may send them."""

from django import forms
from django.utils.translation import gettext_lazy

from wisselwerk.apps.parties.permissions import may
from wisselwerk.apps.vouchers.queries.proofs import Proofs, answers_as_applicant, parties_of
from wisselwerk.domain.actor import Actor
from wisselwerk.web.forms import ActForm
from wisselwerk.web.purpose import asks

YES, NO = "yes", "no"


class ConfirmForm(ActForm):
    """Nothing to fill in: it was delivered."""


@asks(money="reason")
class DisputeForm(ActForm):
    """What is wrong, in the words of the business."""

    reason = forms.CharField(
        label=gettext_lazy("What is wrong?"),
        help_text=gettext_lazy(
            "The provider and the coordinator read this. It is kept with the voucher. Name no persons."
        ),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Say in a sentence or two what is wrong.")},
    )


def answers_for(actor: Actor, known: Proofs) -> bool:
    """Whether the actor can speak for the business of a redemption."""
    parties = parties_of(known.redemption)
    return answers_as_applicant(actor, known.redemption) or may(
        actor, "confirm_delivery", parties.partnership_id, parties.holder_id
    )
