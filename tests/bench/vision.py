"""Measures the vision model: python tests/bench/vision.py [--shape NAME ...] [--device cpu].

Models of full size with random weights, for speed doesn't depend on their values, written to disk
and loaded by the product's engine. Floors are computed from what this machine was measured to copy
and multiply in the same run: a token reads all weights of the text model and the kept keys and
values once; a picture takes two operations for each weight and token.

Goals: on an H100 with the shape of Qwen3-VL-4B and a picture of 1920x1080, first token under
150 ms, first token of a follow-up under 40 ms, a token within twice its floor; on any machine a
follow-up at least 20 times as quick as from scratch.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from transformers import AutoModelForImageTextToText

sys.path[:0] = [str(Path(__file__).parents[2]), str(Path(__file__).parents[1])]

from assistant.perceive.vision.decode_engine import StaticDecoder, tune  # noqa: E402 - found above
from assistant.perceive.vision.seeing_engine import EagerDecoder, Sight  # noqa: E402 - as above
from assistant.perceive.vision.transformers_engine import VisionEngine  # noqa: E402 - as above
from assistant.turn import Turn  # noqa: E402 - as above
from models.families_full import SHAPES  # noqa: E402 - as above
from pages import page_of_text, screenshot_of  # noqa: E402 - as above

SYSTEM = "You look at pictures for a blind person and answer in short, plain sentences. " * 4
QUESTION = "Already told: Inbox, window, Mail.\nQuestion: What does the picture at the top show?"
SENTENCE_TOKENS = 12
"""Of a first sentence, about nine words."""


@dataclass
class Times:
    """Seconds of each step, all rounds."""

    taken: dict[str, list[float]] = field(default_factory=dict[str, list[float]])

    def add(self, name: str, seconds: float) -> None:
        self.taken.setdefault(name, []).append(seconds)

    def median(self, name: str) -> float:
        return statistics.median(self.taken[name])

    def tell(self) -> None:
        for name, seconds in self.taken.items():
            ordered = sorted(seconds)
            p95 = ordered[min(len(ordered) - 1, round(0.95 * (len(ordered) - 1)))]
            middle = statistics.median(ordered)
            print(f"  {name:44} {ms(middle)} median {ms(p95)} p95  ({len(ordered)} rounds)")


def ms(seconds: float) -> str:
    return f"{seconds * 1000:9.1f} ms"


def synchronize(device: str) -> None:
    if device == "cuda":
        torch.cuda.synchronize()


def timed(device: str, work: Callable[[], Any]) -> float:
    synchronize(device)
    started = time.perf_counter()
    work()
    synchronize(device)
    return time.perf_counter() - started


def machine(device: str, dtype: torch.dtype) -> tuple[float, float]:
    """Return the bytes a second that are read and the operations a second that are done."""
    side = 8192 if device == "cuda" else 2048
    one = torch.randn(side, side, dtype=dtype, device=device)
    sums = [timed(device, lambda: one @ one) for _ in range(6)][1:]
    big = torch.zeros(2**28 if device == "cuda" else 2**26, dtype=torch.float32, device=device)
    reads = [timed(device, big.sum) for _ in range(6)][1:]
    return big.numel() * 4 / min(reads), 2 * side**3 / min(sums)


def write(shape: str, device: str, folder: Path) -> None:
    """Write a model of that shape with random weights."""
    config, processor = SHAPES[shape]()
    with torch.device("cuda" if device == "cuda" else "cpu"):
        model = AutoModelForImageTextToText.from_config(config, dtype=torch.bfloat16)
    model.save_pretrained(folder)
    processor.save_pretrained(folder)


def look(engine: VisionEngine, key: str) -> float:
    """Take in a page of text of 1920x1080 as a picture of its own; return the seconds."""
    shot = screenshot_of(page_of_text()[0])
    arguments = {"picture": key, "system": SYSTEM, "width": shot.width, "height": shot.height}
    reply = next(engine.answer(Turn(), "look", arguments, shot.pixels))
    return float(reply.header["seconds"])


def ask(engine: VisionEngine, key: str, tokens: int) -> list[float]:
    """Return when each token came, in seconds from the question."""
    arguments = {"picture": key, "system": SYSTEM, "text": QUESTION, "most_tokens": tokens}
    started = time.perf_counter()
    return [time.perf_counter() - started for _ in engine.answer(Turn(), "ask", arguments, b"")][
        :tokens
    ]


def measure(shape: str, options: argparse.Namespace) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / shape
        write(shape, options.device, folder)
        if options.device == "cuda":
            torch.cuda.empty_cache()
            torch.cuda.reset_peak_memory_stats()
        arguments = {
            "folder": str(folder),
            "threads": options.threads,
            "device": options.device,
            "precision": options.precision,
            "picture": options.picture,
            "step": 0,
        }
        started = time.perf_counter()
        engine = VisionEngine(arguments)
        loading = time.perf_counter() - started
    engine.seeing._ends = set()  # random weights must not end the answer
    print(f"\n{shape}: {dict(engine.about)}, loaded in {loading:.1f} s")
    times = run(engine, options)
    times.tell()
    tell_floors(engine, times, options.device)


def run(engine: VisionEngine, options: argparse.Namespace) -> Times:
    times = Times()
    for number in range(options.rounds + 1):
        key = f"picture {number}"
        prefill = look(engine, key)
        came = ask(engine, key, options.tokens)
        again = ask(engine, key, options.tokens)
        if number == 0:
            tuned = tune(Turn(), engine.seeing.model, newest(engine))
            print(f"  decoding: {tuned}")
            engine.seeing.decoder = tuned.decoder
            continue  # the first round allocates memory
        times.add("picture taken in (prefill)", prefill)
        times.add("first token from scratch", prefill + came[0])
        times.add("first sentence from scratch", prefill + came[SENTENCE_TOKENS - 1])
        times.add("follow-up, first token", again[0])
        times.add("follow-up, first sentence", again[SENTENCE_TOKENS - 1])
        times.add("a token", (again[-1] - again[0]) / (len(again) - 1))
    if isinstance(engine.seeing.decoder, StaticDecoder):
        engine.seeing.decoder = EagerDecoder(engine.seeing.model)
        for _ in range(options.rounds):
            came = ask(engine, f"picture {options.rounds}", options.tokens)
            times.add("a token, without CUDA graph", (came[-1] - came[0]) / (len(came) - 1))
    return times


def newest(engine: VisionEngine) -> Sight:
    return next(reversed(engine._sights.values()))


def tell_floors(engine: VisionEngine, times: Times, device: str) -> None:
    model, sight = engine.seeing.model, newest(engine)
    bandwidth, operations = machine(device, model.dtype)
    sizes = {name: p.numel() * p.element_size() for name, p in model.named_parameters()}
    seeing = sum(size for name, size in sizes.items() if "vision" in name or "visual" in name)
    words = sum(size for name, size in sizes.items() if "embed_tokens" in name)
    is_tied = not any("lm_head" in name for name in sizes)
    text = sum(sizes.values()) - seeing - (0 if is_tied else words)
    token = (text + sight.size_bytes) / bandwidth
    weights = sum(p.numel() for n, p in model.named_parameters() if "embed_tokens" not in n)
    prefill = 2 * weights * sight.length / operations
    print(f"  measured: {bandwidth / 1e9:.0f} GB/s read, {operations / 1e12:.2f} TFLOP/s")
    print(f"  floor of a token {ms(token)}: {times.median('a token') / token:.1f} times that")
    taken = times.median("picture taken in (prefill)")
    print(f"  floor of the text's prefill {ms(prefill)}: {taken / prefill:.1f} times that")
    print(f"  tokens a second {1 / times.median('a token'):.1f}, kept tokens {sight.length}")
    scratch, follow = (
        times.median("first token from scratch"),
        times.median("follow-up, first token"),
    )
    print(f"  a follow-up is {scratch / follow:.0f} times as quick as from scratch")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    if device == "cuda":
        peak = torch.cuda.max_memory_allocated()
    print(
        f"  peak memory {peak / 2**30:.1f} GiB, a kept picture {sight.size_bytes / 2**20:.0f} MiB"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shape", nargs="+", choices=SHAPES, default=list(SHAPES))
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--precision", default="auto")
    parser.add_argument("--picture", default="auto")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--tokens", type=int, default=40)
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args()
    for shape in options.shape:
        measure(shape, options)


if __name__ == "__main__":
    main()
