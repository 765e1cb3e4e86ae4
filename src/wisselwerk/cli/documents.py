"""All that can be found by the one search: each app tells its own."""

from collections.abc import Iterator
from itertools import chain

from wisselwerk.apps.initiatives import documents as initiatives
from wisselwerk.apps.network import documents as network
from wisselwerk.apps.practices import documents as practices
from wisselwerk.apps.schemes import documents as schemes
from wisselwerk.domain.finding import Document


def documents() -> Iterator[Document]:
    """Read one after the other: held are as many as are read at once."""
    told = (practices, schemes, network, initiatives)
    return chain.from_iterable(one.documents() for one in told)
