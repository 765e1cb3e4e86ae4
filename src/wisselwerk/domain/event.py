"""What an event is: an evening on which businesses meet the social economy, with so many places."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

LONGEST = timedelta(days=2)
MOST_PLACES = 5000


class EventState(StrEnum):
    """How an event stands at a moment."""

    COMING = "event_coming"
    FULL = "event_full"
    STARTED = "event_started"
    """It goes on: nobody registers any more."""
    OVER = "event_over"
    CALLED_OFF = "event_called_off"


@dataclass(frozen=True, slots=True)
class Occasion:
    """When an event is, for how many, and how many registered."""

    starts_at: datetime
    ends_at: datetime
    capacity: int
    registered: int
    is_called_off: bool

    @property
    def left(self) -> int:
        """How many places are left."""
        return self.capacity - self.registered

    def state(self, at: datetime) -> EventState:
        """How it stands at a moment."""
        state = state_at(at, self.starts_at, self.ends_at, is_called_off=self.is_called_off)
        return EventState.FULL if state is EventState.COMING and self.left <= 0 else state


def state_at(at: datetime, starts_at: datetime, ends_at: datetime, *, is_called_off: bool) -> EventState:
    """How something that begins and ends stands at a moment, whatever room there is."""
    if is_called_off:
        return EventState.CALLED_OFF
    if starts_at <= at:
        return EventState.STARTED if at < ends_at else EventState.OVER
    return EventState.COMING


def times_fit(starts_at: datetime, ends_at: datetime) -> bool:
    """Whether it ends after it begins, and not days later."""
    return timedelta() < ends_at - starts_at <= LONGEST
