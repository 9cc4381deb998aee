from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field

import prism as library
import pytest

from assistant.errors import SpeechError
from assistant.speak.output import VoiceSettings
from assistant.speak.pacing import Pacer
from assistant.speak.prism import PrismEngine
from assistant.speak.queueing import QueuedOutput, Words
from assistant.speak.readers import Reach, Reader
from assistant.types import Source, Utterance

pytestmark = pytest.mark.unit

NVDA = Reader("NVDA", Reach.PRISM, "1")
NVDA_AGAIN = Reader("NVDA", Reach.PRISM, "2")


@dataclass
class Features:
    supports_stop: bool = True
    supports_braille: bool = True
    supports_output: bool = True
    supports_is_speaking: bool = True


@dataclass
class FakeReader:
    """A reader that Prism reaches: speaks until it is told to end or is stopped."""

    calls: list[str] = field(default_factory=list)
    opened: int = 0
    features: Features = field(default_factory=Features)
    is_gone: bool = False
    is_speaking: bool = False
    stop_seconds: float = 0.0
    threads: dict[int, set[str]] = field(default_factory=dict)
    """Number of a backend: the threads that used it."""

    reader: Reader | None = NVDA

    def wait_known(self, timeout_seconds: float) -> bool:
        return timeout_seconds > 0

    def close(self) -> None:
        pass

    def open(self, name: str) -> Backend:
        assert name == "NVDA"
        if self.is_gone:
            raise library.PrismError(1, "not there")
        self.opened += 1
        return Backend(self, self.opened)


class Backend:
    def __init__(self, reader: FakeReader, number: int) -> None:
        self._reader = reader
        self._number = number

    @property
    def features(self) -> Features:
        return self._reader.features

    @property
    def speaking(self) -> bool:
        self._used()
        return self._reader.is_speaking

    def output(self, text: str, interrupt: bool) -> None:
        self._used()
        assert not interrupt
        self._reader.calls.append(text)
        self._reader.is_speaking = True

    def speak(self, text: str, interrupt: bool) -> None:
        self.output(f"{text} (no braille)", interrupt)

    def stop(self) -> None:
        self._used()
        time.sleep(self._reader.stop_seconds)
        self._reader.calls.append("stop")
        self._reader.is_speaking = False

    def _used(self) -> None:
        if self._reader.is_gone:
            raise library.PrismError(1, "not there")
        thread = threading.current_thread().name
        self._reader.threads.setdefault(self._number, set()).add(thread)


class Unmarked:
    """No marks: a sentence takes the time its length lets expect."""

    def put(self) -> bool:
        return False

    def is_reached(self, timeout_seconds: float) -> bool:
        raise AssertionError(timeout_seconds)

    def silence(self) -> None:
        pass

    def close(self) -> None:
        pass


def output(reader: FakeReader, ends: list[tuple[str, bool]]) -> QueuedOutput:
    engine = PrismEngine(reader, open_backend=reader.open)
    return QueuedOutput(engine, listeners=[lambda said, heard: ends.append((said.text, heard))])


def words(text: str) -> Words:
    return Words(Utterance(text, Source.PROGRAM, 1), text, VoiceSettings())


def wait_for(reader: FakeReader, calls: list[str]) -> None:
    end = time.monotonic() + 5
    while reader.calls != calls:
        assert time.monotonic() < end, reader.calls
        time.sleep(0.005)


def test_a_stop_never_hits_the_sentence_after_it_and_nobody_waits_for_it() -> None:
    reader = FakeReader(stop_seconds=0.2)
    ends: list[tuple[str, bool]] = []
    speech = output(reader, ends)
    speech.speak(Utterance("one", Source.PROGRAM, 1))
    wait_for(reader, ["one"])
    begun = time.monotonic()
    speech.cancel()
    speech.speak(Utterance("two", Source.PROGRAM, 1))
    assert time.monotonic() - begun < 0.15
    wait_for(reader, ["one", "stop", "two"])
    reader.is_speaking = False
    assert speech.wait_idle(5)
    speech.close()
    assert ends == [("one", False), ("two", True)]


def test_each_backend_belongs_to_one_thread() -> None:
    reader = FakeReader()
    speech = output(reader, [])
    for text in ("one", "two"):
        speech.speak(Utterance(text, Source.PROGRAM, 1))
        end = time.monotonic() + 5
        while text not in reader.calls:
            assert time.monotonic() < end
            time.sleep(0.005)
        speech.cancel()
    speech.close()
    assert reader.threads
    assert all(len(names) == 1 for names in reader.threads.values())


def test_a_reader_that_goes_away_did_not_finish_and_a_new_one_is_opened_anew() -> None:
    reader = FakeReader(features=Features(supports_is_speaking=False))
    engine = PrismEngine(reader, Pacer(Unmarked()), reader.open)
    assert engine.speak(words("one"))
    reader.reader = None
    with pytest.raises(SpeechError, match="reader_gone"):
        engine.speak(words("two"))
    reader.reader = NVDA_AGAIN
    assert engine.speak(words("three"))
    reader.is_gone = True
    with pytest.raises(SpeechError, match="reader_gone"):
        engine.speak(words("four"))
    engine.close()
    assert reader.calls == ["one", "three"]


def test_what_the_reader_can_not_do_is_told_and_not_tried() -> None:
    reader = FakeReader(
        features=Features(
            supports_stop=False,
            supports_braille=False,
            supports_output=False,
            supports_is_speaking=False,
        )
    )
    engine = PrismEngine(reader, Pacer(Unmarked()), reader.open)
    assert engine.speak(words("one"))
    assert not engine.capabilities.can_interrupt
    assert not engine.capabilities.has_braille
    assert not engine.capabilities.has_rate
    engine.silence()
    engine.close()
    assert reader.calls == ["one (no braille)"]
    assert reader.opened == 1


def test_the_speech_of_voice_over_is_timed_as_it_tells_only_what_waits() -> None:
    reader = FakeReader(reader=Reader("VoiceOver", Reach.PRISM, "1"))

    class Silent(Backend):
        @property
        def speaking(self) -> bool:
            raise AssertionError("asked")

    engine = PrismEngine(reader, open_backend=lambda name: Silent(reader, len(name)))
    assert engine.speak(words("one"))
    engine.close()
    assert reader.calls == ["one"]
