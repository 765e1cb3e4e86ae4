"""What whoever runs a command can mend is said in a sentence, and nothing else is hidden behind one."""

import sqlite3

import pytest
from django.db import OperationalError, ProgrammingError

from tests.conftest import Home
from tests.serving import run
from wisselwerk.cli.main import OLD_DATABASE, explained


@pytest.mark.parametrize(
    "command",
    [
        ("verify",),
        ("createadmin", "an@voorbeeld.example", "--organisation", "kempen", "--name", "Kempen"),
        ("fund", "kempen", "--year", "2026", "--amount-cents", "1"),
        ("apikey", "create", "--organisation", "kempen", "--name", "x"),
    ],
)
def test_a_database_without_tables_asks_to_migrate(own_home: Home, command: tuple[str, ...]) -> None:
    done = run(own_home, *command)
    assert (done.returncode, done.stderr) == (1, f"wisselwerk: {OLD_DATABASE}\n")


@pytest.mark.parametrize("home", ["a-file", "a-file/below"])
def test_a_home_that_can_be_no_folder_is_said_to_be_that(own_home: Home, home: str) -> None:
    (own_home.path.parent / "a-file").touch()
    own_home.env["WISSELWERK_HOME"] = str(own_home.path.parent / home)
    done = run(own_home, "verify")
    assert done.returncode == 1
    assert done.stderr.startswith(
        f"wisselwerk: WISSELWERK_HOME={own_home.env['WISSELWERK_HOME']} can be no folder"
    )
    assert len(done.stderr.splitlines()) == 1


def test_a_server_that_is_away_is_said_to_be_that_before_long(own_home: Home) -> None:
    own_home.env["WISSELWERK_DATABASE_URL"] = "postgresql://somebody:secret@127.0.0.1:1/nothing"
    done = run(own_home, "verify")
    assert done.returncode == 1
    assert "wisselwerk: The database cannot be reached: " in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr
    assert "secret" not in done.stderr


@pytest.mark.django_db
@pytest.mark.parametrize("kind", [OperationalError, ProgrammingError])
def test_a_mistake_of_ours_stays_a_mistake(kind: type[Exception]) -> None:
    """With all its tables there, what the database refuses is a bug, and the traceback is for who mends it."""
    error = kind("no such column: x")
    error.__cause__ = sqlite3.OperationalError("no such column: x")
    assert explained(error) == ""
