"""The table of settings, and the page made of it."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from assistant.commands.table import TITLES
from assistant.config import reference, values
from assistant.config.settings import Entry, Settings, entries, setting
from assistant.hotkeys.base import LEADER

pytestmark = pytest.mark.unit

ROOT = Path(__file__).parents[3]


def test_settings_are_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        Settings().speech.rate = 3  # type: ignore[misc]


@pytest.mark.parametrize("entry", entries().values(), ids=lambda entry: entry.dotted)
def test_every_default_is_allowed_and_every_setting_has_help(entry: Entry) -> None:
    assert values.check(entry, entry.default) == entry.default
    assert values.parse(entry, values.as_text(entry.default)) == entry.default
    assert entry.about.endswith(".")


def test_the_keys_are_ids_of_commands_and_all_different() -> None:
    keys = {entry.name: entry.default for entry in entries().values() if entry.section == "keys"}
    assert set(keys) <= {*TITLES, LEADER}
    assert len(set(keys.values())) == len(keys) == 11


def test_the_keys_of_the_layer_are_ids_of_commands_and_all_different() -> None:
    layer = {entry.name: entry.default for entry in entries().values() if entry.section == "layer"}
    assert layer.pop("seconds") == 5
    assert set(layer) <= set(TITLES)
    assert len(set(layer.values())) == len(layer)
    alike = {"describe_screen"}  # S for screen; P for picture was left beside Ctrl and Super
    keys = Settings().keys
    for name in {*layer} - alike:
        if hasattr(keys, name):
            assert getattr(keys, name) == f"Ctrl+Super+{layer[name]}"


def test_fractions_are_checked_too() -> None:
    def entry(minimum: float | None, maximum: float | None) -> Entry:
        return Entry("a", "b", float, 1.0, "", minimum, maximum, ())

    assert values.check(entry(0, 2), 1) == 1.0
    assert values.parse(entry(None, None), "1.5") == 1.5
    for wrong in (2.1, float("nan"), True, "1"):
        with pytest.raises(values.NotAllowed):
            values.check(entry(0, 2), wrong)
    assert values.allowed(entry(0, None)) == "a number of at least 0"
    assert values.allowed(entry(None, 2)) == "a number of at most 2"
    assert values.allowed(entry(None, None)) == "a number"


def test_a_field_without_metadata_is_no_setting() -> None:
    assert setting(3, about="x").metadata["choices"] == ()  # type: ignore[attr-defined]


def test_the_page_about_settings_is_up_to_date() -> None:
    page = (ROOT / "docs" / "settings.md").read_text()
    assert page == reference.as_markdown(), (
        "run: python -m assistant.config.reference > docs/settings.md"
    )
