"""Settings that are reset, taken out and taken over."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from assistant.config import file, writing
from assistant.config.settings import Settings, entries, sections
from assistant.errors import SettingsError

pytestmark = pytest.mark.unit

STRANGE = 'Colors first: "red" \\ blue.\n\n\tThen """shapes""".\nZoë — 日本'


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "settings.toml"


def with_all(**texts: str) -> Settings:
    settings = Settings()
    for name, text in texts.items():
        settings = file.set_text(settings, name.replace("__", "."), text)
    return settings


def test_a_text_of_several_lines_is_kept_as_it_is(path: Path) -> None:
    assert file.change(path, "describe.instructions", STRANGE).describe.instructions == STRANGE
    assert tomllib.loads(path.read_text())["describe"]["instructions"] == STRANGE
    assert "\nZoë — 日本" in path.read_text(), "lines of a text are lines of the file"
    file.change(path, "speech.rate", "60")
    assert file.load(path).settings.describe.instructions == STRANGE


def test_lines_of_other_systems_are_lines() -> None:
    settings = file.set_text(Settings(), "describe.instructions", "a\r\nb\rc\n")
    assert settings.describe.instructions == "a\nb\nc"


@pytest.mark.parametrize("text", ["x" * 2001, "a\x00b", "a\x1bb"])
def test_too_long_and_unprintable_instructions_are_refused(text: str) -> None:
    with pytest.raises(SettingsError) as raised:
        file.set_text(Settings(), "describe.instructions", text)
    allowed = "it must be a text of one or several lines, at most 2000 characters."
    assert raised.value.sentence.endswith(allowed)


def test_other_texts_have_one_line() -> None:
    with pytest.raises(SettingsError):
        file.set_text(Settings(), "speech.voice", "a\nb")


def test_what_is_taken_out_is_whole_and_tells_what_it_is(path: Path) -> None:
    settings = with_all(speech__rate="70", describe__instructions=STRANGE, keys__stop="")
    text = writing.as_toml(settings)
    assert file.read_onto(Settings(), path, text).settings == settings
    tables = tomllib.loads(text)
    assert list(tables) == ["version", *sections()]
    assert sum(len(table) for table in tables.values() if isinstance(table, dict)) == len(entries())
    assert "# Speech rate. How fast; 50 is the voice's normal rate.\nrate = 70\n" in text


def test_what_a_file_leaves_out_stays(path: Path) -> None:
    path.write_text("[speech]\nrate = 70\nnew_one = 1\n")
    old = with_all(speech__rate="20", speech__pitch="30")
    loaded = file.read_onto(old, path)
    assert loaded.settings == with_all(speech__rate="70", speech__pitch="30")
    (warning,) = loaded.warnings
    assert "there is no setting speech.new_one" in warning


def test_a_file_that_is_not_there_or_wrong_is_told(path: Path) -> None:
    with pytest.raises(SettingsError) as raised:
        file.read_onto(Settings(), path)
    assert raised.value.sentence == (
        f"There is no file {path}, so there are no settings to take over."
    )
    with pytest.raises(SettingsError) as raised:
        file.read_onto(Settings(), path, "[speech]\n\nrate = 900")
    assert raised.value.sentence.startswith(f"In line 3 of {path}, speech.rate is 900")


def test_export_leaves_no_half_file(path: Path) -> None:
    with pytest.raises(SettingsError) as raised:
        writing.export(Path("/proc/none/settings.toml"), "")
    assert raised.value.code == "settings.unwritable"
    writing.export(path, "a")
    writing.export(path, "b")
    assert (path.read_text(), len(list(path.parent.iterdir()))) == ("b", 1)


def test_reset_of_one_a_section_and_all(path: Path) -> None:
    path.write_text('# mine\n[speech]\nrate = 70 # quick\npitch = 20\n[log]\nlevel = "debug"\n')
    assert file.reset(path, "speech.rate") == ["speech.rate"]
    assert "# mine\n[speech]\nrate = 50 # quick\npitch = 20\n" in path.read_text()
    assert file.reset(path, "speech") == ["speech.pitch"]
    assert file.reset(path) == ["log.level"]
    assert file.load(path).settings == Settings()
    assert file.reset(path) == []
    with pytest.raises(SettingsError) as raised:
        file.reset(path, "rate")
    assert raised.value.sentence == "There is no setting rate. Did you mean speech.rate?"


def test_reset_mends_wrong_values(path: Path) -> None:
    path.write_text("[speech]\nrate = 900\npitch = 900\n")
    assert file.reset(path, "speech.rate") == ["speech.rate"]
    assert path.read_text() == "[speech]\nrate = 50\npitch = 900\n"
    assert file.reset(path) == ["speech.pitch"]
    assert file.load(path).settings == Settings()


def test_defaults_of_a_section_leave_the_others() -> None:
    settings = with_all(speech__rate="70", log__level="debug")
    assert file.with_defaults(settings, "speech") == with_all(log__level="debug")
    assert file.with_defaults(settings, "log.level") == with_all(speech__rate="70")
    assert file.with_defaults(settings) == Settings()
