"""Is this your business? What the register says of a number, and which questions it answers."""

from dataclasses import dataclass
from datetime import date

from wisselwerk.apps.enterprises.looking_up import Found, LookUp, look_up
from wisselwerk.apps.vouchers.registration import NACE_VERSION
from wisselwerk.domain.rule.question import ESTABLISHMENT, NACE_CODE
from wisselwerk.formats import enterprise_number

SEAT = "municipality"


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a page shows of a number that was typed. Of a natural person no name: none is kept."""

    number: str
    look_up: LookUp

    @property
    def is_known(self) -> bool:
        """Whether the register has it."""
        return self.look_up.found is Found.KNOWN

    @property
    def told(self) -> frozenset[str]:
        """The names of the questions that the register answers, so that nobody has to."""
        known = self.look_up.enterprise
        if known is None:
            return frozenset()
        answers = {
            SEAT: bool(known.seat_places),
            NACE_CODE.name: known.nace_version == NACE_VERSION,
            ESTABLISHMENT.name: not known.establishment_places,
        }
        return frozenset(name for name, is_told in answers.items() if is_told)

    @property
    def establishments(self) -> frozenset[str]:
        """Codes of the places where it has an establishment."""
        known = self.look_up.enterprise
        return (
            frozenset(place for where in known.establishment_places for place in where)
            if known
            else frozenset()
        )


def recognise(typed: str, on: date, *, sent_from: str) -> Recognised | None:
    """What is known of the number that was typed; None as long as it is none."""
    try:
        number = enterprise_number.parse(typed)
    except enterprise_number.EnterpriseNumberInvalid:
        return None
    return Recognised(number, look_up(number, on, sent_from=sent_from))
