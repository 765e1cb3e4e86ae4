"""A scheme or a new version of it, from the file in which it was written."""

from collections.abc import Iterable

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wisselwerk.apps.schemes.models import Scheme
from wisselwerk.apps.schemes.queries import waiting_places
from wisselwerk.apps.schemes.services import DoesNotFit, load_scheme
from wisselwerk.clock import today
from wisselwerk.domain.actor import Role
from wisselwerk.formats.problem import Problem, Problems
from wisselwerk.formats.scheme_file import read_scheme_file
from wisselwerk.formats.shape import MAX_BYTES
from wisselwerk.web.access import actor_of_request, for_role
from wisselwerk.web.forms import RefusableForm
from wisselwerk.web.purpose import asks
from wisselwerk.wording import say


@asks(record="file")
class SchemeFileForm(RefusableForm):
    """A scheme file; loading it again changes nothing, so pressing twice does no harm."""

    file = forms.FileField(
        label=gettext_lazy("The file of the scheme (JSON)"),
        help_text=gettext_lazy(
            "A file like the examples in docs/examples/schemes. Loading it again changes nothing."
        ),
        error_messages={
            "required": gettext_lazy("Choose the file."),
            "empty": gettext_lazy("This file is empty. Choose the file of a scheme."),
        },
    )

    def load(self, request: HttpRequest) -> Scheme | None:
        """The scheme, loaded; None when that was refused or something in the file is wrong."""
        file = self.cleaned_data["file"]
        try:
            read = read_scheme_file(file.read(MAX_BYTES + 1), file.name)
            return self.attempt(lambda: load_scheme(actor_of_request(request), read))
        except Problems as found:
            self.add_error("file", _told(found.problems))
        except DoesNotFit as error:
            self.add_error("file", [say(one.message, one.params) for one in error.misfits])
        return None


@for_role(Role.COORDINATOR)
def scheme_load(request: HttpRequest) -> HttpResponse:
    """Load the file, or show everything that is wrong in it at once."""
    form = SchemeFileForm(request.POST or None, request.FILES or None)
    if form.is_valid() and (scheme := form.load(request)):
        messages.success(request, _("{scheme} is loaded.").format(scheme=scheme.name))
        for place in waiting_places(scheme, today()):
            notice = _(
                "No voucher can be granted in {place} yet: that waits for the decision of the council of {council}."
            )
            messages.warning(request, notice.format(place=place.label, council=place.council))
        return redirect("coordinator:scheme", scheme.slug)
    return render(request, "coordinator/scheme_load.html", {"form": form}, status=form.status)


def _told(problems: Iterable[Problem]) -> list[str]:
    return [
        _("Line {line}: {problem}").format(line=one.line, problem=say(one.message, one.params))
        for one in problems
    ]
