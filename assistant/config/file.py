"""Reads and writes the settings file: TOML, every mistake told with its line."""

from __future__ import annotations

import difflib
import logging
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant import messages
from assistant.config import lines, migrate, values, writing
from assistant.config.place import default_path
from assistant.config.settings import Entry, Settings, Value, entries, sections
from assistant.errors import SettingsError

if TYPE_CHECKING:
    from tomlkit import TOMLDocument

_log = logging.getLogger(__name__)

BIGGEST_BYTES = 256 * 1024
"""Of a settings file; anything bigger was put there by mistake."""


class SettingsFileError(SettingsError):
    """The settings file is wrong in one place."""

    def __init__(
        self, code: str, sentence: str, path: Path, line: int | None = None, name: str = ""
    ) -> None:
        super().__init__(code, sentence)
        self.path = path
        self.line = line
        """From 1; None where the mistake has no line."""
        self.name = name
        """Of the setting that is wrong; empty where it is none."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a settings file holds."""

    settings: Settings
    warnings: tuple[str, ...] = ()
    """Sentences about what is in the file and means nothing."""


def load(path: Path | None = None) -> Loaded:
    """Return the settings in the file, those of the user for None.

    A file that does not exist gives the defaults. Raises SettingsError about the first mistake.
    """
    reading = _Reading(path)
    if reading.mistakes:
        raise reading.first_mistake()
    return Loaded(reading.settings, tuple(reading.warnings))


def load_or_default(path: Path | None = None) -> tuple[Settings, SettingsError | None]:
    """Return settings to run with whatever the file is like, and what is wrong with it.

    A wrong value gives its setting the default, the others stay; a file that cannot be
    understood gives every setting its default. The file is left as it is.
    """
    try:
        reading = _Reading(path)
    except SettingsError as error:
        sentence = f"{error.sentence} {messages.DEFAULTS_USED}"
        return Settings(), SettingsError(error.code, sentence)
    for warning in reading.warnings:
        _log.warning("%s", warning)
    if not reading.mistakes:
        return reading.settings, None
    mistake = reading.first_mistake()
    sentence = f"{mistake.sentence} {messages.DEFAULT_USED}"
    return reading.settings, SettingsFileError(mistake.code, sentence, mistake.path, mistake.line)


def read_onto(settings: Settings, path: Path, text: str | None = None) -> Loaded:
    """Return `settings` with what another file changes in them; what it leaves out stays.

    `text` is what the file holds, where that is known already: then `path` only names it. Raises
    SettingsError about the first mistake, and where there is no such file.
    """
    if text is None and not path.exists():
        said = messages.SETTINGS_IMPORT_MISSING.format(path=path)
        raise SettingsFileError("settings.missing", said, path)
    reading = _Reading(path, settings, text)
    if reading.mistakes:
        raise reading.first_mistake()
    return Loaded(reading.settings, tuple(reading.warnings))


def save(path: Path | None, settings: Settings) -> None:
    """Write `settings`, and leave comments and everything unknown in the file as they are.

    Raises SettingsError where the file has mistakes, which is then left as it is, and where it
    cannot be written. Whoever reads meanwhile meets the old file or the new one, never a part.
    """
    reading = _Reading(path)
    if reading.mistakes:
        raise reading.first_mistake()
    changed = {
        entry: entry.value_in(settings)
        for entry in entries().values()
        if entry.value_in(settings) != entry.value_in(reading.settings)
    }
    _write(reading, changed)


def change(path: Path | None, name: str, text: str) -> Settings:
    """Set one setting in the file, even where others are wrong; return what the file now holds.

    Raises SettingsError for a wrong name or value, and as `save` does.
    """
    entry, value = _parse(name, text)
    reading = _Reading(path)
    _write(reading, {entry: value})
    return _Reading(path).settings


def reset(path: Path | None, name: str = "") -> list[str]:
    """Give a setting, a whole section or all settings for "" their defaults in the file.

    Return the names of those that had another value, or a wrong one. Raises SettingsError for a
    name that does not exist, and as `save` does.
    """
    reading = _Reading(path)
    wrong = {mistake.name for mistake in reading.mistakes}
    changed: dict[Entry, Value] = {
        entry: entry.default
        for entry in _named(name)
        if entry.dotted in wrong or entry.value_in(reading.settings) != entry.default
    }
    _write(reading, changed)
    return [entry.dotted for entry in changed]


def with_defaults(settings: Settings, name: str = "") -> Settings:
    """Return `settings` with one of them, a section or all for "" reset. Raises SettingsError."""
    return _with(settings, {entry: entry.default for entry in _named(name)})


def get_text(settings: Settings, name: str) -> str:
    """Return the value of the setting with that dotted name. Raises SettingsError."""
    return values.as_text(_entry(name).value_in(settings))


def set_text(settings: Settings, name: str, text: str) -> Settings:
    """Return settings with one value changed, as a person writes it. Raises SettingsError."""
    entry, value = _parse(name, text)
    return _with(settings, {entry: value})


def as_text(settings: Settings) -> str:
    """Return all settings with their values and help, to be listed."""
    blocks: list[str] = []
    for entry in entries().values():
        # Further lines of a text stand under its first.
        value = values.as_text(entry.value_in(settings)).replace("\n", "\n    ")
        default = values.in_words(values.as_text(entry.default)).strip('"')
        allowed = messages.ALLOWED_IS.format(allowed=values.allowed(entry))
        head = f"{entry.dotted} = {value}".rstrip()
        help_text = f"{entry.about} {allowed} {messages.DEFAULT_IS.format(value=default)}"
        blocks.append(f"{head}\n    {help_text}")
    return "\n".join(blocks)


class _Reading:
    """One file being read. Raises SettingsError where it cannot be understood at all."""

    def __init__(
        self, path: Path | None, onto: Settings | None = None, text: str | None = None
    ) -> None:
        """`onto` is changed by what the file holds; `text` is its content, where known."""
        self.path = default_path() if path is None else path
        self._onto = onto or Settings()
        self.mistakes: list[SettingsFileError] = []
        self.warnings: list[str] = []
        if text is None:
            text = _text_of(self.path)
        if text is None and path is not None:
            self.warnings.append(messages.SETTINGS_MISSING.format(path=path))
        self.text = text or ""
        self.settings = self._settings(self._tables())

    def first_mistake(self) -> SettingsFileError:
        """Return the mistake to tell; it counts the others."""
        first = min(self.mistakes, key=lambda mistake: mistake.line or 0)
        if len(self.mistakes) == 1:
            return first
        more = messages.more_wrong_settings(len(self.mistakes) - 1)
        return SettingsFileError(first.code, f"{first.sentence} {more}", first.path, first.line)

    def _tables(self) -> dict[str, Any]:
        tables = _toml(self.path, self.text)
        version = migrate.version_of(tables)
        if not isinstance(version, int) or isinstance(version, bool) or version < 1:
            raise self._mistake(["version"], version, messages.ALLOWED_VERSION)
        if version > migrate.VERSION:
            self.warnings.append(messages.SETTINGS_NEWER.format(path=self.path))
        migrate.migrate(tables)
        return tables

    def _settings(self, tables: Mapping[str, Any]) -> Settings:
        found: dict[Entry, Value] = {}
        for section, table in tables.items():
            if section == "version":
                continue
            if section not in sections():
                self._warn([section])
            elif isinstance(table, Mapping):
                found |= self._section(section, table)
            else:
                self.mistakes.append(self._mistake([section], table, messages.ALLOWED_SECTION))
        settings = _with(self._onto, found)
        self.warnings += _same_keys(settings)
        return settings

    def _section(self, section: str, table: Mapping[str, Any]) -> dict[Entry, Value]:
        found: dict[Entry, Value] = {}
        for name, value in table.items():
            entry = entries().get(f"{section}.{name}")
            if entry is None:
                self._warn([section, name])
                continue
            try:
                found[entry] = values.check(entry, value)
            except values.NotAllowed:
                self.mistakes.append(self._mistake([section, name], value, values.allowed(entry)))
        return found

    def _mistake(self, place: list[str], found: object, allowed: str) -> SettingsFileError:
        line = lines.of_key(self.text, place)
        sentence = messages.SETTING_WRONG if line else messages.SETTING_WRONG_NO_LINE
        said = sentence.format(
            line=line,
            path=self.path,
            name=".".join(place),
            found=values.in_words(found),
            allowed=allowed,
        )
        return SettingsFileError("settings.value", said, self.path, line, ".".join(place))

    def _warn(self, place: list[str]) -> None:
        line = lines.of_key(self.text, place)
        sentence = messages.SETTING_UNKNOWN if line else messages.SETTING_UNKNOWN_NO_LINE
        name = ".".join(place)
        said = sentence.format(line=line, path=self.path, name=name)
        self.warnings.append(" ".join([said, *_suggestion(name)]))


def _text_of(path: Path) -> str | None:
    """Return the text of the file, or None where there is none. Raises SettingsError."""
    try:
        with path.open("rb") as file:
            raw = file.read(BIGGEST_BYTES + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        said = messages.SETTINGS_UNREADABLE.format(path=path, reason=messages.reason(error))
        raise SettingsFileError("settings.unreadable", said, path) from error
    if len(raw) > BIGGEST_BYTES:
        size = path.stat().st_size
        said = messages.SETTINGS_TOO_BIG.format(path=path, size=size, limit=BIGGEST_BYTES)
        raise SettingsFileError("settings.size", said, path)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        said = messages.SETTINGS_NOT_UTF8.format(path=path, line=line)
        raise SettingsFileError("settings.encoding", said, path, line) from error


def _toml(path: Path, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line, reason = lines.of_syntax_error(text, error)
        found = values.in_words(text.split("\n")[line - 1])
        said = messages.SETTINGS_SYNTAX.format(path=path, line=line, text=found, reason=reason)
        raise SettingsFileError("settings.syntax", said, path, line) from error


def _with(settings: Settings, changed: Mapping[Entry, Value]) -> Settings:
    """Return `settings` with some values changed."""
    for section in sections():
        parts = {entry.name: value for entry, value in changed.items() if entry.section == section}
        if parts:
            settings = replace(settings, **{section: replace(getattr(settings, section), **parts)})
    return settings


def _entry(name: str) -> Entry:
    entry = entries().get(name)
    if entry is None:
        hint = _suggestion(name) or [messages.SETTING_NAMES_HINT]
        said = " ".join([messages.NO_SUCH_SETTING.format(name=name), *hint])
        raise SettingsError("settings.name", said)
    return entry


def _named(name: str) -> list[Entry]:
    """Return the setting of that name, those of a section, or all for "". Raises SettingsError."""
    if name and name not in sections():
        return [_entry(name)]
    return [entry for entry in entries().values() if name in ("", entry.section)]


def _parse(name: str, text: str) -> tuple[Entry, Value]:
    entry = _entry(name)
    try:
        return entry, values.parse(entry, text)
    except values.NotAllowed as error:
        allowed = values.allowed(entry)
        said = messages.VALUE_WRONG.format(name=name, found=error.found, allowed=allowed)
        raise SettingsError("settings.value", said) from error


def _suggestion(name: str) -> list[str]:
    """Return the question which setting was meant, as a list of one, or an empty list."""
    known = list(entries())
    last = name.rpartition(".")[2]
    near = [dotted for dotted in known if dotted.endswith(f".{last}")]
    near = near or difflib.get_close_matches(name, known, n=1, cutoff=0.75)
    return [messages.DID_YOU_MEAN.format(name=near[0])] if near else []


def _same_keys(settings: Settings) -> list[str]:
    """Return a sentence for each key that two commands have."""
    taken: dict[frozenset[str], str] = {}
    sentences: list[str] = []
    for entry in entries().values():
        key = values.as_text(entry.value_in(settings))
        if entry.section != "keys" or not key:
            continue
        first = taken.setdefault(frozenset(key.casefold().split("+")), entry.dotted)
        if first != entry.dotted:
            names = {"first": first, "second": entry.dotted, "key": key}
            sentences.append(messages.SETTINGS_SAME_KEY.format(**names))
    return sentences


def _write(reading: _Reading, changed: Mapping[Entry, Value]) -> None:
    if not changed:
        return
    document = _document(reading)
    for entry, value in changed.items():
        if isinstance(document.get(entry.section, {}), Mapping):
            writing.put(document, entry, value)
        else:
            raise reading.first_mistake()
    text = document.as_string().rstrip("\n") + "\n"
    # Read back before the old file is gone, in case the library stumbles over an odd table.
    written = _toml(reading.path, text)
    for entry, value in changed.items():
        if written[entry.section][entry.name] != value:
            said = messages.SETTINGS_UNWRITABLE.format(path=reading.path, reason=entry.dotted)
            raise SettingsFileError("settings.unwritable", said, reading.path)
    # A link to the file, as collections of dotfiles use, stays a link.
    target = reading.path.resolve()
    try:
        writing.replace(target, text)
    except OSError as error:
        said = messages.SETTINGS_UNWRITABLE.format(path=reading.path, reason=messages.reason(error))
        raise SettingsFileError("settings.unwritable", said, reading.path) from error


def _document(reading: _Reading) -> TOMLDocument:
    """Return the file with its comments, up to date. Raises SettingsError."""
    from tomlkit.exceptions import TOMLKitError  # noqa: PLC0415

    try:
        return writing.document(reading.text)
    except TOMLKitError as error:
        said = messages.SETTINGS_UNWRITABLE.format(path=reading.path, reason=error)
        raise SettingsFileError("settings.unwritable", said, reading.path) from error
