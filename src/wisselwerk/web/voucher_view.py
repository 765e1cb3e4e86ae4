"""A voucher as its pages show it: what is left, until when, and what its reader can do next."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil

from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.schemes.queries import rule_set
from wisselwerk.apps.vouchers.models import Voucher
from wisselwerk.apps.vouchers.terms import vat_basis_of
from wisselwerk.domain.money import Cents
from wisselwerk.domain.rule.order import InvoicesPerVoucher, MinimumOrder
from wisselwerk.domain.rule.vat import VatBasis
from wisselwerk.domain.terms import share_of_invoice
from wisselwerk.domain.voucher import Verb, VoucherState, may, show_code


@dataclass(frozen=True, slots=True)
class VoucherView:
    """A voucher that came from a query, so that nothing here asks the database."""

    voucher: Voucher

    @property
    def code(self) -> str:
        """The code as it stands in addresses."""
        return self.voucher.code

    @property
    def shown_code(self) -> str:
        """The code as people read it."""
        return show_code(self.voucher.code)

    @property
    def state(self) -> VoucherState:
        """Where it stands."""
        return VoucherState(self.voucher.state)

    @property
    def left_cents(self) -> Cents:
        """What is left on it."""
        return self.voucher.account.balance_cents

    @property
    def needed_cents(self) -> int:
        """What one invoice must come to, as ``vat_basis`` says, to use all that is left."""
        of_share: int = ceil(Fraction(self.left_cents) / self.share)
        return max(of_share, self.left_cents + self.voucher.own_contribution_cents, self.least_order_cents)

    @property
    def share(self) -> Fraction:
        """The most that it pays of what counts of an invoice."""
        voucher = self.voucher
        return share_of_invoice(rule_set(voucher.rule_set), voucher.amount_cents, voucher.share_percent)

    @property
    def pays_share(self) -> bool:
        """Whether the business pays a part of every invoice, however much is left."""
        return self.share < 1

    @property
    def least_order_cents(self) -> int:
        """What an invoice must come to at least; nothing where the rules do not ask it."""
        order = rule_set(self.voucher.rule_set).find(MinimumOrder)
        return order.refused_below_cents if order else 0

    @property
    def most_invoices(self) -> int | None:
        """With how many invoices it can be used; None where the rules do not limit that."""
        rule = rule_set(self.voucher.rule_set).find(InvoicesPerVoucher)
        return rule.maximum if rule else None

    @property
    def vat_basis(self) -> VatBasis:
        """Whether an invoice counts without VAT or with it."""
        return vat_basis_of(self.voucher)

    @property
    def providers(self) -> list[Organisation]:
        """Whom it is for: the provider that was chosen, else those whose invoices it paid. Empty while neither is."""
        if self.voucher.provider:
            return [self.voucher.provider.organisation]
        paid = [one.supplier for one in self.voucher.redemptions.all() if not one.is_reversed]
        return list(dict.fromkeys(paid))

    @property
    def claim_until(self) -> date:
        """The last day on which an invoice can be handed in."""
        return self.voucher.claim_until

    @property
    def can_be_used(self) -> bool:
        """Whether an invoice can be handed in."""
        return may(Verb.REDEEM, self.state)

    @property
    def can_be_credited(self) -> bool:
        """Whether an invoice counts on it that a credit note can take back."""
        return any(not one.is_reversed for one in self.voucher.redemptions.all())

    @property
    def can_be_contested(self) -> bool:
        """Whether it can be put on hold."""
        return may(Verb.FREEZE, self.state)

    @property
    def can_be_resumed(self) -> bool:
        """Whether it can be freed again."""
        return may(Verb.UNFREEZE, self.state)

    @property
    def can_be_revoked(self) -> bool:
        """Whether it can be withdrawn."""
        return may(Verb.REVOKE, self.state)

    @property
    def can_be_extended(self) -> bool:
        """Whether it can get more time."""
        return may(Verb.EXTEND, self.state)
