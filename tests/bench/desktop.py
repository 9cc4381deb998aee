"""How quick the program is on a real virtual desktop: medians and 95th percentiles of one run.

Run with `.venv/bin/python tests/bench/desktop.py [--rounds N]`; no test, nothing is asserted.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import time
from pathlib import Path

import psutil

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2] / "scripts")]

from running import Running  # noqa: E402 - found on the path above
from virtual_desktop import SoundMonitor, VirtualDesktop  # noqa: E402

DESCRIBE, STOP = "Ctrl+Super+W", "Ctrl+Super+Z"
PAGE = """<!doctype html><html lang=en><title>Catalogue</title><body>
<header><h1>Garden catalogue</h1>
<nav>{links}</nav></header><main><h2>Roses</h2>{items}</main></body></html>"""


def show(name: str, values: list[float], goal: str) -> None:
    """Print one row; values in milliseconds."""
    if not values:
        print(f"{name:44} nothing measured (goal {goal})", flush=True)
        return
    ordered = sorted(values)
    p95 = ordered[min(len(ordered) - 1, round(0.95 * (len(ordered) - 1)))]
    row = f"{name:44} median {statistics.median(ordered):7.1f}  p95 {p95:7.1f}"
    print(f"{row}  max {ordered[-1]:7.1f}  n {len(ordered):3}  (goal {goal})", flush=True)


def key_to_sound(
    program: Running, heard: SoundMonitor, rounds: int
) -> tuple[list[float], list[float]]:
    """Return delays from key to first sound, and from stop key to last sound."""
    first, silent = [], []
    for _ in range(rounds):
        program.desktop.press(STOP)
        heard.wait_silence(0.4)
        pressed = program.desktop.press(DESCRIBE)
        sound = heard.first_sound(pressed, 5)
        if sound is None:
            continue
        first.append((sound - pressed) * 1000)
        time.sleep(1.0)  # past the pause after a short first sentence
        stopped = program.desktop.press(STOP)
        heard.wait_silence(0.4)
        last = heard.last_sound(stopped)
        silent.append(max(0.0, ((last or stopped) - stopped) * 1000))
    return first, silent


def steps(program: Running, rounds: int, step: str) -> list[float]:
    """Return when `step` of quiet descriptions was done, from the start of the turn."""
    values = []
    for _ in range(rounds):
        result = json.loads(program.ask("describe", "--json", "--quiet"))
        if step in result["timings_ms"]:
            values.append(result["timings_ms"][step])
    return values


def in_process(rounds: int) -> list[float]:
    """Return how long a key's handler takes while a turn speaks, by the real runner and speech."""
    code = (
        "import sys, time\n"
        "from assistant.build import build_context, open_output\n"
        "from assistant.commands.request import Request\n"
        "from assistant.commands.run import Runner\n"
        "from assistant.config.live import LiveSettings\n"
        "from assistant.config.settings import Settings\n"
        "runner = Runner(build_context(LiveSettings(is_kept=False), open_output(Settings())))\n"
        f"for _ in range({rounds}):\n"
        "    runner.start(Request('describe_window')); time.sleep(0.25)\n"
        "    at = time.perf_counter(); runner.stop(); print((time.perf_counter() - at) * 1000)\n"
        "    time.sleep(0.1)\n"
        "runner.close(); runner.context.recognizer.close(); runner.context.speaker.output.close()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env=DESKTOP.environment,
    )
    return [float(line) for line in done.stdout.split()]


def starts(program: Running, rounds: int) -> list[float]:
    """Return the times from starting the program to ready, by its own log and the process clock."""
    values = []
    for _ in range(rounds):
        program.ask("quit")
        program.process.wait(10)
        before = len(program.spoken())
        at = time.monotonic()
        program.process = program.start()
        while len(program.spoken()) == before:
            time.sleep(0.005)
        new = [e for e in program.events if e["event"] == "speak"][before]
        values.append((new["at"] - at) * 1000)
    return values


def main() -> None:
    """Run everything and print one row for each number."""
    global DESKTOP
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds
    with VirtualDesktop() as DESKTOP:
        desktop = DESKTOP
        program = Running(desktop)
        heard = desktop.listen()
        show("start to ready", starts(program, 5), "under 1000")
        time.sleep(8)
        tray = psutil.Process(program.process.pid)
        tray.cpu_percent()
        time.sleep(20)
        memory = tray.memory_full_info()
        print(
            f"idle: {memory.rss / 1e6:.0f} MB RSS, {memory.uss / 1e6:.0f} MB its own, "
            f"{tray.cpu_percent():.2f} % CPU (goal 120 MB, 0.5 %)",
            flush=True,
        )
        for child in tray.children(recursive=True):
            print(f"  engine: {child.memory_info().rss / 1e6:.0f} MB RSS", flush=True)
        page = desktop.folder / "page.html"
        links = "".join(f"<a href=#{n}>Link {n}</a> " for n in range(60))
        items = "".join(
            f"<p>Rose {n}, <b>red</b>, <button>Buy {n}</button></p>" for n in range(300)
        )
        page.write_text(PAGE.format(links=links, items=items))
        letter = desktop.folder / "letter.txt"
        letter.write_text("Dear Ada,\nthe garden is in bloom.\n" * 10)
        for name, command, title, goal in (
            (
                "dialog",
                ["zenity", "--question", "--title=Confirm", "--text=Delete it?"],
                "Confirm",
                "100/150",
            ),
            ("editor", ["mousepad", str(letter)], None, "100/150"),
            (
                "web page",
                [
                    "chromium",
                    "--no-sandbox",
                    "--no-first-run",
                    "--disable-gpu",
                    f"--user-data-dir={desktop.folder}/chromium",
                    page.as_uri(),
                ],
                None,
                "150/250",
            ),
        ):
            process = desktop.start(command)
            if title:
                desktop.wait_active(title)
            time.sleep(8 if name == "web page" else 2)
            program.ask("describe", "--quiet")
            first, silent = key_to_sound(program, heard, rounds)
            show(f"{name}: key to first sound heard", first, goal)
            show(f"{name}: stop key to last sound heard", silent, "50 p95")
            show(f"{name}: headline known", steps(program, rounds, "headline"), "-")
            show(f"{name}: whole tree read", steps(program, rounds, "tree"), "-")
            desktop.end(process)
            time.sleep(1)
        show("key to silence, the call itself", in_process(rounds), "5 p95")
        heard.close()
    print("Text recognition:", flush=True)
    subprocess.run([sys.executable, str(Path(__file__).with_name("ocr.py"))], check=True)


if __name__ == "__main__":
    main()
