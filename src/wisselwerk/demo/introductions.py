"""Businesses and providers of the demo that get to know each other: something of everything that can happen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from wisselwerk.apps.catalogue.models import Provider, Service
from wisselwerk.apps.introductions.models import Event, Need, Registration
from wisselwerk.apps.introductions.services import (
    answer_joint_offer,
    ask_introductions,
    plan_event,
    propose_joint_offer,
    prove_address,
    record_introduction,
    record_quote,
    register_for_event,
    state_need,
    tick_attendance,
)
from wisselwerk.apps.introductions.services.familiarity import note_before
from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.parties.queries import actor_for
from wisselwerk.apps.parties.services import enterprise
from wisselwerk.clock import BRUSSELS, as_if, now, today
from wisselwerk.demo.applications import OWNER
from wisselwerk.demo.cast import OWN_ENTERPRISE, THIRD_ENTERPRISE, invented_number
from wisselwerk.domain.actor import ANONYMOUS, SYSTEM
from wisselwerk.domain.familiarity import Familiarity
from wisselwerk.domain.money import Cents

EVENING = time(19, 30)
LASTS = timedelta(hours=2, minutes=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoNeed:
    """A need, stated some days ago, and the services whose providers it chose to hear from it."""

    days_ago: int
    number: str
    place: str
    email: str
    sentence: str
    familiarity: Familiarity | None
    chosen: Sequence[tuple[int, str]] = ()
    """Serial of a provider and slug of its service."""
    quoted_cents: int | None = None


NEEDS: tuple[DemoNeed, ...] = (
    # Led to a voucher and an invoice: see demo.applications.
    DemoNeed(
        days_ago=45,
        number=invented_number(201),
        place="71047",
        email="zaak@heiderank.example",
        sentence="Wie wast onze werkkledij, met ophaling?",
        familiarity=Familiarity.UNKNOWN,
        chosen=((7, "werkkledij"),),
    ),
    # Stands still: it waits for De Zilverspar, and for the coordinator.
    DemoNeed(
        days_ago=20,
        number=invented_number(208),
        place="71016",
        email="zaak@dennenhout.example",
        sentence="Wij zoeken iemand voor het verpakken van 400 eindejaarsgeschenken.",
        familiarity=Familiarity.HEARD_OF,
        chosen=((1, "verpakken"),),
    ),
    DemoNeed(
        days_ago=6,
        number=invented_number(209),
        place="71016",
        email="zaak@klaverveld.example",
        sentence="Wie kan onze montage overnemen als het druk is?",
        familiarity=Familiarity.UNKNOWN,
        chosen=((1, "montage"),),
        quoted_cents=84_000,
    ),
    # Nothing of the demo answers it: the coordinator looks along.
    DemoNeed(
        days_ago=4,
        number=invented_number(210),
        place="71016",
        email="zaak@berkenlaan.example",
        sentence="Wie kan elke week de ramen van onze winkel poetsen?",
        familiarity=Familiarity.WORKED_WITH,
    ),
    # The owner's own, with something still to choose.
    DemoNeed(
        days_ago=2,
        number=OWN_ENTERPRISE.number,
        place=OWN_ENTERPRISE.place,
        email=OWNER,
        sentence="Wie maakt broodjes voor onze opendeurdag, en drukt er folders voor?",
        familiarity=Familiarity.HEARD_OF,
        chosen=((5, "broodjes"),),
    ),
    # A social-economy enterprise looks for another one.
    DemoNeed(
        days_ago=9,
        number=invented_number(5),
        place="71016",
        email="info@vijfde-wiel.example",
        sentence="Wij zoeken een wasserij voor ons linnen.",
        familiarity=Familiarity.REGULAR,
        chosen=((7, "linnen"),),
    ),
)


ANSWERED_BEFORE = (
    *[Familiarity.UNKNOWN] * 9,
    *[Familiarity.HEARD_OF] * 8,
    *[Familiarity.KNOWN] * 5,
    *[Familiarity.WORKED_WITH] * 5,
    *[Familiarity.REGULAR] * 5,
)
"""What more businesses answered: enough of each for a figure to be shown."""
ANSWERED_FROM = 240
"""The serial of the first of those."""


def load_introductions() -> None:
    """Needs, introductions, two events, two joint offers and answers; only where nobody stated a need yet."""
    if Need.objects.exists():
        return
    partnership = Organisation.objects.get(slug="genk")
    for serial, answer in enumerate(ANSWERED_BEFORE, ANSWERED_FROM):
        note_before(enterprise(invented_number(serial)), partnership, answer)
    for one in NEEDS:
        _state(one)
    _load_events()
    _load_joint_offers()


def _state(one: DemoNeed) -> None:
    """State it as its business did, some days ago."""
    with as_if(now() - timedelta(days=one.days_ago)):
        pending = state_need(
            ANONYMOUS,
            sentence=one.sentence,
            enterprise_number=one.number,
            place=one.place,
            email=one.email,
        )
        need = prove_address(ANONYMOUS, token=pending.token, code=pending.code, familiarity=one.familiarity)
        assert isinstance(need, Need)
        assert need.person is not None
        services = [Service.objects.get(provider=_provider(serial), slug=slug) for serial, slug in one.chosen]
        made = ask_introductions(actor_for(need.person), need=need, services=services)
    if one.quoted_cents is not None:
        record_quote(
            SYSTEM,
            introduction=made[0],
            quoted_on=today() - timedelta(days=1),
            amount_cents=Cents(one.quoted_cents),
        )


def _load_events() -> None:
    """An evening that is over, where two were brought together, and a breakfast that is to come."""
    genk = Organisation.objects.get(slug="genk")
    over = _plan(genk, "Startavond van de kennismakingscheque", -12, "C-mine 10, Genk", 60)
    guests = (
        ("An (houthandel)", OWNER, OWN_ENTERPRISE.number),
        ("Bram (bakkerij)", "bram@maaskorrel.example", THIRD_ENTERPRISE.number),
        ("Chloë", "chloe@dennenhout.example", invented_number(208)),
        ("Dirk", "dirk@elders.example", ""),
    )
    for name, email, number in guests:
        with as_if(over.starts_at - timedelta(days=9)):
            place = _register(over, name, email, number)
        if email != "dirk@elders.example":
            with as_if(over.starts_at):
                tick_attendance(SYSTEM, registration=place, has_attended=True)
    with as_if(over.ends_at):
        record_introduction(
            SYSTEM,
            provider=_provider(3),
            enterprise_number=THIRD_ENTERPRISE.number,
            partnership=genk,
            event=over,
        )
    coming = _plan(genk, "Ontmoet de mensen achter de diensten", 18, "Stadhuis, Stadsplein 1, Genk", 25)
    _register(coming, "An (houthandel)", OWNER, OWN_ENTERPRISE.number)
    south = Organisation.objects.get(slug="zuidoost-limburg")
    _plan(south, "Avond met sociale ondernemers", 32, "Plein 1, Tongeren", 30)


def _load_joint_offers() -> None:
    """One that everybody sees, and one that waits for De Zilverspar."""
    offer = propose_joint_offer(
        SYSTEM,
        lead=_provider(4),
        name="Mailing van ontwerp tot brievenbus",
        description="Kempenvink drukt uw folder, De Zilverspar vouwt, vult en post hem.",
        price="offerte binnen twee dagen",
        partners=[_provider(1)],
    )
    answer_joint_offer(SYSTEM, partner=offer.partners.get(), takes_part=True)
    propose_joint_offer(
        SYSTEM,
        lead=_provider(5),
        name="Opendeurdag zonder zorgen",
        description="Het Vijfde Wiel kookt, De Zilverspar zet klaar en ruimt op.",
        partners=[_provider(1)],
    )


def _plan(partnership: Organisation, title: str, days: int, place: str, capacity: int) -> Event:
    """An evening so many days from now; one that is over was planned a month before."""
    starts_at = datetime.combine(today() + timedelta(days=days), EVENING, BRUSSELS)
    with as_if(min(now(), starts_at - timedelta(days=30))):
        return plan_event(
            SYSTEM,
            partnership=partnership,
            title=title,
            description="Vijf sociale ondernemingen tonen wat ze voor uw bedrijf kunnen doen. Met een hapje uit de streek.",
            place=place,
            starts_at=starts_at,
            ends_at=starts_at + LASTS,
            capacity=capacity,
        )


def _register(event: Event, name: str, email: str, number: str) -> Registration:
    pending = register_for_event(ANONYMOUS, event=event, name=name, email=email, enterprise_number=number)
    place = prove_address(ANONYMOUS, token=pending.token, code=pending.code)
    assert isinstance(place, Registration)
    return place


def _provider(serial: int) -> Provider:
    found = Provider.objects.select_related("organisation")
    return found.get(organisation__enterprise_number=invented_number(serial))
