"""What questions are about, looked at only as far as they need."""

from __future__ import annotations

import logging
import threading
from collections import deque
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant import messages
from assistant.capture import region
from assistant.capture.visibility import is_cut
from assistant.commands import area
from assistant.commands.flat_page import page_text
from assistant.commands.given import given_picture
from assistant.commands.looking import focused_element
from assistant.commands.recognition import grab_window
from assistant.commands.view import ON_SCREEN, no_window, view_of
from assistant.converse import matching, prompt
from assistant.errors import (
    AccessibilityError,
    AssistantError,
    CaptureError,
    EngineError,
    RecognitionError,
)
from assistant.perceive.scene import Merger
from assistant.turn import TurnCancelled
from assistant.types import Origin, Scene

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from assistant.commands.context import Task
    from assistant.commands.view import View
    from assistant.types import Screenshot

_log = logging.getLogger(__name__)


class Target:
    """The target of a turn's questions. Safe from any thread.

    It is looked at in four steps, each done once, when first needed:

    1. what the program reports,
    2. the picture, and what of it engines may see,
    3. the model begins to take it in,
    4. the text in the picture that the program does not report.

    A thread of its own may go ahead while the question is still being asked.
    """

    def __init__(self, task: Task, origin: Origin) -> None:
        self.scene = Scene(origin)
        """All that is known so far."""
        self._task = task
        self._view: View | None = None
        self._steps: list[Callable[[], None]] = [
            *(self._report, self._picture, self._show, self._read)
        ]
        self._done = 0
        self._lock = threading.Lock()
        self._troubles: deque[str] = deque()
        self._troubles_of_text: deque[str] = deque()

    def reported(self) -> Scene:
        """Return the scene with what the program reports. Raises AssistantError, TurnCancelled."""
        return self._reach(1)

    def read(self) -> Scene:
        """Return the scene with picture and text too. Raises AssistantError, TurnCancelled."""
        return self._reach(4)

    @property
    def blank(self) -> str:
        """Where the picture is black, of one color or hidden: the sentence that says so."""
        return "" if self._view is None else self._view.blank

    @property
    def can_guess(self) -> bool:
        """Whether there is a model, and enough in the picture to show to it."""
        has_model = self._task.context.seer is not None
        return has_model and not (self._view is not None and self._view.is_nearly_black)

    def unseen(self) -> str:
        """Return that nothing of what the program reports can be seen, or nothing where it can.

        Raises TurnCancelled.
        """
        if self.scene.origin not in ON_SCREEN:
            return ""
        try:
            self._reach(2)
        except CaptureError as error:
            # What was answered doesn't rest on the picture.
            _log.info("the picture was not compared: %s", error.code)
            return ""
        view = self._view
        return view.blank_known if view is not None and view.is_odd else ""

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
        elif origin is Origin.REGION:
            self.scene = replace(self.scene, tree=area.tree(task))
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
        """Take the picture, and leave in it only what engines may see."""
        picture = self.scene.screenshot
        if picture is None and not self.is_missing:
            picture = self._grab()
        if picture is None:
            return
        self._view = view = view_of(self._task, replace(self.scene, screenshot=picture))
        self._troubles_of_text.extend(view.notes)
        self.scene = view.scene
        self._task.teller.mark("capture")

    def _show(self) -> None:
        """Have the model begin with the picture; never with one on which there is nothing."""
        picture, seer = self.scene.screenshot, self._task.context.seer
        if picture is not None and seer is not None and self.can_guess and not self.blank:
            instructions = self._task.context.settings.describe.instructions
            seer.look(self._task.turn, picture, prompt.system(instructions))

    def _read(self) -> None:
        """Read what the program does not report; an engine that fails costs one sentence."""
        task, picture = self._task, self.scene.screenshot
        if picture is None or self.blank or not task.context.settings.describe.recognize_text:
            return
        if picture.origin not in ON_SCREEN:
            self.scene = replace(self.scene, lines=tuple(page_text(task, self.scene).lines))
            return
        merger = Merger(self.scene.tree, self.scene.window)
        try:
            for line in task.context.recognizer.recognize(task.turn, picture):
                if not is_cut(line.bounds, self.scene.hidden) and merger.is_new(line):
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
        if self.scene.origin is Origin.CLIPBOARD:
            return self._task.context.pictures.from_clipboard()
        return given_picture(self._task)

    def _grab(self) -> Screenshot:
        scene, capture = self.scene, self._task.context.capture
        if scene.origin is Origin.WINDOW:
            assert scene.window is not None
            return grab_window(self._task, scene.window)
        if scene.origin is Origin.SCREEN:
            return capture.grab(None, Origin.SCREEN)
        if scene.origin is Origin.REGION:
            return area.grab(self._task)
        assert scene.focus is not None
        assert scene.focus.bounds is not None
        return capture.grab(region.around_element(scene.focus.bounds), Origin.FOCUS)


def missing_sentence(task: Task, origin: Origin) -> str:
    """Return what to say where there is nothing to ask about."""
    return no_window(task) if origin is Origin.WINDOW else messages.NO_FOCUS
