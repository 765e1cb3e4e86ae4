"""HTML pages of strangers: bytes to a tree, and an element of it to lines of text as a reader sees them.

libxml2 mends what is broken as it goes, keeps on which line an element began, and fetches nothing. What it cannot know is
told before it begins: a page that was cut off, or is no page.
"""

import codecs
import re
from collections.abc import Iterable, Iterator
from typing import TypeAlias

from lxml import etree

from wisselwerk.domain.refusal import gettext_noop
from wisselwerk.formats.html_end import stops_halfway
from wisselwerk.formats.problem import Problem, Problems

Element: TypeAlias = etree._Element  # noqa: SLF001 the library has no other name for what it returns

MAX_BYTES = 20_000_000
"""The largest page known, the minutes of a whole evening with every vote, is 3 MB."""

TOO_LARGE = gettext_noop(
    "The page is larger than {limit_megabytes} MB. Publish or save its decisions one by one."
)
NOT_HTML = gettext_noop("This is not a page in HTML. Save the page itself, not its PDF or a picture of it.")
CUT_OFF = gettext_noop(
    "The page is cut off: “{element}” is opened and never closed. Save it again, whole; nothing of it was read."
)
TOO_DEEP = gettext_noop(
    "Elements stand too deep inside one another here. Look for ends that were forgotten; nothing of the page was read."
)
NOT_READABLE = gettext_noop("From here the letters are not those of {encoding}. Save the page as UTF-8.")

MIXED = gettext_noop(
    "From here some letters are not those of UTF-8, as the page says. They were read as Windows-1252; look whether they are right."
)
_AS_WINDOWS = "wisselwerk.windows"

_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_-]{1,40})""", re.IGNORECASE)
_BYTE_ORDER = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_WHOLE = ("body", "html")
"""Elements that hold all of a page. Where the end of one is left out, which HTML allows, the page is looked at more closely."""
_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "br", "caption", "dd", "details", "div", "dl", "dt",
    "fieldset", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main",
    "nav", "ol", "p", "pre", "section", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
))  # fmt: skip
_CELLS = frozenset(("td", "th"))
_UNSEEN = frozenset(("script", "style", "template", "noscript", "head", "button", "select", "textarea"))
_UNPRINTED = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\xad"))


def read_html(data: bytes, file: str) -> tuple[Element, tuple[Problem, ...]]:
    """The tree of a page, and what was read otherwise than it says.

    Raises:
        Problems: it is too large, no HTML, cut off, or in letters that cannot be read.
    """
    if len(data) > MAX_BYTES:
        raise Problems([Problem(file, 1, "", TOO_LARGE, {"limit_megabytes": MAX_BYTES // 1_000_000})])
    text, remarks = _decoded(data, file)
    small = text.lower()
    if "\x00" in text or not re.search(r"<[a-z!]", small):
        raise Problems([Problem(file, 1, "", NOT_HTML)])
    for element in _WHOLE:
        opened = re.search(rf"<{element}[\s>]", small)
        if opened and f"</{element}" not in small[opened.start() :] and stops_halfway(text):
            line = small.count("\n", 0, opened.start()) + 1
            raise Problems([Problem(file, line, "", CUT_OFF, {"element": f"<{element}>"})])
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, no_network=True
    )
    root = etree.fromstring(text.encode(), parser=parser)
    # From here on libxml2 reads no further, and would say nothing of it.
    stopped = [one.line for one in parser.error_log if one.level == etree.ErrorLevels.FATAL]
    if stopped:
        raise Problems([Problem(file, stopped[0], "", TOO_DEEP)])
    if root is None:
        raise Problems([Problem(file, 1, "", NOT_HTML)])
    return root, remarks


def take_out(element: Element) -> None:
    """Take an element out of its page, with all that is in it; what stands behind it stays.

    Raises:
        ValueError: it is the root of the page.
    """
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        raise ValueError("the root of a page cannot be taken out of it")
    if before is not None:
        before.tail = (before.tail or "") + (element.tail or "")
    else:
        parent.text = (parent.text or "") + (element.tail or "")
    parent.remove(element)


def lines(element: Element, *, without: Iterable[Element] = ()) -> tuple[str, ...]:
    """What a reader sees of an element, a line for each paragraph, heading, item and row; not what is in ``without``."""
    left_out = frozenset(without)
    found = ("".join(each) for each in _split(_pieces(element, left_out)))
    return tuple(line for text in found if (line := tidy(text)))


def tidy(text: str) -> str:
    """Text on one line, with single spaces and without the marks that no printer shows."""
    return " ".join((text if text.isascii() else text.translate(_UNPRINTED)).split())


def _pieces(element: Element, left_out: frozenset[Element]) -> Iterator[str | None]:
    """The text, with None where a new line begins. No recursion: some pages nest thousands deep."""
    waiting: list[Element | str | None] = [element]
    while waiting:
        one = waiting.pop()
        if one is None or isinstance(one, str):
            yield one
            continue
        if one in left_out or one.tag in _UNSEEN:
            continue
        edge = " " if one.tag in _CELLS else None
        inside: list[Element | str | None] = [one.text or ""]
        for child in one:
            inside += (child, child.tail or "")
        if one.tag in _BLOCKS:
            inside = [edge, *inside, edge]
        waiting.extend(reversed(inside))


def _split(pieces: Iterable[str | None]) -> Iterator[list[str]]:
    line: list[str] = []
    for piece in pieces:
        if piece is None:
            yield line
            line = []
        else:
            line.append(piece)
    yield line


def _decoded(data: bytes, file: str) -> tuple[str, tuple[Problem, ...]]:
    """The text. What can be read as UTF-8 is UTF-8, whatever the page says: no other text looks like it by chance."""
    encoding = next((name for mark, name in _BYTE_ORDER if data.startswith(mark)), "utf-8")
    try:
        return data.decode(encoding), ()
    except UnicodeDecodeError as error:
        declared = _DECLARED.search(data[:4096])
        fallback = declared[1].decode("ascii").lower() if declared else "windows-1252"
        if encoding == "utf-8" and fallback in ("utf-8", "utf8"):
            return _mixed(data, file, error.start)
        if encoding != "utf-8":
            raise _unreadable(data, file, encoding, error.start) from error
        # Browsers read what calls itself Latin 1 as Windows-1252, so that is how it was checked by who made it.
        fallback = "windows-1252" if fallback in ("iso-8859-1", "latin1", "us-ascii", "ascii") else fallback
    try:
        return data.decode(fallback), ()
    except UnicodeDecodeError as error:
        raise _unreadable(data, file, fallback, error.start) from error
    except LookupError as error:
        raise _unreadable(data, file, fallback, 0) from error


def _mixed(data: bytes, file: str, first: int) -> tuple[str, tuple[Problem, ...]]:
    """A page in UTF-8 into which somebody pasted letters as Windows writes them: those are read as that."""
    try:
        text = data.decode("utf-8", errors=_AS_WINDOWS)
    except UnicodeDecodeError as error:
        raise _unreadable(data, file, "utf-8", error.start) from error
    return text, (Problem(file, data.count(b"\n", 0, first) + 1, "", MIXED),)


def _windows_letters(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    try:
        return error.object[error.start : error.end].decode("windows-1252"), error.end
    except UnicodeDecodeError:
        raise error from None


codecs.register_error(_AS_WINDOWS, _windows_letters)


def _unreadable(data: bytes, file: str, encoding: str, at: int) -> Problems:
    line = data.count(b"\n", 0, at) + 1
    return Problems([Problem(file, line, "", NOT_READABLE, {"encoding": encoding.upper()})])
