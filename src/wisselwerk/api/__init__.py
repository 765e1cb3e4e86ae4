"""The edge for machines: HTTP and JSON in, one call to a command or query, JSON out.

``v1`` is the contract; ``openapi.json`` at the root is its committed form. Ninja is known in this room only.
"""
