"""Permissions, one at a time: what is said and what can be chosen, with a scripted system."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from assistant import messages_macos as words
from assistant.commands import first_steps_permissions
from assistant.commands.first_steps import steps
from assistant.commands.first_steps_permissions import PermissionsStep
from assistant.errors import AssistantError
from assistant.permissions import choose, macos_permissions
from assistant.permissions.asking import Asking, Deed, missing
from assistant.permissions.base import Answer, Permission
from assistant.permissions.macos_permissions import MacPermissions
from assistant.turn import Turn, TurnCancelled

pytestmark = pytest.mark.unit

ALL = dict.fromkeys(Permission, Answer.GRANTED)
NONE = dict.fromkeys(Permission, Answer.UNASKED)


class Mac:
    """Permissions of a Mac whose user answers as scripted."""

    def __init__(self, answers: dict[Permission, Answer]) -> None:
        self.answers = dict(answers)
        self.asked: list[Permission] = []
        self.opened: list[Permission] = []
        self.replies: dict[Permission, Answer] = {}
        """What the user answers to the system's dialog, or sets in its settings."""

    def answer(self, permission: Permission) -> Answer:
        return self.answers[permission]

    def ask(self, permission: Permission) -> None:
        self.asked.append(permission)
        self.answers |= {one: to for one, to in self.replies.items() if one is permission}

    def open_settings(self, permission: Permission) -> None:
        self.opened.append(permission)
        self.answers |= {one: to for one, to in self.replies.items() if one is permission}


class Conversation:
    """The step, and all that was told."""

    def __init__(self, mac: Mac, patience: float = 0.0) -> None:
        self.mac = mac
        self.keys = 0
        self.step = PermissionsStep(mac, self._hear, patience)

    def _hear(self) -> None:
        self.keys += 1

    def choose(self, deed: Deed) -> list[str]:
        told: list[str] = []
        assert deed in [choice.id for choice in self.step.choices()]
        self.step.choose(deed, Turn(), told.append)
        return told

    @property
    def deeds(self) -> list[str]:
        return [choice.id for choice in self.step.choices()]


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(first_steps_permissions, "LOOK_SECONDS", 0.01)


def test_all_is_permitted() -> None:
    talk = Conversation(Mac(ALL))
    assert talk.step.opening() == words.ALL_GRANTED
    assert talk.deeds == []


def test_the_whole_way_with_a_yes_to_everything() -> None:
    mac = Mac(NONE)
    mac.replies = dict.fromkeys(Permission, Answer.GRANTED)
    mac.replies[Permission.INPUT] = Answer.GRANTED
    talk = Conversation(mac)
    assert talk.step.opening() == (
        f"{words.MISSING_MORE.format(n=4)} {words.REASONS['accessibility']}"
    )
    assert talk.deeds == ["ask", "skip"]
    assert talk.choose(Deed.ASK) == [
        words.ASKED["accessibility"],
        f"Accessibility is permitted. {words.REASONS['screen']}",
    ]
    assert talk.keys == 1
    talk.choose(Deed.ASK)
    talk.choose(Deed.ASK)
    told = talk.choose(Deed.ASK)
    # Input Monitoring did not come with Accessibility on this Mac.
    assert told == [words.ASKED["camera"], f"Camera is permitted. {words.REASONS['input']}"]
    assert talk.choose(Deed.ASK)[-1] == f"Input Monitoring is permitted. {words.ALL_GRANTED}"
    assert talk.keys == 2
    assert mac.asked == list(Permission)
    assert talk.deeds == []


def test_the_way_back_from_a_refusal() -> None:
    mac = Mac({**ALL, Permission.MICROPHONE: Answer.UNASKED})
    mac.replies = {Permission.MICROPHONE: Answer.REFUSED}
    talk = Conversation(mac)
    assert talk.step.opening() == f"{words.MISSING_ONE} {words.REASONS['microphone']}"
    told = talk.choose(Deed.ASK)
    assert told[-1] == words.WAY_BACK.format(name="Microphone")
    assert talk.deeds == ["settings", "check", "skip"]
    assert talk.choose(Deed.CHECK) == [words.WAY_BACK.format(name="Microphone")]
    mac.replies = {Permission.MICROPHONE: Answer.GRANTED}
    told = talk.choose(Deed.SETTINGS)
    assert mac.opened == [Permission.MICROPHONE]
    assert told == [
        words.SETTINGS_OPENED.format(name="Microphone"),
        f"Microphone is permitted. {words.ALL_GRANTED}",
    ]
    assert talk.keys == 0


def test_a_refusal_that_macos_does_not_tell_of() -> None:
    talk = Conversation(Mac({**ALL, Permission.SCREEN: Answer.UNASKED}))
    told = talk.choose(Deed.ASK)
    assert told[-1] == f"{words.WAY_BACK.format(name='Screen Recording')} {words.WAY_BACK_RESTART}"
    assert talk.deeds == ["settings", "check", "skip"]
    # Whoever leaves and comes back is not asked again in vain.
    assert words.WAY_BACK_RESTART in talk.step.opening()


def test_an_answer_that_takes_its_time() -> None:
    mac = Mac({**ALL, Permission.ACCESSIBILITY: Answer.UNASKED})
    talk = Conversation(mac, patience=5.0)
    looks = iter(range(100))

    def answer(permission: Permission) -> Answer:
        if permission is Permission.ACCESSIBILITY and next(looks) > 6:
            mac.answers = ALL
        return mac.answers[permission]

    mac.answer = answer  # type: ignore[method-assign]
    assert talk.choose(Deed.ASK)[-1] == f"Accessibility is permitted. {words.ALL_GRANTED}"
    assert talk.keys == 1


def test_another_choice_ends_the_wait() -> None:
    talk = Conversation(Mac(NONE), patience=60.0)
    turn = Turn()

    def tell(sentence: str) -> None:
        assert sentence == words.ASKED["accessibility"]
        turn.cancel()

    with pytest.raises(TurnCancelled):
        talk.step.choose(Deed.ASK, turn, tell)


def test_what_is_left_out_can_be_come_back_to() -> None:
    talk = Conversation(Mac({**ALL, Permission.CAMERA: Answer.UNASKED}))
    assert talk.choose(Deed.SKIP) == [
        f"I leave out Camera. {words.REST_SKIPPED.format(names='Camera')}"
    ]
    assert talk.deeds == []
    assert words.REASONS["camera"] in talk.step.opening()
    assert talk.deeds == ["ask", "skip"]


def test_what_an_administrator_forbids() -> None:
    talk = Conversation(Mac({**ALL, Permission.CAMERA: Answer.FORBIDDEN}))
    forbidden = words.FORBIDDEN.format(name="Camera")
    assert talk.step.opening().endswith(f"{words.REASONS['camera']} {forbidden}")
    assert talk.deeds == ["check", "skip"]
    assert talk.choose(Deed.CHECK) == [forbidden]


def test_a_permission_that_came_meanwhile() -> None:
    mac = Mac({**ALL, Permission.CAMERA: Answer.UNASKED})
    talk = Conversation(mac)
    mac.answers = dict(ALL)
    told: list[str] = []
    talk.step.choose(Deed.ASK, Turn(), told.append)
    assert told == [words.ALL_GRANTED]
    assert mac.asked == []


def test_input_monitoring_is_asked_for_only_where_accessibility_was_not_enough() -> None:
    assert list(missing(NONE)) == [one for one in Permission if one is not Permission.INPUT]
    rest = {**ALL, Permission.INPUT: Answer.UNASKED}
    assert list(missing(rest)) == [Permission.INPUT]


@pytest.mark.parametrize("state", list(Answer))
@pytest.mark.parametrize("permission", list(Permission))
def test_there_is_always_something_to_say_and_a_way_on(
    permission: Permission, state: Answer
) -> None:
    answers = {**ALL, permission: state}
    for asking in (Asking(), Asking().after_asking(permission)):
        deeds = asking.deeds(answers)
        assert (Deed.SKIP in deeds) == (state is not Answer.GRANTED)
        assert asking.opening(answers)
        assert asking.after(permission, answers)
        assert asking.after_skipping(permission).deeds(answers) == ()


def test_every_choice_has_a_letter_of_its_own() -> None:
    from assistant import messages  # noqa: PLC0415

    labels = [words.CHOICE_ASK, words.CHOICE_SETTINGS, words.CHOICE_CHECK, words.CHOICE_SKIP]
    ways = [messages.FIRST_STEPS_NEXT, messages.FIRST_STEPS_BACK, messages.FIRST_STEPS_LEAVE]
    letters = [label.partition("&")[2][0].casefold() for label in (*labels, *ways)]
    letters += [messages.FIRST_STEPS_LEAVE_LETTER]
    assert len(letters) == len(set(letters))


# -- where it belongs ------------------------------------------------------------------------------


@pytest.mark.parametrize(("platform", "count"), [("linux", 6), ("win32", 6), ("darwin", 7)])
def test_the_step_is_there_only_where_the_system_has_permissions(
    platform: str, count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    way = steps(SimpleNamespace())  # type: ignore[arg-type]
    assert len(way) == count
    assert isinstance(way[1], PermissionsStep) is (platform == "darwin")
    assert (choose.choose() is None) is (platform != "darwin")


# -- macOS -----------------------------------------------------------------------------------------


class Tcc:
    """What macOS answers, and what it is let ask."""

    def __init__(self) -> None:
        self.is_trusted = False
        self.may_capture = False
        self.media = {"soun": 0, "vide": 0}
        self.input = 2
        self.asked: list[object] = []

    def use(self, patch: pytest.MonkeyPatch) -> None:
        def trusted_with(options: dict[str, bool]) -> bool:
            self.asked.append(options)
            return self.is_trusted

        api = SimpleNamespace(
            AXIsProcessTrusted=lambda: self.is_trusted,
            AXIsProcessTrustedWithOptions=trusted_with,
        )
        quartz = SimpleNamespace(
            CGPreflightScreenCaptureAccess=lambda: self.may_capture,
            CGRequestScreenCaptureAccess=lambda: self.asked.append("screen"),
        )
        device = SimpleNamespace(
            authorizationStatusForMediaType_=self.media.__getitem__,
            requestAccessForMediaType_completionHandler_=self._request,
        )
        library = SimpleNamespace(IOHIDCheckAccess=_Function(lambda _: self.input))
        library.IOHIDRequestAccess = _Function(self.asked.append)
        patch.setattr(macos_permissions.macos, "pool", _Nothing)
        patch.setattr(macos_permissions.macos, "accessibility", lambda: api)
        patch.setattr(macos_permissions.macos, "quartz", lambda: quartz)
        patch.setattr(
            macos_permissions.macos, "avfoundation", lambda: SimpleNamespace(AVCaptureDevice=device)
        )
        patch.setattr(macos_permissions.ctypes, "CDLL", lambda path: library)

    def _request(self, media: str, handler: Callable[[bool], None]) -> None:
        self.asked.append(media)
        handler(True)


class _Function:
    """A function of ctypes."""

    def __init__(self, work: Callable[[Any], Any]) -> None:
        self._work = work

    def __call__(self, value: Any) -> Any:
        assert self.argtypes
        assert self.restype
        return self._work(value)


class _Nothing:
    def __enter__(self) -> None: ...
    def __exit__(self, *_: object) -> None: ...


@pytest.fixture
def tcc(monkeypatch: pytest.MonkeyPatch) -> Tcc:
    made = Tcc()
    made.use(monkeypatch)
    return made


def test_how_permissions_of_macos_stand(tcc: Tcc) -> None:
    def stand() -> dict[Permission, Answer]:
        return {one: MacPermissions().answer(one) for one in Permission}

    assert stand() == NONE
    tcc.is_trusted = tcc.may_capture = True
    tcc.media.update(soun=3, vide=3)
    tcc.input = 0
    assert stand() == ALL
    tcc.media.update(soun=2, vide=1)
    tcc.input = 1
    assert stand() == {
        **ALL,
        Permission.MICROPHONE: Answer.REFUSED,
        Permission.CAMERA: Answer.FORBIDDEN,
        Permission.INPUT: Answer.REFUSED,
    }


def test_macos_is_let_ask(tcc: Tcc) -> None:
    for permission in Permission:
        MacPermissions().ask(permission)
    assert tcc.asked[:4] == [{"AXTrustedCheckOptionPrompt": True}, "screen", "soun", "vide"]


def test_settings_that_do_not_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(AssistantError) as caught:
        MacPermissions().open_settings(Permission.SCREEN)
    assert caught.value.sentence.endswith("Privacy & Security, Screen Recording.")


@pytest.mark.parametrize("is_trusted", [False, True])
def test_who_can_not_press_a_key_yet_is_asked_at_once(
    tcc: Tcc, is_trusted: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    tcc.is_trusted = is_trusted
    assert choose.must_be_asked() is not is_trusted
    monkeypatch.setattr(sys, "platform", "linux")
    assert not choose.must_be_asked()
