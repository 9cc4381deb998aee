from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.errors import SpeechError
from assistant.speak.output import Capabilities, VoiceSettings
from assistant.speak.queueing import QueuedOutput, Words
from assistant.speak.readers import Reach, Reader, ReaderListener
from assistant.speak.routing import Routing
from assistant.types import Source, Utterance

pytestmark = pytest.mark.unit

ORCA = Reader("Orca", Reach.ORCA, ":1.5")
ORCA_AGAIN = Reader("Orca", Reach.ORCA, ":1.9")
OLDER_ORCA = Reader("Orca", Reach.ANNOUNCEMENT, ":1.2")
OLD_ORCA = Reader("Orca", Reach.NONE, "77")


class ScriptedWatcher:
    def __init__(self, listener: ReaderListener) -> None:
        self.reader: Reader | None = None
        self.listener = listener
        self.is_closed = False

    def becomes(self, reader: Reader | None) -> None:
        self.reader = reader
        self.listener(reader)

    def wait_known(self, timeout_seconds: float) -> bool:
        return timeout_seconds > 0

    def close(self) -> None:
        self.is_closed = True


class ScriptedEngine:
    """Speaks at once; `meanwhile` happens while a sentence is spoken."""

    def __init__(self, name: str, heard: list[str], *, has_rate: bool = True) -> None:
        self.name = name
        self.capabilities = Capabilities(can_interrupt=True, has_rate=has_rate)
        self.is_usable = True
        self.goes_away: Callable[[], None] | None = None
        self.meanwhile: Callable[[], None] | None = None
        self._heard = heard

    def speak(self, words: Words) -> bool:
        if self.goes_away is not None:
            self.goes_away()
            self._heard.append(f"{self.name}: half of {words.text}")
            raise SpeechError("speech.reader_gone", "It went away.")
        self._heard.append(f"{self.name}: {words.text}")
        if self.meanwhile is not None:
            self.meanwhile()
            self._heard.append(f"{self.name}: still {words.text}")
        return True

    def silence(self) -> None:
        self._heard.append(f"{self.name} silent")

    def close(self) -> None:
        self._heard.append(f"{self.name} closed")


class Desktop:
    def __init__(self) -> None:
        self.heard: list[str] = []
        self.orca = ScriptedEngine("orca", self.heard, has_rate=False)
        self.announcement = ScriptedEngine("announcement", self.heard, has_rate=False)
        self.own = ScriptedEngine("espeak", self.heard)
        self.routing = Routing(lambda _: [self.orca, self.announcement, self.own], self._watch)

    def _watch(self, listener: ReaderListener) -> ScriptedWatcher:
        self.watcher = ScriptedWatcher(listener)
        return self.watcher

    def say(self, text: str) -> bool:
        return self.routing.speak(Words(Utterance(text, Source.PROGRAM, 1), text, VoiceSettings()))


def test_each_sentence_goes_the_way_that_there_is_when_it_begins() -> None:
    desktop = Desktop()
    for reader in (None, ORCA, OLDER_ORCA, OLD_ORCA, None):
        desktop.watcher.becomes(reader)
        assert desktop.say("word")
    assert desktop.heard == [
        "espeak: word",
        "orca: word",
        "announcement: word",
        "espeak: word",
        "espeak: word",
    ]


def test_name_and_capabilities_are_those_of_the_way_that_speaks_next() -> None:
    desktop = Desktop()
    assert (desktop.routing.name, desktop.routing.capabilities.has_rate) == ("espeak", True)
    desktop.watcher.becomes(ORCA)
    assert (desktop.routing.name, desktop.routing.capabilities.has_rate) == ("orca", False)


def test_a_sentence_ends_by_the_way_it_began_when_a_reader_comes() -> None:
    desktop = Desktop()
    desktop.own.meanwhile = lambda: desktop.watcher.becomes(ORCA)
    for text in ("one", "two"):
        assert desktop.say(text)
    assert desktop.heard == ["espeak: one", "espeak: still one", "orca: two"]


def test_a_sentence_that_a_reader_did_not_finish_is_said_again_once() -> None:
    desktop = Desktop()
    desktop.watcher.becomes(ORCA)
    desktop.orca.goes_away = lambda: desktop.watcher.becomes(None)
    for text in ("one", "two"):
        assert desktop.say(text)
    assert desktop.heard == ["orca: half of one", "espeak: one", "espeak: two"]


def test_a_reader_that_comes_back_is_used_at_once() -> None:
    desktop = Desktop()
    desktop.watcher.becomes(ORCA)
    desktop.orca.goes_away = lambda: desktop.watcher.becomes(None)
    desktop.say("one")
    desktop.orca.goes_away = None
    desktop.watcher.becomes(ORCA_AGAIN)
    desktop.say("two")
    assert desktop.heard[-1] == "orca: two"


def test_no_announcement_is_made_without_an_application() -> None:
    desktop = Desktop()
    desktop.watcher.becomes(OLDER_ORCA)
    desktop.announcement.is_usable = False
    desktop.say("one")
    assert desktop.heard == ["espeak: one"]


def test_silence_and_close_reach_all() -> None:
    desktop = Desktop()
    desktop.routing.silence()
    desktop.routing.close()
    names = ("orca", "announcement", "espeak")
    assert desktop.heard == [f"{name} silent" for name in names] + [f"{n} closed" for n in names]
    assert desktop.watcher.is_closed


def test_a_queue_keeps_its_order_through_readers_that_come_and_go() -> None:
    desktop = Desktop()
    ends: list[tuple[str, bool]] = []
    changes = [ORCA, None, OLDER_ORCA, OLD_ORCA, ORCA_AGAIN, None]

    def change() -> None:
        if changes:
            desktop.watcher.becomes(changes.pop(0))

    for engine in (desktop.orca, desktop.announcement, desktop.own):
        engine.meanwhile = change
    output = QueuedOutput(
        desktop.routing, listeners=[lambda said, was_heard: ends.append((said.text, was_heard))]
    )
    texts = [str(number) for number in range(8)]
    for text in texts:
        output.speak(Utterance(text, Source.PROGRAM, 1))
    assert output.wait_idle(5)
    output.close()
    assert ends == [(text, True) for text in texts]
    spoken = [line for line in desktop.heard if "still" not in line and ": " in line]
    assert [line.partition(": ")[2] for line in spoken] == texts
