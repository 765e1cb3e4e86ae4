"""What one rule adds to the article it belongs to, and what it is written from."""

from dataclasses import dataclass
from typing import TypeVar

from wisselwerk.domain.regulation.setting import Setting
from wisselwerk.domain.regulation.text import Paragraph
from wisselwerk.domain.rule import RuleSet
from wisselwerk.domain.rule.base import Rule

R = TypeVar("R", bound=Rule)


@dataclass(frozen=True, slots=True)
class Writing:
    """The rules that are written as law, and what stands around them."""

    rules: RuleSet
    setting: Setting

    def find(self, kind: type[R]) -> R | None:
        """The rule of this kind, or None."""
        return self.rules.find(kind)


@dataclass(frozen=True, slots=True)
class Said:
    """The words of one rule: conditions that its article lists, and paragraphs of their own that follow the list."""

    conditions: tuple[str, ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()


def enumerated(lead: str, items: tuple[str, ...], *, of_one: str = "") -> Paragraph:
    """A paragraph that ends in a list; one thing alone is no list, and stands in the sentence (that of ``of_one``, if any)."""
    if len(items) == 1:
        return Paragraph(f"{of_one or lead} {items[0]}.")
    return Paragraph(lead, items)


def condition(text: str, *others: str) -> Said:
    """One condition, with what has to be said about it in paragraphs of their own."""
    return Said((text,), tuple(map(Paragraph, others)))


def paragraphs(*texts: str) -> Said:
    """Paragraphs without a list."""
    return Said((), tuple(map(Paragraph, texts)))
