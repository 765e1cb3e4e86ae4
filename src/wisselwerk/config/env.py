"""Settings from the environment: each read once, with its meaning beside it, and refused when it is nonsense.

``docs/reference/settings.md`` is made from what is registered here, so a setting cannot exist without its line.
"""

import difflib
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from django.core.exceptions import ImproperlyConfigured

PREFIX = "WISSELWERK_"
TESTS_PREFIX = "WISSELWERK_TEST_"

T = TypeVar("T")

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off"}


class SettingError(ImproperlyConfigured):
    """A setting that cannot be meant. The message names it, shows what came and says what would do."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting as the reference shows it."""

    name: str
    kind: str
    default: str
    meaning: str


class Environment:
    """Reads settings by name and remembers which exist."""

    def __init__(self, source: Mapping[str, str] = os.environ) -> None:
        self._source = source
        self.settings: dict[str, Setting] = {}

    def text(self, name: str, meaning: str, *, default: str, shown: str | None = None) -> str:
        """A text as it stands. ``shown`` is what the reference says of a default that depends on something."""
        return self._read(name, "text", meaning, default, shown, str)

    def flag(self, name: str, meaning: str, *, default: bool) -> bool:
        """Yes or no."""
        return self._read(name, "yes or no", meaning, "yes" if default else "no", None, _flag)

    def number(
        self, name: str, meaning: str, *, default: int, at_least: int = 0, at_most: int = 2**31
    ) -> int:
        """A whole number within bounds, both included."""

        def parse(text: str) -> int:
            if not text.lstrip("-").isdecimal() or not at_least <= int(text) <= at_most:
                raise ValueError(f"a whole number from {at_least} to {at_most}")
            return int(text)

        return self._read(name, f"number, {at_least} to {at_most}", meaning, str(default), None, parse)

    def choice(self, name: str, meaning: str, *, default: str, among: Iterable[str]) -> str:
        """One of a few words."""
        words = tuple(among)

        def parse(text: str) -> str:
            if text not in words:
                raise ValueError("one of " + ", ".join(words))
            return text

        return self._read(name, "one of " + ", ".join(words), meaning, default, None, parse)

    def words(self, name: str, meaning: str, *, default: Iterable[str]) -> list[str]:
        """A list, separated by commas."""

        def parse(text: str) -> list[str]:
            return [word.strip() for word in text.split(",") if word.strip()]

        return self._read(name, "list, separated by commas", meaning, ",".join(default), None, parse)

    def secret(self, name: str, meaning: str, *, default: str = "", shown: str | None = None) -> str:
        """A text that may also stand alone in a file, whose path ``<name>_FILE`` gives: nothing secret in a process list.

        Raises:
            SettingError: both are given, or the file cannot be read or is empty.
        """
        file_name = f"{name}_FILE"
        self._register(file_name, "path", "", None, f"File that holds `{name}`.")
        path = self._source.get(file_name)
        if not path:
            return self._read(name, "secret text", meaning, default, shown, str)
        self._register(name, "secret text", default, shown, meaning)
        if name in self._source:
            raise SettingError(f"{name} and {file_name} are both set. Keep one of them.")
        try:
            content = Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise SettingError(f"{file_name}={path} cannot be read: {error.strerror}.") from error
        if not content:
            raise SettingError(
                f"{file_name}={path} is empty. Put the secret in it, or leave the setting out."
            )
        return content

    def refuse_unknown(self) -> None:
        """A misspelt setting would be ignored in silence, so that the default holds unnoticed: refuse it instead.

        Raises:
            SettingError: a name starts like ours and is none of ours.
        """
        for name in sorted(self._source):
            if name.startswith(PREFIX) and not name.startswith(TESTS_PREFIX) and name not in self.settings:
                near = difflib.get_close_matches(name, self.settings, n=1)
                hint = f" Did you mean {near[0]}?" if near else " See docs/reference/settings.md."
                raise SettingError(f"{name} is no setting of Wisselwerk.{hint}")

    def _read(
        self, name: str, kind: str, meaning: str, default: str, shown: str | None, parse: Callable[[str], T]
    ) -> T:
        self._register(name, kind, default, shown, meaning)
        text = self._source.get(name, default).strip()
        try:
            return parse(text)
        except ValueError as error:
            raise SettingError(f"{name}={text!r} will not do: give {error}. {meaning}") from error

    def _register(self, name: str, kind: str, default: str, shown: str | None, meaning: str) -> None:
        self.settings[name] = Setting(name, kind, default if shown is None else shown, meaning)


def _flag(text: str) -> bool:
    word = text.lower()
    if word not in TRUE | FALSE:
        raise ValueError("yes or no")
    return word in TRUE


env = Environment()
"""The one the program runs on."""
