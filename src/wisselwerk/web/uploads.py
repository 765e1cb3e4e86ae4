"""Files that come in through a form: no more than an invoice can be, however much is sent."""

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest

from wisselwerk.formats.ubl import MAX_BYTES

TOO_LARGE = "wisselwerk.upload_too_large"
"""In ``request.META`` when a file was dropped for its size."""


class LimitedUpload(FileUploadHandler):
    """Stands before the handlers that keep a file: what is too large is read to its end and kept nowhere.

    It is read to its end because a browser that is cut off shows an error of its own instead of our page.
    """

    request: HttpRequest
    received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Let a chunk through to the handlers after this one, as long as there are not too many.

        Raises:
            StopUpload: the file is too large.
        """
        self.received += len(raw_data)
        # One byte more than is taken goes through, so that the reader itself can say it is too large.
        if self.received > MAX_BYTES + self.chunk_size:
            self.request.META[TOO_LARGE] = True
            raise StopUpload(connection_reset=False)
        return raw_data

    def file_complete(self, file_size: int) -> Any:
        """Nothing: a handler after this one keeps the file."""
        return None


def was_too_large(request: HttpRequest) -> bool:
    """Whether a file was dropped from this request for its size."""
    return bool(request.META.get(TOO_LARGE))
