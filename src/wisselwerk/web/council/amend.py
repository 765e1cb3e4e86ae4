"""Which rule did this council decide otherwise, and to what?"""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from wisselwerk.apps.parties.queries import members_on
from wisselwerk.apps.schemes.council_text import Submitted
from wisselwerk.apps.schemes.councils import MemberCouncil
from wisselwerk.apps.schemes.rule_line import RuleLine, lines_of
from wisselwerk.apps.schemes.services import amend_for_council
from wisselwerk.apps.schemes.services.councils import amended_rules
from wisselwerk.domain.actor import Role
from wisselwerk.domain.period import Period
from wisselwerk.domain.rule import KINDS, REQUIRED, RuleSet
from wisselwerk.domain.rule.parameter import InvalidRule
from wisselwerk.domain.rule.territory import Territory
from wisselwerk.domain.rule_draft import DraftRules
from wisselwerk.formats.territory import belgian_territory
from wisselwerk.web.access import actor_of_request, for_role
from wisselwerk.web.council.access import coordinates, council_or_404, submitted_or_404
from wisselwerk.web.studio.questions import ABOUT
from wisselwerk.web.studio.rule_fields import Places
from wisselwerk.web.studio.rule_form import RuleForm, told
from wisselwerk.wording import rule_name


@for_role(Role.COORDINATOR)
def amend(request: HttpRequest, slug: str, text: str, nis_code: str, kind: str) -> HttpResponse:
    """The form of one rule as the council decided it."""
    found = submitted_or_404(request, slug, text)
    council = council_or_404(request, found, nis_code)
    if (
        kind not in KINDS
        or not council.has_decided
        or not coordinates(actor_of_request(request), found.partnership.pk)
    ):
        raise Http404
    form = _form(found, council, kind, request.POST or None)
    drops = "drop" in request.POST and kind not in REQUIRED
    if (form.is_valid() or drops) and _kept(request, found, council, form, drops=drops):
        messages.success(request, _("{rule}: kept.").format(rule=capfirst(rule_name(kind))))
        return redirect("council:council", slug, text, nis_code)
    context = {
        "one": found,
        "council": council,
        "form": form,
        "kind": kind,
        "about": ABOUT.get(kind, ""),
        "stands": _line(council.rules, kind, found.day),
        "proposed": _line(found.rules, kind, found.day),
        "may_drop": kind not in REQUIRED,
        "slug": slug,
        "text": text,
    }
    return render(request, "council/amend.html", context, status=form.status)


def _line(rules: RuleSet, kind: str, day: date) -> RuleLine | None:
    """A rule as it is written: whether the software may decide is a delegation's to say, and that is decided beside it."""
    lines = lines_of(rules, Period(day), is_delegated=True)
    return next((one for one in lines if one.kind == kind), None)


def _form(found: Submitted, council: MemberCouncil, kind: str, data: QueryDict | None) -> RuleForm:
    """The form of the rule. Its edition is the step that was seen; who changes another rule meanwhile loses nothing."""
    written = DraftRules.of(council.rules).written(kind)
    assert council.step is not None
    form = RuleForm(kind, written, _places(found), council.step.pk, data)
    del form.fields["source"]
    return form


def _kept(
    request: HttpRequest, found: Submitted, council: MemberCouncil, form: RuleForm, *, drops: bool
) -> object:
    """Keep what was filled in, or that the rule is left out; what such rules cannot be stands in the form."""
    parameters = None if drops else form.cleaned_data["parameters"]
    try:
        amended_rules(council.rules, council.proposed.rules, form.kind, parameters)
    except InvalidRule as problem:
        form.add_error(None, told(problem))
        return None
    actor = actor_of_request(request)
    return form.carry_out(
        actor,
        f"web:amend_for_council:{found.slug}:{council.member.pk}:{form.kind}",
        lambda: {
            "step": amend_for_council(
                actor, text=found.text, member=council.member, kind=form.kind, parameters=parameters
            ).pk
        },
    )


def _places(found: Submitted) -> Places:
    """The places that rules can name: those of all members, and what the territory names already."""
    territory, day = belgian_territory(), found.day
    codes = [one.place for one in members_on(found.partnership.pk, day)]
    named = found.rules.find(Territory)
    codes += [code for code in (named.places if named else ()) if territory.knows(code)]
    return [(code, territory.label(code, day)) for code in dict.fromkeys(codes)]
