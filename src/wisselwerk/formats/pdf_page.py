"""Looks into a PDF in a process of its own: ``python -m wisselwerk.formats.pdf_page [page]``, the file on standard input.

Strangers' files are read by a large library written in C++, so it gets no secrets, little time and little memory, and
takes nothing with it when it falls. Without a page it writes how many there are; with one it writes that as a PNG.
"""

import resource
import struct
import sys
import zlib
from contextlib import suppress

import pypdfium2
import pypdfium2.raw as pdfium

from wisselwerk.formats.pdf import BROKEN, EMPTY, LOCKED, SECONDS

MEMORY_BYTES = 1_500_000_000
WIDTH, HEIGHT = 1000, 1600
"""The box in which a page is drawn, in pixels: a bill is legible in it, a poster takes no more memory than that."""
NOT_LOCKED = -1


def main() -> int:
    """Look, and say what was seen."""
    _live_within_limits()
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else None
    try:
        document = pypdfium2.PdfDocument(sys.stdin.buffer.read())
        if pdfium.FPDF_GetSecurityHandlerRevision(document.raw) != NOT_LOCKED:
            return LOCKED
        if not len(document):
            return EMPTY
        # A page that is counted need not be one that can be drawn, so the first is drawn in any case.
        drawn = _png(document[(wanted or 1) - 1])
    except pypdfium2.PdfiumError as error:
        return LOCKED if error.err_code == pdfium.FPDF_ERR_PASSWORD else BROKEN
    sys.stdout.buffer.write(drawn if wanted else str(len(document)).encode())
    return 0


def _live_within_limits() -> None:
    # One second between the two limits of time: at the second one comes a kill that does not say why.
    limits = (
        (resource.RLIMIT_CPU, SECONDS, SECONDS + 1),
        (resource.RLIMIT_AS, MEMORY_BYTES, MEMORY_BYTES),
    )
    for what, most, never_more in limits:
        # macOS knows no limit of memory; the patience of whoever started this holds everywhere.
        with suppress(ValueError, OSError):
            resource.setrlimit(what, (most, never_more))


def _png(page: pypdfium2.PdfPage) -> bytes:
    """A page as an image of plain red, green and blue. Source: PNG specification, third edition, 5 and 9."""
    width, height = page.get_size()
    drawn = page.render(scale=min(WIDTH / max(width, 1), HEIGHT / max(height, 1)), rev_byteorder=True)
    pixels, row = bytes(drawn.buffer), drawn.width * drawn.n_channels
    rows = (pixels[start : start + row] for start in range(0, drawn.height * drawn.stride, drawn.stride))
    # Eight bits a colour, three colours, no interlacing; a zero before each row: it is not filtered.
    header = struct.pack(">IIBBBBB", drawn.width, drawn.height, 8, 2, 0, 0, 0)
    image = zlib.compress(b"".join(b"\0" + one for one in rows))
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", image) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


if __name__ == "__main__":
    sys.exit(main())
