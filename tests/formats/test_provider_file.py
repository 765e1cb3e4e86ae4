"""Lists of providers and services are read as spreadsheets save them, or everything that is wrong is told."""

import csv
import io
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wisselwerk.demo.cast import invented_number
from wisselwerk.demo.providers import PROVIDERS
from wisselwerk.domain.period import Period
from wisselwerk.domain.rule.base import ProviderKind, ServiceKind
from wisselwerk.formats.problem import Problems
from wisselwerk.formats.provider_file import PROVIDER_COLUMNS, ListedProvider, read_provider_file
from wisselwerk.formats.service_file import SERVICE_COLUMNS, read_service_file

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples" / "providers"
DAY = date(2026, 3, 2)
HEADS = [column.name for column in PROVIDER_COLUMNS]
SPAR = ["1999.000.150", "De Zilverspar", "Maatwerkbedrijf", "1/01/2019", "", "register", "Genk", "Verpakt.", "info@x.example"]  # fmt: skip
NUMBER, NAME, KIND, FROM, UNTIL, SOURCE, PLACES, DESCRIPTION, CONTACT = range(9)


def but(**changes: str) -> list[str]:
    """The row of De Zilverspar with some cells changed, by the names above."""
    row = list(SPAR)
    for name, cell in changes.items():
        row[globals()[name]] = cell
    return row


def written(*rows: list[str], heads: list[str] = HEADS) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows([heads, *rows])
    return out.getvalue()


def read(text: str | bytes) -> tuple[ListedProvider, ...]:
    data = text.encode() if isinstance(text, str) else text
    return read_provider_file(data, "lijst.csv", DAY).providers


def told(text: str | bytes) -> list[str]:
    """What the reader has against a file."""
    with pytest.raises(Problems) as found:
        read(text)
    return str(found.value).splitlines()


def test_the_examples_hold_the_providers_of_the_demo() -> None:
    listed = read((EXAMPLES / "providers.csv").read_bytes())
    assert [
        (one.enterprise_number, one.name, one.description, one.contact, one.places) for one in listed
    ] == [(one.number, one.name, one.description, one.contact, one.places) for one in PROVIDERS]
    assert [[(r.kind, r.source, r.valid) for r in one.recognitions] for one in listed] == [
        [(r.kind, r.source, r.valid) for r in one.recognitions] for one in PROVIDERS
    ]
    services = read_service_file((EXAMPLES / "services.csv").read_bytes(), "services.csv", DAY).services
    assert [(one.enterprise_number, one.name, one.description, one.price, one.kind) for one in services] == [
        (one.number, service.name, service.description, service.price, service.kind)
        for one in PROVIDERS
        for service in one.services
    ]


def test_the_last_day_in_a_file_is_the_last_day_of_the_recognition() -> None:
    ((recognition,),) = (one.recognitions for one in read(written(but(UNTIL="31/12/2025"))))
    assert recognition.valid == Period(date(2019, 1, 1), date(2026, 1, 1))
    assert date(2025, 12, 31) in recognition.valid
    assert date(2026, 1, 1) not in recognition.valid
    ((one_day,),) = (one.recognitions for one in read(written(but(UNTIL="1/01/2019"))))
    assert one_day.valid.last_day == date(2019, 1, 1)


def test_columns_may_be_named_in_english() -> None:
    english = [column.names[1] if len(column.names) > 1 else column.name for column in PROVIDER_COLUMNS]
    assert "recognised until" in english
    assert read(written(SPAR, heads=english)) == read(written(SPAR))


@pytest.mark.parametrize(
    "number", ["1999000150", "1999 000 150", "BE 1999.000.150", "be1999000150", " 1999.000.150 "]
)
def test_a_number_is_read_however_it_is_written(number: str) -> None:
    assert read(written(but(NUMBER=number)))[0].enterprise_number == "1999000150"


def test_the_zero_that_a_spreadsheet_ate_is_put_back() -> None:
    assert read(written(but(NUMBER="403170701")))[0].enterprise_number == "0403170701"


@pytest.mark.parametrize("kind", ProviderKind)
def test_a_kind_is_read_in_any_case_and_spacing(kind: ProviderKind) -> None:
    words = kind.value.split("_")
    for spelt in (
        kind.value,
        " ".join(words).lower(),
        "".join(words).title(),
        "  ".join(words),
        "-".join(words),
    ):
        assert read(written(but(KIND=spelt)))[0].recognitions[0].kind is kind


@pytest.mark.parametrize(
    ("cell", "places"),
    [
        ("Genk", ("71016",)),
        ("genk; AS", ("71016", "71002")),
        ("71016,71002", ("71016", "71002")),
        ("Genk\nAs\n", ("71016", "71002")),
        ("Oudsbergen", ("71047", "72040")),
        ("72042", ("71047", "72040")),
        ("Opglabbeek", ("71047",)),
        ("Liège", ("62063",)),
        ("luik", ("62063",)),
        ("Antwerpen", ("11002-2024", "11007")),
        ("11002-2024", ("11002-2024",)),
        ("sint truiden", ("71053",)),
        ("", ()),
    ],
)
def test_places_are_names_or_codes(cell: str, places: tuple[str, ...]) -> None:
    assert read(written(but(PLACES=cell)))[0].places == places


def test_a_provider_with_two_recognitions_says_once_where_it_works() -> None:
    before = but(
        KIND="Sociale werkplaats", FROM="2001-09-01", UNTIL="2018-12-31", NAME="", PLACES="", CONTACT=""
    )
    (one,) = read(written(before, SPAR))
    assert (one.name, one.places, one.contact, one.line) == ("De Zilverspar", ("71016",), "info@x.example", 2)
    assert [(r.line, r.kind) for r in one.recognitions] == [
        (2, ProviderKind.SOCIALE_WERKPLAATS), (3, ProviderKind.MAATWERKBEDRIJF),
    ]  # fmt: skip


def test_one_recognition_may_follow_the_other_and_two_kinds_may_run_together() -> None:
    rows = [
        but(UNTIL="31/12/2020"),
        but(FROM="01/01/2021"),
        but(KIND="Lokale diensteneconomie"),
    ]
    (one,) = read(written(*rows))
    assert len(one.recognitions) == 3


def test_a_text_of_several_lines_counts_as_lines_of_the_file() -> None:
    first = but(NAME="De\nZilverspar", DESCRIPTION="Verpakt.\r\nMonteert; “snel”.")
    (one,) = read(written(first))
    assert (one.name, one.description) == ("De Zilverspar", "Verpakt.\nMonteert; “snel”.")
    (line,) = told(written(first, but(NUMBER="0403.170.701", KIND="bakker")))
    assert line.startswith("lijst.csv:5: erkenning: ")


WRONG: dict[str, tuple[list[str], str]] = {
    "a number that is none": (
        but(NUMBER="1999.000.151"),
        "ondernemingsnummer: 1999.000.151 is not a Belgian enterprise number. It has ten digits, such as 0123.456.749.",
    ),
    "a number as a spreadsheet rounds it": (
        but(NUMBER="1,999E+09"),
        "ondernemingsnummer: 1,999E+09 is not a Belgian enterprise number. It has ten digits, such as 0123.456.749.",
    ),
    "no number": (but(NUMBER=""), "ondernemingsnummer: “ondernemingsnummer” is empty. Fill it in."),
    "no name": (
        but(NAME="  "),
        "naam: “naam” is empty on every row of this enterprise number. Fill it in once.",
    ),
    "a name that does not fit": (
        but(NAME="x" * 201), "naam: “naam” is longer than 200 characters. Make it shorter.",
    ),
    "a kind that is none": (
        but(KIND="Bakkerij"),
        (
            "erkenning: “erkenning” holds “Bakkerij”. Choose one of: Sociale werkplaats, Beschutte werkplaats, "
            "Maatwerkbedrijf, Maatwerkafdeling, Lokale diensteneconomie."
        ),
    ),
    "no source": (but(SOURCE=""), "bron: “bron” is empty. Fill it in."),
    "no first day": (but(FROM=""), "erkend vanaf: “erkend vanaf” is empty. Fill it in."),
    "a day of America": (
        but(FROM="12/31/2019"),
        (
            "erkend vanaf: “erkend vanaf” holds “12/31/2019”. It must be a day from 1900 to 2199, such as 31/12/2026 "
            "or 2026-12-31."
        ),
    ),
    "an end for what does not end": (
        but(UNTIL="31/12/9999"),
        (
            "erkend tot en met: “erkend tot en met” holds “31/12/9999”. It must be a day from 1900 to 2199, such as "
            "31/12/2026 or 2026-12-31."
        ),
    ),
    "an end before the start": (
        but(UNTIL="31/12/2018"),
        (
            "erkend tot en met: “erkend tot en met” is 2018-12-31, before the first day, 2019-01-01. It is the last day "
            "itself; leave it empty while the recognition goes on."
        ),
    ),
    "a place that is part of one": (
        but(PLACES="Genk, Kuringen"),
        (
            "plaatsen: “Kuringen” is no municipality of Belgium, now or before the mergers of 2019. Write its name in "
            "full, or its NIS code."
        ),
    ),
    "a code of nowhere": (
        but(PLACES="99999"),
        (
            "plaatsen: “99999” is no municipality of Belgium, now or before the mergers of 2019. Write its name in "
            "full, or its NIS code."
        ),
    ),
    "a separator that is not quoted": (
        [*SPAR, "bel ons"],
        (
            "This row has more cells than there are columns. Put a text that holds a “;” between double quotes."
        ),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_told_with_its_line_and_column(name: str) -> None:
    row, expected = WRONG[name]
    assert told(written(row)) == [f"lijst.csv:2: {expected}"]


def test_everything_is_told_at_once_each_on_its_line() -> None:
    # Each row is another enterprise, so that one mistake does not make another of it.
    rows = [list(row) for row, _ in WRONG.values()]
    for serial, row in enumerate(rows):
        if row[NUMBER] == SPAR[NUMBER]:
            row[NUMBER] = invented_number(serial)
    lines = told(written(*rows))
    assert [line.split(":")[1] for line in lines] == [str(i) for i in range(2, len(WRONG) + 2)]


def test_two_problems_of_one_row_are_both_told() -> None:
    assert len(told(written(but(NUMBER="1", KIND="x", FROM="y", UNTIL="z", PLACES="q, w", SOURCE="")))) == 7


def test_a_row_that_stands_twice_is_told() -> None:
    assert told(written(SPAR, but(FROM="2019-01-01"), but(KIND="MAATWERKBEDRIJF", UNTIL="2020-01-01"))) == [
        "lijst.csv:3: erkend vanaf: This recognition stands on line 2 already. Keep one of the two.",
        "lijst.csv:4: erkend vanaf: This recognition stands on line 2 already. Keep one of the two.",
    ]


def test_recognitions_of_one_kind_do_not_overlap() -> None:
    long, inside, last_day = (
        but(UNTIL="31/12/2030"),
        but(FROM="1/1/2020", UNTIL="1/1/2021"),
        but(FROM="31/12/2030"),
    )
    end = "Have the one end before the other starts, or make them one."
    assert told(written(long, last_day, inside)) == [
        f"lijst.csv:3: erkend vanaf: This overlaps with the same recognition on line 2, from 2019-01-01. {end}",
        f"lijst.csv:4: erkend vanaf: This overlaps with the same recognition on line 2, from 2019-01-01. {end}",
    ]


def test_rows_of_one_provider_do_not_contradict_each_other() -> None:
    other = but(KIND="Maatwerkafdeling", NAME="De Goudspar", PLACES="As", CONTACT="elders@x.example")
    tail = "Make them the same, or leave this one empty."
    assert told(written(SPAR, other)) == [
        f"lijst.csv:3: {head}: “{head}” is not what it is on line 2, for the same enterprise number. {tail}"
        for head in ("contact", "naam", "plaatsen")
    ]


def test_a_cell_does_nothing_to_a_screen() -> None:
    (line,) = told(written(but(KIND="\u202ebakker" + "x" * 90)))
    assert "\u202e" not in line
    assert len(line) < 300


@given(st.lists(st.lists(st.text(max_size=12), min_size=9, max_size=9), max_size=4))
def test_cells_of_any_kind_are_read_or_told(rows: list[list[str]]) -> None:
    try:
        read(written(*rows).encode("utf-8", "surrogatepass"))
    except Problems as found:
        assert all(one.line >= 1 for one in found.problems)  # noqa: PT017  # what else happens is the finding


def services(*rows: list[str]) -> str:
    return written(*rows, heads=[column.name for column in SERVICE_COLUMNS])


def test_a_service_stands_once_with_its_provider() -> None:
    rows = [
        ["1999.000.150", "Verpakken", "", ""],
        ["1999000150", "VERPAKKEN ", "", "1 euro"],
        ["1", "", "", "x" * 121],
    ]
    with pytest.raises(Problems) as found:
        read_service_file(services(*rows).encode(), "diensten.csv", DAY)
    assert str(found.value).splitlines() == [
        "diensten.csv:3: dienst: This service of this provider stands on line 2 already. Keep one of the two.",
        "diensten.csv:4: dienst: “dienst” is empty. Fill it in.",
        "diensten.csv:4: ondernemingsnummer: 1 is not a Belgian enterprise number. It has ten digits, such as 0123.456.749.",
        "diensten.csv:4: prijs: “prijs” is longer than 120 characters. Make it shorter.",
    ]


def test_a_service_may_say_its_sort_and_an_older_list_has_no_column_for_it() -> None:
    heads = [column.name for column in SERVICE_COLUMNS]
    said = ["Groenonderhoud", "groen onderhoud", "SCHOONMAAK", ""]
    rows = [["1999.000.150", f"Dienst {i}", "", "", sort] for i, sort in enumerate(said)]
    found = read_service_file(written(*rows, heads=heads).encode(), "diensten.csv", DAY).services
    assert [one.kind for one in found] == [ServiceKind.GREEN, ServiceKind.GREEN, ServiceKind.CLEANING, None]
    older = written(["1999.000.150", "Verpakken", "", ""], heads=heads[:4])
    assert [one.kind for one in read_service_file(older.encode(), "diensten.csv", DAY).services] == [None]
    wrong = written(["1999.000.150", "Verpakken", "", "", "gastronomie"], heads=heads)
    with pytest.raises(Problems, match="soort: “soort” holds “gastronomie”"):
        read_service_file(wrong.encode(), "diensten.csv", DAY)


def test_two_providers_may_offer_the_same() -> None:
    rows = [["1999.000.150", "Verpakken", "", ""], ["1999.000.249", "Verpakken", "", ""]]
    assert len(read_service_file(services(*rows).encode(), "diensten.csv", DAY).services) == 2


def test_a_list_of_providers_is_no_list_of_services() -> None:
    with pytest.raises(Problems, match="Column “dienst” is missing"):
        read_service_file(written(SPAR).encode(), "providers.csv", DAY)
