"""Shall I really do this with the payments? Each act on a page of its own that says what will happen."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from wisselwerk.apps.payouts.models import Payment, PaymentBatch
from wisselwerk.apps.payouts.queries.sight import DIRECTORS, payments_in
from wisselwerk.apps.payouts.services import (
    hold_batch,
    order_batch,
    resume_batch,
    sign_batch,
    take_out_payment,
)
from wisselwerk.domain.payment import BatchState, BatchVerb, PaymentState
from wisselwerk.web.access import actor_of_request, for_role
from wisselwerk.web.finance.batch_view import BatchView, stopped_in, views_of
from wisselwerk.web.finance.roles import batch_or_404
from wisselwerk.web.forms import ActForm, Answer
from wisselwerk.web.purpose import asks


@dataclass(frozen=True, slots=True)
class Act:
    """Something a director can do with a batch. All but ``verb`` and ``command`` are message ids."""

    verb: BatchVerb
    command: Callable[..., PaymentBatch]
    title: str
    happens: str
    done: str
    tone: str = "accent"
    asks_why: bool = False


ACTS: Mapping[str, Act] = {
    "bevelen": Act(
        BatchVerb.ORDER,
        order_batch,
        gettext_noop("Order the payments"),
        gettext_noop(
            "You order these payments. Then the financial director looks at them and signs. Nothing goes to the bank "
            "before that."
        ),
        gettext_noop("Ordered. This now waits for the signature of the financial director."),
    ),
    "tekenen": Act(
        BatchVerb.SIGN,
        sign_batch,
        gettext_noop("Sign the payments"),
        gettext_noop(
            "You sign these payments. From then on the file for the bank can be downloaded, and nothing in it changes "
            "any more."
        ),
        gettext_noop("Signed. Download the file and send it to the bank."),
        "success",
    ),
    "tegenhouden": Act(
        BatchVerb.HOLD,
        hold_batch,
        gettext_noop("Stop the payments"),
        gettext_noop(
            "The payments wait and both approvals lapse. Did the file go to the bank already? Then this does not stop "
            "the bank: call the bank first."
        ),
        gettext_noop("Stopped. Nothing of this goes on until a director lets it."),
        "danger",
        asks_why=True,
    ),
    "vrijgeven": Act(
        BatchVerb.RESUME,
        resume_batch,
        gettext_noop("Let the payments go on"),
        gettext_noop(
            "The payments are proposed again. They are ordered and signed anew, and the file for the bank gets another "
            "name. First make sure that the bank does not carry out the old file, and read your newest statement here: what "
            "the bank paid after all is not paid again."
        ),
        gettext_noop("This goes on. It now waits to be ordered."),
    ),
}
"""By the word in the address."""


HOLD_PROPOSED = gettext_noop("The payments wait until a director lets them go on.")
HOLD_ORDERED = gettext_noop(
    "The payments wait until a director lets them go on. The order lapses: they are ordered anew then."
)
HOLD_BEGUN = gettext_noop(
    "The bank did a part of these payments, and its day is over. What it did stays as it is. What it said nothing of waits, "
    "and is ordered and signed anew before it goes to the bank again. Ask the bank first whether it will still carry that "
    "out: else it is paid twice."
)
RESUME_UNSIGNED = gettext_noop("The payments are proposed again. They are ordered and signed anew.")
LISTED = 50
"""Payments that are named to who approves them; of what is more the total is told."""
APPROVING = frozenset({BatchVerb.ORDER, BatchVerb.SIGN})
"""What nobody can do while a payment stands in the way."""


@asks(money="reason")
class WhyForm(ActForm):
    """Why, in the director's words."""

    reason = forms.CharField(
        label=gettext_lazy("Why?"),
        help_text=gettext_lazy(
            "Kept with the payments, for the other director and the auditor. Name no persons."
        ),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Say why, in a sentence or two.")},
    )


def happens(act: Act, view: BatchView) -> str:
    """What will happen, a message id: of a batch that was never signed nothing went to the bank and no file is old."""
    if act.verb is BatchVerb.HOLD and view.state is not BatchState.SIGNED:
        return HOLD_ORDERED if view.state is BatchState.ORDERED else HOLD_PROPOSED
    if act.verb is BatchVerb.HOLD and view.is_begun:
        return HOLD_BEGUN
    if act.verb is BatchVerb.RESUME and view.batch.released_at is None:
        return RESUME_UNSIGNED
    return act.happens


def acts_for(view: BatchView) -> list[tuple[str, Act]]:
    """What its reader can do with a batch as it stands now."""
    verbs = set(view.verbs())
    return [(word, act) for word, act in ACTS.items() if act.verb in verbs]


@for_role(*DIRECTORS)
def batch_act(request: HttpRequest, batch_id: int, word: str) -> HttpResponse:
    """Say what will happen, ask why where that must be told, and do it."""
    if word not in ACTS:
        raise Http404
    act, view = ACTS[word], _view(request, batch_id)
    if not_now := _not_now(request, view, act.verb):
        return not_now
    form = _form(act, request.POST or None)
    if form.is_valid() and _done(request, act, view.batch, form):
        messages.success(request, _(act.done))
        return redirect("finance:batch", batch_id)
    context: dict[str, Any] = {
        "act": act,
        "happens": _(happens(act, view)),
        "view": view,
        "batch": view.batch,
        "form": form,
        "stopped": {},
    }
    if act.verb in APPROVING:
        context["stopped"] = stopped_in(view.batch)
        approved = payments_in(view.batch, actor_of_request(request)).exclude(state=PaymentState.TAKEN_OUT)
        context["payments"] = approved[:LISTED]
    return render(request, "finance/batch_act.html", context, status=form.status)


@for_role(*DIRECTORS)
def take_out(request: HttpRequest, batch_id: int, payment_id: int) -> HttpResponse:
    """Say what will happen, ask why, and take one payment out."""
    view = _view(request, batch_id)
    if not_now := _not_now(request, view, BatchVerb.TAKE_OUT):
        return not_now
    found = payments_in(view.batch, actor_of_request(request))
    payment: Payment = get_object_or_404(found, pk=payment_id)
    form = WhyForm(request.POST or None)
    if form.is_valid() and _taken_out(request, payment, form):
        messages.success(request, _after_taking_out(view.batch))
        return redirect("finance:batch", batch_id)
    context = {"view": view, "batch": view.batch, "payment": payment, "form": form}
    return render(request, "finance/take_out.html", context, status=form.status)


def _after_taking_out(batch: PaymentBatch) -> str:
    batch.refresh_from_db(fields=["state"])
    if batch.state not in {BatchState.EMPTIED, BatchState.OVERTAKEN}:
        return _("The payment is taken out. What remains is ordered anew.")
    return _("The payment is taken out. Nothing is left in the batch, so it ends here.")


def _view(request: HttpRequest, batch_id: int) -> BatchView:
    """A batch of a local government that whoever asks pays for; an auditor only reads."""
    view = views_of(actor_of_request(request), [batch_or_404(request, batch_id)])[batch_id]
    if not view.is_whole:
        raise Http404
    return view


def _not_now(request: HttpRequest, view: BatchView, verb: BatchVerb) -> HttpResponse | None:
    """Back to the batch where who asks cannot do this, with why; None where it can be done, or is sent already.

    What is sent is for the command to judge: sent twice it gets the answer it got.
    """
    if request.method == "POST" or view.can(verb):
        return None
    if view.is_my_own_order and verb is BatchVerb.SIGN:
        return redirect("finance:batch", view.batch.pk)  # which says that somebody else signs
    why = _("Payments cannot be changed that way as they stand now. Below you see how far they are.")
    if not view.is_allowed(verb):
        why = _("That is for the other director. Below you see whose turn it is.")
    messages.info(request, why)
    return redirect("finance:batch", view.batch.pk)


def _form(act: Act, data: QueryDict | None) -> ActForm:
    return WhyForm(data) if act.asks_why else ActForm(data)


def _done(request: HttpRequest, act: Act, batch: PaymentBatch, form: ActForm) -> Answer | None:
    actor = actor_of_request(request)
    asked: dict[str, Any] = {"reason": form.cleaned_data["reason"]} if act.asks_why else {}
    return form.carry_out(
        actor,
        f"web:{act.verb}:batch:{batch.pk}",
        lambda: {"state": act.command(actor, batch=batch, **asked).state},
    )


def _taken_out(request: HttpRequest, payment: Payment, form: WhyForm) -> Answer | None:
    actor, reason = actor_of_request(request), form.cleaned_data["reason"]
    return form.carry_out(
        actor,
        f"web:take_out_payment:{payment.pk}",
        lambda: {"state": take_out_payment(actor, payment=payment, reason=reason).state},
    )
