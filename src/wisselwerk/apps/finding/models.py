"""The shape of the tables that words are kept in; whoever has things to find has its own of them."""

from django.db import models

from wisselwerk.formats.dutch import MAX_LETTERS


class KeptWord(models.Model):
    """A word that is told, or its stem: small letters without accents."""

    text = models.CharField(max_length=MAX_LETTERS, unique=True)
    backwards = models.CharField(max_length=MAX_LETTERS, db_index=True)
    """The same from its end to its start: how compounds with this second part are found."""
    may_be_untold = models.BooleanField(default=False)
    """Whether it is to be looked up if anybody mentions it: some mention was taken away, or it came without one. Of the
    others somebody surely does, so that a search need not look."""

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.text


class KeptSpelling(models.Model):
    """What a word and its misspellings have in common (``formats.dutch.spellings``); ``word`` says of which, as ``spellings``."""

    letters = models.CharField(max_length=MAX_LETTERS, db_index=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.letters
