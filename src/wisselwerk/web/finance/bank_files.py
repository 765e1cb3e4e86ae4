"""Which files of the bank were read, and what did each line mean?"""

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from wisselwerk.apps.parties.permissions import may
from wisselwerk.apps.payouts.queries.beside import owed_in
from wisselwerk.apps.payouts.queries.sight import files_for, lines_for
from wisselwerk.apps.settlements.queries.dues import too_much_of
from wisselwerk.apps.settlements.queries.receiving import lines_told_in
from wisselwerk.domain.reconciliation import ASKS_A_LOOK, Meaning
from wisselwerk.web.access import actor_of_request, for_role
from wisselwerk.web.finance.roles import READERS

PER_PAGE = 50
WHO_PAYS_SHARE = "settlement_line__share__member"
"""The member that a line is about where it is no payment of ours."""


@for_role(*READERS)
def bank_files(request: HttpRequest) -> HttpResponse:
    """Every file that was read, newest first."""
    found = files_for(actor_of_request(request))
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "finance/bank_files.html", {"page": page})


@for_role(*READERS)
def bank_file(request: HttpRequest, file_id: int) -> HttpResponse:
    """One file, its lines fifty to a page."""
    actor = actor_of_request(request)
    file = get_object_or_404(files_for(actor), pk=file_id)
    lines = lines_for(actor).filter(file=file)
    waiting = lines.filter(meaning__in=ASKS_A_LOOK, look=None)
    counted = dict(lines.order_by().values_list("meaning").annotate(number=Count("pk")))
    owed = owed_in(actor, file) if Meaning.BESIDE in counted else []
    of_members = too_much_of(lines_told_in(file)) if Meaning.SETTLED in counted else []
    context = {
        "file": file,
        "owed": owed,
        "gives": [payer for _, payer in actor.roles if may(actor, "give_back", payer)],
        "dues": {"to_give_back": of_members},
        "records_payments": may(actor, "record_settlement_payment", file.payer_id),
        "too_much_cents": sum(one.cents for one in owed) + sum(one.gets_back_cents for one in of_members),
        "page": Paginator(lines.select_related(WHO_PAYS_SHARE), PER_PAGE).get_page(request.GET.get("page")),
        "counted": sorted(counted.items()),
        "number": sum(counted.values()),
        "waiting": waiting.count(),
    }
    return render(request, "finance/bank_file.html", context)
