"""What do the members owe each other for this year of a scheme, and is it paid?"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.parties.permissions import may
from wisselwerk.apps.parties.queries import addresses_of
from wisselwerk.apps.payouts.queries.accounts import account_on
from wisselwerk.apps.schemes.models import Scheme
from wisselwerk.apps.settlements.asking import standing
from wisselwerk.apps.settlements.models import YearSettlement
from wisselwerk.apps.settlements.paper import answer, key_sentences, reference, rest_sentences
from wisselwerk.apps.settlements.queries.actuals import paid_on_invoices
from wisselwerk.apps.settlements.queries.dues import notices_of
from wisselwerk.apps.settlements.queries.lines import Basis, basis_of, is_outdated, last_transfer
from wisselwerk.apps.settlements.queries.receiving import to_look_into
from wisselwerk.apps.settlements.queries.settlements import (
    changes_since,
    is_provisional,
    lines_of,
    managing_municipality,
    payments_of,
    sending_of,
    settle_basis,
    settlements_seen_by,
)
from wisselwerk.apps.settlements.services import draw_up_settlement, post_settlement, send_settlement
from wisselwerk.apps.vouchers.models import DeliveryState
from wisselwerk.apps.vouchers.queries.deadlines import DELIVERED
from wisselwerk.clock import today
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.cost_key import CostKeyIncomplete
from wisselwerk.domain.refusal import Reason, Refusal, RefusalCode
from wisselwerk.web.access import actor_of_request, for_role
from wisselwerk.web.forms import RefusableForm
from wisselwerk.web.pieces import DataTable
from wisselwerk.web.settlement.access import LOOK, scheme_or_404
from wisselwerk.web.settlement.tables import changes_table, settlement_table, statement_table
from wisselwerk.wording import listed


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
    context |= _of_newest(newest, known[1:]) if newest else _of_now(scheme, year)
    context |= _may(actor, scheme, year)
    context["is_outdated"] = newest is not None and context["may_draw_up"] and is_outdated(newest)
    return render(request, "settlement/settlement.html", context, status=form.status)


def _done(
    request: HttpRequest, form: RefusableForm, scheme: Scheme, year: int, newest: YearSettlement | None
) -> bool:
    """Draw up, send or post, as the button that was pressed says; each knows itself when it is repeated."""
    actor = actor_of_request(request)
    if request.POST.get("act") == "send" and newest is not None:
        if form.attempt(lambda: send_settlement(actor, settlement=newest)) is None:
            return False
        messages.success(request, _who_was_told(newest))
        return True
    if request.POST.get("act") == "post" and newest is not None:
        return _posted(request, form, newest)
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


def _posted(request: HttpRequest, form: RefusableForm, newest: YearSettlement) -> bool:
    """Record that the letter to the member that was named went."""
    asked = request.POST.get("notice", "")
    notice = next((one for one in notices_of(newest) if str(one.pk) == asked), None)
    if notice is None or notice.state in DELIVERED:
        return True
    actor = actor_of_request(request)
    if form.attempt(lambda: post_settlement(actor, notice=notice)) is None:
        return False
    messages.success(request, _("It is on record that the letter was sent."))
    return True


def _who_was_told(settlement: YearSettlement) -> str:
    """Who gets a mail of a settlement that was just sent, and to whom a letter has to go."""
    notices = notices_of(settlement)
    by_post = [
        one.share.member.name
        for one in notices
        if one.state == DeliveryState.TO_POST and one.share.owes_cents
    ]
    by_mail = [one.share.member.name for one in notices if one.state != DeliveryState.TO_POST]
    said = []
    if by_mail:
        said.append(_("A mail goes to {members}.").format(members=listed(by_mail)))
    if by_post:
        said.append(
            _(
                "Nobody acts for {members} here, so no mail goes there: print the settlement and post it. It is on your "
                "list of work."
            ).format(members=listed(by_post))
        )
    return " ".join(said) or _("There is no other member to tell.")


def _of_newest(newest: YearSettlement, earlier: list[YearSettlement]) -> dict[str, object]:
    lines, before = lines_of(newest), next((one for one in earlier if sending_of(one)), None)
    payments = payments_of(newest)
    by = addresses_of([one.actor for one in payments])
    return {
        "lines": lines,
        "table": settlement_table(lines),
        "answer": answer(newest),
        "reference": reference(newest),
        "keys": key_sentences(Basis.from_plain(newest.frozen).terms()),
        "rest": rest_sentences(lines),
        "sending": sending_of(newest),
        "payments": [(one, by.get(one.actor, "")) for one in payments],
        "to_look_into": to_look_into(newest),
        "notices": notices_of(newest),
        "arrived": DELIVERED,
        # Who paid needs no letter any more, and who neither owes nor gets anything needs none.
        "nothing_open": {one.share.pk for one in lines if one.share.owes_cents >= 0 and one.open_cents <= 0},
        "standing": list(standing(newest, before)),
        "changes": changes_table(changes_since(before, newest)) if before else None,
        "is_provisional": is_provisional(newest),
        "lacks_account": account_on(newest.managing_municipality, today()) is None,
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
