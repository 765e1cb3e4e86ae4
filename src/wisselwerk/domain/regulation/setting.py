"""What stands around the rules when their text is written: names and days that no rule holds."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from wisselwerk.domain.regulation.words import blank


@dataclass(frozen=True, slots=True)
class PlaceName:
    """A place as the law names it. ``part_of`` is the municipality that a former one has become a part of."""

    name: str
    part_of: str = ""

    def __str__(self) -> str:
        if not self.part_of:
            return self.name
        if self.part_of == self.name:
            return f"de vroegere gemeente {self.name} (zoals zij was voor de samenvoeging)"
        return f"de vroegere gemeente {self.name} (nu {self.part_of})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """The scheme, who runs it, and where it applies. What is not known yet becomes a marked blank."""

    name: str
    purpose: str = ""
    partnership: str
    managing_municipality: str = ""
    members: tuple[str, ...] = ()
    granted_by_seat: bool | None = False
    """Whether the municipality of the seat grants, instead of the managing municipality; None while nobody knows."""
    signatory: str = ""
    """The function that decides for who grants; never a person's name."""
    starts_on: date | None = None
    replaces_from: date | None = None
    """The first day of the version that it takes the place of; None for a first one."""
    place: Callable[[str], PlaceName] = PlaceName
    """What the place with a code is called."""

    @property
    def managing(self) -> str:
        """The managing municipality, or its blank."""
        return self.managing_municipality or blank("de beherende gemeente")

    @property
    def decides_on(self) -> date:
        """The day by which the law that applies is looked up: today's law while no day is known."""
        return self.starts_on or date.max
