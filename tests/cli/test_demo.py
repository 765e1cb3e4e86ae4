"""An installation to play with, made by one command."""

import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import psycopg

from tests.conftest import DATABASE, Home
from wisselwerk.demo.cast import CAST
from wisselwerk.demo.initiatives import COUNCILS


def wisselwerk(home: Home, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "wisselwerk", *arguments],
        env=home.env,
        capture_output=True,
        text=True,
        check=False,
    )


def count(home: Home, table: str, where: str = "true") -> int:
    statement = f"SELECT count(*) FROM {table} WHERE {where}"
    if DATABASE == "sqlite":
        with sqlite3.connect(home.path / "wisselwerk.sqlite3") as connection:
            return int(connection.execute(statement).fetchone()[0])
    with psycopg.connect(home.env["WISSELWERK_DATABASE_URL"]) as connection:
        row = connection.execute(statement).fetchone()
        return int(row[0]) if row else -1


def test_demo_makes_a_home_tells_who_can_sign_in_and_may_be_repeated(own_home: Home) -> None:
    first = wisselwerk(own_home, "demo", "--no-serve", "--port", "8123")
    assert first.returncode == 0, first.stderr
    assert {member.email for member in CAST} <= set(re.findall(r"\S+@\S+\.example", first.stdout))
    assert "http://127.0.0.1:8123/demo/postvak/" in first.stdout
    assert count(own_home, "initiatives_signal", "source LIKE 'http://127.0.0.1:8123/%'") >= len(COUNCILS)
    assert count(own_home, "initiatives_signal", "source LIKE 'http://127.0.0.1:8000/%'") == 0
    entries = count(own_home, "audit_entry")
    second = wisselwerk(own_home, "demo", "--no-serve", "--port", "8123")
    assert second.stdout == first.stdout
    assert count(own_home, "audit_entry") == entries
    verified = wisselwerk(own_home, "verify")
    assert verified.returncode == 0, verified.stdout
    key = wisselwerk(own_home, "apikey", "create", "--organisation", "genk", "--name", "website")
    assert re.fullmatch(r"ww_[\w-]{43}\n", key.stdout)


def test_demo_leaves_a_real_installation_alone(own_home: Home, tmp_path: Path) -> None:
    migrated = wisselwerk(own_home, "migrate", "-v0")
    assert migrated.returncode == 0, migrated.stderr
    statement = "INSERT INTO parties_organisation (kind, name, slug, contact) VALUES ('INTERLOKALE_VERENIGING', 'Echt', 'echt', '')"
    if DATABASE == "sqlite":
        with sqlite3.connect(own_home.path / "wisselwerk.sqlite3") as connection:
            connection.execute(statement)
    else:
        with psycopg.connect(own_home.env["WISSELWERK_DATABASE_URL"]) as postgres:
            postgres.execute(statement)
    refused = wisselwerk(own_home, "demo", "--no-serve")
    assert refused.returncode == 1
    assert "in real use" in refused.stderr
    assert "WISSELWERK_HOME=" in refused.stderr
    assert count(own_home, "demo_demomode") == 0
    assert count(own_home, "parties_person") == 0
