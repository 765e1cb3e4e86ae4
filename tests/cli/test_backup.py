"""What docs/guide/run-it.md says about backup and restore, done for real on the database of this run."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import DATABASE, Home
from tests.postgres import find_binaries


def wisselwerk(home: Home, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "wisselwerk", *arguments],
        env=home.env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_restored_backup_is_whole(own_home: Home, tmp_path: Path) -> None:
    wisselwerk(own_home, "demo", "--no-serve")
    if DATABASE == "sqlite":
        restored = restored_sqlite(own_home, tmp_path)
    else:
        restored = restored_postgresql(own_home, tmp_path)
    wisselwerk(restored, "verify")
    counting = "from wisselwerk.apps.schemes.models import Scheme; print(Scheme.objects.count())"
    assert wisselwerk(restored, "shell", "--no-imports", "-c", counting).strip() == "3"
    changing = "from wisselwerk.apps.audit.models import Entry; Entry.objects.update(actor='me')"
    with pytest.raises(AssertionError, match="append-only"):
        wisselwerk(restored, "shell", "--no-imports", "-c", changing)


def restored_sqlite(home: Home, tmp_path: Path) -> Home:
    backup = tmp_path / "backup"
    wisselwerk(home, "backup", str(backup))
    assert {path.name for path in backup.iterdir()} == {"wisselwerk.sqlite3", "secret-key"}
    restored = tmp_path / "restored"
    shutil.copytree(backup, restored)
    return Home(restored, home.env | {"WISSELWERK_HOME": str(restored)})


def restored_postgresql(home: Home, tmp_path: Path) -> Home:
    url, dump = home.env["WISSELWERK_DATABASE_URL"], tmp_path / "wisselwerk.dump"
    subprocess.run([find_binaries() / "pg_dump", "--format=custom", f"--file={dump}", url], check=True)
    name = f"restored_{os.urandom(6).hex()}"
    empty = url.rpartition("/")[0] + f"/{name}"
    subprocess.run([find_binaries() / "psql", "-qc", f'CREATE DATABASE "{name}"', url], check=True)
    subprocess.run([find_binaries() / "pg_restore", "--no-owner", f"--dbname={empty}", dump], check=True)
    return Home(tmp_path / "restored", home.env | {"WISSELWERK_DATABASE_URL": empty})


def test_a_backup_never_writes_over_another(own_home: Home, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "wisselwerk", "backup", str(tmp_path)],
        env=own_home.env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert "not there yet" in done.stderr or "pg_dump" in done.stderr
