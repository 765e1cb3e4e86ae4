"""A structured reference that somebody typed as text: found by the signs around it, or it could be any number."""

import pytest

from tests.formats.statements import PAID, Ids, differing, read, statement


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("+++010/8068/17183+++ ", "010806817183"),
        ("terug ***010/8068/17183*** ", "010806817183"),
        ("010/8068/17183 ", None),
        ("+++010/8068/17184+++ ", None),
    ],
)
def test_a_reference_that_was_typed_as_text_is_found_by_its_signs(typed: str, found: str | None) -> None:
    paid = differing(PAID, details=[("250.00", Ids(typed=typed))])
    (one,) = read(statement(paid))[0].entries[0].transactions
    assert one.structured_reference == found
