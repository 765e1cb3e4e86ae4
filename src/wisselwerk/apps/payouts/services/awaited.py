"""Money that an app above waits for under references of its own: read from the same lines of the same files, at once.

Which module that is, stands in ``config``: nothing here knows the apps above.
"""

from collections.abc import Iterator, Sequence
from importlib import import_module
from typing import Protocol, cast

from django.conf import settings

from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.payouts.models import BankFile
from wisselwerk.apps.payouts.services.lines import Line
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.reconciliation import Meaning
from wisselwerk.formats.bank_statement import BankStatement


class Awaited(Protocol):
    """What such a module has."""

    def lines_in(self, statement: BankStatement, payer: Organisation) -> Iterator[Line]:
        """The lines that tell of money that somebody was asked to pay to ``payer``."""
        ...

    def take_in(self, actor: Actor, file: BankFile, lines: Sequence[Line]) -> list[Meaning]:
        """Keep those lines and book what they tell of; what each meant. Nobody else moves that payer's money meanwhile."""
        ...


def awaited() -> Awaited:
    """The module that ``config`` names."""
    return cast("Awaited", import_module(settings.WISSELWERK_AWAITED))
