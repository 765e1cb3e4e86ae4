"""Taking the register of aid out from the shell."""

import csv
import io
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.aid import AID
from tests.scene import GENK, TONGEREN, award, set_scene
from wisselwerk.apps.aid.models import Registration
from wisselwerk.apps.parties.services import local_government
from wisselwerk.clock import today

pytestmark = pytest.mark.django_db


def export(folder: Path, *more: str) -> tuple[list[str], str]:
    """The files it names, and what it says beside."""
    out, beside = io.StringIO(), io.StringIO()
    call_command("export", "deminimis", "--out", str(folder), *more, stdout=out, stderr=beside)
    return out.getvalue().splitlines(), beside.getvalue()


@pytest.mark.parametrize("whose", [(), ("--organisation", "genk"), ("--organisation", GENK)])
def test_the_register_of_who_granted_it_may_be_taken_out_twice(
    tmp_path: Path, whose: tuple[str, ...]
) -> None:
    award(set_scene(rules=AID))
    folder = tmp_path / "new"
    found = []
    for _ in range(2):
        assert export(folder, *whose)[0] == [str(folder / f"steunregister-{GENK}.csv")]
        found.append((folder / f"steunregister-{GENK}.csv").read_bytes())
    assert found[0] == found[1]
    head, row = csv.reader(io.StringIO(found[0].decode()))
    assert (head[0], row[1], row[3], row[7]) == ("lijn", "grant", GENK, "250.00")
    assert not Registration.objects.exists()


def test_who_granted_nothing_gets_no_file(tmp_path: Path) -> None:
    award(set_scene(rules=AID))
    local_government(TONGEREN, today())
    files, said = export(tmp_path, "--organisation", TONGEREN)
    assert (files, list(tmp_path.iterdir())) == ([], [])
    assert said.startswith("Nothing to write: no de minimis aid was granted")
