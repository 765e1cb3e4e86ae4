"""A question as it is found: one document for who takes part, and another for everybody, once its author opened it."""

from collections.abc import Iterator

from django.db.models import Prefetch

from wisselwerk.apps.network.models import NetworkAnswer, NetworkQuestion, NetworkQuestionQuerySet
from wisselwerk.apps.search.documents import keep_in_step
from wisselwerk.domain.finding import Document, Shelf
from wisselwerk.domain.network_talk import TalkState, TalkVerb, state_after

AT_ONCE = 500


def show(question: NetworkQuestion) -> None:
    """Have it be found as it stands. Call it in the transaction that asked, answered, opened or took down."""
    shelves = [Shelf.QUESTIONS, Shelf.OPEN_QUESTIONS]
    keep_in_step(question.pk, shelves, lambda: _documents(_whole().get(pk=question.pk)))


def documents() -> Iterator[Document]:
    """All of them."""
    for question in _whole().order_by("pk").iterator(AT_ONCE):
        yield from _documents(question)


def _whole() -> NetworkQuestionQuerySet:
    answers = Prefetch("answers", NetworkAnswer.objects.order_by("pk"))
    return NetworkQuestion.objects.select_related("asked_for").prefetch_related(answers, "steps")


def _documents(question: NetworkQuestion) -> Iterator[Document]:
    steps = list(question.steps.all())

    def state(answer: int | None) -> TalkState:
        return state_after(TalkVerb(one.verb) for one in steps if one.answer_id == answer)

    answers = [(one.text, state(one.pk)) for one in question.answers.all()]
    stands = state(None)
    if stands is not TalkState.TAKEN_DOWN:
        standing = [text for text, said in answers if said is not TalkState.TAKEN_DOWN]
        yield _document(question, Shelf.QUESTIONS, standing)
    if stands is TalkState.OPEN:
        yield _document(
            question, Shelf.OPEN_QUESTIONS, [text for text, said in answers if said is TalkState.OPEN]
        )


def _document(question: NetworkQuestion, shelf: Shelf, answers: list[str]) -> Document:
    return Document(
        shelf=shelf,
        subject=question.pk,
        key=str(question.pk),
        title=question.title,
        around=question.asked_for.name,
        text="\n".join([question.text, *answers]),
    )
