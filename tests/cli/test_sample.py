"""``wisselwerk sample``: how far each is, its published files, and a department made known."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.samples import administration, decisions, draw, public_sample
from tests.scene import set_scene
from wisselwerk.apps.parties.models import Organisation, OrganisationKind
from wisselwerk.apps.samples.queries import list_of

pytestmark = pytest.mark.django_db


def test_it_tells_how_far_each_is_and_writes_the_files(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    decisions(4)
    sample = public_sample(size=2)
    call_command("sample", out=tmp_path)
    name = f"steekproef-{sample.pk}"
    assert "2 of 4 decisions and reported actions" in capsys.readouterr().out
    assert [one.name for one in tmp_path.iterdir()] == [f"{name}-lijst.csv"]
    draw(administration(), sample)
    call_command("sample", out=tmp_path)
    assert "being looked at" in capsys.readouterr().out
    assert (tmp_path / f"{name}-lijst.csv").read_bytes() == list_of(sample)
    assert (
        (tmp_path / f"{name}-getrokken.csv").read_text(encoding="utf-8").startswith("place,stratum,line\n1,")
    )


def test_a_department_is_made_known_once() -> None:
    for _ in range(2):
        call_command("sample", department="wse", name="Departement WSE")
    (found,) = Organisation.objects.filter(kind=OrganisationKind.VLAAMSE_OVERHEID)
    assert (found.slug, found.name) == ("wse", "Departement WSE")
    with pytest.raises(CommandError, match="--name"):
        call_command("sample", department="wse")
    set_scene(slug="genk")
    with pytest.raises(CommandError, match="no other organisation"):
        call_command("sample", department="genk", name="Departement")
