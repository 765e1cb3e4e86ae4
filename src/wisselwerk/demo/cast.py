"""The people and enterprises of the demo and of the tests, each with a fixed meaning.

All are invented. Mail addresses end in ``.example``, which no mail server can own (RFC 2606). Enterprise numbers are
valid in form and start with 1999: numbers are given out in rising order and had reached 10 when this was written, so
that range stays empty for decades, and nobody is taken for somebody here.
"""

from dataclasses import dataclass
from datetime import date

from wisselwerk.domain.actor import Role
from wisselwerk.domain.refusal import gettext_noop

FOUNDED = date(2015, 1, 1)
"""The first day of both partnerships: roles are held, and the schemes have their visum, from then on. Invented."""
NUMBERS_FROM = 1999_0000
NO_BANK = 999
BE_AS_DIGITS = 1114
"""How the letters of the country stand in the check of an account number (ISO 13616)."""


def invented_number(serial: int) -> str:
    """The invented enterprise number with this serial, 0 to 9999: ten digits, check digits included.

    Raises:
        ValueError: the serial lies outside the range.
    """
    if not 0 <= serial <= 9999:
        raise ValueError(f"invented numbers run from 0 to 9999, not {serial}")
    base = NUMBERS_FROM + serial
    return f"{base}{97 - base % 97:02}"


def invented_account(serial: int) -> str:
    """The invented Belgian account number with this serial: valid in form, of a bank code that no bank has.

    Raises:
        ValueError: the serial lies outside the range.
    """
    if not 0 <= serial < 10**7:
        raise ValueError(f"invented accounts run from 0 to 9999999, not {serial}")
    base = int(f"{NO_BANK}{serial:07}")
    domestic = f"{base}{base % 97 or 97:02}"
    return f"BE{98 - int(f'{domestic}{BE_AS_DIGITS}00') % 97:02}{domestic}"


@dataclass(frozen=True, slots=True)
class Enterprise:
    """An invented regular enterprise, with its seat. Its name is for readers: of an enterprise only the number is kept."""

    name: str
    number: str
    place: str


@dataclass(frozen=True, slots=True)
class CastMember:
    """Somebody who can sign in, and what that person is. ``at`` is an enterprise number, the NIS code of a local
    government, or the slug of a partnership.
    """

    key: str
    email: str
    role: Role
    at: tuple[str, ...]
    says: str
    """Who this is, a message id for the list that a newcomer sees."""


OWN_ENTERPRISE = Enterprise("Houthandel Lindekruin", invented_number(101), "71016")
OTHER_ENTERPRISE = Enterprise("Drukkerij Vossenpoort", invented_number(102), "71016")
THIRD_ENTERPRISE = Enterprise("Bakkerij Maaskorrel", invented_number(103), "73066")

PROVIDER_NUMBER = invented_number(1)
DEPARTMENT = "vlaanderen"
"""Slug of the Flemish administration."""
NETWORK = "lerend-netwerk"
"""Slug of the learning network."""

CAST: tuple[CastMember, ...] = (
    CastMember(
        key="owner",
        email="eigenares@lindekruin.example",
        role=Role.HOLDER,
        at=(OWN_ENTERPRISE.number,),
        says=gettext_noop("owns a timber merchant in Genk"),
    ),
    CastMember(
        key="colleague",
        email="medewerker@lindekruin.example",
        role=Role.HOLDER,
        at=(OWN_ENTERPRISE.number,),
        says=gettext_noop("works for the same timber merchant"),
    ),
    CastMember(
        key="stranger",
        email="zaakvoerder@vossenpoort.example",
        role=Role.HOLDER,
        at=(OTHER_ENTERPRISE.number,),
        says=gettext_noop("owns another enterprise in Genk"),
    ),
    CastMember(
        key="coordinator_zuidoost_limburg",
        email="regisseur@zuidoost-limburg.example",
        role=Role.COORDINATOR,
        at=("zuidoost-limburg",),
        says=gettext_noop("coordinates Zuidoost-Limburg"),
    ),
    CastMember(
        key="coordinator_genk",
        email="regisseur@genk.example",
        role=Role.COORDINATOR,
        at=("genk",),
        says=gettext_noop("coordinates Genk and its neighbours"),
    ),
    CastMember(
        key="provider_staff",
        email="onthaal@zilverspar.example",
        role=Role.PROVIDER,
        at=(PROVIDER_NUMBER,),
        says=gettext_noop("works for the provider De Zilverspar"),
    ),
    CastMember(
        key="general_director",
        email="algemeen-directeur@genk.example",
        role=Role.GENERAL_DIRECTOR,
        at=("71016",),
        says=gettext_noop("is general director of Genk, and orders payments"),
    ),
    CastMember(
        key="financial_director",
        email="financieel-directeur@genk.example",
        role=Role.FINANCIAL_DIRECTOR,
        at=("71016",),
        says=gettext_noop("is financial director of Genk, and signs payments"),
    ),
    CastMember(
        key="general_director_tongeren",
        email="algemeen-directeur@tongeren-borgloon.example",
        role=Role.GENERAL_DIRECTOR,
        at=("73111",),
        says=gettext_noop("is general director of Tongeren-Borgloon, and orders payments"),
    ),
    CastMember(
        key="financial_director_tongeren",
        email="financieel-directeur@tongeren-borgloon.example",
        role=Role.FINANCIAL_DIRECTOR,
        at=("73111",),
        says=gettext_noop("is financial director of Tongeren-Borgloon, and signs payments"),
    ),
    CastMember(
        key="member_oudsbergen",
        email="samenwerking@oudsbergen.example",
        role=Role.MEMBER,
        at=("72042",),
        says=gettext_noop("acts for Oudsbergen, which takes part with Opglabbeek"),
    ),
    CastMember(
        key="auditor",
        email="auditor@nazicht.example",
        role=Role.AUDITOR,
        at=("zuidoost-limburg", "genk"),
        says=gettext_noop("audits both partnerships"),
    ),
    CastMember(
        key="flanders",
        email="nazicht@vlaanderen.example",
        role=Role.FLANDERS,
        at=(DEPARTMENT,),
        says=gettext_noop("works for the Flemish administration, and samples what is public"),
    ),
    CastMember(
        key="network",
        email="begeleider@lerend-netwerk.example",
        role=Role.NETWORK,
        at=(NETWORK,),
        says=gettext_noop("looks after the learning network, and edits and passes on practices"),
    ),
)
