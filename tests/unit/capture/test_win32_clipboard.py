"""The clipboard of Windows: what Pillow finds there, and what is made of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from assistant.capture.win32_clipboard import CF_UNICODETEXT, from_clipboard
from assistant.errors import CaptureError
from assistant.types import Origin

pytestmark = pytest.mark.unit


def code(found: object, *formats: int) -> str:
    with pytest.raises(CaptureError) as raised:
        from_clipboard(lambda: found, formats.__contains__)  # type: ignore[arg-type]
    return raised.value.code


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L"])
def test_a_picture(mode: str) -> None:
    picture = Image.new(mode, (20, 10), "white")
    found = from_clipboard(lambda: picture)
    assert (found.width, found.height, found.origin) == (20, 10, Origin.CLIPBOARD)
    assert bytes(found.pixels[:3]) == b"\xff\xff\xff"


def test_one_file(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    Image.new("RGB", (5, 4)).save(path)
    found = from_clipboard(lambda: [str(path)])
    assert (found.width, found.origin) == (5, Origin.CLIPBOARD)


def test_what_is_no_picture() -> None:
    assert code(None) == "capture.clipboard_empty"
    assert code(None, CF_UNICODETEXT) == "capture.clipboard_text"
    assert code(["a.png", "b.png"]) == "capture.clipboard_files"


def test_a_clipboard_that_another_program_has_open() -> None:
    def held() -> None:
        raise OSError("open failed")

    with pytest.raises(CaptureError) as raised:
        from_clipboard(held)
    assert raised.value.code == "capture.clipboard_not_answering"
