"""The web server as a process of its own: ``python -m wisselwerk.cli.web_server PARENT HOST PORT WORKERS THREADS``.

Started by ``wisselwerk serve``, which starts it again when it dies.
"""

import os
import signal
import sys

from django.conf import settings
from granian import Granian
from granian.constants import Interfaces

from wisselwerk.cli.children import SERVER_PID, end_with_parent

STOP_SECONDS = 10


def main(parent: int, host: str, port: int, workers: int, threads: int) -> None:
    """Serve until a signal comes; requests in hand are answered first."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wisselwerk.config.settings")
    end_with_parent(parent)
    os.environ[SERVER_PID] = str(os.getpid())
    os.register_at_fork(after_in_child=heed_signals)
    Granian(
        "wisselwerk.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        websockets=False,
        workers=workers,
        blocking_threads=threads,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_SECONDS,
        log_dictconfig=settings.LOGGING,
    ).serve()


def heed_signals() -> None:
    """Let a worker that is still loading end at once when told to.

    It is born with its server's handlers, which only note what the server then looks at: until it has its own it would
    hear nothing, and stop when it was killed.
    """
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], *map(int, sys.argv[3:]))
