from __future__ import annotations

import pytest

from assistant.errors import SpeechError
from assistant.speak.failover import Failover
from assistant.speak.output import Capabilities, VoiceSettings
from assistant.speak.queueing import Words
from assistant.types import Source, Utterance

pytestmark = pytest.mark.unit


class ScriptedEngine:
    """Breaks while it is told to."""

    def __init__(self, name: str, heard: list[str]) -> None:
        self.name = name
        self.capabilities = Capabilities(can_interrupt=name != "slow")
        self.is_broken = False
        self.tries = 0
        self.cuts_when_breaking = False
        self._heard = heard

    def speak(self, words: Words) -> bool:
        self.tries += 1
        if self.is_broken:
            words.is_cut = self.cuts_when_breaking
            raise SpeechError(f"speech.{self.name}", f"{self.name} broke.")
        self._heard.append(f"{self.name}: {words.text}")
        return True

    def silence(self) -> None:
        self._heard.append(f"{self.name} silent")

    def close(self) -> None:
        self._heard.append(f"{self.name} closed")


class Chain:
    def __init__(self) -> None:
        self.now = 0.0
        self.heard: list[str] = []
        self.best = ScriptedEngine("best", self.heard)
        self.slow = ScriptedEngine("slow", self.heard)
        self.failover = Failover([self.best, self.slow], clock=lambda: self.now)

    def say(self, text: str) -> bool:
        words = Words(Utterance(text, Source.PROGRAM, 1), text, VoiceSettings())
        return self.failover.speak(words)


def test_the_next_engine_speaks_the_same_sentence_and_the_best_comes_back() -> None:
    chain = Chain()
    assert chain.say("one")
    chain.best.is_broken = True
    assert chain.say("two")
    assert chain.failover.name == "slow"
    assert not chain.failover.capabilities.can_interrupt
    chain.best.is_broken = False
    assert chain.say("three")
    chain.now = 5.1
    assert chain.say("four")
    assert chain.heard == ["best: one", "slow: two", "slow: three", "best: four"]
    assert chain.failover.name == "best"


def test_one_that_stays_broken_is_asked_ever_more_seldom() -> None:
    chain = Chain()
    chain.best.is_broken = True
    for second in range(600):
        chain.now = float(second)
        chain.say("word")
    assert chain.best.tries == 4 + 9  # after 0, 5, 15, 35, 75 seconds, then each 60
    assert len(chain.heard) == 600


def test_when_all_are_broken_each_is_still_asked_and_the_best_ones_error_told() -> None:
    chain = Chain()
    chain.best.is_broken = chain.slow.is_broken = True
    for _ in range(2):
        with pytest.raises(SpeechError, match="best broke"):
            chain.say("word")
    assert (chain.best.tries, chain.slow.tries) == (2, 2)
    chain.slow.is_broken = False
    assert chain.say("again")
    assert chain.heard == ["slow: again"]


def test_a_sentence_that_was_cut_goes_to_no_other_engine() -> None:
    chain = Chain()
    chain.best.is_broken = chain.best.cuts_when_breaking = True
    assert not chain.say("word")
    assert chain.slow.tries == 0


def test_all_are_silenced_and_closed() -> None:
    chain = Chain()
    chain.failover.silence()
    chain.failover.close()
    assert chain.heard == ["best silent", "slow silent", "best closed", "slow closed"]
