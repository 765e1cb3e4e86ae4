"""Answering what a coordinator asked before deciding, or wanting no voucher any more."""

from django import forms
from django.utils.translation import gettext_lazy as _

from wisselwerk.apps.vouchers.models import Application, ApplicationState
from wisselwerk.apps.vouchers.services import answer_question, leave_draw, withdraw_application
from wisselwerk.domain.actor import Actor
from wisselwerk.web.forms import ActForm, Answer
from wisselwerk.web.purpose import asks


@asks(right="text")
class AnswerForm(ActForm):
    """The answer, in the applicant's own words."""

    prefix = "answer"

    text = forms.CharField(
        label=_("Your answer"),
        help_text=_("A few sentences are enough. Tell us nothing about other people."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Write your answer in a few words.")},
    )

    def sent(self, actor: Actor, application: Application) -> Answer | None:
        """Give it; None when that was refused."""
        text = self.cleaned_data["text"]
        return self.carry_out(
            actor,
            f"web:answer:{application.pk}",
            lambda: {"step": answer_question(actor, application=application, text=text).pk},
        )


class WithdrawForm(ActForm):
    """Nothing to fill in: no voucher is wanted any more."""

    prefix = "withdraw"

    def sent(self, actor: Actor, application: Application) -> Answer | None:
        """Say so; None when that was refused."""
        say = leave_draw if application.state == ApplicationState.ENTERED else withdraw_application

        def act() -> dict[str, str]:
            say(actor, application=application)
            return {"application": str(application.pk)}

        return self.carry_out(actor, f"web:withdraw:{application.pk}", act)
