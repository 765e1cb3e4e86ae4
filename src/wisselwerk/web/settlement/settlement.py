"""What do the members owe each other for this year of a scheme, and is it paid?"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.parties.permissions import may
from wisselwerk.apps.schemes.models import Scheme
from wisselwerk.apps.settlements.models import YearSettlement
from wisselwerk.apps.settlements.paper import answer, key_sentences, reference, rest_sentences
from wisselwerk.apps.settlements.queries.actuals import paid_on_invoices
from wisselwerk.apps.settlements.queries.lines import Basis, basis_of, last_transfer
from wisselwerk.apps.settlements.queries.settlements import (
    lines_of,
    managing_municipality,
    payments_of,
    sending_of,
    settle_basis,
    settlements_seen_by,
)
from wisselwerk.apps.settlements.services import draw_up_settlement, send_settlement
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.cost_key import CostKeyIncomplete
from wisselwerk.domain.refusal import Reason, Refusal, RefusalCode
from wisselwerk.web.access import actor_of_request, for_role
from wisselwerk.web.forms import RefusableForm
from wisselwerk.web.pieces import DataTable
from wisselwerk.web.settlement.access import LOOK, scheme_or_404
from wisselwerk.web.settlement.tables import settlement_table, statement_table


@for_role(*LOOK)
def settlement(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """The settlement that holds, or what it would be now; to work it out, and to send it."""
    scheme, actor = scheme_or_404(request, slug, year), actor_of_request(request)
    known = list(settlements_seen_by(actor).filter(scheme=scheme, year=year))
    newest = known[0] if known else None
    form = RefusableForm(request.POST or None)
    if request.method == "POST" and _done(request, form, scheme, year, newest):
        return redirect("settlement:settlement", slug, year)
    context = {"scheme": scheme, "year": year, "form": form, "earlier": known[1:], "newest": newest}
    context["paid_cents"] = paid_on_invoices(scheme, year)
    context |= _of_newest(newest) if newest else _of_now(scheme, year)
    context |= _may(actor, scheme, year)
    return render(request, "settlement/settlement.html", context, status=form.status)


def _done(
    request: HttpRequest, form: RefusableForm, scheme: Scheme, year: int, newest: YearSettlement | None
) -> bool:
    """Draw up or send, as the button that was pressed says; both know themselves when they are repeated."""
    actor = actor_of_request(request)
    if request.POST.get("act") == "send" and newest is not None:
        if form.attempt(lambda: send_settlement(actor, settlement=newest)) is None:
            return False
        messages.success(request, _("The settlement was sent to the members."))
        return True
    made = form.attempt(lambda: draw_up_settlement(actor, scheme=scheme, year=year))
    if made is None:
        return False
    is_same = newest is not None and made.pk == newest.pk
    messages.success(
        request,
        _("Nothing changed since the last settlement, so that one holds.")
        if is_same
        else _("The settlement is drawn up. Send it to the members when it is right."),
    )
    return True


def _of_newest(newest: YearSettlement) -> dict[str, object]:
    lines = lines_of(newest)
    return {
        "lines": lines,
        "table": settlement_table(lines),
        "answer": answer(newest),
        "reference": reference(newest),
        "keys": key_sentences(Basis.from_plain(newest.frozen).terms()),
        "rest": rest_sentences(lines),
        "sending": sending_of(newest),
        "payments": payments_of(newest),
    }


def _of_now(scheme: Scheme, year: int) -> dict[str, object]:
    """What it would be, before anybody has drawn it up."""
    basis = basis_of(scheme, year, last_transfer())
    terms = basis.terms()
    found: dict[str, object] = {"keys": key_sentences(terms)}
    if all(one.key is None for one in terms):
        return found | {"reasons": [Reason(RefusalCode.NO_COST_KEY, {"year": year})]}
    try:
        return found | {"table": _would_be(scheme, year, basis)}
    except CostKeyIncomplete as error:
        params = {"on": error.on, "places": error.places}
        return found | {"reasons": [Reason(RefusalCode.COST_KEY_INCOMPLETE, params)]}
    except Refusal as refusal:
        return found | {"reasons": refusal.reasons}


def _would_be(scheme: Scheme, year: int, basis: Basis) -> DataTable:
    statement = settle_basis(basis, {}, managing_municipality(scheme, year).pk)
    names = Organisation.objects.filter(pk__in=[one.member for one in statement.rows])
    return statement_table(statement, dict(names.values_list("pk", "name")))


def _may(actor: Actor, scheme: Scheme, year: int) -> dict[str, bool]:
    """Which buttons mean something to whoever looks."""
    try:
        managing = managing_municipality(scheme, year).pk
    except Refusal:
        return {"may_draw_up": False, "may_send": False}
    return {
        "may_draw_up": may(actor, "draw_up_settlement", scheme.partnership_id, managing),
        "may_send": may(actor, "send_settlement", managing),
    }
