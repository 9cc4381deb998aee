"""The queue between callers and an engine: nobody who speaks or cancels waits for the engine."""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable, Iterable
from typing import Protocol

from assistant.errors import SpeechError
from assistant.speak.output import Capabilities, SpokenListener, VoiceSettings
from assistant.types import Priority, Utterance

_log = logging.getLogger(__name__)

CLOSE_SECONDS = 1.0
"""How long `close` waits for an engine to give back its device."""
TroubleListener = Callable[[SpeechError], None]
"""Called from the worker thread with each utterance that no engine could speak."""


class Words:
    """One utterance on its way through an engine, and whether it was cut meanwhile."""

    def __init__(self, utterance: Utterance, text: str, voice: VoiceSettings) -> None:
        self.utterance = utterance
        self.text = text
        """What to say: the utterance's text made speakable. Never empty."""
        self.voice = voice
        self.is_cut = False
        """Set from another thread, just before the engine's `silence` is called."""


class Engine(Protocol):
    """What speaks one utterance at a time. All but `silence` is called by one worker thread."""

    @property
    def name(self) -> str:
        """Its name in settings and `doctor`."""
        ...

    @property
    def capabilities(self) -> Capabilities:
        """What it can do."""
        ...

    def speak(self, words: Words) -> bool:
        """Speak, and return once all was heard (True) or `words.is_cut` (False).

        Looks at `words.is_cut` before the first sound. Raises SpeechError when broken.
        """
        ...

    def silence(self) -> None:
        """Silence now. Runs on the thread that heard the key: never waits, never raises."""
        ...

    def close(self) -> None:
        """Give back the device."""
        ...


class QueuedOutput:
    """Speaks through an engine on a thread of its own. A SpeechOutput."""

    def __init__(
        self,
        engine: Engine,
        *,
        prepare: Callable[[str], str] = str,
        listeners: Iterable[SpokenListener] = (),
        trouble: TroubleListener | None = None,
    ) -> None:
        self._engine = engine
        self._prepare = prepare
        self._listeners = list(listeners)
        self._trouble = trouble
        self._voice = VoiceSettings()
        self._changed = threading.Condition()
        self._urgent: deque[Utterance] = deque()
        self._waiting: deque[Utterance] = deque()
        self._current: Words | None = None
        self._cut: deque[Utterance] = deque()
        self._is_closed = False
        self._worker = threading.Thread(target=self._work, name=f"speak {engine.name}", daemon=True)
        self._worker.start()

    @property
    def name(self) -> str:
        """The engine in use."""
        return self._engine.name

    @property
    def capabilities(self) -> Capabilities:
        """What the engine in use can do."""
        return self._engine.capabilities

    @property
    def is_idle(self) -> bool:
        """Whether nothing is being spoken or waiting."""
        with self._changed:
            return self._is_silent()

    def add_listener(self, listener: SpokenListener) -> None:
        """Call `listener` with each utterance that ends, on the worker thread."""
        with self._changed:
            self._listeners.append(listener)

    def speak(self, utterance: Utterance) -> None:
        """Queue the utterance."""
        with self._changed:
            if self._is_closed:
                return
            is_urgent = utterance.priority is Priority.NOW
            (self._urgent if is_urgent else self._waiting).append(utterance)
            self._changed.notify_all()

    def cancel(self) -> None:
        """Silence everything now."""
        with self._changed:
            if self._current is not None:
                self._current.is_cut = True
            for queue in (self._urgent, self._waiting):
                self._cut.extend(queue)
                queue.clear()
        self._engine.silence()
        with self._changed:
            self._changed.notify_all()

    def configure(self, voice: VoiceSettings) -> None:
        """Use these from the next utterance on."""
        with self._changed:
            self._voice = voice

    def wait_idle(self, timeout_seconds: float) -> bool:
        """Wait until all is spoken; return False if it took longer."""
        with self._changed:
            return self._changed.wait_for(self._is_silent, timeout_seconds)

    def close(self) -> None:
        """Silence and give back the device; an engine that hangs is left behind."""
        with self._changed:
            self._is_closed = True
        self.cancel()
        if threading.current_thread() is not self._worker:
            self._worker.join(CLOSE_SECONDS)

    def _is_silent(self) -> bool:
        is_speaking = self._current is not None and not self._current.is_cut
        return not (is_speaking or self._urgent or self._waiting)

    def _work(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(
                    lambda: self._urgent or self._waiting or self._cut or self._is_closed
                )
                cut = list(self._cut)
                self._cut.clear()
                words = self._take()
                is_closed = self._is_closed
            for utterance in cut:
                self._tell(utterance, was_finished=False)
            if words is not None:
                self._speak(words)
            elif is_closed:
                break
        self._engine.close()

    def _take(self) -> Words | None:
        queue = self._urgent or self._waiting
        if not queue:
            return None
        utterance = queue.popleft()
        self._current = Words(utterance, utterance.text, self._voice)
        return self._current

    def _speak(self, words: Words) -> None:
        was_finished = False
        words.text = self._prepare(words.utterance.text).strip()
        try:
            if words.text and not words.is_cut:
                was_finished = self._engine.speak(words)
            else:
                was_finished = not words.is_cut
        except SpeechError as error:
            _log.warning("nothing could speak: %s", error)
            if self._trouble is not None:
                self._trouble(error)
        was_finished = was_finished and not words.is_cut
        with self._changed:
            self._current = None
            self._changed.notify_all()
        self._tell(words.utterance, was_finished=was_finished)

    def _tell(self, utterance: Utterance, *, was_finished: bool) -> None:
        with self._changed:
            listeners = list(self._listeners)
        for listener in listeners:
            listener(utterance, was_finished)
