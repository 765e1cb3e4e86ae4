"""A line of the bank as money that somebody paid whom we asked for it, to be held against what another tells."""

from wisselwerk.apps.payouts.models import BankFileKind, BankLine
from wisselwerk.domain.reconciliation import Back, Meaning


def back_of(line: BankLine, *, read_in: str = "", cents: int | None = None, is_counted: bool = False) -> Back:
    """What it tells. Have its file at hand.

    ``read_in`` is the kind of file that tells of more now, where one does; ``cents`` is all that came in with it, where a
    record has that in two lines.
    """
    own_cents = line.amount_cents or 0
    return Back(
        amount_cents=own_cents if cents is None else cents,
        booked_on=line.booked_on,
        reference=line.bank_reference,
        is_same_kind=not read_in or line.file.kind == read_in,
        file_kind=line.file.kind,
        is_by_hand=BankFileKind.BY_HAND in {line.file.kind, read_in},
        is_counted=is_counted,
        beside_cents=own_cents if line.meaning == Meaning.BESIDE else 0,
    )
