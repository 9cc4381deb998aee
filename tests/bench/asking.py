"""How long an answer takes, in sound: from the key going up to the first word of the answer.

Run with `.venv/bin/python tests/bench/asking.py [--rounds N]`; no test, nothing is asserted.
A voice speaks into a virtual microphone while the real key is held, real programs are in front, and
the answer is timed on the monitor of the sound server. The steps are the program's own times.
"""

from __future__ import annotations

import argparse
import ast
import re
import statistics
import sys
import time
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parents[1]), str(HERE.parent), str(HERE.parents[1] / "scripts")]

from running import Running  # noqa: E402 - found on the path above
from talking import Talk  # noqa: E402
from virtual_desktop import VirtualDesktop  # noqa: E402

DESKTOP = HERE.parent / "desktop"
STEPS = ("recorded", "transcribed", "answered")
ZENITY = ["zenity", "--question", "--title=Confirm", "--text=Delete the file report.txt?"]
XTERM = ["xterm", "-title", "Plain", "-fa", "DejaVu Sans Mono", "-fs", "14", "-e", "sh", "-c"]


def programs(desktop: VirtualDesktop) -> dict[str, tuple[list[str], str, list[str]]]:
    """Return the command, the title and the questions of each program."""
    chromium = ["chromium", "--no-sandbox", "--no-first-run", "--disable-gpu"]
    chromium += [f"--user-data-dir={desktop.folder}/chromium", "--window-size=1200,900"]
    page = (DESKTOP / "pages/orders.html").as_uri()
    return {
        "web page": (
            [*chromium, f"--app={page}"],
            "Your orders",
            ["What is the price of the toaster?", "Which country is selected?"],
        ),
        "Qt form": (
            [sys.executable, str(DESKTOP / "programs/qt_form.py")],
            "Registration",
            ["What is the name?", "Which colour is selected?"],
        ),
        "GTK dialog": ([*ZENITY], "Confirm", ["Which buttons are there?", "What does it say?"]),
        "terminal, pixels only": (
            [*XTERM, "echo The backup finished at noon; sleep 600"],
            "Plain",
            ["When did the backup finish?"],
        ),
    }


def show(name: str, values: list[float]) -> None:
    """Print one row; values in milliseconds."""
    if not values:
        print(f"{name:44} nothing measured", flush=True)
        return
    ordered = sorted(values)
    p95 = ordered[round(0.95 * (len(ordered) - 1))]
    print(
        f"{name:44} median {statistics.median(ordered):7.0f}  p95 {p95:7.0f}  n {len(ordered):3}",
        flush=True,
    )


def steps_of(program: Running) -> dict[str, float]:
    """Return when each step of the last question was done, from its start, in milliseconds."""
    found = re.findall(r"ask_aloud: (\{.*\})", program.log())
    return ast.literal_eval(found[-1]) if found else {}


def main() -> None:
    """Ask every question in every round and print one row for each number."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    everything: list[float] = []
    steps: dict[str, list[float]] = {"key up to words": [], "words to answer": []}
    with VirtualDesktop() as desktop:
        talk = Talk(Running(desktop))
        time.sleep(8)  # the engines are started at idle
        for name, (command, title, questions) in programs(desktop).items():
            process = desktop.start(command)
            desktop.wait_active(title)
            time.sleep(3 if name != "web page" else 8)
            delays = []
            for question in questions * rounds:
                heard = talk.ask(question)
                delays.append(heard.seconds * 1000)
                done = steps_of(talk.program)
                if all(step in done for step in STEPS):
                    steps["key up to words"].append(done["transcribed"] - done["recorded"])
                    steps["words to answer"].append(done["answered"] - done["transcribed"])
            show(f"{name}: key up to first word", delays)
            everything += delays
            desktop.end(process)
            time.sleep(1)
        show("all: key up to first word", everything)
        for name, values in steps.items():
            show(f"  of which {name}", values)
        talk.close()


if __name__ == "__main__":
    main()
