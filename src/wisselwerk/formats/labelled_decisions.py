"""Decisions of which a person said whether they are local initiatives, to measure with how well they are recognised.

Three files. ``yes`` and ``no`` were written for this set in the style of real decisions; no municipality, enterprise or amount in
them is real, except where a law names them. Each in ``yes`` is an action or instrument of a local government for the social
economy or for people far from work; those in ``no`` look like it: the same words with another meaning, beside the matter, or
in the reasons. ``real`` holds real decisions and points of an agenda, as five local governments published them in 2023 and
2024: titles and the first lines of their text, from the test data of lblod/lib-decision-validation (MIT), without persons;
all are about something else. How they were used: docs/concepts/initiatives.md.
"""

import json
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files

from wisselwerk.domain.published_decision import PublishedArticle, PublishedDecision

FILES = {"yes": True, "no": False, "real": False}
"""The files, and what the decisions in each are."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A decision with what it is."""

    decision: PublishedDecision
    is_initiative: bool
    is_real: bool

    @property
    def is_unseen(self) -> bool:
        """Six of sixteen, by the first digit of the hash of the title: chosen by nobody."""
        return sha256(self.decision.title.encode()).hexdigest()[0] < "6"


def labelled_decisions() -> tuple[Labelled, ...]:
    """All texts."""
    folder = files("wisselwerk.formats") / "data" / "labelled_decisions"
    return tuple(
        Labelled(_decision(json.loads(line), f"{name}.jsonl", number), is_initiative, name == "real")
        for name, is_initiative in FILES.items()
        for number, line in enumerate(
            (folder / f"{name}.jsonl").read_text(encoding="utf-8").splitlines(), start=1
        )
    )


def _decision(one: dict[str, object], file: str, line: int) -> PublishedDecision:
    def said(name: str) -> tuple[str, ...]:
        value = one.get(name, ())
        return (
            (value,) if isinstance(value, str) else tuple(map(str, value)) if isinstance(value, list) else ()
        )

    return PublishedDecision(
        address="",
        file=file,
        line=line,
        title=str(one["title"]),
        types=said("type"),
        description=said("text"),
        motivation=said("reasons"),
        articles=tuple(
            PublishedArticle(str(number), "", (text,))
            for number, text in enumerate(said("articles"), start=1)
        ),
    )
