"""Account numbers (IBAN): from the ways people and files write them to letters and digits only, and back."""

from stdnum import iban


class IbanInvalid(ValueError):
    """What was given is no IBAN. ``given`` is what came in, as it came in."""

    def __init__(self, given: str) -> None:
        super().__init__("not an IBAN")
        self.given = given


def parse(given: str) -> str:
    """The account number in capitals without spaces.

    Country, length, form and check digits are looked at, and not whether its bank is known: a list of banks ages, and
    an account that cannot be paid is worse than one that the bank itself sends back.

    Raises:
        IbanInvalid: anything else.
    """
    try:
        return str(iban.validate(given, check_country=False))
    except ValueError as error:  # the library's own errors, and digits that are none
        raise IbanInvalid(given) from error


def show(number: str) -> str:
    """An account number in groups of four, as it stands on paper: ``BE71 0961 2345 6769``."""
    return str(iban.format(number))
