"""The doctor's look at the camera: what is there, what works, what stands in the way."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from assistant import messages
from assistant.capture.camera import Camera
from assistant.config.settings import Settings
from assistant.doctor.camera import camera
from assistant.doctor.check import Status
from camera_videos import Shot, held, write

pytestmark = [pytest.mark.unit, pytest.mark.timeout(60)]  # the engine is a process of its own


def settings_of(device: object) -> Settings:
    settings = Settings()
    return replace(settings, camera=replace(settings.camera, device=str(device)))


def test_a_camera_that_sends_pictures_works(tmp_path: Path) -> None:
    video = write(tmp_path / "desk.avi", held(Shot(), 1))
    found = camera(settings_of(video), is_tried=True)
    assert found.status is Status.OK
    assert found.detail.startswith("desk.avi sends pictures of ")


def test_unless_it_is_asked_for_no_camera_is_switched_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Camera, "open", lambda *_: pytest.fail("the camera was opened"))
    video = write(tmp_path / "desk.avi", held(Shot(), 0.2))
    found = camera(settings_of(video))
    assert found.status is Status.OK
    assert found.detail == f"Cameras: {video}. They were not switched on."
    assert found.remedy == messages.DOCTOR_CAMERA_TRY


@pytest.mark.parametrize("is_tried", [False, True])
def test_a_chosen_camera_that_is_not_there_is_told(is_tried: bool) -> None:
    found = camera(settings_of("No such camera"), is_tried=is_tried)
    assert found.status is Status.WARNING
    none_at_all = messages.CAMERA_NONE
    assert found.detail in (messages.CAMERA_UNKNOWN.format(name="No such camera"), none_at_all)


def test_what_is_no_video_is_told(tmp_path: Path) -> None:
    path = tmp_path / "notes.avi"
    path.write_text("no video")
    found = camera(settings_of(path), is_tried=True)
    assert (found.status, found.detail) == (
        Status.WARNING,
        messages.CAMERA_UNREADABLE.format(name="notes.avi"),
    )


def test_a_pipe_that_nobody_fills_is_told_in_time(tmp_path: Path) -> None:
    pipe = tmp_path / "phone"
    os.mkfifo(pipe)
    found = camera(settings_of(pipe), is_tried=True)
    assert found.status is Status.WARNING
    assert found.detail
