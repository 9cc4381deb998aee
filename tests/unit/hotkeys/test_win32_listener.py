"""What is heard of keys on Windows, told by a scripted keyboard."""

from __future__ import annotations

import pytest

from assistant.hotkeys.layer import LayerKeys, Moment, Step
from assistant.hotkeys.win32_keyboard import CONTROL, WIN, Place
from assistant.hotkeys.win32_listener import POLL_SECONDS, Listener
from unit.hotkeys.test_win32_keyboard import US, Keyboard

pytestmark = pytest.mark.unit

W, E, K, Q = 0x57, 0x45, 0x4B, 0x51
LAYER = LayerKeys("Ctrl+Super+Comma", {"talk": "K"}, 3.0)


class Desk:
    """A keyboard, and what the listener reported of it."""

    def __init__(self) -> None:
        self.taken: dict[int, Place] = {}
        self.theirs: set[Place] = set()
        self.down: set[int] = set()
        self.holds_all = False
        self.takes = 0
        self.heard: list[object] = []
        self.listener = Listener(self, lambda *report: self.heard.append(report), self.heard.append)

    def take(self, number: int, place: Place) -> bool:
        self.takes += 1
        if place in self.theirs:
            return False
        self.taken[number] = place
        return True

    def give(self, number: int) -> None:
        del self.taken[number]

    def is_down(self, code: int) -> bool:
        return code in self.down

    def hold_all(self) -> bool:
        self.holds_all = True
        return True

    def free_all(self) -> None:
        self.holds_all = False

    def typing(self) -> Keyboard:
        return US

    def press(self, code: int, now: float = 0.0) -> None:
        """Press a key with Ctrl and Super, which Windows reports."""
        self.down.add(code)
        for number, place in list(self.taken.items()):
            if place == Place(code, CONTROL | WIN):
                self.listener.press(number, now)

    def release(self, code: int) -> None:
        self.down.discard(code)
        self.listener.look()


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_release_is_found_by_looking(desk: Desk) -> None:
    assert desk.listener.bind({"talk": "Ctrl+Super+W"}, None) == []
    assert desk.listener.wait_seconds(0.0) is None
    desk.press(W)
    assert desk.heard == [("talk", True)]
    assert desk.listener.wait_seconds(0.0) == POLL_SECONDS
    desk.listener.look()
    desk.release(W)
    assert desk.heard == [("talk", True), ("talk", False)]
    assert desk.listener.wait_seconds(0.0) is None


def test_a_key_that_is_up_before_it_is_heard_has_both(desk: Desk) -> None:
    desk.listener.bind({"talk": "Ctrl+Super+W"}, None)
    (number,) = desk.taken
    desk.listener.press(number, 0.0)
    assert desk.heard == [("talk", True), ("talk", False)]


def test_a_second_press_between_two_looks_is_one(desk: Desk) -> None:
    desk.listener.bind({"talk": "Ctrl+Super+W"}, None)
    desk.press(W)
    desk.press(W)
    assert desk.heard == [("talk", True), ("talk", False), ("talk", True)]


def test_what_stays_is_never_given_back(desk: Desk) -> None:
    desk.listener.bind({"one": "Ctrl+Super+W", "two": "Ctrl+Super+E"}, None)
    desk.listener.bind({"one": "Ctrl+Super+K", "two": "Ctrl+Super+E"}, None)
    assert desk.takes == 3
    assert {place.code for place in desk.taken.values()} == {K, E}
    desk.press(W)
    desk.press(E)
    assert desk.heard == [("two", True)]


def test_a_key_of_another_program_is_told(desk: Desk) -> None:
    desk.theirs.add(Place(W, CONTROL | WIN))
    (problem,) = desk.listener.bind({"stop": "Ctrl+Super+W", "more": "Ctrl+Super+E"}, None)
    assert problem.sentence == (
        "The key control super W belongs to another program already. "
        "Choose another key for stop in the settings."
    )
    desk.press(E)
    assert desk.heard == [("more", True)]


def test_the_layer_holds_all_keys_for_one(desk: Desk) -> None:
    desk.listener.bind({"stop": "Ctrl+Super+W"}, LAYER)
    desk.press(0xBC, now=1.0)
    assert desk.holds_all
    assert desk.listener.wait_seconds(2.0) == 2.0
    desk.listener.press_in_layer(0xA2, 0)  # a modifier says nothing yet
    desk.down.add(K)
    desk.listener.press_in_layer(K, 0)
    assert not desk.holds_all
    desk.release(K)
    assert desk.heard == [Step(Moment.ENTERED), ("talk", True), ("talk", False)]


@pytest.mark.parametrize(
    ("code", "mask", "step"),
    [
        (0x1B, 0, Step(Moment.LEFT)),
        (0xBC, CONTROL | WIN, Step(Moment.LEFT)),
        (0x48, 0, Step(Moment.HELP)),
        (Q, 0, Step(Moment.UNKNOWN, key="Q")),
    ],
)
def test_other_keys_leave_the_layer(desk: Desk, code: int, mask: int, step: Step) -> None:
    desk.listener.bind({"stop": "Ctrl+Super+W"}, LAYER)
    desk.press(0xBC)
    desk.listener.press_in_layer(code, mask)
    assert desk.heard == [Step(Moment.ENTERED), step]
    assert not desk.holds_all


def test_a_key_of_its_own_works_within_the_layer(desk: Desk) -> None:
    desk.listener.bind({"stop": "Ctrl+Super+W"}, LAYER)
    desk.press(0xBC)
    desk.down.add(W)
    desk.listener.press_in_layer(W, CONTROL | WIN)
    assert desk.heard == [Step(Moment.ENTERED), ("stop", True)]


def test_the_layer_closes_when_its_time_is_out(desk: Desk) -> None:
    desk.listener.bind({}, LAYER)
    desk.press(0xBC, now=1.0)
    desk.listener.look_at_layer(3.9)
    assert desk.holds_all
    desk.listener.look_at_layer(4.0)
    assert not desk.holds_all
    assert desk.heard == [Step(Moment.ENTERED), Step(Moment.TIMED_OUT)]


def test_all_is_given_back_and_what_is_down_counts_as_released(desk: Desk) -> None:
    desk.listener.bind({"talk": "Ctrl+Super+W"}, LAYER)
    desk.press(W)
    desk.press(0xBC)
    desk.listener.give_back()
    assert desk.taken == {}
    assert not desk.holds_all
    assert desk.heard == [
        ("talk", True),
        Step(Moment.ENTERED),
        Step(Moment.LEFT),
        ("talk", False),
    ]
