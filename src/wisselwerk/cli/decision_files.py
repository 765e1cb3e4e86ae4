"""Pages with decisions in files and folders, and what is told of a decision on a terminal."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from wisselwerk.domain.initiative import ENOUGH, Heard, Judgement
from wisselwerk.domain.initiative_words import Place
from wisselwerk.domain.published_decision import PublishedDecision
from wisselwerk.formats.decision_page import Page, read_decision_page
from wisselwerk.formats.decision_type import decision_types
from wisselwerk.formats.html_page import MAX_BYTES

PAGES = (".html", ".htm", ".xhtml")
"""How the name of a page in a folder ends; a file that is named itself may be called anything."""


def pages_in(paths: Iterable[Path]) -> Iterator[Path]:
    """The files, and those in the folders and the folders in them, each folder in the order of its names.

    A folder that is a link to another is not gone into: it may lead back.
    """
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        for folder, folders, names in os.walk(path):
            folders.sort()
            yield from (Path(folder, name) for name in sorted(names) if name.lower().endswith(PAGES))


def read_page(path: Path) -> Page:
    """The decisions in a file.

    Raises:
        Problems: it cannot be used; all that is wrong with it.
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        return read_decision_page(file.read(MAX_BYTES + 1), str(path))


def told(decision: PublishedDecision, judgement: Judgement) -> list[str]:
    """A decision in a few lines: what it is, and why it is noticed or not."""
    days = (
        ("decided", decision.decided_on),
        ("known", decision.published_on),
        ("in force", decision.in_force_on),
    )
    known = [decision.body.name or decision.body.address, decision.body.government]
    known += [f"{what} {day.isoformat()}" for what, day in days if day is not None]
    known += [decision_types().get(code, code) for code in decision.types]
    verdict = "noticed" if judgement.is_initiative else "not noticed"
    why = ", ".join(map(spoke, judgement.heard)) or "nothing spoke"
    lines = [
        f"{decision.file}:{decision.line}: {decision.title}",
        "; ".join(filter(None, known)),
        decision.address,
    ]
    lines.append(f"{verdict}, {judgement.points} points where {ENOUGH} are enough: {why}")
    if decision.amounts:
        lines.append(", ".join(f"{int(one) / 100:,.2f} EUR" for one in decision.amounts))
    return [line for line in lines if line]


def spoke(one: Heard) -> str:
    """Words that spoke, where they stood and for how many points: ``wijk werken (title, +20)``."""
    said = decision_types().get(one.words, one.words) if one.place is Place.TYPE else one.words
    return f"{said} ({one.place}, {one.points:+d})"
