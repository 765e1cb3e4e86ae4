"""The draw from the shell: how far it is, its files, and holding it."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.draws import held_lately
from tests.scene import EMAIL
from wisselwerk.apps.vouchers.models import Draw
from wisselwerk.domain import lottery
from wisselwerk.domain.lottery import DrawState

pytestmark = pytest.mark.django_db


def said(*words: str) -> str:
    out = StringIO()
    call_command("draw", *words, stdout=out)
    return out.getvalue()


def test_it_tells_how_far_a_draw_is_and_holds_it(tmp_path: Path) -> None:
    draw = held_lately(until=DrawState.CONFIRMED)
    assert f"draw 1: seed confirmed, ready to be held, 7 applications, list {draw.list_sha256}" in said(
        "loting"
    )
    told = said("loting", "--hold", EMAIL["coordinator_genk"], "--out", str(tmp_path))
    assert "draw 1: held, 7 applications" in told
    assert "0 applications wait for a list, 7 on the waiting list" in told
    assert Draw.objects.get().state == DrawState.DRAWN
    listed = (tmp_path / "loting-loting-1-lijst.csv").read_bytes()
    assert lottery.list_hash(listed.decode().split()[1:]) == draw.list_sha256
    assert len((tmp_path / "loting-loting-1-volgorde.csv").read_text().splitlines()) == 8


def test_what_cannot_be_done_is_said() -> None:
    held_lately(until=DrawState.SEALED)
    for words, told in (
        (["niets"], "No scheme is called 'niets'. Known here: loting."),
        (["loting", "--hold", "niemand@example.be"], "Nobody here signs in as niemand@example.be."),
        (["loting", "--hold", EMAIL["auditor"]], "may not do this"),
        (["loting", "--hold", EMAIL["coordinator_genk"]], "the list is sealed"),
    ):
        with pytest.raises(CommandError) as refused:
            said(*words)
        assert told.lower() in str(refused.value).lower(), str(refused.value)


def test_a_draw_that_was_held_is_not_held_again() -> None:
    held_lately()
    with pytest.raises(CommandError, match="No draw of loting waits to be held"):
        said("loting", "--hold", EMAIL["coordinator_genk"])
