"""JSON written by people, with the line of every value, so that a problem can be pointed at."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from wisselwerk.domain.refusal import gettext_noop
from wisselwerk.formats.problem import Problem, Problems

Path = tuple[str | int, ...]
"""The names and list indexes that lead to a value."""

TOO_LARGE = gettext_noop(
    "The file is larger than {limit_kilobytes} kB. Check that this is the file you meant."
)
NOT_UTF_8 = gettext_noop("The file is not text in UTF-8. Save it as UTF-8 and try again.")
NOT_JSON = gettext_noop(
    "From here the file is not JSON. Look for a comma, quote or bracket too few or too many."
)
TOO_DEEP = gettext_noop(
    "Lists and objects stand too deep inside one another. Check that this is the file you meant."
)
TWICE = gettext_noop("“{parameter}” stands twice in the same object. Keep one of them.")
NOT_STORABLE = gettext_noop("A text here holds a character that cannot be kept. Type the text again.")

# In a text that is known to be JSON: strings, brackets, commas and colons, line ends, and what else there is.
_TOKENS = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|\n|[^\s{}\[\],:"]+')
# Half a surrogate pair is not Unicode, and PostgreSQL keeps no NUL.
_NOT_STORABLE = re.compile("[\x00\ud800-\udfff]")
_WHOLE_IN_A_FLOAT = 2**53
MAX_DEPTH = 50
"""Deeper than any file of ours, and far from where Python gives up writing a value out."""


@dataclass(frozen=True, slots=True)
class Document:
    """What a JSON file says, and on which line each value stands; inside an object a value stands where its name does."""

    file: str
    value: Any
    lines: Mapping[Path, int]

    def problem(self, path: Path, message: str, **params: object) -> Problem:
        """A problem with the value at ``path``; where no value is, with the line of what should have held it."""
        known = next(path[:end] for end in range(len(path), -1, -1) if path[:end] in self.lines)
        return Problem(self.file, self.lines[known], written(path), message, params)


def read_json(data: bytes, file: str, max_bytes: int) -> Document:
    """Read a JSON document that somebody else wrote.

    A number without a fraction is whole however it is written (``25000.0``), as in JSON Schema.

    Raises:
        Problems: it is too large, too deep, not UTF-8, not JSON, or says something twice.
    """
    if len(data) > max_bytes:
        raise Problems([Problem(file, 1, "", TOO_LARGE, {"limit_kilobytes": max_bytes // 1000})])
    try:
        text = data.decode("utf-8-sig")
        value = json.loads(text, parse_int=_number, parse_float=_number)
    except UnicodeDecodeError as error:
        raise Problems([Problem(file, data.count(b"\n", 0, error.start) + 1, "", NOT_UTF_8)]) from error
    except json.JSONDecodeError as error:
        raise Problems([Problem(file, error.lineno, "", NOT_JSON)]) from error
    except RecursionError as error:
        raise Problems([Problem(file, 1, "", TOO_DEEP)]) from error
    scan = _Scan(file)
    for token in _TOKENS.findall(text):
        scan.take(token)
    if scan.problems:
        raise Problems(scan.problems)
    return Document(file, value, scan.lines)


def is_storable(text: str) -> bool:
    """Whether a text can be kept on both databases, and written out as UTF-8 again."""
    return not _NOT_STORABLE.search(text)


def written(path: Path) -> str:
    """A path as people write it: ``versions[0].rules[2].kind``."""
    parts = (
        f".{part}" if isinstance(part, str) and part.isidentifier() else f"[{json.dumps(part)}]"
        for part in path
    )
    return "".join(parts).removeprefix(".")


def _number(digits: str) -> int | float:
    """A number as it is written. One that is larger than any amount may lose its last digits: it is refused later."""
    if digits.lstrip("-").isdecimal() and len(digits) < len(str(_WHOLE_IN_A_FLOAT)):
        return int(digits)
    number = float(digits)
    return int(number) if number.is_integer() and abs(number) <= _WHOLE_IN_A_FLOAT else number


@dataclass(slots=True)
class _Scan:
    """A walk over the tokens of a JSON text that keeps where it is.

    ``open`` holds the place in every object and list around it: an index, a name, or None where a name comes next.
    """

    file: str
    line: int = 1
    open: list[str | int | None] = field(default_factory=list)
    lines: dict[Path, int] = field(default_factory=lambda: {(): 1})
    problems: list[Problem] = field(default_factory=list)

    def take(self, token: str) -> None:
        match token:
            case "\n":
                self.line += 1
            case "," if isinstance(self.open[-1], int):
                self.open[-1] += 1
            case ",":
                self.open[-1] = None
            case "}" | "]":
                self.open.pop()
            case ":":
                pass
            case _:
                self._value(token)

    def _value(self, token: str) -> None:
        if token.startswith('"') and "\\u" in token and not is_storable(json.loads(token)):
            self._problem(NOT_STORABLE)
        if self.open and self.open[-1] is None:
            self._name(json.loads(token))
            return
        if self.open and isinstance(self.open[-1], int):
            self.lines[self._path()] = self.line
        if token in "{[":
            self.open.append(None if token == "{" else 0)
            if len(self.open) > MAX_DEPTH:
                raise Problems([Problem(self.file, self.line, "", TOO_DEEP)])

    def _name(self, name: str) -> None:
        self.open[-1] = name
        if self._path() in self.lines:
            self._problem(TWICE, parameter=written((name,)))
        self.lines[self._path()] = self.line

    def _problem(self, message: str, **params: object) -> None:
        self.problems.append(Problem(self.file, self.line, written(self._path()), message, params))

    def _path(self) -> Path:
        return tuple(part for part in self.open if part is not None)
