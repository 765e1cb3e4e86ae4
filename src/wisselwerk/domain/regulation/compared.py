"""What two regulations say differently, article by article, in their own words: the old next to the new."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from wisselwerk.domain.regulation.text import Article, Regulation
from wisselwerk.domain.regulation.words import SENTENCE_END, listed

NAMED = re.compile(r"\bartikel ([0-9]+)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """An article that is not what it was, with the sentences that only one side has."""

    key: str
    """Of the article, as it is planned."""
    name: str
    """``artikel 7 (Eigen bijdrage)``; without a number where the article is gone: ``het artikel “Eigen bijdrage”``."""
    kinds: tuple[str, ...]
    """The kinds of rules that it says, or said."""
    before: tuple[str, ...]
    after: tuple[str, ...]
    is_new: bool = False
    is_gone: bool = False
    follows_from: str = ""
    """The articles whose change makes this one change by itself; empty where somebody chose it."""

    @property
    def text(self) -> str:
        """The change as part of a sentence, the old value before the new one."""
        return (
            f"{self._told}; dit volgt uit wat verandert in {self.follows_from}"
            if self.follows_from
            else self._told
        )

    @property
    def _told(self) -> str:
        old, new = _quoted(self.before), _quoted(self.after)
        if self.is_gone:
            return f"{self.name} vervalt: {old}"
        if self.is_new:
            return f"{self.name} is nieuw: {new}"
        if old and new:
            return f"{self.name}: {old} wordt {new}"
        if old:
            return f"{self.name}: {old} vervalt"
        return f"{self.name}: {new} komt erbij"


def changes(before: Regulation, after: Regulation) -> tuple[Change, ...]:
    """What ``after`` says otherwise than ``before``, in the order of its articles; what it leaves out stands in its place.

    Where numbers shift, a reference to another article is no change.
    """
    old = {one.key: one for one in before.articles}
    new = {one.key: one for one in after.articles}
    found = []
    for key in _order(tuple(old), tuple(new)):
        was, now = old.get(key), new.get(key)
        told = now or was
        assert told is not None
        gone, come = _only(was, before, now, after), _only(now, after, was, before)
        if gone or come:
            found.append(
                Change(
                    key=key,
                    name=f"artikel {now.number} ({now.title})" if now else f"het artikel “{told.title}”",
                    kinds=told.kinds or (was.kinds if was else ()),
                    before=gone,
                    after=come,
                    is_new=was is None,
                    is_gone=now is None,
                )
            )
    return tuple(found)


def _order(old: tuple[str, ...], new: tuple[str, ...]) -> list[str]:
    """The articles of both: in the order of the new ones, each that is gone behind the one it stood behind."""
    found = list(new)
    for place, key in enumerate(old):
        if key not in new:
            found.insert(found.index(old[place - 1]) + 1 if place else 0, key)
    return found


def _only(one: Article | None, its: Regulation, other: Article | None, others: Regulation) -> tuple[str, ...]:
    """The sentences and items of an article that the other one does not have."""
    if one is None:
        return ()
    known = {_by_key(line, others) for line in _sentences(other)} if other else set()
    return tuple(line for line in _sentences(one) if _by_key(line, its) not in known)


def _sentences(article: Article) -> Iterator[str]:
    for one in article.paragraphs:
        yield from (sentence.rstrip(".") for sentence in SENTENCE_END.split(one.text))
        yield from one.items


def _by_key(line: str, regulation: Regulation) -> str:
    """A sentence with the articles it refers to by their key: their numbers mean nothing."""
    keys = {one.number: one.key for one in regulation.articles}

    def named(found: re.Match[str]) -> str:
        number = int(found[1])
        return f"[{keys[number]}]" if number in keys else found[0]

    return NAMED.sub(named, line)


def _quoted(lines: Sequence[str]) -> str:
    return listed([f"“{line}”" for line in lines]) if lines else ""
