"""Work is put here by commands and done later, by one job that looks the name up."""

import importlib
from collections.abc import Callable

from django.conf import settings
from django_tasks import task


@task()
def run(name: str, payload: dict[str, int | str]) -> None:
    """Do the work called ``name``. Raises what the handler raises; the queue keeps it as failed and shows it."""
    handler(name)(**payload)


def handler(name: str) -> Callable[..., None]:
    """The function that answers to ``name`` (``config/jobs.py``).

    Raises:
        KeyError: nothing answers to this name.
    """
    module, _, function = settings.WISSELWERK_JOBS[name].rpartition(".")
    found: Callable[..., None] = getattr(importlib.import_module(module), function)
    return found


def enqueue(name: str, **payload: int | str) -> None:
    """Have ``name`` done once the current transaction has committed."""
    run.enqueue(name, payload)
