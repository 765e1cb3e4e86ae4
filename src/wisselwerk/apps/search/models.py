"""What can be found, and the words in it."""

from typing import ClassVar

from django.db import models

from wisselwerk.apps.finding.models import KeptSpelling, KeptWord
from wisselwerk.domain.finding import Document as Told
from wisselwerk.domain.finding import Shelf

KEY_LENGTH = 80


class Document(models.Model):
    """Something that can be found. All of it is told elsewhere: it can be thrown away and made anew."""

    shelf = models.PositiveSmallIntegerField(choices=[(one.value, one.name) for one in Shelf])
    subject = models.BigIntegerField()
    """The number of what it tells of: a practice, question, scheme or initiative."""
    key = models.CharField(max_length=KEY_LENGTH)
    title = models.TextField()
    around = models.TextField()
    text = models.TextField()
    meaning = models.BinaryField(null=True)
    """What the sentence model makes of it (``meaning``); None until that was worked out."""
    meant_at = models.DateTimeField(null=True, db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["shelf", "subject"], name="search_document_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["id"], name="search_meaning_waits", condition=models.Q(meaning=None)),
        ]

    def __str__(self) -> str:
        return f"{Shelf(self.shelf).name} {self.subject}"

    @property
    def told(self) -> Told:
        """What it says."""
        return Told(
            shelf=Shelf(self.shelf),
            subject=self.subject,
            key=self.key,
            title=self.title,
            around=self.around,
            text=self.text,
        )


class Word(KeptWord):
    """A word of a document."""


class Spelling(KeptSpelling):
    """What a word of a document and its misspellings have in common."""

    word = models.ForeignKey(Word, on_delete=models.CASCADE, related_name="spellings")


class Mention(models.Model):
    """That a word stands in a document."""

    word = models.ForeignKey(Word, on_delete=models.CASCADE, related_name="mentions", db_index=False)
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="mentions")
    shelf = models.PositiveSmallIntegerField()
    """Of the document: who may not find it does not read its words."""
    weight = models.SmallIntegerField()
    """How much it says where it stands: a title says more than what is told below it."""

    class Meta:
        indexes: ClassVar = [
            # All that a search reads, in the order in which it does.
            models.Index(fields=["word", "weight", "shelf", "document"], name="search_mention_found"),
        ]

    def __str__(self) -> str:
        return f"{self.word_id} in {self.document_id}"
