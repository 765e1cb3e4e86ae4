"""Which kinds of file can be brought in: name -> what reads one. A new kind is one function and one line.

An importer gets a file, changes the database through commands, and says in one line what it found. It is called in a
transaction of its own, so that a file is loaded as a whole or not at all.
"""

from collections.abc import Callable, Mapping
from pathlib import Path

from wisselwerk.apps.schemes.services import DoesNotFit, load_scheme
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.formats.json_document import read_json
from wisselwerk.formats.problem import Problems
from wisselwerk.formats.scheme_file import read_scheme_file
from wisselwerk.formats.scheme_shape import MAX_BYTES

Importer = Callable[[Path], str]


def import_scheme(path: Path) -> str:
    """A scheme with its versions, from JSON.

    Raises:
        Problems: everything that is wrong with it, or does not fit what is here, with its line.
        OSError: the file cannot be read.
    """
    with path.open("rb") as file:
        data = file.read(MAX_BYTES + 1)
    read = read_scheme_file(data, str(path))
    try:
        scheme = load_scheme(SYSTEM, read)
    except DoesNotFit as error:
        document = read_json(data, str(path), MAX_BYTES)
        found = (document.problem(one.path, one.message, **one.params) for one in error.misfits)
        raise Problems(found) from error
    starts = ", ".join(f"{one.number} from {one.valid_from}" for one in read.versions)
    return f"scheme {scheme.slug}, versions: {starts}"


IMPORTS: Mapping[str, Importer] = {"scheme": import_scheme}
"""The kinds of ``wisselwerk import``."""
