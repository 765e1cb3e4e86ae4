"""Which function answers to which name in the outbox: name -> dotted path. One line per job."""

HANDLERS: dict[str, str] = {}

DAILY: tuple[str, ...] = ()
"""Of these, what background work enqueues by itself, without payload, once on every Brussels day."""
