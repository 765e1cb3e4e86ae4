"""What do I do otherwise than where it comes from, and why?"""

from collections.abc import Iterator

from django import forms
from django.contrib import messages
from django.forms import BoundField
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from wisselwerk.apps.schemes.draft_model import Draft
from wisselwerk.apps.schemes.drafting import Checked, as_begun, changes_from, checked, newer_version
from wisselwerk.apps.schemes.queries import rule_set
from wisselwerk.apps.schemes.services import explain_draft, put_back_rule
from wisselwerk.domain.actor import Role
from wisselwerk.domain.consequence import consequence
from wisselwerk.domain.lineage import PARTNERSHIP, Difference
from wisselwerk.domain.rule import KINDS
from wisselwerk.domain.rule.territory import Territory
from wisselwerk.web.access import actor_of_request, for_role
from wisselwerk.web.purpose import Purpose, asks
from wisselwerk.web.studio.access import draft_or_404
from wisselwerk.web.studio.edition import EditionForm
from wisselwerk.web.templatetags.wisselwerk import change_name
from wisselwerk.wording import rule_name

LONGEST_WHY = 500
TERRITORY = f"{Territory.kind}.places"


@asks(made=Purpose.RECORD)
class WhyForm(EditionForm):
    """Of each changed parameter, why."""

    def __init__(self, one: Checked, data: QueryDict | None) -> None:
        super().__init__(data, initial={"edition": one.draft.edition})
        self.changes, self.ways_back = one.changes, _last_of_kinds(one)
        for change in one.changes:
            if change.kind != PARTNERSHIP:
                self.fields[key_of(change)] = forms.CharField(
                    label=_("Why: {what}").format(what=change_name(change)),
                    initial=change.why or _suggested(one, change),
                    max_length=LONGEST_WHY,
                    required=False,
                    show_hidden_initial=True,
                    widget=forms.Textarea(attrs={"rows": 2, "class": "ds-input"}),
                )

    @property
    def rows(self) -> Iterator[tuple[Difference, BoundField | None, bool]]:
        """Each change with the question about it, and whether its rule can be put back there.

        Who takes part needs no reason, and is not changed here.
        """
        for change in self.changes:
            key = key_of(change)
            yield change, self[key] if key in self.fields else None, key in self.ways_back

    def whys(self) -> dict[str, str]:
        """What was said, by parameter."""
        return {
            key: self.cleaned_data[key] for change in self.changes if (key := key_of(change)) in self.fields
        }


@for_role(Role.COORDINATOR)
def difference(request: HttpRequest, slug: str) -> HttpResponse:
    """The differences with the version it was made from, each with its why.

    Beside these, without reasons: those with a version that was published since, and with the scheme it once came from.
    """
    found = draft_or_404(request, slug)
    one = checked(found)
    form = WhyForm(one, request.POST or None)
    if form.is_valid() and (kind := request.POST.get("put_back")):
        if _put_back(request, found, form, kind):
            messages.success(request, _("{rule}: as it was.").format(rule=capfirst(rule_name(kind))))
            return redirect("studio:difference", slug)
    elif form.is_valid() and form.keep(
        request,
        "explain_draft",
        found,
        lambda edition: explain_draft(
            actor_of_request(request), draft=found.pk, edition=edition, whys=form.whys()
        ),
    ):
        messages.success(request, _("Your reasons are kept."))
        return redirect("studio:draft", slug)
    adopted, newer = found.scheme.adopted_from if found.scheme else None, newer_version(found)
    follows = consequence(rule_set(found.parent), one.rules) if found.parent else None
    context = {
        "one": one,
        "draft": found,
        "form": form,
        "follows": follows,
        "newer": newer,
        "from_newer": changes_from(found, newer, one.rules) if newer else (),
        "origin": adopted,
        "from_origin": changes_from(found, adopted, one.rules) if adopted else (),
    }
    return render(request, "studio/difference.html", context, status=form.status)


def _put_back(request: HttpRequest, draft: Draft, form: WhyForm, kind: str) -> bool:
    """Keep the reasons that stand in the form, and undo what was changed in one rule."""
    actor, whys = actor_of_request(request), form.whys()

    def done(edition: int) -> None:
        explained = explain_draft(actor, draft=draft.pk, edition=edition, whys=whys)
        put_back_rule(actor, draft=draft.pk, edition=explained.edition, kind=kind)

    return form.keep(request, f"put_back_rule:{kind}", draft, done)


def _last_of_kinds(one: Checked) -> frozenset[str]:
    """Of each rule that is otherwise than when the draft was begun, the last change: there stands the way back."""
    begun = as_begun(one.draft)
    last = {change.kind: key_of(change) for change in one.changes}
    return frozenset(
        key for kind, key in last.items() if kind in KINDS and begun.written(kind) != one.rules.written(kind)
    )


def key_of(change: Difference) -> str:
    """How the reason of a change is kept."""
    return f"{change.kind}.{change.parameter}"


def _suggested(one: Checked, change: Difference) -> str:
    """A territory is another one by nature: so much can be said for who takes over. It is kept only when sent."""
    if one.draft.is_takeover and key_of(change) == TERRITORY:
        return _("Another partnership, with its own municipalities.")
    return ""
