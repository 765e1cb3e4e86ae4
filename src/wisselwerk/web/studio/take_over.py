"""A scheme works for others: may I have it for my own municipalities?"""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from wisselwerk.apps.parties.queries import agreement_on, members_on
from wisselwerk.apps.schemes.models import RuleSetVersion, Scheme
from wisselwerk.apps.schemes.queries import rules_of, version_on
from wisselwerk.apps.schemes.services import take_over as begin
from wisselwerk.clock import today
from wisselwerk.domain.actor import Role
from wisselwerk.web.access import actor_of_request, for_role
from wisselwerk.web.studio.drafts import NameForm


@for_role(Role.COORDINATOR)
def take_over(request: HttpRequest, slug: str) -> HttpResponse:
    """Say what comes along and what does not, ask for a name, and begin the draft."""
    version = _version(slug)
    actor = actor_of_request(request)
    begin_with = {"name": _("Introduction voucher")}
    form = NameForm(actor, request.POST or None, initial=begin_with, unlike=version.scheme.name)
    if form.is_valid():
        asked = form.cleaned_data
        done = form.carry_out(
            actor,
            f"web:take_over:{version.pk}",
            lambda: {
                "slug": begin(
                    actor, version=version, partnership=asked["partnership"], name=asked["name"]
                ).slug
            },
        )
        if done:
            messages.success(
                request, _("Taken over as a draft. Change what you want; nobody else sees it yet.")
            )
            return redirect("studio:draft", done["slug"])
    mine = sorted(actor.organisations(Role.COORDINATOR))
    context = {
        "form": form,
        "version": version,
        # Nobody has delegated anything for whoever takes it over: so it will hold for their own applications.
        "rules": rules_of(version, is_delegated=False),
        "theirs": agreement_on(version.scheme.partnership_id, today()),
        "ours": agreement_on(mine[0], today()) if len(mine) == 1 else None,
        "members": members_on(mine[0], today()) if len(mine) == 1 else [],
    }
    return render(request, "studio/take_over.html", context, status=form.status)


def _version(slug: str) -> RuleSetVersion:
    """What is taken over: the rules in force, else the first ones to come."""
    scheme = Scheme.objects.select_related("partnership").filter(slug=slug).first()
    found = scheme and (version_on(scheme, today()) or scheme.versions.order_by("valid_from").first())
    if not scheme or not found:
        raise Http404
    found.scheme = scheme
    return found
