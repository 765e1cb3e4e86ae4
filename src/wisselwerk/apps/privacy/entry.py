"""What an entry of the register of personal data says."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

PERSON_KEPT_FOR = timedelta(days=730)
"""Somebody of whom nothing is needed any more."""
UNCONFIRMED_KEPT_FOR = timedelta(days=7)
"""What nobody confirmed, and the mail address it gave."""


class Erasure(StrEnum):
    """What happens to a value at its term."""

    ROW = "ROW"
    """The whole row is deleted."""
    TEXT = "TEXT"
    """The words are taken away; that something was said, by whom and when stays."""
    LINK = "LINK"
    """It points at nobody any more; that there was somebody stays."""
    PERSON = "PERSON"
    """Goes when the person goes: see ``services.erase_expired``."""
    UNCONFIRMED = "UNCONFIRMED"
    """The application goes when nobody confirmed it, and the enterprise it named when nothing else knows it."""
    REFUSED = "REFUSED"
    """The row goes where it came to nothing; the trail keeps that it was there and that it went. What gave something is
    part of the accounts."""
    USED = "USED"
    """Taken away by what it was kept for, as soon as that is done."""
    KEPT = "KEPT"
    """Belongs to the accounts of a public subsidy, which it would break to take it away; not erased here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalField:
    """One field that can tell something about a person."""

    field: str
    """``app.Model.field``, or ``app.Model.*`` for a row that as a whole is about a person."""
    what: str
    purpose: str
    seen_by: str
    kept_for: timedelta | None
    """None for KEPT: how long is for those who keep the accounts to say, and nothing is erased by itself; and for USED."""
    counted_from: str
    """The field from which the term runs; for PERSON a description; for KEPT and USED nothing."""
    erasure: Erasure
