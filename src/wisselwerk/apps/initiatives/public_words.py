"""Words of who answers for an initiative, held to naming nobody (``apps.parties.public_words``)."""

from wisselwerk.apps.parties.public_words import of_nobody

__all__ = ["of_nobody"]
