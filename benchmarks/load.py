"""Asks for redemptions over HTTP as fast as they are answered: a closed loop over a few connections, in one thread.

It shares the machine with what it measures, so it does little: a request is a template with a few places filled in.
"""

import gc
import math
import re
import selectors
import socket
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import count, cycle
from pathlib import Path

from benchmarks.cast import Pile, code, holder_number, provider_number

INVOICE = (Path(__file__).parent / "invoice.xml").read_text()
REQUEST = (
    "POST /api/v1/vouchers/{code}/redemptions HTTP/1.1\r\n"
    "Host: 127.0.0.1\r\n"
    "Authorization: Bearer {api_key}\r\n"
    "Idempotency-Key: {idempotency_key}\r\n"
    "Content-Type: application/xml\r\n"
    "Content-Length: {length}\r\n\r\n"
)
CREATED = b"HTTP/1.1 201 "
INVOICE_NUMBERS = count(1)
"""No invoice is handed in twice, in whatever run."""


@dataclass(slots=True)
class Run:
    """What came of one run."""

    seconds: float
    """How long requests were sent."""
    latencies: list[float] = field(default_factory=list)
    """Of every answer, in seconds."""
    in_time: int = 0
    """Answers that came within ``seconds``; the rest were still under way and were waited for."""

    @property
    def per_second(self) -> float:
        """Throughput."""
        return self.in_time / self.seconds

    @property
    def done(self) -> int:
        """Redemptions that were acknowledged."""
        return len(self.latencies)


def percentile(values: Sequence[float], share: float) -> float:
    """The value that ``share`` of all do not exceed (nearest rank)."""
    return sorted(values)[max(math.ceil(share * len(values)) - 1, 0)]


def redemptions(pile: Pile, api_key: str) -> Iterator[bytes]:
    """Requests without end: an invoice of its own on each voucher of the pile, one after the other."""
    head = _filler(REQUEST.replace("{api_key}", api_key))
    body = _filler(INVOICE.replace("{issued_on}", date.today().isoformat()))
    for voucher in cycle(pile.vouchers):
        invoice = body(
            {
                "number": f"F-{next(INVOICE_NUMBERS):09}",
                "supplier": provider_number(pile.provider_of(voucher)),
                "buyer": holder_number(voucher),
            }
        )
        places = {
            "code": code(voucher),
            "idempotency_key": str(uuid.uuid4()),
            "length": str(len(invoice)),
        }
        yield head(places) + invoice


def _filler(template: str) -> Callable[[dict[str, str]], bytes]:
    """Fills the places of a template; splitting it once makes that cheap."""
    parts = re.split(r"\{(\w+)\}", template)

    def fill(places: dict[str, str]) -> bytes:
        filled = parts.copy()
        filled[1::2] = [places[name] for name in parts[1::2]]
        return "".join(filled).encode()

    return fill


def hand_in(port: int, requests: Iterator[bytes], *, connections: int, seconds: float) -> Run:
    """Send requests for ``seconds``, the next on each connection when the one before is answered; then wait for the rest.

    Raises:
        RuntimeError: an answer is not 201: then there is nothing to measure.
    """
    run = Run(seconds)
    with selectors.DefaultSelector() as selector:
        for _ in range(connections):
            one = _Connection(socket.create_connection(("127.0.0.1", port)))
            selector.register(one.socket, selectors.EVENT_READ, one)
        waiting = [key.data for key in selector.get_map().values()]
        gc.disable()
        try:
            end = time.perf_counter() + seconds
            for one in waiting:
                one.send(next(requests))
            while selector.get_map():
                for key, _ in selector.select():
                    one = key.data
                    if not one.receive():
                        continue
                    at = time.perf_counter()
                    run.latencies.append(at - one.sent_at)
                    if at < end:
                        run.in_time += 1
                        one.send(next(requests))
                    else:
                        selector.unregister(one.socket)
                        one.socket.close()
        finally:
            gc.enable()
    return run


class _Connection:
    """One connection and the request under way on it."""

    def __init__(self, connected: socket.socket) -> None:
        connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket = connected
        self.sent_at = 0.0
        self.answer = b""

    def send(self, request: bytes) -> None:
        self.answer = b""
        self.sent_at = time.perf_counter()
        self.socket.sendall(request)

    def receive(self) -> bool:
        """Take in what has come; whether the answer is complete."""
        received = self.socket.recv(65536)
        self.answer += received
        head, end_of_head, body = self.answer.partition(b"\r\n\r\n")
        if not received or (end_of_head and not head.startswith(CREATED)):
            raise RuntimeError(f"not acknowledged: {self.answer.decode(errors='replace')}")
        length = re.search(rb"(?i)\ncontent-length: *(\d+)", head)
        return bool(end_of_head) and length is not None and len(body) >= int(length[1])
