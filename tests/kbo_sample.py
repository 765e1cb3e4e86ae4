"""A set of open data of the register (KBO) as it is published, with enterprises that somebody made up.

``python -m tests.kbo_sample FILE`` writes a small one, with the enterprises of the demo.
"""

import csv
import io
import sys
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from wisselwerk.demo.cast import OTHER_ENTERPRISE, OWN_ENTERPRISE, THIRD_ENTERPRISE
from wisselwerk.formats.kbo import Extract

HEADS = {
    "meta.csv": ("Variable", "Value"),
    "enterprise.csv": (
        "EnterpriseNumber",
        "Status",
        "JuridicalSituation",
        "TypeOfEnterprise",
        "JuridicalForm",
        "JuridicalFormCAC",
        "StartDate",
    ),
    "establishment.csv": ("EstablishmentNumber", "StartDate", "EnterpriseNumber"),
    "denomination.csv": ("EntityNumber", "Language", "TypeOfDenomination", "Denomination"),
    "address.csv": (
        "EntityNumber",
        "TypeOfAddress",
        "CountryNL",
        "CountryFR",
        "Zipcode",
        "MunicipalityNL",
        "MunicipalityFR",
        "StreetNL",
        "StreetFR",
        "HouseNumber",
        "Box",
        "ExtraAddressInfo",
        "DateStrikingOff",
    ),
    "activity.csv": ("EntityNumber", "ActivityGroup", "NaceVersion", "NaceCode", "Classification"),
}
"""The files that are read, with all of their columns."""

STARTED = "01-01-2015"


@dataclass(frozen=True, slots=True, kw_only=True)
class SamplePlace:
    """An address, as far as anybody asks."""

    postcode: str = "3600"
    municipality: str = "Genk"
    country: str = ""
    """Empty in Belgium."""
    struck_off: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleEnterprise:
    """An enterprise with its establishments. ``number`` has ten digits."""

    number: str
    is_person: bool = False
    names: tuple[tuple[str, str, str], ...] = ()
    """Language, type and name."""
    seat: SamplePlace | None = SamplePlace()
    establishments: tuple[tuple[str, SamplePlace], ...] = ()
    activities: tuple[tuple[str, str, str, str], ...] = ()
    """Group, version, code and classification."""


def write_kbo(
    path: Path, extract: Extract, enterprises: Callable[[], Iterable[SampleEnterprise]], *, kind: str = "full"
) -> None:
    """Write the set to ``path``. ``enterprises`` is asked again for each file, so that nothing is held."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as opened:
        told = {
            "SnapshotDate": _day(extract.snapshot_on),
            "ExtractTimestamp": f"{_day(extract.snapshot_on)} 22:00:00",
            "ExtractType": kind,
            "ExtractNumber": str(extract.number),
            "Version": "R018.00",
        }
        rows: dict[str, Callable[[SampleEnterprise], Iterable[tuple[str, ...]]]] = {
            "enterprise.csv": _enterprise,
            "establishment.csv": _establishments,
            "denomination.csv": _names,
            "address.csv": _addresses,
            "activity.csv": _activities,
        }
        with _member(opened, "meta.csv") as write:
            write(told.items())
        for name, of in rows.items():
            with _member(opened, name) as write:
                write(row for enterprise in enterprises() for row in of(enterprise))


@contextmanager
def _member(opened: zipfile.ZipFile, name: str) -> Iterator[Callable[[Iterable[Iterable[str]]], None]]:
    with opened.open(name, "w", force_zip64=True) as raw, io.TextIOWrapper(raw, "utf-8", newline="") as text:
        writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\n")
        writer.writerow(HEADS[name])
        yield writer.writerows


def _enterprise(one: SampleEnterprise) -> Iterator[tuple[str, ...]]:
    yield _dotted(one.number), "AC", "000", "1" if one.is_person else "2", "610", "", STARTED


def _establishments(one: SampleEnterprise) -> Iterator[tuple[str, ...]]:
    for number, _ in one.establishments:
        yield _dotted_establishment(number), STARTED, _dotted(one.number)


def _names(one: SampleEnterprise) -> Iterator[tuple[str, ...]]:
    for language, kind, name in one.names:
        yield _dotted(one.number), language, kind, name


def _addresses(one: SampleEnterprise) -> Iterator[tuple[str, ...]]:
    if one.seat:
        yield _address(_dotted(one.number), "REGO", one.seat)
    for number, place in one.establishments:
        yield _address(_dotted_establishment(number), "BAET", place)


def _address(number: str, kind: str, place: SamplePlace) -> tuple[str, ...]:
    where = (place.postcode, place.municipality, place.municipality)
    return number, kind, place.country, place.country, *where, "Dorp", "Dorp", "1", "", "", place.struck_off


def _activities(one: SampleEnterprise) -> Iterator[tuple[str, ...]]:
    for activity in one.activities:
        yield _dotted(one.number), *activity


def _day(day: date) -> str:
    return f"{day:%d-%m-%Y}"


def _dotted(number: str) -> str:
    return f"{number[:4]}.{number[4:7]}.{number[7:]}"


def _dotted_establishment(number: str) -> str:
    return f"{number[0]}.{number[1:4]}.{number[4:7]}.{number[7:]}"


SMALL = tuple(
    SampleEnterprise(
        number=one.number,
        names=(("2", "001", one.name),),
        seat=seat,
        establishments=((f"2{one.number[1:]}", seat),),
        activities=(("001", "2025", nace, "MAIN"),),
    )
    for one, seat, nace in (
        (OWN_ENTERPRISE, SamplePlace(), "46130"),
        (OTHER_ENTERPRISE, SamplePlace(), "18120"),
        (THIRD_ENTERPRISE, SamplePlace(postcode="3630", municipality="Maasmechelen"), "10710"),
    )
)
"""The enterprises of the demo's cast."""


if __name__ == "__main__":
    write_kbo(Path(sys.argv[1]), Extract(1, date(2026, 1, 4)), lambda: SMALL)
