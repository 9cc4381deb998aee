"""Shows Lookaloud at work where nobody sits: a virtual desktop, a real program, the real key.

Prints each statement with its source and time, the delay from the key to the first sound on the
sound server's monitor, and where the sound was written. Exits with 0 only if the words of the
dialog were spoken and sound was heard.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
import wave
from pathlib import Path

from assistant.config.settings import Settings
from virtual_desktop import SoundMonitor, VirtualDesktop

TITLE = "Unsaved changes"
QUESTION = "Save the letter to Ada before closing?"
DIALOG = ["zenity", "--question", f"--title={TITLE}", f"--text={QUESTION}"]
DIALOG += ["--ok-label=Save", "--cancel-label=Discard"]


def main() -> int:
    """Run the demo; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--demo", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--wav", type=Path, default=Path("lookaloud-demo.wav"))
    options = parser.parse_args()
    print("Starting a virtual desktop with its own sound server.", flush=True)
    with VirtualDesktop() as desktop:
        return _show(desktop, options.wav)


def _show(desktop: VirtualDesktop, wav: Path) -> int:
    record = desktop.folder / "spoken.jsonl"
    settings = desktop.folder / "settings.toml"
    settings.write_text(f'[privacy]\nrecord_speech_to = "{record}"\n[log]\nlevel = "info"\n')
    heard = desktop.listen()
    try:
        desktop.start([sys.executable, "-m", "assistant", "--settings", str(settings)])
        _wait_for(lambda: "ready" in _texts(record), 20, "Lookaloud did not start", desktop)
        _wait_for(lambda: _is_all_spoken(record), 40, "The greeting does not end", desktop)
        heard.wait_silence(1.0)
        print(f"Lookaloud runs. Opening a dialog: {TITLE}: {QUESTION}", flush=True)
        desktop.start(DIALOG)
        desktop.wait_active(TITLE)
        key = Settings().keys.describe_window
        print(f"Pressing {key}.", flush=True)
        pressed_at = desktop.press(key)
        first = heard.first_sound(pressed_at)
        heard.wait_silence(2.5, 60)
        return _report(record, heard, pressed_at, first, wav)
    finally:
        heard.close()


def _report(
    record: Path, heard: SoundMonitor, pressed_at: float, first: float | None, wav: Path
) -> int:
    # On Linux perf_counter and monotonic, by which the record was written, are one clock.
    spoken = [e for e in _events(record) if e["event"] == "speak" and e["at"] >= pressed_at]
    for event in spoken:
        delay = (event["at"] - pressed_at) * 1000
        print(f"  {delay:7.0f} ms  {event['source']:13}  {event['text']}")
    with wave.open(str(wav), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(heard.RATE)
        file.writeframes(heard.samples(pressed_at).tobytes())
    if first is None:
        print("No sound was heard.")
        return 1
    print(f"From the key to the first sound: {(first - pressed_at) * 1000:.0f} ms.")
    print(f"The sound is in {wav.resolve()}.")
    words = " ".join(event["text"] for event in spoken)
    missing = [part for part in (TITLE, QUESTION, "Save", "Discard") if part not in words]
    if missing:
        print(f"These words of the dialog were not spoken: {', '.join(missing)}.")
        return 1
    return 0


def _events(record: Path) -> list[dict[str, object]]:
    if not record.exists():
        return []
    return [json.loads(line) for line in record.read_text().splitlines() if line.endswith("}")]


def _texts(record: Path) -> str:
    return " ".join(str(event.get("text", "")) for event in _events(record))


def _is_all_spoken(record: Path) -> bool:
    """Whether every sentence that was given to the voice has ended."""
    kinds = [event["event"] for event in _events(record)]
    return kinds.count("speak") == kinds.count("finished") + kinds.count("cut")


def _wait_for(condition: object, seconds: float, failure: str, desktop: VirtualDesktop) -> None:
    assert callable(condition)
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise SystemExit(f"{failure}: {desktop.log(Path(sys.executable).name)}")
        time.sleep(0.05)


if __name__ == "__main__":
    sys.exit(main())
