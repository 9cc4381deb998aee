"""Keys tried, captured and changed on a real X server, and the command layer before a program."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from Xlib import XK, X
from Xlib.display import Display
from Xlib.error import BadAccess, CatchError
from Xlib.ext import xtest

from assistant.errors import HotkeyError
from assistant.hotkeys.base import Probe
from assistant.hotkeys.checking import Severity
from assistant.hotkeys.examine import Examiner
from assistant.hotkeys.layer import LayerKeys, Moment, Step
from assistant.hotkeys.x11 import X11Hotkeys
from virtual_desktop import VirtualDesktop

pytestmark = [pytest.mark.desktop, pytest.mark.timeout(60)]

LEADER = "Ctrl+Super+Comma"
LAYER = LayerKeys(LEADER, {"describe_window": "W", "ask_aloud": "K", "stop": "Z"}, 5.0)
QUICK = LayerKeys(LEADER, LAYER.keys, 0.4)
PROGRAM = Path(__file__).parent / "programs" / "key_log.py"


class Desk:
    """Hotkeys with a layer, a keyboard to press, and everything that was reported."""

    def __init__(self, desktop: VirtualDesktop) -> None:
        self.name = desktop.environment["DISPLAY"]
        self.heard: list[tuple[str, bool] | Step] = []
        self.lost: list[HotkeyError] = []
        self.hotkeys = X11Hotkeys(self.lost.append, self.name)
        self.display = Display(self.name)
        self.threads: set[str] = set()

    def start(self, layer: LayerKeys | None = LAYER, **keys: str) -> None:
        assert self.hotkeys.start(keys, self._key, layer, self._layer) == []

    def _key(self, command: str, is_pressed: bool) -> None:
        self.threads.add(threading.current_thread().name)
        self.heard.append((command, is_pressed))

    def _layer(self, step: Step) -> None:
        self.threads.add(threading.current_thread().name)
        self.heard.append(step)

    def code(self, name: str) -> int:
        left = {"Ctrl": "Control_L", "Super": "Super_L", "Alt": "Alt_L", "Shift": "Shift_L"}
        code = self.display.keysym_to_keycode(XK.string_to_keysym(left.get(name, name)))
        assert code, f"no key {name}"
        return code

    def down(self, *names: str) -> None:
        for name in names:
            xtest.fake_input(self.display, X.KeyPress, self.code(name))
        self.display.sync()

    def up(self, *names: str) -> None:
        for name in names:
            xtest.fake_input(self.display, X.KeyRelease, self.code(name))
        self.display.sync()

    def tap(self, text: str) -> None:
        names = text.split("+")
        self.down(*names)
        self.up(*reversed(names))

    def lead(self) -> None:
        """Press the leader key and let go, as a person does, after the layer is open."""
        count = len(self.heard)
        self.down("Ctrl", "Super", "comma")
        until(lambda: len(self.heard) > count)
        self.up("comma", "Super", "Ctrl")

    def wait(self, count: int) -> list[tuple[str, bool] | Step]:
        """Wait for that many reports, and a moment for one too many."""
        until(lambda: len(self.heard) >= count)
        time.sleep(0.1)
        heard, self.heard = list(self.heard), []
        return heard

    def is_keyboard_free(self) -> bool:
        """Whether nobody has the whole keyboard."""
        root = self.display.screen().root
        status = root.grab_keyboard(True, X.GrabModeAsync, X.GrabModeAsync, X.CurrentTime)
        self.display.ungrab_keyboard(X.CurrentTime)
        self.display.sync()
        return status == X.GrabSuccess

    def close(self) -> None:
        self.hotkeys.stop()
        self.display.close()


ENTERED = Step(Moment.ENTERED)


def both(command: str) -> list[tuple[str, bool]]:
    return [(command, True), (command, False)]


def until(condition: Callable[[], bool], seconds: float = 8) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "did not happen"
        time.sleep(0.01)


@pytest.fixture(scope="module")
def shared_desktop() -> Iterator[VirtualDesktop]:
    with VirtualDesktop("640x480", has_sound=False) as virtual:
        yield virtual


@pytest.fixture
def desk(shared_desktop: VirtualDesktop) -> Iterator[Desk]:
    desk = Desk(shared_desktop)
    yield desk
    desk.close()
    assert desk.lost == []


class Front:
    """The program in front: a text field that prints what it gets."""

    def __init__(self, desktop: VirtualDesktop) -> None:
        self._desktop = desktop
        self._seen = len(desktop.log("python").splitlines())
        self.process = desktop.start([sys.executable, str(PROGRAM)])
        until(lambda: {"focus in", "selected Dear reader"} <= {*self.printed()}, 30)
        self.begun = len(self.printed())

    def printed(self) -> list[str]:
        return self._desktop.log(Path(sys.executable).name).splitlines()[self._seen :]

    def got(self) -> list[str]:
        """Return what it printed since it was ready."""
        time.sleep(0.1)
        return self.printed()[self.begun :]


@pytest.fixture
def front(shared_desktop: VirtualDesktop) -> Iterator[Front]:
    program = Front(shared_desktop)
    yield program
    shared_desktop.end(program.process)


# -- keys tried --------------------------------------------------------------------------------


def test_a_key_of_another_program_is_noticed_and_stays_its_own(
    shared_desktop: VirtualDesktop, desk: Desk
) -> None:
    other = Desk(shared_desktop)
    other.start(None, theirs="Ctrl+Super+W")
    assert desk.hotkeys.probe("Win+Ctrl+w") is Probe.HELD
    assert desk.hotkeys.probe("Ctrl+Super+E") is Probe.FREE
    assert desk.hotkeys.probe("Ctrl+F24") is Probe.MISSING
    assert desk.hotkeys.probe("Super+E") is Probe.HELD  # Openbox starts a file manager with it
    desk.tap("Ctrl+Super+w")
    assert other.wait(2) == both("theirs")
    other.close()
    assert desk.hotkeys.probe("Ctrl+Super+W") is Probe.FREE


def test_our_own_keys_are_known_and_a_try_takes_nothing_away(desk: Desk) -> None:
    desk.start(read="Ctrl+Super+E")
    assert desk.hotkeys.probe("Super+Ctrl+e") is Probe.OURS
    assert desk.hotkeys.probe(LEADER) is Probe.OURS
    assert desk.hotkeys.probe("Ctrl+Super+W") is Probe.FREE
    desk.tap("Ctrl+Super+e")
    assert desk.wait(2) == both("read")
    desk.hotkeys.stop()
    assert desk.hotkeys.probe("Ctrl+Super+E") is Probe.FREE


def test_no_key_and_no_display_are_told(desk: Desk) -> None:
    with pytest.raises(HotkeyError, match="typing"):
        desk.hotkeys.probe("W")
    nowhere = X11Hotkeys(desk.lost.append, ":987")
    for ask in (
        lambda: nowhere.probe("Ctrl+Super+W"),
        nowhere.layout,
        lambda: nowhere.capture_next(1),
    ):
        with pytest.raises(HotkeyError) as caught:
            ask()
        assert caught.value.code == "hotkeys.no_display"


def test_everything_about_a_key_comes_together(
    shared_desktop: VirtualDesktop, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DISPLAY", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, shared_desktop.environment[name])
    monkeypatch.delenv("XDG_CURRENT_DESKTOP", raising=False)  # Openbox is found by its name
    other = Desk(shared_desktop)
    other.start(None, theirs="Ctrl+Super+H")
    examiner = Examiner({"stop": "Ctrl+Super+Z"}, desk.hotkeys)

    def told(text: str) -> list[tuple[Severity, str]]:
        return [(finding.severity, finding.sentence) for finding in examiner.examine(text, "read")]

    assert told("Ctrl+Super+L") == [(Severity.FREE, "control super L is free.")]
    assert told("Ctrl+Super+H") == [
        (
            Severity.WARNED,
            (
                "Another program holds control super H now."
                " It works here only when that program gives it back."
            ),
        )
    ]
    assert told("Super+D") == [
        (
            Severity.WARNED,
            "The settings of your desktop, Openbox, use super D for: ToggleShowDesktop.",
        ),
        (
            Severity.WARNED,
            (
                "Another program holds super D now."
                " It works here only when that program gives it back."
            ),
        ),
    ]
    assert told("Ctrl+Super+Z")[0][0] is Severity.REFUSED
    assert examiner.examine("Ctrl+Super+Z", "stop")[0].severity is Severity.FREE
    other.close()


@pytest.mark.parametrize(
    ("layout", "dead", "shifted", "alt_gr"),
    [
        (["us"], set(), set(), {}),
        (["de"], {"Apostrophe", "Grave"}, {"Slash", "Equal"}, {"Q": "@", "E": "€"}),
        (["fr"], set(), {"1", "Period"}, {"E": "€"}),
        (["pl"], set(), set(), {"L": "ł", "E": "ę"}),
        (["us", "-variant", "intl"], {"Apostrophe", "Grave"}, set(), {"Q": "ä"}),
    ],
)
def test_the_keyboard_tells_what_it_types(
    shared_desktop: VirtualDesktop,
    desk: Desk,
    layout: list[str],
    dead: set[str],
    shifted: set[str],
    alt_gr: dict[str, str],
) -> None:
    try:
        shared_desktop.run(["setxkbmap", *layout])
        found = desk.hotkeys.layout()
        assert found is not None
        assert found.names >= {"W", "Z", "Comma", "F1", "Space", "7", "PageUp"}
        assert "F24" not in found.names
        assert dead <= found.dead | found.shifted
        assert shifted <= found.shifted
        assert alt_gr.items() <= found.alt_gr.items()
        assert bool(found.alt_gr) == bool(alt_gr)
    finally:
        shared_desktop.run(["setxkbmap", "us"])


# -- the next key ------------------------------------------------------------------------------


class Capturing:
    """Waits for the next key on a thread of its own."""

    def __init__(self, desk: Desk, seconds: float = 8) -> None:
        self.texts: list[str | None] = []
        self._thread = threading.Thread(
            target=lambda: self.texts.append(desk.hotkeys.capture_next(seconds))
        )
        self._thread.start()
        until(lambda: not self._thread.is_alive() or not desk.is_keyboard_free())

    def result(self) -> str | None:
        self._thread.join(10)
        return self.texts[0]


@pytest.mark.parametrize(
    ("pressed", "text"),
    [
        ("Ctrl+Super+w", "Ctrl+Super+W"),
        ("Ctrl+Super+comma", "Ctrl+Super+Comma"),
        ("F9", "F9"),
        ("Shift+F9", "Shift+F9"),
        ("w", "W"),
        ("Ctrl+Escape", "Ctrl+Escape"),
        ("Super+Page_Up", "Super+PageUp"),
        ("Ctrl+Shift+equal", "Ctrl+Shift+Equal"),
        ("Escape", None),
    ],
)
def test_the_next_key_is_captured_and_no_program_gets_it(
    shared_desktop: VirtualDesktop, desk: Desk, front: Front, pressed: str, text: str | None
) -> None:
    capturing = Capturing(desk)
    desk.tap(pressed)
    assert capturing.result() == text
    assert desk.is_keyboard_free()
    shared_desktop.run(["xdotool", "key", "x"])
    until(lambda: "key x" in front.got())
    assert [line for line in front.got() if line.startswith("key")] == ["key x"]


def test_a_captured_key_that_is_held_types_nothing(desk: Desk, front: Front) -> None:
    desk.display.change_keyboard_control(auto_repeat_mode=X.AutoRepeatModeOn)
    capturing = Capturing(desk)
    desk.down("w")
    time.sleep(1.0)
    desk.up("w")
    assert capturing.result() == "W"
    assert front.got() == []


def test_keys_of_running_hotkeys_can_be_captured_and_do_nothing_meanwhile(desk: Desk) -> None:
    desk.start(read="Ctrl+Super+E")
    capturing = Capturing(desk)
    desk.tap("Ctrl+Super+e")
    assert capturing.result() == "Ctrl+Super+E"
    assert desk.wait(0) == []
    desk.tap("Ctrl+Super+e")
    assert desk.wait(2) == both("read")


def test_a_key_held_since_before_is_not_taken_for_the_new_one(desk: Desk) -> None:
    desk.display.change_keyboard_control(auto_repeat_mode=X.AutoRepeatModeOn)
    desk.down("Return")
    capturing = Capturing(desk)
    time.sleep(1.0)  # its repeats have begun
    desk.up("Return")
    desk.tap("F9")
    assert capturing.result() == "F9"


def test_capturing_ends_by_itself_and_gives_the_keyboard_back(desk: Desk) -> None:
    capturing = Capturing(desk, seconds=0.3)
    desk.tap("Shift")  # only held, so it is no key
    assert capturing.result() is None
    assert desk.is_keyboard_free()


def test_a_busy_keyboard_is_told(shared_desktop: VirtualDesktop, desk: Desk) -> None:
    menu = Display(shared_desktop.environment["DISPLAY"])
    menu.screen().root.grab_keyboard(True, X.GrabModeAsync, X.GrabModeAsync, X.CurrentTime)
    with pytest.raises(HotkeyError) as caught:
        desk.hotkeys.capture_next(1)
    assert caught.value.code == "hotkeys.keyboard_busy"
    menu.close()


def test_keys_of_other_layouts_are_captured_by_their_letters(
    shared_desktop: VirtualDesktop, desk: Desk
) -> None:
    place_of_w, place_of_1, place_of_altgr = desk.code("w"), desk.code("1"), 108

    def press(*codes: int) -> str | None:
        capturing = Capturing(desk)
        for kind, order in ((X.KeyPress, codes), (X.KeyRelease, codes[::-1])):
            for code in order:
                xtest.fake_input(desk.display, kind, code)
        desk.display.sync()
        return capturing.result()

    ctrl, shift = desk.code("Ctrl"), desk.code("Shift")
    try:
        shared_desktop.run(["setxkbmap", "ru"])
        assert press(ctrl, place_of_w) == "Ctrl+W"
        shared_desktop.run(["setxkbmap", "fr"])
        assert press(ctrl, place_of_w) == "Ctrl+Z"
        assert press(ctrl, shift, place_of_1) == "Ctrl+1"
        shared_desktop.run(["setxkbmap", "de"])
        assert press(place_of_altgr, place_of_w) == "AltGr+W"
    finally:
        shared_desktop.run(["setxkbmap", "us"])


# -- other keys while it runs ------------------------------------------------------------------


def test_keys_are_changed_while_they_are_heard(shared_desktop: VirtualDesktop, desk: Desk) -> None:
    desk.start(read="Ctrl+Super+E", stop="Ctrl+Super+Z")
    other = Desk(shared_desktop)
    other.start(None, theirs="Ctrl+Super+H")
    problems = desk.hotkeys.rebind(
        {"read": "Ctrl+Super+L", "stop": "Ctrl+Super+Z", "more": "Ctrl+Super+H"}, None
    )
    assert [(problem.command, problem.key) for problem in problems] == [("more", "Ctrl+Super+H")]
    for text in ("Ctrl+Super+e", "Ctrl+Super+l", "Ctrl+Super+z", LEADER.replace("Comma", "comma")):
        desk.tap(text)
    assert desk.wait(4) == both("read") + both("stop")
    assert desk.hotkeys.probe("Ctrl+Super+L") is Probe.OURS
    assert desk.hotkeys.probe("Ctrl+Super+E") is Probe.FREE
    other.close()


def test_a_key_that_stays_is_never_let_go(desk: Desk) -> None:
    desk.start(None, read="Ctrl+Super+E", stop="Ctrl+Super+Z")
    outcomes: list[bool] = []
    is_over = threading.Event()

    def lurk() -> None:
        """Try to take the key that stays, a thousand times a second."""
        rival = Display(desk.name)
        root, code = rival.screen().root, rival.keysym_to_keycode(XK.XK_z)
        mask = X.ControlMask | X.Mod4Mask
        while not is_over.is_set():
            refused = CatchError(BadAccess)
            root.grab_key(code, mask, True, X.GrabModeAsync, X.GrabModeAsync, onerror=refused)
            rival.sync()
            outcomes.append(refused.get_error() is None)
        rival.close()

    lurking = threading.Thread(target=lurk)
    lurking.start()
    until(lambda: bool(outcomes))
    for number in range(60):
        keys = {"read": "Ctrl+Super+E" if number % 2 else "Ctrl+Super+L", "stop": "Ctrl+Super+Z"}
        assert desk.hotkeys.rebind(keys) == []
        desk.tap("Ctrl+Super+z")
    is_over.set()
    lurking.join()
    assert desk.wait(120) == both("stop") * 60
    assert set(outcomes) == {False}


def test_a_key_that_is_held_is_reported_up_after_the_change(desk: Desk) -> None:
    desk.start(None, talk="Ctrl+Super+K")
    desk.down("Ctrl", "Super", "k")
    assert desk.wait(1) == [("talk", True)]
    assert desk.hotkeys.rebind({"talk": "Ctrl+Super+L"}) == []
    desk.up("k", "Super", "Ctrl")
    assert desk.wait(1) == [("talk", False)]


def test_keys_may_be_changed_on_the_thread_that_hears_them(desk: Desk) -> None:
    done: list[object] = []

    def change(command: str, is_pressed: bool) -> None:
        if not is_pressed and command == "read":
            done.append(desk.hotkeys.rebind({"more": "Ctrl+Super+L"}))
        elif not is_pressed:
            done.append(command)

    desk.hotkeys.start({"read": "Ctrl+Super+E"}, change)
    desk.tap("Ctrl+Super+e")
    until(lambda: bool(done))
    assert done == [[]]
    desk.tap("Ctrl+Super+l")
    until(lambda: len(done) == 2)
    assert done == [[], "more"]


def test_without_a_start_keys_cannot_be_changed(desk: Desk) -> None:
    for prepare in (lambda: None, desk.start, desk.hotkeys.stop):
        prepare()
        if desk.hotkeys.probe(LEADER) is Probe.OURS:
            assert desk.hotkeys.rebind({}, LAYER) == []
            continue
        with pytest.raises(HotkeyError) as caught:
            desk.hotkeys.rebind({"read": "Ctrl+Super+E"})
        assert caught.value.code == "hotkeys.not_listening"


# -- the command layer -------------------------------------------------------------------------


def test_one_key_after_the_leader_is_a_command_and_the_program_in_front_gets_none(
    desk: Desk, front: Front
) -> None:
    desk.display.change_keyboard_control(auto_repeat_mode=X.AutoRepeatModeOn)
    desk.start(read="Ctrl+Super+E")
    desk.lead()
    time.sleep(0.5)  # a program that thinks that it lost the focus would act on it by now
    desk.down("w")
    time.sleep(1.0)  # auto-repeat must not reach it either
    assert desk.heard == [ENTERED, ("describe_window", True)]
    assert desk.is_keyboard_free()
    desk.up("w")
    assert desk.wait(3) == [ENTERED, *both("describe_window")]
    assert front.got() == []  # no key, no change of focus, of the text or of what is selected
    desk.tap("x")
    until(lambda: "text x" in front.got())
    assert front.got()[0] == "key x"
    assert desk.threads == {"hotkeys"}


def test_a_question_is_held_with_the_second_key(desk: Desk, front: Front) -> None:
    desk.start()
    desk.lead()
    desk.down("k")
    assert desk.wait(2) == [ENTERED, ("ask_aloud", True)]
    desk.tap("Shift")
    assert desk.wait(0) == []
    desk.up("k")
    assert desk.wait(1) == [("ask_aloud", False)]
    desk.lead()
    desk.tap("k")
    assert desk.wait(3) == [ENTERED, *both("ask_aloud")]
    assert [line for line in front.got() if not line.startswith("key")] == []


@pytest.mark.parametrize(
    ("key", "step"),
    [
        ("Escape", Step(Moment.LEFT)),
        ("h", Step(Moment.HELP)),
        ("F1", Step(Moment.HELP)),
        ("Shift+slash", Step(Moment.HELP)),
        ("q", Step(Moment.UNKNOWN, key="Q")),
        ("Return", Step(Moment.UNKNOWN, key="enter")),
        ("Ctrl+Super+comma", Step(Moment.LEFT)),
    ],
)
def test_other_keys_leave_and_type_nothing(desk: Desk, front: Front, key: str, step: Step) -> None:
    desk.display.change_keyboard_control(auto_repeat_mode=X.AutoRepeatModeOn)
    desk.start()
    desk.lead()
    desk.down(*key.split("+"))
    time.sleep(0.9)  # with its auto-repeat
    desk.up(*reversed(key.split("+")))
    assert desk.wait(2) == [ENTERED, step]
    assert desk.is_keyboard_free()
    desk.tap("x")
    until(lambda: "text x" in front.got())
    assert [line for line in front.got() if line.startswith(("key", "focus"))] == ["key x"]


def test_modifiers_may_still_be_held_from_the_leader_key(desk: Desk, front: Front) -> None:
    desk.display.change_keyboard_control(auto_repeat_mode=X.AutoRepeatModeOn)
    desk.start()
    desk.down("Ctrl", "Super", "comma")
    until(lambda: bool(desk.heard))
    desk.up("comma")
    desk.down("w")
    time.sleep(0.9)  # W repeats with them
    desk.up("Super")
    time.sleep(0.2)
    desk.up("Ctrl")
    time.sleep(0.2)  # and now without
    desk.up("w")
    assert desk.wait(3) == [ENTERED, *both("describe_window")]
    assert front.got() == []


def test_the_leader_key_may_be_held_for_long(desk: Desk) -> None:
    desk.display.change_keyboard_control(auto_repeat_mode=X.AutoRepeatModeOn)
    desk.start()
    desk.down("Ctrl", "Super", "comma")
    time.sleep(1.2)
    assert desk.heard == [ENTERED]
    desk.up("comma", "Super", "Ctrl")
    desk.tap("z")
    assert desk.wait(3) == [ENTERED, *both("stop")]


def test_other_hotkeys_work_in_the_layer_and_leave_it(desk: Desk) -> None:
    desk.start(read="Ctrl+Super+E")
    desk.lead()
    desk.tap("Ctrl+Super+e")
    assert desk.wait(3) == [ENTERED, *both("read")]
    assert desk.is_keyboard_free()


def test_the_layer_closes_by_itself(desk: Desk, front: Front) -> None:
    desk.start(QUICK)
    desk.lead()
    assert not desk.is_keyboard_free()
    assert desk.wait(2) == [ENTERED, Step(Moment.TIMED_OUT)]
    assert desk.is_keyboard_free()
    desk.tap("w")
    until(lambda: "text w" in front.got())
    assert front.got()[0] == "key w"


def test_lock_keys_and_layouts_do_not_matter(shared_desktop: VirtualDesktop, desk: Desk) -> None:
    desk.start()
    place_of_w = desk.code("w")
    desk.tap("Caps_Lock")
    desk.lead()
    desk.tap("w")
    heard = desk.wait(3)
    desk.tap("Caps_Lock")
    assert heard == [ENTERED, *both("describe_window")]
    try:
        shared_desktop.run(["setxkbmap", "us,gr"])
        time.sleep(0.3)
        desk.lead()
        xtest.fake_input(desk.display, X.KeyPress, place_of_w)
        xtest.fake_input(desk.display, X.KeyRelease, place_of_w)
        desk.display.sync()
        assert desk.wait(3) == [ENTERED, *both("describe_window")]
    finally:
        shared_desktop.run(["setxkbmap", "us"])


@pytest.mark.parametrize("how", ["stop", "rebind"])
def test_stopping_and_rebinding_give_the_keyboard_back(desk: Desk, how: str) -> None:
    desk.start()
    desk.lead()
    assert not desk.is_keyboard_free()
    if how == "stop":
        desk.hotkeys.stop()
    else:
        assert desk.hotkeys.rebind({"read": "Ctrl+Super+E"}, QUICK) == []
    assert desk.is_keyboard_free()
    assert desk.wait(2) == [ENTERED, Step(Moment.LEFT)]


def test_a_handler_that_breaks_does_not_keep_the_keyboard(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    raised: list[object] = []
    monkeypatch.setattr(threading, "excepthook", raised.append)

    def fail(step: Step) -> None:
        raise RuntimeError(step.moment)

    desk.hotkeys.start({}, lambda *_: None, LAYER, fail)
    desk.down("Ctrl", "Super", "comma")
    until(lambda: bool(raised))
    desk.up("comma", "Super", "Ctrl")
    until(desk.is_keyboard_free)


HOLDER = """
import sys, time
from assistant.hotkeys.layer import LayerKeys
from assistant.hotkeys.x11 import X11Hotkeys
hotkeys = X11Hotkeys(print)
layer = LayerKeys("Ctrl+Super+Comma", {"stop": "Z"}, 30.0)
hotkeys.start({}, print, layer, lambda step: print(step.moment.value, flush=True))
print("ready", flush=True)
time.sleep(60)
"""


def test_a_program_that_is_killed_in_the_layer_leaves_the_keyboard_free(
    shared_desktop: VirtualDesktop, desk: Desk
) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER],
        env={**os.environ, **shared_desktop.environment},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdout is not None
    with holder:
        assert holder.stdout.readline() == "ready\n"
        desk.down("Ctrl", "Super", "comma")
        assert holder.stdout.readline() == "entered\n"
        desk.up("comma", "Super", "Ctrl")
        assert not desk.is_keyboard_free()
        holder.send_signal(signal.SIGKILL)
    until(desk.is_keyboard_free)


# -- the command line --------------------------------------------------------------------------


class CommandLine:
    """Runs `lookaloud keys` on the desktop with a settings file of its own."""

    def __init__(self, desktop: VirtualDesktop, folder: Path) -> None:
        self._desktop = desktop
        self.settings = folder / "settings.toml"
        self.settings.write_text("")

    def begin(self, *arguments: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "assistant", "--settings", str(self.settings), "keys"]
        return subprocess.Popen(
            [*command, *arguments],
            env=self._desktop.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def run(self, *arguments: str) -> tuple[int, list[str]]:
        process = self.begin(*arguments)
        printed, _ = process.communicate(timeout=15)
        return process.returncode, printed.splitlines()


@pytest.fixture
def command_line(shared_desktop: VirtualDesktop, tmp_path: Path) -> CommandLine:
    return CommandLine(shared_desktop, tmp_path)


def test_a_key_is_set_and_reset_on_the_command_line(command_line: CommandLine) -> None:
    assert command_line.run("set", "read", "super+ctrl+l") == (
        0,
        ["control super L is free.", "read: the key is now Ctrl+Super+L."],
    )
    assert command_line.settings.read_text().splitlines()[-2:] == [
        "[keys]",
        'read = "Ctrl+Super+L"',
    ]
    code, printed = command_line.run()
    assert code == 0
    assert "Ctrl+Super+L: Read all text" in printed
    assert command_line.run("reset", "read") == (0, ["read: the key is Ctrl+Super+E again."])
    assert command_line.run("set", "stop", "") == (0, ["stop has no key now."])
    assert "no key: Stop speaking" in command_line.run()[1]
    assert command_line.run("reset") == (0, ["All commands have their first keys again."])
    assert "Ctrl+Super+Z: Stop speaking" in command_line.run()[1]


def test_what_speaks_against_a_key_is_said_first(command_line: CommandLine) -> None:
    before = command_line.settings.read_text()
    code, printed = command_line.run("set", "read", "Super+D")
    assert code == 1
    assert "Nothing was changed. Add --yes to use it all the same." in printed
    assert any("Openbox, use super D for" in line for line in printed)
    assert command_line.run("set", "read", "Ctrl+Super+Z") == (
        1,
        ["control super Z is the key for stop already. Give that another key first."],
    )
    assert command_line.run("set", "read", "W") == (
        1,
        ["W is needed for typing. Add Ctrl, Alt or Super."],
    )
    code, printed = command_line.run("set", "dance", "Ctrl+Super+L")
    assert code == 2
    assert printed[0].startswith("There is no command dance that can have a key.")
    assert command_line.settings.read_text() == before
    assert command_line.run("set", "read", "Super+D", "--yes")[0] == 0
    assert "  Another program holds super D now." in " ".join(command_line.run()[1])


def test_a_key_is_pressed_for_the_command_line(command_line: CommandLine, desk: Desk) -> None:
    process = command_line.begin("set", "describe_window")
    assert process.stdout is not None
    with process:
        said = process.stdout.readline()
        assert said == "Press the new key for describe window now. Escape leaves.\n"
        until(lambda: not desk.is_keyboard_free())
        desk.tap("Ctrl+Super+h")
        assert process.stdout.read().splitlines() == [
            "You pressed Ctrl+Super+H.",
            "control super H is free.",
            "describe window: the key is now Ctrl+Super+H.",
        ]
    assert process.returncode == 0
    process = command_line.begin("set", "describe_window")
    with process:
        until(lambda: not desk.is_keyboard_free())
        desk.tap("Escape")
        assert process.stdout is not None
        assert process.stdout.read().splitlines()[-1] == (
            "No key was pressed, so nothing was changed."
        )
    assert process.returncode == 1
    assert 'describe_window = "Ctrl+Super+H"' in command_line.settings.read_text()


def test_the_layer_is_set_on_the_command_line(command_line: CommandLine) -> None:
    assert command_line.run("set", "read", "a", "--layer") == (
        0,
        ["read: the key is now A."],
    )
    code, printed = command_line.run("set", "more", "W", "--layer")
    assert (code, printed) == (
        1,
        ["W is the key for describe window already. Give that another key first."],
    )
    code, printed = command_line.run("set", "more", "Ctrl+W", "--layer")
    assert code == 1
    assert "it must be one key without others" in printed[0]
    assert "  A: Read all text" in command_line.run()[1]
    assert command_line.run("reset", "read", "--layer") == (0, ["read: the key is E again."])


def test_a_key_is_checked_on_the_command_line(command_line: CommandLine) -> None:
    assert command_line.run("check", "Ctrl+Super+H") == (0, ["control super H is free."])
    code, printed = command_line.run("check", "Ctrl+Alt+E")
    assert code == 1
    assert "AltGr" in printed[0]
    code, printed = command_line.run("check", "Super+D", "--json")
    assert code == 0
    assert '"severity": "warned"' in "".join(printed)
