"""What stands on a long page: its headings as links, so that nobody has to scroll to find out."""

import re
from dataclasses import dataclass, field
from html import unescape

from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.text import slugify

PLACE = "<!-- contents -->"
"""Where the list comes, as ``base.html`` says."""

MANY = 5
LONG = 400
"""Headings and words from which a page gets a list. In a shorter one, a few strokes of the thumb show all there is."""

HEADING = re.compile(
    r'(?P<section><section\b[^>]*>\s*)<h2 class="ds-heading" data-size="sm">(?P<of_section>.*?)</h2>'
    r'|<h4 class="ds-heading" data-size="xs">(?P<of_chapter>.*?)</h4>',
    re.DOTALL,
)
"""As the templates write them: a section begins with an ``h2``, a chapter of a text of law with an ``h4``."""

ID = re.compile(r'\bid="([^"]+)"')
TAG = re.compile(r"<[^>]*>")


@dataclass
class Entry:
    """A heading: where it stands, its words, and the chapters below it."""

    anchor: str
    words: SafeString
    chapters: list["Entry"] = field(default_factory=list)


def outline(html: str) -> tuple[str, list[Entry]]:
    """A page with an anchor at each of its headings, and these headings. Of a short page: as it was, and none."""
    entries: list[Entry] = []
    taken = set(ID.findall(html))
    before = len(taken)

    def anchored(found: re.Match[str]) -> str:
        # Tags go, and what was escaped stays escaped: words that were safe in the heading are safe in the list.
        words = SafeString(strip_tags(found["of_section"] or found["of_chapter"] or "").strip())
        anchor = _free(slugify(unescape(words)) or "deel", taken)
        taken.add(anchor)
        is_below = found["of_chapter"] is not None and entries
        (entries[-1].chapters if is_below else entries).append(Entry(anchor, words))
        return found[0].replace(' class="ds-heading"', f' id="{anchor}" class="ds-heading"', 1)

    marked = HEADING.sub(anchored, html)
    if len(taken) - before < MANY or len(TAG.sub(" ", html).split()) < LONG:
        return html, []
    return marked, entries


def _free(name: str, taken: set[str]) -> str:
    """The name, or with a number behind it when something on the page is called so already."""
    number = 1
    anchor = name
    while anchor in taken:
        number += 1
        anchor = f"{name}-{number}"
    return anchor
