"""The settings in use: changed while the program runs, and told to whoever works by them."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from assistant.config import file
from assistant.config.settings import Settings, entries

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    SettingsListener = Callable[[Settings, Settings], None]


class LiveSettings:
    """The settings of the running program. Safe from any thread.

    A change holds at once, then is written to the file: where that fails, it holds until the
    program ends. Listeners are called one change after the other, on the thread that changes.
    """

    def __init__(
        self, settings: Settings | None = None, path: Path | None = None, *, is_kept: bool = True
    ) -> None:
        """`path` of the settings file, None for the user's; nothing is written unless `is_kept`."""
        self._current = settings or Settings()
        self._path = path
        self._is_kept = is_kept
        self._listeners: list[SettingsListener] = []
        self._lock = threading.RLock()

    @property
    def current(self) -> Settings:
        """The settings as they are now."""
        return self._current

    @property
    def path(self) -> Path:
        """The settings file."""
        return self._path or file.default_path()

    def listen(self, listener: SettingsListener) -> None:
        """Call `listener(old, new)` after each change. It must not raise."""
        with self._lock:
            self._listeners.append(listener)

    def change(self, name: str, text: str) -> None:
        """Set the setting with that dotted name, as a person writes it.

        Raises SettingsError for a wrong name or value, and where it can't be written.
        """
        with self._lock:
            self._apply(file.set_text(self._current, name, text))
            if self._is_kept:
                file.change(self._path, name, text)

    def replace(self, settings: Settings) -> None:
        """Take all settings at once. Raises SettingsError where they can't be written."""
        with self._lock:
            self._apply(settings)
            if self._is_kept:
                file.save(self._path, settings)

    def reload(self) -> None:
        """Take what the file holds now. Raises SettingsError where it is wrong: nothing changes."""
        with self._lock:
            self._apply(file.load(self._path).settings)

    def _apply(self, settings: Settings) -> None:
        old, self._current = self._current, settings
        if settings != old:
            for listener in self._listeners:
                listener(old, settings)


def changed_names(old: Settings, new: Settings) -> list[str]:
    """Return the dotted names of the settings that differ, in order."""
    return [
        entry.dotted for entry in entries().values() if entry.value_in(old) != entry.value_in(new)
    ]
