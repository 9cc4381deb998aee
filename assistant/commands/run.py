"""Runs commands: one command is one turn, on a thread of its own."""

from __future__ import annotations

import logging
import threading
import time
from concurrent.futures import Future
from typing import TYPE_CHECKING

from assistant import messages
from assistant.commands.context import Context, Press, Task
from assistant.commands.result import Result
from assistant.commands.table import COMMANDS, TITLES
from assistant.commands.teller import Teller
from assistant.errors import AssistantError, RemoteError
from assistant.language import SOURCE, interface_language, primary
from assistant.perceive import text_language
from assistant.turn import Turn, TurnCancelled
from assistant.types import Priority, Source, Utterance

if TYPE_CHECKING:
    from collections.abc import Callable

    from assistant.commands.request import Request
    from assistant.commands.teller import StatementListener

_log = logging.getLogger(__name__)


SHOW_SECONDS = 2.0
"""So long the window of a result waits at most for the picture to be taken."""
SHOW_PAUSE_SECONDS = 0.01


def _nobody(_state: str) -> None:
    """Tell nobody of a state."""


class Job:
    """A command under way."""

    def __init__(self, request: Request, press: Press, teller: Teller) -> None:
        self.turn = teller.turn
        self.request = request
        self.press = press
        self.teller = teller
        self.result = Result(teller)
        self.before: Result | None = None
        """The result that was the last one until then."""
        self.outcome: Future[Teller] = Future()
        """What it said; AssistantError where it failed, TurnCancelled where it was stopped."""

    @property
    def seconds(self) -> float:
        """How long ago it began."""
        return time.monotonic() - self.turn.started_at

    @property
    def has_looked(self) -> bool:
        """Whether it took its picture, or ended without one."""
        return self.result.is_done or "capture" in self.teller.timings_ms


class Runner:
    """Starts commands. Safe from any thread; `start` returns within a millisecond."""

    def __init__(
        self, context: Context, state_changed: Callable[[str], None] | None = None
    ) -> None:
        self.context = context
        self._state_changed = state_changed or _nobody
        self._lock = threading.Lock()
        self._working: dict[int, Job] = {}
        self._pressed: Job | None = None
        """What a key began last."""

    def start(
        self,
        request: Request,
        listener: StatementListener | None = None,
        *,
        is_key: bool = False,
    ) -> Job:
        """Silence what is speaking, then run `request` on a thread of its own.

        `is_key` where a key was pressed for it, whose second press may follow. Raises RemoteError
        for a command that does not exist.
        """
        speaker = self.context.speaker
        is_quiet = request.is_quiet or request.command == "status"
        teller = Teller(
            Turn(request.command),
            speaker,
            is_quiet=is_quiet,
            listener=listener,
            language_of=self._language_of,
        )
        job = Job(request, Press(not speaker.output.is_idle), teller)
        if request.command == "stop":
            self.stop()
            job.outcome.set_result(teller)
            return job
        if request.command == "status":
            return self._report(job)
        if request.command not in COMMANDS:
            raise RemoteError("remote.command", messages.UNKNOWN_COMMAND)
        if not request.is_quiet:
            self._begin(job)
        if is_key:
            self._pressed = job
        self._launch(job)
        return job

    def second_press(self, request: Request) -> bool:
        """Whether a key is pressed again within a moment for what has a result.

        Then the first press falls silent and works on, and the window of its result opens. Nothing
        is begun again. For the key's own thread.
        """
        job = self._pressed
        if job is None or job.request.command != request.command or job.turn.is_cancelled:
            return False
        moment = self.context.settings.describe.second_press_milliseconds / 1000
        if not COMMANDS[request.command].is_answer or job.seconds > moment:
            return False
        self.context.speaker.hush(job.turn)
        self.context.earcons.cancel()
        threading.Thread(target=self._show, args=(job,), name="result", daemon=True).start()
        return True

    def release(self, command: str) -> bool:
        """Tell the command that its key is up; return whether it waited for that."""
        with self._lock:
            waiting = [
                job
                for job in self._working.values()
                if job.request.command == command
                and not (job.turn.is_cancelled or job.press.released.is_set())
            ]
        for job in waiting:
            job.press.released.set()
        return bool(waiting)

    def stop(self) -> None:
        """Silence everything and end the turn that speaks."""
        self.context.speaker.begin(Turn("stop"))
        self.context.earcons.cancel()

    def end(self, job: Job) -> None:
        """End one command, and silence it where it speaks; others go on."""
        if self.context.speaker.current is job.turn:
            self.stop()
        else:
            job.turn.cancel()

    def close(self) -> None:
        """Stop all turns, the quiet ones too."""
        self.stop()
        with self._lock:
            jobs = list(self._working.values())
        for job in jobs:
            job.turn.cancel()

    @property
    def state(self) -> str:
        """Return "working" or "ready"."""
        return "working" if self._working else "ready"

    def status(self) -> str:
        """Return in one sentence what the program is doing."""
        with self._lock:
            jobs = [job for job in self._working.values() if not job.turn.is_cancelled]
        if jobs:
            seconds = round(time.monotonic() - jobs[-1].turn.started_at)
            return messages.working_on(TITLES[jobs[-1].request.command], seconds)
        return messages.READY if self.context.speaker.output.is_idle else messages.SPEAKING

    def _begin(self, job: Job) -> None:
        """Let the job speak, and end or hush what spoke; a new result ends the work for the old."""
        speaker, memory = self.context.speaker, self.context.memory
        command = COMMANDS[job.request.command]
        current = speaker.current
        if command.shows_result and current is not None:
            speaker.hush(current)
        speaker.begin(job.turn)
        self.context.earcons.cancel()
        if command.is_answer and job.request.seen is None:
            job.before, memory.result = memory.result, job.result
            if job.before is not None and not job.before.is_done:
                job.before.turn.cancel()

    def _language_of(self, text: str, is_first: bool) -> str:
        """Return the language of what is written, where the voice shall follow it."""
        if not self.context.settings.speech.follow_language:
            return ""
        if is_first and not text_language.is_loaded():
            return ""
        found = text_language.language_of(text)
        return "" if found == primary(interface_language() or SOURCE) else found

    def _show(self, job: Job) -> None:
        """Open the window of a job's result, once it would not be on the job's own picture."""
        end = time.monotonic() + SHOW_SECONDS
        while not job.has_looked and time.monotonic() < end:
            time.sleep(SHOW_PAUSE_SECONDS)
        try:
            self.context.show("result")
        except AssistantError as error:
            _log.warning("the result can't be shown: %s", error.code)

    def _report(self, job: Job) -> Job:
        """Say the status within the turn that works or speaks: it must not end it."""
        sentence = self.status()
        job.teller.note(sentence)
        if not job.request.is_quiet:
            self._say_within(self.context.speaker.current or job.turn, sentence, job.turn)
        job.outcome.set_result(job.teller)
        return job

    def _say_within(self, turn: Turn, sentence: str, otherwise: Turn) -> None:
        """Say it in `turn` before all that waits, or in `otherwise` if that turn is over."""
        speaker = self.context.speaker
        try:
            speaker.say(turn, Utterance(sentence, Source.PROGRAM, turn.id, Priority.NOW))
        except TurnCancelled:
            speaker.begin(otherwise)
            speaker.say(otherwise, Utterance(sentence, Source.PROGRAM, otherwise.id))

    def _launch(self, job: Job) -> None:
        with self._lock:
            self._working[job.turn.id] = job
        self._state_changed("working")
        name = f"turn-{job.turn.id}-{job.request.command}"
        threading.Thread(target=self._run, args=(job,), name=name, daemon=True).start()

    def _run(self, job: Job) -> None:
        memory = self.context.memory
        memory.fill(job.result)
        if job.request.command == "more":  # it looks at nothing itself
            job.result.scene = memory.latest
        error = self._perform(job, job.teller)
        job.result.is_done = True
        if not job.teller.is_kept and memory.result is job.result:
            memory.result = job.before
        with self._lock:
            del self._working[job.turn.id]
            is_last = not self._working
        if is_last:
            self._state_changed("ready")
        if error is None:
            job.outcome.set_result(job.teller)
        else:
            job.outcome.set_exception(error)

    def _perform(self, job: Job, teller: Teller) -> Exception | None:
        """Run the command to its end; return what ended it early."""
        command = COMMANDS[job.request.command]
        task = Task(job.turn, job.request, teller, self.context, job.press)
        try:
            command.run(task)
            teller.mark("total")
            _log.info("%s: %s", job.request.command, teller.timings_ms)
        except TurnCancelled as cancelled:
            return cancelled
        except AssistantError as error:
            _log.info("%s failed: %s", job.request.command, error.code)
            return self._tell_failure(teller, error)
        except Exception as error:  # noqa: BLE001 - the one place where nothing may pass
            # Without the message: it may hold what is on the screen.
            _log.error("%s broke: %s", job.request.command, type(error).__name__)
            _log.debug("details", exc_info=True)
            failure = AssistantError("commands.unexpected", messages.UNEXPECTED)
            return self._tell_failure(teller, failure)
        finally:
            is_kept = command.is_answer and teller.is_kept and not job.request.is_quiet
            if is_kept and teller.all_said:
                self.context.memory.keep_answer(teller.all_said, is_more=command.adds_to_scene)
        return None

    def _tell_failure(self, teller: Teller, error: AssistantError) -> Exception:
        try:
            if not teller.turn.is_cancelled:
                self.context.earcons.play("failed")
            teller.fail(error.sentence)
        except TurnCancelled as cancelled:
            return cancelled
        return error
