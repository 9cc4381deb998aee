"""Checks the camera. It is switched on only where the user has asked for that."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from assistant import messages
from assistant.doctor.check import Check, Status
from assistant.errors import CaptureError
from assistant.turn import Turn

if TYPE_CHECKING:
    from assistant.capture.camera import Camera
    from assistant.config.settings import Settings

LIMIT_SECONDS = 25.0
"""The engine starts within a second or two, and a camera may take ten to its first picture."""


def camera(settings: Settings, *, is_tried: bool = False) -> Check:
    """Whether a camera can be used; `is_tried` switches it on for its first picture."""
    from assistant.capture.camera import Camera  # noqa: PLC0415 - not for the other checks

    device = settings.camera.device
    chosen = Camera(lambda: settings.camera)
    turn = Turn("doctor")
    try:
        return _tried(chosen, turn) if is_tried else _listed(chosen, turn, device)
    except CaptureError as error:
        # Without any, and with none wanted, nothing is wrong.
        if error.code in ("camera.missing", "camera.none") and not device:
            return Check(Status.OK, messages.DOCTOR_CAMERA_NONE, error.sentence)
        return Check(Status.WARNING, error.sentence)


def _listed(chosen: Camera, turn: Turn, device: str) -> Check:
    """Say which are there; none is opened. Raises CaptureError where the chosen one is not."""
    names = [one.name for one in chosen.cameras(turn)]
    if device:
        names = [chosen.named(turn, device)]
    if not names:
        raise CaptureError("camera.none", messages.CAMERA_NONE)
    said = messages.DOCTOR_CAMERA_THERE.format(names=messages.COMMA.join(names))
    return Check(Status.OK, said, messages.DOCTOR_CAMERA_TRY)


def _tried(chosen: Camera, turn: Turn) -> Check:
    """Wait for its first picture. Raises CaptureError."""
    with chosen.open(turn) as view, contextlib.closing(view.sightings()) as sightings:
        first = next(sightings)
        words = {"name": view.name, "width": first.width, "height": first.height}
    return Check(Status.OK, messages.DOCTOR_CAMERA_WORKS.format(**words))
