"""Decisions of councils as tests have them noticed, and who answers for them."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

import pytest

from wisselwerk.apps.initiatives.models import Initiative, Signal
from wisselwerk.apps.initiatives.queries.proof import differences
from wisselwerk.apps.initiatives.services import note_decision
from wisselwerk.apps.parties.queries import actor_for
from wisselwerk.apps.parties.services import grant_role, local_government, person
from wisselwerk.clock import today
from wisselwerk.domain.actor import SYSTEM, Actor, Role
from wisselwerk.domain.initiative import Judge
from wisselwerk.domain.money import Cents
from wisselwerk.domain.period import Period
from wisselwerk.domain.published_decision import Body, PublishedDecision
from wisselwerk.domain.refusal import Refusal, RefusalCode
from wisselwerk.formats import dutch

JUDGE = Judge(dutch.forms)
ADDRESS = "https://raad.essel.example/besluiten/7"
DECIDED, PUBLISHED = date(2024, 5, 13), date(2024, 5, 23)

WIJK_WERKEN = PublishedDecision(
    address=ADDRESS,
    file="lijst.html",
    line=22,
    title="Wijk-werken. Samenwerkingsovereenkomst. Goedkeuring.",
    body=Body(name="Gemeenteraad Genk", government="Stad Genk"),
    decided_on=DECIDED,
    published_on=PUBLISHED,
    description=("De overeenkomst loopt zes jaar.",),
    amounts=(Cents(125_050),),
)


def noticed(decision: PublishedDecision = WIJK_WERKEN, **changes: object) -> Initiative:
    """The initiative that a decision tells of."""
    signal = noted(decision, **changes)
    assert signal is not None
    return signal.initiative


def noted(decision: PublishedDecision = WIJK_WERKEN, **changes: object) -> Signal | None:
    """A decision as it is brought in."""
    one = replace(decision, **changes)  # type: ignore[arg-type]  # whatever a decision has
    return note_decision(SYSTEM, decision=one, judgement=JUDGE.judge(one))


def member_of(nis_code: str, email: str = "bestuur@genk.example", role: Role = Role.MEMBER) -> Actor:
    """Somebody who acts for a municipality."""
    somebody = person(email)
    organisation = local_government(nis_code, today())
    grant_role(SYSTEM, person=somebody, organisation=organisation, role=role, valid=Period(date(2015, 1, 1)))
    return actor_for(somebody)


def refused(act: Callable[..., object], who: Actor, **what: object) -> RefusalCode:
    with pytest.raises(Refusal) as found:
        act(who, **what)
    return found.value.code


def fresh(initiative: Initiative) -> Initiative:
    return Initiative.objects.get(pk=initiative.pk)


def steps(initiative: Initiative) -> list[tuple[str, str]]:
    return [(one.action, one.state) for one in initiative.steps.order_by("pk")]


@pytest.fixture(autouse=True)
def in_order() -> Iterator[None]:
    """Whatever a test does, all of it can be proven after: for modules that import it."""
    yield
    assert list(differences()) == []
