"""Barcodes and colours through the running program: files, the clipboard, the screen."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from barcode_pictures import code, placed
from running import Running, wait_for
from schemas import validator
from virtual_desktop import VirtualDesktop

pytestmark = [pytest.mark.desktop, pytest.mark.timeout(120)]

PROGRAMS = Path(__file__).parent / "programs"
SCHEMA = validator("statements")
EAN = "product number 4, 0 0 6 3 8 1, 3 3 3 9 3 1."
WIFI = "WIFI:T:WPA;S:Cafe;P:hunter2;;"


@pytest.fixture(scope="module")
def program() -> Iterator[Running]:
    with VirtualDesktop() as desktop:
        yield Running(desktop)


def saved(picture: Image.Image, path: Path) -> str:
    picture.save(path)
    return str(path)


def test_a_file_is_told_aloud_and_its_password_is_copied(program: Running, tmp_path: Path) -> None:
    table = placed(code(WIFI), (1000, 700), (30, 30))
    table.paste(code("4006381333931", "EAN13", 3), (600, 450))
    since = time.monotonic()
    printed = program.ask("barcode", saved(table, tmp_path / "table.png"))
    said = [
        "QR code, top left: Wi-Fi network Cafe, with WPA encryption. A password is in it.",
        f"Barcode, bottom right: {EAN}",
    ]
    assert printed.splitlines() == said
    program.wait_spoken(EAN, since=since)
    assert program.spoken(since) == said
    assert "hunter2" not in program.log()
    program.ask("barcode", "--copy")
    code_text = "from PySide6.QtGui import QGuiApplication as A; a = A([])"
    shown = program.desktop.run([sys.executable, "-c", f"{code_text}; print(a.clipboard().text())"])
    assert shown.strip() == "hunter2"


def test_json_follows_its_schema(program: Running, tmp_path: Path) -> None:
    path = saved(placed(code("https://example.org")), tmp_path / "link.png")
    result = json.loads(program.ask("barcode", path, "--json", "--quiet"))
    SCHEMA.validate(result)
    assert (result["target"], result["title"]) == ("file", "link.png")
    [statement] = result["statements"]
    assert statement["text"] == "QR code, in the middle: link to example.org."
    assert statement["source"] == "ocr"


def test_a_description_of_a_file_tells_its_codes(program: Running, tmp_path: Path) -> None:
    path = saved(placed(code("4006381333931", "EAN13", 3)), tmp_path / "product.png")
    printed = program.ask("describe", path, "--quiet").splitlines()
    assert printed[0] == "Picture, 800 by 600 pixels."
    assert printed[-1] == f"Barcode, in the middle: {EAN}"


def test_the_clipboard_is_looked_at(program: Running, tmp_path: Path) -> None:
    path = saved(placed(code("Hello")), tmp_path / "hello.png")
    owner = program.desktop.start(
        [sys.executable, str(PROGRAMS / "clipboard_owner.py"), f"image/png={path}"]
    )
    try:
        command = ("barcode", "--target", "clipboard", "--quiet")
        wait_for(lambda: "Hello" in program.ask(*command), 10, program.log)
        assert program.ask(*command).strip() == "QR code, in the middle: text: Hello"
    finally:
        program.desktop.end(owner)


def test_the_window_in_front_is_looked_at(program: Running, tmp_path: Path) -> None:
    path = saved(placed(code("https://example.org/pay")), tmp_path / "pay.png")
    shown = program.desktop.start([sys.executable, str(PROGRAMS / "file_window.py"), path, "Pay"])
    try:
        program.desktop.wait_active("Pay")
        time.sleep(0.5)  # it is drawn after it is mapped
        printed = program.ask("barcode", "--quiet")
        assert "link to example.org, page pay." in printed
    finally:
        program.desktop.end(shown)


def test_colour_and_light_of_a_file(program: Running, tmp_path: Path) -> None:
    scene = Image.new("RGB", (600, 400), (150, 150, 150))
    scene.paste((235, 235, 235), (0, 0, 100, 400))
    scene.paste((180, 40, 40), (200, 100, 400, 300))
    path = saved(scene, tmp_path / "cup.png")
    assert program.ask("colour", path, "--quiet").strip() == "It looks red."
    assert program.ask("light", path, "--quiet").splitlines()[0] == (
        "Medium bright. Brighter on the left."
    )
