"""What lookaloud doctor tells about permissions and displays of macOS."""

from __future__ import annotations

import sys
from types import SimpleNamespace

import pytest

from assistant import messages, messages_macos
from assistant.config.settings import Settings
from assistant.doctor import macos, questions
from assistant.doctor.check import Status
from assistant.permissions import choose
from assistant.permissions.base import Answer, Permission
from assistant.types import Bounds, Monitor

pytestmark = pytest.mark.unit

ALL = dict.fromkeys(Permission, Answer.GRANTED)
APP: dict[str, str] = {}


def test_all_is_permitted() -> None:
    check = macos.told_permissions(ALL, APP)
    assert check.status is Status.OK
    assert check.detail == (
        "macOS permits: Accessibility, Screen Recording, Microphone, Camera, Input Monitoring."
    )


@pytest.mark.parametrize(
    ("lacks", "status"),
    [
        (Permission.ACCESSIBILITY, Status.PROBLEM),
        (Permission.SCREEN, Status.PROBLEM),
        (Permission.MICROPHONE, Status.WARNING),
        (Permission.CAMERA, Status.WARNING),
        (Permission.INPUT, Status.WARNING),
    ],
)
def test_what_is_missing_is_named_with_the_way_to_it(lacks: Permission, status: Status) -> None:
    check = macos.told_permissions({**ALL, lacks: Answer.REFUSED}, APP)
    assert check.status is status
    name = messages_macos.NAMES[lacks]
    assert check.detail == f"macOS does not permit: {name}."
    assert "System Settings" in check.remedy


def test_a_terminal_has_permissions_of_its_own() -> None:
    check = macos.told_permissions(ALL, {"TERM_PROGRAM": "Apple_Terminal"})
    assert check.detail.endswith(messages_macos.DOCTOR_OF_TERMINAL)


def test_a_password_keeps_the_keys_away(monkeypatch: pytest.MonkeyPatch) -> None:
    system = SimpleNamespace(answer=lambda _: Answer.GRANTED)
    monkeypatch.setattr(choose, "choose", lambda: system)
    monkeypatch.delenv("TERM_PROGRAM", raising=False)
    monkeypatch.setattr(macos, "is_secure_input", lambda: True)
    assert macos.permissions().status is Status.WARNING
    monkeypatch.setattr(macos, "is_secure_input", lambda: False)
    assert macos.permissions().status is Status.OK


def test_displays() -> None:
    monitors = [
        Monitor("1", Bounds(0, 0, 1512, 982), is_primary=True, scale=2.0),
        Monitor("2", Bounds(1512, 0, 1920, 1080), is_primary=False),
    ]
    check = macos.told_displays(monitors)
    assert check.detail == ("Displays: 1512 by 982 points, scale 2; 1920 by 1080 points, scale 1.")
    assert macos.told_displays([]).status is Status.PROBLEM


def test_each_system_has_its_own_checks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    names = list(questions(Settings(), None))
    assert names[:3] == ["versions", "display", "permissions"]
    assert "accessibility" not in names
    assert set(names) <= set(messages.DOCTOR_TITLES)
