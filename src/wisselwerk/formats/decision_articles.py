"""The articles of a decision: marked as such, or only printed behind *Artikel 1*."""

import re
from collections.abc import Iterable, Sequence

from wisselwerk.domain.published_decision import PublishedArticle
from wisselwerk.formats.html_page import Element, lines, tidy
from wisselwerk.formats.rdfa import Thing

_NUMBER = r"(?:\d+|[IVXLC]+)(?:[./]\d+)*\s?(?:bis|ter|quater|°)?"
_BEGINS = re.compile(
    rf"(?:(?P<only>(?i:enig))\s+(?i:artikel|art\.)|(?i:artikel|art\.?)\s*(?P<number>{_NUMBER}))"
    r"(?:\s*[.:)–-]+\s*|\s+(?=[A-ZÀ-Þ“\"])|\s*$)(?P<rest>.*)",
    re.DOTALL,
)
"""An article begins with its number and a mark, or a sentence: *artikel 60 van de wet* is none."""
_HEADING = re.compile(r"h[1-6]")


def articles_marked(parts: Sequence[Thing], values: Iterable[Element]) -> tuple[PublishedArticle, ...]:
    """The articles that a page marks, without those that say nothing. A heading between them begins a chapter."""
    headings = _chapters(values, {one.element for one in parts})
    found = []
    for part in parts:
        number = _bare(next(iter(_texts(part, "eli:number")), ""))
        title = next(iter(_texts(part, "eli:title")), "")
        said = _texts(part, "prov:value")
        if not part.texts("prov:value"):
            told = [one.element for name in ("eli:number", "eli:title") for one in part.texts(name)]
            said = list(lines(part.element, without=told))
        if title or said:
            found.append(PublishedArticle(number, title, tuple(said), headings.get(part.element, "")))
    return tuple(found)


def articles_printed(said: Sequence[str]) -> tuple[PublishedArticle, ...]:
    """The articles in lines of text; what stands before the first, or all where there is none, has no number."""
    found: list[tuple[str, list[str]]] = []
    for line in said:
        begun = _BEGINS.match(line)
        if begun or not found:
            found.append(((begun["number"] or begun["only"].lower()) if begun else "", []))
        if text := begun["rest"] if begun else line:
            found[-1][1].append(text)
    return tuple(PublishedArticle(tidy(number), "", tuple(each)) for number, each in found if number or each)


def _chapters(values: Iterable[Element], articles: set[Element]) -> dict[Element, str]:
    """The heading that each article stands under, in the text that they are parts of."""
    found: dict[Element, str] = {}
    for value in values:
        heading, inside = "", set[Element]()
        for element in value.iter():
            if element in articles:
                found[element] = heading
                inside.update(element.iter())
            elif element not in inside and _HEADING.fullmatch(element.tag):
                heading = " ".join(lines(element))
    return found


def _texts(part: Thing, name: str) -> list[str]:
    found: list[str] = []
    for one in part.texts(name):
        found += lines(one.element) if one.written is None else [tidy(one.written)]
    return [one for one in found if one]


def _bare(number: str) -> str:
    """The number of an article without the word and the mark behind it."""
    begun = _BEGINS.match(number)
    return tidy(begun["number"] or begun["only"].lower()) if begun else number.strip(" .:")
