"""Lookaloud beside real screen readers: who speaks, once, in order, and who is silenced."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from orca import Orca, Release, SpeechServer
from running import Running, wait_for
from talker import PRISM, Talker
from virtual_desktop import SoundMonitor, VirtualDesktop

pytestmark = [
    pytest.mark.desktop,
    # The first time another release's Orca is made, which needs minutes.
    pytest.mark.timeout(900),
]

LONG = "This is a rather long description of the screen that goes on and on. " * 3
NUMBERS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
SENTENCES = [f"This is sentence number {number} of ten." for number in NUMBERS]
OLDER_SERVICE = """
import sys
from jeepney import HeaderFields, MessageType, new_error, new_method_return
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import open_dbus_connection
ROOT = "<node><node name='ObjectNavigator'/><node name='SpeechAndVerbosityManager'/></node>"
MODULE = (
    "<node><interface name='org.gnome.Orca.Module'>"
    "<method name='ExecuteCommand'/><method name='ListCommands'/></interface></node>"
)
bus = open_dbus_connection("SESSION")
bus.send_and_get_reply(message_bus.RequestName("org.gnome.Orca.Service"))
print("ready", flush=True)
while True:
    call = bus.receive()
    fields = call.header.fields
    if call.header.message_type is not MessageType.method_call:
        continue
    member, path = fields[HeaderFields.member], fields[HeaderFields.path]
    print(path.rpartition("/")[2], member, *call.body, flush=True)
    if member == "Introspect":
        reply = new_method_return(call, "s", (ROOT if path.endswith("/Service") else MODULE,))
    elif member == "ListCommands":
        reply = new_method_return(call, "a(ss)", ([("InterruptSpeech", "Stops."),],))
    else:
        reply = new_method_return(call, "b", (True,))
    bus.send(reply)
"""
"""Plays the service of Orca 49 and 50, which no Debian release has."""


@contextmanager
def listening(desktop: VirtualDesktop) -> Iterator[SoundMonitor]:
    monitor = desktop.listen()
    try:
        yield monitor
    finally:
        monitor.close()


def window(desktop: VirtualDesktop, title: str) -> None:
    desktop.start(["xterm", "-T", title, "-e", "sleep 100"])
    desktop.wait_active(title)


def only_lookaloud(pieces: list[str], texts: list[str]) -> list[str]:
    return [piece for piece in pieces if piece in texts]


def test_the_answer_is_spoken_by_orca_once_and_by_no_other_voice(desktop: VirtualDesktop) -> None:
    server = SpeechServer(desktop)
    with Orca(desktop, Release.SID) as orca:
        running = Running(desktop, "[describe]\nrecognize_text = false\n")
        window(desktop, "Counted")
        orca.wait_quiet()
        mark, heard = orca.mark(), server.mark()
        since = running.press("Ctrl+Super+W")
        answer = running.wait_spoken("Counted", since=since)
        orca.wait_spoken(answer[0], since=mark)
        orca.wait_quiet(2)
        assert only_lookaloud(orca.spoken(mark), answer) == answer
        # The server speaks for all: nothing but Orca spoke the answer.
        assert only_lookaloud(server.spoken(heard), answer) == answer
        assert "Lookaloud speaks and brailles through it" in running.ask("doctor")


def test_stop_silences_orca(desktop: VirtualDesktop) -> None:
    with (
        listening(desktop) as heard,
        Orca(desktop, Release.SID) as orca,
        Talker(desktop, "orca", alone=True) as talker,
    ):
        for _ in range(3):
            assert heard.wait_silence(0.3)
            assert heard.first_sound(talker.speak(LONG)) is not None
            talker.speak("This is never heard.")
            time.sleep(0.4)
            at, seconds = talker.cancel()
            assert seconds < 0.05
            assert heard.wait_silence(0.5)
            assert (heard.last_sound(at) or at) - at < 1
        mark = orca.mark()
        talker.speak("But this is.")
        assert talker.wait_idle()
        assert orca.spoken(mark) == ["But this is."]
        assert "This is never heard." not in orca.spoken()
        assert talker.state["ends"][-1] == ["But this is.", True]
        assert all(not was_heard for _, was_heard in talker.state["ends"][:-1])


def test_300_presses_leave_orca_speaking_the_last(desktop: VirtualDesktop) -> None:
    with Orca(desktop, Release.SID) as orca, Talker(desktop, "orca", alone=True) as talker:
        talker.speak("Ready")
        assert talker.wait_idle()
        assert talker.rush(300, LONG) < 0.05
        mark = orca.mark()
        talker.speak("The last one.")
        assert talker.wait_idle(30)
        orca.wait_spoken("The last one.", since=mark)
        assert talker.state["ends"][-1] == ["The last one.", True]


def test_sentences_given_at_once_are_spoken_one_after_the_other(desktop: VirtualDesktop) -> None:
    with (
        listening(desktop) as heard,
        Orca(desktop, Release.SID) as orca,
        Talker(desktop, "orca", alone=True) as talker,
    ):
        mark = orca.mark()
        for text in SENTENCES[:4]:
            talker.speak(text)
        time.sleep(0.5)
        assert orca.spoken(mark) == SENTENCES[:1]  # the others wait here, where they can be cut
        assert talker.wait_idle(30)
        idle = time.perf_counter()
        assert orca.spoken(mark) == SENTENCES[:4]
        assert heard.wait_silence(0.3)
        assert (heard.last_sound(0) or 0) < idle + 0.2  # idle means that it was heard


@pytest.mark.parametrize("ends_well", [True, False])
def test_orca_that_comes_and_goes_costs_no_word_and_doubles_none(
    desktop: VirtualDesktop, ends_well: bool
) -> None:
    server = SpeechServer(desktop)
    orca = Orca(desktop, Release.SID)
    with Talker(desktop) as talker:
        mark = server.mark()
        for text in SENTENCES:
            talker.speak(text)
        orca.start()
        orca.wait_spoken("of ten", 30)
        through_orca = talker.state["name"]
        time.sleep(2.5)  # into a sentence after it
        (orca.stop if ends_well else orca.kill)()
        assert talker.wait_idle(60)
        assert talker.state["ends"] == [[text, True] for text in SENTENCES]
        by_orca = only_lookaloud(orca.spoken(), SENTENCES)
        spoken = only_lookaloud(server.spoken(mark), SENTENCES)
        # Only the sentence that Orca could not finish was begun twice.
        unfinished = by_orca[-1]
        again = [text for text in SENTENCES if spoken.count(text) == 2]
        assert again in ([], [unfinished])
        assert list(dict.fromkeys(spoken)) == SENTENCES
        assert (through_orca, talker.state["name"]) == ("orca", "speech-dispatcher")
        orca.start()
        mark = orca.mark()
        talker.speak("The next answer.")
        assert talker.wait_idle()
        assert orca.spoken(mark) == ["The next answer."]
        orca.stop()


def test_an_older_orca_hears_announcements(desktop: VirtualDesktop) -> None:
    server = SpeechServer(desktop)
    with Orca(desktop, Release.TRIXIE) as orca:
        running = Running(desktop, "[describe]\nrecognize_text = false\n")
        window(desktop, "Counted")
        orca.wait_quiet()
        mark, since_server = orca.mark(), server.mark()
        since = running.press("Ctrl+Super+W")
        answer = running.wait_spoken("Counted", since=since)
        orca.wait_spoken(answer[0], since=mark)
        orca.wait_quiet(2)
        assert only_lookaloud(orca.spoken(mark), answer) == answer
        assert only_lookaloud(server.spoken(since_server), answer) == answer
        assert "by announcements" in running.ask("doctor")


def test_stop_silences_an_announcement(desktop: VirtualDesktop) -> None:
    with listening(desktop) as heard, Orca(desktop, Release.TRIXIE) as orca:
        running = Running(desktop, "[describe]\nrecognize_text = false\n")
        window(desktop, " ".join(NUMBERS * 3))
        orca.wait_quiet()
        assert heard.wait_silence(0.5)
        mark = orca.mark()
        running.press("Ctrl+Super+W")
        orca.wait_spoken("one two three", since=mark)
        time.sleep(0.7)
        at = time.perf_counter()
        running.press("Ctrl+Super+Z")
        assert heard.wait_silence(0.5)
        assert (heard.last_sound(at) or at) - at < 2  # the whole takes more than 10
        wait_for(lambda: "cut" in [e["event"] for e in running.events], 5, lambda: "not cut")


def test_an_orca_that_can_not_be_reached_is_spoken_beside(desktop: VirtualDesktop) -> None:
    server = SpeechServer(desktop)
    with Orca(desktop, Release.SYSTEM) as orca:
        if int(orca.version.partition(".")[0]) >= 45:
            pytest.skip("this system's Orca hears announcements")
        running = Running(desktop, "[describe]\nrecognize_text = false\n")
        window(desktop, "Counted")
        orca.wait_quiet()
        mark, since_server = orca.mark(), server.mark()
        since = running.press("Ctrl+Super+W")
        answer = running.wait_spoken("Counted", since=since)
        wait_for(
            lambda: only_lookaloud(server.spoken(since_server), answer) == answer,
            15,
            lambda: f"{answer} not in {server.spoken(since_server)}",
        )
        assert only_lookaloud(orca.spoken(mark), answer) == []
        told = running.ask("doctor")
        assert "runs, but other programs can't speak through it" in told


def test_the_service_of_orca_49_and_50_is_found_and_silenced(desktop: VirtualDesktop) -> None:
    service = subprocess.Popen(
        [sys.executable, "-c", OLDER_SERVICE],
        env=desktop.environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert service.stdout is not None
    assert service.stdout.readline() == "ready\n"
    with Talker(desktop, "orca", alone=True) as talker:
        talker.speak(LONG)
        time.sleep(0.5)
        talker.cancel()
        talker.speak("And this.")
        assert talker.wait_idle()
        assert talker.state["ends"] == [[LONG, False], ["And this.", True]]
    service.kill()
    told = [line for line in service.communicate()[0].splitlines() if "Get" not in line]
    assert told[:3] == [
        "Service Introspect",
        "SpeechAndVerbosityManager Introspect",
        "SpeechAndVerbosityManager ListCommands",
    ]
    interrupt = "SpeechAndVerbosityManager ExecuteCommand InterruptSpeech False"
    calls = [line for line in told[3:] if line != interrupt]
    assert calls == [f"Service PresentMessage {LONG.strip()}", "Service PresentMessage And this."]
    assert told.index(interrupt) == 4


def test_an_orca_that_is_stuck_is_replaced_and_says_nothing_later(
    desktop: VirtualDesktop,
) -> None:
    with (
        listening(desktop) as heard,
        Orca(desktop, Release.SID) as orca,
        Talker(desktop) as talker,
    ):
        talker.speak("Ready")
        assert talker.wait_idle()
        orca.suspend()
        talker.speak(LONG)
        time.sleep(0.1)
        assert talker.cancel()[1] < 0.05
        talker.speak("Another voice says this.")
        assert talker.wait_idle(30)
        assert talker.state["name"] == "speech-dispatcher"
        assert heard.wait_silence(0.5)
        orca.resume()
        resumed = time.perf_counter()
        time.sleep(2)
        assert (heard.last_sound(resumed) or resumed) - resumed < 1.5  # LONG takes 15
        said = [LONG, False], ["Another voice says this.", True]
        assert talker.state["ends"][1:] == [*said]


def test_prism_speaks_through_a_real_reader_that_comes_and_goes(desktop: VirtualDesktop) -> None:
    orca = Orca(desktop, Release.SID)
    with listening(desktop) as heard, Talker(desktop, PRISM) as talker:
        talker.speak("Nobody reads yet.")
        assert talker.wait_idle()
        assert talker.state["name"] == "espeak"
        for _ in range(2):
            orca.start()
            wait_for(lambda: talker.state["name"] == "prism", 5, lambda: "not found")
            mark = orca.mark()
            for text in SENTENCES[:2]:
                talker.speak(text)
            assert talker.wait_idle()
            assert orca.spoken(mark) == SENTENCES[:2]
            assert heard.first_sound(talker.speak(LONG)) is not None
            time.sleep(0.5)
            at, seconds = talker.cancel()
            assert seconds < 0.05
            assert heard.wait_silence(0.5)
            assert (heard.last_sound(at) or at) - at < 1
            orca.stop()
            wait_for(lambda: talker.state["name"] == "espeak", 5, lambda: "still there")
        talker.speak("Nobody reads any more.")
        assert talker.wait_idle()
        assert talker.state["ends"][-1] == ["Nobody reads any more.", True]
