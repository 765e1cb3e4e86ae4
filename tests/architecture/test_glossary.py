"""GLOSSARY.md is true: its words are those of the code and of the screen, and no other word is used for them."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from tests.architecture.source import ROOT, program
from tools.messages import load

WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
COLUMNS = 5


@dataclass(frozen=True, slots=True)
class Row:
    """One word of the field."""

    dutch: str
    code: tuple[str, ...]
    never_in_code: tuple[str, ...]
    never_on_screen: tuple[str, ...]


def rows() -> list[Row]:
    """The rows of all tables."""
    lines = (ROOT / "GLOSSARY.md").read_text(encoding="utf-8").splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| ")]
    assert all(len(row) == COLUMNS for row in cells)
    return [
        Row(row[0], tuple(re.findall(r"`(\w+)`", row[1])), listed(row[3]), listed(row[4]))
        for row in cells
        if row[0] != "Dutch"
    ]


def listed(cell: str) -> tuple[str, ...]:
    """The words of a cell."""
    return tuple(word.strip() for word in cell.split(",") if word.strip())


def identifiers() -> Iterator[tuple[str, str]]:
    """Every name in the code, with its file."""
    for module in program():
        for node in ast.walk(module.tree):
            for attribute in ("id", "attr", "name", "arg"):
                name = getattr(node, attribute, None)
                if isinstance(name, str):
                    yield name, module.where


def on_screen() -> str:
    """Everything that is said in Dutch."""
    forms = [message.string for message in load("nl") if message.id]
    return " ".join(form if isinstance(form, str) else " ".join(form or ()) for form in forms).lower()


def test_there_is_something_to_hold() -> None:
    assert len(rows()) > 25


def test_the_english_words_are_those_of_the_code() -> None:
    known = {name for name, _ in identifiers()}
    assert {word for row in rows() for word in row.code} - known == set()
    assert [row.dutch for row in rows() if not row.code] == []


def test_the_dutch_words_are_those_of_the_screen() -> None:
    said = on_screen()
    assert [row.dutch for row in rows() if row.dutch not in said] == []


def test_no_other_word_is_a_name() -> None:
    never = {tuple(word.split("_")): row.code[0] for row in rows() for word in row.never_in_code}
    found = []
    for name, where in identifiers():
        words = [word.lower() for word in WORD.findall(name)]
        found += [
            f"{where}: {name} (say {say})"
            for other, say in never.items()
            if any(tuple(words[i : i + len(other)]) == other for i in range(len(words)))
        ]
    assert found == []


def test_no_other_word_is_on_screen() -> None:
    said = on_screen()
    assert [word for row in rows() for word in row.never_on_screen if re.search(rf"\b{word}\b", said)] == []
