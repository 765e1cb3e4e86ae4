"""Who and what stands in the database of a benchmark: everything follows from its number, so nothing is looked up.

Vouchers lie in piles, one per kind of run, because every run hands in one invoice on each voucher of its pile. They are
large and may be used in parts, so that the next repetition finds the same pile again.
"""

import hashlib
from dataclasses import dataclass

from wisselwerk.domain.voucher import CODE_RANDOM_BYTES, make_code

PROVIDERS = 100
NET_CENTS = 48_500
"""What the invoice in ``invoice.xml`` comes to without VAT: each redemption takes this much."""
VOUCHER_CENTS = 1_000 * NET_CENTS

NUMBERS_FROM = 1900_0000
"""Enterprise numbers had reached 10 in 2026; those that start with 19 are nobody's for decades."""
HOLDERS_FROM = NUMBERS_FROM + 1000


@dataclass(frozen=True, slots=True)
class Pile:
    """Vouchers ``first`` up to ``first + size``, of ``schemes`` schemes and ``providers`` providers in turn."""

    first: int
    size: int
    first_scheme: int
    schemes: int
    providers: int

    @property
    def vouchers(self) -> range:
        """Their numbers."""
        return range(self.first, self.first + self.size)

    def scheme_of(self, voucher: int) -> int:
        """Its scheme."""
        return self.first_scheme + voucher % self.schemes

    def provider_of(self, voucher: int) -> int:
        """Who did the work."""
        return voucher % self.providers


SPREAD, HOT = "spread", "hot"
SHAPES = (SPREAD, HOT)


@dataclass(frozen=True, slots=True)
class Piles:
    """All vouchers: ``size`` in each pile, ``schemes`` schemes in the spread ones."""

    size: int
    schemes: int

    def over_http(self, shape: str) -> Pile:
        """For handing in invoices over HTTP."""
        return self._pile(SHAPES.index(shape), shape)

    def straight(self, shape: str) -> Pile:
        """For writing straight into the database."""
        return self._pile(len(SHAPES) + SHAPES.index(shape), shape)

    def all(self) -> list[Pile]:
        """All of them, in the order of the numbers of their vouchers."""
        return [of(shape) for of in (self.over_http, self.straight) for shape in SHAPES]

    def _pile(self, turn: int, shape: str) -> Pile:
        # The one hot scheme comes after the others, and its one provider is busy elsewhere too.
        hot = shape == HOT
        return Pile(
            first=turn * self.size,
            size=self.size,
            first_scheme=self.schemes if hot else 0,
            schemes=1 if hot else self.schemes,
            providers=1 if hot else PROVIDERS,
        )


def code(voucher: int) -> str:
    """The code on a voucher."""
    return make_code(hashlib.sha256(str(voucher).encode()).digest()[:CODE_RANDOM_BYTES])


def provider_number(provider: int) -> str:
    """The enterprise number of a provider."""
    return _number(NUMBERS_FROM + provider)


def holder_number(voucher: int) -> str:
    """The enterprise number of whoever holds a voucher: each has one."""
    return _number(HOLDERS_FROM + voucher)


def _number(base: int) -> str:
    return f"{base}{97 - base % 97:02}"


@dataclass(frozen=True, slots=True)
class Seeded:
    """What a run has to know of a database. Row ids follow each other in the order of the numbers above."""

    key: str
    """With which requests come: of the partnership, which may redeem on behalf of its providers."""
    actor: str
    """That key, as the trail writes it."""
    first_voucher_id: int
    first_account_id: int
    """Of the vouchers' own accounts."""
    first_provider_id: int
    """Of the providers' organisations."""
    first_due_id: int
    """Of the accounts of what is due to the providers."""
