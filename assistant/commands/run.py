"""Runs commands: one command is one turn, on a thread of its own."""

from __future__ import annotations

import logging
import threading
import time
from concurrent.futures import Future
from typing import TYPE_CHECKING

from assistant import messages
from assistant.commands.context import Context, Press, Task
from assistant.commands.table import COMMANDS, TITLES
from assistant.commands.teller import Teller
from assistant.errors import AssistantError, RemoteError
from assistant.turn import Turn, TurnCancelled
from assistant.types import Priority, Source, Utterance

if TYPE_CHECKING:
    from collections.abc import Callable

    from assistant.commands.request import Request
    from assistant.commands.teller import StatementListener

_log = logging.getLogger(__name__)


def _nobody(_state: str) -> None:
    """Tell nobody of a state."""


class Job:
    """A command under way."""

    def __init__(self, turn: Turn, request: Request, press: Press) -> None:
        self.turn = turn
        self.request = request
        self.press = press
        self.outcome: Future[Teller] = Future()
        """What it said; AssistantError where it failed, TurnCancelled where it was stopped."""


class Runner:
    """Starts commands. Safe from any thread; `start` returns within a millisecond."""

    def __init__(
        self, context: Context, state_changed: Callable[[str], None] | None = None
    ) -> None:
        self.context = context
        self._state_changed = state_changed or _nobody
        self._lock = threading.Lock()
        self._working: dict[int, Job] = {}

    def start(self, request: Request, listener: StatementListener | None = None) -> Job:
        """Silence what is speaking, then run `request` on a thread of its own.

        Raises RemoteError for a command that does not exist.
        """
        turn = Turn(request.command)
        job = Job(turn, request, Press(not self.context.speaker.output.is_idle))
        if request.command == "stop":
            self.stop()
            job.outcome.set_result(Teller(turn, self.context.speaker))
            return job
        if request.command == "status":
            return self._report(job, listener)
        if request.command not in COMMANDS:
            raise RemoteError("remote.command", messages.UNKNOWN_COMMAND)
        if not request.is_quiet:
            self.context.speaker.begin(turn)
            self.context.earcons.cancel()
        self._launch(job, listener)
        return job

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

    def close(self) -> None:
        """Stop all turns, the quiet ones too."""
        self.stop()
        with self._lock:
            jobs = list(self._working.values())
        for job in jobs:
            job.turn.cancel()

    def status(self) -> str:
        """Return in one sentence what the program is doing."""
        with self._lock:
            jobs = [job for job in self._working.values() if not job.turn.is_cancelled]
        if jobs:
            seconds = round(time.monotonic() - jobs[-1].turn.started_at)
            return messages.working_on(TITLES[jobs[-1].request.command], seconds)
        return messages.READY if self.context.speaker.output.is_idle else messages.SPEAKING

    def _report(self, job: Job, listener: StatementListener | None) -> Job:
        """Say the status within the turn that works or speaks: it must not end it."""
        sentence = self.status()
        speaker = self.context.speaker
        teller = Teller(job.turn, speaker, is_quiet=True, listener=listener)
        teller.note(sentence)
        if not job.request.is_quiet:
            self._say_within(speaker.current or job.turn, sentence, job.turn)
        job.outcome.set_result(teller)
        return job

    def _say_within(self, turn: Turn, sentence: str, otherwise: Turn) -> None:
        """Say it in `turn` before all that waits, or in `otherwise` if that turn is over."""
        speaker = self.context.speaker
        try:
            speaker.say(turn, Utterance(sentence, Source.PROGRAM, turn.id, Priority.NOW))
        except TurnCancelled:
            speaker.begin(otherwise)
            speaker.say(otherwise, Utterance(sentence, Source.PROGRAM, otherwise.id))

    def _launch(self, job: Job, listener: StatementListener | None) -> None:
        with self._lock:
            self._working[job.turn.id] = job
        self._state_changed("working")
        name = f"turn-{job.turn.id}-{job.request.command}"
        threading.Thread(target=self._run, args=(job, listener), name=name, daemon=True).start()

    def _run(self, job: Job, listener: StatementListener | None) -> None:
        teller = Teller(
            job.turn, self.context.speaker, is_quiet=job.request.is_quiet, listener=listener
        )
        error = self._perform(job, teller)
        with self._lock:
            del self._working[job.turn.id]
            is_last = not self._working
        if is_last:
            self._state_changed("ready")
        if error is None:
            job.outcome.set_result(teller)
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
