"""The action for the multi-year plan of a member: code, description and amounts per year, ready to be pasted.

Four priorities of the local role in social economy and work have a code of their own in plan and accounts; a voucher
scheme promotes entrepreneurship, social entrepreneurship among it, which is the third (socialeeconomie.be, «Het lokale
bestuur als regisseur»). Field limits: 100 signs for a short description, 4000 for a long one.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from wisselwerk.domain.money import total
from wisselwerk.domain.priority import CODES_SINCE, Priority
from wisselwerk.domain.regulation.words import blank, euro

CODE = Priority.ENTERPRISE.value

PRIORITY = "het ondernemerschap, waaronder het sociaal ondernemen en het maatschappelijk verantwoord ondernemen, bevorderen"
SHORTEST = 100
LONGEST = 4000
PLAN_YEARS = 6
FIRST_PLAN = 2014
"""The plan of 2014 was the first of the policy and management cycle; each covers six years."""


@dataclass(frozen=True, slots=True)
class PlanYear:
    """What one year asks. None: nobody knows yet."""

    year: int
    scheme_cents: int | None
    member_cents: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanAction:
    """The action as a member writes it into its plan."""

    member: str
    name: str
    purpose: str
    partnership: str
    years: tuple[PlanYear, ...]
    action: str = ""
    policy_field: str = ""
    general_account: str = ""

    @property
    def code(self) -> str:
        """The external code under which the action is reported."""
        return CODE if self.years and self.years[-1].year >= CODES_SINCE else blank("code van voor 2023")

    @property
    def short(self) -> str:
        """The short description, within its limit."""
        return cut(self.name, SHORTEST)

    @property
    def long(self) -> str:
        """The long description, within its limit."""
        about = (
            f"De gemeente {self.member} neemt met de {self.partnership[:1].lower()}{self.partnership[1:]} haar regierol in de "
            "sociale economie op. Ondernemingen krijgen een kennismakingscheque waarmee zij een eerste dienst van een "
            f"onderneming uit de sociale economie kopen. {self.purpose}"
        )
        return cut(about.strip(), LONGEST)


def plan_years(first: int) -> range:
    """The years of the plan in force in a year, from that year on: a plan covers six years (2026 up to and with 2031)."""
    start = FIRST_PLAN + (first - FIRST_PLAN) // PLAN_YEARS * PLAN_YEARS
    return range(first, start + PLAN_YEARS)


def cut(text: str, longest: int) -> str:
    """A text within a limit, ended at a word: what is longer is lost when a plan is delivered."""
    if len(text) <= longest:
        return text
    return text[: longest - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


def plan_text(action: PlanAction) -> str:
    """The action as lines of text."""
    return "\n".join(_lines(action)) + "\n"


def _lines(action: PlanAction) -> Iterator[str]:
    yield f"Externe rapporteringscode: {action.code}"
    yield f"Vlaamse beleidsprioriteit: {PRIORITY}"
    yield f"Korte omschrijving: {action.short}"
    yield f"Omschrijving: {action.long}"
    yield f"Actie: {action.action or blank('nummer van de actie in het meerjarenplan')}"
    yield f"Beleidsveld: {action.policy_field or blank('beleidsveld')}"
    yield f"Algemene rekening: {action.general_account or blank('algemene rekening')}"
    yield ""
    yield "Uitgaven per jaar"
    for one in action.years:
        yield f"{one.year}: {_amounts(one.scheme_cents, one.member_cents, action.member)}"
    wholes = [one.scheme_cents for one in action.years]
    parts = [one.member_cents for one in action.years]
    if len(action.years) > 1 and None not in wholes + parts:
        first, last = action.years[0].year, action.years[-1].year
        sums = total(filter(None, wholes)), total(filter(None, parts))
        yield f"Samen {first} tot en met {last}: {_amounts(*sums, action.member)}"


def _amounts(whole_cents: int | None, member_cents: int | None, member: str) -> str:
    whole = blank("bedrag") if whole_cents is None else euro(whole_cents)
    part = blank("deel van de gemeente") if member_cents is None else euro(member_cents)
    return f"{whole} voor het hele samenwerkingsverband, waarvan {part} ten laste van {member}"
