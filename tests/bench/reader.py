"""How quick Lookaloud is through a real Orca on a virtual desktop: medians and 95th percentiles.

Run with `.venv/bin/python tests/bench/reader.py [--rounds N]`; no test, nothing is asserted. The
first time another release's Orca is made (see tests/orca.py), which needs root and the network.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2] / "scripts")]

from bench.speech import LONG, show  # noqa: E402 - found on the path above
from orca import Orca, Release  # noqa: E402
from running import Running  # noqa: E402
from talker import Talker  # noqa: E402
from virtual_desktop import SoundMonitor, VirtualDesktop  # noqa: E402

SETTINGS = "[describe]\nrecognize_text = false\n[speech]\nearcons = false\n"


def echo_no_keys(desktop: VirtualDesktop) -> None:
    """Let Orca not speak the pressed keys themselves."""
    service = "org.gnome.Orca1.Service"
    desktop.run(
        ["gdbus", "call", "--session", "--dest", service]
        + ["--object-path", f"/{service.replace('.', '/')}/TypingEchoPresenter"]
        + ["--method", "org.freedesktop.DBus.Properties.Set"]
        + ["org.gnome.Orca1.TypingEchoPresenter", "KeyEchoEnabled", "<false>"]
    )


def measure_keys(desktop: VirtualDesktop, heard: SoundMonitor, orca: Orca, rounds: int) -> None:
    """Print how soon the answer to a key is heard, and how soon stop is."""
    running = Running(desktop, SETTINGS)
    desktop.start(["xterm", "-T", " ".join(["A window with a long title"] * 4), "-e", "sleep 999"])
    orca.wait_quiet(3)
    firsts: list[float] = []
    silences: list[float] = []
    for _ in range(rounds):
        heard.wait_silence(0.5)
        pressed = desktop.press("Ctrl+Super+W")
        first = heard.first_sound(pressed)
        if first is not None:
            firsts.append(first - pressed)
        time.sleep(0.5)
        pressed = desktop.press("Ctrl+Super+Z")
        heard.wait_silence(0.5)
        silences.append((heard.last_sound(pressed) or pressed) - pressed)
    show("orca: describe key to first sound", firsts, "(goal 150)")
    show("orca: stop key to last sound", silences)
    desktop.end(running.process)


def measure_words(desktop: VirtualDesktop, heard: SoundMonitor, rounds: int) -> None:
    """Print how soon words are heard, and how soon they are cut."""
    firsts: list[float] = []
    calls: list[float] = []
    silences: list[float] = []
    gaps: list[float] = []
    with Talker(desktop, "orca", alone=True) as talker:
        begun = talker.speak("Ready")
        show("orca: cold start to sound", [(heard.first_sound(begun) or begun) - begun])
        talker.wait_idle()
        for _ in range(rounds):
            heard.wait_silence(0.3)
            begun = talker.speak(LONG)
            first = heard.first_sound(begun)
            if first is not None:
                firsts.append(first - begun)
            time.sleep(0.3)
            at, seconds = talker.cancel()
            calls.append(seconds)
            heard.wait_silence(0.3)
            silences.append((heard.last_sound(at) or at) - at)
            begun = talker.speak("One.")
            talker.wait_idle()
            gaps.append(time.perf_counter() - (heard.last_sound(begun) or begun))
    show("orca: words to sound", firsts, "(goal 50)")
    show("orca: cancel, the call", calls, "(goal 2)")
    show("orca: cancel to last sound", silences, "(goal 50)")
    show("orca: last sound until its end is known", gaps)


def main() -> None:
    """Measure all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=20)
    rounds = parser.parse_args().rounds
    with VirtualDesktop() as desktop, Orca(desktop, Release.SID) as orca:
        heard = desktop.listen()
        print(f"milliseconds, Orca {orca.version}; sound is heard in blocks of 10 ms\n")
        echo_no_keys(desktop)
        measure_words(desktop, heard, rounds)
        measure_keys(desktop, heard, orca, rounds)
        heard.close()


if __name__ == "__main__":
    main()
