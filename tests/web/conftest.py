"""What every test of the pages starts from."""

from collections.abc import Iterator

import pytest

from wisselwerk.demo.mailbox import forget


@pytest.fixture(autouse=True)
def not_a_demo() -> Iterator[None]:
    """A database that was a demo is one no longer when the next test gets it."""
    forget()
    yield
    forget()
