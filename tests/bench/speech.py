"""How quick each way to speak is on a real virtual desktop: medians and 95th percentiles.

Run with `.venv/bin/python tests/bench/speech.py [--rounds N]`; no test, nothing is asserted.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from pathlib import Path

import psutil

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2] / "scripts")]

from talker import ENGINES, Talker  # noqa: E402 - found on the path above
from virtual_desktop import SoundMonitor, VirtualDesktop  # noqa: E402

LONG = "This is a rather long description of the screen that goes on and on. " * 4
IDLE_SECONDS = 5.0


def show(name: str, seconds: list[float], goal: str = "") -> None:
    """Print one row in milliseconds."""
    ordered = sorted(1000 * value for value in seconds)
    if not ordered:
        print(f"{name:48} nothing heard {goal}", flush=True)
        return
    p95 = ordered[min(len(ordered) - 1, round(0.95 * (len(ordered) - 1)))]
    row = f"{name:48} median {statistics.median(ordered):7.2f}  p95 {p95:7.2f}"
    print(f"{row}  max {ordered[-1]:7.2f}  n {len(ordered)}  {goal}", flush=True)


def measure(name: str, desktop: VirtualDesktop, heard: SoundMonitor, rounds: int) -> None:
    """Print all rows of one way to speak."""
    firsts: list[float] = []
    calls: list[float] = []
    silences: list[float] = []
    with Talker(desktop, name, alone=True) as talker:
        begun = talker.speak("Ready")
        show(f"{name}: cold start to sound", [(heard.first_sound(begun) or begun) - begun])
        talker.wait_idle()
        for _ in range(rounds):
            heard.wait_silence(0.3)
            time.sleep(0.2)
            begun = talker.speak(LONG)
            first = heard.first_sound(begun)
            if first is not None:
                firsts.append(first - begun)
            time.sleep(0.3)
            at, seconds = talker.cancel()
            calls.append(seconds)
            heard.wait_silence(0.3)
            silences.append((heard.last_sound(at) or at) - at)
        show(f"{name}: words to sound", firsts, "(goal 50)")
        show(f"{name}: cancel, the call", calls, "(goal 2)")
        show(f"{name}: cancel to last sound", silences, "(goal 50)")
        show_idle(name, talker)


def show_earcons(desktop: VirtualDesktop, heard: SoundMonitor, rounds: int) -> None:
    """Print how soon an earcon is heard."""
    delays: list[float] = []
    with Talker(desktop, "null") as talker:
        talker.earcon("working")
        for _ in range(rounds):
            heard.wait_silence(0.3)
            at = talker.earcon("working")
            first = heard.first_sound(at)
            if first is not None:
                delays.append(first - at)
    show("earcon: call to sound", delays, "(goal 30)")


def show_idle(name: str, talker: Talker) -> None:
    """Print what the silent program costs."""
    talker.wait_idle()
    process = psutil.Process(talker.pid)
    time.sleep(1)
    before = process.cpu_times()
    time.sleep(IDLE_SECONDS)
    after = process.cpu_times()
    spent = after.user + after.system - before.user - before.system
    memory = process.memory_info().rss / 2**20
    print(f"{name + ': idle':48} {100 * spent / IDLE_SECONDS:.2f} % CPU, {memory:.0f} MB\n")


def main() -> None:
    """Measure all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=20)
    rounds = parser.parse_args().rounds
    with VirtualDesktop() as desktop:
        heard = desktop.listen()
        print(
            "milliseconds; sound is heard on the monitor of the sound server in blocks of 10 ms\n"
        )
        for name in ENGINES:
            measure(name, desktop, heard, rounds)
        show_earcons(desktop, heard, rounds)
        heard.close()


if __name__ == "__main__":
    main()
