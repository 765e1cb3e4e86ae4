"""Reading the trail: every proof holds what is stored to it in the same way."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from django.db.models import CharField, OuterRef, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Concat, Replace, Substr

from wisselwerk.apps.audit.models import Entry

CHUNK = 2000
UUID_PARTS = ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))
"""Where each group of its digits begins, and how many there are."""


class Told(NamedTuple):
    """One command as the trail tells it."""

    subject: str
    command: str
    actor: str
    at: datetime
    authority: str


def all_told(commands: Collection[str]) -> set[Told]:
    """All that the trail tells of some commands. One query."""
    found = Entry.objects.filter(command__in=commands).values_list(*Told._fields)
    return {Told(*row) for row in found.iterator(CHUNK)}


def last_told(commands: Collection[str]) -> dict[str, Told]:
    """The last of some commands that the trail tells, by what it was done to. One query."""
    found = Entry.objects.filter(command__in=commands).order_by("pk").values_list(*Told._fields)
    return {row[0]: Told(*row) for row in found.iterator(CHUNK)}


def entries_of(subjects: Sequence[str], commands: Collection[str]) -> Mapping[str, list[Entry]]:
    """What the trail tells of some commands on these subjects, oldest first, by subject. One query."""
    entries: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in Entry.objects.filter(subject__in=subjects, command__in=commands).order_by("pk"):
        entries[entry.subject].append(entry)
    return entries


def last_entry(command: str) -> int:
    """The number of the last entry of a command; 0 when there is none. One query."""
    found = Entry.objects.filter(command=command).order_by("-pk").values_list("pk", flat=True)
    return found.first() or 0


def entry_written_with(
    command: str, *, subject: Combinable, authority: Combinable, at: str = "at"
) -> QuerySet[Entry]:
    """For ``Exists``: the entry that was written in the same moment as a row, by the same actor."""
    return Entry.objects.filter(
        subject=subject, command=command, actor=OuterRef("actor"), at=OuterRef(at), authority=authority
    )


def named(kind: str, column: str) -> Concat:
    """A row as the trail names it, by the column that holds its number: ``voucher:31``."""
    return Concat(Value(f"{kind}:"), Cast(OuterRef(column), CharField()))


def named_by_uuid(kind: str, column: str) -> Concat:
    """The same for a number that SQLite keeps without its dashes."""
    digits = Replace(Cast(OuterRef(column), CharField()), Value("-"), Value(""))
    first, *others = [Substr(digits, start, length) for start, length in UUID_PARTS]
    dashed = [part for other in others for part in (Value("-"), other)]
    return Concat(Value(f"{kind}:"), first, *dashed)
