"""Who reads a file of policy reports: one at a time. Whoever begins anew takes it over, and an earlier reading stops.

A reading that was cut short leaves no word, so a next one cannot wait for it: it goes first, and the other finds out.
"""

from uuid import uuid4

from django.db import transaction

from wisselwerk.apps.initiatives.models import PolicyFile
from wisselwerk.clock import now
from wisselwerk.domain.refusal import gettext_noop
from wisselwerk.formats.problem import Problem, Problems

TAKEN_OVER = gettext_noop(
    "Somebody began to read this file anew meanwhile, so this reading stopped. Wait for the other one; there is nothing to do."
)


def begin(fingerprint: str, name: str) -> PolicyFile:
    """The file; unless it was read to its end before, it is this reading's now, and nothing is in it.

    Raises:
        Problems: somebody else began right after.
    """
    with transaction.atomic():
        PolicyFile.objects.get_or_create(
            fingerprint=fingerprint, defaults={"name": name[:200], "known_at": now()}
        )
        file = PolicyFile.objects.select_for_update().get(fingerprint=fingerprint)
        if file.completed_at is not None:
            return file
        file.claim = uuid4().hex
        file.save(update_fields=["claim"])
    empty(file)
    return file


def hold(file: PolicyFile) -> None:
    """Keep the file from being taken over until the transaction ends. Call it before anything of it is written.

    Raises:
        Problems: it was taken over already.
    """
    ours = PolicyFile.objects.select_for_update().filter(pk=file.pk, claim=file.claim, completed_at=None)
    if not ours.exists():
        raise Problems([Problem(file.name, 1, "", TAKEN_OVER)])


def empty(file: PolicyFile) -> None:
    """Take away what is left of an earlier reading.

    Raises:
        Problems: it was taken over.
    """
    for report in list(file.reports.order_by("pk")):
        with transaction.atomic():
            hold(file)
            report.delete()


def forget(file: PolicyFile) -> None:
    """Take the file away that could not be read, unless somebody took it over."""
    try:
        empty(file)
        with transaction.atomic():
            hold(file)
            file.delete()
    except Problems:
        """It is another reading's."""
