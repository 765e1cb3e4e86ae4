"""System packages are installed where that may be done, and asked for where it may not: never done without."""

import os
import shutil

import pytest

from tools import system

LACKING = "The tests need PostgreSQL and none was found. Install PostgreSQL: `apt install postgresql`."


def absent() -> None:
    """A search that finds nothing."""
    raise RuntimeError(LACKING)


def test_without_root_the_command_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system, "NEEDED", {"postgresql": absent})
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(SystemExit, match="apt install postgresql"):
        system.main()


def test_without_apt_the_command_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system, "NEEDED", {"postgresql": absent})
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(SystemExit, match="apt install postgresql"):
        system.main()


def test_root_on_debian_installs_only_what_lacks(monkeypatch: pytest.MonkeyPatch) -> None:
    installed: list[str] = []

    def find() -> None:
        if not installed:
            absent()

    monkeypatch.setattr(system, "NEEDED", {"postgresql": find, "chromium": str})
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(system, "install", installed.extend)
    system.main()
    assert installed == ["postgresql"]
