"""What was changed since the settings window was opened, and how to take it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant import messages
from assistant.config import file, values, words
from assistant.config.live import changed_names
from assistant.config.settings import entries
from assistant.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.config.live import LiveSettings
    from assistant.config.settings import Settings


class Changes:
    """Changes settings, and remembers how they were. Each may raise SettingsError."""

    def __init__(self, live: LiveSettings) -> None:
        self._live = live
        self._before: list[dict[str, str]] = []
        """The old values of what each step changed, by dotted name; the last step is at the end."""

    def change(self, name: str, text: str) -> None:
        """Set one setting."""
        entry, old = entries()[name], self._live.current
        try:
            values.parse(entry, text)
        except values.NotAllowed as error:
            allowed = values.allowed(entry)
            told = {"name": entry.title, "found": error.found, "allowed": allowed}
            raise SettingsError("settings.value", messages.VALUE_WRONG.format(**told)) from error
        try:
            self._live.change(name, text)
        finally:
            # It holds until the program ends even where it can't be written.
            self._remember(old)

    def replace(self, settings: Settings) -> str:
        """Take all settings at once; return a sentence about it."""
        old = self._live.current
        try:
            self._live.replace(settings)
        finally:
            self._remember(old)
        return messages.settings_imported(len(changed_names(old, settings)))

    def reset(self, section: str) -> str:
        """Give a section, or all settings for "", their defaults; return a sentence about it."""
        old = self._live.current
        new = file.with_defaults(old, section)
        names = changed_names(old, new)
        if not names:
            return messages.SETTINGS_NOTHING_TO_RESET
        self.replace(new)
        return messages.settings_reset(len(names))

    def undo(self) -> str:
        """Take back the last step; return a sentence about it."""
        if not self._before:
            return messages.SETTINGS_NOTHING_TO_UNDO
        before = self._before.pop()
        settings = self._live.current
        for name, text in before.items():
            settings = file.set_text(settings, name, text)
        self._live.replace(settings)
        return " ".join(self._undone(list(before)))

    def _undone(self, names: Sequence[str]) -> list[str]:
        if len(names) > 1:
            return [messages.settings_imported(len(names))]
        entry = entries()[names[0]]
        value = words.of_value(entry, entry.value_in(self._live.current))
        return [messages.SETTINGS_UNDONE.format(title=entry.title, value=value)]

    def _remember(self, old: Settings) -> None:
        new = self._live.current
        changed = changed_names(old, new)
        if changed:
            texts = {name: values.as_text(entries()[name].value_in(old)) for name in changed}
            self._before.append(texts)
