"""What questions are about, looked at only as far as they need."""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant import messages
from assistant.capture import blank, region
from assistant.commands.looking import focused_element
from assistant.commands.recognition import grab_window
from assistant.converse import matching, prompt
from assistant.errors import AccessibilityError, AssistantError, EngineError, RecognitionError
from assistant.perceive.scene import Merger
from assistant.turn import TurnCancelled
from assistant.types import Origin, Scene

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from assistant.commands.context import Task
    from assistant.types import Screenshot


class Target:
    """The target of a turn's questions. Safe from any thread.

    It is looked at in three steps, each done once, when first needed:

    1. what the program reports,
    2. the picture, which the model begins to take in,
    3. the text in the picture that the program does not report.

    A thread of its own may go ahead while the question is still being asked.
    """

    def __init__(self, task: Task, origin: Origin) -> None:
        self.scene = Scene(origin)
        """All that is known so far."""
        self.blank = ""
        """Where the picture is black or of one colour: the sentence that says so."""
        self._task = task
        self._steps: list[Callable[[], None]] = [self._report, self._picture, self._read]
        self._done = 0
        self._lock = threading.Lock()
        self._troubles: deque[str] = deque()
        self._troubles_of_text: deque[str] = deque()

    def reported(self) -> Scene:
        """Return the scene with what the program reports. Raises AssistantError, TurnCancelled."""
        return self._reach(1)

    def read(self) -> Scene:
        """Return the scene with picture and text too. Raises AssistantError, TurnCancelled."""
        return self._reach(3)

    def look_ahead(self) -> None:
        """Do all steps on a thread of its own; one that fails is tried again when it is needed."""
        name = f"looking-{self._task.turn.id}"
        threading.Thread(target=self._look_ahead, name=name, daemon=True).start()

    def troubles(self) -> Iterator[str]:
        """Yield what the program did not report, as sentences; each once."""
        while self._troubles:
            yield self._troubles.popleft()

    def troubles_of_text(self) -> Iterator[str]:
        """Yield what could not be read from the picture, as sentences; each once."""
        while self._troubles_of_text:
            yield self._troubles_of_text.popleft()

    def _look_ahead(self) -> None:
        try:
            self.read()
        except (AssistantError, TurnCancelled):
            return  # whoever needs it meets it again and says it
        matching.warm()

    def _reach(self, number: int) -> Scene:
        while self._done < number:
            with self._lock:
                if self._done < number:
                    self._task.turn.check()
                    self._steps[self._done]()
                    self._done += 1
        return self.scene

    # -- the steps ---------------------------------------------------------------------------

    def _report(self) -> None:
        task, origin = self._task, self.scene.origin
        task.teller.target = origin
        if origin in (Origin.CLIPBOARD, Origin.FILE):
            self._take(self._foreign_picture())
        elif origin is Origin.FOCUS:
            self._report_focus()
        else:
            self._report_window()
        task.teller.mark("reported")

    def _report_window(self) -> None:
        task = self._task
        window = task.context.windows.active_window()
        if window is None:
            return
        task.teller.title = window.title
        self.scene = replace(self.scene, window=window)
        try:
            glance = task.context.accessibility.glance(task.turn, window)
            self.scene = replace(self.scene, glance=glance, focus=glance.focus)
            tree = task.context.accessibility.read(task.turn, window)
            self.scene = replace(self.scene, tree=tree)
        except AccessibilityError as error:
            self._troubles.append(error.sentence)

    def _report_focus(self) -> None:
        try:
            element = focused_element(self._task)
        except AccessibilityError as error:
            self._troubles.append(error.sentence)
            return
        if element is not None:
            self._task.teller.title = element.name
            self.scene = replace(self.scene, tree=element, focus=element)

    def _picture(self) -> None:
        """Take the picture; that of a black screen is kept from model and text recognition."""
        if self.scene.screenshot is None and not self.is_missing:
            self._take(self._grab())
        picture = self.scene.screenshot
        if picture is None:
            return
        kind = blank.blank_kind(picture)
        if kind is not None:
            self.blank = blank.sentence(kind, self.scene.origin)
        elif self._task.context.seer is not None:
            self._task.context.seer.look(self._task.turn, picture, prompt.system())
        self._task.teller.mark("capture")

    def _read(self) -> None:
        """Read what the program does not report; an engine that fails costs one sentence."""
        task, picture = self._task, self.scene.screenshot
        if picture is None or self.blank or not task.context.settings.describe.recognize_text:
            return
        merger = Merger(self.scene.tree, self.scene.window)
        try:
            for line in task.context.recognizer.recognize(task.turn, picture):
                if merger.is_new(line):
                    self.scene = replace(self.scene, lines=(*self.scene.lines, line))
            task.teller.mark("recognized")
        except (EngineError, RecognitionError) as error:
            task.context.earcons.play("failed")
            self._troubles_of_text.append(error.sentence)

    # -- pictures ----------------------------------------------------------------------------

    @property
    def is_missing(self) -> bool:
        """Whether there is nothing to ask about: no window in front, nothing in focus."""
        scene = self.scene
        if scene.origin is Origin.WINDOW:
            return scene.window is None
        return scene.origin is Origin.FOCUS and (scene.focus is None or scene.focus.bounds is None)

    def _take(self, picture: Screenshot) -> None:
        if picture.name:
            self._task.teller.title = picture.name
        self.scene = replace(self.scene, screenshot=picture)

    def _foreign_picture(self) -> Screenshot:
        pictures = self._task.context.pictures
        if self.scene.origin is Origin.CLIPBOARD:
            return pictures.from_clipboard()
        return pictures.from_file(self._task.request.path)

    def _grab(self) -> Screenshot:
        scene, capture = self.scene, self._task.context.capture
        if scene.origin is Origin.WINDOW:
            assert scene.window is not None
            return grab_window(self._task, scene.window)
        if scene.origin is Origin.SCREEN:
            return capture.grab(None, Origin.SCREEN)
        assert scene.focus is not None
        assert scene.focus.bounds is not None
        return capture.grab(region.around_element(scene.focus.bounds), Origin.FOCUS)


def missing_sentence(origin: Origin) -> str:
    """Return what to say where there is nothing to ask about."""
    return messages.NO_WINDOW if origin is Origin.WINDOW else messages.NO_FOCUS
