"""Processes that belong together end together."""

import os
import threading
import time

POLL_SECONDS = 0.5
SERVER_PID = "SERVER_PID"
"""Where the web server leaves its number for its workers."""


def end_with_parent(parent: int) -> None:
    """Have this process end soon after ``parent``, which started it, also when that was killed without a word.

    Asking who the parent is works on Linux and macOS alike; an orphan is given to another process. The starter says
    its number, because it may be gone before its child can ask.
    """
    threading.Thread(target=_watch, args=(parent,), name="end-with-parent", daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(POLL_SECONDS)
    # Nothing is left to tidy for: transactions in flight roll back, and a lock on a port must go now.
    os._exit(1)
