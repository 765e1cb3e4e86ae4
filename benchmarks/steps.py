"""A step of a benchmark, in a process of its own: how long its parts take, and how much memory it needs at most."""

import json
import resource
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


def peak_megabytes() -> int:
    """The most that this process has needed so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (2**20 if sys.platform == "darwin" else 1024)


@dataclass(slots=True)
class Step:
    """Seconds of each part by its name, in order."""

    seconds: dict[str, float] = field(default_factory=dict)
    before_megabytes: int = field(default_factory=peak_megabytes)

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        """Time what is inside."""
        start = time.perf_counter()
        yield
        self.seconds[name] = time.perf_counter() - start

    def tell(self, **more: object) -> None:
        """Print it as JSON for who started this process."""
        told = {"seconds": self.seconds, "before_mb": self.before_megabytes, "peak_mb": peak_megabytes()}
        print(json.dumps(told | more))
