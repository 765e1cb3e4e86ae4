"""A body whose length was not said beforehand: Django takes it for empty, so it is read here first."""

from collections.abc import Iterable
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class WholeBody:
    """Stands before the program and gives a body in chunks (HTTP/1.1) or frames (HTTP/2) the length it has."""

    def __init__(self, application: "WSGIApplication", limit_bytes: int) -> None:
        self.application = application
        self.limit_bytes = limit_bytes

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Let the request through; only a server that itself ends the body may be read without a length."""
        if not environ.get("CONTENT_LENGTH") and environ.get("wsgi.input_terminated"):
            # One byte more than is taken, so that what is too large is refused and not cut off.
            body = environ["wsgi.input"].read(self.limit_bytes + 1)
            environ |= {"wsgi.input": BytesIO(body), "CONTENT_LENGTH": str(len(body))}
        return self.application(environ, start_response)
