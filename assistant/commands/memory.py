"""What the program remembers of what it said. Held in memory only, never written to disk."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.types import Origin

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.commands.result import Result
    from assistant.perceive.barcode_contents import Content
    from assistant.types import Bounds, Scene, Statement, Window

WINDOWS_KEPT = 8
"""Scenes of that many windows are kept to compare with; more would only cost memory."""
WINDOWS_WITH_FIELDS = 64
"""Of so many it is known where their password fields were, should they not answer later."""


class Memory:
    """The last scene of each window, and the last answer. Safe from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._scenes: OrderedDict[int, Scene] = OrderedDict()
        self._latest: Scene | None = None
        self._camera: tuple[float, Scene] | None = None
        self._answer: tuple[Statement, ...] = ()
        self._told: tuple[Statement, ...] = ()
        self._hints: set[str] = set()
        self._own = threading.local()
        self.result: Result | None = None
        """What the last answer has said and seen so far; it alone keeps its picture."""
        self.barcodes: tuple[Content, ...] = ()
        """What the barcodes held that were told last, secrets included: for the clipboard."""
        self._fields: OrderedDict[int, tuple[Window, tuple[Bounds, ...]]] = OrderedDict()

    @property
    def latest(self) -> Scene | None:
        """The scene that was told last, for "say more"."""
        return self._latest

    @property
    def answer(self) -> tuple[Statement, ...]:
        """What was said last about a scene, for "repeat"."""
        return self._answer

    @property
    def told(self) -> tuple[Statement, ...]:
        """Everything that was said about the latest scene, for "say more"."""
        return self._told

    def camera_scene(self, seconds: float) -> Scene | None:
        """Return the camera's scene with its picture, if it was the last one told or asked about.

        None where that is longer ago than so many seconds.
        """
        with self._lock:
            camera = self._camera
        if camera is None or time.monotonic() - camera[0] > seconds:
            return None
        return camera[1]

    def scene_of(self, handle: int) -> Scene | None:
        """Return the last scene of the window with that handle."""
        with self._lock:
            return self._scenes.get(handle)

    def fill(self, result: Result) -> None:
        """Give the scenes that this thread keeps from now on to `result` too, with their picture.

        A turn has a thread of its own.
        """
        self._own.result = result

    def keep_scene(self, scene: Scene) -> None:
        """Remember `scene` as the latest, and as its window's last.

        Pixels are kept of the camera alone, until another scene comes: nobody can look again.
        """
        result: Result | None = getattr(self._own, "result", None)
        if result is not None:
            result.scene = scene
        is_camera = scene.origin is Origin.CAMERA and scene.screenshot is not None
        camera = (time.monotonic(), scene) if is_camera else None
        scene = replace(scene, screenshot=None)
        with self._lock:
            self._latest, self._camera = scene, camera
            if scene.window is None:
                return
            self._scenes[scene.window.handle] = scene
            self._scenes.move_to_end(scene.window.handle)
            while len(self._scenes) > WINDOWS_KEPT:
                self._scenes.popitem(last=False)

    def keep_answer(self, statements: Sequence[Statement], *, is_more: bool = False) -> None:
        """Remember what was said; `is_more` where it goes on about the same scene."""
        self._answer = tuple(statements)
        self._told = (self._told if is_more else ()) + self._answer

    def keep_fields(self, window: Window, fields: Sequence[Bounds]) -> None:
        """Remember where the password fields of a window are."""
        with self._lock:
            self._fields[window.handle] = (window, tuple(fields))
            self._fields.move_to_end(window.handle)
            while len(self._fields) > WINDOWS_WITH_FIELDS:
                self._fields.popitem(last=False)

    def fields_of(self, window: Window) -> list[Bounds]:
        """Return where the password fields of a window were the last time, moved with it."""
        with self._lock:
            known = self._fields.get(window.handle)
        if known is None:
            return []
        before, fields = known
        dx, dy = window.bounds.x - before.bounds.x, window.bounds.y - before.bounds.y
        return [field.moved(dx, dy) for field in fields]

    def is_first(self, hint: str) -> bool:
        """Whether this hint is given for the first time: a second time it only costs time."""
        with self._lock:
            is_first = hint not in self._hints
            self._hints.add(hint)
        return is_first
