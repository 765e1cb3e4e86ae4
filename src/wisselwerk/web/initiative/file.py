"""The register as a file and as a feed, with the same filters as the page."""

from collections.abc import Iterable, Mapping
from datetime import datetime, time
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from wisselwerk.apps.initiatives.models import Initiative, Signal, amounts_of
from wisselwerk.apps.initiatives.queries.initiatives import sources_of, with_sources
from wisselwerk.clock import BRUSSELS
from wisselwerk.domain.initiative_sentence import STATE_NAMES
from wisselwerk.domain.initiative_state import InitiativeState
from wisselwerk.domain.signal import SignalAmount
from wisselwerk.formats.territory import belgian_territory
from wisselwerk.web.initiative.filters import Asked, asked_of
from wisselwerk.web.initiative.spoken import Row, Source
from wisselwerk.web.pieces import Column, DataTable, Kind
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
        "each source: its kind, from when it was true (? where it does not say), since when it is known, and where it is found"
    ),
    "address": gettext_noop("its page here"),
    "spent": gettext_noop("amounts in euro that were spent, by accounts, written in the same way"),
}
"""The columns of the file, and what stands in them. Names of columns never change; new ones come behind."""
NEWEST = 100
"""Initiatives in the feed."""
AT_ONCE = 1_000
"""Initiatives of which the sources are held while the file is written."""


def file(request: HttpRequest) -> HttpResponse:
    """All that the filters show, a row for each initiative."""
    asked = asked_of(request.GET)
    days = {"starts_on", "ends_on", "held_on", "known_on"}
    table = DataTable(
        "", [Column(name, Kind.DAY if name in days else Kind.TEXT) for name in COLUMNS], list(_rows(asked))
    )
    headers = {"Content-Disposition": 'attachment; filename="initiatieven.csv"'}
    return HttpResponse(table.csv(), content_type="text/csv; charset=utf-8", headers=headers)


def _rows(asked: Asked) -> Iterable[list[object]]:
    for one in with_sources(asked.found).iterator(AT_ONCE):
        yield [
            one.pk,
            one.state,
            one.title,
            one.government,
            " ".join(sorted(_municipalities(one, asked))),
            one.starts_on,
            one.ends_on,
            one.priority,
            " ".join(_amount(amount) for amount in amounts_of(one.amounts)),
            one.held_on,
            one.known_on,
            " | ".join(
                f"{signal.kind} {signal.held_on or '?'} {signal.known_on} {signal.source}".strip()
                for signal in sources_of(one)
            ),
            _address(one),
            " ".join(_amount(amount) for amount in amounts_of(one.spent)),
        ]


def _municipalities(initiative: Initiative, asked: Asked) -> set[str]:
    territory = belgian_territory()
    places = (one.place for one in initiative.places.all())
    return {territory.municipality_of(place, asked.day).nis_code for place in places}


def _amount(amount: SignalAmount) -> str:
    euros = f"{amount.cents // 100}.{amount.cents % 100:02}"
    return f"{euros}/{amount.year}" if amount.year else euros


def _address(initiative: Initiative) -> str:
    return settings.BASE_URL + reverse("initiative:page", args=[initiative.pk])


class NewInitiatives(Feed):  # type: ignore[type-arg]  # Django's own class takes no types when it runs
    """What was noticed last, for whoever follows the register."""

    feed_type = Atom1Feed
    title = gettext_lazy("Initiatives of local governments")
    subtitle = gettext_lazy("What municipalities do for the social economy and for work, as far as it shows.")

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Asked:
        """What the address asks for."""
        return asked_of(request.GET)

    def link(self) -> str:
        """The page."""
        return reverse("initiative:register")

    def items(self, asked: Asked) -> list[Row]:
        """The newest ones."""
        return [Row(one, asked.day) for one in with_sources(asked.found)[:NEWEST]]

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
        """When something of it became known last."""
        known = datetime.combine(item.initiative.known_on, time(), BRUSSELS)
        return max(known, item.initiative.noticed_at)


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
