"""What will my rules say, what is the matter with them, and what do I do next?"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from wisselwerk.apps.schemes.draft_model import Draft
from wisselwerk.apps.schemes.drafting import checked, lines, open_draft
from wisselwerk.apps.schemes.models import Scheme
from wisselwerk.apps.schemes.services import start_draft
from wisselwerk.domain.actor import Role
from wisselwerk.domain.rule import KINDS
from wisselwerk.domain.rule_draft import DraftRule, DraftRules
from wisselwerk.web.access import actor_of_request, for_role
from wisselwerk.web.coordinator.schemes import scheme_or_404
from wisselwerk.web.forms import ActForm
from wisselwerk.web.studio.questions import ABOUT


class StartForm(ActForm):
    """Nothing is asked: pressing the button begins the draft."""


@for_role(Role.COORDINATOR)
def draft(request: HttpRequest, slug: str) -> HttpResponse:
    """The draft under this name; for a scheme that has none, the button that begins one."""
    found = open_draft(actor_of_request(request), slug)
    if found is None:
        return _without_draft(request, slug)
    one = checked(found)
    context = {
        "one": one,
        "draft": found,
        "rows": _rows(found, one.rules),
        "others": [(kind, ABOUT.get(kind, "")) for kind in KINDS if one.rules.written(kind) is None],
    }
    return render(request, "studio/draft.html", context)


def _rows(draft: Draft, rules: DraftRules) -> list[tuple[DraftRule, str]]:
    """Every rule that was begun, with how everybody will read it; nothing while it cannot exist."""
    texts = {line.kind: line.text for line in lines(draft, rules, draft.source or _("no decision yet"))}
    return [(written, texts.get(written.kind, "")) for written in rules.rules]


def _without_draft(request: HttpRequest, slug: str) -> HttpResponse:
    overview = scheme_or_404(request, slug)
    form = StartForm(request.POST or None)
    if form.is_valid() and _begun(request, overview.scheme, form):
        messages.success(
            request, _("The draft begins with the rules as they are. Nothing changes until you publish.")
        )
        return redirect("studio:draft", slug)
    return render(request, "studio/start.html", {"one": overview, "form": form}, status=form.status)


def _begun(request: HttpRequest, scheme: Scheme, form: ActForm) -> object:
    actor = actor_of_request(request)
    return form.carry_out(
        actor,
        f"web:start_draft:{scheme.pk}",
        lambda: {"draft": start_draft(actor, scheme=scheme).pk},
    )
