"""Belgian structured references (OGM-VCS): from the ways people and files write them to twelve digits, and back."""

from stdnum.be import ogm_vcs

NUMBER_DIGITS = 10
MODULUS = 97


class StructuredReferenceInvalid(ValueError):
    """What was given is no Belgian structured reference. ``given`` is what came in, as it came in."""

    def __init__(self, given: str) -> None:
        super().__init__("not a Belgian structured reference")
        self.given = given


def parse(given: str) -> str:
    """The twelve digits of a structured reference, written with or without ``+++`` and slashes.

    Raises:
        StructuredReferenceInvalid: anything else; the last two digits check the ten before.
    """
    try:
        return str(ogm_vcs.validate(given))
    except ValueError as error:  # the library's own errors, and a run of digits too long to be a number
        raise StructuredReferenceInvalid(given) from error


def show(digits: str) -> str:
    """Twelve digits as they stand on an invoice: ``+++010/8068/17183+++``."""
    return f"+++{ogm_vcs.format(digits)}+++"


def of_number(number: int) -> str:
    """The structured reference that holds this number: ten digits of it, and two that check them.

    Raises:
        ValueError: it is negative or has more than ten digits.
    """
    if not 0 <= number < 10**NUMBER_DIGITS:
        raise ValueError(f"a structured reference holds at most {NUMBER_DIGITS} digits, not {number}")
    return f"{number:0{NUMBER_DIGITS}}{number % MODULUS or MODULUS:02}"
