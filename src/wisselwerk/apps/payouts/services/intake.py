"""A file of a bank, whatever it tells: its kind is found in it, and all of it is read or nothing."""

from typing import BinaryIO

from django.db import transaction

from wisselwerk.apps.payouts.services.bank_files import Read, read_statement, read_status
from wisselwerk.clock import today
from wisselwerk.domain.actor import Actor
from wisselwerk.formats.bank_statement import read_bank_statements
from wisselwerk.formats.payment_status import read_payment_status

STATUS = b"pain.002"
LOOKED_AT = 4096
"""Bytes in which a message names its kind."""


def read_bank_file(actor: Actor, *, source: BinaryIO, name: str) -> list[Read]:
    """Take in statements (camt.053), notifications (camt.054) or the status of a batch (pain.002).

    ``name`` is the name problems are reported under.

    Raises:
        Problems: everything that is wrong with it, with its line and element.
        Refusal: NOT_ALLOWED; it is about no account or batch of ours.
    """
    is_status = STATUS in source.read(LOOKED_AT)
    source.seek(0)
    if is_status:
        return [read_status(actor, report=read_payment_status(source, today(), name))]
    statements = read_bank_statements(source, today(), name)
    with transaction.atomic():
        return [read_statement(actor, statement=statement) for statement in statements]
