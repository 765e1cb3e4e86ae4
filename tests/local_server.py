"""A web server on this machine that answers what a test says, and remembers what it was asked."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Reply:
    """One answer. ``headers`` come on top of the length."""

    content: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": "text/html; charset=utf-8"})


@dataclass
class Site:
    """What stands where, and who asked for it. Several replies are given one after the other, the last again and again."""

    address: str = ""
    pages: dict[str, list[Reply]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def puts(self, path: str, *replies: Reply | bytes) -> str:
        """Put answers somewhere; where that is."""
        self.pages[path] = [one if isinstance(one, Reply) else Reply(one) for one in replies]
        return self.address + path

    @property
    def paths(self) -> list[str]:
        """What was asked for, in order."""
        return [path for path, _headers in self.asked]


@contextmanager
def serving() -> Iterator[Site]:
    """A site of its own, on a port that is free."""
    site = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
            replies = site.pages.get(self.path) or [Reply(status=404)]
            reply = replies.pop(0) if len(replies) > 1 else replies[0]
            if reply.headers.get("ETag") == self.headers.get("If-None-Match", ""):
                reply = Reply(status=304, headers={})
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(reply.content)))
            self.end_headers()
            self.wfile.write(reply.content)

        def log_message(self, format: str, *args: object) -> None:
            """Says nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        site.address = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield site
        finally:
            server.shutdown()
            thread.join()
