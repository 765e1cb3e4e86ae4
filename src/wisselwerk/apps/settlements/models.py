"""What members of a partnership owe each other for a year, and the keys under which it stands in the books."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.payouts.models import BankLine
from wisselwerk.apps.schemes.models import Scheme
from wisselwerk.apps.vouchers.models import OnItsWay
from wisselwerk.formats.structured_reference import of_number, show

REFERENCES_FROM = 9_000_000_000
"""Numbers in structured references begin here for settlements. Those of payments are their own numbers, from 1 on, and
by those a statement of the bank is matched (``payouts.services.bank_files``): so neither is ever taken for the other.
Held to it by ``wisselwerk verify``."""


class YearSettlement(models.Model):
    """What a year of a scheme cost so far and who bears it, worked out at one moment. A later one takes its place.

    ``frozen`` is what it was worked out from, so that it can be done again (``queries.lines.Basis``).
    """

    append_only = True

    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="settlements")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    """Counts from 1 in each year of a scheme."""
    managing_municipality = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    """Paid the payees, and receives from the other members."""
    counted_to = models.BigIntegerField()
    """The number of the last transfer in the books that was looked at: what came later is for a later settlement."""
    total_cents = models.BigIntegerField()
    frozen = models.JSONField()
    digest = models.CharField(max_length=64)
    """Of all of it, the shares included: what was changed afterwards shows."""
    actor = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["scheme", "year", "number"], name="settlements_number"),
        ]

    def __str__(self) -> str:
        return f"{self.scheme_id} {self.year}/{self.number}"


class SettlementShare(models.Model):
    """What one member bears in a settlement, what it had paid by then, and what it owes: negative is what it gets back."""

    append_only = True

    settlement = models.ForeignKey(YearSettlement, on_delete=models.PROTECT, related_name="shares")
    member = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="settlement_shares")
    borne_cents = models.BigIntegerField()
    rest_cents = models.BigIntegerField()
    """Of what it bears, the part that no member does; only the managing municipality has it."""
    paid_cents = models.BigIntegerField()
    owes_cents = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["settlement", "member"], name="settlements_share_once"),
        ]

    def __str__(self) -> str:
        return f"{self.settlement_id} {self.member_id}"

    @property
    def structured_reference(self) -> str:
        """The twelve digits with which the member pays it."""
        return of_number(REFERENCES_FROM + self.pk)

    @property
    def line_name(self) -> str:
        """What lines of a bank about it are kept under: that reference, as it stands on paper."""
        return show(self.structured_reference)


class SettlementSending(models.Model):
    """That a settlement was sent to the members, by whom and when. From then on they see it."""

    append_only = True

    settlement = models.OneToOneField(YearSettlement, on_delete=models.PROTECT, related_name="sending")
    pay_by = models.DateField(null=True)
    """The last day to pay that the members were told; None for one from before they were told any."""
    actor = models.CharField(max_length=40)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"sending of {self.settlement_id}"


class SettlementNotice(OnItsWay):
    """That a settlement which was sent reached a member, or not yet: by mail to who acts for it, else by letter.

    The managing municipality, which sends it, has none.
    """

    share = models.OneToOneField(SettlementShare, on_delete=models.PROTECT, related_name="notice")

    def __str__(self) -> str:
        return f"notice of {self.share_id}"


class SettlementPayment(models.Model):
    """Money between a member and the managing municipality for a year: positive from the member, negative back to it."""

    append_only = True

    share = models.ForeignKey(SettlementShare, on_delete=models.PROTECT, related_name="payments")
    amount_cents = models.BigIntegerField()
    paid_on = models.DateField()
    reference = models.CharField(max_length=35, blank=True)
    """Under which the bank or the books know it."""
    actor = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(amount_cents=0), name="settlements_payment_not_nothing"),
        ]

    def __str__(self) -> str:
        return f"payment of {self.share_id}"

    @property
    def told_by(self) -> BankLine | None:
        """The line of the bank that told of it; None where a person recorded it."""
        found: SettlementLine | None = getattr(self, "bank_line", None)
        return None if found is None else found.line


class SettlementLine(models.Model):
    """A line of a bank that bears the reference of what a member owes, and the payment that it was booked as."""

    append_only = True

    line = models.OneToOneField(BankLine, on_delete=models.PROTECT, related_name="settlement_line")
    share = models.ForeignKey(SettlementShare, on_delete=models.PROTECT, related_name="bank_lines")
    payment = models.OneToOneField(
        SettlementPayment, null=True, on_delete=models.PROTECT, related_name="bank_line"
    )
    """None where it was told before, or a person has to look."""

    def __str__(self) -> str:
        return f"line {self.line_id} of {self.share_id}"


class BudgetKey(models.Model):
    """Under which key a year of a scheme stands in the books of the managing municipality. The newest holds."""

    append_only = True

    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="budget_keys")
    year = models.PositiveSmallIntegerField()
    action = models.CharField(max_length=40)
    """The action of the multi-year plan."""
    policy_field = models.CharField(max_length=7)
    general_account = models.CharField(max_length=10)
    actor = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["scheme", "year"], name="settlements_key_year")]

    def __str__(self) -> str:
        return f"{self.action} {self.policy_field} {self.general_account}"


class YearEndChoice(models.TextChoices):
    """What happens to vouchers that are still open when their year is over."""

    CARRY_OVER = "CARRY_OVER"
    """They stay what they are, on the budget of their year. So it is when nothing was decided, too."""
    RELEASE = "RELEASE"
    """They end sooner, once their holders were reminded; what is left on them then goes back to that budget."""


class YearEnd(models.Model):
    """What was decided about the open vouchers of a year that was over, and why."""

    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="year_ends")
    year = models.PositiveSmallIntegerField()
    choice = models.CharField(max_length=10, choices=YearEndChoice.choices)
    vouchers = models.PositiveIntegerField()
    """How many it was about."""
    reserved_cents = models.BigIntegerField()
    """What stood on them."""
    ends_on = models.DateField(null=True, blank=True)
    """For a release, the last day that the holders were told; None for one from before they were."""
    text = models.TextField()
    """Why, in that person's words."""
    actor = models.CharField(max_length=40)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.choice} {self.scheme_id} {self.year}"
