"""The example scheme with a draw, from its file to the waiting list: forty apply, there is money for ten, two come free."""

import json
from collections import Counter
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db.models import QuerySet

from tests.draws import on
from tests.nights import live
from tests.scene import GENK, actor, enterprise_number, invoice
from wisselwerk.apps.parties.services import local_government
from wisselwerk.apps.schemes.models import DecisionSubject, Granter, Scheme
from wisselwerk.apps.schemes.services import (
    arrange_granting,
    fund_scheme,
    give_visum,
    load_scheme,
    record_decision,
)
from wisselwerk.apps.vouchers.models import Application, Decision, Draw, Voucher
from wisselwerk.apps.vouchers.queries.draws import comparison_group, sealed_list_of
from wisselwerk.apps.vouchers.services import (
    confirm_seed,
    enter_application,
    enter_seed,
    hold_draw,
    redeem_voucher,
    seal_draw,
)
from wisselwerk.clock import today
from wisselwerk.demo.cast import PROVIDER_NUMBER
from wisselwerk.demo.load import load_cast, load_partnerships, load_providers
from wisselwerk.domain import lottery
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.formats.scheme_file import read_scheme_file
from wisselwerk.jobs.draws import move_up_waiting_list, move_up_waiting_lists

pytestmark = pytest.mark.django_db

FILE = Path(__file__).parents[2] / "docs" / "examples" / "schemes" / "voorbeeld-loting.json"
OPENS, SEAL, SEED_ON = date(2027, 1, 15), date(2027, 3, 2), date(2027, 3, 6)
IN_AUTUMN = date(2027, 10, 15)
SEED = "2 7 19 23 38 44"


def verified() -> bool:
    """What ``wisselwerk verify`` says."""
    out = StringIO()
    call_command("verify", json=True, stdout=out)
    found = json.loads(out.getvalue())
    assert found["differences"] == []
    return bool(found["ok"])


def states() -> Counter[str]:
    return Counter(Application.objects.values_list("state", flat=True))


def opened() -> Scheme:
    """The scheme of the example, with a delegation, a visum and money for ten vouchers."""
    load_providers()
    load_partnerships(today())
    load_cast()
    scheme = load_scheme(SYSTEM, read_scheme_file(FILE.read_bytes(), FILE.name))
    delegation = record_decision(
        SYSTEM,
        scheme=scheme,
        local_government=local_government(GENK, today()),
        subject=DecisionSubject.DELEGATION,
        title="Delegatie",
        decided_on=date(2027, 1, 5),
    )
    arrange_granting(
        SYSTEM,
        scheme=scheme,
        granter=Granter.MANAGING_MUNICIPALITY,
        signatory="algemeen directeur",
        delegation=delegation,
        valid_from=date(2027, 1, 5),
    )
    give_visum(SYSTEM, scheme=scheme, given_on=date(2027, 1, 6))
    fund_scheme(SYSTEM, scheme=scheme, year=2027, amount_cents=10 * 25_000)
    return scheme


def applied(scheme: Scheme, number: int) -> None:
    """So many enterprises apply, by telephone."""
    for serial in range(number):
        enter_application(
            actor("coordinator_genk"),
            scheme=scheme,
            enterprise_number=enterprise_number(serial),
            email=f"zaak{serial}@example.be",
            provider=PROVIDER_NUMBER,
            declarations={"municipality": GENK},
        )


def sealed(scheme: Scheme) -> Draw:
    return seal_draw(
        actor("coordinator_genk"),
        scheme=scheme,
        seed_source="De zes nummers van de trekking van zaterdag 6 maart 2027, van klein naar groot",
        seed_on=SEED_ON,
    )


def held(draw: Draw) -> Draw:
    enter_seed(actor("coordinator_genk"), draw=draw, seed=SEED)
    confirm_seed(actor("auditor"), draw=draw, seed=SEED)
    return hold_draw(actor("coordinator_genk"), draw=draw)


def lines_of(vouchers: QuerySet[Voucher]) -> set[str]:
    """The lines in the list of who got these."""
    return set(vouchers.values_list("application__lot__commitment", flat=True))


def test_forty_apply_ten_are_drawn_two_move_up() -> None:
    with on(OPENS):
        scheme = opened()
        applied(scheme, 40)
        assert states() == {"entered": 40}
    with on(SEAL):
        draw = sealed(scheme)
        published = sealed_list_of(draw)
    with on(SEED_ON):
        draw = held(draw)
        assert sealed_list_of(draw) == published
        drawn = lottery.order(SEED, published.decode().split()[1:])
        assert states() == {"awarded": 10, "waiting_list": 30}
        assert lines_of(Voucher.objects.all()) == set(drawn[:10])
        assert verified()
        for number, voucher in enumerate(Voucher.objects.select_related("holder").order_by("pk")[:8]):
            redeem_voucher(SYSTEM, code=voucher.code, data=invoice(voucher, 30_000, number=f"F-{number}"))
        assert live(IN_AUTUMN) == 2
    with on(IN_AUTUMN):
        move_up_waiting_list(scheme.pk)
        move_up_waiting_lists()
        assert states() == {"awarded": 12, "waiting_list": 28}
        assert lines_of(Voucher.objects.filter(awarded_on=today())) == set(drawn[10:12])
        assert verified()
    with on(date(2027, 12, 7)):
        move_up_waiting_lists()
        assert states() == {"awarded": 12, "not_drawn": 28}
        group = comparison_group(scheme)
        assert (group.given, group.not_given) == (12, 28)
        # Entered, drawn, and for who waited the end of it or a voucher.
        assert Decision.objects.filter(application__scheme=scheme).count() == 40 + 40 + 2 + 28
        assert verified()


def test_the_example_is_read_as_it_stands() -> None:
    rules = read_scheme_file(FILE.read_bytes(), FILE.name).versions[-1].rule_set
    assert rules.lottery is not None
    assert rules.lottery.waiting_months == 9
