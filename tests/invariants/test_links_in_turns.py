"""Who answers in the register while decisions are brought in: nobody waits in a circle, and no page of decisions is lost."""

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from tests.cli.test_import_decisions import run
from tests.formats import decision_pages as pages
from tests.initiatives import in_order, member_of, noted, noticed
from tests.invariants.test_no_deadlock import ended, no_second_try
from tests.invariants.together import together
from tests.scene import GENK
from wisselwerk.apps.initiatives.models import Initiative, InitiativeLink, Signal
from wisselwerk.apps.initiatives.services import (
    accept_link,
    correct_initiative,
    decline_link,
    deny_initiative,
    note_decision,
    part_initiative,
    reopen_link,
)
from wisselwerk.apps.initiatives.services.initiative_answers import Correction
from wisselwerk.db import in_one_transaction
from wisselwerk.domain.actor import Actor

__all__ = ["in_order", "no_second_try"]
pytestmark = pytest.mark.django_db(transaction=True)

FIRST, SECOND, NEW = (f"https://raad.example/{number}" for number in range(3))


def link() -> InitiativeLink:
    return InitiativeLink.objects.earliest("pk")


def denied(genk: Actor, first: Initiative) -> object:
    return deny_initiative(genk, initiative=first)


def corrected(genk: Actor, first: Initiative) -> object:
    return correct_initiative(genk, initiative=first, correction=Correction(title="Wijk-werken in Genk"))


def accepted(genk: Actor, first: Initiative) -> object:
    return accept_link(genk, link=link())


def declined(genk: Actor, first: Initiative) -> object:
    return decline_link(genk, link=link())


def reopened(genk: Actor, first: Initiative) -> object:
    return reopen_link(genk, link=link())


def parted(genk: Actor, first: Initiative) -> object:
    return part_initiative(genk, initiative=link().initiative)


@pytest.mark.parametrize(
    ("before", "answer"),
    [
        (None, denied),
        (None, corrected),
        (None, accepted),
        (None, declined),
        (declined, reopened),
        (accepted, parted),
    ],
)
def test_who_answers_while_a_page_is_brought_in_does_so_before_or_after_it(
    no_second_try: None,
    before: Callable[[Actor, Initiative], object] | None,
    answer: Callable[[Actor, Initiative], object],
) -> None:
    """A page with a new decision first, and then another word of the one that is answered meanwhile."""
    genk, first = member_of(GENK), noticed(address=FIRST)
    noticed(address=SECOND)
    if before is not None:
        before(genk, first)

    def page() -> object:
        noted(address=NEW)
        time.sleep(0.5)
        noted(address=FIRST, description=("Meer.",))
        return noted(address=SECOND, description=("Meer.",))

    def click() -> object:
        time.sleep(0.2)
        return answer(genk, first)

    acts: list[Callable[[], object]] = [partial(in_one_transaction, page), click]
    assert [one for one in together(acts) if isinstance(one, Exception)] == []
    assert Signal.objects.filter(key__in=(FIRST, SECOND, NEW)).count() == 5


def test_a_page_that_was_ended_for_another_begins_again_and_counts_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "lijst.html").write_bytes(pages.LIST_WITH_CURLY_QUOTES)
    begun: list[int] = []

    def once_ended(*args: object, **what: object) -> object:
        found = note_decision(*args, **what)  # type: ignore[arg-type]  # as it was called
        begun.append(Signal.objects.count())
        if len(begun) == 1:
            raise ended("40P01")
        return found

    monkeypatch.setattr("wisselwerk.cli.importing_decisions.note_decision", once_ended)
    told, wrong = run(tmp_path)
    assert begun == [1, 1]
    assert told.count("noticed, ") == 1
    assert told.splitlines()[-1].endswith(
        "decisions: 1, noticed: 1, new: 1, otherwise than before: 0, known: 0, left out: 0"
    )
    assert wrong == ""
    assert Signal.objects.count() == 1
