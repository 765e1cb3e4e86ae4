"""That a database is a demo, and the mail that was sent in it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q


class DemoMode(models.Model):
    """The one row that makes a database a demo."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    loaded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(id=1), name="demo_mode_once")]

    def __str__(self) -> str:
        return f"demo since {self.loaded_at}"


class DemoMail(models.Model):
    """A mail to one address, kept instead of sent. Everybody can read it: nobody in a demo is real."""

    to = models.EmailField()
    subject = models.CharField(max_length=300)
    text = models.TextField()
    sent_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.subject
