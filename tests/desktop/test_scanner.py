"""The scanner in the running program: its key, what is heard meanwhile, and the stop key."""

from __future__ import annotations

from pathlib import Path

import cv2
import psutil
import pytest

from camera_videos import LETTER, sheet
from running import Running, wait_for
from virtual_desktop import VirtualDesktop

pytestmark = [pytest.mark.desktop, pytest.mark.timeout(90)]  # a desktop, and a page that is read

LAYER = "Lookaloud"
"""Said when the command layer opens."""
SLOW = "--read-delay=yes --read-delay-duration=200000 --read-limit=yes --read-limit-size=30000"


def layer(program: Running, key: str) -> float:
    """Press a key of the command layer; return the time just before."""
    program.wait_spoken(LAYER, since=program.press("Ctrl+Super+comma"))
    return program.press(key)


def scans(program: Running) -> list[psutil.Process]:
    children = psutil.Process(program.process.pid).children(recursive=True)
    return [child for child in children if child.name() == "scanimage"]


def test_a_page_is_scanned_and_read_by_its_key(desktop: VirtualDesktop, tmp_path: Path) -> None:
    page = tmp_path / "letter.pnm"
    cv2.imwrite(str(page), sheet())
    settings = f'[scanner]\ndevice = "pnm:0"\noptions = "--filename={page}"'
    program = Running(desktop, settings)
    since = layer(program, "p")
    program.wait_spoken(LETTER[-1], 60, since)
    said = " ".join(text for text in program.spoken(since) if text != LAYER)
    assert " ".join(said.split()) == f"In the picture: {' '.join(LETTER)}"


def test_the_stop_key_ends_a_scan(desktop: VirtualDesktop) -> None:
    settings = f'[scanner]\ndevice = "test:0"\noptions = "{SLOW}"'
    program = Running(desktop, settings)
    since = layer(program, "p")
    program.wait_spoken("Scanning.", 30, since)
    assert scans(program)
    since = program.press("Ctrl+Super+Z")
    wait_for(lambda: not scans(program), 3, program.log)
    assert program.spoken(since) == []
