"""Two files of a bank under one name: the same again changes nothing, and another is refused, whatever it tells more of."""

import io
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.apps.test_payouts_bank_files import entry, one_signed, repaid, sound, told
from tests.apps.test_payouts_beside import claim
from tests.payments import PART_CENTS, Treasury
from wisselwerk.apps.audit.models import Entry
from wisselwerk.apps.payouts.models import BankFile, BankFileKind, BankLine, Payment
from wisselwerk.apps.payouts.queries.order import order_of
from wisselwerk.apps.payouts.services import read_status
from wisselwerk.clock import now, today
from wisselwerk.db import drop_triggers, install_triggers
from wisselwerk.domain.reconciliation import Meaning
from wisselwerk.domain.refusal import Refusal
from wisselwerk.formats.bank_answer_sample import write_statement
from wisselwerk.formats.bank_statement import BankEntry
from wisselwerk.formats.payment_status import Outcome, PaymentStatusReport, Status

pytestmark = pytest.mark.django_db

__all__ = ["claim"]
RENT = entry(5, "HUUR")


def refuses(treasury: Treasury, *entries: BankEntry) -> None:
    before = (BankFile.objects.count(), BankLine.objects.count())
    with pytest.raises(Refusal, match="STATEMENT_CHANGED"):
        told(treasury, *entries, name="S-2")
    assert (BankFile.objects.count(), BankLine.objects.count()) == before
    assert sound() == []


def test_what_a_payee_pays_back_is_not_lost_under_a_known_name(claim: tuple[Treasury, Payment]) -> None:
    treasury, payment = claim
    first, more = (
        repaid(payment, PART_CENTS - 5_000, reference="EEN"),
        repaid(payment, 5_000, reference="TWEE"),
    )
    told(treasury, first, name="S-2")
    refuses(treasury, first, more)
    refuses(treasury, more)
    assert told(treasury, more, name="S-3").found == {Meaning.RECOVERED: 1}


@pytest.mark.parametrize(
    "other",
    [(RENT, entry(7, "HUUR")), (entry(6, "HUUR"),), (entry(5, "ANDERE"),), ()],
    ids=["one more", "another amount", "another name", "one less"],
)
def test_lines_of_others_are_compared_too(
    claim: tuple[Treasury, Payment], other: Sequence[BankEntry]
) -> None:
    treasury, _payment = claim
    told(treasury, RENT, name="S-2")
    refuses(treasury, *other)


def test_the_order_of_lines_and_what_is_asked_back_since_change_nothing(
    claim: tuple[Treasury, Payment],
) -> None:
    treasury, payment = claim
    back = repaid(payment)
    told(treasury, back, RENT, name="S-2")
    again = told(treasury, replace(RENT, line=1), replace(back, line=2), name="S-2")
    assert (again.is_new, again.found) == (False, {Meaning.RECOVERED: 1})


def test_the_command_line_refuses_too(tmp_path: Path) -> None:
    treasury, payment = one_signed()
    data = write_statement(order_of(payment.batch), statement_id="S-2", booked_on=today())
    path = tmp_path / "uittreksel.xml"
    path.write_bytes(data.replace(payment.end_to_end_id.encode(), b"HUUR"))
    call_command("import", "statements", str(path))
    call_command("import", "statements", str(path))
    path.write_bytes(data.replace(payment.end_to_end_id.encode(), b"ANDERE"))
    err = io.StringIO()
    with pytest.raises(CommandError, match="Not loaded"):
        call_command("import", "statements", str(path), stderr=err)
    assert "S-2 was read on" in err.getvalue()
    assert treasury.payer.bank_files.count() == 1


def test_a_file_from_before_fingerprints_is_compared_by_its_lines() -> None:
    treasury, payment = one_signed()
    paid = entry(-PART_CENTS, payment.end_to_end_id)
    told(treasury, RENT, name="S-2")
    drop_triggers()
    BankFile.objects.filter(name="S-2").update(fingerprint="")
    Entry.objects.filter(command="read_bank_file").update(authority="")
    install_triggers()
    assert not told(treasury, RENT, entry(7, "HUUR"), name="S-2").is_new
    refuses(treasury, RENT, paid)


def test_another_answer_of_the_bank_under_a_known_name_is_refused() -> None:
    treasury, payment = one_signed()
    report = PaymentStatusReport("P-1", payment.batch.message_id, Status(Outcome.ACCEPTED, "ACSC"), ())
    assert read_status(treasury.signs, report=report).is_new
    assert not read_status(treasury.signs, report=report).is_new
    with pytest.raises(Refusal, match="STATEMENT_CHANGED"):
        read_status(treasury.signs, report=replace(report, status=Status(Outcome.REFUSED, "RJCT", ("AC04",))))
    assert not BankLine.objects.exists()


@pytest.mark.parametrize("fingerprint", ["", "0" * 64])
def test_verify_holds_what_a_file_told_to_the_trail(
    claim: tuple[Treasury, Payment], fingerprint: str
) -> None:
    treasury, _payment = claim
    file = told(treasury, RENT, name="S-2").file
    assert sound() == []
    drop_triggers()
    try:
        BankFile.objects.filter(pk=file.pk).update(fingerprint=fingerprint)
    finally:
        install_triggers()
    assert sound() == [f"bank file {file.pk}: its fingerprint is not what the trail tells"]


def test_verify_names_a_file_that_nobody_read(claim: tuple[Treasury, Payment]) -> None:
    treasury, _payment = claim
    file = BankFile.objects.create(
        payer=treasury.payer,
        kind=BankFileKind.STATEMENT,
        about="BE68539007547034",
        name="S-9",
        others=1,
        read_by="person:1",
        read_at=now(),
    )
    assert sound() == [f"bank file {file.pk}: nobody read it, as far as the trail tells"]
