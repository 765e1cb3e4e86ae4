"""Belgian structured references (OGM-VCS): from the ways people and files write them to twelve digits, and back."""

from stdnum.be import ogm_vcs


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
