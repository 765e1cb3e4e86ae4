"""Which function answers to which name in the outbox: name -> dotted path. One line per job."""

HANDLERS: dict[str, str] = {}
