"""A file of the bank comes in: what did the bank pay, refuse or send back?"""

from collections.abc import Iterable

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wisselwerk.apps.payouts.services import Read, read_bank_file
from wisselwerk.domain.actor import Actor, Role
from wisselwerk.formats.iso20022 import NOT_EXPECTED
from wisselwerk.formats.problem import Problem, Problems
from wisselwerk.formats.ubl import MAX_BYTES
from wisselwerk.web.access import actor_of_request, for_role
from wisselwerk.web.forms import RefusableForm
from wisselwerk.web.purpose import asks
from wisselwerk.web.uploads import was_too_large
from wisselwerk.wording import moment, say


@asks(money="file")
class BankFileForm(RefusableForm):
    """A file of the bank. Reading it again changes nothing, so pressing twice does no harm."""

    file = forms.FileField(
        label=gettext_lazy("The file of the bank (XML)"),
        help_text=gettext_lazy(
            "A statement (camt.053), a notification (camt.054) or the bank's answer to a batch (pain.002), at most 5 MB."
        ),
        required=False,
        allow_empty_file=True,
    )

    def __init__(self, request: HttpRequest) -> None:
        is_sent = request.method == "POST"
        super().__init__(request.POST if is_sent else None, request.FILES if is_sent else None)
        self.is_too_large = was_too_large(request)

    def clean_file(self) -> UploadedFile[bytes] | None:
        """A file of a size that a page takes."""
        file: UploadedFile[bytes] | None = self.cleaned_data.get("file")
        if self.is_too_large or (file and (file.size or 0) > MAX_BYTES):
            raise forms.ValidationError(
                _(
                    "This file is larger than 5 MB. Ask the bank for one file per day, or have it read with the command "
                    "“wisselwerk import statements”."
                )
            )
        if file is None:
            raise forms.ValidationError(_("Choose the file of the bank."))
        return file

    def read(self, actor: Actor) -> list[Read] | None:
        """What stands in it, read; None when that was refused or something in the file is wrong."""
        file = self.cleaned_data["file"]
        try:
            return self.attempt(lambda: read_bank_file(actor, source=file, name=file.name))
        except Problems as found:
            self.add_error("file", list(_told(found.problems)))
            return None


@for_role(Role.FINANCIAL_DIRECTOR)
def bank_file_load(request: HttpRequest) -> HttpResponse:
    """Read the file, or show everything that is wrong with it at once."""
    form = BankFileForm(request)
    read = form.read(actor_of_request(request)) if form.is_valid() else None
    if read is None:
        return render(request, "finance/bank_file_load.html", {"form": form}, status=form.status)
    for one in read:
        _tell(request, one)
    if len(read) == 1:
        return redirect("finance:bank-file", read[0].file.pk)
    return redirect("finance:bank-files")


def _tell(request: HttpRequest, read: Read) -> None:
    if read.is_new:
        messages.success(request, _("{name} is read.").format(name=read.file.name))
    else:
        said = _("{name} had been read already, on {at}. Nothing has changed.")
        messages.warning(request, said.format(name=read.file.name, at=moment(read.file.read_at)))


def _told(problems: Iterable[Problem]) -> Iterable[str]:
    for one in problems:
        problem = say(one.message, one.params)
        if one.message == NOT_EXPECTED:
            problem = _("{problem} The bank's answer to a batch (pain.002) is read here too.").format(
                problem=problem
            )
        if one.path:
            yield _("Line {line}, element {element}: {problem}").format(
                line=one.line, element=one.path, problem=problem
            )
        else:
            yield _("Line {line}: {problem}").format(line=one.line, problem=problem)
