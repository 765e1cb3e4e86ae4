"""Schemes whose vouchers are de minimis aid, what enterprises declare in them, and what stands in the register."""

from datetime import date

from tests.scene import (
    EMAIL,
    GENK,
    Rules,
    Scene,
    award,
    enterprise_number,
    set_scene,
)
from wisselwerk.apps.aid import proof
from wisselwerk.apps.aid.models import RegisterLine
from wisselwerk.apps.parties.queries import actor_for
from wisselwerk.apps.parties.services import grant_role, local_government, person
from wisselwerk.apps.vouchers.models import Application
from wisselwerk.apps.vouchers.queries import proof as vouchers
from wisselwerk.apps.vouchers.services import (
    enter_application,
)
from wisselwerk.clock import today
from wisselwerk.demo.cast import OWN_ENTERPRISE, PROVIDER_NUMBER
from wisselwerk.domain.actor import SYSTEM, Actor, Role

AID: Rules = {"de_minimis": {"provider_advantage": "no_aid"}}
AID_TO_BOTH: Rules = {"de_minimis": {"provider_advantage": "whole_voucher"}}
CEILING = 30_000_000
VOUCHER = 25_000


def declare(
    scene: Scene, *grants: dict[str, object], number: str = OWN_ENTERPRISE.number, **more: object
) -> Application:
    """An application of an enterprise that declares these grants."""
    provider = more.pop("provider", PROVIDER_NUMBER)
    return enter_application(
        scene.coordinator,
        scheme=scene.scheme,
        enterprise_number=number,
        email=EMAIL["owner"],
        provider=provider,  # type: ignore[arg-type]  # a number or nothing
        declarations={"municipality": GENK, "de_minimis_aid": list(grants), **more},
    )


def had(cents: int, day: date | None = None) -> dict[str, object]:
    return {"amount_cents": cents, "granted_on": day.isoformat() if day else None}


def lines() -> list[tuple[str, str, int]]:
    """What stands in the register, oldest first: what happened, to whom, cents."""
    found = RegisterLine.objects.order_by("pk").select_related("recipient")
    return [(line.kind, str(line.recipient.enterprise_number), line.amount_cents) for line in found]


def assert_agrees() -> None:
    assert [*proof.differences(), *vouchers.differences()] == []


def director(nis_code: str = GENK) -> Actor:
    """The financial director of a municipality."""
    somebody = person(EMAIL["financial_director"])
    grant_role(
        SYSTEM,
        person=somebody,
        organisation=local_government(nis_code, today()),
        role=Role.FINANCIAL_DIRECTOR,
    )
    return actor_for(somebody)


def fill(cents: int) -> None:
    """Have the provider of the scene had this much aid already, by one voucher of another scheme."""
    large: Rules = {"amount": {"amount_cents": cents}, "own_contribution": None}
    award(set_scene(slug="large", budget_cents=cents, rules=AID_TO_BOTH | large), enterprise_number(99))
