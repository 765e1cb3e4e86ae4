"""The labelled texts, and how well the judge does on them. ``python -m tests.domain.initiatives`` prints it.

Which texts were used while building, and which were kept unseen, follows from the title alone (``Labelled.is_unseen``).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import yaml

from wisselwerk.domain.initiative import ENOUGH, Judge, Judgement
from wisselwerk.domain.published_decision import PublishedArticle, PublishedDecision
from wisselwerk.formats import dutch

TEXTS = Path(__file__).parent / "initiative_texts"
FILES = {"yes": True, "no": False, "real": False}
"""The files, and what the decisions in each are. All real ones we have are something else."""


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


def labelled() -> tuple[Labelled, ...]:
    """All texts."""
    found = []
    for name, is_initiative in FILES.items():
        for one in yaml.safe_load((TEXTS / f"{name}.yaml").read_text(encoding="utf-8")):
            decision = PublishedDecision(
                address="",
                file=f"{name}.yaml",
                line=1,
                title=one["title"],
                types=(one["type"],) if "type" in one else (),
                description=(one["text"],) if "text" in one else (),
                motivation=tuple(one.get("reasons", ())),
                articles=tuple(
                    PublishedArticle(str(number), "", (said,))
                    for number, said in enumerate(one.get("articles", ()), start=1)
                ),
            )
            found.append(Labelled(decision, is_initiative, name == "real"))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Score:
    """How many of what was noticed is right, and how many of what is right was noticed."""

    right: int
    wrong: int
    missed: int
    left: int

    @property
    def precision(self) -> float:
        """Of what was noticed, the part that is an initiative."""
        return self.right / (self.right + self.wrong)

    @property
    def recall(self) -> float:
        """Of the initiatives, the part that was noticed."""
        return self.right / (self.right + self.missed)

    def __str__(self) -> str:
        return (
            f"precision {self.precision:.3f}, recall {self.recall:.3f} "
            f"({self.right} right, {self.wrong} wrong, {self.missed} missed, {self.left} rightly left)"
        )


def score(texts: Iterable[Labelled], enough: int) -> Score:
    """How the judge does on these texts with this threshold."""
    found = [(one.is_initiative, JUDGE.judge(one.decision).points >= enough) for one in texts]
    return Score(
        right=found.count((True, True)),
        wrong=found.count((False, True)),
        missed=found.count((True, False)),
        left=found.count((False, False)),
    )


JUDGE = Judge(dutch.forms)


def explained(one: Labelled) -> str:
    """A text with all that spoke."""
    judged: Judgement = JUDGE.judge(one.decision)
    spoke = ", ".join(f"{each.words} ({each.place}, {each.points:+d})" for each in judged.heard)
    return f"{judged.points:+d} {one.decision.title}: {spoke}"


def main() -> None:
    """Print how the judge does on both parts, and what it gets wrong."""
    every = labelled()
    parts = {
        "used while building": [one for one in every if not one.is_unseen],
        "kept unseen": [one for one in every if one.is_unseen],
    }
    for name, part in parts.items():
        hard = [one for one in part if not one.is_real]
        print(f"{name}: {len(part)} texts, {score(part, ENOUGH)}")
        print(f"    without the real ones: {len(hard)} texts, {score(hard, ENOUGH)}")
        for one in part:
            if JUDGE.judge(one.decision).is_initiative != one.is_initiative:
                print(f"    {'missed' if one.is_initiative else 'wrong'}: {explained(one)}")
    print("threshold: precision and recall on the part used while building")
    for enough in THRESHOLDS:
        found = score(parts["used while building"], enough)
        print(f"    {enough}: {found.precision:.3f} {found.recall:.3f}{' *' if enough == ENOUGH else ''}")


THRESHOLDS = range(3, 22)

if __name__ == "__main__":
    main()
