"""Processes that belong together end together."""

import os
import threading
import time

POLL_SECONDS = 0.5


def end_with_parent() -> None:
    """Have this process end soon after the one that started it, also when that was killed without a word.

    Asking who the parent is works on Linux and macOS alike; an orphan is given to another process.
    """
    threading.Thread(target=_watch, args=(os.getppid(),), name="end-with-parent", daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(POLL_SECONDS)
    # Nothing is left to tidy for: transactions in flight roll back, and a lock on a port must go now.
    os._exit(1)
