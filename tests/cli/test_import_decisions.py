"""Bringing in decisions from files and folders: what is noticed is kept once, the rest is told and forgotten."""

from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.formats import decision_pages as pages
from wisselwerk.apps.initiatives.models import Initiative, InitiativeStep, Signal
from wisselwerk.apps.initiatives.queries.proof import differences

pytestmark = pytest.mark.django_db


def run(*words: str | Path) -> tuple[str, str]:
    """What is told, and what is wrong."""
    out, err = StringIO(), StringIO()
    call_command("import", "decisions", *map(str, words), stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def failing(*words: str | Path) -> tuple[str, str, str]:
    """The same of a run that fails, with what it says at last."""
    out, err = StringIO(), StringIO()
    with pytest.raises(CommandError) as error:
        call_command("import", "decisions", *map(str, words), stdout=out, stderr=err)
    return out.getvalue(), err.getvalue(), str(error.value)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two municipalities, one of which has a folder of its own; and a file that is no page."""
    (tmp_path / "essel").mkdir()
    (tmp_path / "essel" / "lijst.HTML").write_bytes(pages.LIST_WITH_CURLY_QUOTES)
    (tmp_path / "dries.html").write_bytes(pages.MINUTES_BESIDE_THE_DECISION)
    (tmp_path / "mole.htm").write_bytes(pages.AGENDA)
    (tmp_path / "notulen.pdf").write_bytes(b"%PDF-1.7")
    return tmp_path


def test_it_tells_what_it_would_notice_and_why(folder: Path) -> None:
    told, wrong = run(folder)
    assert told.splitlines() == [
        f"{folder}/essel/lijst.HTML:22: 2024_GR_00007 - Wijk-werken. Samenwerkingsovereenkomst. Goedkeuring.",
        "    Gemeenteraad; decided 2024-05-13; known 2024-05-23",
        "    https://data.essel.example/besluiten/7",
        (
            "    noticed, 24 points where 9 are enough: wijk werken (title, +20), "
            "samenwerkingsovereenkomst (title, +4)"
        ),
        "    1,250.50 EUR",
        "    no municipality is known by “Gemeenteraad” or by these addresses, so nobody is asked about it",
        "pages: 3, points of an agenda: 3, decisions: 2, noticed: 1, new: 1, otherwise than before: 0, known: 0, left out: 0",
    ]
    assert wrong == ""


def test_it_tells_why_it_would_not_when_asked(folder: Path) -> None:
    told, _wrong = run(folder / "dries.html", "--all")
    assert "Overeenkomst fietsenherstel" in told
    assert "not noticed, 0 points where 9 are enough: overeenkomst (title, +4)" in told
    assert "12,000.00 EUR" in told


def test_a_type_is_told_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(pages.MINUTES_WITH_TWO_BODIES)
    told, _wrong = run(tmp_path)
    assert "Gemeenteraad Zwanem; Gemeente Zwanem; decided 2024-05-27" in told
    assert "Subsidie, premie, erkenning (type, +2)" in told


def test_as_many_decisions_are_counted_whether_all_are_told_or_not(tmp_path: Path) -> None:
    for name in ("lijst.html", "notulen.html"):
        (tmp_path / name).write_bytes(pages.MINUTES_BESIDE_THE_DECISION)
    last = [run(tmp_path, *words)[0].splitlines()[-1] for words in ((), ("--all",))]
    assert last[0] == last[1]
    assert "decisions: 1," in last[0]


def test_what_is_still_to_be_decided_is_left_out_and_told(tmp_path: Path) -> None:
    page = pages.LIST_WITH_CURLY_QUOTES.replace(b"2024-05-13", b"2099-05-13")
    (tmp_path / "lijst.html").write_bytes(page)
    told, wrong = run(tmp_path)
    assert "noticed: 0" in told
    assert "left out: 1" in told
    assert "decided on 2099-05-13, which is still to come: left out" in wrong
    assert not Initiative.objects.exists()


def test_a_council_without_a_name_is_known_by_where_it_publishes(tmp_path: Path) -> None:
    page = pages.LIST_WITH_CURLY_QUOTES.replace(b"data.essel.example", b"data.aalter.be")
    (tmp_path / "lijst.html").write_bytes(page)
    told, _wrong = run(tmp_path)
    one = Initiative.objects.get()
    assert one.government == "Aalter"
    assert one.places.count() == 2, "the municipality is of Aalter and Knesselare"
    assert "no municipality" not in told


def test_a_decision_on_two_pages_is_told_once(tmp_path: Path) -> None:
    for name in ("lijst.html", "notulen.html"):
        (tmp_path / name).write_bytes(pages.LIST_WITH_CURLY_QUOTES)
    told, _wrong = run(tmp_path)
    assert told.count("noticed, ") == 1
    assert "pages: 2" in told
    assert "noticed: 1" in told
    assert run(tmp_path) == run(tmp_path)
    assert Signal.objects.count() == 1


def test_one_bad_page_does_not_keep_the_others_from_being_read(folder: Path) -> None:
    (folder / "a-half.html").write_bytes(pages.LIST_WITH_CURLY_QUOTES[:900])
    told, wrong, said = failing(folder, folder / "nergens.html")
    assert "noticed: 1" in told
    assert f"{folder}/a-half.html:3: The page is cut off" in wrong
    assert f"{folder}/nergens.html: cannot be read: No such file or directory." in wrong
    assert said == f"Not read: {folder}/a-half.html, {folder}/nergens.html. What is wrong stands above."


def test_what_is_left_out_is_told_and_counted(tmp_path: Path) -> None:
    broken = pages.LIST_WITH_CURLY_QUOTES.replace(b'content="2024-05-23"', b'content="23 mei"')
    (tmp_path / "a.html").write_bytes(broken)
    told, wrong = run(tmp_path)
    assert "left out: 1" in told
    assert "“23 mei” is no day" in wrong


@pytest.mark.parametrize("address", ["http://[oops]/7", "https://[", "http://[::1/7"])
def test_a_decision_with_a_bad_address_is_left_out_and_the_others_are_read(
    folder: Path, address: str
) -> None:
    bad = pages.LIST_WITH_CURLY_QUOTES.replace(b"https://data.essel.example/besluiten/7", address.encode())
    (folder / "a.html").write_bytes(bad)
    told, wrong = run(folder)
    assert "noticed: 1" in told
    assert "left out: 1" in told
    assert f"“{address}” is no address on the web" in wrong
    assert Signal.objects.get().key == "https://data.essel.example/besluiten/7"


def test_a_council_with_a_bad_address_is_known_by_its_name(tmp_path: Path) -> None:
    page = pages.LIST_WITH_CURLY_QUOTES.replace(
        b"http://data.lblod.info/id/bestuursorganen/e1", b"http://[oops]/e1"
    )
    (tmp_path / "a.html").write_bytes(page.replace(b">Gemeenteraad<", b">Gemeenteraad Genk<"))
    told, _wrong = run(tmp_path)
    assert "noticed: 1" in told
    assert Initiative.objects.get().places.exists()


def test_no_page_is_told_what_a_page_is(tmp_path: Path) -> None:
    (tmp_path / "notulen.pdf").write_bytes(b"%PDF-1.7")
    assert failing(tmp_path)[2].startswith("There is no page here.")
    assert "not a page in HTML" in failing(tmp_path / "notulen.pdf")[1]


def test_a_link_that_leads_back_is_not_followed(folder: Path) -> None:
    (folder / "essel" / "terug").symlink_to(folder, target_is_directory=True)
    assert "pages: 3," in run(folder)[0]


def test_no_name_of_a_person_is_told(tmp_path: Path) -> None:
    content = (
        '<p property="eli:title">Toelage kringwinkel op vraag van raadslid Zohra Qaderi</p>'
        '<span typeof="http://www.w3.org/ns/person#Person">Vjosa Krasniqi</span>'
        '<p property="eli:description">Vjosa Krasniqi licht toe.</p><p property="eli:date_publication" content="x">Qaderi</p>'
    )
    (tmp_path / "a.html").write_bytes(pages.decision(content))
    (tmp_path / "b.html").write_bytes(
        pages.decision(content.replace('content="x"', "")).replace(b">Qaderi<", b"><")
    )
    told, wrong = run(tmp_path, "--all")
    assert "Toelage kringwinkel op vraag van raadslid N.N." in told
    assert "Qaderi" not in told + wrong
    assert "Krasniqi" not in told + wrong


def test_what_is_noticed_is_kept_with_its_source_both_its_days_and_the_words_that_spoke(folder: Path) -> None:
    run(folder)
    signal = Signal.objects.get()
    assert (signal.source, signal.kind) == ("https://data.essel.example/besluiten/7", "DECISION")
    assert [signal.held_on, signal.known_on] == [date(2024, 5, 13), date(2024, 5, 23)]
    assert signal.amounts == [[125_050, None]]
    assert (signal.spoke[0], signal.enough) == (["wijk werken", "title", 20], 9)
    assert Initiative.objects.get().state == "NOTICED"
    assert list(differences()) == []


def test_bringing_in_again_doubles_nothing_and_other_words_are_kept_beside(folder: Path) -> None:
    run(folder)
    assert "new: 0, otherwise than before: 0, known: 1" in run(folder)[0]
    page = folder / "essel" / "lijst.HTML"
    page.write_bytes(page.read_bytes().replace(b"1.250,50 euro", b"1.300 euro"))
    assert "new: 0, otherwise than before: 1, known: 0" in run(folder)[0]
    assert "known: 1" in run(folder)[0]
    first, second = Signal.objects.order_by("pk")
    assert (second.follows, second.initiative) == (first, first.initiative)
    assert Initiative.objects.get().amounts == [[130_000, None]]
    assert InitiativeStep.objects.count() == 1
    assert list(differences()) == []


def test_a_page_that_was_read_wrongly_and_is_read_rightly_again_says_what_it_says_now(folder: Path) -> None:
    page = folder / "essel" / "lijst.HTML"
    right = page.read_bytes()
    wrong = right.replace(b"Goedkeuring.", "Goedkeuringâ€¦".encode())
    assert wrong != right
    counted = []
    for text in (right, wrong, right, right):
        page.write_bytes(text)
        counted.append(run(folder)[0].split("noticed: 1, ")[1].strip())
    assert counted == [
        "new: 1, otherwise than before: 0, known: 0, left out: 0",
        "new: 0, otherwise than before: 1, known: 0, left out: 0",
        "new: 0, otherwise than before: 1, known: 0, left out: 0",
        "new: 0, otherwise than before: 0, known: 1, left out: 0",
    ]
    first, _second, third = Signal.objects.order_by("pk")
    assert (third.title, third.digest) == (first.title, first.digest)
    assert Initiative.objects.get().title == first.title
    assert InitiativeStep.objects.count() == 1
    assert list(differences()) == []


def test_a_file_that_moved_says_nothing_new(folder: Path, tmp_path: Path) -> None:
    nameless = pages.decision('<p property="eli:title">Toelage kringwinkel</p>', name="")
    (folder / "mole.htm").write_bytes(nameless)
    run(folder / "mole.htm")
    moved = tmp_path / "elders.html"
    moved.write_bytes(b"<!-- later -->\n" + nameless)
    assert "known: 1" in run(moved)[0]
    assert Signal.objects.get().source.endswith("mole.htm:4")


def test_a_dry_run_keeps_nothing(folder: Path) -> None:
    told, wrong = run(folder, "--dry-run")
    assert "new: 1" in told
    assert wrong == "Nothing was changed: this was a dry run.\n"
    assert not Signal.objects.exists()


def test_options_stand_before_the_folder_as_well_as_after_it(folder: Path) -> None:
    after, _wrong = run(folder, "--all", "--dry-run")
    assert run("--all", "--dry-run", folder)[0] == run("--all", folder, "--dry-run")[0] == after
    assert "not noticed" in after
    assert not Initiative.objects.exists()


def test_a_dry_run_remembers_no_page_of_the_web(tmp_path: Path) -> None:
    memory = tmp_path / "known.json"
    said = failing("https://raad.example/", "--dry-run", "--contact", "a@b.example", "--memory", memory)[2]
    assert said.startswith("Leave --memory out of a dry run")
    assert not memory.exists()
