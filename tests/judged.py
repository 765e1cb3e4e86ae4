"""The judged set of the one search: what people look for, what answers to it, and how well some order of documents does."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from wisselwerk.demo.practice_texts import FAILURE, GENK, LATER
from wisselwerk.domain.finding import Document, Shelf

CASES: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "apps" / "finding_cases.yaml").read_text())
READ = 5
"""How far people read before they try something else."""


def corpus() -> dict[str, Document]:
    """Every document by its name: those of the set, and the practices of the demo."""
    told: dict[str, dict[str, str]] = dict(CASES["documents"])
    for name, text in {"demo_cheque": LATER, "demo_genk": GENK, "demo_folder": FAILURE}.items():
        own = text.own
        told[name] = {"shelf": "PRACTICES", "title": own.title, "text": "\n".join(own.parts.values())}
    return {
        name: Document(
            shelf=Shelf[one["shelf"]],
            subject=number,
            key=name,
            title=one["title"],
            around=one.get("around", ""),
            text=one["text"],
        )
        for number, (name, one) in enumerate(told.items(), 1)
    }


@dataclass(frozen=True, slots=True)
class Quality:
    """How well a half of the set is answered."""

    recall: float
    """Of what answers to a query, how much stands among the first five; the mean over queries."""
    mrr: float
    """One divided by the place of the first that answers; the mean over queries."""
    missed: Mapping[str, Sequence[str]]
    """Queries of which not all stands there, with what does."""


def quality(half: str, find: Callable[[str], Sequence[str]]) -> Quality:
    """Of ``find``, which gives the names of documents for a query, the best first."""
    recalls, places, missed = [], [], {}
    for query, wanted in CASES[half].items():
        found = list(find(query))
        first = found[:READ]
        recalls.append(len(set(first) & set(wanted)) / min(len(wanted), READ))
        places.append(next((1 / at for at, one in enumerate(found, 1) if one in wanted), 0.0))
        if not set(wanted) <= set(first):
            missed[query] = first
    return Quality(sum(recalls) / len(recalls), sum(places) / len(places), missed)
