"""Another value for each stored column, or why it may change and nobody is told."""

import zlib
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any, TypeAlias

from django.db import models

from tests.invariants.conftest import BROKEN
from tests.scene import (
    OUDSBERGEN,
    set_provider,
)
from wisselwerk.apps.ledger.models import Account, Transfer
from wisselwerk.apps.parties.services import local_government
from wisselwerk.apps.schemes.models import CouncilDecision, RuleSetVersion, Scheme, Visum
from wisselwerk.apps.vouchers.models import (
    Application,
    Attempt,
    CreditNote,
    DeadlineChange,
    Decision,
    Draw,
    Evaluation,
    EvaluationReminder,
    FulfilmentStep,
    InvoiceCheck,
    Lot,
    Notice,
    OwnPayment,
    PdfFile,
    PdfInvoice,
    RecognitionWarning,
    Redemption,
    Remark,
    Reversal,
    ReviewStep,
    Voucher,
)
from wisselwerk.clock import today
from wisselwerk.demo.cast import invented_number
from wisselwerk.domain.ledger import AccountKind


@dataclass(frozen=True)
class MayChange:
    """Why a column may hold something else and nobody is told."""

    why: str


Change: TypeAlias = Callable[[Any], object]
"""From a row to another value that its column could hold, or why that may be."""

KEY = MayChange("it tells rows apart and says nothing; what other rows point at, the database keeps")
KEPT_BY_THE_TRAIL = MayChange("no sum depends on it, and the trail tells when the command was that moved it")
ON_ITS_WAY = MayChange("nobody was told yet, so it proves nothing")
TAKES_NO_ROOM = MayChange("all of it went back to its ceilings")
REFUSED_BY_THE_DATABASE = MayChange("the database itself refuses it: see the constraint")
A_DAY = timedelta(days=1)


def another(row: models.Model, name: str) -> object:
    """What a row of the same table has there."""
    rows = type(row)._default_manager.exclude(**{name: getattr(row, name)})
    return rows.values_list(name, flat=True)[0]


def is_replaced(row: Redemption) -> bool:
    """Whether another redemption stands for the same invoice."""
    return Redemption.objects.filter(remains_of__undone=row).exists()


def an_account(kind: AccountKind) -> int:
    return Account.objects.create(kind=kind).pk


def another_voucher(voucher_id: int) -> int:
    """A voucher that it is not about."""
    return Voucher.objects.exclude(pk=voucher_id).order_by("pk").values_list("pk", flat=True)[0]


def unwarned_voucher() -> int:
    """A voucher of which nobody was warned that a recognition ends: else the database itself refuses the change."""
    warned = RecognitionWarning.objects.exclude(voucher=None).values("voucher")
    return Voucher.objects.exclude(pk__in=warned).order_by("pk").values_list("pk", flat=True)[0]


def another_version(version_id: int) -> int:
    """The same rules once more, with a number of their own."""
    version = RuleSetVersion.objects.get(pk=version_id)
    version.pk, version.number, version.valid_from = None, 9, date(2014, 1, 1)
    version.save(force_insert=True)
    return version.pk


def another_scheme(one: Scheme) -> int:
    return Scheme.objects.create(slug="other", name="Other", partnership=one.partnership).pk


COLUMNS: Mapping[type[models.Model], Mapping[str, Change | MayChange]] = {
    Decision: {
        "id": KEY,
        "application": lambda row: another(row, "application_id"),
        "rule_set": lambda row: another_version(row.rule_set_id),
        "facts": lambda row: row.facts | {"vouchers_counted": 7},
        "outcomes": lambda row: row.outcomes[1:],
        "evaluated": lambda _: "review",
        "result": lambda row: "awarded" if row.result == "refused" else "refused",
        "granting_body": lambda _: local_government(OUDSBERGEN, today()).pk,
        "delegation": lambda _: None,
        "is_automatic": lambda _: False,
        "refused_on": lambda row: "" if row.refused_on else "territory",
        "actor": lambda _: "person:999",
        "decided_at": lambda row: row.decided_at + A_DAY,
        "seals": lambda row: row.seals | {"result": "0"},
    },
    Voucher: {
        "id": KEY,
        "application": lambda _: Application.objects.filter(voucher=None).values_list("pk", flat=True)[0],
        "scheme": lambda row: another_scheme(row.scheme),
        "rule_set": lambda row: another_version(row.rule_set_id),
        "holder": lambda row: another(row, "holder_id"),
        "provider": lambda _: set_provider(invented_number(77)).pk,
        "payee": lambda row: row.holder_id,
        "code": lambda _: "0" * 16,
        "amount_cents": lambda row: row.amount_cents + 1,
        "own_contribution_cents": lambda row: row.own_contribution_cents + 1,
        "share_percent": lambda row: row.share_percent - 1,
        "account": lambda _: an_account(AccountKind.VOUCHER),
        "budget_account": lambda _: an_account(AccountKind.BUDGET),
        "ceilings": lambda row: TAKES_NO_ROOM if row.state == "revoked" else [],
        "own_paid_cents": lambda row: row.own_paid_cents + 1,
        "awarded_on": lambda _: date(2020, 1, 1),
        "valid_until": lambda _: date(2099, 1, 1),
        "claim_days": lambda row: row.claim_days + 1,
        "claim_moved_to": lambda _: date(2099, 1, 1),
        "state": lambda _: "frozen",
        "changes": MayChange("it lets two writers see each other, and says nothing about the voucher"),
    },
    Notice: {
        "id": lambda row: KEY if row.state == "to_mail" else row.pk + 999,
        "voucher": lambda row: ON_ITS_WAY if row.state == "to_mail" else another_voucher(row.voucher_id),
        "about": lambda row: ON_ITS_WAY if row.state == "to_mail" else "CLAIM",
        "deadline": lambda row: ON_ITS_WAY if row.state == "to_mail" else date(2020, 1, 1),
        "told_until": lambda row: ON_ITS_WAY if row.state == "to_mail" else date(2020, 1, 1),
        "person": MayChange("who was told goes when that person is erased"),
        "asked_on": MayChange("it counts from the day it left, which the trail tells"),
        "state": lambda row: "mailed" if row.state == "to_mail" else "to_mail",
        "at": lambda row: ON_ITS_WAY if row.state == "to_mail" else row.at + A_DAY,
    },
    DeadlineChange: {
        "id": KEY,
        "voucher": lambda row: another_voucher(row.voucher_id),
        "about": lambda _: "CLAIM",
        "was": lambda row: row.was + A_DAY,
        "becomes": lambda row: row.becomes + A_DAY,
        "ground": lambda _: "NOT_REMINDED",
        "actor": lambda _: "person:999",
        "at": lambda row: row.at + A_DAY,
    },
    Redemption: {
        "id": KEY,
        "voucher": lambda row: another(row, "voucher_id"),
        "supplier": lambda _: set_provider(invented_number(77)).organisation_id,
        "payee": lambda _: set_provider(invented_number(77)).organisation_id,
        "eligible_cents": lambda row: row.eligible_cents + 1,
        "voucher_part_cents": lambda row: row.voucher_part_cents - 1,
        "own_part_cents": lambda row: row.own_part_cents + 1,
        "vat_cents": lambda row: row.vat_cents + 1,
        "transfer": lambda _: Transfer.objects.filter(redemption=None).values_list("pk", flat=True)[0],
        "invoice_number": lambda _: "F-99",
        "invoice_issued_on": lambda row: row.invoice_issued_on - A_DAY,
        "invoice_sha256": lambda _: "0" * 64,
        "fingerprint": lambda row: row.fingerprint + "9",
        "actor": lambda _: "person:999",
        "redeemed_at": lambda row: row.redeemed_at + A_DAY,
        "is_reversed": lambda row: REFUSED_BY_THE_DATABASE if is_replaced(row) else not row.is_reversed,
        "is_told": MayChange("it tells whether mails were put in the outbox, and no sum depends on it"),
    },
    InvoiceCheck: {
        "redemption": MayChange("it is the key, and a redemption without a check is named"),
        "state": lambda row: (
            REFUSED_BY_THE_DATABASE
            if row.state == "to_check"
            else "check_failed"
            if row.state == "check_passed"
            else "check_passed"
        ),
        "data": lambda row: zlib.compress(b"another") if row.state == "to_check" else REFUSED_BY_THE_DATABASE,
        "findings": lambda row: [asdict(BROKEN)] if not row.findings else [],
        "tries": MayChange("it tells how often the check was begun"),
        "try_at": MayChange("it tells when the check is begun"),
        "checked_at": lambda row: (
            REFUSED_BY_THE_DATABASE if row.state == "to_check" else row.checked_at + A_DAY
        ),
    },
    CreditNote: {
        "id": KEY,
        "undone": lambda _: Redemption.objects.filter(credit_note=None).values_list("pk", flat=True)[0],
        "replacement": lambda row: (
            Redemption.objects.filter(remains_of=None, is_reversed=False)
            .exclude(eligible_cents=1_000)
            .values_list("pk", flat=True)[0]
            if row.replacement_id is None
            else None
        ),
        "credited_cents": lambda row: row.credited_cents + 1,
        "number": lambda _: "C-99",
        "issued_on": lambda row: row.issued_on - A_DAY,
        "sha256": lambda _: "0" * 64,
        "fingerprint": lambda row: row.fingerprint + "9",
        "actor": lambda _: "person:999",
        "at": lambda row: row.at + A_DAY,
    },
    Attempt: dict.fromkeys(
        ("id", "voucher", "sha256", "actor", "times", "first_at", "last_at"),
        MayChange("it tells of a refusal, which changed nothing"),
    )
    | {"reasons": lambda _: [{"code": "WEG", "params": {}}]},
    Reversal: {
        "id": KEY,
        "redemption": lambda _: Redemption.objects.filter(reversal=None).values_list("pk", flat=True)[0],
        "actor": lambda _: "person:999",
        "reversed_at": lambda row: row.reversed_at + A_DAY,
    },
    Evaluation: {
        "id": KEY,
        "voucher": lambda row: another_voucher(row.voucher_id),
        # The other side said it as well, of the same supplier.
        "side": lambda _: REFUSED_BY_THE_DATABASE,
        "supplier": lambda _: set_provider(invented_number(77)).organisation_id,
        "went": lambda row: REFUSED_BY_THE_DATABASE if row.went is None else row.went - 1,
        "again": lambda row: REFUSED_BY_THE_DATABASE if row.again is None else row.again - 1,
        "remark": lambda row: (
            None
            if row.remark_id and row.went
            else Remark.objects.filter(evaluation=None).values_list("pk", flat=True)[0]
        ),
        "actor": lambda _: "person:999",
        "at": lambda row: row.at + A_DAY,
    },
    EvaluationReminder: {
        "id": KEY,
        "voucher": lambda row: another_voucher(row.voucher_id),
        "side": lambda row: "business" if row.side == "provider" else "provider",
        "supplier": lambda _: set_provider(invented_number(77)).organisation_id,
        "asked_on": lambda row: row.asked_on + A_DAY,
    },
    RecognitionWarning: {
        "id": KEY,
        "recognition": lambda _: set_provider(invented_number(77)).recognitions.get().pk,
        "told_until": lambda row: row.told_until + A_DAY,
        "voucher": lambda _: unwarned_voucher(),
    },
    FulfilmentStep: {
        "id": KEY,
        "redemption": lambda _: Redemption.objects.filter(fulfilment=None).values_list("pk", flat=True)[0],
        "verb": lambda row: "CONFIRM" if row.verb != "CONFIRM" else "FIND",
        "on": lambda row: row.on - A_DAY,
        "until": lambda row: (row.until or row.on) + A_DAY,
        "days_left": lambda row: (row.days_left or 0) + 1,
        "remark": lambda row: (
            None
            if row.remark_id
            else Remark.objects.filter(fulfilment_step=None).values_list("pk", flat=True)[0]
        ),
        "actor": lambda _: "person:999",
        "at": lambda row: row.at + A_DAY,
    },
    ReviewStep: {
        "id": KEY,
        "decision": lambda row: another(row, "decision_id"),
        "verb": lambda row: "WITHDRAW" if row.verb != "WITHDRAW" else "ASK",
        "on": lambda row: row.on - A_DAY,
        "until": lambda row: (row.until or row.on) + A_DAY,
        "days_left": lambda row: (row.days_left or 0) + 1,
        "answer_by": lambda row: (row.answer_by or row.on) + A_DAY,
        "remark": lambda row: (
            None if row.remark_id else Remark.objects.filter(review_step=None).values_list("pk", flat=True)[0]
        ),
        "actor": lambda _: "person:999",
        "at": lambda row: row.at + A_DAY,
    },
    OwnPayment: {
        "id": KEY,
        "redemption": lambda _: Redemption.objects.filter(own_payment=None).values_list("pk", flat=True)[0],
        "evidence": lambda row: "receipt" if row.evidence != "receipt" else "bank_proof",
        "amount_cents": lambda row: row.amount_cents + 1,
        "paid_on": lambda row: row.paid_on - A_DAY,
        "actor": lambda _: "person:999",
        "at": lambda row: row.at + A_DAY,
    },
    Transfer: {
        "id": KEY,
        "from_account": lambda row: an_account(row.from_account.kind),
        "to_account": lambda row: an_account(row.to_account.kind),
        "amount_cents": lambda row: row.amount_cents - 1,
        "road": lambda row: "FUND" if row.road != "FUND" else "LAPSE",
        "reverses": lambda row: (
            Transfer.objects.filter(reversed_by=None).exclude(pk=row.pk).values_list("pk", flat=True)[0]
        ),
        "at": lambda row: row.at + A_DAY if row.road == "REDEEM" else KEPT_BY_THE_TRAIL,
    },
    RuleSetVersion: {
        "id": KEY,
        "scheme": lambda row: another_scheme(row.scheme),
        "number": lambda _: 9,
        "valid_from": lambda row: row.valid_from + A_DAY,
        "rules": lambda row: {"rules": [one | {"source": "Anders"} for one in row.rules["rules"]]},
        "whys": lambda _: {"amount": "Anders"},
        "source": lambda _: "Anders",
        "published_at": lambda row: row.published_at + A_DAY,
    },
    Visum: {
        "id": KEY,
        "scheme": lambda row: another_scheme(row.scheme),
        "kind": lambda _: "REFUSED",
        "decided_on": lambda row: row.decided_on - A_DAY,
        "decision": MayChange("only an exemption has one, which the database itself holds to"),
        "actor": lambda _: "person:999",
        "at": lambda row: row.at + A_DAY,
    },
    CouncilDecision: {
        "id": KEY,
        "scheme": lambda row: another_scheme(row.scheme),
        "local_government": lambda _: local_government(OUDSBERGEN, today()).pk,
        "subject": lambda _: "BUDGET",
        "title": lambda _: "Anders",
        "decided_on": lambda row: row.decided_on + A_DAY,
        "reference": lambda _: "Anders",
    },
    PdfInvoice: {
        "id": KEY,
        "voucher": lambda row: another_voucher(row.voucher_id),
        "ground": lambda _: "before_duty",
        "number": lambda _: "P-99",
        "issued_on": lambda row: row.issued_on - A_DAY,
        "supplier_number": lambda _: invented_number(77),
        "buyer_number": lambda _: invented_number(77),
        "net_cents": lambda row: row.net_cents + 1,
        "vat_cents": lambda row: row.vat_cents + 1,
        "gross_cents": lambda row: row.gross_cents + 1,
        "sha256": lambda _: "0" * 64,
        "fingerprint": lambda _: "P-99",
        "state": lambda row: "pdf_failed" if row.state == "refused" else "refused",
        "handed_in_by": lambda _: "person:999",
        "handed_in_at": lambda row: row.handed_in_at - A_DAY,
        "corrections": lambda row: row.corrections | {"number": "P-0"},
        "ticked": lambda _: ["parties"],
        "reasons": lambda _: [{"code": "VOUCHER_LAPSED", "params": {}}],
        "checked_by": lambda _: "person:999",
        "checked_at": lambda row: (row.checked_at or row.handed_in_at) + A_DAY,
        "why": lambda row: Remark.objects.exclude(pk=row.why_id).values_list("pk", flat=True)[0],
        "redemption": lambda row: (
            None
            if row.redemption_id
            else Redemption.objects.filter(pdf_invoice=None).values_list("pk", flat=True)[0]
        ),
    },
    PdfFile: {
        "id": KEY,
        "invoice": lambda _: PdfInvoice.objects.filter(state="pdf_failed").values_list("pk", flat=True)[0],
        "data": lambda row: bytes(row.data) + b" ",
        "pages": MayChange("it says how many pages there are to look at, and the file itself is proven"),
        "checked_at": lambda row: (row.checked_at or row.invoice.handed_in_at) + A_DAY,
    },
    Draw: {
        "id": KEY,
        "scheme": lambda row: another_scheme(row.scheme),
        "number": lambda row: row.number + 7,
        "method": lambda _: "another-draw-1",
        "state": lambda row: "draw_confirmed" if row.state == "draw_done" else "draw_done",
        "list_sha256": lambda _: "0" * 64,
        "entries": lambda row: row.entries + 1,
        "seed_source": lambda _: "Iets anders",
        "seed_on": lambda row: row.seed_on + A_DAY,
        "sealed_by": lambda _: "person:999",
        "sealed_at": lambda row: row.sealed_at - A_DAY,
        "seed": lambda _: "9 9 9 9 9 9",
        "seed_by": lambda _: "person:999",
        "seed_at": lambda row: (row.seed_at or row.sealed_at) + A_DAY,
        "confirmed_by": lambda _: "person:999",
        "confirmed_at": lambda row: (row.confirmed_at or row.sealed_at) + A_DAY,
        "drawn_by": lambda _: "person:999",
        "drawn_at": lambda row: (row.drawn_at or row.sealed_at) + A_DAY,
    },
    Lot: {
        "application": lambda _: Application.objects.filter(lot=None).values_list("pk", flat=True)[0],
        "salt": lambda row: row.salt[::-1],
        "commitment": lambda _: "0" * 64,
        "made_at": MayChange("it tells when its secret is erased, and no place depends on it"),
        "draw": lambda row: Draw.objects.exclude(pk=row.draw_id).values_list("pk", flat=True)[0],
        "place": lambda row: (row.place or 0) + 77,
    },
}
