"""``wisselwerk serve``: web, API and background work."""

import os
import socket
import sys

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from wisselwerk.cli.main import OLD_DATABASE, database_is_old
from wisselwerk.cli.supervisor import keep_going


class Command(BaseCommand):
    """Serves an installation that exists; `wisselwerk demo` makes one to try."""

    help = "Serve web, API and background work. Ends with everything it started."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where, and by how many."""
        parser.add_argument(
            "--port", type=int, default=settings.PORT, help="beats PORT (default: %(default)s)"
        )
        parser.add_argument(
            "--workers", type=int, default=settings.WORKERS, help="web processes (default: %(default)s)"
        )

    def handle(self, *, port: int, workers: int, **options: object) -> None:
        """Serve until stopped.

        Raises:
            CommandError: the database is not up to date, the port is taken, or a process keeps dying.
        """
        if not 1 <= port <= 65535 or not 1 <= workers <= 256:
            raise CommandError("Give a port from 1 to 65535, and 1 to 256 workers.")
        refuse_old_database()
        refuse_taken_port(settings.BIND, port)
        let_go_of_the_database()
        numbers = [str(number) for number in (port, workers, settings.THREADS)]
        python, parent = [sys.executable, "-m"], str(os.getpid())
        commands = {
            "web": [*python, "wisselwerk.cli.web_server", parent, settings.BIND, *numbers],
            "work": [*python, "wisselwerk", "work", "--parent", parent],
        }
        self.stderr.write(f"Wisselwerk on http://{settings.BIND}:{port} (stop with Ctrl+C)")
        if not keep_going(commands, {**os.environ, "PORT": str(port)}):
            raise CommandError("A process keeps dying; the lines above say why.")


def refuse_old_database() -> None:
    """Old tables under new code give errors that nobody understands.

    Raises:
        CommandError: there are migrations that were not applied.
    """
    if database_is_old():
        raise CommandError(OLD_DATABASE)


def let_go_of_the_database() -> None:
    """From here on only the children need it; on PostgreSQL the pool would keep a connection for nobody."""
    connection.close()
    if connection.vendor == "postgresql":
        connection.close_pool()  # type: ignore[attr-defined]


def refuse_taken_port(host: str, port: int) -> None:
    """The web server would be started again and again, in vain.

    Raises:
        CommandError: nothing can listen there.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandError(
                f"Cannot serve on {host}:{port}: {error.strerror}. Choose another --port, or PORT=8001 make run."
            ) from error
