"""The scene with a browser in front of it: who of the cast looks at which page, and what background work does meanwhile."""

import io
import re
from dataclasses import dataclass
from typing import Any

from django.test import Client
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from tests.payments import pass_checks, treasury_of
from tests.scene import EMAIL, GENK, Scene, award, enter, invoice, set_scene
from wisselwerk.apps.outbox.services import handler
from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.parties.services import (
    enterprise,
    found_partnership,
    grant_role,
    local_government,
    person,
)
from wisselwerk.apps.payouts.models import BankLine
from wisselwerk.apps.payouts.queries.order import order_of
from wisselwerk.apps.payouts.services import read_bank_file
from wisselwerk.apps.vouchers.models import Application, Redemption, Voucher
from wisselwerk.apps.vouchers.services import redeem_voucher
from wisselwerk.clock import today
from wisselwerk.demo.cast import OTHER_ENTERPRISE, OWN_ENTERPRISE, THIRD_ENTERPRISE
from wisselwerk.domain.actor import SYSTEM, Role
from wisselwerk.domain.reconciliation import Meaning
from wisselwerk.formats.bank_answer_sample import write_statement

PEOPLE = (
    "anonymous",
    "owner",
    "colleague",
    "stranger",
    "provider_staff",
    "coordinator_genk",
    "coordinator_zuidoost_limburg",
    "auditor",
    "general_director",
    "financial_director",
)
"""Everybody who may knock: the coordinator of another partnership among them."""

NIS_CODE_OF_OTHERS = "11002"


@dataclass(frozen=True, slots=True)
class Stage:
    """A scene in which something has happened to look at."""

    scene: Scene
    voucher: Voucher
    """Of the owner; half of what can be done with it is done."""
    redemption: Redemption
    refused: Application
    """Of the owner's other enterprise, outside the territory."""
    review: Application


def set_stage() -> Stage:
    """An award that was used once, a refusal, and an application that waits for a person."""
    scene = set_scene(
        rules={
            "amount": {"amount_cents": 50_000},
            "own_contribution": None,
            "cost_key": {"division": "seat"},
        }
    )
    for key, at, role in (
        ("owner", OWN_ENTERPRISE.number, Role.HOLDER),
        ("colleague", OWN_ENTERPRISE.number, Role.HOLDER),
        ("owner", THIRD_ENTERPRISE.number, Role.HOLDER),
        ("colleague", THIRD_ENTERPRISE.number, Role.HOLDER),
        ("stranger", OTHER_ENTERPRISE.number, Role.HOLDER),
    ):
        grant_role(SYSTEM, person=person(EMAIL[key]), organisation=enterprise(at), role=role)
    grant_role(
        SYSTEM,
        person=person(EMAIL["coordinator_zuidoost_limburg"]),
        organisation=elsewhere(),
        role=Role.COORDINATOR,
    )
    for key, role in (
        ("general_director", Role.GENERAL_DIRECTOR),
        ("financial_director", Role.FINANCIAL_DIRECTOR),
    ):
        payer = local_government(GENK, today())
        grant_role(SYSTEM, person=person(EMAIL[key]), organisation=payer, role=role)
    voucher = award(scene)
    redeem_voucher(SYSTEM, code=voucher.code, data=invoice(voucher, 10_000, number="F-0"))
    pass_checks()
    refused = enter(scene, THIRD_ENTERPRISE.number, municipality=NIS_CODE_OF_OTHERS)
    review = enter(scene, OTHER_ENTERPRISE.number, municipality="72042", email=EMAIL["stranger"])
    return Stage(scene, voucher, voucher.redemptions.get(), refused, review)


def pay(stage: Stage) -> BankLine:
    """Its redemption paid by a signed batch, and given back by the bank: the line that asks for a look. Once."""
    if not BankLine.objects.exists():
        treasury = treasury_of(stage.scene)
        order = order_of(treasury.signed())
        returned = [one.end_to_end_id for one in order.payments]
        data = write_statement(order, statement_id="2026-1", booked_on=today(), returned=returned)
        read_bank_file(treasury.signs, source=io.BytesIO(data), name="2026-1.xml")
    return BankLine.objects.get(meaning=Meaning.RETURNED, file__name="2026-1")


def elsewhere() -> Organisation:
    """A partnership that has nothing to do with the scene."""
    return found_partnership(SYSTEM, slug="elders", name="Interlokale vereniging elders")


def browser(who: str = "anonymous") -> Client:
    """The browser of somebody, signed in; of nobody known for ``anonymous``."""
    client = Client()
    if who != "anonymous":
        client.force_login(person(EMAIL[who]))
    return client


def token(page: Any) -> str:
    """The token that a form carries, so that it is done once."""
    found = re.search(r'name="once"[^>]*value="([^"]+)"', page.content.decode())
    assert found, "no form that is done once on this page"
    return found[1]


def text(page: Any) -> str:
    """What a page says, without its tags and with single spaces."""
    plain = re.sub(r"<(script|style)[^>]*>.*?</\1>|<[^>]+>", " ", page.content.decode(), flags=re.DOTALL)
    return " ".join(
        plain.replace("&#x27;", "'").replace("&nbsp;", " ").replace("\N{NO-BREAK SPACE}", " ").split()
    )


def work() -> None:
    """Do what is in the outbox, oldest first, as background work does; what fails raises here."""
    for task in DBTaskResult.objects.ready().order_by("enqueued_at"):
        name, payload = task.args_kwargs["args"]
        DBTaskResult.objects.filter(pk=task.pk).update(status=TaskResultStatus.SUCCESSFUL)
        handler(name)(**payload)
