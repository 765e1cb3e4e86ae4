"""What is wrong in a file, said so that the person who wrote it can put it right."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding: where it is, and a message id with its values that says what is wrong and what to do.

    ``line`` is counted from 1; ``path`` leads to the value inside the document, empty for the whole of it.
    """

    file: str
    line: int
    path: str
    message: str
    params: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def sentence(self) -> str:
        """The message in English; ``wisselwerk.wording`` speaks ``message`` and ``params`` in other languages."""
        return self.message.format_map(self.params)

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}"
        return f"{place}: {self.path}: {self.sentence}" if self.path else f"{place}: {self.sentence}"


class Problems(Exception):
    """A file that cannot be used, with everything that is wrong in it, in the order of the file."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda one: (one.line, one.path, one.message)))
        super().__init__("\n".join(map(str, self.problems)))
