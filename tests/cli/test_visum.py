"""The visum on a scheme, from the shell."""

import io
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from tests.payments import Treasury, treasury_of
from tests.scene import EMAIL, set_scene
from wisselwerk.apps.schemes.models import Visum
from wisselwerk.clock import today

pytestmark = pytest.mark.django_db

DIRECTOR = EMAIL["financial_director"]


@pytest.fixture(autouse=True)
def closed() -> Treasury:
    return treasury_of(set_scene(visum=False))


def visum(*told: str, scheme: str = "genk") -> str:
    out = io.StringIO()
    call_command("visum", scheme, *told, stdout=out)
    return out.getvalue()


def test_it_tells_what_is_missing_and_what_is_on_record() -> None:
    assert visum() == "genk: no visum of the financial director of Genk yet\n"
    for _ in range(2):
        assert visum("--by", DIRECTOR, "--on", "2026-01-05") == "genk: visum given, 2026-01-05\n"
    assert visum() == "genk: visum given, 2026-01-05\n"


def test_it_records_a_refusal_and_then_an_exemption() -> None:
    assert "visum refused" in visum("--by", DIRECTOR, "--on", "2026-01-05", "--refuse", "Geen krediet.")
    said = visum("--exempt", "Geen visum", "--on", "2026-01-06", "--reference", "GR 2026/1")
    assert said == "genk: visum refused, 2026-01-05\ngenk: exempted by the council, 2026-01-06\n"


@pytest.mark.parametrize(
    ("told", "says"),
    [
        (("--by", DIRECTOR), "Say on which day"),
        (("--exempt", "Besluit"), "Say on which day"),
        (("--on", "2026-01-05"), "Say who decided"),
        (("--refuse", "Nee."), "Say who decided"),
        (("--by", DIRECTOR, "--exempt", "Besluit", "--on", "2026-01-05"), "not both"),
        (("--by", "niemand@genk.example", "--on", "2026-01-05"), "Nobody here signs in"),
        (("--by", "geen adres", "--on", "2026-01-05"), "no mail address"),
        (("--by", EMAIL["general_director"], "--on", "2026-01-05"), "may not"),
        (("--by", DIRECTOR, "--on", "2026-01-05", "--refuse", " "), "Say why you refuse"),
        (("--exempt", "Besluit", "--on", "2026-01-05"), "Say where the decision can be found"),
        (("--by", DIRECTOR, "--on", "gisteren"), "is no day"),
    ],
)
def test_what_does_not_go_is_told_and_changes_nothing(told: tuple[str, ...], says: str) -> None:
    with pytest.raises(CommandError, match=says):
        visum(*told)
    assert not Visum.objects.exists()


def test_a_day_to_come_and_a_scheme_that_is_not_there() -> None:
    with pytest.raises(CommandError, match="still to come"):
        visum("--by", DIRECTOR, "--on", (today() + timedelta(days=1)).isoformat())
    with pytest.raises(CommandError, match="No scheme is called 'elders'"):
        visum(scheme="elders")
