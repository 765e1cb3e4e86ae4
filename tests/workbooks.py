"""What stands in a workbook, as whoever opens it would read it."""

from pathlib import Path
from typing import IO, Any

from openpyxl import load_workbook


def rows_in(workbook: IO[bytes] | Path) -> list[tuple[Any, ...]]:
    """The values of its first sheet, the heads first."""
    return list(load_workbook(workbook).worksheets[0].values)
