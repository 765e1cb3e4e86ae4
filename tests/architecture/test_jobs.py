"""Every name put in the outbox has a handler, every handler is somebody's, and their arguments fit."""

import ast
import inspect
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.utils.module_loading import import_string

from tests.architecture.source import program
from wisselwerk.config.jobs import DAILY, EVERY_ROUND, HANDLERS


def enqueued() -> Iterator[tuple[str, str, frozenset[str]]]:
    """Where something is enqueued, under which name, with which arguments."""
    for module in program():
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "enqueue":
                name = node.args[0]
                if isinstance(name, ast.Constant):
                    arguments = frozenset(keyword.arg for keyword in node.keywords if keyword.arg)
                    yield f"{module.where}:{node.lineno}", str(name.value), arguments


def handler(name: str) -> Callable[..., Any]:
    """The function behind a name."""
    found: Callable[..., Any] = import_string(HANDLERS[name])
    return found


def test_every_enqueued_name_has_a_handler() -> None:
    missing = {f"{where} {name}" for where, name, _ in enqueued() if name not in HANDLERS}
    assert missing | ({*DAILY, *EVERY_ROUND} - set(HANDLERS)) == set()


def test_every_handler_has_work() -> None:
    assert set(HANDLERS) == {name for _, name, _ in enqueued()} | set(DAILY) | set(EVERY_ROUND)


def test_handlers_live_in_jobs() -> None:
    elsewhere = {name for name, path in HANDLERS.items() if not path.startswith("wisselwerk.jobs.")}
    assert elsewhere == set()
    assert all(callable(handler(name)) for name in HANDLERS)


def test_what_is_enqueued_fits_its_handler() -> None:
    """A wrong argument would be found by a person waiting for a mail."""
    for where, name, arguments in enqueued():
        signature = inspect.signature(handler(name))
        try:
            signature.bind(**dict.fromkeys(arguments))
        except TypeError as error:
            pytest.fail(f"{where}: {name}: {error}")


def test_what_comes_round_needs_no_arguments() -> None:
    for name in (*DAILY, *EVERY_ROUND):
        inspect.signature(handler(name)).bind()
