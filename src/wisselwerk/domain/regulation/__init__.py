"""The regulation of a scheme in official Dutch, written from its rules.

The text is law, so it is Dutch whatever the language of the screen, and never stored: rules and text cannot disagree.
``outline`` says where each kind of rule stands; the modules beside it hold the words. What a regulation is made of are
values, so that paper, web page and plain text say the same.
"""

from collections.abc import Iterable, Iterator

from wisselwerk.domain.regulation.outline import PLACED, PLAN, USUAL, WRITERS, PlannedArticle
from wisselwerk.domain.regulation.said import Said, Writing, enumerated
from wisselwerk.domain.regulation.setting import PlaceName, Setting
from wisselwerk.domain.regulation.text import (
    Article,
    Chapter,
    Paragraph,
    Regulation,
    Source,
    articles_named,
    numbered,
    plain_text,
)
from wisselwerk.domain.regulation.words import SENTENCE_END
from wisselwerk.domain.rule import KINDS, RuleSet

__all__ = [
    "THE_DECISION",
    "Article",
    "Chapter",
    "NoArticle",
    "Paragraph",
    "PlaceName",
    "Regulation",
    "Setting",
    "Source",
    "articles_named",
    "plain_text",
    "title_of",
    "write",
]

THE_DECISION = "Besluit van de gemeenteraad"
"""What rules stand on that name no text of their own, while nobody has named the decision."""

SOFTWARE = "Wisselwerk"
"""What a source names that is no law: a standard of this software, or an example of it."""


class NoArticle(LookupError):
    """A kind of rule that the outline has no place for: without its article the text would leave it out."""

    def __init__(self, kind: str) -> None:
        super().__init__(
            f"the regulation has no article for the rule {kind!r}: give it one in domain/regulation/outline.py"
        )


def write(
    rules: RuleSet, setting: Setting, *, own_source: str = "", more: Iterable[Chapter] = ()
) -> Regulation:
    """The regulation that these rules are.

    ``own_source`` is the decision the version itself stands on, which is no source beside itself. ``more`` are articles
    that go at the end, of which a chapter with the title of the last one is made part.

    Raises:
        NoArticle: a kind of rule has no article.
    """
    for sourced in rules.rules:
        if sourced.rule.kind not in PLACED & WRITERS.keys():
            raise NoArticle(sourced.rule.kind)
    writing = Writing(rules, setting)
    chapters = [
        Chapter(title, tuple(article for one in planned if (article := _article(one, writing)) is not None))
        for title, planned in PLAN
    ]
    for one in more:
        if chapters[-1].title == one.title:
            chapters[-1] = Chapter(one.title, (*chapters[-1].articles, *one.articles))
        else:
            chapters.append(one)
    found = numbered(title_of(setting.name), tuple(chapters))
    return Regulation(found.title, found.chapters, tuple(_sources(rules, found, own_source)))


def title_of(name: str) -> str:
    """What the regulation of a scheme is called."""
    return f"Subsidiereglement “{name}”"


def _article(planned: PlannedArticle, writing: Writing) -> Article | None:
    """An article of a plan; None where the scheme has none of its rules and nothing holds without them."""
    said = [(kind, one) for kind in planned.kinds if (one := _said(kind, writing)) is not None]
    conditions = tuple(text for _kind, one in said for text in one.conditions)
    found = [*(planned.before(writing) if planned.before else ())]
    if conditions:
        found.append(enumerated(planned.lead, conditions, of_one=planned.lead_of_one))
    found += [each for _kind, one in said for each in one.paragraphs]
    if not said and planned.kinds and planned.without is not None:
        found += planned.without(writing)
    if planned.after is not None:
        found += planned.after(writing)
    if not found:
        return None
    return Article(planned.key, planned.title, tuple(found), tuple(kind for kind, _one in said))


def _said(kind: str, writing: Writing) -> Said | None:
    rule = writing.find(KINDS[kind])
    if rule is None and kind in USUAL:
        rule = USUAL[kind](writing)
    return None if rule is None else WRITERS[kind](rule, writing)


def _sources(rules: RuleSet, regulation: Regulation, own_source: str) -> Iterator[Source]:
    """The texts that the rules name beside the decision itself, in the order of the articles, each with all its articles.

    A source of several sentences names several texts.
    """
    own = {own_source, THE_DECISION}
    named = {one.rule.kind: one.source for one in rules.rules}
    numbers: dict[str, list[int]] = {}
    for article in regulation.articles:
        for kind in article.kinds:
            source = named.get(kind, own_source)
            for text in _cited(source) if source not in own else ():
                if article.number not in numbers.setdefault(text, []):
                    numbers[text].append(article.number)
    for text, articles in numbers.items():
        yield Source(text, tuple(articles))


def _cited(source: str) -> Iterator[str]:
    """What of a source a council may stand on: not that something is a standard or an example of this software."""
    for sentence in SENTENCE_END.split(source):
        if SOFTWARE not in sentence:
            yield sentence.strip().rstrip(".")
