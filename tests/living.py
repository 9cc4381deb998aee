"""Live mode as tests and the bench run it: the program's parts without a desktop, on a video."""

from __future__ import annotations

import json
import time
from collections.abc import Generator
from dataclasses import replace
from pathlib import Path

import psutil

from assistant.build import build_context, close_context, open_output
from assistant.capture.camera import Camera, CameraView
from assistant.commands.request import Request
from assistant.commands.run import Job, Runner
from assistant.config.live import LiveSettings
from assistant.config.settings import CameraSettings, Settings, VisionSettings
from assistant.turn import Turn
from assistant.types import Sighting


class TimedCamera(Camera):
    """A camera that knows when its video began."""

    began_at = 0.0
    """In `time.monotonic()`: 0 s of the video."""

    def open(self, turn: Turn) -> CameraView:
        view = super().open(turn)
        sightings = view.sightings

        def timed() -> Generator[Sighting]:
            for sighting in sightings():
                # Later ones wait a little; the earliest is the nearest to the truth.
                began = time.monotonic() - sighting.seconds
                self.began_at = min(self.began_at or began, began)
                yield sighting

        view.sightings = timed  # type: ignore[method-assign]
        return view


class Living:
    """The program looking at a video."""

    def __init__(
        self, device: Path | str, record: Path, vision: VisionSettings, output: str = "null"
    ) -> None:
        settings = Settings()
        settings = replace(
            settings,
            camera=CameraSettings(device=str(device)),
            vision=vision,
            speech=replace(settings.speech, output=output, earcons=False),
            privacy=replace(settings.privacy, record_speech_to=str(record)),
        )
        self.context = build_context(LiveSettings(settings, is_kept=False), open_output(settings))
        self.camera = TimedCamera(lambda: self.context.settings.camera)
        self.context.camera = self.camera
        self.runner = Runner(self.context)
        self._record = record
        self._skipped = 0

    def look(self, device: Path | str) -> None:
        live = self.context.live
        live.replace(replace(live.current, camera=CameraSettings(device=str(device))))

    def start(self, command: str = "camera_live") -> Job:
        """Begin, and forget what was spoken before."""
        self._skipped = 0
        self._skipped = len(self.spoken)
        self.camera.began_at = 0.0
        return self.runner.start(Request(command))

    @property
    def spoken(self) -> list[tuple[float, str]]:
        """Everything that was given to the voice, each with its time in the video."""
        self.context.speaker.output.wait_idle(5)  # the record is written beside
        if not self._record.exists():
            return []
        lines = self._record.read_text().splitlines()
        events = [json.loads(line) for line in lines if line.endswith("}")]
        began = self.camera.began_at
        spoken = [(e["at"] - began, e["text"]) for e in events if e["event"] == "speak"]
        return spoken[self._skipped :]

    @property
    def memory(self) -> dict[str, float]:
        """MiB of the program and each engine that runs."""
        me = psutil.Process()
        found = {"program": me.memory_info().rss / 2**20}
        for child in me.children():
            command = " ".join(child.cmdline())
            names = ("camera", "vision", "rapidocr")
            name = next((name for name in names if f"{name}_engine" in command), "")
            name = "vision" if "transformers_engine" in command else name
            if name:
                found[name] = child.memory_info().rss / 2**20
        return found

    def close(self) -> None:
        self.runner.close()
        close_context(self.context)
