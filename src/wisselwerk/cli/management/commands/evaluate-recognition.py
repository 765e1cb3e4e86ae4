"""``wisselwerk evaluate-recognition``: how well initiatives are recognised on the labelled decisions."""  # noqa: N999  # the command's name

import json
from collections.abc import Iterable
from typing import Any

from django.core.management.base import BaseCommand, CommandParser, no_translations

from wisselwerk.cli.decision_files import spoke
from wisselwerk.domain.initiative import ENOUGH, Judge, Judgement
from wisselwerk.domain.initiative_score import Score, score
from wisselwerk.formats import dutch
from wisselwerk.formats.labelled_decisions import Labelled, labelled_decisions

Judged = tuple[Labelled, Judgement]
THRESHOLDS = range(3, 22)
"""Those among which one was chosen."""


class Command(BaseCommand):
    """It only reads and tells; the database is not asked."""

    help = (
        "Print precision and recall of the recognition of initiatives on the labelled decisions that come with the program, each "
        "with the interval in which the true one lies (95 %), and what was judged wrongly."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """What the shell may say."""
        parser.add_argument("--json", action="store_true", help="for programs")

    @no_translations
    def handle(self, *, json: bool, **options: Any) -> None:  # the option's name
        """Judge them all."""
        judge = Judge(dutch.forms)
        every = [(one, judge.judge(one.decision)) for one in labelled_decisions()]
        unseen = [pair for pair in every if pair[0].is_unseen]
        parts = {
            "used while building": [pair for pair in every if not pair[0].is_unseen],
            "kept unseen": unseen,
            "kept unseen, written ones only": [pair for pair in unseen if not pair[0].is_real],
        }
        if json:
            self.stdout.write(_as_json({name: (len(part), _score(part)) for name, part in parts.items()}))
            return
        self.stdout.write(f"Threshold: {ENOUGH} points.")
        for name, part in parts.items():
            self.stdout.write(f"{name}: {len(part)} texts: {_score(part)}")
        self.stdout.write("With other thresholds, on the texts used while building:")
        for enough in THRESHOLDS:
            chosen = " *" if enough == ENOUGH else ""
            self.stdout.write(f"{enough}: {_score(parts['used while building'], enough)}{chosen}")
        for one, judgement in every:
            if judgement.is_initiative != one.is_initiative:
                what = "missed" if one.is_initiative else "wrong"
                why = ", ".join(map(spoke, judgement.heard)) or "nothing spoke"
                self.stdout.write(f"{what}: {one.decision.title}: {judgement.points} points: {why}")


def _score(part: Iterable[Judged], enough: int = ENOUGH) -> Score:
    return score((one.is_initiative, judgement.points >= enough) for one, judgement in part)


def _as_json(parts: dict[str, tuple[int, Score]]) -> str:
    shares = {
        name: {
            "texts": number,
            **{
                what: {"value": share.value, "low": share.interval[0], "high": share.interval[1]}
                for what, share in (("precision", one.precision), ("recall", one.recall))
            },
        }
        for name, (number, one) in parts.items()
    }
    return json.dumps({"threshold": ENOUGH, "parts": shares}, indent=2)
