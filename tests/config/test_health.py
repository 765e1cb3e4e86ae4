"""The page that says whether all is well."""

import pytest
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.test import Client

from wisselwerk.cli.heartbeat import beat


@pytest.mark.django_db
def test_all_is_well_with_a_fresh_sign_of_life(client: Client) -> None:
    beat(cache, "one")
    answer = client.get("/health")
    assert answer.status_code == 200
    assert answer.json() == {"ok": True, "process": True, "database": True, "background_work": True}


@pytest.mark.django_db
def test_background_work_that_is_gone_is_told(client: Client) -> None:
    answer = client.get("/health")
    assert answer.status_code == 503
    assert answer.json() == {"ok": False, "process": True, "database": True, "background_work": False}


@pytest.mark.django_db
def test_a_database_that_is_gone_is_told(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise DatabaseError("the server is away: host=db.intern")

    monkeypatch.setattr(connection, "cursor", refuse)
    answer = client.get("/health")
    assert answer.status_code == 503
    assert answer.json() == {"ok": False, "process": True, "database": False, "background_work": False}


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
