"""What is my scheme called, and what is it for?"""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wisselwerk.apps.schemes.draft_model import Draft
from wisselwerk.apps.schemes.services import describe_draft
from wisselwerk.domain.actor import Role
from wisselwerk.formats.shape import SLUG_LENGTH
from wisselwerk.web.access import actor_of_request, for_role
from wisselwerk.web.purpose import asks
from wisselwerk.web.studio.access import draft_or_404
from wisselwerk.web.studio.edition import EditionForm


@asks(record="name purpose slug")
class DescribeForm(EditionForm):
    """Name, aim and address."""

    name = forms.CharField(
        label=gettext_lazy("Name of your scheme"),
        max_length=200,
        show_hidden_initial=True,
        error_messages={"required": gettext_lazy("Give your scheme a name.")},
    )
    purpose = forms.CharField(
        label=gettext_lazy("What is it for?"),
        help_text=gettext_lazy(
            "One or two sentences, as everybody will read them on the page of the scheme."
        ),
        max_length=2000,
        show_hidden_initial=True,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    slug = forms.SlugField(
        label=gettext_lazy("Address of its page"),
        help_text=gettext_lazy(
            "Small letters, digits and dashes. It comes after /regelingen/ and stays for ever."
        ),
        max_length=SLUG_LENGTH,
        show_hidden_initial=True,
        error_messages={
            "required": gettext_lazy("Give the page an address."),
            "invalid": gettext_lazy("Use small letters, digits and dashes, such as zuidoost-limburg."),
        },
    )

    def __init__(self, draft: Draft, data: QueryDict | None) -> None:
        told = {"name": draft.name, "purpose": draft.purpose, "slug": draft.slug, "edition": draft.edition}
        super().__init__(data, initial=told)

    def clean_slug(self) -> str:
        """As addresses are written."""
        slug: str = self.cleaned_data["slug"]
        return slug.lower().replace("_", "-")


@for_role(Role.COORDINATOR)
def describe(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask it, and go on under the new address."""
    found = draft_or_404(request, slug)
    asks = found.scheme_id is None
    form = DescribeForm(found, request.POST or None if asks else None)
    if form.is_valid() and form.keep(
        request,
        "describe_draft",
        found,
        lambda edition: describe_draft(
            actor_of_request(request),
            draft=found.pk,
            edition=edition,
            name=form.cleaned_data["name"],
            purpose=form.cleaned_data["purpose"],
            slug=form.cleaned_data["slug"],
        ),
    ):
        messages.success(request, _("Name and aim are kept."))
        return redirect("studio:draft", form.cleaned_data["slug"])
    return render(request, "studio/describe.html", {"draft": found, "form": form}, status=form.status)
