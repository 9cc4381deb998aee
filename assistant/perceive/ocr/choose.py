"""Which recognizer reads text."""

from __future__ import annotations

from importlib.util import find_spec

from assistant import messages
from assistant.errors import EngineError
from assistant.perceive.ocr.rapidocr import RapidOcrRecognizer


def choose(
    engine: str = "onnxruntime",
    unload_after_seconds: float = 600,
    answer_seconds: float = 30,
) -> RapidOcrRecognizer:
    """Return the recognizer that runs on `engine`, "onnxruntime" or "openvino".

    Nothing is imported or started yet. Raises EngineError where its packages are not installed.
    """
    if find_spec("rapidocr") is None or find_spec("onnxruntime") is None:
        raise EngineError("engine.missing", messages.TEXT_RECOGNITION_MISSING)
    if find_spec(engine) is None:
        raise EngineError("engine.missing", messages.OPENVINO_MISSING)
    return RapidOcrRecognizer(engine, unload_after_seconds, answer_seconds)
