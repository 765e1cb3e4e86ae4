"""What happens to an application while a person has to decide on it."""

from typing import ClassVar

from django.db import models

from wisselwerk.apps.vouchers.models.application import Decision
from wisselwerk.domain.review import ReviewVerb, Term


class ReviewStep(models.Model):
    """A question to the applicant, or what came of one, with the term that it left."""

    append_only = True

    decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, related_name="review_steps", db_index=False
    )
    """What stands meanwhile: what the rules propose, or the refusal that is looked at again."""
    verb = models.CharField(max_length=12, choices=[(verb.value, verb.value) for verb in ReviewVerb])
    on = models.DateField()
    until = models.DateField(null=True)
    """While the term runs: the last day to decide. That day counts."""
    days_left = models.PositiveSmallIntegerField(null=True)
    """While it stands still: the working days that were left."""
    answer_by = models.DateField(null=True)
    """While a question has no answer: the last day on which the applicant is asked to give one."""
    remark = models.OneToOneField(
        "vouchers.Remark", null=True, on_delete=models.PROTECT, related_name="review_step"
    )
    """The words of a question or an answer, which are erased at their term."""
    actor = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["decision", "id"], name="vouchers_review_last")]

    def __str__(self) -> str:
        return f"{self.verb} {self.decision_id}"

    def term(self) -> Term:
        """The same as the domain knows it."""
        return Term(ReviewVerb(self.verb), self.on, self.until, self.days_left, self.answer_by)

    def told(self) -> str:
        """What the trail keeps of it besides: holidays may be changed by law, so its days are not counted anew."""
        return f"on:{self.on} until:{self.until} left:{self.days_left} answer:{self.answer_by}"
