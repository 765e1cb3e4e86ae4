"""Belgian enterprise numbers: from the ways people and files write them to ten digits."""

from stdnum.be import vat


class EnterpriseNumberInvalid(ValueError):
    """What was given is no Belgian enterprise number. ``given`` is what came in, as it came in."""

    def __init__(self, given: str) -> None:
        super().__init__("not a Belgian enterprise number")
        self.given = given


def parse(given: str) -> str:
    """The ten digits of an enterprise number, written with or without dots, spaces or the ``BE`` of a VAT number.

    The nine digits of before 2005 get their leading zero. Only the form and the check digits are looked at: whether an
    enterprise has this number is for the Crossroads Bank for Enterprises to say.

    Raises:
        EnterpriseNumberInvalid: anything else.
    """
    try:
        return str(vat.validate(given))
    except ValueError as error:  # the library's own errors, and a run of digits too long to be a number
        raise EnterpriseNumberInvalid(given) from error
