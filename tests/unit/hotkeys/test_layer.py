"""The command layer: what the key after the leader key means, in virtual time."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.commands.table import TITLES
from assistant.config.settings import KeySettings, LayerSettings, Settings
from assistant.errors import HotkeyError
from assistant.hotkeys.base import LEADER
from assistant.hotkeys.layer import (
    Layer,
    LayerKeys,
    Moment,
    Step,
    help_text,
    layer_of,
    single,
    unknown_text,
)

pytestmark = pytest.mark.unit

KEYS = LayerKeys("Ctrl+Super+Comma", {"describe_window": "W", "stop": "z", "more": "Space"}, 5.0)


def opened(keys: LayerKeys = KEYS) -> Layer:
    layer = Layer(keys)
    assert layer.enter(100.0) == Step(Moment.ENTERED)
    assert layer.is_open
    return layer


@pytest.mark.parametrize(
    ("names", "step"),
    [
        (["W"], Step(Moment.COMMAND, "describe_window")),
        (["Z"], Step(Moment.COMMAND, "stop")),
        (["Space"], Step(Moment.COMMAND, "more")),
        (["H"], Step(Moment.HELP)),
        (["F1"], Step(Moment.HELP)),
        (["Slash", "?"], Step(Moment.HELP)),
        (["Escape"], Step(Moment.LEFT)),
        ([LEADER], Step(Moment.LEFT)),
        (["Q"], Step(Moment.UNKNOWN, key="Q")),
        (["PageUp"], Step(Moment.UNKNOWN, key="page up")),
        ([], Step(Moment.UNKNOWN)),
        (["XF86 key"], Step(Moment.UNKNOWN)),
    ],
)
def test_one_key_is_taken_and_the_layer_is_left(names: list[str], step: Step) -> None:
    layer = opened()
    assert layer.press(names) == step
    assert not layer.is_open
    assert layer.seconds_left(100.0) is None


def test_what_is_said_about_an_unknown_key() -> None:
    assert unknown_text(opened().press(["F9"])) == "F9 does nothing here. H says what does."
    assert unknown_text(opened().press([])) == "That key does nothing here. H says what does."


def test_it_closes_by_itself_when_the_time_is_out() -> None:
    layer = opened()
    assert layer.seconds_left(102.0) == 3.0
    assert layer.due(104.9) is None
    assert layer.is_open
    assert layer.due(105.0) == Step(Moment.TIMED_OUT)
    assert not layer.is_open
    assert layer.due(200.0) is None


def test_it_is_closed_at_first_and_after_leaving() -> None:
    layer = Layer(KEYS)
    assert not layer.is_open
    assert layer.due(1e9) is None
    layer.enter(0.0)
    assert layer.leave() == Step(Moment.LEFT)
    assert not layer.is_open


def test_help_gives_way_to_a_command_with_its_letter() -> None:
    layer = opened(replace(KEYS, keys={"read": "H"}))
    assert layer.press(["H"]) == Step(Moment.COMMAND, "read")
    layer.enter(0.0)
    assert layer.press(["F1"]) == Step(Moment.HELP)


def test_what_shift_types_counts_after_the_key_itself() -> None:
    layer = opened(replace(KEYS, keys={"read": "Slash", "more": "7"}))
    assert layer.press(["7", "Slash"]) == Step(Moment.COMMAND, "more")
    layer = opened(replace(KEYS, keys={"read": "Slash"}))
    assert layer.press(["7", "Slash"]) == Step(Moment.COMMAND, "read")


def test_wrong_keys_are_told_and_the_others_work() -> None:
    keys = {"read": "W", "more": "Ctrl+E", "stop": "Escape", "repeat": "w", "focus": "Wumm"}
    layer = opened(replace(KEYS, keys={**keys, "status": ""}))
    must = "it must be one key without others, and not Escape, F1 or a question mark."
    assert [problem.sentence for problem in layer.problems] == [
        f"In the command layer, more can't have the key Ctrl+E: {must}",
        f"In the command layer, stop can't have the key Escape: {must}",
        "In the command layer, W is set for both read and repeat, so it only works for read.",
        f"In the command layer, focus can't have the key Wumm: {must}",
    ]
    assert layer.press(["W"]) == Step(Moment.COMMAND, "read")


def test_every_default_key_of_the_layer_works() -> None:
    keys = layer_of(Settings())
    assert keys is not None
    layer = Layer(keys)
    assert layer.problems == []
    for command, text in keys.keys.items():
        layer.enter(0.0)
        assert layer.press([single(text)]) == Step(Moment.COMMAND, command)
    assert keys.leader == "Ctrl+Super+Comma"
    assert keys.seconds == 5.0
    assert "seconds" not in keys.keys


def test_there_is_no_layer_without_a_leader_key() -> None:
    assert layer_of(Settings(keys=KeySettings(leader=" "))) is None


def test_help_says_every_key_in_the_order_of_the_settings() -> None:
    layer = LayerSettings(describe_screen="", describe_focus="Space", describe_region="Ctrl+R")
    keys = layer_of(Settings(layer=layer))
    assert keys is not None
    said = help_text(keys, TITLES)
    assert said.startswith(
        "W: Describe the window. space: Describe the control in focus. C: Describe the picture"
    )
    assert "U: What changed? Y: What are you doing? L: Open the last result." in said
    assert said.endswith("1: First steps. Escape leaves.")


@pytest.mark.parametrize("text", ["Ctrl+W", "F1", "Escape", "W+E", "AltGr+W", "Wumm", ""])
def test_a_key_of_the_layer_is_one_key_alone(text: str) -> None:
    with pytest.raises(HotkeyError):
        single(text)
