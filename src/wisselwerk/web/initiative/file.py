"""The register as a file and as a feed, with the same filters as the page."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, StreamingHttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from wisselwerk.apps.initiatives.models import Signal, amounts_of
from wisselwerk.apps.initiatives.queries.initiatives import (
    all_sourced,
    changed_last_first,
    sources_of,
    with_sources,
)
from wisselwerk.domain.initiative_sentence import STATE_NAMES
from wisselwerk.domain.initiative_state import InitiativeState
from wisselwerk.domain.signal import SignalAmount
from wisselwerk.formats.territory import belgian_territory
from wisselwerk.web.initiative.filters import Asked, asked_of
from wisselwerk.web.initiative.spoken import Row, Source
from wisselwerk.web.pieces import Column, Kind, csv_lines
from wisselwerk.wording import day

COLUMNS: Mapping[str, str] = {
    "number": gettext_noop("number of the initiative here; it never changes"),
    "state": gettext_noop(
        "NOTICED: a source tells of it and nobody answered; CONFIRMED, CORRECTED, DENIED, ENDED: what who does it says"
    ),
    "title": gettext_noop("its name, as the source says it"),
    "government": gettext_noop("who does it"),
    "municipalities": gettext_noop(
        "NIS codes of the municipalities in which it is done, with spaces between: those of today, or of the last day of the year asked for"
    ),
    "starts_on": gettext_noop("first day, where a source says so"),
    "ends_on": gettext_noop("last day, where a source says so"),
    "priority": gettext_noop("Flemish priority (WSE-LR1 to WSE-LR4), where a source names it"),
    "amounts": gettext_noop(
        "amounts in euro that are budgeted or named, each with its year behind a slash where it has one; never added up"
    ),
    "held_on": gettext_noop("the latest day from which something of it was true"),
    "known_on": gettext_noop("the latest day on which something of it became known"),
    "sources": gettext_noop(
        "each source: its kind (SCHEME: published here, DECISION: of a council, REPORT: a plan or accounts, NOTE and CORRECTION: told by who does it), "
        "from when it was true (? where it does not say), since when it is known, and where it is found"
    ),
    "address": gettext_noop("its page here"),
    "spent": gettext_noop("amounts in euro that were spent, by accounts, written in the same way"),
}
"""The columns of the file, and what stands in them. Names of columns never change; new ones come behind."""
NEWEST = 100
"""Initiatives in the feed."""
LINES_AT_ONCE = 500
"""Lines of the file that are sent together."""


def file(request: HttpRequest) -> StreamingHttpResponse:
    """All that the filters show, a row for each initiative, sent while it is read."""
    asked = asked_of(request.GET)
    days = {"starts_on", "ends_on", "held_on", "known_on"}
    columns = [Column(name, Kind.DAY if name in days else Kind.TEXT) for name in COLUMNS]
    lines = csv_lines(columns, _rows(asked))
    parts = iter(lambda: "".join(islice(lines, LINES_AT_ONCE)), "")
    headers = {"Content-Disposition": 'attachment; filename="initiatieven.csv"'}
    return StreamingHttpResponse(parts, content_type="text/csv; charset=utf-8", headers=headers)


def _rows(asked: Asked) -> Iterator[list[object]]:
    municipalities, address = _Municipalities(asked.day), _address()
    for sourced in all_sourced(asked.found):
        one = sourced.initiative
        yield [
            one.pk,
            one.state,
            one.title,
            one.government,
            " ".join(municipalities.of(sourced.places)),
            one.starts_on,
            one.ends_on,
            one.priority,
            " ".join(_amount(amount) for amount in amounts_of(one.amounts)),
            one.held_on,
            one.known_on,
            " | ".join(
                f"{signal.kind} {signal.held_on or '?'} {signal.known_on} {_found(signal.source, address)}".strip()
                for signal in sourced.sources
            ),
            address.format(one.pk),
            " ".join(_amount(amount) for amount in amounts_of(one.spent)),
        ]


def _found(source: str, address: str) -> str:
    """Where it is found; what its owner told here, by the question that asked it or the page on which it was told."""
    told, _colon, number = source.partition(":")
    if told == "expost_question":
        return _("answer to question {number} of the ex-post control").format(number=number)
    return address.format(number) if told == "initiative" else source


class _Municipalities:
    """In which municipalities of a day places lie; each is looked up once."""

    def __init__(self, day: date) -> None:
        self._day = day
        self._known: dict[str, str] = {}

    def of(self, places: Iterable[str]) -> list[str]:
        """Their NIS codes, each once and in order."""
        return sorted({self._code(place) for place in places})

    def _code(self, place: str) -> str:
        if place not in self._known:
            self._known[place] = belgian_territory().municipality_of(place, self._day).nis_code
        return self._known[place]


def _amount(amount: SignalAmount) -> str:
    euros = f"{amount.cents // 100}.{amount.cents % 100:02}"
    return f"{euros}/{amount.year}" if amount.year else euros


def _address() -> str:
    """Of the page of an initiative, with a place for its number: finding it for each takes longer than all the rest of its row."""
    return settings.BASE_URL + reverse("initiative:page", args=[0]).replace("0", "{}")


class NewInitiatives(Feed):  # type: ignore[type-arg]  # Django's own class takes no types when it runs
    """What was noticed or changed last, for whoever follows the register: each filter is a feed of its own."""

    feed_type = Atom1Feed
    author_name = "Wisselwerk"
    title = gettext_lazy("Initiatives of local governments")
    subtitle = gettext_lazy("What municipalities do for the social economy and for work, as far as it shows.")

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Asked:
        """What the address asks for."""
        return asked_of(request.GET)

    def link(self, asked: Asked) -> str:
        """The page, with what is asked for; by this the feed is known too."""
        return _asking("initiative:register", asked)

    def feed_url(self, asked: Asked) -> str:
        """Where this feed itself is found."""
        return _asking("initiative:feed", asked)

    def items(self, asked: Asked) -> list[Row]:
        """The ones of which something changed last."""
        found = with_sources(changed_last_first(asked.found))[:NEWEST]
        return [Row(one, asked.day) for one in found]

    def item_title(self, item: Row) -> str:
        """Its state and its name: what nobody answered is never told as certain."""
        state = capfirst(_(STATE_NAMES[InitiativeState(item.initiative.state)]))
        return f"{state}: {item.initiative.title}"

    def item_description(self, item: Row) -> str:
        """Who, where, when, and each source with both its dates. A summary in Atom is HTML, and none of this is."""
        said = [item.who_and_where, item.when, item.terms, *item.money, item.priority]
        return escape(". ".join([*filter(None, said), *map(_source_told, sources_of(item.initiative))]))

    def item_link(self, item: Row) -> str:
        """Its page."""
        return reverse("initiative:page", args=[item.initiative.pk])

    def item_pubdate(self, item: Row) -> datetime:
        """When it was noticed here."""
        return item.initiative.noticed_at

    def item_updateddate(self, item: Row) -> datetime:
        """When it changed last: a source told something, or somebody answered."""
        changed_at: datetime = item.initiative.changed_at  # type: ignore[attr-defined]  # annotated
        return changed_at


def _asking(route: str, asked: Asked) -> str:
    return reverse(route) + (f"?{asked.words}" if asked.words else "")


def _source_told(signal: Signal) -> str:
    source = Source(signal)
    where = source.address or source.where
    true = (
        _("true from {day}").format(day=day(signal.held_on))
        if signal.held_on
        else _("not said since when true")
    )
    known = _("known since {day}").format(day=day(signal.known_on))
    return capfirst(
        f"{source.kind}: {where}, {true}, {known}" if where else f"{source.kind}, {true}, {known}"
    )
