"""Bank accounts, batches of payments, and what statements of the bank say of them."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from wisselwerk.apps.ledger.models import Account, Transfer
from wisselwerk.apps.parties.models import Organisation, Person
from wisselwerk.apps.vouchers.models import OnItsWay, Redemption
from wisselwerk.domain.payment import STANDING, BatchState, Part, PaymentState
from wisselwerk.domain.reconciliation import MOVES_MONEY, Meaning
from wisselwerk.formats.structured_reference import of_number

END_TO_END = "WISSELWERK-"
"""What each end-to-end id begins with; the number of the payment follows."""
MESSAGE = "WISSELWERK-BATCH-"
"""What each message id begins with; the number of the batch follows, and how often it was approved."""


class BankAccount(models.Model):
    """An account at a bank that an organisation gave as its own: a payee to be paid on, a local government to pay from.

    An organisation has one for all schemes. A new one takes the place of the old from ``usable_from`` on.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="bank_accounts")
    iban = models.CharField(max_length=34)
    in_name_of = models.CharField(max_length=70, blank=True)
    """The name that its bank knows, where that of the organisation is not known here: banks hold the two together."""
    named_by = models.CharField(max_length=40)
    named_at = models.DateTimeField()
    confirmed_by = models.CharField(max_length=40, blank=True)
    """Empty while a change waits for its second confirmation."""
    confirmed_at = models.DateTimeField(null=True, blank=True)
    usable_from = models.DateField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    """When it was found to be of no use: replaced before it was confirmed, or refused by the bank."""

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(confirmed_at=None, usable_from=None)
                | Q(confirmed_at__isnull=False, usable_from__isnull=False),
                name="payouts_account_confirmed_is_usable",
            ),
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(confirmed_at=None, closed_at=None),
                name="payouts_account_one_change",
            ),
        ]

    def __str__(self) -> str:
        return f"bank account {self.pk}"

    @property
    def holder_name(self) -> str:
        """In whose name it stands, as a payment says it. Have the organisation at hand."""
        return self.in_name_of or str(self.organisation)


class PaidAccount(models.Model):
    """The account in the books of what one local government's bank has carried to payees."""

    payer = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="+")
    account = models.OneToOneField(Account, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"paid by {self.payer_id}"


class PaymentBatch(models.Model):
    """Payments that one local government has its bank carry out together."""

    payer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="payment_batches")
    from_account = models.ForeignKey(BankAccount, on_delete=models.PROTECT, related_name="+")
    pay_on = models.DateField()
    """The day on which the bank is asked to carry it out."""
    state = models.CharField(max_length=10, choices=[(state.value, state.value) for state in BatchState])
    round = models.PositiveSmallIntegerField(default=1)
    """Goes up when the batch goes on after it was held, so that the bank sees another message."""
    proposed_by = models.CharField(max_length=40)
    proposed_at = models.DateTimeField()
    ordered_by = models.CharField(max_length=40, blank=True)
    ordered_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.CharField(max_length=40, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)
    """When it was last signed. Stays when that lapses: a bank may have a file that nobody was to send any more."""

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(signed_by="") | ~Q(signed_by=F("ordered_by")), name="payouts_batch_four_eyes"
            ),
            models.CheckConstraint(
                condition=~Q(state=BatchState.SIGNED) | (~Q(signed_by="") & ~Q(ordered_by="")),
                name="payouts_batch_signed_by_two",
            ),
        ]

    def __str__(self) -> str:
        return f"batch {self.pk}"

    @property
    def message_id(self) -> str:
        """The name under which the bank knows it, at most 35 characters."""
        return f"{MESSAGE}{self.pk}-{self.round}"


class Payment(models.Model):
    """One redemption paid to its payee, or a part of it: one line on a statement of the bank."""

    batch = models.ForeignKey(PaymentBatch, on_delete=models.PROTECT, related_name="payments")
    redemption = models.ForeignKey(Redemption, on_delete=models.PROTECT, related_name="payments")
    part = models.CharField(
        max_length=5, choices=[(part.value, part.value) for part in Part], default=Part.FIRST.value
    )
    """Which part of it: the first is all of it where no last part is held back."""
    to_account = models.ForeignKey(BankAccount, on_delete=models.PROTECT, related_name="+")
    amount_cents = models.BigIntegerField()
    state = models.CharField(max_length=10, choices=[(state.value, state.value) for state in PaymentState])

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount_cents__gt=0), name="payouts_payment_positive"),
            models.UniqueConstraint(
                fields=["redemption", "part"],
                condition=Q(state__in=sorted(STANDING)),
                name="payouts_payment_once",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["batch", "state"], name="payouts_payment_state")]

    def __str__(self) -> str:
        return f"payment {self.pk}"

    @property
    def end_to_end_id(self) -> str:
        """The name that goes with it to the payee's bank and back."""
        return f"{END_TO_END}{self.pk}"

    @property
    def reference(self) -> str:
        """The structured reference with which the payee sees what it is: twelve digits."""
        return of_number(self.pk)


class ClaimNotice(OnItsWay):
    """That a payee is asked to pay back what was undone after it was paid, and how far that came; reminders too."""

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="claim_notices")
    deadline = models.DateField()
    """The last day to pay, as it was set when the money was first asked back."""
    told_until = models.DateField()
    """The last day that it tells: later where reminders were missing."""
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    """Who is told by mail; None where a letter goes, and once that person has been erased."""
    asked_on = models.DateField()

    class Meta:
        constraints: ClassVar = [
            # Two workers at once ask once.
            models.UniqueConstraint(fields=["payment", "asked_on"], name="payouts_claim_notice_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"claim of {self.payment_id}"


class BatchRemark(models.Model):
    """Why somebody held a batch or took a payment out, in that person's words."""

    batch = models.ForeignKey(PaymentBatch, on_delete=models.CASCADE, related_name="remarks")
    payment = models.ForeignKey(
        Payment, null=True, blank=True, on_delete=models.CASCADE, related_name="remarks"
    )
    text = models.TextField()
    actor = models.CharField(max_length=40)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"remark on {self.batch_id}"


class SetAside(models.Model):
    """That a director leaves something which is due out of what is proposed, why, and until when."""

    redemption = models.ForeignKey(Redemption, on_delete=models.PROTECT, related_name="set_aside")
    payer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    asks_coordinator = models.BooleanField()
    """Whether the coordinator of the scheme was asked to look into the invoice, and reads why."""
    actor = models.CharField(max_length=40)
    at = models.DateTimeField()
    lifted_by = models.CharField(max_length=40, blank=True)
    lifted_at = models.DateTimeField(null=True, blank=True)
    """None while it is left out."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["redemption"], condition=Q(lifted_at=None), name="payouts_set_aside_once"
            ),
            models.CheckConstraint(
                condition=Q(lifted_by="", lifted_at=None) | (~Q(lifted_by="") & Q(lifted_at__isnull=False)),
                name="payouts_set_aside_lifted_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"set aside {self.pk}"


class BankFileKind(models.TextChoices):
    """What a bank tells, and in which form."""

    STATEMENT = "camt.053"
    """What was booked on an account."""
    NOTIFICATION = "camt.054"
    """The same money, told sooner or in more detail."""
    STATUS = "pain.002"
    """What the bank will and will not do of a batch."""
    BY_HAND = "by hand"
    """No file: one line that a person read on the account and recorded (``services.by_hand``)."""


class BankFile(models.Model):
    """One statement, notification or status report that was read; of what stood in it only our own lines stay.

    Also what a person recorded instead, one line each.
    """

    append_only = True

    payer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="bank_files")
    kind = models.CharField(max_length=10, choices=BankFileKind.choices)
    about = models.CharField(max_length=35)
    """The account number, or the message id of the batch that a status is about."""
    name = models.CharField(max_length=41)
    """What the bank itself calls it, in at most 35 characters, and which page it is when it is not the first."""
    others = models.PositiveIntegerField()
    """Lines that are not about a payment of ours: counted and not kept, for they are nobody's business here."""
    fingerprint = models.CharField(max_length=64, blank=True)
    """Of all that it told (``services.sameness``); empty for what a person recorded, and what was read before it was kept."""
    read_by = models.CharField(max_length=40)
    read_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["about", "kind", "name"], name="payouts_file_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"


class BankLine(models.Model):
    """What a bank said of one payment, or a person who read it there. Holds no names."""

    append_only = True

    file = models.ForeignKey(BankFile, on_delete=models.PROTECT, related_name="lines")
    payment = models.ForeignKey(
        Payment, null=True, blank=True, on_delete=models.PROTECT, related_name="bank_lines"
    )
    """None where it bears a name of ours that we never gave."""
    end_to_end_id = models.CharField(max_length=35)
    amount_cents = models.BigIntegerField(null=True, blank=True)
    """Negative when it left the account; None where the bank gives no amount."""
    booked_on = models.DateField(null=True, blank=True)
    bank_reference = models.CharField(max_length=35, blank=True)
    reason = models.CharField(max_length=35, blank=True)
    """The bank's code for why it did not pay, or why the money came back (ISO 20022, such as AC04)."""
    meaning = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Meaning])
    time = models.PositiveSmallIntegerField(default=1)
    """Which time it is that its payment was paid, or came back: the second where a bank paid again what had come back."""
    transfer = models.OneToOneField(
        Transfer, null=True, blank=True, on_delete=models.PROTECT, related_name="bank_line"
    )
    """The money that it moved in the books."""
    undoes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="undone_by"
    )
    """The line that was recorded by mistake and that this takes back, where that moved nothing in the books."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["payment", "time"], condition=Q(meaning=Meaning.PAID), name="payouts_line_paid_once"
            ),
            # From the bank it comes back whole, once for each time that it was paid; from the payee it may come in parts.
            models.UniqueConstraint(
                fields=["payment", "time"],
                condition=Q(meaning=Meaning.RETURNED),
                name="payouts_line_back_once",
            ),
            models.CheckConstraint(
                condition=Q(undoes=None) | Q(meaning=Meaning.BESIDE), name="payouts_line_undoes_beside"
            ),
            models.CheckConstraint(
                condition=Q(meaning__in=sorted(MOVES_MONEY), transfer__isnull=False)
                | (~Q(meaning__in=sorted(MOVES_MONEY)) & Q(transfer=None)),
                name="payouts_line_moves_money",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["meaning"], name="payouts_line_meaning")]

    def __str__(self) -> str:
        return f"{self.meaning} {self.end_to_end_id}"

    @property
    def told(self) -> "PayeeNotice | None":
        """By which its payee was told that it counted, where it did. Have it at hand."""
        return getattr(self, "notice", None)


class PayeeNotice(OnItsWay):
    """That a payee is told something of its money, besides that it has to pay back: by mail to who acts for it, else by letter."""

    payer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    payee = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="payee_notices")
    line = models.OneToOneField(
        BankLine, null=True, blank=True, on_delete=models.PROTECT, related_name="notice"
    )
    """What counted for what is asked back, or counts no more; None where it asks for an account number."""
    account = models.ForeignKey(
        BankAccount, null=True, blank=True, on_delete=models.PROTECT, related_name="notices"
    )
    """On which the bank does not pay; None where no number could be used at all."""
    asked_on = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(line=None) | Q(account=None), name="payouts_payee_notice_one_thing"
            ),
        ]

    def __str__(self) -> str:
        return f"notice to {self.payee_id}"


class Look(models.Model):
    """That somebody looked into a line that asked for it, and what came of it, in that person's words."""

    line = models.OneToOneField(BankLine, on_delete=models.CASCADE, related_name="look")
    text = models.TextField()
    actor = models.CharField(max_length=40)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"look at {self.line_id}"
