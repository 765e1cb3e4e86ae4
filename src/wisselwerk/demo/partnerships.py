"""The two seed partnerships through time: who takes part within which place, on which agreement, who grants.

Which municipalities take part is the seed's; mergers are facts (``docs/concepts/territory.md``). Agreements,
decisions and mandates are invented, and their titles say so.
"""

from dataclasses import dataclass
from datetime import date

from wisselwerk.apps.schemes.models import Granter
from wisselwerk.domain.period import Period

FOUNDED = date(2015, 1, 1)
MERGERS_2019 = date(2019, 1, 1)
MERGERS_2025 = date(2025, 1, 1)
DECIDED_ON = {FOUNDED: date(2014, 12, 15)}
"""When the councils decided on what holds from a day; the day itself where it is not here."""
AGREED_UNTIL = date(2037, 1, 1)
"""Two terms of the councils that started with 2025."""

YEARLY_BUDGET_CENTS = 25_000_000

SEED = "Schriftelijke vraag over lokale initiatieven sociale economie, Vlaams Parlement, 2015"
MERGED = "Decreet lokaal bestuur, art. 351: na een fusie gaat de regeling voort binnen de vroegere gemeente"
AGREEMENT = "Overeenkomst van de interlokale vereniging (demo)"
MANDATE = "De beherende gemeente kent de cheques toe, tekent en betaalt, in naam van de leden."
EVALUATION = "De raden evalueren de vereniging elk jaar, op basis van het jaarverslag."


@dataclass(frozen=True, slots=True)
class Participation:
    """A place that takes part, in one stretch per municipality that it belonged to."""

    place: str
    merged_on: date | None = None


@dataclass(frozen=True, slots=True)
class DemoAgreement:
    """An agreement for a term, and the municipality that manages."""

    managed_by: str
    valid: Period


@dataclass(frozen=True, slots=True)
class DemoGranting:
    """Who grants from a day on. With ``delegated_by`` (a NIS code) the software may decide."""

    granter: Granter
    valid_from: date
    delegated_by: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoPartnership:
    """One of the two."""

    slug: str
    name: str
    participations: tuple[Participation, ...]
    agreements: tuple[DemoAgreement, ...]
    grantings: tuple[DemoGranting, ...]


PARTNERSHIPS: tuple[DemoPartnership, ...] = (
    DemoPartnership(
        slug="zuidoost-limburg",
        name="Interlokale vereniging regie sociale economie Zuidoost-Limburg",
        participations=(
            Participation("73083", MERGERS_2025),
            Participation("73006", MERGERS_2025),
            Participation("73032", MERGERS_2025),
            Participation("73066"),
            Participation("73109"),
        ),
        agreements=(
            DemoAgreement("73083", Period(FOUNDED, date(2021, 1, 1))),
            DemoAgreement("73083", Period(date(2021, 1, 1), MERGERS_2025)),
            DemoAgreement("73111", Period(MERGERS_2025, AGREED_UNTIL)),
        ),
        grantings=(
            DemoGranting(Granter.MANAGING_MUNICIPALITY, FOUNDED, "73083"),
            DemoGranting(Granter.MANAGING_MUNICIPALITY, MERGERS_2025, "73111"),
        ),
    ),
    DemoPartnership(
        slug="genk",
        name="Interlokale vereniging sociale economie Genk, As, Oudsbergen en Zutendaal",
        participations=(
            Participation("71016"),
            Participation("71047", MERGERS_2019),
            Participation("71002"),
            Participation("71067"),
        ),
        agreements=(
            DemoAgreement("71016", Period(FOUNDED, MERGERS_2019)),
            DemoAgreement("71016", Period(MERGERS_2019, MERGERS_2025)),
            DemoAgreement("71016", Period(MERGERS_2025, AGREED_UNTIL)),
        ),
        grantings=(
            # At first each council kept the granting to itself, so the software only proposed.
            DemoGranting(Granter.SEAT_MUNICIPALITY, FOUNDED, None),
            DemoGranting(Granter.MANAGING_MUNICIPALITY, MERGERS_2019, "71016"),
        ),
    ),
)
