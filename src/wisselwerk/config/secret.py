"""The secret key of an installation that was given none: made once, kept in the home, readable by its owner only."""

import os
import secrets
import tempfile
from pathlib import Path

BYTES = 48


def kept_secret(path: Path) -> str:
    """The secret in ``path``, made when there is none yet.

    Several processes may start at the same moment; the link makes that one of them wins and all read the same.

    Raises:
        OSError: the folder does not exist or cannot be written.
    """
    if not path.exists():
        # mkstemp makes the file with mode 0600.
        handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(BYTES))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            Path(draft).unlink()
    return path.read_text(encoding="ascii").strip()
