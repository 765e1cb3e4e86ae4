"""Which municipality is meant by the name of a local government or of one of its bodies."""

import re
from datetime import date

from wisselwerk.domain.territory import Place, Territory

_KIND = re.compile(
    r"^(?:de |het )?(?:stad en ocmw|gemeente en ocmw|gemeente|stad|ocmw|lokaal bestuur|stadsbestuur|gemeentebestuur|gemeenteraad"
    r"|openbaar centrum voor maatschappelijk welzijn|raad voor maatschappelijk welzijn|vast bureau"
    r"|college van burgemeester en schepenen)(?:\s+(?:van|der|te)(?:\s+(?:de\s+)?(?:gemeente|stad|ocmw))?)?\s+",
    re.IGNORECASE,
)


def municipality_named(name: str, territory: Territory, day: date) -> Place | None:
    """The municipality that *Gemeente Essel*, *OCMW Genk* or *Gemeenteraad Genk* is about; None when that is none.

    A province, a police zone or a region bears no name of a municipality, or means something else by it.
    """
    given = name.strip()
    return territory.named(given, day) or territory.named(_KIND.sub("", given), day)
