"""A target of questions that was looked at before: the stored result, without looking again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant import messages
from assistant.capture import blank
from assistant.commands.target import Target

if TYPE_CHECKING:
    from assistant.commands.context import Task
    from assistant.types import Scene


class SeenTarget(Target):
    """A scene as it was described; its picture is shown to the model where it was kept."""

    def __init__(self, task: Task, scene: Scene) -> None:
        super().__init__(task, scene.origin)
        self.scene = scene
        self._blank = ""

    @property
    def blank(self) -> str:
        """Where there is nothing to show to a model: the sentence that says so."""
        return self._blank

    @property
    def can_guess(self) -> bool:
        """Whether there are a model and a picture."""
        return self._task.context.seer is not None and self.scene.screenshot is not None

    @property
    def is_missing(self) -> bool:
        """Never: it was there."""
        return False

    def unseen(self) -> str:
        """Return nothing: what of it could be seen was told with it."""
        return ""

    def _report(self) -> None:
        teller, window = self._task.teller, self.scene.window
        teller.target = self.scene.origin
        teller.title = window.title if window is not None else ""
        teller.mark("reported")

    def _picture(self) -> None:
        picture = self.scene.screenshot
        if self._task.context.seer is None:
            return
        if picture is None:
            self._blank = messages.RESULT_NO_PICTURE
            return
        kind = blank.blank_kind(picture)
        if kind is not None:
            self._blank = blank.sentence(kind, self.scene.origin)

    def _read(self) -> None:
        """Nothing: its text was read."""
