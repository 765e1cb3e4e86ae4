"""Shall I really do this with the voucher? Each act on a page of its own that says what will happen."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from wisselwerk.apps.vouchers.models import Voucher
from wisselwerk.apps.vouchers.services.vouchers import (
    contest_voucher,
    extend_voucher,
    resume_voucher,
    revoke_voucher,
)
from wisselwerk.domain.actor import Role
from wisselwerk.domain.voucher import Verb, may
from wisselwerk.web.access import actor_of_request, for_role
from wisselwerk.web.coordinator.vouchers import voucher_or_404
from wisselwerk.web.forms import ActForm, Answer
from wisselwerk.web.purpose import asks
from wisselwerk.web.voucher_view import VoucherView


@dataclass(frozen=True, slots=True)
class Act:
    """Something a coordinator can do with a voucher. All but ``verb`` and ``command`` are message ids."""

    verb: Verb
    command: Callable[..., Voucher]
    title: str
    happens: str
    done: str
    tone: str = "accent"


ACTS: Mapping[str, Act] = {
    "betwisten": Act(
        Verb.FREEZE,
        contest_voucher,
        gettext_noop("Put on hold"),
        gettext_noop(
            "The business says it never asked for this voucher, and you have checked who is calling. The voucher is put "
            "on hold: nobody can use it. It no longer counts, so that the business itself can apply; when something was "
            "paid from it, undo that invoice first."
        ),
        gettext_noop("The voucher is on hold."),
        "warning",
    ),
    "vrijgeven": Act(
        Verb.UNFREEZE,
        resume_voucher,
        gettext_noop("Free it again"),
        gettext_noop(
            "The voucher turns out to be the business's own. It can be used again, and it counts again."
        ),
        gettext_noop("The voucher can be used again."),
    ),
    "verlengen": Act(
        Verb.EXTEND,
        extend_voucher,
        gettext_noop("Give more time"),
        gettext_noop("Invoices may be dated up to and including the new day. The amount stays what it is."),
        gettext_noop("The voucher got more time."),
    ),
    "intrekken": Act(
        Verb.REVOKE,
        revoke_voucher,
        gettext_noop("Withdraw"),
        gettext_noop(
            "The voucher ends for good. What is left on it goes back to the budget. What was paid stays paid. When "
            "nothing was paid from it, the business may apply again. It is told why, in your words, and what it can do."
        ),
        gettext_noop("The voucher is withdrawn."),
        "danger",
    ),
}
"""By the word in the address."""


@asks(right="reason")
class ReasonForm(ActForm):
    """Why, in the coordinator's words."""

    reason = forms.CharField(
        label=gettext_lazy("Why?"),
        help_text=gettext_lazy("Kept with the voucher. Name no persons."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Say why, in a sentence or two.")},
    )

    def asked(self) -> dict[str, Any]:
        """What the command takes besides the voucher."""
        return {"reason": self.cleaned_data["reason"]}


@asks(right="until")
class ExtendForm(ReasonForm):
    """Until when."""

    until = forms.DateField(
        label=gettext_lazy("New last day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": gettext_lazy("Choose the new last day."),
            "invalid": gettext_lazy("Write the day like 2027-01-31."),
        },
    )
    field_order = ("until", "reason")

    def asked(self) -> dict[str, Any]:
        """The same, and the new last day."""
        return {**super().asked(), "until": self.cleaned_data["until"]}


def acts_for(voucher: VoucherView) -> Iterator[tuple[str, Act]]:
    """What can be done with a voucher as it stands now."""
    return ((word, act) for word, act in ACTS.items() if may(act.verb, voucher.state))


@for_role(Role.COORDINATOR)
def voucher_act(request: HttpRequest, code: str, word: str) -> HttpResponse:
    """Say what will happen, ask why, and do it."""
    if word not in ACTS:
        raise Http404
    act, page = ACTS[word], voucher_or_404(request, code)
    form = _form(act, request.POST or None)
    if form.is_valid() and _done(request, act, page, form):
        messages.success(request, _(act.done))
        return redirect("coordinator:voucher", page.code)
    context = {"act": act, "voucher": page, "form": form}
    return render(request, "coordinator/voucher_act.html", context, status=form.status)


def _form(act: Act, data: QueryDict | None) -> ReasonForm:
    return ExtendForm(data) if act.verb is Verb.EXTEND else ReasonForm(data)


def _done(request: HttpRequest, act: Act, page: VoucherView, form: ReasonForm) -> Answer | None:
    actor = actor_of_request(request)
    return form.carry_out(
        actor,
        f"web:{act.verb}:{page.voucher.pk}",
        lambda: {"state": act.command(actor, voucher=page.voucher, **form.asked()).state},
    )
