"""Measures the installed program: python tests/bench/startup.py PROGRAM [rounds].

Prints how long it takes from its start until it says that it is ready, what memory it holds idle
with no engine loaded, and how much of one processor it uses then. Goals: 1.5 s, 200 MB, 0.5 %.
PROGRAM is the frozen one, such as dist/lookaloud/lookaloud; it runs on a virtual desktop.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from pathlib import Path

import psutil

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "scripts"), str(ROOT / "tests")]

from running import Running  # noqa: E402 - found on the path above
from virtual_desktop import VirtualDesktop  # noqa: E402 - as above

READY_GOAL, MEMORY_GOAL, PROCESSOR_GOAL = 1.5, 200.0, 0.5
IDLE_SECONDS = 30.0
SETTLE_SECONDS = 20.0
"""After the greeting: engines that were warmed at the start are unloaded."""


class Frozen(Running):
    """The installed program on a desktop."""

    def __init__(self, desktop: VirtualDesktop, program: str) -> None:
        self._program = program
        self.started_at = 0.0
        super().__init__(desktop)

    def start(self):
        self.started_at = time.monotonic()
        return self.desktop.start([self._program, "--settings", str(self.settings)])

    def ask(self, *arguments: str) -> str:
        quiet = ["--quiet"] if arguments[0] == "status" else []
        return self.desktop.run([self._program, *arguments, *quiet], seconds=30)

    def log(self) -> str:
        return self.desktop.log(Path(self._program).name)

    @property
    def ready_seconds(self) -> float:
        """How long it took until the words that it is ready passed to the voice."""
        said = next(e for e in self.events if self.ready in str(e.get("text", "")))
        return float(said["at"]) - self.started_at


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program")
    parser.add_argument("rounds", nargs="?", type=int, default=10)
    options = parser.parse_args()
    ready: list[float] = []
    worked: list[float] = []
    memory: list[float] = []
    engines: list[float] = []
    processor: list[float] = []
    for number in range(options.rounds + 1):
        with VirtualDesktop() as desktop:
            program = Frozen(desktop, str(Path(options.program).resolve()))
            if number == 0:
                continue  # the files are now in memory: from here on it is warm
            ready.append(program.ready_seconds)
            spent = psutil.Process(program.process.pid).cpu_times()
            worked.append(spent.user + spent.system)
            if number <= 3:
                time.sleep(SETTLE_SECONDS)
                process = psutil.Process(program.process.pid)
                processor.append(_busy_percent(process))
                memory.append(process.memory_info().rss / 1e6)
                engines.append(float(len(process.children())))
    _print("from the start to ready", ready, "s", READY_GOAL)
    _print("processor time for that and the greeting", worked, "s", READY_GOAL)
    _print("idle memory of the program", memory, "MB", MEMORY_GOAL)
    _print("idle processor use", processor, "%", PROCESSOR_GOAL)
    print(f"child processes while idle: {engines}")


def _busy_percent(process: psutil.Process) -> float:
    """Return how much of one processor the program uses while nothing happens."""
    before = process.cpu_times()
    time.sleep(IDLE_SECONDS)
    after = process.cpu_times()
    return 100 * (after.user + after.system - before.user - before.system) / IDLE_SECONDS


def _print(what: str, found: list[float], unit: str, goal: float) -> None:
    last = sorted(found)[min(len(found) - 1, round(0.95 * (len(found) - 1)))]
    middle = statistics.median(found)
    print(f"{what}: median {middle:.2f} {unit}, p95 {last:.2f} {unit} (goal {goal} {unit})")


if __name__ == "__main__":
    main()
