"""Which services or providers answer to words, as people type them.

The engine is in ``apps.finding``; here stands what of the catalogue it reads (``told``), and by which other words a sort is known.
"""

from datetime import date

from wisselwerk.apps.catalogue.models import Provider, Service
from wisselwerk.apps.catalogue.queries import with_parts
from wisselwerk.apps.catalogue.told import providers_told, services_told
from wisselwerk.apps.catalogue.words import VOCABULARY
from wisselwerk.apps.finding.found import Found, found_by
from wisselwerk.domain.rule.base import ServiceKind


def find_services(
    day: date, text: str, *, place: str = "", kind: ServiceKind | None = None
) -> Found[Service]:
    """Services of providers recognised on ``day`` that answer to ``text``, best first (the first entered, where they
    are as good), each with its provider.

    ``text`` may be a word or a sentence. Services come that answer to most of its words: where there are some with all,
    those only. ``place`` is the code of a place where the provider works. A text without words finds nothing. Two
    queries, and two for the part of the answer that is read.

    Raises:
        Refusal: PLACE_UNKNOWN.
    """
    rows = Service.objects.select_related("provider__organisation").prefetch_related("provider__places")
    return found_by(text, rows, services_told(day, place, kind), VOCABULARY)


def find_providers(
    day: date, text: str, *, place: str = "", kind: ServiceKind | None = None
) -> Found[Provider]:
    """The same of providers: by what is told of themselves, and of their services; ``kind`` is one that they offer.

    Raises:
        Refusal: PLACE_UNKNOWN.
    """
    rows = with_parts(Provider.objects.all(), day)
    return found_by(text, rows, providers_told(day, place, kind), VOCABULARY)
