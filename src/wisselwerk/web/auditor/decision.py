"""Was this decision right? Its facts, its rules, its outcome, and the rules applied again."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from wisselwerk.apps.vouchers.paper import findings_of, reference
from wisselwerk.apps.vouchers.queries import reasons_of
from wisselwerk.apps.vouchers.queries.applications import audited_decisions
from wisselwerk.apps.vouchers.queries.proof import UNREADABLE, differences_of
from wisselwerk.domain.actor import Role
from wisselwerk.web.access import actor_of_request, for_role


@for_role(Role.AUDITOR)
def decision(request: HttpRequest, decision_id: int) -> HttpResponse:
    """One decision, replayed while the page is made."""
    made = get_object_or_404(audited_decisions(actor_of_request(request)), pk=decision_id)
    try:
        told = {"findings": findings_of(made), "reasons": reasons_of(made)}
    except UNREADABLE:
        # Somebody changed it so that it cannot be told; the differences say where.
        told = {"findings": (), "reasons": ()}
    context = {
        "decision": made,
        "reference": reference(made),
        "differences": list(differences_of(made)),
        **told,
    }
    return render(request, "auditor/decision.html", context)
