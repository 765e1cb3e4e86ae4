"""What the trail holds of a row, so that a proof can tell that it is still what was written."""

import hashlib
import json
from datetime import UTC, datetime

from django.db.models import Model


def digest_of(row: Model, *columns: str) -> str:
    """A digest of all that stands in a row, or in these of its columns."""
    every = columns or [field.attname for field in row._meta.concrete_fields]
    told = {name: _plain(getattr(row, name)) for name in every}
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value if isinstance(value, (int, str, list, dict, type(None))) else str(value)
