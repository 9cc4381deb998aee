"""The recognizer's own side: what it needs, what it drops and where it places text."""

from __future__ import annotations

import subprocess
import sys

import pytest

from assistant.errors import EngineError
from assistant.perceive.ocr import choose, rapidocr
from assistant.perceive.ocr.remembered import Text
from assistant.types import Bounds, Origin, Screenshot

pytestmark = pytest.mark.unit


def test_the_program_itself_imports_no_engine() -> None:
    code = (
        "import sys\n"
        "import assistant.models.host, assistant.perceive.ocr.rapidocr\n"
        "from assistant.perceive.ocr.choose import choose\n"
        "choose().close()\n"
        "heavy = {'onnxruntime', 'cv2', 'rapidocr', 'openvino', 'torch', 'omegaconf', 'shapely'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr, done.returncode) == ("[]\n", "", 0)


@pytest.mark.parametrize(
    ("lacking", "engine", "sentence"),
    [
        (
            "rapidocr",
            "onnxruntime",
            "Text recognition is not installed. Install it with: pip install 'lookaloud[ocr]'",
        ),
        (
            "onnxruntime",
            "onnxruntime",
            "Text recognition is not installed. Install it with: pip install 'lookaloud[ocr]'",
        ),
        (
            "openvino",
            "openvino",
            (
                "OpenVINO is not installed. Install it with: pip install openvino, or set the"
                " engine of text recognition to onnxruntime."
            ),
        ),
    ],
)
def test_missing_packages(
    monkeypatch: pytest.MonkeyPatch, lacking: str, engine: str, sentence: str
) -> None:
    monkeypatch.setattr(choose, "find_spec", lambda name: None if name == lacking else object())
    with pytest.raises(EngineError) as caught:
        choose.choose(engine)
    assert (caught.value.code, caught.value.sentence) == ("engine.missing", sentence)


@pytest.mark.parametrize(
    ("text", "confidence", "width", "is_readable"),
    [
        ("Save", 0.61, 40, True),
        ("Save", 0.55, 40, False),
        ("OK", 0.8, 28, True),
        ("NI", 0.48, 40, False),
        ("cb", 0.64, 28, False),
        ("3", 0.97, 17, True),
        ("3", 0.8, 17, False),
        ("0", 0.96, 22, False),
        ("\u56de", 0.99, 20, False),
        ("", 0.0, 33, False),
    ],
)
def test_icons_are_not_read(text: str, confidence: float, width: int, *, is_readable: bool) -> None:
    box = Text(Bounds(0, 0, width, 22), text, confidence)
    assert rapidocr.is_readable(box) is is_readable


def test_degrees_are_written_as_screens_write_them() -> None:
    assert rapidocr.with_degrees("-6 \u00b0\u2103") == "-6 \u00b0C"
    assert rapidocr.with_degrees("41 \u2109, 5 \u2103") == "41 \u00b0F, 5 \u00b0C"
    assert rapidocr.with_degrees("5 \u00b0C") == "5 \u00b0C"


def test_text_is_placed_on_the_desktop() -> None:
    shot = Screenshot(b"", 800, 600, Bounds(-1600, 40, 1600, 1200), Origin.WINDOW, 0.0, "one", 0.5)
    box = Bounds(10, 20, 100, 11)
    assert rapidocr.on_desktop(box, shot) == Bounds(-1580, 80, 200, 22)
