"""Builds every object, connects them and owns shutdown. Knows all rooms, decides nothing."""

from __future__ import annotations

import logging
import sys
import threading
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from assistant import messages
from assistant.assets import asset
from assistant.build import Outside, build_context, close_context, open_output
from assistant.commands.first_steps import keep_offered, were_offered
from assistant.commands.missing import no_clipboard, no_windows
from assistant.commands.report import report, statement
from assistant.commands.request import Request
from assistant.commands.run import Runner
from assistant.commands.table import TITLES
from assistant.errors import AssistantError, HotkeyError, RemoteError
from assistant.following import Follower
from assistant.keyboard import Keyboard
from assistant.perceive import text_language
from assistant.permissions.choose import must_be_asked
from assistant.speak.loudspeaker import Loudspeaker
from assistant.speak.readers import choose_watcher
from assistant.turn import Turn, TurnCancelled
from assistant.types import Source, Utterance
from assistant.updates.watch import Watch
from assistant.window_makers import makers

if TYPE_CHECKING:
    from assistant.commands.run import Job
    from assistant.commands.teller import Teller
    from assistant.config.live import LiveSettings
    from assistant.config.settings import Settings
    from assistant.remote.server import Request as RemoteRequest
    from assistant.remote.server import Server
    from assistant.speak.output import SpeechOutput


_log = logging.getLogger(__name__)

TRAY_COMMANDS = (
    "describe_window",
    "describe_screen",
    "describe_clipboard",
    "camera",
    "camera_read",
    "camera_live",
    "scan",
    "ask_aloud",
    "read",
    "focus",
    "changes",
    "more",
    "repeat",
    "stop",
    "status",
    "show_result",
    "open_settings",
    "first_steps",
)
WARM_SECONDS = 3.0
"""The engines are started so long after the program, when their start disturbs nobody."""


class App:
    """The running program."""

    def __init__(self, live: LiveSettings) -> None:
        self.started_at = time.monotonic()
        self.live = live
        self._on_problem: Callable[[str], None] = lambda _: None
        self._loudspeaker = Loudspeaker()
        outside = Outside(copy=self._copy, show=self._show)
        self._heard = outside.conversation.was_spoken
        output = self._open_output(live.current)
        self.context = build_context(live, output, self._loudspeaker, outside)
        self.runner = Runner(self.context, self._state_changed)
        if self.context.camera is not None:
            self.context.camera.listen(lambda _: self._state_changed(self.runner.state))
        Follower(self.context, self._open_output)
        self.problems: list[str] = []
        """Sentences about what does not work, but keys."""
        self._on_state: Callable[[str], None] = lambda _: None
        self._on_copy: Callable[[str], None] = no_clipboard
        self._on_show: Callable[[str], None] = no_windows
        self._quit: Callable[[], None] = lambda: None
        self.keyboard = Keyboard(self.runner, self._keys_lost)

    @property
    def all_problems(self) -> list[str]:
        """Sentences about what does not work, those about keys last."""
        return [*self.problems, *self.keyboard.problems]

    def _chosen(self, command: str) -> None:
        """Act on an entry of the tray's menu: no key is held there."""
        self.runner.start(Request(command))

    def handle(
        self, request: RemoteRequest, send: Callable[[Mapping[str, Any]], None]
    ) -> Mapping[str, Any]:
        """Answer one request of the local socket; raises AssistantError."""
        if request.command == "quit":
            self._quit()
            return {}
        if request.command == "keys":
            return {"keys": dict(self.keyboard.keys)}
        if request.command == "problems":
            return {"problems": self.all_problems}
        if request.command == "reload_settings":
            self.live.reload()
            return {}
        job = self.runner.start(
            Request.from_arguments(request.command, request.arguments),
            lambda value: send(statement(value)),
        )
        request.stopping.then(lambda: self.runner.end(job))
        return report(self._outcome(job))

    def run(self) -> int:
        """Run until somebody quits; return the exit code."""
        from PySide6.QtGui import QIcon  # noqa: PLC0415 - nothing else may wait for Qt
        from PySide6.QtWidgets import QApplication  # noqa: PLC0415 - nothing else may wait for Qt

        from assistant.ui.language import use_language  # noqa: PLC0415
        from assistant.ui.quitting import Quitting  # noqa: PLC0415
        from assistant.ui.selection import keep_readable  # noqa: PLC0415
        from assistant.ui.tray import Tray  # noqa: PLC0415
        from assistant.ui.windows import Windows  # noqa: PLC0415

        qt = QApplication(sys.argv[:1])
        qt.setApplicationName("Lookaloud")
        qt.setWindowIcon(QIcon(str(asset("lookaloud.svg"))))
        qt.setQuitOnLastWindowClosed(False)
        use_language(qt)
        keep_readable(qt)
        titles = {command: TITLES[command] for command in TRAY_COMMANDS}
        tray = Tray(titles, self.keyboard.keys, self._chosen, qt.quit)
        self._on_state = tray.state_changed.emit
        self._on_problem = tray.problem_found.emit
        self._on_copy = tray.text_copied.emit
        readers = choose_watcher(lambda _: None)
        windows = Windows(self.context.windows, makers(self.runner, self.keyboard, readers))
        self._on_show = windows.asked.emit
        quitting = Quitting(qt)
        self._quit = quitting.ask
        server = self._open_door()
        self.keyboard.start(lambda: tray.keys_changed.emit(self.keyboard.keys, self.all_problems))
        tray.show_keys(self.keyboard.keys, self.all_problems)
        self._greet()
        _log.info("ready after %.0f ms", (time.monotonic() - self.started_at) * 1000)
        warming = threading.Timer(WARM_SECONDS, self._warm)
        warming.daemon = True
        warming.start()
        updates = Watch(lambda: self.live.current, self._is_quiet, self._say_update)
        updates.start()
        try:
            return qt.exec()
        finally:
            self._on_state = self._on_problem = self._on_copy = lambda _: None
            self._on_show = no_windows
            warming.cancel()
            self.keyboard.stop()
            updates.close()
            if server is not None:
                server.stop()
            windows.close()
            readers.close()
            self.close()
            tray.close()
            quitting.close()

    def close(self) -> None:
        """Silence and end everything that was built."""
        self.runner.close()
        close_context(self.context)

    @staticmethod
    def _outcome(job: Job) -> Teller:
        try:
            return job.outcome.result()
        except TurnCancelled as cancelled:
            raise RemoteError("remote.stopped", messages.REQUEST_STOPPED) from cancelled

    def _keys_lost(self, error: HotkeyError) -> None:
        """Tell that keys are heard no more, and end: without a display there is no desktop."""
        self.problems.append(error.sentence)
        self._say(error.sentence)
        self._quit()

    def _open_door(self) -> Server | None:
        """Open the local socket; raises AlreadyRunning, and lives without it where none can be."""
        from assistant.remote.server import AlreadyRunning, Server  # noqa: PLC0415

        server = Server(handler=self.handle)
        try:
            server.start()
        except AlreadyRunning:
            raise
        except RemoteError as error:
            self.problems.append(error.sentence)
            return None
        return server

    def _greet(self) -> None:
        key = self.keyboard.keys.get("describe_window", "")
        label = messages.key_label(key)
        self._say(messages.STARTED.format(key=label) if key else messages.STARTED_NO_KEY)
        for sentence in self.all_problems:
            self._say(sentence)
        self._offer_first_steps()

    def _offer_first_steps(self) -> None:
        """Tell a new user, once, how to be led through the first steps.

        Where no key can be heard before something is permitted, they are opened at once.
        """
        if were_offered():
            return
        if must_be_asked():
            self._show("first_steps")
        else:
            self._say(self._offer())
        try:
            keep_offered()
        except OSError as error:
            _log.warning("the first steps will be offered again: %s", error.strerror)

    def _offer(self) -> str:
        """Return how the first steps are reached."""
        settings = self.live.current
        leader, key = settings.keys.leader, settings.layer.first_steps
        if not (leader and key):
            return messages.FIRST_STEPS_OFFERED_NO_KEY
        words = {"leader": messages.key_label(leader), "key": messages.key_label(key)}
        return messages.FIRST_STEPS_OFFERED.format(**words)

    def _is_quiet(self) -> bool:
        """Whether nothing is done or said, and nothing can be interrupted."""
        return self.runner.state == "ready" and self.context.speaker.output.is_idle

    def _say_update(self, sentence: str) -> None:
        _log.info("a newer version is told of")
        self._say(sentence)

    def _say(self, sentence: str) -> None:
        turn = self.context.speaker.current
        if turn is None or turn.is_cancelled or turn.command != "greeting":
            turn = Turn("greeting")
            self.context.speaker.begin(turn)
        try:
            self.context.speaker.say(turn, Utterance(sentence, Source.PROGRAM, turn.id))
        except TurnCancelled:
            _log.debug("a key was faster than the greeting")

    def _open_output(self, settings: Settings) -> SpeechOutput:
        return open_output(
            settings,
            trouble=lambda error: self._on_problem(error.sentence),
            heard=self._heard,
            loudspeaker=self._loudspeaker,
        )

    def _copy(self, text: str) -> None:
        self._on_copy(text)

    def _show(self, name: str) -> None:
        self._on_show(name)

    def _state_changed(self, state: str) -> None:
        camera = self.context.camera
        self._on_state("camera" if camera is not None and camera.is_open else state)

    def _warm(self) -> None:
        engines = {
            "text": self.context.recognizer,
            "hearing": self.context.transcriber,
            "vision": self.context.seer,
            "microphone": self.context.microphone,
        }
        for name, engine in engines.items():
            if engine is None:
                continue
            try:
                engine.warm()
            except AssistantError as error:
                _log.warning("%s does not start: %s", name, error.code)
        if self.context.settings.speech.follow_language:
            text_language.warm()
