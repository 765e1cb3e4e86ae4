"""Processes that are killed while they serve lose nothing they acknowledged, and do nothing twice."""

import json
import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from tests.conftest import Home
from tests.postgres import free_port
from tests.serving import children_of, family_of, run, serving, wait_until_gone, wait_until_well
from wisselwerk.clock import today
from wisselwerk.demo.cast import PROVIDER_NUMBER, invented_number
from wisselwerk.domain.money import Cents
from wisselwerk.formats.ubl_sample import SampleInvoice, SampleParty, write_invoice

VOUCHERS = 40
CALLERS = 8
KILLS = 3
FIRST_SERIAL = 7000
PATIENCE_SECONDS = 90


@dataclass(frozen=True, slots=True)
class Partner:
    """The partnership's own software: it sends a command until it hears an answer, always with the same key."""

    port: int
    key: str

    def once(self, path: str, body: bytes, kind: str, idempotency_key: str) -> dict[str, Any] | None:
        """Send it once; None when no answer came."""
        request = Request(
            f"http://127.0.0.1:{self.port}/api/v1{path}",
            data=body,
            headers={
                "Authorization": f"Bearer {self.key}",
                "Content-Type": kind,
                "Idempotency-Key": idempotency_key,
            },
        )
        try:
            with urlopen(request, timeout=30) as answer:
                found: dict[str, Any] = json.load(answer)
                return found
        except HTTPError as error:
            with error:
                raise AssertionError(f"{error.code} {error.read()!r}") from error
        except (OSError, HTTPException):
            return None

    def until_heard(self, path: str, body: bytes, kind: str, idempotency_key: str) -> dict[str, Any]:
        """Send it until an answer comes."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while (answer := self.once(path, body, kind, idempotency_key)) is None:
            assert time.monotonic() < deadline, "nobody answers any more"
            time.sleep(0.05)
        return answer

    def apply(self, serial: int) -> str:
        """Apply for an enterprise; the code of its voucher."""
        body = {
            "enterprise_number": invented_number(FIRST_SERIAL + serial),
            "email": "zaak@voorbeeld.example",
            "provider_number": PROVIDER_NUMBER,
            "declarations": {"municipality": "71016"},
        }
        answer = self.until_heard(
            "/schemes/genk/applications", json.dumps(body).encode(), "application/json", f"apply-{serial}"
        )
        assert answer["outcome"] == "awarded", answer
        return str(answer["voucher"]["code"])

    def redeem(self, serial: int, code: str) -> dict[str, Any]:
        """Hand in the one invoice of an enterprise."""
        path = f"/vouchers/{code}/redemptions"
        return self.until_heard(path, invoice(serial), "application/xml", f"redeem-{serial}")

    def state(self, code: str) -> tuple[str, int]:
        """What a voucher is now, and how many invoices count on it."""
        request = Request(
            f"http://127.0.0.1:{self.port}/api/v1/vouchers/{code}",
            headers={"Authorization": f"Bearer {self.key}"},
        )
        with urlopen(request, timeout=30) as answer:
            found = json.load(answer)
        return found["state"], len(found["redemptions"])


def invoice(serial: int) -> bytes:
    return write_invoice(
        SampleInvoice(
            number=f"K-{serial}",
            issued_on=today(),
            supplier=SampleParty(name="De Zilverspar", enterprise_number=PROVIDER_NUMBER, city="Genk"),
            buyer=SampleParty(
                name="Zaak", enterprise_number=invented_number(FIRST_SERIAL + serial), city="Genk"
            ),
            description="Kennismaking",
            net_cents=Cents(50_000),
            payment_terms="30 dagen",
        )
    )


def grandchildren_of(server: int) -> list[int]:
    """The processes that answer requests."""
    return [worker for child in children_of(server) for worker in children_of(child)]


def kill_workers(server: int, port: int) -> None:
    """One after the other in the middle of their work, each time the others have recovered."""
    for _ in range(KILLS):
        time.sleep(0.5)
        for worker in grandchildren_of(server)[:1]:
            os.kill(worker, signal.SIGKILL)
        wait_until_well(port)


def test_what_was_acknowledged_is_there_after_kills(own_home: Home) -> None:
    made = run(own_home, "demo", "--no-serve")
    assert made.returncode == 0, made.stderr
    key = run(own_home, "apikey", "create", "--organisation", "genk", "--name", "test").stdout.strip()
    port = free_port()
    partner = Partner(port, key)

    with serving(own_home, port) as server:
        wait_until_well(port)
        with ThreadPoolExecutor(CALLERS + 1) as callers:
            killed = callers.submit(kill_workers, server.pid, port)
            codes = list(callers.map(partner.apply, range(VOUCHERS)))
            first = list(callers.map(partner.redeem, range(VOUCHERS), codes))
            killed.result()
        family = family_of(server.pid)
        for one in family:
            os.kill(one, signal.SIGKILL)
        server.wait()
        wait_until_gone(family)

    with serving(own_home, port):
        wait_until_well(port)
        assert len(set(codes)) == VOUCHERS
        assert {partner.state(code) for code in codes} == {("used", 1)}
        assert [partner.redeem(serial, code) for serial, code in enumerate(codes)] == first

    verified = run(own_home, "verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr
