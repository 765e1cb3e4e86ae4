"""What the law calls a place: by its own name, and as a former municipality once it has merged."""

from collections.abc import Callable
from datetime import date

from wisselwerk.domain.refusal import Refusal
from wisselwerk.domain.regulation.setting import PlaceName
from wisselwerk.formats.territory import belgian_territory


def names_on(day: date) -> Callable[[str], PlaceName]:
    """The names of places as they are on a day; a code that nothing has stays what it is."""
    territory = belgian_territory()

    def name(code: str) -> PlaceName:
        try:
            place, into = territory.place(code, day), territory.successor(code, day)
        except Refusal:
            return PlaceName(code)
        return PlaceName(place.name_nl, into.name_nl if into else "")

    return name
