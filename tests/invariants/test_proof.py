"""``wisselwerk verify`` finds whatever was changed behind the program's back, and names it."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, models

from tests.invariants.conftest import ask_applicants, say_how_it_went, show_proof
from tests.scene import Scene, invoice
from wisselwerk.apps.aid.models import RegisterLine
from wisselwerk.apps.ledger.models import Account, Transfer
from wisselwerk.apps.schemes.models import Budget, Ceiling, RuleSetVersion
from wisselwerk.apps.settlements.services import (
    draw_up_settlement,
    record_settlement_payment,
    send_settlement,
    set_budget_key,
)
from wisselwerk.apps.vouchers.models import (
    Application,
    Decision,
    InvoiceCheck,
    Redemption,
    Remark,
    Reversal,
    Voucher,
)
from wisselwerk.apps.vouchers.services import extend_voucher, redeem_voucher
from wisselwerk.clock import today
from wisselwerk.db import append_only_tables, snapshot
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.ledger import AccountKind, Road

pytestmark = pytest.mark.django_db(transaction=True)


def verify() -> tuple[int, list[str]]:
    """The exit code of ``wisselwerk verify``, and what it prints."""
    printed = StringIO()
    try:
        call_command("verify", stdout=printed, stderr=StringIO())
    except SystemExit as stopped:
        return int(stopped.code or 0), printed.getvalue().splitlines()
    return 0, printed.getvalue().splitlines()


def test_untouched_books_agree(played: Scene) -> None:
    assert verify() == (0, [])


def settle(scene: Scene) -> None:
    """The year of a scheme, sent to its members, of whom one has paid a cent; and where it stands in the books."""
    set_budget_key(
        SYSTEM,
        scheme=scene.scheme,
        year=today().year,
        action="AC-1",
        policy_field="0550",
        general_account="64930000",
    )
    settlement = draw_up_settlement(SYSTEM, scheme=scene.scheme, year=today().year)
    send_settlement(SYSTEM, settlement=settlement)
    member = next(share.member for share in settlement.shares.all() if share.owes_cents > 0)
    record_settlement_payment(
        SYSTEM, settlement=settlement, member=member, amount_cents=1, paid_on=today(), reference="1"
    )


def has_rows(table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")  # our own tables
        return bool(cursor.fetchone()[0])


def triggers_on(table: str) -> int:
    """How many triggers a table has, as the database itself knows."""
    of = {
        "sqlite": "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s",
        "postgresql": "SELECT count(*) FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal",
    }
    with connection.cursor() as cursor:
        cursor.execute(of[connection.vendor], [table])
        (number,) = cursor.fetchone()
    return int(number)


def test_the_triggers_stand_in_the_way(corrected: Scene) -> None:
    settle(corrected)
    show_proof()
    say_how_it_went()
    ask_applicants()
    tables = append_only_tables()
    # One that this scene fills not has the same as all others, which are tried on rows.
    assert {triggers_on(table) for table in tables} == {triggers_on("audit_entry")}
    assert triggers_on("audit_entry") > triggers_on("parties_person")
    tried = [table for table in tables if has_rows(table)]
    afterwards = {t for t in tables if t.startswith(("samples_", "initiatives_ex", "network_", "practices_"))}
    # The log of adjustments is tried in test_adjustments.py.
    afterwards |= {table for table in tables if table.startswith("evaluation_adjustment")}
    assert set(tables) - set(tried) - afterwards == {
        "evaluation_followupanswer",
        "initiatives_initiativestep",
        "initiatives_rolestatement",
        "initiatives_rolesupport",
        "initiatives_signal",
        "settlements_settlementline",
        "introductions_quote",
        "schemes_councilstep",
        "vouchers_recognitionwarning",
    }
    assert len(afterwards - set(tried)) == 20
    for table in tried:
        for statement in (f"UPDATE {table} SET id = id", f"DELETE FROM {table}"):  # our own tables
            with connection.cursor() as cursor, pytest.raises(Exception, match="append-only"):
                cursor.execute(statement)


@pytest.mark.parametrize("fact", ["seat_places", "budget_left_cents", "applied_on", "vouchers_counted"])
def test_one_tampered_fact_is_named(played: Scene, tamper: Callable[..., None], fact: str) -> None:
    decision = Decision.objects.earliest("pk")
    other = {
        "seat_places": ["71002"],
        "budget_left_cents": 1,
        "applied_on": "2026-01-01",
        "vouchers_counted": 7,
    }
    tamper(decision, facts=decision.facts | {fact: other[fact]})
    code, lines = verify()
    assert code == 1
    assert f"decision {decision.pk}: fact {fact} is not what was sealed" in lines
    assert all(line.startswith(f"decision {decision.pk}:") for line in lines)


def test_a_fact_that_changes_the_outcome_is_found_by_replay_also_when_the_seal_was_forged(
    played: Scene, tamper: Callable[..., None]
) -> None:
    decision = Decision.objects.get(result="refused")
    decision.facts = decision.facts | {"seat_places": ["71016"]}
    tamper(decision, facts=decision.facts, seals=decision.digests())
    assert verify() == (
        1,
        [
            f"decision {decision.pk}: rule territory says something else of its facts than what is stored",
            f"decision {decision.pk}: its facts give awarded, stored is refused",
        ],
    )


def test_a_fact_that_cannot_be_read_is_named(played: Scene, tamper: Callable[..., None]) -> None:
    decision = Decision.objects.earliest("pk")
    tamper(decision, facts={"weather": "rain"})
    code, lines = verify()
    assert code == 1
    assert any("its facts cannot be read" in line for line in lines)


@pytest.mark.parametrize("road", [Road.FUND, Road.AWARD, Road.REDEEM, Road.LAPSE, Road.REVERSE])
def test_one_tampered_transfer_is_named_on_every_road(
    played: Scene, tamper: Callable[..., None], road: Road
) -> None:
    transfer = Transfer.objects.filter(road=road).latest("pk")
    tamper(transfer, amount_cents=transfer.amount_cents - 1)
    code, lines = verify()
    assert code == 1
    assert any(f"transfer {transfer.pk} " in line for line in lines), lines


@pytest.mark.parametrize(
    "kind", [AccountKind.CREDIT, AccountKind.BUDGET, AccountKind.VOUCHER, AccountKind.OWED, AccountKind.ROOM]
)
def test_one_tampered_counter_is_named(played: Scene, tamper: Callable[..., None], kind: AccountKind) -> None:
    account = Account.objects.filter(kind=kind).earliest("pk")
    tamper(account, in_cents=account.in_cents + 1)
    code, lines = verify()
    assert code == 1
    assert any(line.startswith(f"account {account.pk} ({kind}) counts in") for line in lines)
    assert not any(line.startswith("transfer") for line in lines)


def _redemption(**wanted: Any) -> Redemption:
    return Redemption.objects.filter(**wanted).earliest("redeemed_at")


def aid_line() -> RegisterLine:
    return RegisterLine.objects.earliest("pk")


Row = Callable[[], models.Model]


@pytest.mark.parametrize(
    ("row", "change", "named"),
    [
        (lambda: Decision.objects.latest("pk"), {"result": "awarded"}, "decision {pk}: result is not"),
        (lambda: Decision.objects.latest("pk"), {"result": "awarded"}, "refused cannot end as awarded"),
        (lambda: Decision.objects.latest("pk"), {"evaluated": "review"}, "stored is review"),
        (
            lambda: Application.objects.latest("applied_at"),
            {"state": "review"},
            "application {pk}: is review",
        ),
        (lambda: Application.objects.latest("applied_at"), {"state": "awarded"}, "has no voucher"),
        (lambda: Voucher.objects.get(state="used"), {"amount_cents": 1}, "voucher {pk}: is worth 1 cents"),
        (
            lambda: Voucher.objects.get(state="used"),
            {"state": "open"},
            "voucher {pk}: is open and must be used",
        ),
        (lambda: Voucher.objects.get(state="partly_used"), {"state": "lapsed"}, "30000 cents are left on it"),
        (
            lambda: Voucher.objects.get(state="used"),
            {"own_paid_cents": 1},
            "voucher {pk}: its invoices prove",
        ),
        (
            lambda: Voucher.objects.get(state="used"),
            {"amount_cents": 1},
            "voucher {pk}: its amount is 1 cents, its rules give 50000",
        ),
        (
            lambda: Voucher.objects.get(state="used"),
            {"own_contribution_cents": 1},
            "voucher {pk}: its own contribution is 1 cents, its rules give 0",
        ),
        (
            lambda: Voucher.objects.get(state="used"),
            {"share_percent": 90},
            "voucher {pk}: its share is 90 percent, its rules give 100",
        ),
        (
            lambda: Voucher.objects.get(state="used"),
            {"claim_days": 60},
            "voucher {pk}: its time to hand in is 60 days, its rules give 30",
        ),
        (
            lambda: Voucher.objects.get(state="used"),
            {"valid_until": date(2001, 1, 1)},
            "voucher {pk}: is valid until 2001-01-01, its rules give",
        ),
        (lambda: Voucher.objects.get(state="used"), {"provider": None}, "voucher {pk}: its provider is None"),
        (
            lambda: Decision.objects.earliest("pk"),
            {"granting_body": None},
            "decision {pk}: is an award that no local government granted",
        ),
        (_redemption, {"voucher_part_cents": 1}, "redemption {pk}: pays 1 cents"),
        (_redemption, {"eligible_cents": 1}, "redemption {pk}: its parts do not add up to 1"),
        (
            lambda: _redemption(is_reversed=True),
            {"is_reversed": False},
            "redemption {pk}: is reversed by half",
        ),
        (_redemption, {"transfer": None}, "redemption {pk}: pays 50000 cents, no transfer moved 0"),
        (
            lambda: Transfer.objects.filter(road="REDEEM").earliest("pk"),
            {"road": "FUND"},
            "transfer {pk} travels",
        ),
        (lambda: Transfer.objects.get(road="REVERSE"), {"reverses": None}, "transfer {pk}: nothing explains"),
        (Ceiling.objects.get, {"limit_cents": 1}, "ceiling {pk} (total)"),
        (aid_line, {"amount_cents": 1}, "aid line {pk}: says 1 cents, transfer"),
        (aid_line, {"amount_cents": 1}, "aid line {pk}: grants 1 cents, and 45000 were taken back"),
        (aid_line, {"register_by": date(2030, 1, 1)}, "aid line {pk}: is to be entered by 2030-01-01"),
        (aid_line, {"granted_on": date(2020, 1, 1)}, "aid line {pk} says 2020-01-01"),
        (aid_line, {"activity": "fishery"}, "corrects aid line {pk}, and its activity is another"),
    ],
)
def test_whatever_else_is_changed_is_named(
    played: Scene, tamper: Callable[..., None], row: Row, change: dict[str, object], named: str
) -> None:
    found = row()
    tamper(found, **change)
    code, lines = verify()
    assert code == 1
    assert any(named.format(pk=found.pk) in line for line in lines), lines


def test_an_aid_line_of_another_body_is_named(played: Scene, tamper: Callable[..., None]) -> None:
    for line in RegisterLine.objects.filter(recipient=aid_line().recipient):
        tamper(line, granting_body=line.recipient)
    voucher = Voucher.objects.get(account=aid_line().transfer.to_account)
    lines = RegisterLine.objects.filter(recipient=voucher.holder).order_by("-pk").values_list("pk", flat=True)
    named = {f"voucher {voucher.pk}: aid line {pk} is of another scheme or granting body" for pk in lines}
    assert (verify()[0], set(verify()[1])) == (1, named)


def test_an_aid_line_that_is_gone_and_one_that_nothing_explains_are_named(
    played: Scene, tamper: Callable[..., None]
) -> None:
    line = RegisterLine.objects.get(transfer__road=Road.REDEEM)
    payee, moved = line.recipient_id, line.transfer_id
    elsewhere = Transfer.objects.filter(road=Road.REDEEM, amount_cents=20_000).get()
    tamper(line, transfer=elsewhere, amount_cents=20_000)
    voucher = Voucher.objects.get(account=aid_line().transfer.to_account)
    assert verify() == (
        1,
        [
            f"voucher {voucher.pk}: transfer {moved} is aid to organisation {payee} and has no line in the register",
            f"aid line {line.pk}: no voucher explains it",
        ],
    )


def test_a_voucher_given_to_somebody_else_is_named(played: Scene, tamper: Callable[..., None]) -> None:
    voucher, other = Voucher.objects.get(state="used"), Voucher.objects.get(state="partly_used")
    tamper(voucher, holder=other.holder)
    names = f"application {voucher.application_id} names {voucher.holder_id}"
    assert verify() == (1, [f"voucher {voucher.pk}: its holder is {other.holder_id}, {names}"])


def test_more_time_than_the_rules_give_is_no_difference(played: Scene) -> None:
    voucher = Voucher.objects.get(state="partly_used")
    until = voucher.valid_until + timedelta(days=1)
    extend_voucher(played.coordinator, voucher=voucher, until=until, reason="Ziekte.")
    assert verify() == (0, [])


def test_an_award_from_another_budget_is_named(played: Scene, tamper: Callable[..., None]) -> None:
    voucher = Voucher.objects.get(state="used")
    other = Account.objects.create(kind=AccountKind.BUDGET)
    Budget.objects.create(
        scheme=played.scheme, year=1999, credit=Account.objects.create(kind=AccountKind.CREDIT), account=other
    )
    tamper(voucher, budget_account=other)
    code, lines = verify()
    transfer = Transfer.objects.get(road=Road.AWARD, to_account=voucher.account)
    assert (code, lines) == (
        1,
        [f"transfer {transfer.pk}: this AWARD is not between the voucher and its own budget"],
    )


def test_a_redemption_of_nothing_is_named(played: Scene, tamper: Callable[..., None]) -> None:
    gone = _redemption(is_reversed=True)
    Remark.objects.filter(reversal__redemption=gone).delete()
    Reversal.objects.filter(redemption=gone).delete()
    InvoiceCheck.objects.filter(redemption=gone).delete()
    gone.delete()
    _, lines = verify()
    assert any("nothing explains this REDEEM" in line for line in lines)


def test_rules_that_were_changed_are_found_by_replay(played: Scene, tamper: Callable[..., None]) -> None:
    version = RuleSetVersion.objects.get(scheme=played.scheme)
    rules = json.loads(json.dumps(version.rules).replace('"71016"', '"73083"'))
    tamper(version, rules=rules)
    code, lines = verify()
    assert code == 1
    assert sum("rule territory says something else" in line for line in lines) == version.decisions.count()


def test_for_programs_it_answers_in_json(played: Scene, tamper: Callable[..., None]) -> None:
    printed = StringIO()
    call_command("verify", "--json", stdout=printed, stderr=StringIO())
    assert json.loads(printed.getvalue()) == {"ok": True, "differences": []}
    tamper(Account.objects.earliest("pk"), out_cents=0)
    printed = StringIO()
    with pytest.raises(SystemExit) as stopped:
        call_command("verify", "--json", stdout=printed, stderr=StringIO())
    assert stopped.value.code == 1
    found = json.loads(printed.getvalue())
    assert not found["ok"]
    assert found["differences"]


def test_it_reads_one_moment_while_others_go_on(played: Scene) -> None:
    voucher = Voucher.objects.select_related("holder").get(state="partly_used")
    data = invoice(voucher, 1_000, number="F-9")

    def redeem() -> int:
        try:
            return redeem_voucher(played.coordinator, code=voucher.code, data=data).left_cents
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as elsewhere, snapshot():
        before = Redemption.objects.count()
        assert elsewhere.submit(redeem).result(timeout=30) == 29_000
        assert Redemption.objects.count() == before
    assert Redemption.objects.count() == before + 1


def test_nothing_can_be_written_in_a_snapshot_of_postgresql(played: Scene) -> None:
    if connection.vendor == "postgresql":
        with pytest.raises(Exception, match="read-only"), snapshot():
            Voucher.objects.update(changes=1)
    else:
        # SQLite has no such lock to offer; here nothing in the snapshot may be waiting for one.
        with snapshot():
            assert connection.in_atomic_block
