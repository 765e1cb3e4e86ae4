"""By which words a practice is found."""

from wisselwerk.domain.practice import PracticeText
from wisselwerk.domain.territory import fold


def words_of(text: PracticeText, organisation: str) -> str:
    """All that is told of it, in every language, without accents and capitals."""
    told = [organisation]
    for language in text.languages:
        wording = text.wordings[language]
        told += [wording.title, *wording.parts.values()]
    told += [one.title for one in text.materials]
    return fold(" ".join(told))
