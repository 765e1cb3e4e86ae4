"""The page that says whether all is well."""

from socket import socket
from time import monotonic

import pytest
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.utils import ConnectionHandler
from django.test import Client
from django_tasks_db.models import DBTaskResult
from psycopg_pool import ConnectionPool

from wisselwerk.apps.outbox.services import enqueue
from wisselwerk.cli.background import ATTEMPTS
from wisselwerk.cli.heartbeat import beat
from wisselwerk.config.database import postgresql
from wisselwerk.config.health import PATIENCE_SECONDS, database_answers


@pytest.mark.django_db
def test_all_is_well_with_a_fresh_sign_of_life(client: Client) -> None:
    beat(cache, "one")
    answer = client.get("/health")
    assert answer.status_code == 200
    assert answer.json() == {
        "ok": True,
        "process": True,
        "database": True,
        "background_work": True,
        "nothing_given_up": True,
    }


@pytest.mark.django_db
def test_background_work_that_is_gone_is_told(client: Client) -> None:
    answer = client.get("/health")
    assert answer.status_code == 503
    assert answer.json() == {
        "ok": False,
        "process": True,
        "database": True,
        "background_work": False,
        "nothing_given_up": True,
    }


@pytest.mark.django_db
def test_work_that_was_given_up_is_told_while_visitors_are_served(client: Client) -> None:
    beat(cache, "one")
    enqueue("send_decision", decision_id=7)
    task = DBTaskResult.objects.get()
    for _ in range(ATTEMPTS):
        task.claim("one")
    task.set_failed(KeyError("no such decision"))
    answer = client.get("/health")
    assert answer.status_code == 200
    assert (answer.json()["ok"], answer.json()["nothing_given_up"]) == (False, False)


@pytest.mark.django_db
def test_a_database_that_is_gone_is_told(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise DatabaseError("the server is away: host=db.intern")

    monkeypatch.setattr(connection, "cursor", refuse)
    answer = client.get("/health")
    assert answer.status_code == 503
    assert answer.json() == {
        "ok": False,
        "process": True,
        "database": False,
        "background_work": False,
        "nothing_given_up": False,
    }


def test_a_server_that_is_away_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A pool waits a minute for a place, which is right for a command and too long for this question."""
    with socket() as nobody:
        # Bound and not listening: whoever knocks is sent away, and nobody else can take the port meanwhile.
        nobody.bind(("127.0.0.1", 0))
        url = f"postgresql://nobody@127.0.0.1:{nobody.getsockname()[1]}/nothing"
        away = ConnectionHandler({"default": postgresql(url, pool_size=2)})["default"]
        pools: dict[str, ConnectionPool] = {}
        monkeypatch.setattr(type(away), "_connection_pools", pools)
        begun = monotonic()
        try:
            assert not database_answers(away)
        finally:
            pools["default"].close()
    assert monotonic() - begun < 2 * PATIENCE_SECONDS


@pytest.mark.django_db
def test_it_is_read_only(client: Client) -> None:
    assert client.post("/health").status_code == 405


@pytest.mark.django_db
def test_pages_carry_what_keeps_browsers_safe(client: Client) -> None:
    answer = client.get("/health")
    policy = answer["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "img-src 'self' data:" in policy
    assert "unsafe" not in policy
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
