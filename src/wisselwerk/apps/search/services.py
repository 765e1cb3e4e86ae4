"""Making anew what can be found."""

from collections.abc import Iterable

from wisselwerk.apps.parties.permissions import require
from wisselwerk.apps.search.documents import write_all
from wisselwerk.db import command
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.finding import Document


@command
def rebuild_documents(actor: Actor, *, documents: Iterable[Document]) -> int:
    """Keep these documents and no others; who changes one waits meanwhile.

    Returns:
        How many there are.

    Raises:
        Refusal: NOT_ALLOWED.
    """
    require(actor, "rebuild_documents")
    return write_all(documents)
