"""Practices on the stage: where their pages are."""

from typing import Any

from tests.practices import published
from tests.scene import EMAIL
from tests.web.stage import Stage
from wisselwerk.apps.parties.services import person
from wisselwerk.apps.practices.models import Practice
from wisselwerk.apps.practices.services.mails import STOPPING


def practice(stage: Stage) -> dict[str, Any]:
    """One that everybody may read, of the partnership on stage."""
    found = Practice.objects.first() or published(stage.scene, scheme=stage.scene.scheme)
    return {"slug": found.slug}


def to_take_back(stage: Stage) -> dict[str, Any]:
    """The page on which its author takes it back."""
    return practice(stage) | {"word": "terugnemen"}


def stopping(_stage: Stage) -> dict[str, Any]:
    """Where somebody stops mails about practices, with the link of a mail."""
    return {"token": STOPPING.token(person(EMAIL["coordinator_genk"]).pk)}
