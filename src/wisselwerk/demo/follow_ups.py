"""What pairs of the demo answered half a year and a year after their first invoice. All of it was made up.

The pairs are of before anything else in the demo: their vouchers are not here, only what was asked of them and what they
answered, so that pages have enough to show. One question waits for the owner and for De Zilverspar.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count, cycle

from wisselwerk.apps.evaluation.link import ANSWERING
from wisselwerk.apps.evaluation.models import FollowUp, FollowUpQuestion
from wisselwerk.apps.evaluation.services import answer_follow_up, renew_figures, renew_persistence
from wisselwerk.apps.outbox.services import enqueue
from wisselwerk.apps.parties.services import enterprise, person
from wisselwerk.apps.schemes.models import Scheme
from wisselwerk.clock import as_if, midnight, now, today
from wisselwerk.demo.adjustments import LOOKED_AT, decide_long_ago, look_again
from wisselwerk.demo.cast import CAST, OWN_ENTERPRISE, PROVIDER_NUMBER, invented_number
from wisselwerk.domain.actor import ANONYMOUS, SYSTEM
from wisselwerk.domain.follow_up import (
    ANSWERED_WITHIN,
    MOMENTS,
    NotAsked,
    Outcome,
    Said,
    Side,
    is_over,
)
from wisselwerk.domain.period import months_later

OWNER, STAFF = (
    next(member.email for member in CAST if member.key == key) for key in ("owner", "provider_staff")
)
ANSWERED_AFTER = timedelta(days=3)
BEGAN = (10, 1)
"""Month and day of their first invoices."""
DECIDED = (6, 15)
"""Month and day of what Genk decided on those that began first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoPairs:
    """How many pairs of a scheme came to what, at a moment."""

    scheme: str
    places: tuple[str, ...]
    cents: int
    """What vouchers had paid for each."""
    serial: int
    """Of the first of their invented enterprises."""
    years_before: int
    """How many years before the last one that is over their first invoices came."""
    came_to: dict[int, dict[Outcome, int]]

    @property
    def began_on(self) -> date:
        """The day of their first invoices."""
        return date(_last_over() - self.years_before, *BEGAN)


def _last_over() -> int:
    """The last year of which nobody can answer any more, at either moment."""
    return next(
        year for year in count(today().year - 1, -1) if is_over(year, max(MOMENTS), today() - LOOKED_AT)
    )


BEFORE = (
    DemoPairs(
        scheme="zuidoost-limburg",
        places=("73083", "73066", "73109"),
        cents=50_000,
        serial=4000,
        years_before=3,
        came_to={
            6: {
                Outcome.LASTS: 16,
                Outcome.ENDED: 8,
                Outcome.CONTRADICTED: 2,
                Outcome.UNANSWERED: 4,
                Outcome.NOT_ASKED: 2,
            },
            12: {
                Outcome.LASTS: 12,
                Outcome.ENDED: 10,
                Outcome.CONTRADICTED: 2,
                Outcome.UNANSWERED: 5,
                Outcome.NOT_ASKED: 3,
            },
        },
    ),
    DemoPairs(
        scheme="genk",
        places=("71016", "71002", "71067"),
        cents=25_000,
        serial=4100,
        years_before=3,
        came_to={
            6: {Outcome.LASTS: 6, Outcome.ENDED: 5, Outcome.UNANSWERED: 3, Outcome.NOT_ASKED: 1},
            12: {Outcome.LASTS: 5, Outcome.ENDED: 5, Outcome.UNANSWERED: 4, Outcome.NOT_ASKED: 1},
        },
    ),
)
"""Those on which Genk decided (``demo.adjustments``)."""
AFTER = (
    DemoPairs(
        scheme="zuidoost-limburg",
        places=("73083", "73066", "73109"),
        cents=50_000,
        serial=4032,
        years_before=0,
        came_to={
            6: {
                Outcome.LASTS: 15,
                Outcome.ENDED: 7,
                Outcome.CONTRADICTED: 3,
                Outcome.UNANSWERED: 4,
                Outcome.NOT_ASKED: 3,
            },
            12: {
                Outcome.LASTS: 11,
                Outcome.ENDED: 11,
                Outcome.CONTRADICTED: 3,
                Outcome.UNANSWERED: 5,
                Outcome.NOT_ASKED: 2,
            },
        },
    ),
    DemoPairs(
        scheme="genk",
        places=("71016", "71002", "71067"),
        cents=25_000,
        serial=4115,
        years_before=0,
        came_to={
            6: {Outcome.LASTS: 30, Outcome.ENDED: 3, Outcome.UNANSWERED: 4, Outcome.NOT_ASKED: 1},
            12: {Outcome.LASTS: 27, Outcome.ENDED: 5, Outcome.UNANSWERED: 5, Outcome.NOT_ASKED: 1},
        },
    ),
)
"""Those that began after it."""
SAID = {
    Outcome.LASTS: {Side.BUSINESS: Said.YES},
    Outcome.ENDED: {Side.BUSINESS: Said.NO},
    Outcome.CONTRADICTED: {Side.BUSINESS: Said.YES, Side.PROVIDER: Said.NO},
}
AMOUNTS = (100_000, None, 1_000_000, 100_000)
PROVIDERS = (PROVIDER_NUMBER, invented_number(4), invented_number(6), invented_number(7))


def load_follow_ups() -> None:
    """Ask and answer, and count what came of it; only where nobody was asked yet."""
    if FollowUp.objects.exists():
        return
    for pairs in BEFORE:
        _load(pairs)
    # Before the year of the others, of which the whole counts.
    decide_long_ago(date(_last_over() - 1, *DECIDED))
    for pairs in AFTER:
        _load(pairs)
    look_again()
    _ask_the_owner()
    renew_persistence(SYSTEM, on=today())
    renew_figures(SYSTEM, on=today())


def _load(pairs: DemoPairs) -> None:
    for moment in MOMENTS:
        _load_moment(pairs, moment)


def _load_moment(pairs: DemoPairs, moment: int) -> None:
    """All of a moment: asked on one day, answered some days later."""
    since = midnight(months_later(pairs.began_on, moment)) + timedelta(hours=10)
    with as_if(since):
        asked = [
            (_asked(pairs, moment, number, outcome), outcome)
            for number, outcome in enumerate(_outcomes(pairs, moment))
        ]
    amounts = cycle(AMOUNTS)
    with as_if(since + ANSWERED_AFTER):
        for follow_up, outcome in asked:
            for side, said in SAID.get(outcome, {}).items():
                cents = next(amounts) if said is Said.YES else None
                token = ANSWERING.token(follow_up.questions.get(side=side).pk)
                answer_follow_up(ANONYMOUS, token=token, said=said, amount_cents=cents)


def _outcomes(pairs: DemoPairs, moment: int) -> Iterator[Outcome]:
    for outcome, number in pairs.came_to[moment].items():
        yield from [outcome] * number


def _asked(pairs: DemoPairs, moment: int, number: int, outcome: Outcome) -> FollowUp:
    """A pair that was asked today. Whom it went to is erased since, as after two years."""
    why = NotAsked.NO_ADDRESS if outcome is Outcome.NOT_ASKED else ""
    follow_up = FollowUp.objects.create(
        scheme=Scheme.objects.get(slug=pairs.scheme),
        business=enterprise(invented_number(pairs.serial + number)),
        provider=enterprise(PROVIDERS[number % len(PROVIDERS)]),
        moment=moment,
        first_on=months_later(today(), -moment),
        place=pairs.places[number % len(pairs.places)],
        public_cents=pairs.cents,
        opened_at=now(),
        closes_on=today() + ANSWERED_WITHIN,
        outcome=Outcome.NOT_ASKED if why else Outcome.UNANSWERED,
    )
    FollowUpQuestion.objects.bulk_create(
        FollowUpQuestion(follow_up=follow_up, side=side, not_asked=why, asked_on=today()) for side in Side
    )
    return follow_up


def _ask_the_owner() -> None:
    """One question that a newcomer can answer, as the owner and as De Zilverspar."""
    follow_up = FollowUp.objects.create(
        scheme=Scheme.objects.get(slug="genk"),
        business=enterprise(OWN_ENTERPRISE.number),
        provider=enterprise(PROVIDER_NUMBER),
        moment=min(MOMENTS),
        first_on=months_later(today(), -min(MOMENTS)),
        place=OWN_ENTERPRISE.place,
        public_cents=25_000,
        opened_at=now(),
        closes_on=today() + ANSWERED_WITHIN,
        outcome=Outcome.UNANSWERED,
    )
    for side, email in ((Side.BUSINESS, OWNER), (Side.PROVIDER, STAFF)):
        somebody = person(email)
        FollowUpQuestion.objects.create(follow_up=follow_up, side=side, person=somebody, asked_on=today())
        enqueue("send_follow_up", person_id=somebody.pk, on=today().isoformat())
