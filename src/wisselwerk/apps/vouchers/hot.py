"""Redeeming at full speed: everything that is judged is read in one query, everything that changes in one call.

The domain decides in between. The write holds only if the voucher is still as it was read (``changes``); if it is
not, whoever asked reads and decides again. The statements are the same on both databases: PostgreSQL keeps them in
two functions, so that each costs one round trip and is planned once per connection; SQLite runs them one by one in a
transaction. Nothing is locked or counted that other vouchers share.
"""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import nullcontext
from datetime import date, datetime
from typing import Any, NamedTuple, TypedDict, cast, get_type_hints
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction
from django.db.backends.utils import CursorWrapper
from psycopg.types.numeric import Int8

from wisselwerk.db import prepared

READ = """
SELECT v.id AS voucher_id, v.changes, v.state, v.amount_cents, v.own_contribution_cents, v.share_percent, v.own_paid_cents,
       CAST(rules.rules AS text) AS rules, v.account_id, a.in_cents - a.out_cents AS left_cents,
       CAST(v.awarded_on AS text) AS awarded_on, CAST(v.valid_until AS text) AS valid_until, v.claim_days,
       CAST(v.claim_moved_to AS text) AS claim_moved_to,
       s.partnership_id, v.holder_id, holder.enterprise_number AS holder_number, p.applicant_id,
       CAST(p.declarations AS text) AS declarations,
       provider.id AS provider_id, provider.enterprise_number AS provider_number,
       supplier.id AS supplier_id, coalesce(v.payee_id, supplier.id) AS payee_id, due.account_id AS due_id,
       (SELECT {join}(r.kind || ' ' || CAST(r.valid_from AS text) || ' ' || coalesce(CAST(r.valid_until AS text), ''), ',')
          FROM catalogue_recognition r
          JOIN catalogue_provider c ON c.id = r.provider_id
         WHERE c.organisation_id = supplier.id) AS recognitions,
       EXISTS (SELECT 1 FROM vouchers_redemption u
                WHERE u.fingerprint = {fingerprint} AND NOT u.is_reversed)
    OR EXISTS (SELECT 1 FROM vouchers_redemption u
                 JOIN vouchers_creditnote n ON n.undone_id = u.id
                WHERE u.fingerprint = {fingerprint} AND u.is_reversed) AS is_used,
       receipt.request_hash, CAST(receipt.answer AS text) AS answer
  FROM vouchers_voucher v
  JOIN vouchers_application p ON p.id = v.application_id
  JOIN ledger_account a ON a.id = v.account_id
  JOIN schemes_scheme s ON s.id = v.scheme_id
  JOIN schemes_rulesetversion rules ON rules.id = v.rule_set_id
  JOIN parties_organisation holder ON holder.id = v.holder_id
  LEFT JOIN catalogue_provider chosen ON chosen.id = v.provider_id
  LEFT JOIN parties_organisation provider ON provider.id = chosen.organisation_id
  LEFT JOIN parties_organisation supplier ON supplier.enterprise_number = {supplier}
  LEFT JOIN vouchers_payable due ON due.payee_id = coalesce(v.payee_id, supplier.id)
  LEFT JOIN audit_receipt receipt
         ON receipt.actor = {actor} AND receipt.route = {route} AND receipt.key = {key}
 WHERE v.code = {code}
"""

TAKE = """
UPDATE vouchers_voucher
   SET state = {state}, own_paid_cents = own_paid_cents + {own_part_cents}, changes = changes + 1
 WHERE id = {voucher_id} AND changes = {changes}
"""
COUNT = """
UPDATE ledger_account SET out_cents = out_cents + {voucher_part_cents} WHERE id = {account_id}
"""
TRANSFER = """
INSERT INTO ledger_transfer (from_account_id, to_account_id, amount_cents, road, at)
VALUES ({account_id}, {due_id}, {voucher_part_cents}, 'REDEEM', {at})
"""
REDEMPTION = """
INSERT INTO vouchers_redemption (id, voucher_id, supplier_id, payee_id, eligible_cents, voucher_part_cents, own_part_cents,
    vat_cents, transfer_id, invoice_number, invoice_issued_on, invoice_sha256, fingerprint, actor, redeemed_at,
    is_reversed, is_told)
VALUES ({redemption_id}, {voucher_id}, {supplier_id}, {payee_id}, {eligible_cents}, {voucher_part_cents}, {own_part_cents},
    {vat_cents}, {transfer_id}, {invoice_number}, {issued_on}, {sha256}, {fingerprint}, {actor}, {at}, FALSE, FALSE)
"""
CHECK = """
INSERT INTO vouchers_invoicecheck (redemption_id, state, data, findings, tries, try_at)
VALUES ({redemption_id}, 'to_check', {packed}, '[]', 0, {at})
"""
ENTRY = """
INSERT INTO audit_entry (at, actor, command, subject, authority)
VALUES ({at}, {actor}, 'redeem_voucher', 'voucher:' || {voucher_id},
    'invoice:' || CAST({issued_on} AS text) || ':' || {sha256} || ':' || CAST({vat_cents} AS text))
"""
RECEIPT = """
INSERT INTO audit_receipt (actor, route, key, request_hash, status, answer, at)
VALUES ({actor}, {route}, {key}, {request_hash}, 201, {answer}, {at})
"""


class Question(NamedTuple):
    """What is looked up: by a voucher's code, an invoice, and the key of a command that may be a repeated one."""

    code: str
    supplier: str
    fingerprint: str
    actor: str
    route: str
    key: str


class Terms(TypedDict):
    """All that an invoice on a voucher is judged by, as one row."""

    voucher_id: int
    changes: int
    state: str
    amount_cents: int
    left_cents: int
    own_contribution_cents: int
    share_percent: int
    own_paid_cents: int
    rules: str
    """The rule set of the voucher, as JSON."""
    account_id: int
    awarded_on: str
    valid_until: str
    claim_days: int
    claim_moved_to: str | None
    partnership_id: int
    holder_id: int
    holder_number: str
    applicant_id: int | None
    declarations: str
    """What was declared with the application, as JSON."""
    provider_id: int | None
    """The organisation of the provider that was chosen."""
    provider_number: str | None
    supplier_id: int | None
    """The organisation that the invoice comes from, when it is known."""
    payee_id: int | None
    """Who gets what the voucher pays: the holder where it is paid back, else the supplier, when it is known."""
    due_id: int | None
    """The account of what is due to the payee, once there is one."""
    recognitions: str | None
    """Of the supplier: ``KIND from until`` separated by commas, the end may be missing; None when there is none."""
    is_used: bool
    """Whether it counts on a voucher, or a credit note took it or a part of it back: it comes to something else then."""
    request_hash: str | None
    """Of the command that came with this key before."""
    answer: str


class Write(NamedTuple):
    """What a redemption changes."""

    voucher_id: int
    changes: int
    state: str
    account_id: int
    due_id: int
    supplier_id: int
    payee_id: int
    redemption_id: UUID
    eligible_cents: int
    voucher_part_cents: int
    own_part_cents: int
    vat_cents: int
    invoice_number: str
    issued_on: date
    sha256: str
    fingerprint: str
    packed: bytes
    """The invoice, as ``InvoiceCheck.data`` keeps it until it is checked."""
    actor: str
    at: datetime
    route: str
    key: str
    """Empty when the caller sent none: then no receipt is kept."""
    request_hash: str
    answer: str
    """The answer as JSON."""


def read(question: Question) -> Terms | None:
    """All that an invoice on a voucher is judged by, as it is now; None when no voucher has this code."""
    with prepared() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(POSTGRESQL_READ, question)
            found: Terms | None = cursor.fetchone()[0]
            return found
        cursor.execute(SQLITE_READ, question._asdict())
        row = cursor.fetchone()
        names = [column[0] for column in cursor.description]
        return None if row is None else cast("Terms", dict(zip(names, row, strict=True)))


def write(change: Write) -> bool:
    """Do a redemption, all of it; False, and nothing is done, when the voucher has changed since it was read.

    Raises:
        IntegrityError: the invoice was used meanwhile, or the key of the command was; or a bug.
    """
    if connection.vendor == "postgresql":
        # One statement is a transaction of its own. Inside another, its failure must not end that one.
        own = transaction.atomic if connection.in_atomic_block else nullcontext
        with own(), prepared() as cursor:
            # One size for whole numbers, or the statement would be prepared again for each mix of small and large.
            values = [Int8(value) if type(value) is int else value for value in change]
            cursor.execute(POSTGRESQL_WRITE, values)
            return bool(cursor.fetchone()[0])
    with transaction.atomic(), connection.cursor() as cursor:
        return _write_one_by_one(cursor, change)


# -- SQLite ---------------------------------------------------------------------------------------------------------


def _places(names: Iterable[str], shape: str) -> dict[str, str]:
    return {name: shape.format(name) for name in names}


SQLITE_READ = READ.format(join="group_concat", **_places(Question._fields, "%({})s"))
SQLITE = {
    statement: statement.format(**_places([*Write._fields, "transfer_id"], "%({})s"))
    for statement in (TAKE, COUNT, TRANSFER, REDEMPTION, CHECK, ENTRY, RECEIPT)
}


def _write_one_by_one(cursor: CursorWrapper, change: Write) -> bool:
    values: dict[str, Any] = {name: _as_stored(value) for name, value in change._asdict().items()}
    values["transfer_id"] = None
    cursor.execute(SQLITE[TAKE], values)
    if not cursor.rowcount:
        return False
    if change.voucher_part_cents:
        cursor.execute(SQLITE[COUNT], values)
        cursor.execute(SQLITE[TRANSFER], values)
        values["transfer_id"] = cursor.lastrowid
    cursor.execute(SQLITE[REDEMPTION], values)
    cursor.execute(SQLITE[CHECK], values)
    cursor.execute(SQLITE[ENTRY], values)
    if change.key:
        cursor.execute(SQLITE[RECEIPT], values)
    return True


def _as_stored(value: object) -> object:
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value


# -- PostgreSQL -----------------------------------------------------------------------------------------------------

TYPES: Mapping[type, str] = {
    int: "bigint",
    str: "text",
    bytes: "bytea",
    date: "date",
    datetime: "timestamptz",
    UUID: "uuid",
}


def _parameters(kind: type) -> str:
    return ", ".join(f"p_{name} {TYPES[type_]}" for name, type_ in get_type_hints(kind).items())


def _call(function: str, names: Sequence[str]) -> str:
    return f"SELECT {function}({', '.join(['%s'] * len(names))})"


POSTGRESQL_READ = _call("wisselwerk_redemption_terms", Question._fields)
POSTGRESQL_WRITE = _call("wisselwerk_redeem", Write._fields)
_IN_WRITE = _places(Write._fields, "p_{}") | {"transfer_id": "moved", "answer": "p_answer::jsonb"}
# A plan is kept for as long as a connection, and one made for a table that was still empty would read all of it when it
# is not. So the plan always goes by the indexes.
POSTGRESQL = f"""
DROP FUNCTION IF EXISTS wisselwerk_redemption_terms;
CREATE FUNCTION wisselwerk_redemption_terms({_parameters(Question)}) RETURNS json LANGUAGE plpgsql STABLE
SET enable_seqscan = off AS $$
DECLARE
  found_terms json;
BEGIN
  SELECT row_to_json(terms) INTO found_terms
    FROM ({READ.format(join="string_agg", **_places(Question._fields, "p_{}"))}) terms;
  RETURN found_terms;
END $$;

DROP FUNCTION IF EXISTS wisselwerk_redeem;
CREATE FUNCTION wisselwerk_redeem({_parameters(Write)}) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  moved bigint;
BEGIN
  {TAKE.format(**_IN_WRITE)};
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  IF p_voucher_part_cents > 0 THEN
    {COUNT.format(**_IN_WRITE)};
    {TRANSFER.format(**_IN_WRITE)} RETURNING id INTO moved;
  END IF;
  {REDEMPTION.format(**_IN_WRITE)};
  {CHECK.format(**_IN_WRITE)};
  {ENTRY.format(**_IN_WRITE)};
  IF p_key <> '' THEN
    {RECEIPT.format(**_IN_WRITE)};
  END IF;
  RETURN true;
END $$;
"""  # noqa: S608  # put together from the constants above, once


def install_functions(using: str = DEFAULT_DB_ALIAS) -> None:
    """Keep the statements in the database when it is PostgreSQL. Safe to repeat; run after every migrate."""
    if connections[using].vendor == "postgresql":
        with transaction.atomic(using), connections[using].cursor() as cursor:
            cursor.execute(POSTGRESQL)
