"""Settings that change while the program runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.config import file
from assistant.config.live import LiveSettings, changed_names
from assistant.config.settings import Settings
from assistant.errors import SettingsError

pytestmark = pytest.mark.unit


def test_a_change_holds_at_once_is_told_and_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    live = LiveSettings(path=path)
    told: list[tuple[int, int]] = []
    live.listen(lambda old, new: told.append((old.speech.rate, new.speech.rate)))
    live.change("speech.rate", "70")
    live.change("speech.rate", "70")
    assert live.current.speech.rate == 70
    assert told == [(50, 70)], "a listener hears of changes only"
    assert file.load(path).settings == live.current


def test_a_wrong_value_changes_nothing(tmp_path: Path) -> None:
    live = LiveSettings(path=tmp_path / "settings.toml")
    with pytest.raises(SettingsError):
        live.change("speech.rate", "quick")
    assert live.current == Settings()
    assert not live.path.exists()


def test_what_cannot_be_written_holds_until_the_end(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text("not [ toml")
    live = LiveSettings(path=path)
    with pytest.raises(SettingsError):
        live.change("speech.rate", "70")
    assert live.current.speech.rate == 70
    assert path.read_text() == "not [ toml"


def test_all_are_replaced_and_what_was_unknown_stays_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text("# mine\n[speech]\nrate = 80\npitch = 20\n")
    live = LiveSettings(file.load(path).settings, path)
    live.replace(Settings())
    assert file.load(path).settings == Settings()
    assert "# mine" in path.read_text()


def test_what_was_changed_in_the_file_is_taken_on_demand(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    live = LiveSettings(path=path)
    told: list[list[str]] = []
    live.listen(lambda old, new: told.append(changed_names(old, new)))
    file.change(path, "speech.pitch", "30")
    file.change(path, "hearing.talk", "tap")
    live.reload()
    assert told == [["speech.pitch", "hearing.talk"]]
    path.write_text("[speech]\npitch = 900\n")
    with pytest.raises(SettingsError):
        live.reload()
    assert live.current.speech.pitch == 30


def test_nothing_is_written_where_nothing_is_to_be_kept(tmp_path: Path) -> None:
    live = LiveSettings(path=tmp_path / "settings.toml", is_kept=False)
    live.change("speech.rate", "70")
    live.replace(Settings())
    assert not live.path.exists()
