"""Looking an enterprise up for whoever types a number: so many an hour from one network, or it could be copied from here.

The register is public; what is bounded is that somebody has this installation read it out.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from wisselwerk.apps.enterprises.queries import Registered, register_day, registered
from wisselwerk.apps.parties.hourly import counts_within

PER_NETWORK = 120
"""Look-ups in an hour. Everybody at a launch evening shares one network."""


class Found(StrEnum):
    """What came of looking a number up."""

    KNOWN = "known"
    NOT_IN_REGISTER = "not_in_register"
    """It is new, it ceased, or the number is wrong: the register holds active enterprises of an earlier day."""
    NO_REGISTER = "no_register"
    """None is loaded here, so nothing can be said of any number."""
    TOO_MANY = "too_many"
    """This network asked too much in this hour; the number was not looked at."""


@dataclass(frozen=True, slots=True)
class LookUp:
    """What can be said of a number."""

    found: Found
    told_on: date | None = None
    """Of which day the register tells; None when there is none."""
    enterprise: Registered | None = None


def look_up(enterprise_number: str, on: date, *, sent_from: str) -> LookUp:
    """What the register says of a number of ten digits. ``sent_from`` tells networks apart; without one nobody is counted."""
    told_on = register_day()
    if told_on is None:
        return LookUp(Found.NO_REGISTER)
    if sent_from and not counts_within(PER_NETWORK, "looked-up", sent_from):
        return LookUp(Found.TOO_MANY, told_on)
    enterprise = registered(enterprise_number, on)
    return LookUp(Found.KNOWN if enterprise else Found.NOT_IN_REGISTER, told_on, enterprise)
