"""What the codes of types of decision mean: the list *BesluitType* of data.vlaanderen.be, with what it has given up.

``data/decision_types.csv`` has the codes and labels of the list of OSLO (OSLOthema-lokaleBesluiten, codelijsten/besluit-type.ttl).
"""

import csv
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType


@lru_cache(maxsize=1)
def decision_types() -> Mapping[str, str]:
    """The Dutch label of every code. Read once."""
    text = (files("wisselwerk.formats") / "data" / "decision_types.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines(), delimiter=";")
    return MappingProxyType({row["code"]: row["label"] for row in rows})
