"""By which words a practice is found: each word that is told of it, and its stem, looked for in any form."""

from wisselwerk.domain.practice import PracticeText
from wisselwerk.formats.dutch import MIN_GUESSED, forms, forms_asked, words


def words_of(text: PracticeText) -> str:
    """All that is told of it, in every language: small letters, without accents and without words that say nothing."""
    told: list[str] = []
    for language in text.languages:
        wording = text.wordings[language]
        told += [wording.title, *wording.parts.values()]
    told += [one.title for one in text.materials]
    found = (form for word in words(" ".join(told)) for form in forms(word))
    return " ".join(dict.fromkeys(found))


def asked(text: str) -> list[tuple[str, ...]]:
    """The words that somebody looks for, each in the forms in which it may stand there.

    Of a word that ends on *s* also what stands before that: the stemmer leaves *cheques* and *regisseurs* as they are.
    """
    return [_forms(word) for word in dict.fromkeys(words(text))]


def _forms(word: str) -> tuple[str, ...]:
    singular = (word[:-1],) if word.endswith("s") and len(word) > MIN_GUESSED else ()
    return tuple(dict.fromkeys((*forms_asked(word), *singular)))
