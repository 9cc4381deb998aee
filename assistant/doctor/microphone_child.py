"""The child process that listens to the microphone for half a second and tells how that went."""

from __future__ import annotations

import json
import time

from assistant.errors import HearingError
from assistant.listen.microphone import Microphone

RECORD_SECONDS = 0.5


def main(name: str) -> None:
    """Print the name of the microphone, or what is wrong with it; nothing of the sound is kept."""
    microphone = Microphone(name, "never")
    try:
        recording = microphone.record()
        time.sleep(RECORD_SECONDS)
        recording.stop(0.0)
        found = {"name": microphone.name}
    except HearingError as error:
        found = {"code": error.code, "sentence": error.sentence}
    print(json.dumps(found), flush=True)  # noqa: T201 - the answer
