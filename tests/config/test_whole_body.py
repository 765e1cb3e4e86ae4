"""A body without a length before it: read to its end where the server says where that is, and no further than is taken."""

from collections.abc import Iterable
from io import BytesIO
from typing import Any

import pytest

from wisselwerk.config.whole_body import WholeBody


def seen(body: bytes, **environ: object) -> tuple[object, bytes]:
    """The length and the content that the program behind it gets to see."""
    found: list[tuple[object, bytes]] = []

    def program(environ: dict[str, Any], _start: object) -> Iterable[bytes]:
        found.append((environ.get("CONTENT_LENGTH"), environ["wsgi.input"].read()))
        return []

    WholeBody(program, limit_bytes=4)({"wsgi.input": BytesIO(body), **environ}, lambda *_: print)
    return found[0]


@pytest.mark.parametrize(
    ("body", "length", "read"),
    [(b"", "0", b""), (b"1234", "4", b"1234"), (b"12345", "5", b"12345"), (b"1234567", "5", b"12345")],
)
def test_a_body_gets_the_length_it_has_up_to_one_byte_too_many(body: bytes, length: str, read: bytes) -> None:
    assert seen(body, **{"wsgi.input_terminated": True}) == (length, read)


def test_a_length_that_was_given_is_left_as_it_is() -> None:
    assert seen(b"12345", CONTENT_LENGTH="3", **{"wsgi.input_terminated": True}) == ("3", b"12345")


def test_a_server_that_does_not_end_the_body_is_not_read_from() -> None:
    assert seen(b"12345") == (None, b"12345")
