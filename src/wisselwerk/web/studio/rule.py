"""One rule: what does it ask, and how will people read it?"""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from wisselwerk.apps.schemes.draft_model import Draft
from wisselwerk.apps.schemes.drafting import lines, places_of, starts_on, surroundings
from wisselwerk.apps.schemes.services import change_rule, drop_rule
from wisselwerk.domain.actor import Role
from wisselwerk.domain.rule import KINDS
from wisselwerk.domain.rule_check import findings
from wisselwerk.domain.rule_draft import DraftRules
from wisselwerk.web.access import actor_of_request, for_role
from wisselwerk.web.htmx import partial
from wisselwerk.web.studio.access import draft_or_404, places_for
from wisselwerk.web.studio.questions import ABOUT
from wisselwerk.web.studio.rule_form import RuleForm
from wisselwerk.wording import rule_name


@for_role(Role.COORDINATOR)
def rule(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """Show the form of the rule with how it will read; keep it, leave it out, or only look."""
    if kind not in KINDS:
        raise Http404
    found = draft_or_404(request, slug)
    stands = DraftRules.read(found.rules)
    # While somebody types, htmx asks how it would read: with what stands in the form, and without keeping any of it.
    data = request.POST or (request.GET if "HX-Request" in request.headers else None) or None
    ticked = places_of(found.partnership, starts_on(found))
    form = RuleForm(kind, stands.written(kind), places_for(found), found.edition, data, ticked)
    is_whole = form.is_valid()
    if request.method == "POST" and "drop" in request.POST:
        if _dropped(request, found, form):
            messages.success(request, _("{rule}: left out.").format(rule=capfirst(rule_name(kind))))
            return redirect("studio:draft", slug)
    elif request.method == "POST" and "look" not in request.POST and is_whole and _kept(request, found, form):
        messages.success(request, _("{rule}: kept.").format(rule=capfirst(rule_name(kind))))
        return redirect("studio:draft", slug)
    return _shown(request, found, stands, form)


def _shown(request: HttpRequest, draft: Draft, stands: DraftRules, form: RuleForm) -> HttpResponse:
    preview = stands.with_rule(form.rule) if form.rule else stands
    source = draft.source or _("no decision yet")
    sourced = lines(draft, preview, source)
    stood = lines(draft, stands, source) if form.reasons else ()
    context = {
        "draft": draft,
        "form": form,
        "kind": form.kind,
        "about": ABOUT.get(form.kind, ""),
        "stands": stands.written(form.kind),
        "this": [one for one in sourced if one.rule.kind == form.kind],
        "says_now": [one for one in stood if one.rule.kind == form.kind],
        "others": [one for one in sourced if one.rule.kind != form.kind],
        "found": [one for one in findings(preview, surroundings(draft, preview)) if one.kind == form.kind],
        "is_typed": form.rule is not None,
    }
    template = (
        partial(request, "studio/rule.html", "preview") if request.method == "GET" else "studio/rule.html"
    )
    return render(request, template, context, status=form.status if request.method == "POST" else 200)


def _kept(request: HttpRequest, draft: Draft, form: RuleForm) -> bool:
    actor, asked = actor_of_request(request), form.cleaned_data
    return form.keep(
        request,
        f"change_rule:{form.kind}",
        draft,
        lambda edition: change_rule(
            actor,
            draft=draft.pk,
            edition=edition,
            kind=form.kind,
            parameters=asked["parameters"],
            source=asked["source"],
        ),
    )


def _dropped(request: HttpRequest, draft: Draft, form: RuleForm) -> bool:
    """Leave the rule out, whatever stands in its form. It can be added again, so nothing is asked first."""
    actor, kind = actor_of_request(request), form.kind
    return form.keep(
        request,
        f"drop_rule:{kind}",
        draft,
        lambda edition: drop_rule(actor, draft=draft.pk, edition=edition, kind=kind),
    )
