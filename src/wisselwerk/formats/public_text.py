"""Words that everybody will read name nobody: whom a text names, and how it reads without.

Both edges and the commands behind them hold a text to this, so that what one of them lets pass the other does too.
"""

from collections.abc import Sequence
from difflib import SequenceMatcher

from wisselwerk.formats.person_names import person_filter

AT_MOST = 5
"""Times that a text is gone through: what was left out once may show who stands beside it."""
_without_persons = person_filter()


def without_persons(text: str) -> str:
    """The text with ``N.N.`` for whatever points at one person; asked once more, it says the same."""
    for _ in range(AT_MOST):
        if (left := _without_persons(text)) == text:
            break
        text = left
    return text


def persons_in(text: str) -> Sequence[str]:
    """What would be taken out of a text, in its own words and order, each once."""
    written, left = text.split(), without_persons(text).split()
    changes = SequenceMatcher(None, written, left, autojunk=False).get_opcodes()
    found = (" ".join(written[first:last]) for kind, first, last, *_ in changes if kind != "equal")
    return tuple(dict.fromkeys(one.strip(" ,;:.()") for one in found if one))
