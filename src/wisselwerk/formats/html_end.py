"""Whether a page in HTML that leaves out the ends of its body stops where a whole page may, or was cut off."""

from html.parser import HTMLParser

_END_LEFT_OUT = frozenset((
    "html", "head", "body", "p", "li", "dt", "dd", "rt", "rp", "optgroup", "option", "colgroup", "caption", "thead", "tbody",
    "tfoot", "tr", "td", "th",
))  # fmt: skip
"""Elements whose end may be left out by the letter of HTML."""
_WITHOUT_END = frozenset((
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
))  # fmt: skip
_MAY_END_WITH = frozenset(".!?:;)”’\"'»…> \t\r\n")


def stops_halfway(text: str) -> bool:
    """Whether it stops inside a tag, a word or a sentence, or with an element open that has to be closed."""
    reader = _Open()
    try:
        reader.feed(text)
    except AssertionError:  # what the reader makes of a declaration that is none
        return True
    return bool(reader.left) or "<" in reader.rawdata or text[-1] not in _MAY_END_WITH


class _Open(HTMLParser):
    """Keeps what was opened and not closed, apart from what may stay open."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.left: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Opened."""
        if tag not in _END_LEFT_OUT | _WITHOUT_END:
            self.left.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Closed where it was opened, as in a drawing."""

    def handle_endtag(self, tag: str) -> None:
        """Closed, with what was left open inside it."""
        while tag in self.left:
            if self.left.pop() == tag:
                break
