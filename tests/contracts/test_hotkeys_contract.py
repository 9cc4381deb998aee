"""What every way to hear keys promises: see assistant/hotkeys/base.py."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from assistant.errors import HotkeyError
from assistant.hotkeys.base import Hotkeys, KeyProblem, Probe
from assistant.hotkeys.layer import LayerKeys, Moment, Step
from contracts.harness import Ability, Harness, close, need, tap, until
from contracts.program import Program

pytestmark = [pytest.mark.desktop, pytest.mark.timeout(60)]

W, E, R = "Ctrl+Super+W", "Ctrl+Super+E", "Ctrl+Super+R"
"""Keys of the first settings and their neighbours."""
TYPED = "Ctrl+Shift+F8"
"""A key that a text field would be told of."""
LAYER = LayerKeys("Ctrl+Super+F7", {"describe": "W", "talk": "K"}, 4.0)
QUIET_SECONDS = 0.15
"""What is not heard so long after is not heard."""


class Ear:
    """A leaf, and what it reported."""

    def __init__(self, harness: Harness) -> None:
        self.harness = harness
        self.heard: list[tuple[str, bool]] = []
        self.steps: list[Step] = []
        self.threads: set[int] = set()
        self.lost: list[HotkeyError] = []
        self.delay = 0.0
        """Seconds that the handler takes."""
        self._changed = threading.Condition()
        self.hotkeys: Hotkeys = harness.hotkeys(self.lost.append)

    def start(self, layer: LayerKeys | None = None, **keys: str) -> list[KeyProblem]:
        return list(self.hotkeys.start(keys, self._hear, layer, self._step))

    def wait(self, count: int) -> list[tuple[str, bool]]:
        """Wait for so many reports, and a moment for one too many."""
        with self._changed:
            self._changed.wait_for(lambda: len(self.heard) >= count, 5)
        time.sleep(QUIET_SECONDS)
        heard, self.heard = self.heard, []
        return heard

    def wait_steps(self, count: int) -> list[Step]:
        with self._changed:
            self._changed.wait_for(lambda: len(self.steps) >= count, 8)
        time.sleep(QUIET_SECONDS)
        steps, self.steps = self.steps, []
        return steps

    def close(self) -> None:
        self.hotkeys.stop()
        close(self.hotkeys)
        assert not self.lost

    def _hear(self, command: str, is_pressed: bool) -> None:
        time.sleep(self.delay)
        with self._changed:
            self.threads.add(threading.get_ident())
            self.heard.append((command, is_pressed))
            self._changed.notify_all()

    def _step(self, step: Step) -> None:
        with self._changed:
            self.steps.append(step)
            self._changed.notify_all()


@pytest.fixture
def ear(harness: Harness) -> Iterator[Ear]:
    need(harness, Ability.HOTKEYS)
    made = Ear(harness)
    yield made
    made.close()


@pytest.fixture(scope="module")
def opened(harness: Harness) -> Iterator[Program]:
    need(harness, Ability.HOTKEYS)
    with Program(harness.environment, "form.py") as program:
        program.wait("shown")
        yield program


@pytest.fixture
def form(harness: Harness, opened: Program) -> Program:
    """A text field in front that tells the keys it gets."""
    harness.front("Registration")
    opened.forget()
    return opened


def both(*commands: str) -> list[tuple[str, bool]]:
    return [(command, is_pressed) for command in commands for is_pressed in (True, False)]


# -- hearing -----------------------------------------------------------------------------------


def test_press_and_release_are_reported_once_each(ear: Ear) -> None:
    assert ear.start(describe=W, stop=E) == []
    ear.harness.down("Ctrl", "Super", "W")
    assert ear.wait(1) == [("describe", True)]
    ear.harness.up("W")
    assert ear.wait(1) == [("describe", False)]
    ear.harness.up("Super", "Ctrl")
    tap(ear.harness, E)
    assert ear.wait(2) == both("stop")
    assert threading.get_ident() not in ear.threads
    assert len(ear.threads) == 1


def test_other_keys_are_not_heard(ear: Ear) -> None:
    ear.start(describe=W)
    for text in ("Ctrl+F8", "Ctrl+Super+Shift+W", "Ctrl+Super+R", "Shift+F8"):
        tap(ear.harness, text)
    assert ear.wait(0) == []


def test_auto_repeat_is_not_reported(ear: Ear) -> None:
    need(ear.harness, Ability.REPEAT)
    ear.start(talk=W)
    ear.harness.down("Ctrl", "Super", "W")
    assert ear.wait(1) == [("talk", True)]
    ear.harness.repeat("W", 0.3)
    assert ear.wait(0) == []
    ear.harness.up("W", "Super", "Ctrl")
    assert ear.wait(1) == [("talk", False)]


def test_release_is_reported_when_modifiers_go_first(ear: Ear) -> None:
    ear.start(talk=W)
    ear.harness.down("Ctrl", "Super", "W")
    assert ear.wait(1) == [("talk", True)]
    ear.harness.up("Super", "Ctrl")
    assert ear.wait(0) == []
    ear.harness.up("W")
    assert ear.wait(1) == [("talk", False)]


def test_two_keys_held_together_are_told_apart(ear: Ear) -> None:
    ear.start(first=W, second=E)
    ear.harness.down("Ctrl", "Super", "W")
    ear.harness.down("E")
    assert ear.wait(2) == [("first", True), ("second", True)]
    ear.harness.up("W")
    assert ear.wait(1) == [("first", False)]
    ear.harness.up("E", "Super", "Ctrl")
    assert ear.wait(1) == [("second", False)]


def test_no_press_is_lost_to_a_busy_handler(ear: Ear) -> None:
    ear.start(describe=W)
    ear.delay = 0.005
    ear.harness.down("Ctrl", "Super")
    for _ in range(10):
        ear.harness.down("W")
        time.sleep(0.03)
        ear.harness.up("W")
        time.sleep(0.03)
    ear.harness.up("Super", "Ctrl")
    assert ear.wait(20) == both("describe") * 10


def test_the_key_does_not_reach_the_program_in_front(ear: Ear, form: Program) -> None:
    ear.start(describe=TYPED)
    tap(ear.harness, TYPED)
    assert ear.wait(2) == both("describe")
    tap(ear.harness, "F9")
    assert form.wait("key ") == "F9"
    ear.hotkeys.stop()
    tap(ear.harness, TYPED)
    assert form.wait("key ") == "F8"


# -- taking ------------------------------------------------------------------------------------


def test_keys_that_can_not_be_taken_are_told_and_the_rest_works(ear: Ear) -> None:
    problems = ear.start(read=W, more="Ctrl+E+F", focus="", again="Super+Ctrl+w")
    assert [problem.command for problem in problems] == ["more", "again"]
    assert all(problem.sentence for problem in problems)
    tap(ear.harness, W)
    assert ear.wait(2) == both("read")


def test_a_key_of_another_program_is_told(ear: Ear) -> None:
    need(ear.harness, Ability.CONFLICTS)
    other = Ear(ear.harness)
    assert other.start(theirs=W) == []
    (problem,) = ear.start(describe_window=W, read=E)
    assert (problem.command, problem.key) == ("describe_window", W)
    assert problem.sentence == (
        "The key control super W belongs to another program already. "
        "Choose another key for describe window in the settings."
    )
    tap(ear.harness, W)
    tap(ear.harness, E)
    assert (ear.wait(2), other.wait(2)) == (both("read"), both("theirs"))
    other.close()
    assert ear.start(describe_window=W) == []


def test_stop_gives_the_keys_back_and_start_takes_them_again(ear: Ear, form: Program) -> None:
    threads = threading.active_count()
    for _ in range(5):
        assert ear.start(describe=TYPED) == []
        ear.hotkeys.stop()
    ear.hotkeys.stop()
    until(lambda: threading.active_count() <= threads, "all threads of the leaf end")
    tap(ear.harness, TYPED)
    assert form.wait("key ") == "F8"
    assert ear.wait(0) == []
    ear.start(describe=TYPED)
    tap(ear.harness, TYPED)
    assert ear.wait(2) == both("describe")


def test_rebind_takes_other_keys_while_those_that_stay_are_heard(ear: Ear) -> None:
    need(ear.harness, Ability.REBIND)
    ear.start(describe=W, stop=E)
    ear.harness.down("Ctrl", "Super", "E")
    assert ear.wait(1) == [("stop", True)]
    assert list(ear.hotkeys.rebind({"describe": R, "stop": E})) == []
    ear.harness.up("E", "Super", "Ctrl")
    assert ear.wait(1) == [("stop", False)]
    for key in (W, R, E):
        tap(ear.harness, key)
    assert ear.wait(4) == both("describe", "stop")


def test_rebind_on_the_thread_that_hears_keys(harness: Harness) -> None:
    need(harness, Ability.HOTKEYS, Ability.REBIND)
    heard: list[tuple[str, bool]] = []
    problems: list[KeyProblem] = []
    hotkeys = harness.hotkeys(_unexpected)

    def hear(command: str, is_pressed: bool) -> None:
        if command == "first" and is_pressed:
            problems.extend(hotkeys.rebind({"second": E}))
        heard.append((command, is_pressed))

    hotkeys.start({"first": W}, hear)
    tap(harness, W)
    until(lambda: ("first", True) in heard, "the first key is heard")
    tap(harness, E)
    until(lambda: ("second", False) in heard, "the second key is heard")
    hotkeys.stop()
    assert problems == []
    assert [one for one in heard if one[0] == "second"] == both("second")


def test_rebind_of_what_does_not_listen_is_refused(ear: Ear) -> None:
    need(ear.harness, Ability.REBIND)
    with pytest.raises(HotkeyError):
        ear.hotkeys.rebind({"describe": W})
    ear.start(describe=W)
    ear.hotkeys.stop()
    with pytest.raises(HotkeyError):
        ear.hotkeys.rebind({"describe": W})


def test_probe_tells_whose_a_key_is(ear: Ear) -> None:
    need(ear.harness, Ability.PROBE)
    ear.start(describe=W)
    assert ear.hotkeys.probe(W) is Probe.OURS
    assert ear.hotkeys.probe(E) is Probe.FREE
    assert ear.hotkeys.probe(E) is Probe.FREE
    with pytest.raises(HotkeyError):
        ear.hotkeys.probe("Ctrl+E+F")
    if Ability.CONFLICTS not in ear.harness.missing:
        other = Ear(ear.harness)
        other.start(theirs=E)
        assert ear.hotkeys.probe(E) is Probe.HELD
        other.close()
    tap(ear.harness, E)
    tap(ear.harness, W)
    assert ear.wait(2) == both("describe")


def test_the_layout_has_the_letters(ear: Ear) -> None:
    layout = ear.hotkeys.layout()
    if layout is None:
        return
    assert {"A", "W", "Z", "0", "9"} <= layout.names
    assert layout.shifted <= layout.names
    assert set(layout.alt_gr) <= layout.names


# -- the command layer -------------------------------------------------------------------------


def test_a_key_of_the_layer_is_reported_as_other_keys_are(ear: Ear, form: Program) -> None:
    need(ear.harness, Ability.LAYER)
    assert ear.start(LAYER, stop=E) == []
    tap(ear.harness, LAYER.leader)
    assert ear.wait_steps(1) == [Step(Moment.ENTERED)]
    ear.harness.down("K")
    assert ear.wait(1) == [("talk", True)]
    ear.harness.up("K")
    assert ear.wait(1) == [("talk", False)]
    tap(ear.harness, "F9")
    assert form.wait("key ") == "F9"
    assert "key K" not in form.lines


@pytest.mark.parametrize(
    ("key", "step"),
    [
        ("Escape", Step(Moment.LEFT)),
        (LAYER.leader, Step(Moment.LEFT)),
        ("H", Step(Moment.HELP)),
        ("Q", Step(Moment.UNKNOWN, key="Q")),
    ],
    ids=lambda value: value if isinstance(value, str) else value.moment,
)
def test_other_keys_leave_the_layer(ear: Ear, form: Program, key: str, step: Step) -> None:
    need(ear.harness, Ability.LAYER)
    ear.start(LAYER, stop=E)
    tap(ear.harness, LAYER.leader)
    assert ear.wait_steps(1) == [Step(Moment.ENTERED)]
    tap(ear.harness, key)
    assert ear.wait_steps(1) == [step]
    tap(ear.harness, "F9")
    assert form.wait("key ") == "F9"
    assert ear.wait(0) == []


def test_a_key_of_its_own_works_within_the_layer(ear: Ear) -> None:
    need(ear.harness, Ability.LAYER)
    ear.start(LAYER, stop=E)
    tap(ear.harness, LAYER.leader)
    assert ear.wait_steps(1) == [Step(Moment.ENTERED)]
    tap(ear.harness, E)
    assert ear.wait(2) == both("stop")
    tap(ear.harness, E)
    assert ear.wait(2) == both("stop")


def test_the_layer_closes_by_itself(ear: Ear, form: Program) -> None:
    need(ear.harness, Ability.LAYER)
    ear.start(LayerKeys(LAYER.leader, LAYER.keys, 0.5))
    tap(ear.harness, LAYER.leader)
    assert ear.wait_steps(2) == [Step(Moment.ENTERED), Step(Moment.TIMED_OUT)]
    tap(ear.harness, "F9")
    assert form.wait("key ") == "F9"


def test_rebind_leaves_the_layer(ear: Ear) -> None:
    need(ear.harness, Ability.LAYER, Ability.REBIND)
    ear.start(LAYER)
    tap(ear.harness, LAYER.leader)
    assert ear.wait_steps(1) == [Step(Moment.ENTERED)]
    assert list(ear.hotkeys.rebind({"stop": E}, LAYER)) == []
    assert ear.wait_steps(1) == [Step(Moment.LEFT)]
    tap(ear.harness, E)
    assert ear.wait(2) == both("stop")


# -- the next key ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pressed", "expected"),
    [
        ("Ctrl+Super+F8", "Ctrl+Super+F8"),
        ("Ctrl+Shift+A", "Ctrl+Shift+A"),
        ("Escape", None),
        ("", None),
    ],
)
def test_the_next_key_is_captured(
    harness: Harness, form: Program, pressed: str, expected: str | None
) -> None:
    need(harness, Ability.HOTKEYS, Ability.CAPTURE_NEXT)
    hotkeys = harness.hotkeys(_unexpected)
    with ThreadPoolExecutor(1) as pool:
        found = pool.submit(hotkeys.capture_next, 5.0 if pressed else 0.3)
        time.sleep(0.5)
        if pressed:
            tap(harness, pressed)
        assert found.result(10) == expected
    tap(harness, "F9")
    assert form.wait("key ") == "F9"
    assert not [line for line in form.lines if line.startswith("key")]
    close(hotkeys)


def test_keys_are_heard_again_after_one_was_captured(ear: Ear) -> None:
    need(ear.harness, Ability.CAPTURE_NEXT)
    ear.start(describe=W)
    with ThreadPoolExecutor(1) as pool:
        found = pool.submit(ear.hotkeys.capture_next, 5.0)
        time.sleep(0.5)
        tap(ear.harness, "Ctrl+Super+F8")
        assert found.result(10) == "Ctrl+Super+F8"
    tap(ear.harness, W)
    assert ear.wait(2) == both("describe")


def _unexpected(error: HotkeyError) -> None:
    raise AssertionError(error)
