from __future__ import annotations

import threading
import time

import pytest

from assistant.errors import SpeechError
from assistant.speak.output import Capabilities, VoiceSettings
from assistant.speak.queueing import QueuedOutput, Words
from assistant.types import Priority, Source, Utterance

pytestmark = pytest.mark.unit


class StepEngine:
    """Speaks one utterance for each `step`, and stops at once on `silence`."""

    name = "step"
    capabilities = Capabilities(can_interrupt=True)

    def __init__(self, broken: set[str] | None = None) -> None:
        self.heard: list[str] = []
        self.voices: list[VoiceSettings] = []
        self.is_closed = False
        self.silenced_by: list[str] = []
        self.broken = broken or set()
        self._go = threading.Semaphore(0)
        self.begun = threading.Semaphore(0)

    def step(self, count: int = 1) -> None:
        self._go.release(count)

    def speak(self, words: Words) -> bool:
        self.begun.release()
        self.voices.append(words.voice)
        while not self._go.acquire(timeout=0.001):
            if words.is_cut:
                return False
        if words.text in self.broken:
            raise SpeechError("speech.test", "It broke.")
        self.heard.append(words.text)
        return True

    def silence(self) -> None:
        self.silenced_by.append(threading.current_thread().name)

    def close(self) -> None:
        self.is_closed = True


class StuckEngine(StepEngine):
    """Never returns from anything that the worker calls, whoever silences it."""

    def __init__(self) -> None:
        super().__init__()
        self.let_go = threading.Event()

    def speak(self, words: Words) -> bool:
        self.begun.release()
        self.let_go.wait()
        return not words.is_cut


def utterance(text: str, priority: Priority = Priority.NORMAL) -> Utterance:
    return Utterance(text, Source.PROGRAM, 1, priority)


class Ends:
    """What the listener was told, in order."""

    def __init__(self) -> None:
        self.told: list[tuple[str, bool]] = []
        self._changed = threading.Condition()

    def __call__(self, ended: Utterance, was_finished: bool) -> None:
        with self._changed:
            self.told.append((ended.text, was_finished))
            self._changed.notify_all()

    def wait(self, count: int) -> list[tuple[str, bool]]:
        with self._changed:
            assert self._changed.wait_for(lambda: len(self.told) >= count, 5)
            return list(self.told)


def test_utterances_are_spoken_in_order_and_urgent_ones_before_those_waiting() -> None:
    engine, ends = StepEngine(), Ends()
    output = QueuedOutput(engine, listeners=[ends])
    output.speak(utterance("first"))
    engine.begun.acquire()
    for text in ("second", "third"):
        output.speak(utterance(text))
    for text in ("error", "second error"):
        output.speak(utterance(text, Priority.NOW))
    assert not output.is_idle
    engine.step(5)
    assert output.wait_idle(5)
    assert engine.heard == ["first", "error", "second error", "second", "third"]
    assert ends.wait(5) == [(text, True) for text in engine.heard]
    output.close()
    assert engine.is_closed


def test_cancel_silences_on_the_calling_thread_and_drops_what_waits() -> None:
    engine, ends = StepEngine(), Ends()
    output = QueuedOutput(engine, listeners=[ends])
    for text in ("first", "second"):
        output.speak(utterance(text))
    engine.begun.acquire()
    key = threading.Thread(target=output.cancel, name="key")
    key.start()
    key.join()
    assert engine.silenced_by == ["key"]
    assert output.is_idle
    assert ends.wait(2) == [("first", False), ("second", False)]
    output.speak(utterance("third"))
    engine.step()
    assert output.wait_idle(5)
    assert engine.heard == ["third"]
    assert ends.wait(3)[2:] == [("third", True)]
    output.close()


def test_an_engine_that_is_stuck_blocks_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.speak.queueing.CLOSE_SECONDS", 0.05)
    engine = StuckEngine()
    output = QueuedOutput(engine)
    output.speak(utterance("first"))
    engine.begun.acquire()
    begun = time.monotonic()
    for _ in range(100):
        output.speak(utterance("more"))
        output.cancel()
    assert output.is_idle
    output.close()
    assert time.monotonic() - begun < 5
    engine.let_go.set()


def test_a_broken_engine_costs_the_utterance_not_the_queue() -> None:
    engine, ends = StepEngine(broken={"bad"}), Ends()
    errors: list[str] = []
    output = QueuedOutput(engine, listeners=[ends], trouble=lambda e: errors.append(e.sentence))
    for text in ("bad", "good"):
        output.speak(utterance(text))
    engine.step(2)
    assert output.wait_idle(5)
    assert ends.wait(2) == [("bad", False), ("good", True)]
    assert errors == ["It broke."]
    output.close()


def test_nothing_is_spoken_after_close() -> None:
    engine = StepEngine()
    output = QueuedOutput(engine)
    output.close()
    output.speak(utterance("late"))
    assert output.is_idle
    assert engine.heard == []


def test_text_is_prepared_and_what_becomes_empty_is_done_at_once() -> None:
    engine, ends = StepEngine(), Ends()
    output = QueuedOutput(engine, prepare=lambda text: text.strip("-"), listeners=[ends])
    output.speak(utterance("-----"))
    output.speak(utterance("--word--"))
    engine.step()
    assert output.wait_idle(5)
    assert engine.heard == ["word"]
    assert ends.wait(2) == [("-----", True), ("--word--", True)]
    output.close()


def test_a_voice_counts_from_the_next_utterance_on() -> None:
    engine = StepEngine()
    output = QueuedOutput(engine)
    output.speak(utterance("first"))
    engine.begun.acquire()
    output.configure(VoiceSettings(rate=80))
    output.speak(utterance("second"))
    engine.step(2)
    assert output.wait_idle(5)
    assert [voice.rate for voice in engine.voices] == [50, 80]
    output.close()
