"""What is in this batch, who approved it, how far is it, and what can I do with it?"""

from collections.abc import Iterator, Mapping, Sequence

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from wisselwerk.apps.parties.queries import addresses_of
from wisselwerk.apps.payouts.queries.history import Done, history_of
from wisselwerk.apps.payouts.queries.order import order_of
from wisselwerk.apps.payouts.queries.sight import payments_in
from wisselwerk.formats import structured_reference
from wisselwerk.formats.credit_transfer import write_credit_transfer
from wisselwerk.formats.structured_reference import of_number
from wisselwerk.web.access import actor_of_request, for_role
from wisselwerk.web.finance.batch_act import acts_for
from wisselwerk.web.finance.batch_view import stopped_in, views_of
from wisselwerk.web.finance.roles import READERS, batch_or_404
from wisselwerk.web.history import Told
from wisselwerk.web.pieces import Event

PER_PAGE = 50
TOLD: Mapping[str, Told] = {
    "propose_batch": Told(gettext_noop("Proposed")),
    "order_batch": Told(gettext_noop("Ordered"), "success"),
    "sign_batch": Told(gettext_noop("Signed"), "success"),
    "hold_batch": Told(gettext_noop("Stopped"), "warning"),
    "resume_batch": Told(gettext_noop("Let go on: ordered and signed anew"), "info"),
    "take_out_payment": Told(gettext_noop("Payment taken out"), "warning"),
}


@for_role(*READERS)
def batch(request: HttpRequest, batch_id: int) -> HttpResponse:
    """One batch, its payments fifty to a page."""
    actor = actor_of_request(request)
    view = views_of(actor, [batch_or_404(request, batch_id)])[batch_id]
    done = history_of(view.batch)
    page = Paginator(payments_in(view.batch, actor), PER_PAGE).get_page(request.GET.get("page"))
    stopped = stopped_in(view.batch, list(page))
    context = {
        "view": view,
        "batch": view.batch,
        "acts": acts_for(view),
        "page": page,
        "rows": [(one, stopped.get(one, ())) for one in page],
        "stopped": len(stopped),
        "events": list(_events(done, addresses_of(one.actor for one in done))),
    }
    return render(request, "finance/batch.html", context)


@for_role(*READERS)
def batch_file(request: HttpRequest, batch_id: int) -> HttpResponse:
    """The file for the bank, once signed; asked for again it is the same, and asking changes nothing."""
    view = views_of(actor_of_request(request), [batch_or_404(request, batch_id)])[batch_id]
    if not (view.is_signed and view.is_whole):
        raise Http404
    headers = {"Content-Disposition": f'attachment; filename="{view.batch.message_id}.xml"'}
    content = write_credit_transfer(order_of(view.batch))
    return HttpResponse(content, content_type="application/xml", headers=headers)


def _events(done: Sequence[Done], addresses: Mapping[str, str]) -> Iterator[Event]:
    for one in done:
        title, tone = TOLD[one.command]
        said = _(title)
        if one.payment_id is not None:
            said = f"{said}: {structured_reference.show(of_number(one.payment_id))}"
        by = addresses.get(one.actor)
        text = ": ".join(filter(None, (by, one.why)))
        yield Event(one.at, said, text, tone)
