"""Making anew what can be found."""

from collections.abc import Callable, Iterable

from wisselwerk.apps.parties.permissions import require
from wisselwerk.apps.search.documents import write_all
from wisselwerk.apps.search.meaning import give_meanings
from wisselwerk.db import command, command_without_transaction
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.finding import Document


@command
def rebuild_documents(actor: Actor, *, documents: Callable[[], Iterable[Document]]) -> int:
    """Keep these documents and no others; who changes one waits meanwhile, and they are read after that began.

    Returns:
        How many there are.

    Raises:
        Refusal: NOT_ALLOWED.
    """
    require(actor, "rebuild_documents")
    return write_all(documents)


@command_without_transaction
def note_meanings(actor: Actor, /, *, most: int | None = None) -> int:
    """Work out what documents mean that changed since it was done last, ``most`` or all. It can be begun again anywhere.

    Returns:
        Of how many that was.

    Raises:
        Refusal: NOT_ALLOWED.
    """
    require(actor, "note_meanings")
    return give_meanings(most)
