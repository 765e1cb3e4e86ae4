"""Tell of something of one's own accord: a name and a government are enough, and nothing asks for it."""

from collections.abc import Mapping

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wisselwerk.apps.initiatives.models import Signal as SignalRow
from wisselwerk.apps.initiatives.queries.initiative_owners import ANSWERING
from wisselwerk.apps.initiatives.services import note_initiative
from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.parties.queries import members_on
from wisselwerk.clock import today
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.priority import PRIORITY_NAMES
from wisselwerk.domain.signal import Signal, SignalKind
from wisselwerk.formats.territory import belgian_territory
from wisselwerk.web.access import actor_of_request, for_role
from wisselwerk.web.initiative.answer import CorrectForm
from wisselwerk.web.public_text import PublicTextField
from wisselwerk.web.purpose import asks


@asks(voluntary="organisation")
class NoteForm(CorrectForm):
    """What somebody tells. Only a name and for whom are needed."""

    field_order = ("title", "organisation")
    title = PublicTextField(
        label=_("What is it called?"),
        max_length=300,
        error_messages={"required": _("Give it a name.")},
    )
    organisation = forms.ChoiceField(label=_("Who does it?"))

    def __init__(self, own: Mapping[str, Organisation], data: QueryDict | None) -> None:
        super().__init__(data)
        self.own = own
        choices = [(key, one.name) for key, one in own.items()]
        self.fields["organisation"].choices = choices  # type: ignore[attr-defined]
        names = [(one.value, gettext(name)) for one, name in PRIORITY_NAMES.items()]
        self.fields["priority"].choices = [("", gettext("None in particular")), *names]  # type: ignore[attr-defined]

    def told_of(self) -> Organisation:
        """Who does it."""
        return self.own[self.cleaned_data["organisation"]]

    def said(self) -> Signal:
        """What is told, as a signal: its key and dates follow from who tells it, today."""
        told, who = self.cleaned_data, self.told_of()
        return Signal(
            kind=SignalKind.NOTE,
            key="",
            source="",
            held_on=None,
            known_on=today(),
            title=told["title"],
            what=told["what"],
            government=who.name,
            places=_places(who),
            starts_on=told["starts_on"],
            ends_on=told["ends_on"],
            priority=self.priority_told(),
            amounts=self.amounts(),
        )


@for_role(*ANSWERING)
def note(request: HttpRequest) -> HttpResponse:
    """Put something in the register that no source tells of."""
    actor = actor_of_request(request)
    form = NoteForm(_own(actor), request.POST if request.method == "POST" else None)
    if form.is_valid():
        who, said = form.told_of(), form.said()
        done = form.attempt(lambda: (note_initiative(actor, partnership_id=who.pk, said=said),))
        if done is not None:
            return _to_what_was_told(request, done[0], who, said)
    return render(request, "initiative/note.html", {"form": form}, status=form.status)


def _to_what_was_told(
    request: HttpRequest, told: SignalRow | None, who: Organisation, said: Signal
) -> HttpResponse:
    """Its page; told twice, it is the same one."""
    if told is None:
        messages.info(request, gettext("You told this before. It stands in the register."))
        known = SignalRow.objects.filter(kind=SignalKind.NOTE, partnership=who, title=said.title)
        return redirect("initiative:page", known.latest("pk").initiative_id)
    messages.success(request, gettext("Thank you. It stands in the register."))
    return redirect("initiative:page", told.initiative_id)


def _own(actor: Actor) -> dict[str, Organisation]:
    """For whom the actor may speak, by key."""
    found = Organisation.objects.filter(pk__in=actor.organisations(*ANSWERING)).order_by("name", "pk")
    return {str(one.pk): one for one in found}


def _places(who: Organisation) -> tuple[str, ...]:
    """Where it is done: all of the municipality, or all in which the partnership works."""
    day = today()
    if who.nis_code:
        return belgian_territory().finest(who.nis_code, day)
    codes = [one.place for one in members_on(who.pk, day)]
    return tuple(sorted(belgian_territory().area(codes, day)))
