"""What a regulation is made of: chapters, articles, paragraphs with their items. Values, the same for every medium."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from wisselwerk.domain.regulation.words import BLANK, REFERENCE, ordinal


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph (*lid*) of an article, with the list that it ends in, if any."""

    text: str
    items: tuple[str, ...] = ()

    @property
    def numbered(self) -> tuple[tuple[str, str], ...]:
        """The items with the mark that the law gives them, ``1°``, and what stands behind each."""
        last = len(self.items)
        return tuple(
            (ordinal(place), f"{item}{'.' if place == last else ';'}")
            for place, item in enumerate(self.items, start=1)
        )


@dataclass(frozen=True, slots=True)
class Article:
    """One article. ``key`` names it before it has a number, ``kinds`` the kinds of rules that it says."""

    key: str
    title: str
    paragraphs: tuple[Paragraph, ...]
    kinds: tuple[str, ...] = ()
    number: int = 0

    @property
    def heading(self) -> str:
        """``Artikel 7. Eigen bijdrage``."""
        return f"Artikel {self.number}. {self.title}"

    @property
    def lines(self) -> tuple[str, ...]:
        """All it says, a line each for paragraphs and items."""
        found: list[str] = []
        for one in self.paragraphs:
            found += [one.text, *(f"{mark} {item}" for mark, item in one.numbered)]
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Chapter:
    """Articles about one thing, under its heading."""

    title: str
    articles: tuple[Article, ...]
    number: int = 0

    @property
    def heading(self) -> str:
        """``Hoofdstuk 3. Aanvraag``."""
        return f"Hoofdstuk {self.number}. {self.title}"


@dataclass(frozen=True, slots=True)
class Source:
    """The text that rules name as theirs, with the numbers of the articles that say those rules."""

    text: str
    articles: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Regulation:
    """The regulation of a scheme, with numbered chapters and articles."""

    title: str
    chapters: tuple[Chapter, ...]
    sources: tuple[Source, ...] = ()

    @property
    def articles(self) -> tuple[Article, ...]:
        """All articles, in order."""
        return tuple(article for chapter in self.chapters for article in chapter.articles)

    def article(self, key: str) -> Article:
        """The article with this key.

        Raises:
            KeyError: there is none.
        """
        found = {one.key: one for one in self.articles}
        return found[key]

    @property
    def blanks(self) -> tuple[str, ...]:
        """What is left for a person to fill in, each once, in the order of the text."""
        found = (blank for one in self.articles for line in one.lines for blank in BLANK.findall(line))
        return tuple(dict.fromkeys(found))


def numbered(title: str, chapters: tuple[Chapter, ...]) -> Regulation:
    """A regulation with its numbers given, and every reference to an article in its place.

    Raises:
        KeyError: an article is named that is not there.
    """
    keys = [one.key for chapter in chapters for one in chapter.articles]
    numbers = {key: place for place, key in enumerate(keys, start=1)}

    def settled(text: str) -> str:
        return REFERENCE.sub(lambda found: f"artikel {numbers[found.group(1)]}", text)

    def whole(one: Article) -> Article:
        paragraphs = (
            Paragraph(settled(each.text), tuple(map(settled, each.items))) for each in one.paragraphs
        )
        return replace(one, number=numbers[one.key], paragraphs=tuple(paragraphs))

    return Regulation(
        title,
        tuple(
            replace(one, number=place, articles=tuple(map(whole, one.articles)))
            for place, one in enumerate(chapters, start=1)
        ),
    )


def plain_text(regulation: Regulation) -> str:
    """The regulation as lines of text, to be read and compared."""
    return "\n".join(_lines(regulation)) + "\n"


def _lines(regulation: Regulation) -> Iterator[str]:
    yield regulation.title
    for chapter in regulation.chapters:
        yield ""
        yield chapter.heading
        for article in chapter.articles:
            yield ""
            yield article.heading
            yield from article.lines
    if regulation.sources:
        yield ""
        yield "Bronnen van de artikelen"
        for source in regulation.sources:
            yield f"{articles_named(source.articles)}: {source.text}"


def articles_named(numbers: tuple[int, ...]) -> str:
    """Several articles as one phrase: ``artikel 3, 5 en 7``."""
    *head, last = map(str, numbers)
    return f"artikel {', '.join(head)} en {last}" if head else f"artikel {last}"
