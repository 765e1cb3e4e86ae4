"""Where does one find that? Practices, questions, schemes and initiatives, by one word or a sentence."""

from collections.abc import Sequence
from dataclasses import dataclass

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wisselwerk.apps.finding.found import MOST_FOUND
from wisselwerk.apps.parties.permissions import is_participant
from wisselwerk.apps.search.models import Document
from wisselwerk.apps.search.queries import find_documents
from wisselwerk.domain.finding import FoundKind, Shelf, shelves
from wisselwerk.domain.finding_sentence import KINDS, KINDS_OF_MANY
from wisselwerk.formats.passage import Asked, Piece, marked, passage
from wisselwerk.web.access import actor_of_request
from wisselwerk.web.purpose import asks
from wisselwerk.wording import listed, word

PER_PAGE = 20
LONGEST_READ = 20_000
"""Characters of a text of which the part that answers is looked for."""
PAGES = {
    FoundKind.PRACTICE: "practice:card",
    FoundKind.QUESTION: "network:question",
    FoundKind.SCHEME: "public:scheme",
    FoundKind.INITIATIVE: "initiative:page",
}
"""The page of each, by its key."""


@dataclass(frozen=True, slots=True)
class Row:
    """Something that was found, as it is shown."""

    url: str
    kind: str
    title: list[Piece]
    around: str
    told: list[Piece]
    by_words: bool
    """Else it means about the same, in other words."""


@asks(find="q kind")
class Filter(forms.Form):
    """What to look for. What cannot be read asks for nothing."""

    q = forms.CharField(
        label=_("What do you look for?"),
        max_length=200,
        required=False,
        error_messages={
            "max_length": _("This is too long to look for. Use at most %(limit_value)s characters.")
        },
    )
    kind = forms.ChoiceField(label=_("What sort?"), required=False)

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        kinds = [(one.value, word(name)) for one, name in KINDS_OF_MANY.items()]
        self.fields["kind"].choices = [("", gettext("All sorts")), *kinds]  # type: ignore[attr-defined]

    def asked(self) -> tuple[str, FoundKind | None]:
        """Words and sort."""
        told = self.cleaned_data if self.is_valid() else {}
        kind = told.get("kind")
        return told.get("q", ""), FoundKind(kind) if kind else None


def search(request: HttpRequest) -> HttpResponse:
    """All that answers to some words, best first, each with the part of it that does."""
    form = Filter(request.GET)
    text, kind = form.asked()
    takes_part = is_participant(actor_of_request(request))
    context: dict[str, object] = {"form": form, "text": text, "takes_part": takes_part, "kind": kind}
    if text:
        found = find_documents(text, shelves(takes_part=takes_part, kind=kind))
        page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
        answers_to = [one for one in found.weights if one not in found.unanswered]
        context |= {
            "page": page,
            "rows": [row_of(one, found.answering(one)) for one in page],
            "is_cut": page.paginator.count >= MOST_FOUND,
            "read_as": [(typed, ", ".join(read)) for typed, read in found.read_as.items()],
            "unanswered": _quoted(found.unanswered) if answers_to else "",
            "answers_to": _quoted(answers_to),
            "only_alike": bool(found) and not answers_to,
        }
    return render(request, "public/search.html", context)


def _quoted(typed: Sequence[str]) -> str:
    return listed([f"“{one}”" for one in typed]) if typed else ""


def row_of(document: Document, asked: Asked) -> Row:
    """Something that was found, with the words of it by which it was."""
    kind = Shelf(document.shelf).kind
    return Row(
        url=reverse(PAGES[kind], args=[document.key]),
        kind=word(KINDS[kind]),
        title=marked(document.title, asked),
        around=document.around,
        told=passage(document.text[:LONGEST_READ], asked),
        by_words=bool(asked),
    )
