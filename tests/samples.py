"""Samples as tests have them: something public to draw from, dossiers of a scheme, and who draws."""

from collections.abc import Sequence
from datetime import date, timedelta

import time_machine

from tests.departments import department
from tests.initiatives import ADDRESS, noted
from tests.payments import treasury_of
from tests.scene import EMAIL, Scene, actor
from wisselwerk.apps.initiatives.models import Signal
from wisselwerk.apps.parties.queries import actor_for
from wisselwerk.apps.parties.services import grant_role, person
from wisselwerk.apps.samples.models import Sample, SampleItem, SampleReport
from wisselwerk.apps.samples.queries import items_of, points_of, tally_of
from wisselwerk.apps.samples.services import (
    draw_sample,
    judge_item,
    pass_on_sample,
    seal_dossier_sample,
    seal_public_sample,
)
from wisselwerk.apps.vouchers.models import Redemption
from wisselwerk.clock import as_if, now, today
from wisselwerk.domain.actor import SYSTEM, Actor, Role
from wisselwerk.domain.period import Period
from wisselwerk.domain.published_decision import Body
from wisselwerk.domain.sample import Strata
from wisselwerk.domain.sample_check import Consequence, SampleCheck, Seen

SOURCE = "De zes nummers van de trekking van morgen, in de volgorde waarin ze getrokken zijn"
SEED = "3 12 18 25 33 41"


def administration() -> Actor:
    """Somebody of the Flemish administration."""
    somebody = person(EMAIL["flanders"])
    grant_role(
        SYSTEM,
        person=somebody,
        organisation=department(),
        role=Role.FLANDERS,
        valid=Period(date(2015, 1, 1)),
    )
    return actor_for(somebody)


def auditor() -> Actor:
    """The auditor of the scene's partnership."""
    return actor("auditor")


def decisions(number: int = 6) -> list[Signal]:
    """So many decisions of two governments that tell of an initiative, known from this year on."""
    found = []
    for serial in range(number):
        government = "Stad Genk" if serial % 2 else "Gemeente As, Limburg"
        found.append(
            noted(
                address=f"{ADDRESS}/{serial}",
                title=f"Wijk-werken {serial}. Samenwerkingsovereenkomst. Goedkeuring.",
                body=Body(name="Gemeenteraad", government=government),
                published_on=today(),
                decided_on=today() - timedelta(days=10),
            )
        )
    return [one for one in found if one is not None]


def dossiers(scene: Scene, number: int = 6) -> list[Redemption]:
    """So many invoices on vouchers, each of 250 euro."""
    treasury = treasury_of(scene)
    return [treasury.redeem(serial) for serial in range(1, number + 1)]


def public_sample(size: int = 3, strata: Strata = Strata.GOVERNMENT, *, at_least_one: bool = True) -> Sample:
    return seal_public_sample(
        administration(),
        office=department(),
        year=today().year,
        strata=strata,
        size=size,
        at_least_one=at_least_one,
        seed_source=SOURCE,
        seed_on=today() + timedelta(days=1),
    )


def dossier_sample(scene: Scene, size: int = 3, strata: Strata = Strata.NONE) -> Sample:
    return seal_dossier_sample(
        auditor(),
        scheme=scene.scheme,
        year=today().year,
        strata=strata,
        size=size,
        at_least_one=False,
        seed_source=SOURCE,
        seed_on=today() + timedelta(days=1),
    )


def drawn_lately(scene: Scene) -> Sample:
    """A sample of dossiers that was sealed the day before yesterday and drawn since; the same one when it is there."""
    found = Sample.objects.filter(scheme=scene.scheme).first()
    if found is None:
        dossiers(scene, 5)
        with as_if(now() - timedelta(days=2)):
            found = dossier_sample(scene, size=2)
        draw_sample(auditor(), sample=found, seed=SEED)
    return found


def draw(who: Actor, sample: Sample, seed: str = SEED) -> list[SampleItem]:
    """What is drawn on the day of the seed."""
    with time_machine.travel(today() + timedelta(days=1), tick=True):
        draw_sample(who, sample=sample, seed=seed)
        return items_of(sample)


def pass_on(who: Actor, sample: Sample, lessons: Sequence[str] = ()) -> SampleReport:
    """What is shown now is passed on."""
    shown = tally_of(sample, items_of(sample)).digest()
    return pass_on_sample(who, sample=sample, shown=shown, lessons=lessons)


def judge_all(
    who: Actor, items: list[SampleItem], *, but: SampleCheck | None = None, lesson: str = ""
) -> None:
    """Everything is in order; of the first item ``but`` is a finding."""
    for item in items:
        for point in points_of(item):
            if item is items[0] and point.check is but:
                judge_item(
                    who,
                    item=item,
                    check=point.check,
                    seen=Seen.FINDING,
                    consequence=Consequence.CORRECT,
                    lesson=lesson,
                )
            else:
                judge_item(who, item=item, check=point.check, seen=Seen.FINE)
