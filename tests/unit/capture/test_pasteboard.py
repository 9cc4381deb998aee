"""The clipboard of macOS: a stand-in for NSPasteboard, and what is made of it."""

from __future__ import annotations

import io
from contextlib import nullcontext
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PIL import Image

from assistant import macos
from assistant.capture.pasteboard import from_pasteboard
from assistant.errors import CaptureError
from assistant.types import Origin

pytestmark = pytest.mark.unit


@pytest.fixture(autouse=True)
def _no_pool(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(macos, "pool", nullcontext)


def item(**contents: Any) -> Any:
    found = {name.replace("_", ".", 1).replace("_", "-"): value for name, value in contents.items()}
    return SimpleNamespace(stringForType_=found.get, dataForType_=found.get)


def kit(*items: Any) -> Any:
    board = SimpleNamespace(pasteboardItems=lambda: items or None)
    return SimpleNamespace(NSPasteboard=SimpleNamespace(generalPasteboard=lambda: board))


def png(width: int) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (width, 10), "red").save(stream, "PNG")
    return stream.getvalue()


def test_a_picture_and_a_file(tmp_path: Path) -> None:
    shot = from_pasteboard(kit(item(public_png=png(20), public_utf8_plain_text="caption")))
    assert (shot.width, shot.height, shot.origin) == (20, 10, Origin.CLIPBOARD)
    path = tmp_path / "my picture.png"
    path.write_bytes(png(30))
    shot = from_pasteboard(kit(item(public_file_url=path.as_uri(), public_tiff=png(5))))
    assert (shot.width, shot.origin, shot.name) == (30, Origin.CLIPBOARD, "my picture.png")


@pytest.mark.parametrize(
    ("items", "code"),
    [
        ([], "capture.clipboard_empty"),
        ([item(public_utf8_plain_text="words")], "capture.clipboard_text"),
        ([item(public_rtf=b"x")], "capture.clipboard_other"),
        (
            [item(public_file_url="file:///a"), item(public_file_url="file:///b")],
            "capture.clipboard_files",
        ),
    ],
)
def test_what_is_no_picture_is_said(items: list[Any], code: str) -> None:
    with pytest.raises(CaptureError) as caught:
        from_pasteboard(kit(*items))
    assert caught.value.code == code
