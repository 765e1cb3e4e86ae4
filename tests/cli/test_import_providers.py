"""Providers and their services come in from the spreadsheets of a coordinator."""

import io
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.scene import set_provider
from wisselwerk.apps.audit.models import Entry
from wisselwerk.apps.catalogue.models import Provider, ProviderPlace, Recognition, Service
from wisselwerk.apps.catalogue.queries import recognised_kinds, recognised_providers
from wisselwerk.apps.catalogue.search import find_services
from wisselwerk.apps.catalogue.services import end_service, load_providers, load_services
from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.parties.services import found_partnership
from wisselwerk.demo.cast import PROVIDER_NUMBER, invented_number
from wisselwerk.demo.load import load_providers as load_demo_providers
from wisselwerk.domain.actor import ANONYMOUS, SYSTEM
from wisselwerk.domain.refusal import Refusal, RefusalCode
from wisselwerk.domain.rule.base import ProviderKind
from wisselwerk.formats.provider_file import PROVIDER_COLUMNS, read_provider_file
from wisselwerk.formats.service_file import SERVICE_COLUMNS, read_service_file

pytestmark = pytest.mark.django_db

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples" / "providers"
LIST, SERVICES = EXAMPLES / "providers.csv", EXAMPLES / "services.csv"
ENDS = date(2025, 12, 31)
SERVICES_OF_OLD = [column for column in SERVICE_COLUMNS if not column.may_be_absent]
"""What every list of services has."""


def bring_in(kind: str, *arguments: object) -> tuple[str, str, str]:
    """What stood on standard output and error, and with which message it failed."""
    out, err, failed = io.StringIO(), io.StringIO(), ""
    try:
        call_command("import", kind, *map(str, arguments), stdout=out, stderr=err)
    except CommandError as error:
        failed = str(error)
    return out.getvalue(), err.getvalue(), failed


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    """Where the list of a test is written."""
    return tmp_path / "lijst.csv"


def write(path: Path, *rows: str) -> Path:
    columns = SERVICES_OF_OLD if rows and rows[0].count(";") == len(SERVICES_OF_OLD) - 1 else PROVIDER_COLUMNS
    path.write_text("\n".join([";".join(column.name for column in columns), *rows]), encoding="utf-8")
    return path


def row(
    number: str = PROVIDER_NUMBER,
    name: str = "De Zilverspar",
    kind: str = "Maatwerkbedrijf",
    start: str = "01/01/2019",
    last: str = "",
    places: str = "Genk",
) -> str:
    return f"{number};{name};{kind};{start};{last};register;{places};Verpakt.;info@x.example"


def slugs() -> dict[str | None, str | None]:
    return dict(Organisation.objects.exclude(slug=None).values_list("enterprise_number", "slug"))


def test_the_examples_are_loaded_once_however_often() -> None:
    places = []
    for new, new_services in ((8, 17), (0, 0)):
        assert bring_in("providers", LIST) == (
            f"{LIST}: providers: 8, new: {new}, recognitions: 13\n", "", "",
        )  # fmt: skip
        assert bring_in("services", SERVICES) == (f"{SERVICES}: services: 17, new: {new_services}\n", "", "")
        # The second time leaves no trace.
        assert Entry.objects.count() == 8 + 13 + 17
        places.append(set(ProviderPlace.objects.values_list("pk", "place")))
    assert places[0] == places[1]
    assert (Provider.objects.count(), Recognition.objects.count(), Service.objects.count()) == (8, 13, 17)
    own = Provider.objects.get(organisation__enterprise_number=PROVIDER_NUMBER)
    assert own.organisation.slug == "de-zilverspar"
    assert recognised_kinds(own, date(2018, 12, 31)) == (ProviderKind.BESCHUTTE_WERKPLAATS,)
    assert recognised_kinds(own, date(2019, 1, 1)) == (ProviderKind.MAATWERKBEDRIJF,)
    assert own.services.get(slug="mailings-klaarmaken").price == "0,28 euro per stuk"


def test_what_is_here_already_keeps_its_slugs_and_gets_no_double() -> None:
    load_demo_providers()
    known = slugs(), set(Service.objects.values_list("provider", "slug"))
    traces = Entry.objects.count()
    assert ", new: 0, " in bring_in("providers", LIST)[0]
    assert ", new: 0" in bring_in("services", SERVICES)[0]
    assert (slugs(), set(Service.objects.values_list("provider", "slug"))) == known
    assert Entry.objects.count() == traces


def test_a_dry_run_changes_nothing() -> None:
    out, err, failed = bring_in("providers", LIST, "--dry-run")
    assert out == f"{LIST}: providers: 8, new: 8, recognitions: 13\n"
    assert "Nothing was changed" in err
    assert failed == ""
    assert not Organisation.objects.exists()
    assert not Entry.objects.exists()


def test_a_provider_counts_up_to_and_including_the_last_day_of_the_file(listed: Path) -> None:
    bring_in("providers", write(listed, row(last="31/12/2025")))
    assert recognised_providers(ENDS, place="71016").count() == 1
    assert recognised_providers(ENDS + timedelta(days=1)).count() == 0
    assert Recognition.objects.get().valid_until == date(2026, 1, 1)


def test_what_changed_in_the_file_changes_here_and_the_address_stays(listed: Path) -> None:
    bring_in("providers", write(listed, row()))
    bring_in(
        "providers", write(listed, row(name="Zilverspar vzw", last="31/12/2025", places="As, Oudsbergen"))
    )
    provider = Provider.objects.get()
    assert (provider.organisation.name, provider.organisation.slug) == ("Zilverspar vzw", "de-zilverspar")
    assert set(provider.places.values_list("place", flat=True)) == {"71002", "71047", "72040"}
    assert Recognition.objects.get().valid_until == date(2026, 1, 1)
    # A recognition that was ended by mistake goes on again.
    bring_in("providers", write(listed, row(last="")))
    assert Recognition.objects.get().valid_until is None


def test_who_is_not_in_the_file_stays(listed: Path) -> None:
    bring_in("providers", LIST)
    bring_in("providers", write(listed, row(invented_number(50), "Nieuw")))
    assert Provider.objects.count() == 9


def test_two_of_one_name_get_two_addresses_that_stay(listed: Path) -> None:
    found_partnership(SYSTEM, slug="genk", name="Genk")
    numbers = [invented_number(serial) for serial in range(50, 56)]
    names = ["De Klus", "De Klus!", "Genk", "…", "x" * 200, "x" * 199]
    rows = [row(number, name) for number, name in zip(numbers, names, strict=True)]
    assert bring_in("providers", write(listed, *rows))[2] == ""
    given = slugs()
    assert [given[number] for number in numbers] == [
        "de-klus", "de-klus-2", "genk-2", f"aanbieder-{numbers[3]}", "x" * 60, "x" * 58 + "-2",
    ]  # fmt: skip
    bring_in("providers", write(listed, *reversed(rows)))
    assert slugs() == given


def test_an_applicant_can_be_a_provider_and_keeps_its_row(listed: Path) -> None:
    applicant = Organisation.objects.create(kind="ONDERNEMING", enterprise_number=PROVIDER_NUMBER)
    bring_in("providers", write(listed, row()))
    assert Provider.objects.get().organisation == applicant


def test_one_mistake_keeps_the_whole_file_out_and_others_come_in(listed: Path) -> None:
    write(
        listed, row(invented_number(50), "Goed"), row(invented_number(51), "Fout", kind="bakker"), row("123")
    )
    out, err, failed = bring_in("providers", listed, LIST)
    assert out == f"{LIST}: providers: 8, new: 8, recognitions: 13\n"
    first, second = err.splitlines()
    assert first.startswith(f"{listed}:3: erkenning: “erkenning” holds “bakker”. Choose one of: ")
    assert second.startswith(f"{listed}:4: ondernemingsnummer: 123 is not a Belgian enterprise number.")
    assert failed.startswith(f"Not loaded: {listed}. ")
    assert not Organisation.objects.filter(name="Goed").exists()


def test_an_overlap_with_what_was_recorded_is_told_and_nothing_is_loaded(listed: Path) -> None:
    bring_in("providers", write(listed, row(last="31/12/2025")))
    fits = row(start="01/01/2026", name="")
    overlaps = row(start="31/12/2025", last="31/12/2025", name="Andere naam")
    _, err, failed = bring_in("providers", write(listed, row(invented_number(50), "Nieuw"), overlaps))
    assert err == (
        f"{listed}:3: erkend vanaf: This overlaps with the same recognition that is recorded from 2019-01-01. "
        "Take that first day, or have the one end before the other starts.\n"
    )
    assert failed
    assert Provider.objects.count() == Recognition.objects.count() == 1
    assert Provider.objects.get().organisation.name == "De Zilverspar"
    assert bring_in("providers", write(listed, row(last="31/12/2025"), fits))[2] == ""
    assert Recognition.objects.count() == 2


def test_a_recorded_recognition_that_the_file_ends_makes_room_for_the_next(listed: Path) -> None:
    bring_in("providers", write(listed, row()))
    rows = row(start="01/01/2026"), row(last="31/12/2025")
    assert bring_in("providers", write(listed, *rows)) == (
        f"{listed}: providers: 1, new: 0, recognitions: 2\n", "", "",
    )  # fmt: skip


def test_a_service_changes_its_words_and_keeps_its_address(listed: Path) -> None:
    set_provider()
    write(listed, f"{PROVIDER_NUMBER};TUINONDERHOUD;Maaien.;38 euro", f"{PROVIDER_NUMBER};Tuin;Aanleg.;")
    assert bring_in("services", listed)[0] == f"{listed}: services: 2, new: 1\n"
    assert list(Service.objects.order_by("slug").values_list("slug", "name", "price")) == [
        ("tuin", "TUINONDERHOUD", "38 euro"),
        ("tuin-2", "Tuin", ""),
    ]
    assert [one.slug for one in find_services(date(2026, 3, 2), "aanleg")] == ["tuin-2"]


def test_an_empty_cell_erases_no_words_and_no_places(listed: Path) -> None:
    bring_in("providers", write(listed, row()))
    bring_in(
        "providers", write(listed, f"{PROVIDER_NUMBER};De Zilverspar;Maatwerkbedrijf;01/01/2019;;register;;;")
    )
    provider = Provider.objects.get()
    assert (provider.description, provider.contact) == ("Verpakt.", "info@x.example")
    assert provider.places.count() == 1
    bring_in("services", write(listed, f"{PROVIDER_NUMBER};Montage;Met zorg.;38 euro"))
    bring_in("services", write(listed, f"{PROVIDER_NUMBER};Montage;;"))
    service = Service.objects.get()
    assert (service.description, service.price) == ("Met zorg.", "38 euro")


def test_a_service_that_was_ended_is_told_and_not_offered_again(listed: Path) -> None:
    provider = set_provider()
    end_service(SYSTEM, service=provider.services.get(), on=date(2026, 3, 2))
    _, err, failed = bring_in("services", write(listed, f"{PROVIDER_NUMBER};Tuinonderhoud;Maaien.;"))
    assert failed
    assert ":2: dienst: The service “Tuinonderhoud” is offered no longer since" in err
    assert Service.objects.get().ended_on == date(2026, 3, 2)


def test_a_service_of_nobody_is_told(listed: Path) -> None:
    set_provider()
    write(listed, f"{PROVIDER_NUMBER};Montage;;", f"{invented_number(50)};Montage;;")
    _, err, failed = bring_in("services", listed)
    assert err == (
        f"{listed}:3: ondernemingsnummer: No provider has enterprise number 1999.005.001 here. "
        "Import it with the providers first.\n"
    )
    assert failed
    assert Service.objects.count() == 1


@pytest.mark.parametrize("kind", ["providers", "services"])
def test_a_huge_file_is_refused_without_reading_all_of_it(kind: str, listed: Path) -> None:
    with listed.open("wb") as file:
        file.truncate(10_000_000_000)
    assert f"{listed}:1: The file is larger than 2000 kB" in bring_in(kind, listed)[1]


def test_only_the_system_loads() -> None:
    with pytest.raises(Refusal) as refused:
        load_providers(ANONYMOUS, read_provider_file(LIST.read_bytes(), "x", ENDS))
    assert refused.value.code is RefusalCode.NOT_ALLOWED
    with pytest.raises(Refusal) as refused:
        load_services(ANONYMOUS, read_service_file(SERVICES.read_bytes(), "x", date(2026, 3, 2)))
    assert refused.value.code is RefusalCode.NOT_ALLOWED
    assert not Provider.objects.exists()
