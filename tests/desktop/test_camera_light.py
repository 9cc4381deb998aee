"""The light before a camera as a tone: it rises with the light, and the stop key silences it."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pytest

from camera_videos import write_frames
from running import Running
from virtual_desktop import SoundMonitor, VirtualDesktop

pytestmark = [pytest.mark.desktop, pytest.mark.timeout(120)]  # a desktop, and videos in real time


def brightening(path: Path) -> Path:
    """Two seconds of dark, three in which it grows bright, then bright."""
    levels = [20.0] * 30 + list(np.linspace(20, 230, 45)) + [230.0] * 300
    return write_frames(path, (np.full((360, 640, 3), level, np.uint8) for level in levels), 15)


def pitches(samples: np.ndarray) -> list[float]:
    """Return the pitch of each fifth of a second that is nothing but one tone."""
    found: list[float] = []
    size = SoundMonitor.RATE // 5
    for start in range(0, len(samples) - size, size):
        piece = samples[start : start + size].astype(float) * np.hanning(size)
        power = np.abs(np.fft.rfft(piece)) ** 2
        peak = int(power.argmax())
        near = power[max(0, peak - 6) : peak + 7].sum()
        if power.sum() > 0 and near > 0.8 * power.sum():
            found.append(peak * SoundMonitor.RATE / size)
    return found


def test_the_tone_rises_with_the_light_and_stops_at_the_key(
    desktop: VirtualDesktop, tmp_path: Path
) -> None:
    video = brightening(tmp_path / "lamp.avi")
    program = Running(desktop, f'[camera]\ndevice = "{video}"')
    heard = desktop.listen()
    try:
        program.wait_spoken("Lookaloud", since=program.press("Ctrl+Super+comma"))
        since = program.press("h")
        began = time.perf_counter()
        program.wait_spoken("Dark.", since=since)
        program.wait_spoken("Very bright.", since=since)
        time.sleep(1.5)  # of the tone alone
        program.press("Ctrl+Super+Z")
        stopped = time.perf_counter()
        assert heard.wait_silence(1.0, 10)
        last = heard.last_sound(began)
        assert last is not None
        assert last - stopped < 1.5  # a hang: how soon exactly is not told here
        tones = [hz for hz in pitches(heard.samples(began, stopped)) if 100 < hz < 1800]
        assert tones[-1] > 900
        assert min(tones) < 200
        assert any(300 < hz < 800 for hz in tones)
    finally:
        heard.close()
