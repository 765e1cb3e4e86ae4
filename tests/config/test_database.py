"""One address, two databases."""

from pathlib import Path

import pytest

from wisselwerk.config.database import database
from wisselwerk.config.env import SettingError

HOME = Path("/srv/wisselwerk")


def test_without_an_address_it_is_sqlite_in_the_home() -> None:
    found = database("", HOME, pool_size=4)
    assert found["ENGINE"] == "django.db.backends.sqlite3"
    assert found["NAME"] == "/srv/wisselwerk/wisselwerk.sqlite3"
    assert found["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


@pytest.mark.parametrize("scheme", ["postgres", "postgresql"])
def test_postgresql_has_a_pool(scheme: str) -> None:
    found = database(f"{scheme}://genk:p%40ss@db.example.be:5433/vouchers", HOME, pool_size=4)
    assert found["ENGINE"] == "django.db.backends.postgresql"
    assert (found["USER"], found["PASSWORD"], found["HOST"], found["PORT"], found["NAME"]) == (
        "genk", "p@ss", "db.example.be", 5433, "vouchers",
    )  # fmt: skip
    assert found["OPTIONS"]["pool"]["max_size"] == 4


def test_options_in_the_address_stay() -> None:
    found = database("postgresql://db.example.be/vouchers?sslmode=require", HOME, pool_size=4)
    assert found["OPTIONS"]["sslmode"] == "require"


@pytest.mark.parametrize("url", ["mysql://localhost/x", "vouchers", "/var/lib/x.db", "sqlite://x"])
def test_another_kind_of_database_is_refused(url: str) -> None:
    with pytest.raises(SettingError, match="postgresql://"):
        database(url, HOME, pool_size=4)


@pytest.mark.parametrize(
    ("url", "why"),
    [("postgresql://localhost", "names no database"), ("postgresql://localhost:many/x", "port")],
)
def test_an_address_that_cannot_be_meant_is_refused_without_showing_it(url: str, why: str) -> None:
    with pytest.raises(SettingError, match=why):
        database(url, HOME, pool_size=4)


def test_a_password_is_never_in_the_refusal() -> None:
    with pytest.raises(SettingError) as refusal:
        database("postgresql://genk:hush@localhost:many/x", HOME, pool_size=4)
    assert "hush" not in str(refusal.value)
