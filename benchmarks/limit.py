"""What the database itself can do with a redemption: the program's own statements without the program around them.

PostgreSQL: pgbench calls ``wisselwerk_redeem``, the function that the program calls. SQLite: the program's statements
straight through ``sqlite3``, in one process. Each call writes all that a redemption over HTTP writes, on a voucher of
its own; none is refused.
"""

import hashlib
import json
import re
import sqlite3
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import psycopg

from benchmarks.cast import NET_CENTS, NUMBERS_FROM, Pile, Seeded, provider_number
from benchmarks.installation import Installation
from benchmarks.load import Run
from tests.postgres import find_binaries
from wisselwerk.apps.vouchers import hot
from wisselwerk.config.database import SQLITE_PRAGMAS
from wisselwerk.formats.packed import pack

STATE = "partly_used"
INVOICE = (Path(__file__).parent / "invoice.xml").read_bytes()
DIGEST = hashlib.sha256(INVOICE).hexdigest()
ANSWER = json.dumps(
    {
        "id": str(uuid.UUID(int=0)),
        "state": STATE,
        "voucher_part_cents": NET_CENTS,
        "own_part_cents": 0,
        "left_cents": NET_CENTS,
    }
)
PACKED = pack(INVOICE)
CHANGES = "SELECT min(changes), max(changes) FROM vouchers_voucher WHERE id BETWEEN {first} AND {last}"


def write_straight(installation: Installation, seeded: Seeded, pile: Pile, *, clients: int) -> Run:
    """Redeem each voucher of the pile once; with SQLite by one client, whatever is asked."""
    if installation.database_url:
        return _pgbench(installation.database_url, seeded, pile, clients)
    return _sqlite(installation.sqlite_path, seeded, pile)


def _changes(seeded: Seeded, pile: Pile) -> str:
    first = seeded.first_voucher_id + pile.first
    return CHANGES.format(first=first, last=first + pile.size - 1)


def _same(found: tuple[int, int]) -> int:
    """How often each voucher of the pile has been used before."""
    least, most = found
    assert least == most, "somebody else used this pile"
    return most


# -- PostgreSQL -----------------------------------------------------------------------------------------------------

SCRIPT = r"""
\set turn :turn + 1
\set number :turn * :clients + :client_id
\set voucher :first_voucher + :number
\set account :first_account + :number
\set provider :number % :providers
\set payee :first_payee + :provider
\set due :first_due + :provider
\set base :numbers_from + :provider
\set supplier :base * 100 + 97 - :base % 97
{call};
"""


def _pgbench(url: str, seeded: Seeded, pile: Pile, clients: int) -> Run:
    with psycopg.connect(url) as connection:
        changes = _same(connection.execute(_changes(seeded, pile)).fetchall()[0])
    script = SCRIPT.format(call=hot.POSTGRESQL_WRITE % tuple(_expressions(seeded, changes)))
    variables = {
        "turn": -1,
        "clients": clients,
        "first_voucher": seeded.first_voucher_id + pile.first,
        "first_account": seeded.first_account_id + pile.first,
        "first_payee": seeded.first_provider_id,
        "first_due": seeded.first_due_id,
        "providers": pile.providers,
        "numbers_from": NUMBERS_FROM,
    }
    with tempfile.TemporaryDirectory() as folder:
        (file := Path(folder, "redeem.sql")).write_text(script)
        command = [
            str(find_binaries() / "pgbench"),
            "--no-vacuum",
            "--protocol=prepared",
            "--jobs=2",
            "--log",
        ]
        command += [f"--client={clients}", f"--transactions={pile.size // clients}", f"--file={file}"]
        command += [f"--define={name}={value}" for name, value in variables.items()]
        done = subprocess.run([*command, url], cwd=folder, capture_output=True, text=True, check=False)
        tps = re.search(r"tps = ([0-9.]+) \(without", done.stdout)
        if done.returncode or tps is None:
            raise RuntimeError(f"pgbench failed:\n{done.stdout}{done.stderr}")
        logs = "".join(log.read_text() for log in Path(folder).glob("pgbench_log.*"))
    latencies = [int(line.split()[2]) / 1e6 for line in logs.splitlines()]
    return Run(len(latencies) / float(tps[1]), latencies, len(latencies))


def _expressions(seeded: Seeded, changes: int) -> Iterator[str]:
    """What each argument of the function is, in its order."""
    of = {
        "voucher_id": ":voucher",
        "changes": str(changes),
        "state": f"'{STATE}'",
        "account_id": ":account",
        "due_id": ":due",
        "supplier_id": ":payee",
        "payee_id": ":payee",
        "redemption_id": "gen_random_uuid()",
        "eligible_cents": str(NET_CENTS),
        "voucher_part_cents": str(NET_CENTS),
        "own_part_cents": "0",
        "vat_cents": "0",
        "invoice_number": f"'L-{changes}-' || :voucher::text",
        "issued_on": "current_date",
        "sha256": f"'{DIGEST}'",
        "fingerprint": f":supplier::text || '/{date.today().year}/L-{changes}-' || :voucher::text",
        "packed": f"'\\x{PACKED.hex()}'::bytea",
        "actor": f"'{seeded.actor}'",
        "at": "now()",
        "route": "'redeem_voucher'",
        "key": "gen_random_uuid()::text",
        "request_hash": f"'{DIGEST}'",
        "answer": f"'{ANSWER}'",
    }
    return (of[name] for name in hot.Write._fields)


# -- SQLite ---------------------------------------------------------------------------------------------------------


def _sqlite(path: Path, seeded: Seeded, pile: Pile) -> Run:
    statements = {
        template: re.sub(r"%\((\w+)\)s", r":\1", statement) for template, statement in hot.SQLITE.items()
    }
    with closing(sqlite3.connect(path, timeout=60, isolation_level=None)) as connection:
        connection.executescript(SQLITE_PRAGMAS + "PRAGMA foreign_keys = ON;")
        changes = _same(connection.execute(_changes(seeded, pile)).fetchone())
        rows = [_row(seeded, pile, number, changes) for number in range(pile.size)]
        latencies = []
        started = ended = time.perf_counter()
        for row in rows:
            begun = ended
            connection.execute("BEGIN IMMEDIATE")
            for template, statement in statements.items():
                done = connection.execute(statement, row)
                if template is hot.TRANSFER:
                    row["transfer_id"] = done.lastrowid
            connection.execute("COMMIT")
            ended = time.perf_counter()
            latencies.append(ended - begun)
    return Run(ended - started, latencies, len(latencies))


def _row(seeded: Seeded, pile: Pile, number: int, changes: int) -> dict[str, object]:
    voucher, provider = seeded.first_voucher_id + pile.first + number, number % pile.providers
    invoice_number = f"L-{changes}-{voucher}"
    write = hot.Write(
        voucher_id=voucher,
        changes=changes,
        state=STATE,
        account_id=seeded.first_account_id + pile.first + number,
        due_id=seeded.first_due_id + provider,
        supplier_id=seeded.first_provider_id + provider,
        payee_id=seeded.first_provider_id + provider,
        redemption_id=uuid.uuid4(),
        eligible_cents=NET_CENTS,
        voucher_part_cents=NET_CENTS,
        own_part_cents=0,
        vat_cents=0,
        invoice_number=invoice_number,
        issued_on=date.today(),
        sha256=DIGEST,
        fingerprint=f"{provider_number(provider)}/{date.today().year}/{invoice_number}",
        packed=PACKED,
        actor=seeded.actor,
        at=datetime.now(UTC),
        route="redeem_voucher",
        key=str(uuid.uuid4()),
        request_hash=DIGEST,
        answer=ANSWER,
    )
    as_stored = {
        "redemption_id": write.redemption_id.hex,
        "issued_on": write.issued_on.isoformat(),
        "at": write.at.strftime("%Y-%m-%d %H:%M:%S.%f"),
    }
    return {**write._asdict(), **as_stored, "transfer_id": None}
