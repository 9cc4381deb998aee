"""How quick the microphone is, and what is lost at either end of a question.

Run with `.venv/bin/python tests/bench/microphone.py [--rounds N]`; no test, nothing is asserted.
Noise is played into the virtual microphone of a sound server; an ear beside the program's own tells
what was to be heard when a call was made. Its own delay, 10 to 20 ms, counts against the program
at the beginning, and for it at the end.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from pathlib import Path

import psutil

sys.path[:0] = [
    str(Path(__file__).parents[1]),
    str(Path(__file__).parents[2]),
    str(Path(__file__).parents[2] / "scripts"),
]

from assistant.listen.microphone import Microphone  # noqa: E402 - found on the path above
from assistant.types import SAMPLE_RATE  # noqa: E402
from ear import Ear, array, last_heard, noise, place, play  # noqa: E402
from virtual_desktop import VirtualDesktop  # noqa: E402

IDLE_SECONDS = 5.0


def show(name: str, milliseconds: list[float]) -> None:
    """Print one row."""
    ordered = sorted(milliseconds)
    p95 = ordered[min(len(ordered) - 1, round(0.95 * (len(ordered) - 1)))]
    row = f"{name:56} median {statistics.median(ordered):7.1f}  p95 {p95:7.1f}"
    print(f"{row}  max {ordered[-1]:7.1f}  n {len(ordered)}", flush=True)


def measure(desktop: VirtualDesktop, ear: Ear, keep_open: str, rounds: int) -> None:
    """Print all rows of one way to keep the microphone open."""
    microphone = Microphone(keep_open=keep_open)
    microphone.warm()
    began = time.perf_counter()
    microphone.record().cancel()
    print(f"{keep_open}: the very first record: {1000 * (time.perf_counter() - began):.1f} ms")
    rows: dict[str, list[float]] = {
        "record, the call": [],
        "record to the first 32 ms": [],
        "begins after the call (negative: before)": [],
        "stop without a tail, the call": [],
        "ends before the call (negative: after)": [],
        "stop, the call": [],
    }
    said = noise(3)
    for _ in range(rounds):
        player = play(desktop, said)
        ear.wait_for_sound()
        time.sleep(0.5)
        before = ear.samples()
        times = [time.perf_counter()]
        recording = microphone.record()
        times.append(time.perf_counter())
        recording.read(5)
        times.append(time.perf_counter())
        time.sleep(0.3)
        after = ear.samples()
        times.append(time.perf_counter())
        heard = array(recording.stop(tail_seconds=0.0))
        times.append(time.perf_counter())
        first, _likeness = place(heard[: SAMPLE_RATE // 10], said)
        again = microphone.record()
        time.sleep(0.1)
        times.append(time.perf_counter())
        again.stop()
        times.append(time.perf_counter())
        desktop.end(player)
        values = [
            times[1] - times[0],
            times[2] - times[0],
            (first - last_heard(said, before)) / SAMPLE_RATE,
            times[4] - times[3],
            (last_heard(said, after) - last_heard(said, heard)) / SAMPLE_RATE,
            times[6] - times[5],
        ]
        for row, value in zip(rows.values(), values, strict=True):
            row.append(1000 * value)
        time.sleep(0.2)
    for name, row in rows.items():
        show(f"{keep_open}: {name}", row)
    show_idle(keep_open)
    microphone.close()


def show_idle(keep_open: str) -> None:
    """Print what the waiting microphone costs."""
    process = psutil.Process()
    before = process.cpu_times()
    time.sleep(IDLE_SECONDS)
    after = process.cpu_times()
    spent = after.user + after.system - before.user - before.system
    # The ear takes a part of it: compare the row of "never", where the microphone is closed.
    print(f"{keep_open}: idle, with the ear: {100 * spent / IDLE_SECONDS:.2f} % CPU\n", flush=True)


def main() -> None:
    """Measure all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=20)
    rounds = parser.parse_args().rounds
    with VirtualDesktop() as desktop:
        os.environ.update(desktop.environment)
        ear = Ear(desktop)
        print(f"milliseconds; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores\n")
        for keep_open in ("never", "always"):
            measure(desktop, ear, keep_open, rounds)
        ear.close()


if __name__ == "__main__":
    main()
