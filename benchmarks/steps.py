"""A step of a benchmark, in a process of its own: how long its parts take, and how much memory it needs at most."""

import json
import resource
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.core.management import call_command


def peak_megabytes() -> int:
    """The most that this process has needed so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (2**20 if sys.platform == "darwin" else 1024)


@dataclass(slots=True)
class Step:
    """What each of its parts takes, in order. Where others use the machine, the clock tells of them as well."""

    seconds: dict[str, float] = field(default_factory=dict)
    processor_seconds: dict[str, float] = field(default_factory=dict)
    """Of this process: PostgreSQL works in others."""
    before_megabytes: int = field(default_factory=peak_megabytes)

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        """Time what is inside."""
        start, used = time.perf_counter(), time.process_time()
        yield
        self.seconds[name] = time.perf_counter() - start
        self.processor_seconds[name] = time.process_time() - used

    def tell(self, **more: object) -> None:
        """Print it as JSON for who started this process."""
        told = {
            "seconds": self.seconds,
            "processor_seconds": self.processor_seconds,
            "before_mb": self.before_megabytes,
            "peak_mb": peak_megabytes(),
        }
        print(json.dumps(told | more))


def verify() -> None:
    """``wisselwerk verify``, over all that is there."""
    step = Step()
    with step.part("verify"):
        call_command("verify", stdout=sys.stderr)
    step.tell()
