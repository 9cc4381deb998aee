"""Keys of the desktop portal, against a portal on a real message bus."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from assistant.errors import HotkeyError
from assistant.hotkeys import portal_session
from assistant.hotkeys.base import KeyProblem, Probe
from assistant.hotkeys.layer import LayerKeys
from assistant.hotkeys.portal import PortalHotkeys
from fake_portal import SHORTCUTS, FakePortal, PrivateBus

pytestmark = [
    pytest.mark.unit,
    pytest.mark.skipif(shutil.which("dbus-daemon") is None, reason="there is no dbus-daemon"),
]

W, E = "Ctrl+Super+W", "Ctrl+Super+E"
QUIET_SECONDS = 0.1


class Ear:
    """Hotkeys, and all that they reported."""

    def __init__(self, address: str) -> None:
        self.heard: list[tuple[str, bool]] = []
        self.lost: list[HotkeyError] = []
        self.told: list[KeyProblem] = []
        self.threads: set[int] = set()
        self.then: Callable[[str, bool], None] = lambda *_: None
        self.hotkeys = PortalHotkeys(self.lost.append, self.told.extend, address)

    def start(self, layer: LayerKeys | None = None, **keys: str) -> list[KeyProblem]:
        return list(self.hotkeys.start(keys, self._hear, layer))

    def wait(self, count: int) -> list[tuple[str, bool]]:
        wait_for(lambda: len(self.heard) >= count)
        time.sleep(QUIET_SECONDS)
        heard, self.heard = self.heard, []
        return heard

    def _hear(self, command: str, is_pressed: bool) -> None:
        self.threads.add(threading.get_ident())
        self.heard.append((command, is_pressed))
        self.then(command, is_pressed)


def wait_for(condition: Callable[[], object], seconds: float = 5) -> None:
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.01)
    assert condition()


@pytest.fixture
def bus() -> Iterator[PrivateBus]:
    with PrivateBus() as made:
        yield made


@pytest.fixture
def portal(bus: PrivateBus) -> Iterator[FakePortal]:
    with FakePortal(bus.address) as made:
        yield made


@pytest.fixture
def ear(bus: PrivateBus) -> Iterator[Ear]:
    made = Ear(bus.address)
    yield made
    made.hotkeys.stop()


def test_press_and_release_are_heard_on_one_thread(portal: FakePortal, ear: Ear) -> None:
    assert ear.start(talk=W, stop=E) == []
    portal.press("talk")
    assert ear.wait(1) == [("talk", True)]
    portal.release("talk")
    portal.press("stop")
    portal.release("stop")
    assert ear.wait(3) == [("talk", False), ("stop", True), ("stop", False)]
    assert len(ear.threads) == 1
    assert threading.get_ident() not in ear.threads


def test_the_desktop_is_told_names_and_keys(portal: FakePortal, ear: Ear) -> None:
    ear.start(describe_window=W, repeat="Ctrl+Alt+PageUp")
    assert portal.bound == [
        {
            "describe_window": {
                "description": "Describe window",
                "preferred_trigger": "CTRL+LOGO+w",
            },
            "repeat": {
                "description": "Repeat",
                "preferred_trigger": "CTRL+ALT+Page_Up",
            },
        }
    ]
    assert portal.calls[0] == "Register"


def test_auto_repeat_is_not_reported(portal: FakePortal, ear: Ear) -> None:
    ear.start(talk=W)
    for _ in range(5):
        portal.press("talk")
    portal.release("talk")
    assert ear.wait(2) == [("talk", True), ("talk", False)]


def test_a_release_that_was_never_told_costs_no_press(
    portal: FakePortal, ear: Ear, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(portal_session, "REPEAT_SECONDS", 0.05)
    ear.start(talk=W)
    portal.press("talk")
    assert ear.wait(1) == [("talk", True)]
    portal.press("talk")
    assert ear.wait(2) == [("talk", False), ("talk", True)]


def test_what_the_user_chose_is_known(portal: FakePortal, ear: Ear) -> None:
    portal.chosen = {"stop": "Alt+Pause"}
    assert ear.start(talk=W, stop=E) == []
    assert ear.hotkeys.given == {"talk": W, "stop": "Alt+Pause"}
    assert ear.hotkeys.probe(W) is Probe.OURS


def test_a_command_without_a_key_is_told(portal: FakePortal, ear: Ear) -> None:
    portal.chosen = {"stop": ""}
    (problem,) = ear.start(talk=W, stop=E)
    assert (problem.command, problem.key) == ("stop", E)
    assert problem.sentence == (
        "The desktop gave no key to stop. Choose one in its keyboard settings, under Lookaloud."
    )


def test_commands_of_the_layer_are_offered_without_a_key(portal: FakePortal, ear: Ear) -> None:
    layer = LayerKeys("Ctrl+Super+Comma", {"repeat": "R", "talk": "K"}, 4.0)
    (problem,) = ear.start(layer, talk=W)
    assert problem.command == "leader"
    assert "control super comma does nothing" in problem.sentence
    (wanted,) = portal.bound
    assert wanted["repeat"] == {"description": "Repeat"}
    assert wanted["talk"]["preferred_trigger"] == "CTRL+LOGO+w"
    portal.press("repeat")
    assert ear.wait(1) == [("repeat", True)]


def test_keys_that_are_none_are_told_and_the_rest_works(portal: FakePortal, ear: Ear) -> None:
    problems = ear.start(read=W, more="Ctrl+E+F", focus="", again="Super+Ctrl+w")
    assert [problem.command for problem in problems] == ["more", "again"]
    portal.press("read")
    assert ear.wait(1) == [("read", True)]


def test_rebinding_asks_anew_and_closes_the_old_session(portal: FakePortal, ear: Ear) -> None:
    ear.start(talk=W)
    portal.press("talk")
    assert ear.wait(1) == [("talk", True)]
    assert list(ear.hotkeys.rebind({"stop": E})) == []
    assert ear.wait(1) == [("talk", False)]
    assert len(portal.sessions) == 1
    assert [list(wanted) for wanted in portal.bound] == [["talk"], ["stop"]]
    portal.press("stop")
    assert ear.wait(1) == [("stop", True)]


def test_rebinding_on_the_thread_that_hears(portal: FakePortal, ear: Ear) -> None:
    ear.start(first=W)
    ear.then = lambda command, is_pressed: (
        ear.hotkeys.rebind({"second": E}) if (command, is_pressed) == ("first", True) else None
    )
    portal.press("first")
    assert ear.wait(2) == [("first", True), ("first", False)]
    portal.press("second")
    assert ear.wait(1) == [("second", True)]


def test_rebinding_of_what_does_not_listen_is_refused(portal: FakePortal, ear: Ear) -> None:
    with pytest.raises(HotkeyError) as caught:
        ear.hotkeys.rebind({"talk": W})
    assert caught.value.code == "hotkeys.not_listening"


def test_stop_ends_session_and_thread(portal: FakePortal, ear: Ear) -> None:
    threads = threading.active_count()
    for _ in range(3):
        ear.start(talk=W)
        ear.hotkeys.stop()
    ear.hotkeys.stop()
    assert portal.sessions == []
    assert threading.active_count() == threads


def test_a_window_that_waits_for_the_user_does_not_hold_the_start_up(
    portal: FakePortal, ear: Ear, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(portal_session, "BIND_SECONDS", 0.1)
    portal.is_answering = False
    portal.chosen = {"stop": ""}
    (problem,) = ear.start(talk=W, stop=E)
    assert problem.sentence == (
        "The desktop asks you whether I may have my keys. Its window is waiting for your answer."
    )
    portal.answer()
    wait_for(lambda: ear.told)
    assert [one.command for one in ear.told] == ["stop"]
    portal.press("talk")
    assert ear.wait(1) == [("talk", True)]


def test_a_late_no_is_told(portal: FakePortal, ear: Ear, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(portal_session, "BIND_SECONDS", 0.1)
    portal.is_answering = False
    ear.start(talk=W)
    portal.code = 1
    portal.answer()
    wait_for(lambda: ear.told)
    assert ear.told[0].sentence.startswith("The desktop was not allowed to give me my keys.")
    assert ear.lost == []
    portal.code, portal.is_answering = 0, True
    assert list(ear.hotkeys.rebind({"talk": W})) == []
    portal.press("talk")
    assert ear.wait(1) == [("talk", True)]


@pytest.mark.parametrize(
    ("change", "code", "words"),
    [
        ({"offers": set()}, "hotkeys.portal_missing", "runs the command lookaloud describe"),
        (
            {"needs_app_id": True, "knows_app_id": False},
            "hotkeys.portal_not_allowed",
            "Install Lookaloud from its package",
        ),
        ({"code": 1}, "hotkeys.portal_refused", "Start me again to be asked again"),
    ],
    ids=["not offered", "not installed", "refused"],
)
def test_what_to_do_where_there_are_no_keys(
    portal: FakePortal, ear: Ear, change: dict[str, object], code: str, words: str
) -> None:
    for name, value in change.items():
        setattr(portal, name, value)
    with pytest.raises(HotkeyError) as caught:
        ear.start(talk=W)
    assert caught.value.code == code
    assert words in caught.value.sentence


def test_an_installed_program_gets_keys_where_names_are_needed(
    portal: FakePortal, ear: Ear
) -> None:
    portal.needs_app_id = True
    assert ear.start(talk=W) == []


def test_without_a_portal_the_user_is_told_what_to_do(bus: PrivateBus, ear: Ear) -> None:
    with pytest.raises(HotkeyError) as caught:
        ear.start(talk=W)
    assert caught.value.code == "hotkeys.portal_missing"
    assert caught.value.sentence == (
        "This desktop gives programs no keys. In its keyboard settings, add a shortcut that runs"
        " the command lookaloud describe."
    )


def test_without_a_bus_the_user_is_told_the_same() -> None:
    with pytest.raises(HotkeyError) as caught:
        Ear("unix:path=/nowhere/bus").start(talk=W)
    assert caught.value.code == "hotkeys.portal_missing"


def test_a_session_that_the_desktop_closes_is_begun_anew(portal: FakePortal, ear: Ear) -> None:
    ear.start(talk=W)
    portal.press("talk")
    assert ear.wait(1) == [("talk", True)]
    portal.end_session()
    assert ear.wait(1) == [("talk", False)]
    wait_for(lambda: len(portal.bound) == 2 and ear.hotkeys.given)
    portal.press("talk")
    assert ear.wait(1) == [("talk", True)]
    assert (ear.told, ear.lost) == ([], [])


def test_keys_are_heard_again_after_the_portal_was_restarted(bus: PrivateBus, ear: Ear) -> None:
    with FakePortal(bus.address):
        ear.start(talk=W)
    with FakePortal(bus.address) as second:
        wait_for(lambda: second.bound and ear.hotkeys.given)
        second.press("talk")
        assert ear.wait(1) == [("talk", True)]
    assert ear.lost == []


def test_keys_that_do_not_come_back_are_told_once(
    portal: FakePortal, ear: Ear, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.hotkeys.portal.RETURN_SECONDS", (0.01, 0.02))
    ear.start(talk=W)
    portal.offers = set()
    portal.end_session()
    wait_for(lambda: ear.told)
    time.sleep(0.2)
    assert [one.sentence for one in ear.told] == [
        "The desktop took my keys away. Start me again to ask for them."
    ]
    portal.offers = {SHORTCUTS}
    assert list(ear.hotkeys.rebind({"talk": W})) == []


def test_the_end_of_the_bus_is_told_once(ear: Ear, bus: PrivateBus) -> None:
    with FakePortal(bus.address):
        ear.start(talk=W)
        bus.close()
        wait_for(lambda: ear.lost)
    assert [error.code for error in ear.lost] == ["hotkeys.session_gone"]
    with pytest.raises(HotkeyError):
        ear.hotkeys.rebind({"talk": W})


def test_other_keys_can_not_be_tried_or_captured(portal: FakePortal, ear: Ear) -> None:
    ear.start(talk=W)
    with pytest.raises(HotkeyError) as caught:
        ear.hotkeys.probe(E)
    assert caught.value.code == "hotkeys.no_probe"
    with pytest.raises(HotkeyError) as caught:
        ear.hotkeys.probe("Ctrl+E+F")
    assert caught.value.code == "hotkeys.two_keys"
    with pytest.raises(HotkeyError) as caught:
        ear.hotkeys.capture_next(1.0)
    assert caught.value.code == "hotkeys.no_capture"
    assert ear.hotkeys.layout() is None


def test_a_key_that_the_desktop_keeps_is_told_when_it_is_changed(
    portal: FakePortal, ear: Ear
) -> None:
    ear.start(stop=E)
    portal.chosen = {"stop": "Meta+Ctrl+E"}
    (problem,) = ear.hotkeys.rebind({"stop": W})
    assert problem.sentence == (
        "The desktop keeps Meta+Ctrl+E for stop. Change it in its keyboard settings, under"
        " Lookaloud."
    )
    assert ear.start(stop=W) == []
