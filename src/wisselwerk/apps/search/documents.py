"""Keeping documents in step with what they tell of: for the commands that change that, in their transaction."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import islice

from wisselwerk.apps.finding.vocabulary import AROUND, NAME, ROWS_AT_ONCE, TOLD, Vocabulary, weighed
from wisselwerk.apps.search.models import Document, Mention, Spelling, Word
from wisselwerk.domain import finding
from wisselwerk.domain.finding import Shelf

VOCABULARY = Vocabulary("words of documents", Word, Spelling, Mention, keeps_untold=False)
DOCUMENTS_AT_ONCE = 500
_NAMES = {
    Shelf.PRACTICES: "practice",
    Shelf.SCHEMES: "scheme",
    Shelf.INITIATIVES: "initiative",
    Shelf.OPEN_QUESTIONS: "open question",
    Shelf.QUESTIONS: "question",
}


def words_in(document: finding.Document) -> dict[str, int]:
    """The words that a document is found by, with what each weighs."""
    return weighed({TOLD: document.text, AROUND: document.around, NAME: document.title})


def keep_in_step(subject: int, on: Iterable[Shelf], told: Callable[[], Iterable[finding.Document]]) -> None:
    """Have something be found as it is told now, and no longer on a shelf for which nothing of it is told.

    Call it last, once all that the command changes is locked: first rows, then the turn, and only then ``told`` reads. What others
    call otherwise meanwhile, such as whose it is, is read as it is called from now on.
    """
    VOCABULARY.take_turns()
    now = {one.shelf: one for one in told()}
    for shelf in on:
        if shelf in now:
            keep(now[shelf])
        else:
            drop(shelf, subject)


def keep(document: finding.Document) -> None:
    """Have something be found as it is told here. One after the other: a word that goes with its last mention is not mentioned
    by somebody else meanwhile, and nothing of before stays when all is made anew.
    """
    VOCABULARY.take_turns()
    kept = Document.objects.filter(shelf=document.shelf, subject=document.subject).first()
    if kept is not None and kept.told == document:
        return
    if kept is None:
        kept = _row(document)
        kept.save()
    else:
        kept.key, kept.title, kept.around, kept.text = (
            document.key,
            document.title,
            document.around,
            document.text,
        )
        kept.meaning, kept.meant_at = None, None
        kept.save()
    wanted = words_in(document)
    known = {
        text: (pk, weight) for pk, text, weight in kept.mentions.values_list("pk", "word__text", "weight")
    }
    gone = [pk for text, (pk, weight) in known.items() if wanted.get(text) != weight]
    if gone:
        Mention.objects.filter(pk__in=gone).delete()
    if left := known.keys() - wanted.keys():
        VOCABULARY.let_go(left)
    new = {text: weight for text, weight in wanted.items() if text not in known or known[text][1] != weight}
    if new:
        numbers = VOCABULARY.numbers(new)
        Mention.objects.bulk_create(_mentions(kept, new, numbers), batch_size=ROWS_AT_ONCE)


def drop(shelf: Shelf, subject: int) -> None:
    """Have something be found no longer, nor its words. In turns, as ``keep``."""
    VOCABULARY.take_turns()
    kept = Document.objects.filter(shelf=shelf, subject=subject).first()
    if kept is None:
        return
    left = set(kept.mentions.values_list("word__text", flat=True))
    kept.mentions.all().delete()
    kept.delete()
    VOCABULARY.let_go(left)


def call_otherwise(before: str, after: str) -> None:
    """Have what is of an organisation be found by its new name. Call it last in the transaction that gave it, as
    ``keep_in_step``, once nobody is called as it was before. Of an initiative it is not told which organisation it is of: it is called as its source does.
    """
    VOCABULARY.take_turns()
    of_it = Document.objects.filter(around=before).exclude(shelf=Shelf.INITIATIVES)
    for row in of_it.defer("meaning").order_by("pk"):
        keep(replace(row.told, around=after))


def write_all(documents: Callable[[], Iterable[finding.Document]]) -> int:
    """Forget all documents and keep these, which are read once nobody else changes one; others wait meanwhile.

    Returns:
        How many there are.
    """
    VOCABULARY.forget()
    Document.objects.all().delete()
    numbers: dict[str, int] = {}
    count = 0
    left = iter(documents())
    while some := list(islice(left, DOCUMENTS_AT_ONCE)):
        rows = Document.objects.bulk_create(_row(one) for one in some)
        told = [words_in(one) for one in some]
        numbers |= VOCABULARY.numbers({word for one in told for word in one} - numbers.keys())
        mentions = (
            one for row, words in zip(rows, told, strict=True) for one in _mentions(row, words, numbers)
        )
        while part := list(islice(mentions, ROWS_AT_ONCE)):
            Mention.objects.bulk_create(part)
        count += len(rows)
    return count


def are_of_before(documents: Iterable[finding.Document]) -> bool:
    """Whether they have to be made anew: words are left of what was taken down, which a version before this one kept, or nothing
    was ever kept, though there is something to find.
    """
    if VOCABULARY.untold.exists():
        return True
    return not Document.objects.exists() and next(iter(documents), None) is not None


def differences(documents: Iterable[finding.Document]) -> Iterator[str]:
    """Where what can be found is not ``documents``. No word of one is told. See ``wisselwerk verify``."""
    found: set[int] = set()
    left = iter(documents)
    while some := list(islice(left, DOCUMENTS_AT_ONCE)):
        yield from _differences(some, found)
    for pk, shelf, subject in Document.objects.order_by("pk").values_list("pk", "shelf", "subject"):
        if pk not in found:
            yield f"{_NAMES[Shelf(shelf)]} {subject}: is found, and nobody may read it so{_MEND}"
    yield from VOCABULARY.differences()


_MEND = "; run wisselwerk search --rebuild"


def _differences(documents: list[finding.Document], found: set[int]) -> Iterator[str]:
    subjects: defaultdict[Shelf, list[int]] = defaultdict(list)
    for one in documents:
        subjects[one.shelf].append(one.subject)
    rows = {
        (row.shelf, row.subject): row
        for shelf, some in subjects.items()
        for row in Document.objects.filter(shelf=shelf, subject__in=some).defer("meaning")
    }
    words: defaultdict[int, dict[str, list[tuple[int, int]]]] = defaultdict(lambda: defaultdict(list))
    mentions = Mention.objects.filter(document__in=[row.pk for row in rows.values()])
    for pk, text, weight, shelf in mentions.values_list("document_id", "word__text", "weight", "shelf"):
        words[pk][text].append((weight, shelf))
    for one in documents:
        name = f"{_NAMES[one.shelf]} {one.subject}"
        row = rows.get((one.shelf, one.subject))
        if row is None:
            yield f"{name}: is not found by any word{_MEND}"
            continue
        found.add(row.pk)
        wanted = {text: [(weight, one.shelf)] for text, weight in words_in(one).items()}
        if row.told != one:
            yield f"{name}: is found as it was told before{_MEND}"
        elif words[row.pk] != wanted:
            every = wanted.keys() | words[row.pk].keys()
            wrong = sum(wanted.get(text) != words[row.pk].get(text) for text in every)
            yield f"{name}: is not found by its words, of {len(every)} {wrong} are otherwise{_MEND}"


def _row(document: finding.Document) -> Document:
    return Document(
        shelf=document.shelf,
        subject=document.subject,
        key=document.key,
        title=document.title,
        around=document.around,
        text=document.text,
    )


def _mentions(row: Document, words: Mapping[str, int], numbers: Mapping[str, int]) -> Iterator[Mention]:
    return (
        Mention(word_id=numbers[text], document=row, shelf=row.shelf, weight=weight)
        for text, weight in words.items()
    )
