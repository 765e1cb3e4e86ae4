"""Going along pages with decisions on the web: from the addresses given, along the publications they link to, each once.

A round is all of them. One that was cut short goes on where it was; a next one asks only whether a page changed.
"""

import json
from collections import deque
from collections.abc import Generator, Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from urllib.parse import urldefrag, urlsplit

from wisselwerk.cli.fetching import Fetcher, NotFetched
from wisselwerk.formats.decision_page import Page, read_decision_page
from wisselwerk.formats.problem import Problems

MOST = 1_000
"""Pages in one round, unless more are asked for."""


class MemoryUnreadable(Exception):
    """A file that is not the memory of rounds before."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is remembered of a page: how to ask whether it changed, where it leads, and the round in which it was read."""

    etag: str = ""
    modified: str = ""
    links: tuple[str, ...] = ()
    round: int = 0


class Memory:
    """What is remembered of pages, in a file; nothing of what they say. Without a file it is forgotten at the end.

    Raises:
        MemoryUnreadable: the file holds something else, or cannot be made.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._known: dict[str, Known] = {}
        self._round = 1
        if path is not None and not path.parent.is_dir():
            raise MemoryUnreadable(f"there is no folder {path.parent}")
        if path is not None and path.exists():
            self._read(path)

    def known(self, address: str) -> Known:
        """What is known of a page; nothing when it was never read."""
        return self._known.get(address, Known())

    def is_done(self, address: str) -> bool:
        """Whether it was read in this round."""
        return self.known(address).round == self._round

    def keep(self, address: str, known: Known) -> None:
        """It was read in this round; written down at once, so that a round that is cut short need not begin again."""
        self._known[address] = replace(known, round=self._round)
        self._write()

    def end_round(self) -> None:
        """All pages were seen: the next time begins a new round."""
        self._round += 1
        self._write()

    def _read(self, path: Path) -> None:
        try:
            plain = json.loads(path.read_text(encoding="utf-8"))
            self._round = int(plain["round"])
            self._known = {
                address: Known(one["etag"], one["modified"], tuple(one["links"]), int(one["round"]))
                for address, one in plain["pages"].items()
            }
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise MemoryUnreadable(f"{path} does not hold what is known of pages: {error!r}") from error

    def _write(self) -> None:
        if self._path is None:
            return
        pages = {address: asdict(one) for address, one in self._known.items()}
        beside = self._path.with_name(f"{self._path.name}.new")
        beside.write_text(json.dumps({"round": self._round, "pages": pages}, indent=1), encoding="utf-8")
        beside.replace(self._path)


@dataclass(frozen=True, slots=True)
class Visited:
    """What came of one address."""

    address: str
    page: Page | None = None
    """None when it did not change, or was not read."""
    problem: str = ""
    """Why it was not read."""
    waiting: int = 0
    """How many addresses are known that are still to come."""


def crawl(
    starts: Iterable[str], fetcher: Fetcher, memory: Memory, most: int = MOST
) -> Generator[Visited, None, None]:
    """The pages at these addresses, and the publications that they link to on the same hosts.

    A page is remembered when the next one is asked for, so that what was not told yet is told again after an interruption.
    """
    waiting = deque(dict.fromkeys(urldefrag(one).url for one in starts))
    hosts, seen, visits = {_netloc(one) for one in waiting}, set(waiting), 0
    while waiting and visits < most:
        address = waiting.popleft()
        known = memory.known(address)
        if not memory.is_done(address):
            visits += 1
            try:
                answer = fetcher.fetch(address, etag=known.etag, modified=known.modified)
                content = answer.content
                page = None if content is None else read_decision_page(content, address, address)
            except (NotFetched, Problems) as error:
                yield Visited(address, problem=str(error), waiting=len(waiting))
            else:
                yield Visited(address, page, waiting=len(waiting))
                if page is not None:
                    known = Known(answer.etag, answer.modified, page.links)
                memory.keep(address, known)
        for link in (urldefrag(one).url for one in known.links):
            if link not in seen and _netloc(link) in hosts:
                seen.add(link)
                waiting.append(link)
    if not waiting:
        memory.end_round()


def _netloc(address: str) -> str:
    try:
        return urlsplit(address).netloc.lower()
    except ValueError:
        return ""
