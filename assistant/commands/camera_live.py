"""Say what changes before the camera, as a vision model guesses it, until the user ends it."""

from __future__ import annotations

import contextlib
import threading
from collections import deque
from typing import TYPE_CHECKING

from assistant import messages
from assistant.commands.camera import AIM_WORDS, camera_of
from assistant.commands.recognition import Working
from assistant.converse import prompt
from assistant.converse.news import News
from assistant.converse.sentences import sentences
from assistant.errors import CaptureError, EngineError, ModelError, VisionError
from assistant.perceive import wording
from assistant.perceive.aiming import Aim
from assistant.perceive.watching import Watch, Wish
from assistant.turn import Turn, TurnCancelled
from assistant.types import Origin, Scene

if TYPE_CHECKING:
    from assistant.capture.camera import CameraView
    from assistant.commands.context import Task
    from assistant.perceive.vision.base import Question, Seer
    from assistant.types import Screenshot, Sighting

FAILURES = 3
"""A model that fails so often in a row ends it."""
RETRY_SECONDS = 3.0
"""Between two of its failures."""
IDLE_SECONDS = 1800.0
"""After so long without a change the camera is closed: it may have been forgotten."""
SAID_KEPT = 12
"""So many of its last sentences are kept, to be said again and for the result."""


def camera_live(task: Task) -> None:
    """Say what is before the camera and then only what changes: in short while things move.

    It ends when it is stopped, at the second press of its key, when the user asks something, or
    where the camera fails. Raises VisionError without a model.
    """
    task.teller.target = Origin.CAMERA
    seer = task.context.seer
    if seer is None:
        raise VisionError("vision.none", messages.LIVE_NO_MODEL)
    seer.warm()
    if notice := seer.notice():
        task.teller.note(notice)
    with camera_of(task).open(task.turn) as view:
        _Live(task, view, seer).run()


class _Live:
    """One session. Used by the thread of its turn, but for what the model does.

    The camera's sightings drive everything. For each it is decided whether the model is asked, and
    what it has answered since is said, one sentence at a time and only into silence: so nothing
    ever waits to be spoken, and what is said is about the newest picture that could be asked about.
    """

    def __init__(self, task: Task, view: CameraView, seer: Seer) -> None:
        self._task = task
        self._view = view
        self._seer = seer
        self._watch = Watch()
        self._news = News()
        self._number = -1
        """Of the last sighting."""
        self._asking: _Asking | None = None
        self._failures = 0
        self._has_answer = False
        self._until_words = contextlib.ExitStack()
        """A quiet sound until the first words."""

    def run(self) -> None:
        """Watch until the user ends it. Raises CaptureError, TurnCancelled, EngineError."""
        try:
            while (wish := self._next_wish()) is not None:
                picture = self._view.take(self._number, is_page=False)
                self._keep(picture)
                if wish is not Wish.NOTHING:
                    self._ask(picture, wish)
        finally:
            self._drop()
            self._until_words.close()

    def _next_wish(self) -> Wish | None:
        """Watch until a picture is needed: to ask about it, or only to keep it; None at the end."""
        with contextlib.closing(self._view.sightings()) as sightings:
            for sighting in sightings:
                if self._is_over:
                    return None
                wish = self._look(sighting)
                if wish is not Wish.NOTHING or self._watch.is_to_keep:
                    return wish
        raise AssertionError("the camera ended without an error")

    @property
    def _is_over(self) -> bool:
        """Whether its key was pressed again, or its result was opened: then nobody listens."""
        task = self._task
        is_hushed = not task.request.is_quiet and task.context.speaker.current is not task.turn
        return is_hushed or task.press.released.is_set()

    @property
    def _is_silent(self) -> bool:
        return self._task.request.is_quiet or self._task.context.speaker.output.is_idle

    def _look(self, sighting: Sighting) -> Wish:
        self._number = sighting.number
        is_free = self._asking is None and self._is_silent
        look = self._watch.look(sighting, is_free=is_free)
        if self._watch.still_seconds > IDLE_SECONDS:
            raise CaptureError("camera.idle", messages.LIVE_IDLE)
        if look.trouble is not None:
            is_covered = look.trouble is Aim.COVERED
            words = messages.CAMERA_COVERED if is_covered else AIM_WORDS[look.trouble]
            self._task.teller.note(words)
        self._hear()
        return look.wish

    # -- the model ---------------------------------------------------------------------------

    def _ask(self, picture: Screenshot, wish: Wish) -> None:
        is_elsewhere = self._watch.begin(wish)
        self._news.begin(is_elsewhere=is_elsewhere)
        instructions = self._task.context.settings.describe.instructions
        is_short = wish is Wish.SHORT
        known = self._news.known
        question = prompt.live(known, is_short=is_short, instructions=instructions)
        if not self._has_answer and not self._failures:
            self._until_words.enter_context(Working(self._task))
        self._asking = _Asking(self._task, self._seer, picture, question, is_short=is_short)

    def _hear(self) -> None:
        """Say what the model has answered; forget it where it holds no longer."""
        asking = self._asking
        if asking is None:
            return
        if not asking.is_short and self._watch.is_elsewhere:
            self._drop()
            return
        while self._is_silent:
            is_over, sentence = asking.is_over, asking.next()
            if sentence is not None:
                self._say(sentence, asking)
            elif is_over:
                self._end(asking)
                return
            else:
                return

    def _say(self, sentence: str, asking: _Asking) -> None:
        statement = self._news.of(
            sentence,
            is_short=asking.is_short,
            seconds_ago=self._watch.asked_seconds,
            bounds=asking.picture.bounds,
        )
        if statement is None:
            return
        teller = self._task.teller
        if not self._has_answer:
            teller.mark("first_guess")
            self._has_answer = True
            self._until_words.close()
        teller.say([statement])
        for kept in (teller.said, teller.statements, teller.notes):
            del kept[:-SAID_KEPT]

    def _end(self, asking: _Asking) -> None:
        """Take in that the answer is whole, or that there is none."""
        self._asking = None
        self._news.end()
        if asking.error is not None:
            self._fail(asking.error)
            return
        self._failures = 0
        if not self._has_answer and not asking.is_short:
            self._has_answer = True
            self._until_words.close()
            self._task.teller.note(messages.MODEL_SILENT)

    def _fail(self, error: BaseException) -> None:
        """Say once that the model failed and ask it again; raise what is no failure of a model."""
        self._failures += 1
        if not isinstance(error, EngineError | VisionError | ModelError):
            raise error
        if self._failures >= FAILURES:
            raise error
        if self._failures == 1:
            self._until_words.close()
            self._task.context.earcons.play("failed")
            self._task.teller.note(error.sentence)
        self._watch.again(RETRY_SECONDS)

    def _drop(self) -> None:
        """Forget what the model is asked; it ends within a token."""
        asking, self._asking = self._asking, None
        if asking is not None:
            self._news.end()
            asking.turn.cancel()

    def _keep(self, picture: Screenshot) -> None:
        """Keep the picture for what the user may ask about it."""
        self._task.turn.check()
        self._watch.keep()
        self._task.context.memory.keep_scene(Scene(Origin.CAMERA, screenshot=picture))


class _Asking:
    """One question to the model, on a thread of its own. Its answer is taken by the turn's."""

    def __init__(
        self, task: Task, seer: Seer, picture: Screenshot, question: Question, *, is_short: bool
    ) -> None:
        self.picture = picture
        self.is_short = is_short
        self.turn = Turn("camera_live")
        self.is_over = False
        """Whether no more sentences come."""
        self.error: BaseException | None = None
        self._sentences: deque[str] = deque()
        self._undo = task.turn.on_cancel(self.turn.cancel)
        thread = threading.Thread(
            target=self._run, args=(seer, question), name=f"looking-{task.turn.id}", daemon=True
        )
        thread.start()

    def next(self) -> str | None:
        """Return the next sentence, if one is there."""
        return self._sentences.popleft() if self._sentences else None

    def _run(self, seer: Seer, question: Question) -> None:
        try:
            seer.look(self.turn, self.picture, question.system)
            self._take(seer, question)
        except TurnCancelled:
            pass  # whoever ended it waits for nothing
        except BaseException as error:  # noqa: BLE001 - raised again by the thread of the turn
            self.error = error
        finally:
            self._undo()
            self.is_over = True

    def _take(self, seer: Seer, question: Question) -> None:
        """Take the sentences as they come; a model that repeats itself is at its end."""
        own: set[str] = set()
        for sentence in sentences(seer.ask(self.turn, self.picture, question)):
            key = wording.key(sentence)
            if key in own:
                return
            own.add(key)
            self._sentences.append(sentence)
