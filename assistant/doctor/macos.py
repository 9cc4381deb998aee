"""Checks of macOS: displays, and what the system permits."""

from __future__ import annotations

import ctypes
import os
from typing import TYPE_CHECKING

from assistant import macos
from assistant import messages_macos as words
from assistant.doctor.check import Check, Status
from assistant.permissions.asking import missing
from assistant.permissions.base import Answer, Permission

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from assistant.permissions.asking import Answers
    from assistant.types import Monitor

CARBON = "/System/Library/Frameworks/Carbon.framework/Carbon"
NEEDED = frozenset({Permission.ACCESSIBILITY, Permission.SCREEN})
"""Without these Lookaloud can hardly work."""


def display() -> Check:
    """Which displays there are."""
    from assistant.capture.quartz_displays import displays  # noqa: PLC0415 - loads Core Graphics

    with macos.pool():
        return told_displays(displays(macos.quartz()))


def permissions() -> Check:
    """Return what macOS permits, and whether a password keeps the keys away just now."""
    from assistant.permissions.choose import choose  # noqa: PLC0415

    system = choose()
    assert system is not None
    answers = {permission: system.answer(permission) for permission in Permission}
    check = told_permissions(answers, os.environ)
    if check.status is Status.OK and is_secure_input():
        remedy = words.DOCTOR_SECURE_INPUT_END
        return Check(Status.WARNING, words.DOCTOR_SECURE_INPUT, remedy)
    return check


def told_displays(monitors: Sequence[Monitor]) -> Check:
    """Return what is told of displays. Pure."""
    if not monitors:
        return Check(Status.PROBLEM, words.DOCTOR_NO_DISPLAYS)
    told = [
        words.DOCTOR_DISPLAY.format(
            width=one.bounds.width, height=one.bounds.height, scale=f"{one.scale:g}"
        )
        for one in monitors
    ]
    return Check(Status.OK, words.DOCTOR_DISPLAYS.format(displays="; ".join(told)))


def told_permissions(answers: Answers, environment: Mapping[str, str]) -> Check:
    """Return what is told of permissions. Pure.

    macOS gives what is started in a terminal the permissions of the terminal.
    """
    lacks = list(missing(answers))
    of_terminal = f" {words.DOCTOR_OF_TERMINAL}" if environment.get("TERM_PROGRAM") else ""
    if not lacks:
        names = _names(one for one in Permission if answers[one] is Answer.GRANTED)
        return Check(Status.OK, words.DOCTOR_PERMITTED.format(names=names) + of_terminal)
    status = Status.PROBLEM if NEEDED & set(lacks) else Status.WARNING
    detail = words.DOCTOR_NOT_PERMITTED.format(names=_names(lacks)) + of_terminal
    return Check(status, detail, words.DOCTOR_PERMIT)


def is_secure_input() -> bool:
    """Whether a program keeps the keyboard from all others, as while a password is typed."""
    function = ctypes.CDLL(CARBON).IsSecureEventInputEnabled
    function.argtypes, function.restype = [], ctypes.c_ubyte
    return bool(function())


def _names(permissions: Iterable[Permission]) -> str:
    return ", ".join(words.NAMES[permission] for permission in permissions)
