"""``wisselwerk recognise FILE.jsonl``: is each of these texts a local initiative, and which words say so?"""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser, no_translations

from wisselwerk.cli.decision_files import spoke
from wisselwerk.domain.initiative import Judge, Judgement
from wisselwerk.domain.published_decision import PublishedDecision
from wisselwerk.formats import dutch
from wisselwerk.formats.decision_text import decision_of_text


class LineUnreadable(Exception):
    """A line that holds no decision; says what is wrong with it."""


class Command(BaseCommand):
    """It only reads and tells; the database is not asked."""

    help = (
        "For each line {title, text} of a file print {label, score, because}: label 1 when it is a local initiative for the "
        "social economy or for work for people far from the labour market, the points, and the words that spoke."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Which file."""
        parser.add_argument("file", type=Path, metavar="FILE.jsonl")

    @no_translations
    def handle(self, *, file: Path, **options: Any) -> None:
        """Judge line by line; what is no such line is told on standard error, and the rest is judged.

        Raises:
            CommandError: a line was left out, or the file cannot be read.
        """
        judge, left_out = Judge(dutch.forms), 0
        try:
            with file.open("rb") as lines:
                for number, line in enumerate(lines, start=1):
                    left_out += bool(line.strip()) and not self._told(judge, line, str(file), number)
        except OSError as error:
            raise CommandError(f"{file}: cannot be read: {error.strerror}.") from error
        if left_out:
            raise CommandError(f"Left out: {left_out} lines. What is wrong with them stands above.")

    def _told(self, judge: Judge, line: bytes, file: str, number: int) -> bool:
        """Whether a line could be judged; what came of it, or what is wrong with it, is written."""
        try:
            decision = _decision(line, file, number)
        except LineUnreadable as error:
            self.stderr.write(f"{file}:{number}: {error}")
            return False
        self.stdout.write(json.dumps(_answer(judge.judge(decision)), ensure_ascii=False))
        return True


def _decision(line: bytes, file: str, number: int) -> PublishedDecision:
    """The decision on a line.

    Raises:
        LineUnreadable: it is none; says what is wrong.
    """
    try:
        one = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise LineUnreadable("this line is not in UTF-8.") from error
    except (json.JSONDecodeError, RecursionError) as error:
        raise LineUnreadable(f"this line is no JSON: {error}.") from error
    if not isinstance(one, dict):
        raise LineUnreadable("this line is no object with “title” and “text”.")
    title, text = one.get("title") or "", one.get("text") or ""
    if not isinstance(title, str) or not isinstance(text, str):
        raise LineUnreadable("“title” and “text” are texts between quotes.")
    if not title.strip() and not text.strip():
        raise LineUnreadable("there is neither a “title” nor a “text”.")
    return decision_of_text(title, text, file=file, line=number)


def _answer(judgement: Judgement) -> dict[str, object]:
    return {
        "label": int(judgement.is_initiative),
        "score": judgement.points,
        "because": [spoke(one) for one in judgement.heard],
    }
