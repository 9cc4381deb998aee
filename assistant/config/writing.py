"""Settings as TOML text, and text as a file."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant import messages
from assistant.config import migrate, values
from assistant.config.settings import Entry, Settings, Value, entries, sections
from assistant.errors import SettingsError

if TYPE_CHECKING:
    from tomlkit import TOMLDocument

HEADER = "Settings of Lookaloud. What is not here has its default; docs/settings.md lists all."
EXPORT_HEADER = "All settings of Lookaloud, to be taken over by lookaloud settings --import."


def document(text: str) -> TOMLDocument:
    """Return the text of a file with its comments, up to date. Raises TOMLKitError."""
    import tomlkit  # noqa: PLC0415 - slow to import, and only needed to write

    if not text.strip():
        return _new(HEADER)
    found = tomlkit.parse(text)
    migrate.migrate(found)
    return found


def put(document: TOMLDocument, entry: Entry, value: Value) -> None:
    """Set one setting."""
    import tomlkit  # noqa: PLC0415

    if entry.section not in document:
        document.add(entry.section, tomlkit.table())
    table: Any = document[entry.section]
    table[entry.name] = _item(value)


def as_toml(settings: Settings) -> str:
    """Return all settings as a file that says what each is, to be taken elsewhere."""
    import tomlkit  # noqa: PLC0415

    exported = _new(EXPORT_HEADER)
    for section in sections():
        table = tomlkit.table()
        for entry in entries().values():
            if entry.section == section:
                table.add(tomlkit.comment(f"{entry.title}. {entry.about}"))
                table.add(entry.name, _item(entry.value_in(settings)))
        exported.add(section, table)
    return exported.as_string()


def export(path: Path, text: str) -> None:
    """Write the text of `as_toml` to a file of the user's. Raises SettingsError."""
    try:
        replace(path, text)
    except OSError as error:
        said = messages.SETTINGS_NOT_EXPORTED.format(path=path, reason=error.strerror)
        raise SettingsError("settings.unwritable", said) from error


def replace(target: Path, text: str) -> None:
    """Put `text` in the place of a file in one step, with the permissions it had.

    Raises OSError.
    """
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    mode = target.stat().st_mode & 0o777 if target.exists() else 0o600
    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=".settings-", suffix=".tmp")
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(mode)
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)


def _new(header: str) -> TOMLDocument:
    import tomlkit  # noqa: PLC0415

    empty = tomlkit.document()
    empty.add(tomlkit.comment(header))
    empty.add("version", tomlkit.item(migrate.VERSION))
    return empty


def _item(value: Value) -> Any:
    import tomlkit  # noqa: PLC0415

    if not isinstance(value, str):
        return value
    # Of a StrEnum the library would keep the name of the class.
    text = values.as_text(value)
    return tomlkit.string(text, multiline=True) if "\n" in text else text
