"""Vouchers, and what their holders were told of the days on which they end."""

from datetime import date, timedelta
from typing import ClassVar

from django.db import models

from wisselwerk.apps.catalogue.models import Provider
from wisselwerk.apps.ledger.models import Account
from wisselwerk.apps.parties.models import Organisation, Person
from wisselwerk.apps.schemes.models import Ceiling, RuleSetVersion, Scheme
from wisselwerk.apps.vouchers.models.application import Application, OnItsWay
from wisselwerk.domain.rule.base import USUAL_CLAIM_DAYS, WHOLE
from wisselwerk.domain.voucher import VoucherState


class Voucher(models.Model):
    """The right to have a first purchase from a social-economy enterprise paid, up to an amount."""

    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="voucher")
    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="vouchers")
    rule_set = models.ForeignKey(RuleSetVersion, on_delete=models.PROTECT, related_name="vouchers")
    holder = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="vouchers")
    provider = models.ForeignKey(
        Provider, null=True, blank=True, on_delete=models.PROTECT, related_name="vouchers"
    )
    payee = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    """The holder where its rules pay the enterprise back; None: whoever an invoice on it comes from is paid."""
    code = models.CharField(max_length=16, unique=True)
    amount_cents = models.BigIntegerField()
    own_contribution_cents = models.BigIntegerField()
    share_percent = models.PositiveSmallIntegerField(default=WHOLE)
    """The most that it pays of what counts of an invoice."""
    account = models.OneToOneField(Account, on_delete=models.PROTECT, related_name="voucher")
    budget_account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    """Where the money came from and goes back to when the voucher lapses."""
    ceilings = models.ManyToManyField(Ceiling, related_name="+")
    """The ceilings it was counted under, which get their room back when the voucher lapses."""
    own_paid_cents = models.BigIntegerField(default=0)
    """Own money proven by invoices that were handed in and not reversed."""
    awarded_on = models.DateField()
    valid_until = models.DateField()
    """The last day on which an invoice may be dated: that day counts, unlike the ``valid_until`` of a dated row."""
    claim_days = models.PositiveSmallIntegerField(default=USUAL_CLAIM_DAYS)
    """How many days after that an invoice can be handed in."""
    claim_moved_to = models.DateField(null=True, blank=True)
    """The last day to hand an invoice in, where that was moved; else it follows from ``valid_until``."""
    state = models.CharField(max_length=12, choices=[(state.value, state.value) for state in VoucherState])
    changes = models.PositiveIntegerField(default=0)
    """Goes up with every change, so that a writer sees that what it read has changed since."""

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["scheme", "holder"], name="vouchers_voucher_holder"),
            models.Index(fields=["provider", "state"], name="vouchers_voucher_provider"),
            # The nightly work looks at what ends soon, however many vouchers were ever made.
            models.Index(fields=["state", "valid_until"], name="vouchers_voucher_ends"),
        ]

    def __str__(self) -> str:
        return f"voucher {self.pk}"

    @property
    def usual_claim_until(self) -> date:
        """The last day to hand an invoice in, where nobody moved it."""
        return self.valid_until + timedelta(days=self.claim_days)

    @property
    def claim_until(self) -> date:
        """The last day on which an invoice can be handed in."""
        return max(self.usual_claim_until, self.claim_moved_to or date.min)

    @property
    def pays_holder(self) -> bool:
        """Whether the holder pays its invoices whole, and is paid back."""
        return self.payee_id is not None


class NoticeAbout(models.TextChoices):
    """What a holder is told about a voucher."""

    LAST_DAY = "LAST_DAY"
    """That the last day for an invoice comes near: a reminder."""
    CLAIM = "CLAIM"
    """That the last day to hand an invoice in comes near: a reminder."""
    REVOCATION = "REVOCATION"
    """That it was withdrawn, and why."""


class Notice(OnItsWay):
    """Something a holder is told about a voucher, and how far it came. What was not delivered reminded nobody."""

    voucher = models.ForeignKey(Voucher, on_delete=models.PROTECT, related_name="notices")
    about = models.CharField(max_length=10, choices=NoticeAbout.choices)
    deadline = models.DateField(null=True, blank=True)
    """The deadline it reminds of, as that was decided; reminders count for one deadline. None for a revocation."""
    told_until = models.DateField(null=True, blank=True)
    """The last day that it tells: later than the deadline where that was moved."""
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    """Who is told by mail; None where a letter goes, and once that person has been erased."""
    asked_on = models.DateField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["state", "at"], name="vouchers_notice_state")]
        constraints: ClassVar = [
            # Two workers at once remind once.
            models.UniqueConstraint(
                fields=["voucher", "about", "deadline", "asked_on"], name="vouchers_notice_once_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.about} {self.voucher_id}"

    def still_matters(self) -> bool:
        """Whether the holder has to hear it: nobody is reminded of a voucher that is over or used up."""
        states = (VoucherState.OPEN, VoucherState.PARTLY_USED)
        return self.about == NoticeAbout.REVOCATION or self.voucher.state in states


class DeadlineGround(models.TextChoices):
    """Why a deadline of a voucher is another day than it was."""

    EXTENDED = "EXTENDED"
    """A coordinator gave more time."""
    NOT_REMINDED = "NOT_REMINDED"
    """Two reminders in time were not on record, so it did not end."""
    RELEASED = "RELEASED"
    """It was decided that it ends sooner."""


class DeadlineChange(models.Model):
    """That a deadline of a voucher became another day, and on which ground."""

    append_only = True

    voucher = models.ForeignKey(Voucher, on_delete=models.PROTECT, related_name="deadline_changes")
    about = models.CharField(max_length=10, choices=NoticeAbout.choices)
    was = models.DateField()
    becomes = models.DateField()
    ground = models.CharField(max_length=12, choices=DeadlineGround.choices)
    actor = models.CharField(max_length=40)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.about} {self.voucher_id}: {self.becomes}"
