"""The child process that asks PortAudio for the default output: it may hang."""

from __future__ import annotations

import json


def main() -> None:
    """Print the name of the device, empty for none, or that the library is missing."""
    print(json.dumps(_find()))  # noqa: T201 - the answer


def _find() -> dict[str, str]:
    try:
        import sounddevice  # noqa: PLC0415 - it is what may be missing
    except OSError as error:
        return {"missing": str(error)}
    try:
        return {"output": sounddevice.query_devices(kind="output")["name"]}
    except (sounddevice.PortAudioError, ValueError):
        return {"output": ""}
