"""How did this practice come to say what it says?"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from wisselwerk.apps.parties.permissions import is_participant
from wisselwerk.apps.practices.models import PracticeStep, PracticeVersion
from wisselwerk.apps.practices.queries.practices import steps_of, versions_for
from wisselwerk.domain.practice import OWN, Action, Change, Language, Part, changes
from wisselwerk.domain.practice_sentence import ACTION_NAMES, PART_NAMES
from wisselwerk.web.access import actor_of_request
from wisselwerk.web.pieces import Event
from wisselwerk.web.practice.card import practice_or_404
from wisselwerk.web.practice.spoken import language_name
from wisselwerk.wording import word


@dataclass(frozen=True, slots=True)
class Changed:
    """What became of one part from a version to the next."""

    name: str
    language: Language
    pieces: tuple[tuple[Change, str], ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A version with what it changed."""

    version: PracticeVersion
    changed: tuple[Changed, ...]
    is_first: bool


TONES = {
    Action.OFFER: "info",
    Action.SEND_BACK: "warning",
    Action.PUBLISH: "success",
    Action.CLOSE: "warning",
}


def history(request: HttpRequest, slug: str) -> HttpResponse:
    """Each version with its differences, the newest first, and what happened."""
    actor = actor_of_request(request)
    practice = practice_or_404(actor, slug)
    versions = versions_for(actor, practice)
    shown = [
        Shown(one, tuple(_changed(before, one)) if before else (), before is None)
        for before, one in zip([None, *versions], versions, strict=False)
    ]
    context = {
        "practice": practice,
        "title": versions[-1].title,
        "versions": shown[::-1],
        "events": [_event(one) for one in steps_of(practice)] if is_participant(actor) else [],
    }
    return render(request, "practice/history.html", context)


def _changed(before: PracticeVersion, after: PracticeVersion) -> Iterator[Changed]:
    """What of a version is otherwise than in the one that the reader saw before it."""
    old, new = before.text, after.text
    for language in dict.fromkeys((*old.languages, *new.languages)):
        first, second = old.wordings.get(language), new.wordings.get(language)
        told = [(_("Title"), first.title if first else "", second.title if second else "")]
        was_told, is_told = (one.parts if one else {} for one in (first, second))
        told += [(word(PART_NAMES[part]), was_told.get(part, ""), is_told.get(part, "")) for part in Part]
        for name, was, is_now in told:
            if was != is_now:
                named = name if language is OWN else f"{name} ({language_name(language)})"
                yield Changed(named, language, tuple(changes(was, is_now)))
    yield from _beside(before, after)


def _beside(before: PracticeVersion, after: PracticeVersion) -> Iterator[Changed]:
    """The same of what stands beside the text."""
    pairs = (
        (
            _("What others can use"),
            " ".join(f"{one.title} {one.address}" for one in before.text.materials),
            " ".join(f"{one.title} {one.address}" for one in after.text.materials),
        ),
        (_("Scheme behind it"), _scheme(before), _scheme(after)),
        (_("How it went"), _turnout(before), _turnout(after)),
    )
    for name, was, is_now in pairs:
        if was != is_now:
            yield Changed(name, OWN, tuple(changes(was, is_now)))


def _scheme(version: PracticeVersion) -> str:
    return version.scheme.name if version.scheme else _("none")


def _turnout(version: PracticeVersion) -> str:
    return _("it did not work") if version.is_failure else _("it worked")


def _event(step: PracticeStep) -> Event:
    """What happened and for whom, without who did it."""
    action = Action(step.action)
    title = _("version {number}: {what}").format(number=step.version.number, what=word(ACTION_NAMES[action]))
    text = f"{step.organisation.name}. {step.reason}" if step.reason else step.organisation.name
    return Event(step.at, capfirst(title), text, TONES.get(action, ""))
