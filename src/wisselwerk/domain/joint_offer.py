"""What a joint offer is: something that several social-economy enterprises do together, with one of them in the lead."""

from collections.abc import Iterable
from enum import StrEnum

MOST_PARTNERS = 8


class OfferState(StrEnum):
    """How far a joint offer is."""

    PROPOSED = "joint_proposed"
    """A partner has still to say yes, so nobody else sees it."""
    OFFERED = "joint_offered"
    """Every partner said yes."""
    ENDED = "joint_ended"


def offer_state(*, has_ended: bool, confirmed: Iterable[bool]) -> OfferState:
    """How far it is, by whether each partner said yes; without a partner there is nothing joint to offer."""
    if has_ended:
        return OfferState.ENDED
    answers = list(confirmed)
    return OfferState.OFFERED if answers and all(answers) else OfferState.PROPOSED
