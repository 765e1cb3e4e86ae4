"""Where questions after a year and their answers are not what the trail tells. See ``wisselwerk verify``."""

import hashlib
from collections.abc import Iterator

from wisselwerk.apps.audit.queries import CHUNK, Told, all_told
from wisselwerk.apps.initiatives.models import ExpostQuestion, ExpostStep
from wisselwerk.domain.expost_question import QuestionKind, QuestionVerb
from wisselwerk.domain.signal import SignalKind

ASKED_AS = {QuestionKind.OUTCOME: "ask_government", QuestionKind.PRACTICE: "suggest_practice"}
TOLD_AS = {QuestionVerb.REPLY: "reply_to_question", QuestionVerb.SEE: "note_reply"}
"""Under which command the trail tells each."""


def proof_of_question(question: ExpostQuestion) -> str:
    """What the trail holds of what was asked."""
    return _digest(
        question.kind,
        question.year,
        question.government,
        question.to_id,
        question.outcome,
        question.explanation,
        question.text,
        question.scheme_id,
        question.initiative_id,
        # What was asked before practices could be suggested keeps its digest.
        *(
            [question.practice, question.practice_title]
            if question.practice or question.practice_title
            else []
        ),
    )


def proof_of_step(step: ExpostStep) -> str:
    """What the trail holds of an answer, or of that it was seen."""
    return _digest(step.question_id, step.verb, step.reply, step.text, step.signal_id)


def differences() -> Iterator[str]:
    """All of them. Read it in one snapshot: while it looks, others go on."""
    kept = {
        Told(
            f"expost_question:{one.pk}",
            ASKED_AS[QuestionKind(one.kind)],
            one.actor,
            one.at,
            proof_of_question(one),
        )
        for one in ExpostQuestion.objects.order_by("pk").iterator(CHUNK)
    }
    yield from _held(kept, all_told(list(ASKED_AS.values())))
    steps = list(ExpostStep.objects.select_related("signal").order_by("pk"))
    kept = {
        Told(f"expost_step:{one.pk}", TOLD_AS[QuestionVerb(one.verb)], one.actor, one.at, proof_of_step(one))
        for one in steps
    }
    yield from _held(kept, all_told(list(TOLD_AS.values())))
    yield from _in_order(steps)


def _held(kept: set[Told], told: set[Told]) -> Iterator[str]:
    for one in sorted(kept - told):
        yield f"{one.subject}: is not what the trail tells"
    gone = {one.subject for one in told - kept} - {one.subject for one in kept}
    for subject in sorted(gone):
        yield f"{subject}: the trail tells of it, and it is not here"


def _in_order(steps: list[ExpostStep]) -> Iterator[str]:
    """Answers that were seen before there was one, and told actions that no government told."""
    last: dict[int, str] = {}
    for one in steps:
        if one.verb == QuestionVerb.SEE and last.get(one.question_id) != QuestionVerb.REPLY:
            yield f"expost_step:{one.pk}: there was no answer to see"
        if one.signal is not None and one.signal.kind != SignalKind.NOTE:
            yield f"expost_step:{one.pk}: signal {one.signal_id} is not what a government told"
        last[one.question_id] = one.verb


def _digest(*values: object) -> str:
    return hashlib.sha256("\0".join(map(str, values)).encode()).hexdigest()[:32]
