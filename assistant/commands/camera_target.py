"""Questions about what the camera saw: the picture that was told last, or one that is taken now."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from assistant import messages
from assistant.commands.camera import aim, camera_of, warm
from assistant.commands.recognition import Working
from assistant.commands.target import Target
from assistant.perceive import facts
from assistant.types import Origin

if TYPE_CHECKING:
    from assistant.commands.context import Task
    from assistant.types import Scene

FOLLOWING_SECONDS = 180.0
"""So long after the camera was last told or asked about, a spoken question is about its picture."""
NEW_SECONDS = 10.0
"""A picture that is older has changed perhaps: how old it is, is said."""
REMINDED_SECONDS = 60.0
"""So old, it is said with each question."""


class CameraTarget(Target):
    """A picture of the camera. Its text is read where that was not done before."""

    def __init__(self, task: Task, scene: Scene | None = None) -> None:
        """Without a scene the user aims the camera, as for a description."""
        super().__init__(task, Origin.CAMERA)
        if scene is not None:
            self.scene = scene

    @property
    def is_missing(self) -> bool:
        """Never: there is a picture, or an error tells why not."""
        return False

    def _report(self) -> None:
        task = self._task
        task.teller.target = Origin.CAMERA
        if self.scene.screenshot is None:
            warm(task)
            with camera_of(task).open(task.turn) as view:
                picture, _ = aim(task, view)
            self._take(picture)
        else:
            self._tell_age()
        task.teller.mark("reported")

    def _tell_age(self) -> None:
        """Have it said that the question is about the camera's picture, and how old that is."""
        picture = self.scene.screenshot
        assert picture is not None
        before = self._task.context.conversation.latest
        asked = None if before is None else before.scene.screenshot
        seconds = time.monotonic() - picture.taken_at
        is_known = asked is not None and asked.id == picture.id
        if is_known and seconds < REMINDED_SECONDS:
            return
        is_new = seconds < NEW_SECONDS
        self._troubles.append(
            messages.CAMERA_ASKED if is_new else messages.camera_asked_ago(seconds)
        )

    def _read(self) -> None:
        if not self.scene.lines:
            super()._read()


def read_aloud(task: Task, target: CameraTarget) -> None:
    """Say all that is written on the picture."""
    target.reported()
    with Working(task):
        scene = target.read()
    for sentence in (*target.troubles(), *target.troubles_of_text()):
        task.teller.note(sentence)
    if scene.lines:
        task.teller.say(facts.recognized(scene.lines, is_first=True))
    else:
        task.teller.note(target.blank or messages.CAMERA_NOTHING)


def recent(task: Task) -> CameraTarget | None:
    """Return the camera's picture, if that is what the user has heard of last."""
    scene = task.context.memory.camera_scene(FOLLOWING_SECONDS)
    return None if scene is None else CameraTarget(task, scene)
