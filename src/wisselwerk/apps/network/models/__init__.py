"""What the learning network keeps: what is asked and answered in it, and its meetings."""

from wisselwerk.apps.network.models.meeting import AgendaItem, Attendance, Lesson, Meeting
from wisselwerk.apps.network.models.talk import (
    TITLE_LENGTH,
    AnswerRead,
    MailCount,
    NetworkAnswer,
    NetworkQuestion,
    NetworkQuestionQuerySet,
    NetworkStep,
    PracticeRoute,
    QuestionCall,
    QuestionLetter,
    ReceivedMail,
    StoppedLetters,
)

__all__ = [
    "TITLE_LENGTH",
    "AgendaItem",
    "AnswerRead",
    "Attendance",
    "Lesson",
    "MailCount",
    "Meeting",
    "NetworkAnswer",
    "NetworkQuestion",
    "NetworkQuestionQuerySet",
    "NetworkStep",
    "PracticeRoute",
    "QuestionCall",
    "QuestionLetter",
    "ReceivedMail",
    "StoppedLetters",
]
