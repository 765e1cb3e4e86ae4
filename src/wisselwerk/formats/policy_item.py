"""A goal, an action plan or an action as an export of policy reports writes it: a block of lines in one cell.

    Code: AC000123
    Korte omschrijving: Sociale economie versterken
    Lange omschrijving: ...
    Commentaar: ...
    Evaluatie: ...

What governments made of it, and what the tool cuts, is taken as it comes: no code, a code that says nothing (``BDS``), words
without a label, a long description of which only the next label is left, text cut after 30 or 60 characters in the middle of a
label. Of the descriptions only enough to recognise it is kept, and names of persons are left out of that. A code in which
somebody is named is taken for none, for two of those would be one: the item is known by its description then.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from wisselwerk.domain.policy_report import PolicyItem
from wisselwerk.formats.person_names import person_filter
from wisselwerk.formats.table_file import one_line

LONGEST_NAME = 100
"""Characters of a short description: what is longer is lost when a report is delivered."""
LONGEST_CODE = 60

_CODE, _SHORT, _LONG, _COMMENT = "code", "korte omschrijving", "lange omschrijving", "commentaar"
_LABELS = (_CODE, _SHORT, _LONG, _COMMENT, "evaluatie")
_CODE_LABELS = ("externe rapporteringscode", "externe rapporteringscodes", "externe code", "externe codes")
_LABEL = re.compile(rf"[ \t]*({'|'.join((*_LABELS, *_CODE_LABELS))})[ \t]*:(.*)", re.IGNORECASE)
_EMPTY_LABEL = re.compile(rf"(?:^|\s)(?:{'|'.join(_LABELS)}):$", re.IGNORECASE)
"""A label at the end of a text: nothing stood under it, and its line end was lost."""
_LEAST_OF_LABEL = 3
_NONE = (
    "zonder actie",
    "zonder beleidsdoelstelling",
    "zonder beleidsdoelst",
    "overigbeleid",
    "overig beleid",
)
_PRIORITY = re.compile(r"(?<![A-Z0-9])WSE[ ._-]?LR[ ._-]?([0-9]{1,3})(?![0-9])", re.IGNORECASE)
_without_persons = person_filter()


@dataclass(frozen=True, slots=True)
class Block:
    """What such a cell says."""

    item: PolicyItem
    is_empty: bool
    """Whether it says that there is none, or nothing at all."""
    codes: tuple[str, ...]
    """What it names of the form ``WSE-LR1``, whether it exists or not."""


@lru_cache(maxsize=2_000)
def read_item(cell: str) -> Block:
    """The item in a cell. Rows of one action come with the same cell, so what was read last is remembered."""
    parts: dict[str, str] = {}
    label, loose = "", []
    for line in _whole_lines(cell):
        found = _LABEL.match(line)
        if found:
            label = found[1].casefold()
            parts[label] = one_line(found[2])
        elif label:
            parts[label] = one_line(f"{parts[label]} {line}")
        elif line.strip():
            loose.append(one_line(line))
    parts = {name: _EMPTY_LABEL.sub("", text) for name, text in parts.items()}
    said = parts.get(_SHORT) or parts.get(_LONG) or parts.get(_COMMENT) or " ".join(loose)
    code = parts.get(_CODE, "")[:LONGEST_CODE]
    code = code if _without_persons(code) == code else ""
    name = _without_persons(said[: 2 * LONGEST_NAME])[:LONGEST_NAME].strip()
    folded = f"{code} {said}".casefold()
    is_empty = not (code or name) or any(none in folded for none in _NONE)
    return Block(PolicyItem(code, name), is_empty, tuple(named_codes(cell)))


def named_codes(text: str) -> list[str]:
    """What a text names of the form ``WSE-LR1``, each once, written so."""
    if "LR" not in text.upper():
        return []
    return list(dict.fromkeys(f"WSE-LR{int(number)}" for number in _PRIORITY.findall(text)))


def _whole_lines(cell: str) -> list[str]:
    """The lines, without the beginning of a label where the cell was cut in it."""
    lines = cell.splitlines()
    last = lines[-1].strip() if len(lines) > 1 else ""
    is_cut = len(last) >= _LEAST_OF_LABEL and any(label.startswith(last.casefold()) for label in _LABELS)
    return lines[:-1] if is_cut else lines
