"""Permissions of macOS (TCC): each kind has functions of its own to ask and to let ask."""

from __future__ import annotations

import ctypes
import logging
import subprocess
import threading
from typing import TYPE_CHECKING

from assistant import macos, messages_macos
from assistant.errors import AssistantError
from assistant.permissions.base import Answer, Permission

if TYPE_CHECKING:
    from collections.abc import Callable

_log = logging.getLogger(__name__)

# AVMediaFormat.h, AVCaptureDevice.h
_MEDIA = {Permission.MICROPHONE: "soun", Permission.CAMERA: "vide"}
_MEDIA_ANSWERS = {0: Answer.UNASKED, 1: Answer.FORBIDDEN, 2: Answer.REFUSED, 3: Answer.GRANTED}
# IOHIDLib.h
IOKIT = "/System/Library/Frameworks/IOKit.framework/IOKit"
LISTEN = 1
_INPUT_ANSWERS = {0: Answer.GRANTED, 1: Answer.REFUSED, 2: Answer.UNASKED}
PROMPT = "AXTrustedCheckOptionPrompt"
PANES = {
    Permission.ACCESSIBILITY: "Privacy_Accessibility",
    Permission.SCREEN: "Privacy_ScreenCapture",
    Permission.MICROPHONE: "Privacy_Microphone",
    Permission.CAMERA: "Privacy_Camera",
    Permission.INPUT: "Privacy_ListenEvent",
}
SETTINGS = "x-apple.systempreferences:com.apple.preference.security?{pane}"
OPEN_SECONDS = 10.0


class MacPermissions:
    """Implements Permissions.

    Of Accessibility and Screen Recording macOS tells only whether they are granted. A program is
    told that the screen is permitted at its next start, in most versions.
    """

    def answer(self, permission: Permission) -> Answer:
        """Return how it stands."""
        with macos.pool():
            return _ANSWERS[permission]()

    def ask(self, permission: Permission) -> None:
        """Let macOS ask the user; where it asks no more, nothing is seen."""
        with macos.pool():
            _ASK[permission]()

    def open_settings(self, permission: Permission) -> None:
        """Open System Settings at that permission."""
        address = SETTINGS.format(pane=PANES[permission])
        try:
            subprocess.run(["open", address], check=True, capture_output=True, timeout=OPEN_SECONDS)
        except (OSError, subprocess.SubprocessError) as error:
            name = messages_macos.NAMES[permission]
            sentence = messages_macos.SETTINGS_NOT_OPENED.format(name=name)
            raise AssistantError("permissions.settings", sentence) from error


def _granted(is_granted: bool) -> Answer:
    return Answer.GRANTED if is_granted else Answer.UNASKED


def _accessibility() -> Answer:
    return _granted(macos.accessibility().AXIsProcessTrusted())


def _screen() -> Answer:
    return _granted(macos.quartz().CGPreflightScreenCaptureAccess())


def _media(permission: Permission) -> Answer:
    device = macos.avfoundation().AVCaptureDevice
    return _MEDIA_ANSWERS[device.authorizationStatusForMediaType_(_MEDIA[permission])]


def _input() -> Answer:
    check = ctypes.CDLL(IOKIT).IOHIDCheckAccess
    check.argtypes, check.restype = [ctypes.c_uint32], ctypes.c_uint32
    return _INPUT_ANSWERS[check(LISTEN)]


def _ask_media(permission: Permission) -> None:
    device = macos.avfoundation().AVCaptureDevice
    device.requestAccessForMediaType_completionHandler_(_MEDIA[permission], _answered)


def _answered(is_granted: bool) -> None:
    """Take the user's answer; whoever waits for it asks again."""
    _log.info("macOS has an answer: %s", is_granted)


def _ask_input() -> None:
    request = ctypes.CDLL(IOKIT).IOHIDRequestAccess
    request.argtypes, request.restype = [ctypes.c_uint32], ctypes.c_bool
    # It returns only once the user has answered.
    threading.Thread(target=request, args=(LISTEN,), name="permission", daemon=True).start()


_ANSWERS: dict[Permission, Callable[[], Answer]] = {
    Permission.ACCESSIBILITY: _accessibility,
    Permission.SCREEN: _screen,
    Permission.MICROPHONE: lambda: _media(Permission.MICROPHONE),
    Permission.CAMERA: lambda: _media(Permission.CAMERA),
    Permission.INPUT: _input,
}
_ASK: dict[Permission, Callable[[], object]] = {
    Permission.ACCESSIBILITY: lambda: macos.accessibility().AXIsProcessTrustedWithOptions(
        {PROMPT: True}
    ),
    Permission.SCREEN: lambda: macos.quartz().CGRequestScreenCaptureAccess(),
    Permission.MICROPHONE: lambda: _ask_media(Permission.MICROPHONE),
    Permission.CAMERA: lambda: _ask_media(Permission.CAMERA),
    Permission.INPUT: _ask_input,
}
