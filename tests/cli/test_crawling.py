"""From overview to decisions, each page once; a round that was cut short goes on where it was."""

import json
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.formats import decision_pages as pages
from tests.local_server import Reply, Site, serving
from wisselwerk.cli.crawling import Memory, MemoryUnreadable, Visited, crawl
from wisselwerk.cli.fetching import Fetcher

CONTACT = "webteam@voorbeeld.example"


@pytest.fixture
def site() -> Iterator[Site]:
    """An overview that leads to two sessions, to itself, to another host and to nothing."""
    with serving() as one:
        one.puts(
            "/",
            overview(
                "/", "/zitting/1#punt-3", "/zitting/2", "/zitting/1", "https://elders.example/", "http://["
            ),
        )
        one.puts("/zitting/1", pages.LIST_WITH_CURLY_QUOTES)
        one.puts("/zitting/2", overview("/", "/zitting/3"))
        one.puts("/zitting/3", pages.MINUTES_WITH_TWO_BODIES)
        yield one


def overview(*links: str) -> bytes:
    prefix = "lblod: http://data.lblod.info/vocabularies/lblod/"
    listed = "".join(
        f'<li><a property="lblod:linkToPublication" href="{one}">Zitting</a></li>' for one in links
    )
    return pages.page(f'<ul prefix="{prefix}">{listed}</ul><a href="/contact">Contact</a>')


def go(site: Site, memory: Memory, most: int = 100) -> list[Visited]:
    return list(crawl([site.address + "/"], Fetcher(CONTACT, pause=0), memory, most))


def paths(site: Site) -> list[str]:
    """What was asked for since the last time."""
    found = [path for path in site.paths if path != "/robots.txt"]
    site.asked.clear()
    return found


EVERY = ["/", "/zitting/1", "/zitting/2", "/zitting/3"]


def test_it_goes_along_publications_each_once_and_on_its_own_hosts(site: Site) -> None:
    found = go(site, Memory())
    assert paths(site) == EVERY
    decisions = [decision.title for one in found if one.page for decision in one.page.decisions]
    assert len(decisions) == 2
    assert [one.waiting for one in found] == [0, 1, 0, 0]


def test_relative_addresses_are_those_of_where_a_page_was_read(site: Site) -> None:
    content = '<div typeof="besluit:Besluit" resource="9"><p property="eli:title">Toelage</p></div>'
    site.puts("/", pages.page(content, head='<link rel="canonical" href="https://elders.example/x">'))
    ((visited,), (decision,)) = (
        (found := go(site, Memory())),
        found[0].page.decisions if found[0].page else (),
    )
    assert decision.address == f"{site.address}/9"
    assert visited.page is not None
    assert decision.file == f"{site.address}/"


def test_a_round_that_was_cut_short_goes_on_where_it_was(site: Site, tmp_path: Path) -> None:
    file = tmp_path / "bekend.json"
    cut = crawl([site.address + "/"], Fetcher(CONTACT, pause=0), Memory(file))
    for _page in range(2):
        next(cut)
    cut.close()
    assert paths(site) == ["/", "/zitting/1"]
    found = go(site, Memory(file))
    assert paths(site) == ["/zitting/1", "/zitting/2", "/zitting/3"], (
        "what was not told to the end is told again"
    )
    assert [one.problem for one in found] == ["", "", ""]


def test_no_more_pages_than_were_asked_for_and_the_next_time_the_rest(site: Site, tmp_path: Path) -> None:
    file = tmp_path / "bekend.json"
    go(site, Memory(file), most=2)
    assert paths(site) == EVERY[:2]
    go(site, Memory(file), most=2)
    assert paths(site) == EVERY[2:]
    go(site, Memory(file))
    assert paths(site) == EVERY, "a new round"


def test_a_next_round_reads_only_what_changed(site: Site, tmp_path: Path) -> None:
    file = tmp_path / "bekend.json"
    for path, content in (("/", overview("/zitting/1")), ("/zitting/1", pages.LIST_WITH_CURLY_QUOTES)):
        site.puts(path, Reply(content, headers={"Content-Type": "text/html", "ETag": f'"{path}"'}))
    first, second = go(site, Memory(file)), go(site, Memory(file))
    assert [one.page is not None for one in first] == [True, True]
    assert [one.page for one in second] == [None, None], "but the overview still leads to the session"
    site.puts(
        "/zitting/1",
        Reply(pages.MINUTES_WITH_TWO_BODIES, headers={"Content-Type": "text/html", "ETag": '"v2"'}),
    )
    third = go(site, Memory(file))
    assert [one.page is not None for one in third] == [False, True]


def test_a_page_that_could_not_be_read_is_tried_again(site: Site, tmp_path: Path) -> None:
    file = tmp_path / "bekend.json"
    tag = {"Content-Type": "text/html", "ETag": '"v1"'}
    site.puts("/", Reply(pages.LIST_WITH_CURLY_QUOTES[:900], headers=tag))
    (failed,) = go(site, Memory(file))
    assert "cut off" in failed.problem
    site.puts("/", Reply(pages.LIST_WITH_CURLY_QUOTES, headers=tag))
    (again,) = go(site, Memory(file))
    assert again.page is not None


def test_what_is_remembered_says_nothing_of_what_pages_say(site: Site, tmp_path: Path) -> None:
    file = tmp_path / "bekend.json"
    site.puts(
        "/",
        pages.decision(
            '<p property="eli:title">Vraag van Zohra Qaderi</p><i typeof="person:Person">Zohra Qaderi</i>'
        ),
    )
    go(site, Memory(file))
    text = file.read_text(encoding="utf-8")
    assert "Qaderi" not in text
    assert set(json.loads(text)["pages"][f"{site.address}/"]) == {"etag", "modified", "links", "round"}
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", '{"round": 1, "pages": {"a": {}}}', '{"round": "x", "pages": {}}']
)
def test_another_file_is_no_memory(tmp_path: Path, content: str) -> None:
    (tmp_path / "a.json").write_text(content)
    with pytest.raises(MemoryUnreadable):
        Memory(tmp_path / "a.json")
    with pytest.raises(MemoryUnreadable, match="no folder"):
        Memory(tmp_path / "nergens" / "a.json")


# The command


def run(*words: str | Path) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command("import", "decisions", *map(str, words), "--pause=0", stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


@pytest.mark.django_db
def test_the_command_tells_what_it_found_on_the_web_and_how_far_it_is(site: Site, tmp_path: Path) -> None:
    listed, memory = tmp_path / "adressen.txt", tmp_path / "bekend.json"
    listed.write_text(f"# twee zittingen\n\n{site.address}/zitting/1 # Essel\n{site.address}/zitting/3\n")
    told, how_far = run("--addresses", listed, "--contact", CONTACT, "--memory", memory)
    assert f"{site.address}/zitting/1:22: 2024_GR_00007 - Wijk-werken." in told
    counted = "pages: 2, points of an agenda: 1, decisions: 2, noticed: 2"
    assert told.endswith(f"{counted}, new: 2, otherwise than before: 0, known: 0, left out: 0\n")
    assert how_far.splitlines() == [
        f"1, 1 to come: {site.address}/zitting/1: 1 decisions",
        f"2, 0 to come: {site.address}/zitting/3: 1 decisions",
    ]


@pytest.mark.django_db
def test_files_and_addresses_go_together(site: Site, tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(pages.LIST_WITH_FULL_ADDRESSES)
    told, _how_far = run(tmp_path, f"{site.address}/zitting/1", "--contact", CONTACT)
    assert "noticed: 2" in told


@pytest.mark.django_db
def test_a_page_that_is_not_there_is_told_and_the_rest_is_read(site: Site) -> None:
    out, err = StringIO(), StringIO()
    with pytest.raises(CommandError, match="Not read"):
        call_command(
            "import", "decisions", f"{site.address}/weg", f"{site.address}/zitting/1", "--contact", CONTACT, "--pause", "0",
            stdout=out, stderr=err,
        )  # fmt: skip
    assert "/weg: the server answered 404" in err.getvalue()
    assert "noticed: 1" in out.getvalue()


def test_what_must_be_given_is_asked_for(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="Give --contact"):
        run("https://raad.example/")
    bad = tmp_path / "adressen.txt"
    bad.write_text("https://raad.example/\nraad.example\n")
    with pytest.raises(CommandError, match=r"adressen\.txt:2: 'raad\.example' is no address"):
        run("--addresses", bad, "--contact", CONTACT)
    with pytest.raises(CommandError, match="cannot be read"):
        run("--addresses", tmp_path / "nergens.txt", "--contact", CONTACT)
    (tmp_path / "a.json").write_text("[]")
    with pytest.raises(CommandError, match="Name another file with --memory"):
        run("https://raad.example/", "--contact", CONTACT, "--memory", tmp_path / "a.json")
    with pytest.raises(CommandError, match="There is no page here"):
        run()
