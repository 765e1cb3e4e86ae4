"""The generated secret key."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from wisselwerk.config.secret import kept_secret


def test_it_is_made_once_and_readable_by_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "secret-key"
    secret = kept_secret(path)
    assert len(secret) >= 50
    assert kept_secret(path) == secret
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_processes_that_start_together_agree(tmp_path: Path) -> None:
    path = tmp_path / "secret-key"
    with ThreadPoolExecutor(16) as pool:
        secrets = set(pool.map(kept_secret, [path] * 64))
    assert len(secrets) == 1
    assert [found.name for found in tmp_path.iterdir()] == ["secret-key"]
