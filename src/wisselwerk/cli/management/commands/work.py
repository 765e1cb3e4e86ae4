"""``wisselwerk work``: background work alone."""

import argparse

from django.core.management.base import BaseCommand, CommandParser
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker

from wisselwerk.cli.background import Caretaker
from wisselwerk.cli.children import end_with_parent

POLL_SECONDS = 1.0
"""On SQLite every look at the queue takes the one write lock for a moment, so it is not done more often."""


class Command(BaseCommand):
    """Does what commands left in the outbox: mails, lapses, erasures."""

    help = "Do the background work: mails, lapses, erasures. Runs until stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        """One for `serve`, which starts this as its child."""
        parser.add_argument("--parent", type=int, help=argparse.SUPPRESS)

    def handle(self, *, parent: int | None, **options: object) -> None:
        """Work until a signal comes; a task in hand is finished first."""
        if parent is not None:
            end_with_parent(parent)
        worker_id = get_random_string(32)
        worker = Worker(
            queue_names=["default"],
            interval=POLL_SECONDS,
            batch=False,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=worker_id,
            excluded_queue_names=[],
        )
        worker.configure_signals()
        Caretaker(worker_id).start()
        worker.run()
