"""Killing a process while it does something, at one exchange with the database after the other.

A child is forked, connects by itself, and is killed (SIGKILL) when it is about to send its nth statement; the last one
is killed when all is done and nobody was told. What then stands in the database is either all of it or nothing.
"""

import os
import signal
import traceback
import warnings
from collections.abc import Callable, Mapping
from itertools import count
from typing import Any, NoReturn

from django.apps import apps
from django.db import connection, connections

Rows = Mapping[str, list[str]]
"""Every row of every table, by its model."""


def everything() -> Rows:
    """What stands in the database."""
    return {
        model._meta.label: sorted(map(repr, model._base_manager.values_list()))
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed
    }


def kill_at_every_statement(act: Callable[[], object], *, stride: int = 1) -> int:
    """Have ``act`` killed at its first statement, ``stride`` further, and so on, until it gets to its end.

    Whenever it did not, nothing of it is there. Returns how often that was.
    """
    before = everything()
    for times in count():
        _die_at(act, times * stride + 1)
        if everything() != before:
            return times
    raise AssertionError("unreachable")


def killed(act: Callable[[], object]) -> None:
    """Run ``act``, which kills the process it is in, in a process of its own."""
    # Threads of the pool do not come along; the child makes a pool of its own.
    connections.close_all()
    if connection.vendor == "postgresql":
        connection.close_pool()  # type: ignore[attr-defined]  # of this vendor only
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        _run(act)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), "what was to be killed ended by itself; its error is above"
    assert os.WTERMSIG(status) == signal.SIGKILL


def die() -> NoReturn:
    """Be killed, as by the machine: nothing is tidied up."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("unreachable")


def _run(act: Callable[[], object]) -> NoReturn:
    try:
        act()
    except BaseException:  # noqa: BLE001  # the parent's own tests must not go on in the child
        traceback.print_exc()
    os._exit(1)


def _die_at(act: Callable[[], object], statement: int) -> None:
    sent = count(1)

    def send(execute: Callable[..., Any], *arguments: Any) -> Any:
        if next(sent) == statement:
            die()
        return execute(*arguments)

    def whole() -> None:
        with connection.execute_wrapper(send):
            act()
        die()

    killed(whole)
