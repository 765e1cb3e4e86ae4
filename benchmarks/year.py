"""A year of a scheme in which vouchers were used: nine members, a cost key, providers that gave their account number.

Everything follows from its number and is written in bulk, and yet as the commands would leave it: ``wisselwerk verify``
finds nothing in it. What makes it a year and not a pile: each voucher is used in several parts, months apart.
"""

import hashlib
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Max

from benchmarks.bulk import insert
from benchmarks.cast import code, holder_number
from benchmarks.ground import PLACES, PROVIDERS, Ground, lay_ground
from wisselwerk.apps.audit.models import Entry
from wisselwerk.apps.ledger.models import Account, Transfer
from wisselwerk.apps.parties.models import Organisation, OrganisationKind
from wisselwerk.apps.parties.services import local_government
from wisselwerk.apps.schemes.queries import rule_set
from wisselwerk.apps.vouchers.models import (
    Application,
    ApplicationState,
    Channel,
    Decision,
    InvoiceCheck,
    Redemption,
    Reversal,
    Voucher,
)
from wisselwerk.clock import midnight, now, today
from wisselwerk.domain.invoice import fingerprint
from wisselwerk.domain.invoice_check import CheckState
from wisselwerk.domain.ledger import AccountKind, Road
from wisselwerk.domain.rule import Result, evaluate
from wisselwerk.domain.rule.base import Facts
from wisselwerk.domain.voucher import Verb, VoucherState, state_after

LINE_CENTS = 4_999


@dataclass(frozen=True)
class Year:
    """``vouchers`` of them, each used in ``parts`` parts; one line in ``undone_every`` is undone again, 0 for none."""

    vouchers: int
    parts: int
    undone_every: int = 0

    @property
    def lines(self) -> int:
        """Parts that were used."""
        return self.vouchers * self.parts

    @property
    def voucher_cents(self) -> int:
        """What each voucher is worth: all its parts."""
        return self.parts * LINE_CENTS

    def is_undone(self, line: int) -> bool:
        """Whether a line was undone again: of each voucher others."""
        return bool(self.undone_every) and (line + line // self.vouchers) % self.undone_every == 0

    def left_cents(self, voucher: int) -> int:
        """What came back to a voucher."""
        lines = range(voucher, self.lines, self.vouchers)
        return LINE_CENTS * sum(self.is_undone(line) for line in lines)

    def seed(self) -> None:
        """Fill the empty database of the environment."""
        with transaction.atomic():
            money = self.vouchers * self.voucher_cents
            _Seeding(self, lay_ground(self.voucher_cents, money)).write()
        if connection.vendor == "postgresql":
            # As the server does by itself when there is time; on SQLite nobody does.
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")


@dataclass
class _Seeding:
    """What the rows have in common, and the first number of each kind."""

    year: Year
    ground: Ground
    at: datetime = field(default_factory=lambda: midnight(today().replace(month=1, day=1)).astimezone(UTC))
    """When all vouchers were awarded."""
    until: datetime = field(default_factory=now)
    """When the last line was used, and what was undone was."""
    first: Mapping[type[Any], int] = field(init=False)
    """The first number of what is written here, by its table: the ground lies already."""
    decisions: Mapping[str, Decision] = field(init=False)
    """By place; they differ in what they are about."""

    def write(self) -> None:
        year, budget = self.year, self.ground.budget
        insert(Organisation, self._holders())
        insert(Account, self._accounts())
        insert(Application, self._applications())
        insert(Transfer, self._awards())
        insert(Voucher, self._vouchers())
        insert(Decision, self._decisions())
        insert(Entry, self._trail_of_applications())
        insert(Transfer, self._uses())
        insert(Redemption, self._redemptions())
        insert(Entry, self._trail_of_uses())
        insert(Transfer, self._reversing())
        insert(Reversal, self._reversals())
        insert(Entry, self._trail_of_reversals())
        insert(InvoiceCheck, self._checks())
        insert(Entry, self._trail_of_checks())
        Account.objects.filter(pk=budget.account_id).update(
            out_cents=F("out_cents") + year.vouchers * year.voucher_cents
        )

    def __post_init__(self) -> None:
        # Rows are made while the database takes them, so by then nothing is asked of it.
        self.first = {
            model: (model.objects.aggregate(last=Max("pk"))["last"] or 0) + 1
            for model in (Organisation, Account, Transfer, Voucher, Entry)
        }
        self.decisions = {place: self._decision(place) for place in PLACES}

    # -- Vouchers -----------------------------------------------------------------------------------------------------

    def _holders(self) -> Iterator[dict[str, Any]]:
        for number in range(self.year.vouchers):
            yield {
                "id": self.first[Organisation] + number,
                "kind": OrganisationKind.ONDERNEMING.value,
                "enterprise_number": holder_number(number),
            }

    def _accounts(self) -> Iterator[dict[str, Any]]:
        for number in range(self.year.vouchers):
            back, cents = self.year.left_cents(number), self.year.voucher_cents
            yield {
                "id": self.first[Account] + number,
                "kind": AccountKind.VOUCHER.value,
                "in_cents": cents + back,
                "out_cents": cents,
            }

    def _applications(self) -> Iterator[dict[str, Any]]:
        for number in range(self.year.vouchers):
            yield {
                "id": _application_id(number),
                "scheme_id": self.ground.scheme.pk,
                "enterprise_id": self.first[Organisation] + number,
                "declarations": {"municipality": _place(number)},
                "channel": Channel.API.value,
                "state": ApplicationState.AWARDED.value,
                "applied_at": self.at,
            }

    def _awards(self) -> Iterator[dict[str, Any]]:
        for number in range(self.year.vouchers):
            yield {
                "id": self.first[Transfer] + number,
                "from_account_id": self.ground.budget.account_id,
                "to_account_id": self.first[Account] + number,
                "amount_cents": self.year.voucher_cents,
                "road": Road.AWARD.value,
                "at": self.at,
            }

    def _vouchers(self) -> Iterator[dict[str, Any]]:
        until = rule_set(self.ground.version).grant(self.at.date()).valid_until
        for number in range(self.year.vouchers):
            state = state_after(
                Verb.UNFREEZE,
                VoucherState.FROZEN,
                amount_cents=self.year.voucher_cents,
                left_cents=self.year.left_cents(number),
            )
            yield {
                "id": self.first[Voucher] + number,
                "application_id": _application_id(number),
                "scheme_id": self.ground.scheme.pk,
                "rule_set_id": self.ground.version.pk,
                "holder_id": self.first[Organisation] + number,
                "code": code(number),
                "amount_cents": self.year.voucher_cents,
                "own_contribution_cents": 0,
                "account_id": self.first[Account] + number,
                "budget_account_id": self.ground.budget.account_id,
                "awarded_on": self.at.date(),
                "valid_until": until,
                "state": state.value,
            }

    def _decisions(self) -> Iterator[dict[str, Any]]:
        for number in range(self.year.vouchers):
            decision = self.decisions[_place(number)]
            decision.application = Application(id=_application_id(number))
            decision.application.voucher = Voucher(code=code(number), awarded_on=self.at.date())
            row = {one.attname: getattr(decision, one.attname) for one in Decision._meta.concrete_fields}
            yield row | {"id": number + 1, "seals": decision.digests()}

    def _decision(self, place: str) -> Decision:
        facts = Facts(
            applied_on=self.at.date(),
            decided_on=self.at.date(),
            seat_places=(place,),
            is_social_economy_enterprise=False,
            vouchers_counted=0,
            budget_left_cents=self.year.voucher_cents,
            ceilings_left_cents={},
        )
        evaluation = evaluate(rule_set(self.ground.version), facts)
        assert evaluation.result is Result.AWARDED, evaluation.reasons
        return Decision(
            rule_set=self.ground.version,
            facts=facts.to_plain(),
            outcomes=[outcome.to_plain() for outcome in evaluation.outcomes],
            evaluated=Result.AWARDED.value,
            result=ApplicationState.AWARDED.value,
            granting_body=local_government(PLACES[0], today()),
            is_automatic=True,
            actor="system",
            decided_at=self.at,
        )

    def _trail_of_applications(self) -> Iterator[dict[str, Any]]:
        for number in range(self.year.vouchers):
            yield _entry(
                self.first[Entry] + number,
                self.at,
                "enter_application",
                f"application:{_application_id(number)}",
            )

    # -- Lines --------------------------------------------------------------------------------------------------------

    def _used_at(self, line: int) -> datetime:
        return self.at + (self.until - self.at) * line / self.year.lines

    def _transfer(self, line: int) -> int:
        return self.first[Transfer] + self.year.vouchers + line

    def _uses(self) -> Iterator[dict[str, Any]]:
        for line in range(self.year.lines):
            voucher = line % self.year.vouchers
            yield {
                "id": self._transfer(line),
                "from_account_id": self.first[Account] + voucher,
                "to_account_id": self.ground.payees[voucher % PROVIDERS].due_id,
                "amount_cents": LINE_CENTS,
                "road": Road.REDEEM.value,
                "at": self._used_at(line),
            }

    def _redemptions(self) -> Iterator[dict[str, Any]]:
        for line in range(self.year.lines):
            voucher, at = line % self.year.vouchers, self._used_at(line)
            payee = self.ground.payees[voucher % PROVIDERS]
            yield {
                "id": _redemption_id(line),
                "voucher_id": self.first[Voucher] + voucher,
                "supplier_id": payee.id,
                "payee_id": payee.id,
                "eligible_cents": LINE_CENTS,
                "voucher_part_cents": LINE_CENTS,
                "own_part_cents": 0,
                "transfer_id": self._transfer(line),
                "invoice_number": f"F-{line}",
                "invoice_issued_on": at.date(),
                "invoice_sha256": f"{line:064x}",
                "fingerprint": fingerprint(payee.number, f"F-{line}", at.year),
                "actor": "system",
                "redeemed_at": at,
                "is_reversed": self.year.is_undone(line),
                "is_told": True,
            }

    def _trail_of_uses(self) -> Iterator[dict[str, Any]]:
        first = self.first[Entry] + self.year.vouchers
        for line in range(self.year.lines):
            at, voucher = self._used_at(line), self.first[Voucher] + line % self.year.vouchers
            proof = f"invoice:{at.date()}:{line:064x}"
            yield _entry(first + line, at, "redeem_voucher", f"voucher:{voucher}", proof)

    # -- What was undone ----------------------------------------------------------------------------------------------

    @cached_property
    def _undone(self) -> list[int]:
        return [line for line in range(self.year.lines) if self.year.is_undone(line)]

    def _reversing(self) -> Iterator[dict[str, Any]]:
        first = self._transfer(self.year.lines)
        for number, line in enumerate(self._undone):
            voucher = line % self.year.vouchers
            yield {
                "id": first + number,
                "from_account_id": self.ground.payees[voucher % PROVIDERS].due_id,
                "to_account_id": self.first[Account] + voucher,
                "amount_cents": LINE_CENTS,
                "road": Road.REVERSE.value,
                "reverses_id": self._transfer(line),
                "at": self.until,
            }

    def _reversals(self) -> Iterator[dict[str, Any]]:
        for number, line in enumerate(self._undone, start=1):
            yield {
                "id": number,
                "redemption_id": _redemption_id(line),
                "actor": "system",
                "reversed_at": self.until,
            }

    def _trail_of_reversals(self) -> Iterator[dict[str, Any]]:
        first = self.first[Entry] + self.year.vouchers + self.year.lines
        for number, line in enumerate(self._undone):
            yield _entry(
                first + number, self.until, "reverse_redemption", f"redemption:{_redemption_id(line)}"
            )

    # -- Held to the official rules -----------------------------------------------------------------------------------

    def _checks(self) -> Iterator[dict[str, Any]]:
        for line in range(self.year.lines):
            yield {
                "redemption_id": _redemption_id(line),
                "state": CheckState.PASSED.value,
                "try_at": self.until,
                "checked_at": self.until,
            }

    def _trail_of_checks(self) -> Iterator[dict[str, Any]]:
        first = self.first[Entry] + self.year.vouchers + self.year.lines + len(self._undone)
        for line in range(self.year.lines):
            subject = f"redemption:{_redemption_id(line)}"
            yield _entry(first + line, self.until, "check_invoices", subject, CheckState.PASSED.value)


def _place(voucher: int) -> str:
    return PLACES[voucher % len(PLACES)]


def _application_id(voucher: int) -> uuid.UUID:
    return _id(f"application {voucher}")


def _redemption_id(line: int) -> uuid.UUID:
    return _id(f"redemption {line}")


def _id(name: str) -> uuid.UUID:
    """As scattered as those that the program gives."""
    return uuid.UUID(bytes=hashlib.sha256(name.encode()).digest()[:16], version=4)


def _entry(pk: int, at: datetime, command: str, subject: str, authority: str = "") -> dict[str, Any]:
    return {
        "id": pk,
        "at": at,
        "actor": "system",
        "command": command,
        "subject": subject,
        "authority": authority,
    }
