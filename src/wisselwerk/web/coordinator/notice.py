"""Did this reach the holder, and if not: may I print the letter, and mark that it went?"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from wisselwerk.apps.vouchers.models import Notice
from wisselwerk.apps.vouchers.notice_paper import notice_paper
from wisselwerk.apps.vouchers.queries.deadlines import DELIVERED
from wisselwerk.apps.vouchers.queries.notices import notices_coordinated
from wisselwerk.apps.vouchers.services import post_notice
from wisselwerk.domain.actor import Role
from wisselwerk.formats.paper import NoticePaper, notice_pdf
from wisselwerk.web.access import actor_of_request, for_role
from wisselwerk.web.demo_notice import demo_notice
from wisselwerk.web.forms import ActForm, Answer


@for_role(Role.COORDINATOR)
def notice(request: HttpRequest, notice_id: int) -> HttpResponse:
    """What the holder is told, how far that came, and the button that says the letter went."""
    found = _notice_or_404(request, notice_id)
    form = ActForm(request.POST or None)
    if form.is_valid() and _posted(request, found, form):
        messages.success(request, _("It is on record that the letter was sent."))
        return redirect("coordinator:voucher", found.voucher.code)
    context = {
        "notice": found,
        "paper": _paper(found),
        "is_delivered": found.state in DELIVERED,
        "form": form,
    }
    return render(request, "coordinator/notice.html", context, status=form.status)


@for_role(Role.COORDINATOR)
def letter(request: HttpRequest, notice_id: int) -> HttpResponse:
    """The same as a letter."""
    paper = _paper(_notice_or_404(request, notice_id))
    headers = {"Content-Disposition": f'inline; filename="{paper.reference}.pdf"'}
    return HttpResponse(notice_pdf(paper, _), content_type="application/pdf", headers=headers)


def _notice_or_404(request: HttpRequest, notice_id: int) -> Notice:
    return get_object_or_404(notices_coordinated(actor_of_request(request)), pk=notice_id)


def _paper(found: Notice) -> NoticePaper:
    return notice_paper(found, demo=demo_notice())


def _posted(request: HttpRequest, found: Notice, form: ActForm) -> Answer | None:
    actor = actor_of_request(request)
    return form.carry_out(
        actor,
        f"web:post_notice:{found.pk}",
        lambda: {"notice": post_notice(actor, notice=found).pk},
    )
