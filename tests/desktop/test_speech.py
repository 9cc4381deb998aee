"""Every way to speak, heard on the sound server's monitor, and every fault of what it needs."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from talker import ENGINES, Talker
from virtual_desktop import SoundMonitor, VirtualDesktop

pytestmark = [
    pytest.mark.desktop,
    # Each test starts a desktop, and faults are waited out.
    pytest.mark.timeout(60),
]

COUNTING = "one two three four five six seven eight nine ten"
LONG = "This is a rather long description of the screen that goes on and on. " * 4


@contextmanager
def listening(desktop: VirtualDesktop) -> Iterator[SoundMonitor]:
    monitor = desktop.listen()
    try:
        yield monitor
    finally:
        monitor.close()


def dispatcher(desktop: VirtualDesktop) -> psutil.Process:
    """The speech server of this desktop."""
    folder = Path(desktop.environment["XDG_RUNTIME_DIR"]) / "speech-dispatcher"
    return psutil.Process(int((folder / "pid/speech-dispatcher.pid").read_text()))


@pytest.mark.parametrize("name", ENGINES)
def test_words_are_heard_for_as_long_as_they_take(desktop: VirtualDesktop, name: str) -> None:
    with listening(desktop) as heard, Talker(desktop, name, alone=True) as talker:
        begun = talker.speak(COUNTING)
        first = heard.first_sound(begun)
        assert talker.wait_idle()
        assert heard.wait_silence(0.3)
        last = heard.last_sound(begun)
        assert first is not None
        assert last is not None
        assert 1.5 < last - first < 6
        assert talker.state["ends"] == [[COUNTING, True]]
        assert talker.state["name"] == name


@pytest.mark.parametrize("name", ENGINES)
def test_cancel_silences_and_the_next_words_are_heard(desktop: VirtualDesktop, name: str) -> None:
    with listening(desktop) as heard, Talker(desktop, name, alone=True) as talker:
        assert heard.first_sound(talker.speak(LONG)) is not None
        talker.speak("This is never heard.")
        time.sleep(0.3)
        at, seconds = talker.cancel()
        assert seconds < 0.05
        assert heard.wait_silence(0.3)
        assert (heard.last_sound(at) or at) - at < 0.5
        again = talker.speak("Next")
        assert heard.first_sound(again) is not None
        assert talker.wait_idle()
        never = ["This is never heard.", False]
        assert sorted(talker.state["ends"][:2]) == sorted([[LONG, False], never])
        assert talker.state["ends"][2:] == [["Next", True]]


@pytest.mark.parametrize("name", ENGINES)
def test_urgent_words_go_before_those_that_wait(desktop: VirtualDesktop, name: str) -> None:
    with Talker(desktop, name, alone=True) as talker:
        for text in ("one", "two", "three"):
            talker.speak(text)
        talker.speak("error", now=True)
        assert talker.wait_idle()
        texts = [text for text, was_heard in talker.state["ends"] if was_heard]
        assert texts in (["one", "error", "two", "three"], ["error", "one", "two", "three"])


@pytest.mark.parametrize("name", ENGINES)
def test_300_presses_leave_no_thread_and_a_voice(desktop: VirtualDesktop, name: str) -> None:
    with listening(desktop) as heard, Talker(desktop, name, alone=True) as talker:
        talker.speak("Ready")
        assert talker.wait_idle()
        threads = talker.state["threads"]
        assert talker.rush(300, LONG) < 0.05
        assert heard.wait_silence(0.3)
        assert heard.first_sound(talker.speak("The last one")) is not None
        assert talker.wait_idle()
        state = talker.state
        assert state["ends"][-1] == ["The last one", True]
        assert len(state["ends"]) == 302
        assert state["threads"] == threads
        assert len(psutil.Process(talker.pid).children(recursive=True)) <= 1


@pytest.mark.parametrize("name", ENGINES)
def test_a_faster_voice_takes_less_time(desktop: VirtualDesktop, name: str) -> None:
    with listening(desktop) as heard, Talker(desktop, name, alone=True) as talker:
        lengths: list[float] = []
        for rate in (40, 90):
            talker.voice(rate=rate, language="de")
            begun = talker.speak(COUNTING)
            first = heard.first_sound(begun)
            assert talker.wait_idle()
            assert heard.wait_silence(0.3)
            last = heard.last_sound(begun)
            assert first is not None
            assert last is not None
            lengths.append(last - first)
        assert lengths[1] < 0.75 * lengths[0]


def test_dispatcher_killed_under_a_sentence_says_it_again(desktop: VirtualDesktop) -> None:
    with listening(desktop) as heard, Talker(desktop, "speech-dispatcher", alone=True) as talker:
        assert heard.first_sound(talker.speak(COUNTING)) is not None
        talker.speak("and after")
        time.sleep(0.5)
        server = dispatcher(desktop)
        server.kill()
        killed = time.perf_counter()
        assert heard.first_sound(killed + 0.2) is not None
        assert talker.wait_idle()
        assert talker.state["ends"] == [[COUNTING, True], ["and after", True]]
        last = heard.last_sound(killed)
        assert last is not None
        assert last - killed > 2  # the whole sentence, not the rest of it
        assert dispatcher(desktop).pid != server.pid


def test_dispatcher_killed_after_cancel_says_nothing_again(desktop: VirtualDesktop) -> None:
    with listening(desktop) as heard, Talker(desktop, "speech-dispatcher", alone=True) as talker:
        assert heard.first_sound(talker.speak(LONG)) is not None
        talker.cancel()
        dispatcher(desktop).kill()
        killed = time.perf_counter()
        assert heard.wait_silence(1)
        assert (heard.last_sound(killed) or killed) - killed < 0.5


def test_a_dispatcher_that_hangs_is_replaced_until_it_answers_again(
    desktop: VirtualDesktop,
) -> None:
    with listening(desktop) as heard, Talker(desktop) as talker:
        assert heard.first_sound(talker.speak(LONG)) is not None
        assert talker.state["name"] == "speech-dispatcher"
        server = dispatcher(desktop)
        server.suspend()
        assert talker.cancel()[1] < 0.05
        begun = talker.speak("Another voice says this.")
        assert talker.wait_idle()
        assert (heard.last_sound(begun) or 0) > begun
        assert talker.state["name"] == "espeak"
        server.resume()
        time.sleep(5.2)
        talker.speak("The first voice is back.")
        assert talker.wait_idle()
        state = talker.state
        assert state["name"] == "speech-dispatcher"
        assert state["ends"] == [
            [LONG, False],
            ["Another voice says this.", True],
            ["The first voice is back.", True],
        ]


@pytest.mark.parametrize("name", ["speech-dispatcher", "espeak"])
def test_a_sound_server_that_is_restarted_is_heard_again(
    desktop: VirtualDesktop, name: str
) -> None:
    with Talker(desktop, name, alone=True) as talker:
        with listening(desktop) as heard:
            assert heard.first_sound(talker.speak(COUNTING)) is not None
            time.sleep(0.5)
            desktop.stop_service("sound")
        time.sleep(0.3)
        desktop.start_sound()
        with listening(desktop) as heard:
            talker.wait_idle()
            begun = talker.speak("After the restart")
            assert heard.first_sound(begun) is not None
            assert talker.wait_idle()
            assert talker.state["ends"] == [[COUNTING, True], ["After the restart", True]]


def test_a_sound_server_that_hangs_blocks_no_key(desktop: VirtualDesktop) -> None:
    with Talker(desktop, "espeak", alone=True) as talker:
        with listening(desktop) as heard:
            assert heard.first_sound(talker.speak(LONG)) is not None
        server = desktop._services["sound"].pid
        os.kill(server, signal.SIGSTOP)
        slowest = max(talker.cancel()[1], talker.rush(20, LONG))
        os.kill(server, signal.SIGCONT)
        assert slowest < 0.05
        with listening(desktop) as heard:
            assert heard.first_sound(talker.speak("Going on")) is not None
            assert talker.wait_idle()
        assert talker.state["ends"][-1] == ["Going on", True]


def test_without_a_sound_server_the_reason_is_told_and_a_later_one_is_heard() -> None:
    with VirtualDesktop(has_sound=False) as desktop, Talker(desktop) as talker:
        talker.speak("Nobody can hear this.")
        assert talker.wait_idle(30)
        state = talker.state
        assert state["ends"] == [["Nobody can hear this.", False]]
        assert len(state["errors"]) == 1
        desktop.start_sound()
        with listening(desktop) as heard:
            assert heard.first_sound(talker.speak("Here I am."), 15) is not None
            assert talker.wait_idle()
        assert talker.state["ends"][1:] == [["Here I am.", True]]


def test_earcons_are_heard_beside_speech_and_silenced(desktop: VirtualDesktop) -> None:
    with listening(desktop) as heard, Talker(desktop, "espeak") as talker:
        at = talker.earcon("failed")
        first = heard.first_sound(at)
        assert first is not None
        assert heard.wait_silence(0.3)
        last = heard.last_sound(at)
        assert last is not None
        assert 0.05 < last - first < 0.3
        talker.speak("Beside words")
        talker.earcon("done")
        assert talker.wait_idle()
        assert talker.state["ends"] == [["Beside words", True]]
