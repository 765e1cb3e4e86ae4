"""Which municipality is meant by the name of a local government or of one of its bodies."""

import re
from collections.abc import Iterable
from datetime import date
from urllib.parse import urlsplit

from wisselwerk.domain.territory import Place, Territory

_KIND = re.compile(
    r"^(?:de |het )?(?:stad en ocmw|gemeente en ocmw|gemeente|stad|ocmw-raad|ocmw|lokaal bestuur|stadsbestuur|gemeentebestuur|gemeenteraad"
    r"|openbaar centrum voor maatschappelijk welzijn|raad voor maatschappelijk welzijn|vast bureau|districtsraad|districtscollege"
    r"|college van burgemeester en schepenen|bijzonder comité voor de sociale dienst)"
    r"(?:\s+(?:van|der|te))?(?:\s+(?:de\s+)?(?:gemeente|stad|ocmw))?\s+",
    re.IGNORECASE,
)

_A_TOWN = ".gent"
_BELGIAN = (".be", ".vlaanderen", ".brussels", _A_TOWN)


def municipality_named(name: str, territory: Territory, day: date) -> Place | None:
    """The municipality that *Gemeente Essel*, *OCMW Genk* or *Gemeenteraad Genk* is about; None when that is none.

    A province, a police zone or a region bears no name of a municipality, or means something else by it.
    """
    given = name.strip()
    return territory.named(given, day) or territory.named(_KIND.sub("", given), day)


def municipality_at(addresses: Iterable[str], territory: Territory, day: date) -> Place | None:
    """The municipality in whose name a web address is held, as ``https://data.aalter.be/``; None when that is none, or several.

    Only a whole part of the name of a host in Belgium counts: *raadaalter* names nobody for sure.

    Raises:
        ValueError: one cannot be taken apart, as ``http://[oops]/``.
    """
    hosts = {urlsplit(one).hostname or "" for one in addresses}
    parts = {part for host in hosts if host.endswith(_BELGIAN) for part in _parts(host)}
    found = {place.code: place for part in parts if (place := territory.named(part, day))}
    return next(iter(found.values())) if len(found) == 1 else None


def _parts(host: str) -> list[str]:
    """The parts of its name that may be a municipality: the last one only where that is a town, as in ``data.stad.gent``."""
    return host.split(".") if host.endswith(_A_TOWN) else host.split(".")[:-1]
