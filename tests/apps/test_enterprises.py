"""The register of enterprises: a set is loaded, replaced by the next, and asked."""

import re
import subprocess
import sys
import zipfile
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.kbo_sample import SampleEnterprise, SamplePlace, write_kbo
from wisselwerk.apps.audit.models import Entry
from wisselwerk.apps.enterprises import services
from wisselwerk.apps.enterprises.models import Extract, RegisteredEnterprise, RegisteredEstablishment
from wisselwerk.apps.enterprises.queries import Registered, register_day, registered, sectors_of_nobody
from wisselwerk.apps.enterprises.services import load_register
from wisselwerk.clock import now
from wisselwerk.demo.cast import OWN_ENTERPRISE
from wisselwerk.domain.actor import ANONYMOUS, SYSTEM
from wisselwerk.domain.refusal import Refusal, RefusalCode
from wisselwerk.formats import kbo
from wisselwerk.formats.kbo import open_kbo
from wisselwerk.formats.problem import Problems
from wisselwerk.wording import sentence

pytestmark = pytest.mark.django_db(transaction=True)

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "docs/guide/run-it.md"
JANUARY = kbo.Extract(140, date(2026, 1, 4))
FEBRUARY = kbo.Extract(141, date(2026, 2, 1))
DAY = date(2026, 3, 1)
GENK, OPGLABBEEK, MEEUWEN, BRUSSELS = "71016", "71047", "72040", "21004"

BAKER = SampleEnterprise(
    number="0403170701",
    names=(
        ("1", "001", "Boulangerie"),
        ("2", "002", "BKR"),
        ("2", "001", "Bakkerij De Oven"),
        ("2", "003", "Oven"),
    ),
    seat=SamplePlace(postcode="3660", municipality="Oudsbergen"),
    establishments=(
        ("2000000339", SamplePlace()),
        ("2000000438", SamplePlace(struck_off="01-01-2020")),
    ),
    activities=(
        ("006", "2025", "10711", "MAIN"),
        ("001", "2008", "10711", "MAIN"),
        ("001", "2025", "10712", "MAIN"),
        ("001", "2025", "01110", "SECO"),
    ),
)
PERSON = SampleEnterprise(number="0403199702", is_person=True, names=(("2", "001", "Peeters, Jan"),))
ABROAD = SampleEnterprise(
    number="0202239951", seat=SamplePlace(postcode="6211", municipality="Maastricht", country="Nederland")
)


def write(path: Path, extract: kbo.Extract, *enterprises: SampleEnterprise, kind: str = "full") -> Path:
    write_kbo(path, extract, lambda: enterprises, kind=kind)
    return path


def load(path: Path) -> Extract:
    with open_kbo(path) as read:
        return load_register(SYSTEM, read=read)


@pytest.fixture
def january(tmp_path: Path) -> Path:
    return write(tmp_path / "january.zip", JANUARY, BAKER, PERSON, ABROAD)


def test_what_is_asked_of_an_enterprise_is_here(january: Path) -> None:
    load(january)
    with CaptureQueriesContext(connection) as asked:
        found = registered(BAKER.number, DAY)
    assert found == Registered(
        name="Bakkerij De Oven",
        is_person=False,
        municipality="Oudsbergen",
        seat_places=(OPGLABBEEK,),
        establishment_places=((GENK,),),
        nace_version="2025",
        nace_code="10712",
        snapshot_on=JANUARY.snapshot_on,
    )
    assert len(asked) == 2
    assert register_day() == JANUARY.snapshot_on


def test_a_natural_person_has_no_name_here(january: Path) -> None:
    load(january)
    found = registered(PERSON.number, DAY)
    assert found is not None
    assert (found.name, found.seat_places) == ("", (GENK,))
    assert not RegisteredEnterprise.objects.filter(name__contains="Peeters").exists()


def test_a_seat_abroad_is_no_place(january: Path) -> None:
    load(january)
    found = registered(ABROAD.number, DAY)
    assert found is not None
    assert found.seat_places == ()


def test_who_is_not_in_it_is_told_apart_from_no_register(january: Path) -> None:
    assert (register_day(), registered(BAKER.number, DAY)) == (None, None)
    load(january)
    assert (register_day(), registered("0203430576", DAY)) == (JANUARY.snapshot_on, None)


def test_a_sector_in_which_nobody_is_known_is_told(january: Path, tmp_path: Path) -> None:
    asked = ("99999", "10", "10712", "01110")
    assert sectors_of_nobody(asked) is None  # without a register nothing is known
    load(january)
    with CaptureQueriesContext(connection) as looked:
        assert sectors_of_nobody(asked) == (
            "99999",
            "01110",
        )  # an activity beside the main one does not count
    (query,) = looked
    assert "enterprises_registeredenterprise" not in query["sql"]  # not while somebody types
    farmer = replace(BAKER, activities=(("001", "2008", "01", "MAIN"),))
    load(write(tmp_path / "february.zip", FEBRUARY, farmer, PERSON))
    assert sectors_of_nobody(asked) == ("99999", "10", "10712")  # 01 may be 01110


def test_the_next_set_replaces_this_one(january: Path, tmp_path: Path) -> None:
    load(january)
    moved = SampleEnterprise(
        number=BAKER.number, names=(("2", "001", "De Oven bv"),), establishments=BAKER.establishments[:1]
    )
    extract = load(write(tmp_path / "february.zip", FEBRUARY, moved, PERSON))
    assert (extract.enterprises, extract.establishments) == (2, 1)
    found = registered(BAKER.number, DAY)
    assert found is not None
    assert (found.name, found.seat_places, found.establishment_places) == (
        "De Oven bv",
        (GENK,),
        ((GENK,),),
    )
    assert registered(ABROAD.number, DAY) is None
    assert [str(one) for one in RegisteredEstablishment.objects.all()] == ["2000000339"]
    assert set(RegisteredEnterprise.objects.values_list("extract__number", flat=True)) == {141}


def test_the_same_set_again_changes_nothing(january: Path) -> None:
    first = load(january)
    with CaptureQueriesContext(connection) as asked:
        assert load(january) == first
    assert not [one for one in asked if "UPDATE" in one["sql"] or "INSERT INTO" in one["sql"]]
    assert Entry.objects.filter(command="load_register").count() == 1


def test_an_earlier_set_is_refused(january: Path, tmp_path: Path) -> None:
    load(write(tmp_path / "february.zip", FEBRUARY, BAKER))
    with pytest.raises(Refusal) as refused:
        load(january)
    assert refused.value.reasons[0].code is RefusalCode.REGISTER_NOT_LATER
    assert register_day() == FEBRUARY.snapshot_on


def test_only_the_system_loads_it(january: Path) -> None:
    with open_kbo(january) as read, pytest.raises(Refusal):
        load_register(ANONYMOUS, read=read)


def test_more_than_fits_in_one_part_is_all_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "AT_ONCE", 3)

    def many(numbers: Iterable[int]) -> tuple[SampleEnterprise, ...]:
        return tuple(SampleEnterprise(number=f"{number:010}") for number in numbers)

    load(write(tmp_path / "many.zip", JANUARY, *many(range(10))))
    assert RegisteredEnterprise.objects.count() == 10
    load(write(tmp_path / "other.zip", FEBRUARY, *many(range(0, 20, 2))))
    assert sorted(RegisteredEnterprise.objects.values_list("pk", flat=True)) == list(range(0, 20, 2))


def test_a_load_that_was_cut_short_is_done_again(
    january: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Meanwhile what is here is of the set before, which was whole."""
    load(january)
    other = SampleEnterprise(number="0203430576", establishments=BAKER.establishments)
    february = write(tmp_path / "february.zip", FEBRUARY, PERSON, other)

    def fail(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(services, "_drop_others", fail)
        with pytest.raises(KeyboardInterrupt):
            load(february)
    assert register_day() == JANUARY.snapshot_on
    assert registered(BAKER.number, DAY) is not None
    load(february)
    assert register_day() == FEBRUARY.snapshot_on
    assert registered(BAKER.number, DAY) is None


def test_the_command_tells_what_it_left_out(january: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with zipfile.ZipFile(january) as whole:
        members = {name: whole.read(name).decode() for name in whole.namelist()}
    members["enterprise.csv"] += '"12","AC","000","2","610","","01-01-2015"\n"0403.170.701"\n'
    with zipfile.ZipFile(january, "w") as again:
        for name, text in members.items():
            again.writestr(name, text)
    call_command("import", "enterprises", str(january))
    printed = capsys.readouterr()
    assert "register of 2026-01-04: 3 enterprises, 2 establishments; 2 rows left out" in printed.out
    assert f"{january}:5: enterprise.csv: “12” is no number of an enterprise" in printed.err
    assert f"{january}:6: enterprise.csv: This row does not have the columns" in printed.err


def test_the_lines_of_the_guide_load_a_small_set(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = [line.split() for line in GUIDE.read_text().splitlines() if "small-kbo.zip" in line]
    write, load_it, remove = [line[1:] for line in lines]
    assert (write[0], load_it[0], remove) == ("-m", "import", ["small-kbo.zip"])
    written = tmp_path / write.pop()
    subprocess.run([sys.executable, *write, written], cwd=ROOT, check=True)
    call_command(*load_it[:2], str(written))
    assert "3 enterprises, 3 establishments; 0 rows left out" in capsys.readouterr().out
    found = registered(OWN_ENTERPRISE.number, DAY)
    assert found is not None
    assert (found.name, found.municipality, found.nace_code) == (OWN_ENTERPRISE.name, "Genk", "46130")


def test_it_cannot_be_tried_without_being_done(january: Path) -> None:
    with pytest.raises(CommandError, match="part by part"):
        call_command("import", "enterprises", str(january), "--dry-run")
    assert not Extract.objects.exists()


@pytest.mark.parametrize(
    ("member", "text", "said"),
    [
        (
            "enterprise.csv",
            '"EnterpriseNumber","TypeOfEnterprise"\n',
            "holds 0 rows in enterprise.csv, and the one that is here 3",
        ),
        (
            "establishment.csv",
            '"EstablishmentNumber","EnterpriseNumber"\n',
            "holds 0 rows in establishment.csv, and the one that is here 2",
        ),
        ("activity.csv", None, "“activity.csv” is not in this zip"),
        ("enterprise.csv", '"EnterpriseNumber"\n', "Column “TypeOfEnterprise” is missing"),
        ("meta.csv", '"Variable","Value"\n"ExtractNumber","1"\n', "“SnapshotDate” is not told"),
        ("meta.csv", '"Variable","Value"\n"ExtractType","update"\n', "only what changed"),
        ("address.csv", b"\xff\xfe", "cannot be read as text"),
    ],
)
def test_a_set_that_is_not_whole_is_told_and_what_was_here_stays(
    january: Path, tmp_path: Path, member: str, text: str | bytes | None, said: str
) -> None:
    load(january)
    broken = tmp_path / "broken.zip"
    february = write(tmp_path / "february.zip", FEBRUARY, PERSON)
    with zipfile.ZipFile(february) as whole, zipfile.ZipFile(broken, "w") as made:
        for name in whole.namelist():
            content = text if name == member else whole.read(name)
            if content is not None:
                made.writestr(name, content)
    with pytest.raises(Problems) as told:
        load(broken)
    assert said in str(told.value)
    assert registered(BAKER.number, DAY) is not None
    with connection.cursor() as cursor, pytest.raises(Exception, match="kbo_enterprise"):
        cursor.execute("SELECT 1 FROM kbo_enterprise")


@pytest.mark.parametrize("kind", ["", "0", "3"])
def test_who_is_not_said_to_be_a_legal_person_is_taken_for_one_of_flesh_and_blood(
    january: Path, tmp_path: Path, kind: str
) -> None:
    odd = tmp_path / "odd.zip"
    with zipfile.ZipFile(january) as whole, zipfile.ZipFile(odd, "w") as made:
        for name in whole.namelist():
            text = whole.read(name).decode()
            made.writestr(name, text.replace('"AC","000","2"', f'"AC","000","{kind}"'))
    load(odd)
    assert set(RegisteredEnterprise.objects.values_list("name", flat=True)) == {""}


@pytest.mark.parametrize("number", ["+123456749", "1_23456749", "123", "0123.456.74x"])
def test_what_is_no_number_is_none(number: str) -> None:
    with pytest.raises(ValueError, match=re.escape(number)):
        kbo.number_of(number)


def test_what_is_no_zip_is_told(tmp_path: Path) -> None:
    path = tmp_path / "set.zip"
    path.write_text("no zip")
    with pytest.raises(Problems, match="no zip file"):
        load(path)


def test_an_earlier_set_is_refused_with_the_truth_when_the_later_one_was_cut_short(
    january: Path, tmp_path: Path
) -> None:
    load(january)
    Extract.objects.create(number=FEBRUARY.number, snapshot_on=FEBRUARY.snapshot_on, started_at=now())
    with pytest.raises(Refusal) as refused:
        load(january)
    assert refused.value.reasons[0].code is RefusalCode.REGISTER_HALF_LOADED
    assert "niet voltooid" in sentence(refused.value.reasons[0])
    # Loading that one again mends it.
    load(write(tmp_path / "february.zip", FEBRUARY, BAKER, PERSON, ABROAD))
    assert register_day() == FEBRUARY.snapshot_on
