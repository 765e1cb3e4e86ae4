"""Account numbers for tests. They hold as numbers; nobody has them."""


def belgian_iban(number: int) -> str:
    """An account number with its check digits, out of at most ten digits."""
    account = f"{number:010}{number % 97 or 97:02}"
    return f"BE{98 - int(account + '111400') % 97:02}{account}"


GENK = belgian_iban(9_990_000_001)
PAYEE = belgian_iban(9_990_000_002)
CLOSED = belgian_iban(9_990_000_003)
RETURNING = belgian_iban(9_990_000_004)
