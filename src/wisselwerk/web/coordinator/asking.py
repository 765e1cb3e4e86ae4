"""Asking an applicant something before deciding."""

from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from wisselwerk.apps.vouchers.models import Application
from wisselwerk.apps.vouchers.services import ask_applicant
from wisselwerk.domain.actor import Actor
from wisselwerk.web.forms import ActForm, Answer
from wisselwerk.web.purpose import asks


@asks(right="question")
class QuestionToApplicant(ActForm):
    """One question, in words. It goes by mail; the answer comes on the page of the application."""

    prefix = "ask"

    question = forms.CharField(
        label=_("Your question to the applicant"),
        help_text=_(
            "It goes by mail, with a link to answer. Ask only what you need to decide. Name no persons, and ask no documents: "
            "an answer is words."
        ),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write the question that the applicant has to answer.")},
    )

    def sent(self, actor: Actor, application: Application) -> Answer | None:
        """Ask it; None when that was refused."""
        question, pk = self.cleaned_data["question"], application.pk
        return self.carry_out(
            actor,
            _route(pk),
            lambda: {"step": ask_applicant(actor, application=application, question=question).pk},
        )


def _route(application_id: UUID) -> str:
    return f"web:ask:{application_id}"
