"""Servers are asked politely: a server on this machine remembers who asked what, how often and how fast."""

import socket
from collections.abc import Iterator
from datetime import timedelta
from email.utils import format_datetime

import pytest

from tests.local_server import Reply, Site, serving
from wisselwerk.cli.fetching import FAILURES, PATIENCE_SECONDS, Fetcher, NotFetched
from wisselwerk.clock import now

CONTACT = "webteam@voorbeeld.example"


class Watch:
    """Time that passes only while somebody sleeps."""

    def __init__(self) -> None:
        self.time = 100.0
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += seconds


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as one:
        yield one


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def fetcher(watch: Watch) -> Fetcher:
    return Fetcher(CONTACT, pause=2.0, sleep=watch.sleep, clock=lambda: watch.time)


def refusal(fetcher: Fetcher, address: str) -> str:
    with pytest.raises(NotFetched) as error:
        fetcher.fetch(address)
    return str(error.value)


def test_a_server_hears_who_asks_and_how_to_reach_them(site: Site, fetcher: Fetcher) -> None:
    assert fetcher.fetch(site.puts("/a", b"<p>")).content == b"<p>"
    assert site.paths == ["/robots.txt", "/a"]
    assert {headers["user-agent"] for _path, headers in site.asked} == {f"wisselwerk (+{CONTACT})"}


def test_between_two_requests_to_one_host_is_a_pause(site: Site, fetcher: Fetcher, watch: Watch) -> None:
    fetcher.fetch(site.puts("/a", b"<p>"))
    assert watch.slept == [2.0], "after robots.txt"
    watch.time += 0.5
    fetcher.fetch(site.puts("/b", b"<p>"))
    assert watch.slept == [2.0, 1.5]
    watch.time += 60
    fetcher.fetch(site.puts("/c", b"<p>"))
    assert watch.slept == [2.0, 1.5]


def test_hosts_do_not_wait_for_each_other(site: Site, fetcher: Fetcher, watch: Watch) -> None:
    with serving() as other:
        fetcher.fetch(site.puts("/a", b"<p>"))
        slept = len(watch.slept)
        fetcher.fetch(other.puts("/a", b"<p>"))
        assert len(watch.slept) == slept + 1, "only between its own robots.txt and its own page"


# What robots.txt says


@pytest.mark.parametrize(
    ("rules", "path", "is_allowed"),
    [
        ("User-agent: *\nDisallow: /", "/a", False),
        ("User-agent: *\nDisallow: /zoeken", "/zoeken/1", False),
        ("User-agent: *\nDisallow: /zoeken", "/zitting/1", True),
        ("User-agent: *\nDisallow: /*?sort=", "/lijst?sort=1", False),
        ("User-agent: *\nDisallow: /*?sort=", "/lijst?bladzijde=1", True),
        ("User-agent: *\nDisallow: /\nAllow: /zitting", "/zitting/1", True),
        ("User-agent: wisselwerk\nDisallow: /\n\nUser-agent: *\nAllow: /", "/a", False),
        ("User-agent: anders\nDisallow: /", "/a", True),
        ("<html>no rules at all</html>", "/a", True),
        ("", "/a", True),
    ],
)
def test_what_robots_txt_allows(
    site: Site, fetcher: Fetcher, rules: str, path: str, is_allowed: bool
) -> None:
    site.puts("/robots.txt", rules.encode())
    address = site.puts(path, b"<p>")
    if is_allowed:
        assert fetcher.fetch(address).content == b"<p>"
    else:
        assert refusal(fetcher, address) == "robots.txt does not allow it"
        assert site.paths == ["/robots.txt"]


def test_robots_txt_is_read_once_and_its_pause_kept(site: Site, fetcher: Fetcher, watch: Watch) -> None:
    site.puts("/robots.txt", b"User-agent: *\nCrawl-delay: 7")
    for path in ("/a", "/b"):
        fetcher.fetch(site.puts(path, b"<p>"))
    assert site.paths == ["/robots.txt", "/a", "/b"]
    assert watch.slept == [7.0, 7.0]


def test_robots_txt_that_moved_is_followed(site: Site, fetcher: Fetcher) -> None:
    site.puts("/robots.txt", Reply(status=301, headers={"Location": "/regels.txt"}))
    site.puts("/regels.txt", b"User-agent: *\nDisallow: /")
    assert refusal(fetcher, site.puts("/a", b"<p>")) == "robots.txt does not allow it"


def test_where_robots_txt_cannot_be_read_nothing_is_fetched(site: Site, fetcher: Fetcher) -> None:
    site.puts("/robots.txt", Reply(status=500))
    assert "nothing is fetched there" in refusal(fetcher, site.puts("/a", b"<p>"))
    assert "/a" not in site.paths


# Not twice in vain


def test_a_page_that_did_not_change_is_not_sent_again(site: Site, fetcher: Fetcher) -> None:
    tagged = {"Content-Type": "text/html", "ETag": '"v1"', "Last-Modified": "Mon, 03 Nov 2025 20:00:00 GMT"}
    address = site.puts("/a", Reply(b"<p>", headers=tagged))
    first = fetcher.fetch(address)
    assert (first.content, first.etag) == (b"<p>", '"v1"')
    assert fetcher.fetch(address, etag=first.etag, modified=first.modified).content is None
    assert site.asked[-1][1]["if-modified-since"] == "Mon, 03 Nov 2025 20:00:00 GMT"
    assert fetcher.fetch(address, etag='"v0"').content == b"<p>"


# Later, elsewhere, never


@pytest.mark.parametrize("status", [429, 503])
def test_a_server_that_asks_to_wait_is_waited_for_once(
    site: Site, fetcher: Fetcher, watch: Watch, status: int
) -> None:
    busy = Reply(status=status, headers={"Retry-After": "30"})
    assert fetcher.fetch(site.puts("/a", busy, Reply(b"<p>"))).content == b"<p>"
    assert 30.0 in watch.slept
    assert refusal(fetcher, site.puts("/b", busy)).endswith("asks to come back later")
    before = len(site.asked)
    assert refusal(fetcher, site.puts("/c", b"<p>")).endswith("asks to come back later")
    assert len(site.asked) == before, "it is left alone"


def test_a_server_that_asks_to_wait_long_is_left_alone(site: Site, fetcher: Fetcher, watch: Watch) -> None:
    busy = Reply(status=503, headers={"Retry-After": str(int(PATIENCE_SECONDS) + 1)})
    assert "come back later" in refusal(fetcher, site.puts("/a", busy))
    assert max(watch.slept) <= PATIENCE_SECONDS


def test_until_when_to_wait_may_be_a_moment_or_nonsense(site: Site, fetcher: Fetcher, watch: Watch) -> None:
    moment = format_datetime(now() + timedelta(seconds=20), usegmt=False)
    site.puts("/a", Reply(status=503, headers={"Retry-After": moment}), Reply(b"<p>"))
    fetcher.fetch(site.address + "/a")
    assert any(10 < one <= 20 for one in watch.slept)
    site.puts("/b", Reply(status=503, headers={"Retry-After": "straks"}), Reply(b"<p>"))
    assert fetcher.fetch(site.address + "/b").content == b"<p>"


def test_where_a_page_moved_to_is_asked_like_any_other(site: Site, fetcher: Fetcher) -> None:
    site.puts("/robots.txt", b"User-agent: *\nDisallow: /geheim")
    site.puts("/nieuw", b"<p>")
    moved = Reply(status=302, headers={"Location": "/nieuw"})
    assert fetcher.fetch(site.puts("/oud", moved)).content == b"<p>"
    secret = Reply(status=302, headers={"Location": "/geheim/1"})
    assert refusal(fetcher, site.puts("/weg", secret)) == "robots.txt does not allow it"
    assert "/geheim/1" not in site.paths


@pytest.mark.parametrize(
    ("location", "why"),
    [
        ("/a", "more than 5 times"),
        ("file:///etc/passwd", "no address of a page"),
        ("http://[", "is no address"),
    ],
)
def test_a_page_that_moved_nowhere(site: Site, fetcher: Fetcher, location: str, why: str) -> None:
    assert why in refusal(fetcher, site.puts("/a", Reply(status=301, headers={"Location": location})))


@pytest.mark.parametrize(
    ("reply", "why"),
    [
        (Reply(status=404), "the server answered 404"),
        (Reply(status=500), "the server answered 500"),
        (Reply(b"%PDF", headers={"Content-Type": "application/pdf"}), "is no page but application/pdf"),
    ],
)
def test_what_is_no_page(site: Site, fetcher: Fetcher, reply: Reply, why: str) -> None:
    assert refusal(fetcher, site.puts("/a", reply)) == why


@pytest.mark.parametrize(
    "address", ["ftp://raad.example/a", "file:///etc/passwd", "raad.example", "http://", "http://[::1"]
)
def test_what_is_no_address_is_not_asked(fetcher: Fetcher, address: str) -> None:
    assert "is no address" in refusal(fetcher, address)


def test_a_host_that_cannot_be_reached_is_left_after_some_tries(fetcher: Fetcher) -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        host = f"127.0.0.1:{held.getsockname()[1]}"
        for _try in range(FAILURES):
            assert "cannot be reached" in refusal(fetcher, f"http://{host}/a")
        assert (
            refusal(fetcher, f"http://{host}/a") == f"{host} could not be reached {FAILURES} times in a row"
        )
