"""Child side: decodes sound files a piece at a time. Imported in the engine only."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.error import FFmpegError

from assistant import messages
from assistant.errors import HearingError
from assistant.types import SAMPLE_RATE

Samples = np.ndarray[Any, np.dtype[np.float32]]
FULL_SCALE = np.float32(32768)


def samples_of(payload: bytes | memoryview) -> Samples:
    """Return 16-bit samples as numbers from -1 to 1; half a sample at the end is left out."""
    whole = len(payload) // 2 * 2
    return np.frombuffer(payload[:whole], "<i2").astype(np.float32) / FULL_SCALE


def decode(path: str) -> Iterator[Samples]:
    """Yield the sound of a file, mono and 16,000 samples a second, some at a time.

    Raises HearingError where there is no such file, or it holds no sound.
    """
    count = 0
    try:
        for samples in _decoded(path):
            count += len(samples)
            yield samples
    except FileNotFoundError as error:
        raise _told("hearing.no_file", messages.SOUND_FILE_GONE, path) from error
    except (PermissionError, IsADirectoryError) as error:
        said = messages.SOUND_FILE_UNREADABLE.format(path=path, reason=messages.reason(error))
        raise HearingError("hearing.file", said) from error
    except (FFmpegError, ValueError, UnicodeError) as error:
        raise _told("hearing.broken_file", messages.SOUND_FILE_BROKEN, path) from error
    if not count:
        raise _told("hearing.no_sound", messages.SOUND_FILE_SILENT, path)


def _decoded(path: str) -> Iterator[Samples]:
    resampler = AudioResampler(format="s16", layout="mono", rate=SAMPLE_RATE)
    # A file that is opened here is never taken for an address on the network.
    with open(path, "rb") as file, av.open(file, "r", metadata_errors="ignore") as container:  # noqa: PTH123
        if not container.streams.audio:
            return
        for frame in container.decode(audio=0):
            frame.pts = None
            yield from map(_samples, resampler.resample(frame))
        yield from map(_samples, resampler.resample(None))


def _samples(frame: AudioFrame) -> Samples:
    return frame.to_ndarray().reshape(-1).astype(np.float32) / FULL_SCALE


def _told(code: str, sentence: str, path: str) -> HearingError:
    return HearingError(code, sentence.format(path=path))
