"""Where commands meet the database: one transaction each, and constraints that answer in words.

``@command`` marks every function that changes something on behalf of an actor. Append-only tables get triggers that
refuse any change, on both databases.
"""

import functools
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, IntegrityError, OperationalError, connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from psycopg import Cursor

from wisselwerk.domain.actor import Actor
from wisselwerk.domain.refusal import Reason, Refusal, RefusalCode

P = ParamSpec("P")
R = TypeVar("R")

COMMANDS: dict[str, Callable[..., Any]] = {}
"""Every command by name: the role x command table and the tests walk it."""

NOT_OVERDRAWN = "ledger_account_not_overdrawn"
CONSTRAINT_REFUSALS: Mapping[str, RefusalCode] = {
    NOT_OVERDRAWN: RefusalCode.NOT_ENOUGH_MONEY,
    "vouchers_redemption_invoice_once": RefusalCode.INVOICE_ALREADY_USED,
    "vouchers_creditnote_fingerprint_key": RefusalCode.CREDIT_NOTE_ALREADY_USED,
    "vouchers_pdfinvoice_waits_once": RefusalCode.INVOICE_IS_BEING_CHECKED,
    "vouchers_reversal_redemption_id_key": RefusalCode.ALREADY_REVERSED,
}
"""Constraints that a caller can run into without a bug, and what that means to them."""

ROWS_AT_ONCE = 50_000
"""Rows that are held while many are written."""

TRIES = 3
"""How often the same command is begun at most. Locks are taken in one order, so that even a second time is rare."""
ENDED_FOR_ANOTHER = frozenset({"40P01", "40001"})
"""What PostgreSQL answers whom it ends so that others can go on: a deadlock, and a serialization failure. SQLite has one
writer at a time and no such answer."""


def command(function: Callable[Concatenate[Actor, P], R]) -> Callable[Concatenate[Actor, P], R]:
    """A function that changes something for an actor: all of it happens, or nothing.

    A violated constraint listed above becomes a refusal; any other is a bug and stays an exception.
    """

    @functools.wraps(function)
    def whole(actor: Actor, /, *args: P.args, **kwargs: P.kwargs) -> R:
        return in_one_transaction(lambda: function(actor, *args, **kwargs))

    return _command(whole)


def command_without_transaction(
    function: Callable[Concatenate[Actor, P], R],
) -> Callable[Concatenate[Actor, P], R]:
    """A command that minds its own transactions, and says why: it writes in one call, or keeps what it refuses."""
    return _command(function)


def in_one_transaction(act: Callable[[], R]) -> R:
    """Do ``act``, all of it or nothing; again, up to ``TRIES`` times, when the database ended it for another's sake.

    Nothing of an ``act`` that was ended is left, neither rows nor receipts nor work in the queue, so what does nothing
    but read and write here can start again. Inside another transaction that one starts again, not this part of it.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    tries = 1 if connection.in_atomic_block else TRIES
    while True:
        tries -= 1
        try:
            with transaction.atomic():
                return act()
        except OperationalError as error:
            if not tries or getattr(error.__cause__, "sqlstate", None) not in ENDED_FOR_ANOTHER:
                raise


def _command(function: Callable[Concatenate[Actor, P], R]) -> Callable[Concatenate[Actor, P], R]:
    @functools.wraps(function)
    def run(actor: Actor, /, *args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return function(actor, *args, **kwargs)
        except IntegrityError as error:
            code = CONSTRAINT_REFUSALS.get(violated_constraint(error) or "")
            if code is None:
                raise
            raise Refusal(Reason(code)) from error

    COMMANDS[function.__name__] = run
    return run


def take_turns(about: str, *, shared: bool = False) -> None:
    """Let commands about the same thing go one after the other, where no row of it can be locked.

    Those that are ``shared`` go beside each other, and after or before one that is not. It holds until the transaction
    ends. On SQLite writers take turns anyway.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    if connection.vendor == "postgresql":
        number = int.from_bytes(hashlib.sha256(about.encode()).digest()[:8], signed=True)
        with connection.cursor() as cursor:
            lock = "pg_advisory_xact_lock_shared" if shared else "pg_advisory_xact_lock"
            cursor.execute(f"SELECT {lock}(%s)", [number])


def wait_for_writers(table: str) -> None:
    """Have everybody who is writing rows of ``table`` finish first, so that no row comes later with a lower number.

    It holds until the transaction ends, and others wait meanwhile: let that be at once. On SQLite writers take turns
    anyway.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {connection.ops.quote_name(table)} IN SHARE MODE")


@contextmanager
def prepared() -> Iterator[CursorWrapper]:
    """A cursor for what is asked all the time: each connection has it parsed and planned once (ADR 16).

    On PostgreSQL values travel apart from the statement, each with its type: a whole number as its size asks, so that a
    statement that takes small and large ones is prepared for each unless it is given as ``Int8``. SQLite keeps
    statements by itself.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    if connection.vendor != "postgresql":
        with connection.cursor() as cursor:
            yield cursor
        return
    connection.ensure_connection()
    # What ``connection.cursor()`` puts around one of Django's own, which sends values as part of the text.
    wrap = connection.make_debug_cursor if connection.queries_logged else connection.make_cursor
    with wrap(Cursor(connection.connection)) as cursor:  # type: ignore[arg-type]  # the stubs know but Django's own
        yield cursor


@contextmanager
def snapshot() -> Iterator[None]:
    """Read everything as it is at one moment, beside writers and without holding them up."""
    connection = connections[DEFAULT_DB_ALIAS]
    if connection.in_atomic_block:
        # A test's own transaction: it reads one state already.
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield
    else:
        # The mode is known once there is a connection; the stubs of Django do not know it at all.
        connection.ensure_connection()
        mode = connection.transaction_mode  # type: ignore[attr-defined]
        connection.transaction_mode = "DEFERRED"  # type: ignore[attr-defined]
        try:
            with transaction.atomic():
                yield
        finally:
            connection.transaction_mode = mode  # type: ignore[attr-defined]


def copy_rows(cursor: CursorWrapper, table: str, rows: Iterable[Sequence[Any]]) -> int:
    """Write rows into a temporary table of this connection, some at a time so that any number may come; how many it were."""
    copied, left = 0, iter(rows)
    while some := list(islice(left, ROWS_AT_ONCE)):
        if cursor.db.vendor == "postgresql":
            with cursor.copy(f"COPY {table} FROM STDIN") as copy:
                for row in some:
                    copy.write_row(row)
        else:
            places = ", ".join(["%s"] * len(some[0]))
            write = f"INSERT INTO {table} VALUES ({places})"  # noqa: S608  our own tables
            if cursor.db.in_atomic_block:
                cursor.executemany(write, some)
                copied += len(some)
                continue
            # Deferred: nothing of the database itself is written, so whoever writes there need not wait.
            cursor.execute("BEGIN DEFERRED")
            try:
                cursor.executemany(write, some)
            except BaseException:
                cursor.execute("ROLLBACK")
                raise
            cursor.execute("COMMIT")
        copied += len(some)
    return copied


LOOKED_AT = 1000
"""Rows of an index that are looked at to tell how its values are spread: as many as need a moment."""


def gather_statistics() -> None:
    """Have SQLite look how much stands in its tables, so that it takes the shorter way. PostgreSQL does so by itself.

    Without it, it takes each index for as good as any other: of a pair, all invoices of its provider instead of the one
    voucher of its business, which is quadratic.
    """
    if connections[DEFAULT_DB_ALIAS].vendor == "sqlite":
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute(f"PRAGMA analysis_limit = {LOOKED_AT}")
            cursor.execute("ANALYZE")


def violated_constraint(error: IntegrityError) -> str | None:
    """The name of the constraint behind ``error``, the same on both databases; None when it cannot be told.

    PostgreSQL names the constraint. SQLite names it for checks and partial indexes, and the columns for the others,
    which are looked up among the models.
    """
    diagnosis = getattr(error.__cause__, "diag", None)
    if diagnosis is not None:
        return str(diagnosis.constraint_name)
    kind, _, what = str(error).partition(" constraint failed: ")
    if kind == "CHECK":
        return what
    if kind != "UNIQUE":
        return None
    if what.startswith("index "):
        return what.removeprefix("index ").strip("'")
    columns = [column.strip() for column in what.split(",")]
    return _constraint_of_columns(columns[0].partition(".")[0], {c.partition(".")[2] for c in columns})


def _constraint_of_columns(table: str, columns: set[str]) -> str | None:
    for model in apps.get_models():
        if model._meta.db_table != table:
            continue
        for constraint in model._meta.constraints:
            if isinstance(constraint, models.UniqueConstraint) and columns == {
                getattr(model._meta.get_field(name), "column", None) for name in constraint.fields
            }:
                return constraint.name
    # A column that is unique by itself: the name PostgreSQL gives it.
    return f"{table}_{'_'.join(sorted(columns))}_key"


def append_only_tables() -> list[str]:
    """The tables whose rows never change once written."""
    return sorted(m._meta.db_table for m in apps.get_models() if getattr(m, "append_only", False))


def install_triggers(using: str = "default") -> None:
    """Have the database itself refuse changes to append-only tables. Safe to repeat; run after every migrate.

    SQLite drops triggers when a migration rebuilds a table, which is why they are not part of the migrations.
    """
    connection = connections[using]
    existing = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for statement in _statements(connection, [t for t in append_only_tables() if t in existing]):
            cursor.execute(statement)


def drop_triggers(using: str = "default") -> None:
    """Take the triggers away again: only emptying a test database has a reason to."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for table in append_only_tables():
            for event in ("update", "delete"):
                on = f" ON {table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{event}{on}")


def _statements(connection: BaseDatabaseWrapper, tables: list[str]) -> list[str]:
    message = "this table is append-only"
    if connection.vendor == "postgresql":
        refuse = (
            "CREATE OR REPLACE FUNCTION wisselwerk_append_only() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '%: {message}', TG_TABLE_NAME; END $$"
        )
        return [refuse] + [
            f"CREATE OR REPLACE TRIGGER {table}_no_{event} BEFORE {event.upper()} ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION wisselwerk_append_only()"
            for table in tables
            for event in ("update", "delete")
        ]
    return [
        f"CREATE TRIGGER IF NOT EXISTS {table}_no_{event} BEFORE {event.upper()} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table}: {message}'); END"
        for table in tables
        for event in ("update", "delete")
    ]
