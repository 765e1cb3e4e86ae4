"""Words that everybody reads and that stay: a command holds them to what the form in front of it does."""

from wisselwerk.domain.refusal import Reason, Refusal, RefusalCode
from wisselwerk.formats.public_text import persons_in


def of_nobody(text: str) -> str:
    """The text without what stands around it, when it names nobody.

    Raises:
        Refusal: PERSON_NAMED.
    """
    told = text.strip()
    if named := persons_in(told):
        raise Refusal(Reason(RefusalCode.PERSON_NAMED, {"names": named}))
    return told
