"""Keys on macOS: what a stand-in for its event taps gives to programs, and what is told."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import nullcontext

import pytest

from assistant import macos
from assistant.errors import HotkeyError
from assistant.hotkeys.base import Probe
from assistant.hotkeys.checking import Severity, check, worst
from assistant.hotkeys.layer import LayerKeys, Moment, Step
from assistant.hotkeys.quartz import QuartzHotkeys
from assistant.hotkeys.quartz_listener import Listener
from assistant.hotkeys.taken import known
from assistant.messages import KEY_USES
from macos_replies import ALT, CTRL, GERMAN, SHIFT, SUPER, US, FakeQuartz, types

pytestmark = pytest.mark.unit

KEYS = {"describe_window": "Ctrl+Super+W", "ask_aloud": "Ctrl+Super+K"}
LAYER = LayerKeys("Ctrl+Super+Comma", {"describe_window": "W", "stop": "Z", "ask_aloud": "K"}, 5.0)
HELD = CTRL | SUPER
W, E, K, Z, COMMA, ESCAPE, SLASH = 13, 14, 40, 6, 43, 53, 44


class Desk:
    """Hotkeys on a stand-in for macOS, and all that they told."""

    def __init__(self) -> None:
        self.quartz = FakeQuartz()
        self.is_trusted = True
        self.told: list[tuple[str, bool] | Step] = []
        self.lost: list[HotkeyError] = []
        self.hotkeys = QuartzHotkeys(self.lost.append, self.quartz, lambda: self.is_trusted)

    def start(self, layer: LayerKeys | None = None, keys: dict[str, str] | None = None) -> None:
        problems = self.hotkeys.start(
            keys or KEYS,
            lambda *what: self.told.append(what),
            layer,
            self.told.append,
        )
        assert not problems

    def taken(self) -> list[tuple[str, bool] | Step]:
        told = list(self.told)
        self.told.clear()
        return told


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setattr(macos, "pool", nullcontext)
    made = Desk()
    yield made
    made.hotkeys.stop()
    assert made.quartz.taps == []


def until(condition: Callable[[], object]) -> None:
    end = time.monotonic() + 5
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.005)


def test_a_key_is_told_and_kept_from_programs(desk: Desk) -> None:
    desk.start()
    assert not desk.quartz.press(W, HELD)
    assert desk.taken() == [("describe_window", True)]
    assert not desk.quartz.press(W, HELD, is_repeat=True)
    assert desk.taken() == []
    assert not desk.quartz.release(W, HELD)
    assert desk.taken() == [("describe_window", False)]


def test_other_keys_reach_programs(desk: Desk) -> None:
    desk.start()
    for code, flags in ((W, 0), (W, CTRL), (W, HELD | SHIFT), (W, CTRL | ALT), (E, HELD)):
        assert desk.quartz.press(code, flags)
        assert desk.quartz.press(code, flags, is_repeat=True)
        assert desk.quartz.release(code, flags)
    assert desk.taken() == []


def test_a_key_is_held_though_its_modifiers_are_let_go(desk: Desk) -> None:
    desk.start()
    desk.quartz.press(K, HELD)
    assert not desk.quartz.press(K, 0, is_repeat=True)
    assert not desk.quartz.release(K, 0)
    assert desk.taken() == [("ask_aloud", True), ("ask_aloud", False)]


def test_a_release_that_a_password_field_swallowed_is_found(desk: Desk) -> None:
    desk.start()
    desk.quartz.press(K, HELD)
    desk.quartz.down.clear()
    until(lambda: len(desk.told) == 2)
    assert desk.taken() == [("ask_aloud", True), ("ask_aloud", False)]
    assert not desk.quartz.press(K, HELD)


def test_the_layer_takes_one_key(desk: Desk) -> None:
    desk.start(LAYER)
    assert not desk.quartz.press(COMMA, HELD)
    assert not desk.quartz.release(COMMA)
    assert desk.taken() == [Step(Moment.ENTERED)]
    assert not desk.quartz.press(W)
    assert not desk.quartz.press(W, is_repeat=True)
    assert not desk.quartz.release(W)
    assert desk.taken() == [("describe_window", True), ("describe_window", False)]
    assert desk.quartz.press(W)


@pytest.mark.parametrize(
    ("code", "flags", "told"),
    [
        (ESCAPE, 0, [Step(Moment.LEFT)]),
        (COMMA, HELD, [Step(Moment.LEFT)]),
        (SLASH, SHIFT, [Step(Moment.HELP)]),
        (E, 0, [Step(Moment.UNKNOWN, key="E")]),
        (72, 0, [Step(Moment.UNKNOWN)]),
        (K, HELD, [("ask_aloud", True)]),
    ],
)
def test_other_keys_of_the_layer(desk: Desk, code: int, flags: int, told: list[object]) -> None:
    desk.start(LAYER)
    desk.quartz.press(COMMA, HELD)
    desk.quartz.release(COMMA)
    desk.taken()
    assert not desk.quartz.press(code, flags)
    assert desk.taken() == told


def test_the_layer_closes_by_itself() -> None:
    told: list[object] = []
    listener = Listener(lambda *what: told.append(what), told.append, types(US))
    listener.bind(KEYS, LAYER)
    listener.down(COMMA, HELD, is_repeat=False, now=100.0)
    listener.up(COMMA)
    assert listener.wait_seconds(101.0) == 4.0
    listener.look(lambda _: False, 104.9)
    assert told == [Step(Moment.ENTERED)]
    listener.look(lambda _: False, 105.1)
    assert told == [Step(Moment.ENTERED), Step(Moment.TIMED_OUT)]
    assert listener.wait_seconds(105.1) is None
    assert not listener.down(W, 0, is_repeat=False, now=105.2)


def test_keys_can_be_changed_from_within_a_key(desk: Desk) -> None:
    def handler(command: str, is_pressed: bool) -> None:
        desk.told.append((command, is_pressed))
        if is_pressed:
            assert not desk.hotkeys.rebind({"stop": "Ctrl+Super+Z"})

    desk.hotkeys.start(KEYS, handler)
    assert not desk.quartz.press(W, HELD)
    assert not desk.quartz.release(W, HELD)
    assert desk.quartz.press(W, HELD)
    assert not desk.quartz.press(Z, HELD)
    assert desk.taken() == [("describe_window", True), ("describe_window", False), ("stop", True)]


def test_a_change_of_keys_leaves_the_layer(desk: Desk) -> None:
    desk.start(LAYER)
    desk.quartz.press(COMMA, HELD)
    desk.hotkeys.rebind(KEYS, LAYER)
    assert desk.taken() == [Step(Moment.ENTERED), Step(Moment.LEFT)]
    assert desk.quartz.press(W)


def test_wrong_keys_are_told_and_the_others_work(desk: Desk) -> None:
    keys = {**KEYS, "stop": "Ctrl+Super+W", "more": "Q", "read": "Ctrl+Super+Pause"}
    problems = desk.hotkeys.start(keys, lambda *what: desk.told.append(what))
    assert [problem.command for problem in problems] == ["stop", "more", "read"]
    desk.quartz.press(W, HELD)
    assert desk.taken() == [("describe_window", True)]


def test_the_keyboard_layout_is_followed_at_once(desk: Desk) -> None:
    desk.start(keys={"stop": "Ctrl+Super+Z"})
    assert not desk.quartz.press(Z, HELD)
    desk.quartz.release(Z)
    desk.quartz.layout = GERMAN
    assert desk.quartz.press(Z, HELD)
    assert not desk.quartz.press(16, HELD)


def test_a_tap_that_was_too_slow_is_switched_on_again(desk: Desk) -> None:
    desk.start()
    desk.quartz.disable()
    assert not desk.quartz.press(W, HELD)
    assert desk.lost == []


def test_without_the_permission_the_keyboard_is_given_back(desk: Desk) -> None:
    desk.start()
    desk.quartz.press(K, HELD)
    desk.is_trusted = False
    desk.quartz.disable()
    until(lambda: desk.lost)
    assert [error.code for error in desk.lost] == ["hotkeys.permission"]
    assert desk.taken() == [("ask_aloud", True), ("ask_aloud", False)]
    until(lambda: desk.quartz.taps == [])
    with pytest.raises(HotkeyError, match=r"hotkeys\.not_listening"):
        desk.hotkeys.rebind(KEYS)


def test_what_is_not_permitted_is_said(desk: Desk) -> None:
    desk.quartz.is_permitted = False
    with pytest.raises(HotkeyError) as caught:
        desk.start()
    assert caught.value.code == "hotkeys.permission"
    assert "Accessibility" in caught.value.sentence
    with pytest.raises(HotkeyError, match=r"hotkeys\.permission"):
        desk.hotkeys.capture_next(1.0)


def test_stopping_lets_go(desk: Desk) -> None:
    desk.start(LAYER)
    desk.quartz.press(K, HELD)
    desk.hotkeys.stop()
    assert desk.taken() == [("ask_aloud", True), ("ask_aloud", False)]
    assert desk.quartz.press(W, HELD)
    desk.start()
    assert not desk.quartz.press(W, HELD)


def captured(desk: Desk, seconds: float = 5.0) -> tuple[threading.Thread, list[str | None]]:
    found: list[str | None] = []
    count = len(desk.quartz.taps)
    thread = threading.Thread(target=lambda: found.append(desk.hotkeys.capture_next(seconds)))
    thread.start()
    until(lambda: len(desk.quartz.taps) > count and desk.quartz.taps[-1].loop is not None)
    return thread, found


def test_the_next_key_is_captured_before_commands_hear_it(desk: Desk) -> None:
    desk.start()
    thread, found = captured(desk)
    assert desk.quartz.release(36)  # the Enter that began it
    assert not desk.quartz.press(W, HELD)
    assert not desk.quartz.press(W, HELD, is_repeat=True)
    assert not desk.quartz.release(W)
    thread.join(5)
    assert found == ["Ctrl+Super+W"]
    assert desk.taken() == []
    desk.quartz.press(W, HELD)
    assert desk.taken() == [("describe_window", True)]


def test_escape_captures_nothing(desk: Desk) -> None:
    thread, found = captured(desk)
    desk.quartz.press(ESCAPE)
    desk.quartz.release(ESCAPE)
    thread.join(5)
    assert found == [None]


def test_no_key_in_time(desk: Desk) -> None:
    assert desk.hotkeys.capture_next(0.05) is None
    assert desk.quartz.taps == []


def test_probing(desk: Desk) -> None:
    desk.start(LAYER)
    assert desk.hotkeys.probe("Ctrl+Super+W") is Probe.OURS
    assert desk.hotkeys.probe("ctrl+cmd+comma") is Probe.OURS
    assert desk.hotkeys.probe("Ctrl+Super+E") is Probe.FREE
    assert desk.hotkeys.probe("Ctrl+Super+Pause") is Probe.MISSING


def test_voice_overs_keys_and_those_of_macos_are_warned_of() -> None:
    taken = known("darwin")
    for text in ("Ctrl+Alt+Right", "Ctrl+Alt+Super+D", "Ctrl+Super+F", "Ctrl+Super+Q"):
        findings = check(text, None, taken)
        assert worst(findings) is not Severity.FREE, text
    assert KEY_USES


@pytest.mark.parametrize("letter", "WKEZGJIUYP,")
def test_no_default_key_is_used_by_macos_or_voice_over(letter: str) -> None:
    assert worst(check(f"Ctrl+Super+{letter}", None, known("darwin"))) is Severity.FREE
