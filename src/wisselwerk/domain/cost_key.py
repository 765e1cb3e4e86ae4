"""Which member of a partnership bears which cents of a voucher, and what they settle with each other after a year.

What members bear in a year is worked out from what was paid so far, never from one payment alone: the total of every
period is shared out by the key, and a line is attributed what its coming changes. It follows that

- the parts of a line sum to it, and those of a year to all its lines, whatever the key;
- no order of lines changes what a member bears in the end, so nobody always pays the spare cent;
- a reversal brings everything back, to the cent, if it is given the day and the place of what it undoes.

Rounding, in full: in each period in which neither the key nor the members change, a member bears its exact share of
that period rounded down or up to the cent, the spare cents going to the largest remainders (``Cents.split``). Of equal
remainders the one that comes first has it: members stand in the order of their lowest place code, and the first place
moves on by one every year. A line more therefore never lowers what another member bears by more than a cent, and never
at all where the seat decides.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from wisselwerk.domain.money import Cents, split_whole
from wisselwerk.domain.period import Period
from wisselwerk.domain.rule.cost_key import CostKey, Division, Excess

REST = None
"""Bears what no member does: the managing municipality, beyond every ceiling or share. See ``settle``."""

Burden = Mapping[int | None, Cents]
"""Cents by member (its row), or by ``REST``. Who bears nothing is not in it."""


class Line(NamedTuple):
    """What a voucher paid on one invoice; or its reversal, negative, with the day and the place of what it undoes.

    Lines of one day and place may be summed into one: nothing changes but the parts of each.
    """

    day: date
    """The day on which the invoice was accepted."""
    place: str | None
    """Code of the finest place where the seat of the enterprise lies; None when it is not located."""
    amount_cents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceMembership:
    """A member takes part with one place, for a time. After a merger the member is another, the place is not."""

    place: str
    member: int
    valid: Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How the cost is shared and by whom, in a period of one year in which neither changes."""

    valid: Period
    key: CostKey | None
    """None when the rules of the scheme have none: the managing municipality bears everything."""
    members: Mapping[str, int]
    """The member that takes part with each place."""


class CostKeyIncomplete(ValueError):
    """The key has no share for places with which members take part on that day: ``places``, from ``on``."""

    def __init__(self, on: date, places: Sequence[str]) -> None:
        self.on, self.places = on, tuple(places)
        super().__init__(
            f"from {on} the cost key has no share for {', '.join(places)}: publish a version of the scheme that has"
        )


def terms_of(
    year: int, keys: Mapping[date, CostKey | None], memberships: Iterable[PlaceMembership]
) -> tuple[Terms, ...]:
    """The terms of a year: it is cut where a version of the scheme starts (``keys``, by first day) or a member changes.

    Raises:
        ValueError: two members take part with one place on the same day.
    """
    whole, memberships = Period(date(year, 1, 1), date(year + 1, 1, 1)), tuple(memberships)
    changes = {*keys, *(one.valid.start for one in memberships)}
    changes |= {one.valid.end for one in memberships if one.valid.end is not None}
    starts = sorted({whole.start} | {day for day in changes if day in whole})
    found = []
    for start, end in zip(starts, [*starts[1:], whole.end], strict=True):
        members: dict[str, int] = {}
        for one in memberships:
            if start in one.valid and members.setdefault(one.place, one.member) != one.member:
                raise ValueError(f"two members take part with {one.place} on {start}: end one membership")
        first_day = max((day for day in keys if day <= start), default=None)
        key = None if first_day is None else keys[first_day]
        found.append(Terms(valid=Period(start, end), key=key, members=members))
    return tuple(found)


def attribute(terms: Sequence[Terms], line: Line, earlier: Iterable[Line]) -> Burden:
    """Who bears which part of ``line``, after the ``earlier`` lines of the same year. The parts sum to it exactly.

    Under a ceiling a part may be of the other sign: a reversal makes room, into which comes back what others bore.

    Raises:
        ValueError: a line lies outside the terms.
        CostKeyIncomplete: the key has no share for a member.
    """
    books = _Books(terms)
    for one in earlier:
        books.note(one)
    books.balance()
    return books.attribute(line)


def attribute_all(terms: Sequence[Terms], lines: Iterable[Line]) -> Iterator[Burden]:
    """Who bears which part of each of the lines of a year, one after the other. Keeps totals only, no lines.

    The lines come in the order in which they were booked, so that a line that comes later changes nothing before it.

    Raises:
        ValueError: a line lies outside the terms.
        CostKeyIncomplete: the key has no share for a member.
    """
    books = _Books(terms)
    for line in lines:
        yield books.attribute(line)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementRow:
    """What one member bears, what it has paid, and what it still owes: negative is what it gets back."""

    member: int
    borne_cents: Cents
    rest_cents: Cents
    """Of what it bears, the part that no member does; only the managing municipality has it."""
    paid_cents: Cents
    """Paid in advance; for the managing municipality what it paid to payees less what it received in advance."""
    owes_cents: Cents


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """The settlement of a year. What members bear sums to ``total_cents``; what they owe sums to zero."""

    managing_municipality: int
    total_cents: Cents
    rows: tuple[StatementRow, ...]
    """By member; also who bears nothing but paid."""


def settle(
    terms: Sequence[Terms], lines: Iterable[Line], *, paid: Mapping[int, int], managing_municipality: int
) -> Statement:
    """The settlement of a year. ``paid`` is what each member paid the managing municipality for it, until now.

    A municipality that merged away is gone: the member that holds its place at the end of the year takes over what it
    bore and what it paid. A member that left stays in the statement. Once what is owed has been paid, it is in
    ``paid``: settling again, after a reversal of a line of that year, gives the correction and nothing else.

    Raises:
        ValueError: a line lies outside the terms.
        CostKeyIncomplete: the key has no share for a member.
    """
    books = _Books(terms)
    for line in lines:
        books.note(line)
    burden = books.balance()
    total_cents = sum(burden.values())
    heirs = _heirs(terms)
    managing = heirs.get(managing_municipality, managing_municipality)
    borne: dict[int, int] = dict.fromkeys([managing, *heirs.values()], 0)
    given = dict.fromkeys(borne, 0)
    for member, cents in burden.items():
        heir = managing if member is REST else heirs[member]
        borne[heir] += cents
    for member, paid_cents in paid.items():
        heir = heirs.get(member, member)
        given[heir] = given.get(heir, 0) + paid_cents
        borne.setdefault(heir, 0)
    given[managing] = 0
    given[managing] = total_cents - sum(given.values())
    rest_cents = burden.get(REST, Cents(0))
    rows = tuple(
        StatementRow(
            member=member,
            borne_cents=Cents(borne[member]),
            rest_cents=rest_cents if member == managing else Cents(0),
            paid_cents=Cents(given[member]),
            owes_cents=Cents(borne[member] - given[member]),
        )
        for member in sorted(borne)
    )
    return Statement(managing_municipality=managing, total_cents=Cents(total_cents), rows=rows)


def part_beforehand(
    cents: int, year: int, key: CostKey | None, members: Mapping[str, int], member: int, *, managing: int
) -> int | None:
    """What of an amount for all members falls to one of them, as if all of it were paid; None when nobody can tell.

    ``members`` is who takes part with each place. Where the seat of each enterprise decides, nobody knows beforehand, and neither
    where the key has no share for a member.
    """
    if key is None:
        return cents if member == managing else 0
    if key.division is Division.SEAT:
        return None
    whole = Period(date(year, 1, 1), date(year + 1, 1, 1))
    try:
        burden = attribute(
            (Terms(valid=whole, key=key, members=members),), Line(whole.start, None, cents), ()
        )
    except CostKeyIncomplete:
        return None
    rest = burden.get(REST, 0) if member == managing else 0
    return int(burden.get(member, 0)) + int(rest)


def _heirs(terms: Sequence[Terms]) -> dict[int, int]:
    """Of everybody that was a member in the year, who is there for it at the end: mostly itself."""
    at_the_end = terms[-1].members
    found: dict[int, int] = {}
    for one in terms:
        for place, member in sorted(one.members.items(), reverse=True):
            found[member] = at_the_end.get(place, found.get(member, member))
    return found | {member: member for member in at_the_end.values()}


class _Stage:
    """Terms made ready for counting, and what was paid under them so far."""

    def __init__(self, terms: Terms, year: int) -> None:
        places: dict[int, list[str]] = {}
        for place, member in sorted(terms.members.items()):
            places.setdefault(member, []).append(place)
        order = list(places)
        turn = year % len(order) if order else 0
        self.members = [*order[turn:], *order[:turn]]
        self.places = [places[member] for member in self.members]
        self.is_by_seat = terms.key is not None and terms.key.division is Division.SEAT
        self.spreads = terms.key is not None and terms.key.excess is Excess.OTHER_MEMBERS
        self.weights = self._weights(terms)
        self.ceilings = self._ceilings(terms.key)
        self.has_ceilings = any(one is not None for one in self.ceilings)
        self.rooms: list[int | None] | None = None
        """What each member may still bear here, None without ceiling; not known again when something before changed."""
        self.index_of = {place: i for i, held in enumerate(self.places) for place in held}
        self.by_seat = [0] * len(self.members)
        self.total = 0
        self.parts = [0] * len(self.members)
        """What each member bears of the total, as last worked out; the rest is nobody's."""

    def _weights(self, terms: Terms) -> list[int]:
        if terms.key is None:
            return [0] * len(self.members)
        if terms.key.shares is None:
            return [1] * len(self.members)
        share = {one.place: one.share for one in terms.key.shares}
        if missing := sorted(terms.members.keys() - share.keys()):
            raise CostKeyIncomplete(terms.valid.start, missing)
        return [sum(share[place] for place in held) for held in self.places]

    def _ceilings(self, key: CostKey | None) -> list[int | None]:
        ceiling = {} if key is None else {one.place: one.ceiling_cents for one in key.ceilings or ()}
        return [
            sum(ceiling[place] for place in held) if ceiling.keys() >= {*held} else None
            for held in self.places
        ]

    def note(self, line: Line) -> None:
        self.total += line.amount_cents
        if self.is_by_seat and line.place in self.index_of:
            self.by_seat[self.index_of[line.place]] += line.amount_cents

    def share_out(self, rooms: Sequence[int | None]) -> list[int]:
        """What each member bears of the total; what is missing to it is the rest."""
        if not self.is_by_seat:
            return _poured(self.total, self.weights, rooms, spreads=self.spreads)
        own = [_within(cents, room) for cents, room in zip(self.by_seat, rooms, strict=True)]
        excess = sum(self.by_seat) - sum(own)
        if not (excess and self.spreads):
            return own
        left = [None if room is None else room - cents for room, cents in zip(rooms, own, strict=True)]
        more = _poured(excess, self.weights, left, spreads=True)
        return [cents + extra for cents, extra in zip(own, more, strict=True)]


class _Books:
    """What was paid in a year so far, and who bears it."""

    def __init__(self, terms: Sequence[Terms]) -> None:
        year = terms[0].valid.start.year
        self.stages = [_Stage(one, year) for one in terms]
        self.valid = [one.valid for one in terms]
        self.has_ceilings = any(stage.has_ceilings for stage in self.stages)
        self.number_of: dict[date, int] = {}

    def note(self, line: Line) -> int:
        """Count a line without saying yet who bears it; returns the number of its stage."""
        number = self.number_of.get(line.day)
        if number is None:
            number = next((i for i, valid in enumerate(self.valid) if line.day in valid), None)
            if number is None:
                raise ValueError(f"a line of {line.day} lies outside the year that is shared: leave it out")
            self.number_of[line.day] = number
        self.stages[number].note(line)
        return number

    def balance(self) -> Burden:
        """Work out who bears all that was noted."""
        burden = self._changed_from(0)
        return {bearer: Cents(cents) for bearer, cents in burden.items() if cents}

    def attribute(self, line: Line) -> Burden:
        """Who bears what more, and less, since this line came."""
        burden = self._changed_from(self.note(line), line.amount_cents)
        return {bearer: Cents(cents) for bearer, cents in burden.items() if cents}

    def _changed_from(self, first: int, amount_cents: int | None = None) -> dict[int | None, int]:
        """Share out anew from stage ``first`` on: what each bears more than before, of what came in since."""
        # Only ceilings tie one stage to the next.
        last = len(self.stages) if self.has_ceilings or amount_cents is None else first + 1
        changed: dict[int | None, int] = {}
        for number in range(first, last):
            stage = self.stages[number]
            if number > first:
                stage.rooms = None
            if not stage.total and not any(stage.parts) and not any(stage.by_seat):
                continue
            if stage.rooms is None:
                stage.rooms = self._rooms(number)
            parts = stage.share_out(stage.rooms)
            for member, now, before in zip(stage.members, parts, stage.parts, strict=True):
                if now != before:
                    changed[member] = changed.get(member, 0) + now - before
            stage.parts = parts
        came_in = sum(stage.total for stage in self.stages) if amount_cents is None else amount_cents
        changed[REST] = came_in - sum(changed.values())
        return changed

    def _rooms(self, number: int) -> list[int | None]:
        """What each member may still bear: what an earlier holder of its places bore in the year counts with it."""
        stage = self.stages[number]
        taken: dict[str, int] = {}
        for earlier in self.stages[:number]:
            for held, cents in zip(earlier.places, earlier.parts, strict=True):
                taken[held[0]] = taken.get(held[0], 0) + cents
        return [
            None if ceiling is None else max(0, ceiling - sum(taken.get(place, 0) for place in held))
            for ceiling, held in zip(stage.ceilings, stage.places, strict=True)
        ]


def _within(cents: int, room: int | None) -> int:
    return cents if room is None else min(cents, room)


def _poured(amount: int, weights: Sequence[int], rooms: Sequence[int | None], *, spreads: bool) -> list[int]:
    """``amount`` shared by weight, nobody above its room; what does not fit goes to those with room, if it ``spreads``.

    A member whose exact share fills its room is full; the others share what is left. Rooms are whole cents, so a share
    below one, rounded up, still fits.
    """
    parts, left, takers = [0] * len(weights), amount, [i for i, weight in enumerate(weights) if weight]
    if not spreads:
        every = split_whole(amount, weights) if takers else parts
        return [_within(cents, room) for cents, room in zip(every, rooms, strict=True)]
    while takers:
        whole = sum(weights[i] for i in takers)
        full = {
            i: room for i in takers if (room := rooms[i]) is not None and left * weights[i] >= room * whole
        }
        if not full:
            for i, cents in zip(takers, split_whole(left, [weights[i] for i in takers]), strict=True):
                parts[i] = cents
            break
        for i, room in full.items():
            parts[i] = room
            left -= room
        takers = [i for i in takers if i not in full]
    return parts
