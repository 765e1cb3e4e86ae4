"""By which words an initiative is found, and what answers to words that somebody types: other forms and compounds, as in the
catalogue (``formats.dutch``).

The catalogue keeps a row for each word, to weigh what it finds. Here all that is found is wanted, newest first, so the words of one
initiative are one text: each between spaces, with its stem. No compound is taken apart: of a word that nobody uses, each way to do
that would read all texts once more.
"""

from collections.abc import Iterable
from functools import reduce
from itertools import pairwise, takewhile
from operator import or_
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from wisselwerk.domain.territory import fold
from wisselwerk.formats.dutch import MIN_GUESSED, SAY_NOTHING, forms, forms_asked, words

M = TypeVar("M", bound=Model)

MOST_WORDS = 12
"""Of a longer text, the first."""
_SHORT_FOR = dict.fromkeys(("art", "artikel"), ("art", "artikel"))
"""What decisions write short: of *art. 60* and *artikel 60* either finds both."""


def words_kept(title: str, *others: str) -> str:
    """All that it can be found by, with a space before and after each word.

    Two words of the title that follow each other are one word too: who looks for *wijkwerken* finds *wijk-werken*.
    """
    in_title = fold(title).split()
    told = dict.fromkeys(
        form for word in [*in_title, *fold(" ".join(others)).split()] for form in _forms(word, forms(word))
    )
    together = {
        f"{first}{second}": None for first, second in pairwise(in_title) if not SAY_NOTHING & {first, second}
    }
    return f" {' '.join(told | together)} "


def answering(found: QuerySet[M], text: str) -> QuerySet[M]:
    """Those that answer to each word of a text; all of them where no word of it says anything."""
    for word in list(words(text))[:MOST_WORDS]:
        found = found.filter(reduce(or_, map(_says, _SHORT_FOR.get(word, (word,)))))
    return found


def _says(word: str) -> Q:
    """The word in one of its forms, or a compound that begins or ends with it."""
    found = list(_forms(word, forms_asked(word)))
    # What does not have their common beginning has none of them: so each text is mostly read once, however many forms there are.
    same = takewhile(lambda letters: len(set(letters)) == 1, zip(*found, strict=False))
    begin = "".join(letters[0] for letters in same)
    return Q(words__contains=begin) & reduce(or_, (_in_a_form(form, word) for form in found))


def _forms(word: str, found: Iterable[str]) -> dict[str, None]:
    """Those of the stemmer, with what it misses of words that matter here: *cheques* and *cheque*, *sociale* and *sociaal*."""
    more = [f"{one[:-2]}aal" for one in found if one.endswith("ial")]
    more += [word[:-1]] if word.endswith("es") and len(word) > MIN_GUESSED else []
    return dict.fromkeys([*found, *more])


def _in_a_form(form: str, word: str) -> Q:
    if len(form) < MIN_GUESSED or not word.startswith(form[: MIN_GUESSED - 1]):
        # So short, or a stem that lost its beginning, it stands in other words too: *meen* of *gemeenten* in *algemeen*.
        return _has(form)
    return Q(words__contains=f" {form}") | Q(words__contains=f"{form} ")


def _has(word: str) -> Q:
    return Q(words__contains=f" {word} ")
