"""Pages of other people's servers, asked for politely: what their robots.txt allows, one at a time, and not twice in vain.

A page is read in memory and never written down, for it names persons. What is remembered of it is only how to ask whether it
changed (``Memory``), so that a next round, or one that was cut short, costs their server as little as it can.
"""

import http.client
import time
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from urllib.error import HTTPError
from urllib.parse import urljoin, urlsplit

from protego import Protego

from wisselwerk.clock import now
from wisselwerk.formats.html_page import MAX_BYTES
from wisselwerk.formats.rdfa import completed

AGENT = "wisselwerk"
"""Under which name robots.txt may address us."""
PAUSE_SECONDS = 2.0
"""Between two requests to one host, unless its robots.txt asks more."""
PATIENCE_SECONDS = 120.0
"""How long a host may ask us to wait before we leave it for this time."""
TIMEOUT_SECONDS = 30.0
FAILURES = 3
"""So many times in a row that a host cannot be reached, and we leave it for this time."""
REDIRECTS = 5
SCHEMES = ("http", "https")
_MOVED = frozenset((301, 302, 303, 307, 308))
_LATER = frozenset((429, 503))
_PAGES = ("text/html", "application/xhtml+xml")
_ROBOTS_BYTES = 512_000


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said. ``content`` is None when the page is as it was."""

    content: bytes | None
    etag: str = ""
    modified: str = ""


class NotFetched(Exception):
    """A page that was not got; the message says why."""


class Fetcher:
    """Asks for pages. ``contact`` is where its owner is reached: it is told to every server."""

    def __init__(
        self,
        contact: str,
        *,
        pause: float = PAUSE_SECONDS,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._agent = f"{AGENT} (+{contact})"
        self._pause, self._sleep, self._clock = pause, sleep, clock
        self._opener = _plain_opener()
        self._robots: dict[str, Protego] = {}
        self._asked_at: dict[str, float] = {}
        self._failures: dict[str, int] = {}
        self._left: dict[str, str] = {}

    def fetch(self, address: str, *, etag: str = "", modified: str = "") -> Answer:
        """The page, unless it is still the one that ``etag`` or ``modified`` stands for.

        Raises:
            NotFetched: it may not be fetched, or was not got.
        """
        known = {"If-None-Match": etag, "If-Modified-Since": modified}
        headers = {name: value for name, value in known.items() if value}
        for _hop in range(REDIRECTS + 1):
            host = _host(address)
            if not self._allowed(address, host):
                raise NotFetched("robots.txt does not allow it")
            status, said, body = self._patiently(address, host, headers, MAX_BYTES)
            if status not in _MOVED:
                return _answer(status, said, body)
            address = completed(address, said.get("location", ""))
        raise NotFetched(f"sent on more than {REDIRECTS} times")

    def _allowed(self, address: str, host: str) -> bool:
        if host not in self._robots:
            where = urljoin(address, "/robots.txt")
            for _hop in range(REDIRECTS + 1):
                status, said, body = self._patiently(where, _host(where), {}, _ROBOTS_BYTES)
                if status not in _MOVED:
                    break
                where = completed(where, said.get("location", ""))
            if status >= 500:
                raise NotFetched("robots.txt cannot be read now, so nothing is fetched there")
            # Who has no robots.txt allows all (RFC 9309, 2.3.1.3).
            self._robots[host] = Protego.parse(body.decode("utf-8", "replace") if status == 200 else "")
        return bool(self._robots[host].can_fetch(address, AGENT))

    def _patiently(
        self, address: str, host: str, headers: Mapping[str, str], limit: int
    ) -> tuple[int, Mapping[str, str], bytes]:
        """What a server answers, asked once more where it asks to wait a little."""
        for is_last in (False, True):
            status, said, body = self._ask(address, host, headers, limit)
            if status not in _LATER:
                return status, said, body
            wait = _seconds(said.get("retry-after", ""))
            if is_last or wait > PATIENCE_SECONDS:
                self._left[host] = f"{host} asks to come back later"
                break
            self._sleep(wait)
        raise NotFetched(self._left[host])

    def _ask(
        self, address: str, host: str, headers: Mapping[str, str], limit: int
    ) -> tuple[int, Mapping[str, str], bytes]:
        if host in self._left:
            raise NotFetched(self._left[host])
        self._wait(host)
        request = urllib.request.Request(address, headers={"User-Agent": self._agent, **headers})  # noqa: S310 _host
        try:
            with self._opener.open(request, timeout=TIMEOUT_SECONDS) as answer:
                found = answer.status, answer.headers, answer.read(limit + 1)
        except HTTPError as error:
            with error:
                found = error.code, error.headers, b""
        except (OSError, http.client.HTTPException) as error:
            self._failures[host] = self._failures.get(host, 0) + 1
            if self._failures[host] >= FAILURES:
                self._left[host] = f"{host} could not be reached {FAILURES} times in a row"
            raise NotFetched(f"cannot be reached: {error}") from error
        self._failures[host] = 0
        status, said, body = found
        return status, {name.lower(): value for name, value in said.items()}, body

    def _wait(self, host: str) -> None:
        robots = self._robots.get(host)
        pause = max(self._pause, robots.crawl_delay(AGENT) or 0.0 if robots else 0.0)
        before = self._asked_at.get(host)
        if before is not None and (left := pause - (self._clock() - before)) > 0:
            self._sleep(left)
        self._asked_at[host] = self._clock()


def _plain_opener() -> urllib.request.OpenerDirector:
    """What asks over HTTP and nothing else, and sends nobody on: where a page moved to has a robots.txt of its own."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
    ):
        opener.add_handler(handler)
    return opener


def _host(address: str) -> str:
    try:
        parts = urlsplit(address)
    except ValueError as error:
        raise NotFetched(f"is no address: {error}") from error
    if parts.scheme not in SCHEMES or not parts.netloc:
        raise NotFetched("is no address of a page, such as https://raad.genk.be/")
    return parts.netloc.lower()


def _answer(status: int, said: Mapping[str, str], body: bytes) -> Answer:
    if status == 304:
        return Answer(None)
    if status != 200:
        raise NotFetched(f"the server answered {status}")
    kind = said.get("content-type", _PAGES[0]).partition(";")[0].strip().lower()
    if kind not in _PAGES:
        raise NotFetched(f"is no page but {kind}")
    return Answer(body, said.get("etag", ""), said.get("last-modified", ""))


def _seconds(said: str) -> float:
    """How long a server asks to wait, in seconds or until a moment; a pause where it does not say."""
    if said.strip().isdigit():
        return float(said)
    try:
        return max(0.0, (parsedate_to_datetime(said) - now()).total_seconds())
    except (TypeError, ValueError):
        return PAUSE_SECONDS
