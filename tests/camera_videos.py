"""Videos of a sheet before a camera, made by program: what a phone on a stand would see."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from PIL import Image, ImageDraw

from pages import font

Pixels = np.ndarray[Any, np.dtype[np.uint8]]

SIZE = (1280, 720)
RATE = 15
NOISE = 40.0
LETTER = (
    "Dear Maria Lindholm,",
    "the book that you ordered has arrived.",
    "It is kept for you until Friday, 14 March.",
    "The library is open from 10:00 to 18:00.",
    "Please bring your reader's card with you.",
    "Kind regards, the library in Hamburg",
)


@dataclass(frozen=True)
class Shot:
    """Where the sheet lies before the camera, and how the camera sees it."""

    x: float = 0.5
    """Middle of the sheet, as parts of the picture."""
    y: float = 0.5
    size: float = 0.8
    """Height of the sheet for that of the picture."""
    degrees: float = 0.0
    """By so much the sheet is turned clockwise."""
    lean: float = 0.0
    """Its far edge is shorter by that part: the camera looks from aslant."""
    light: float = 1.0
    glare: float = 0.0
    """Levels that stray light adds everywhere."""
    blur: float = 0.0
    """Of the lens, in pixels."""
    sweep: float = 0.0
    """Blur of motion, in pixels to the side."""
    noise: float = 2.0
    """Levels of the sensor's noise."""
    shadow: float = 0.0
    """Part of the light that is lost in a shadow over one half."""
    bend: float = 0.0
    """Height of the middle over the ends of a curved sheet, as part of its height."""


def sheet(lines: Sequence[str] = LETTER, size: tuple[int, int] = (1000, 620)) -> Pixels:
    """Return a sheet with these lines, in BGR."""
    image = Image.new("RGB", size, (246, 246, 242))
    drawing = ImageDraw.Draw(image)
    step = (size[1] - 120) / max(1, len(lines))
    height = min(40, round(step * 0.55))
    while (
        max((font("DejaVuSans", height).getlength(line) for line in lines), default=0)
        > size[0] - 120
    ):
        height -= 1
    face = font("DejaVuSans", height)
    for number, line in enumerate(lines):
        drawing.text((60, round(60 + number * step)), line, font=face, fill=(25, 25, 30))
    return np.ascontiguousarray(np.asarray(image)[:, :, ::-1])


def table(size: tuple[int, int] = SIZE) -> Pixels:
    """Return a wooden table without anything on it."""
    width, height = size
    rng = np.random.default_rng(7)
    grain = cv2.GaussianBlur(rng.normal(0, 1, (height, width)).astype(np.float32), (0, 0), 30, 3)
    grain = grain / np.abs(grain).max() * 12
    wood = np.full((height, width, 3), (45, 70, 98), np.float32) + grain[:, :, None]
    return wood.clip(0, 255).astype(np.uint8)


def seen(paper: Pixels | None, shot: Shot, ground: Pixels | None = None, seed: int = 0) -> Pixels:
    """Return what the camera sees."""
    ground = table() if ground is None else ground
    picture = ground.copy()
    if paper is not None:
        _lay(_bent(paper, shot.bend), shot, picture)
    if shot.shadow:
        width = picture.shape[1]
        edge = np.clip((np.arange(width) - width * 0.45) / (width * 0.12), 0, 1)
        picture = np.asarray(picture * (1 - shot.shadow * edge)[None, :, None], np.uint8)
    if (shot.light, shot.glare) != (1.0, 0.0):
        picture = cv2.convertScaleAbs(picture, alpha=shot.light, beta=shot.glare)
    if shot.blur:
        picture = cv2.GaussianBlur(picture, (0, 0), shot.blur)
    if shot.sweep >= 2:
        picture = cv2.blur(picture, (round(shot.sweep), 1))
    if shot.noise:
        noise = _noise(seed % 4, picture.shape[:2])
        picture = cv2.addWeighted(
            picture, 1.0, noise, shot.noise / NOISE, -128 * shot.noise / NOISE
        )
    return np.asarray(picture, np.uint8)


@cache
def _noise(seed: int, size: tuple[int, int]) -> Pixels:
    """Return noise of `NOISE` levels around grey."""
    noise = np.random.default_rng(seed).normal(128, NOISE, (*size, 3))
    return noise.clip(0, 255).astype(np.uint8)


def _lay(paper: Pixels, shot: Shot, frame: Pixels) -> None:
    height, width = frame.shape[:2]
    tall, wide = paper.shape[:2]
    scale = shot.size * height / tall
    half_w, half_h = wide * scale / 2, tall * scale / 2
    far = 1 - shot.lean
    corners = np.array(
        [(-half_w * far, -half_h * far), (half_w * far, -half_h * far), (half_w, half_h)]
        + [(-half_w, half_h)],
        np.float32,
    )
    turn = math.radians(shot.degrees)
    turning = np.array([(math.cos(turn), math.sin(turn)), (-math.sin(turn), math.cos(turn))])
    placed = corners @ turning + (shot.x * width, shot.y * height)
    if scale < 0.8:  # as a lens does, before the sensor takes its points
        paper = cv2.GaussianBlur(paper, (0, 0), 0.4 / scale)
    flat = np.array([(0, 0), (wide, 0), (wide, tall), (0, tall)], np.float32)
    matrix = cv2.getPerspectiveTransform(flat, placed.astype(np.float32))
    cv2.warpPerspective(
        paper,
        matrix,
        (width, height),
        dst=frame,
        flags=cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_TRANSPARENT,
    )


def _bent(paper: Pixels, bend: float) -> Pixels:
    """Return the sheet with its middle pushed up, as an open book's page is."""
    if not bend:
        return paper
    tall, wide = paper.shape[:2]
    push = round(bend * tall)
    x, y = np.meshgrid(np.arange(wide, dtype=np.float32), np.arange(tall + push, dtype=np.float32))
    arch = push * (2 * x / wide - 1) ** 2
    return np.asarray(
        cv2.remap(paper, x, y - arch, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE), np.uint8
    )


def moved(start: Shot, end: Shot, seconds: float, rate: float = RATE) -> list[Shot]:
    """Return the shots of a steady movement from one to the other."""
    count = max(1, round(seconds * rate))
    names = ("x", "y", "size", "degrees", "lean", "light", "glare", "blur", "sweep", "shadow")
    shots: list[Shot] = []
    for number in range(count):
        part = number / max(1, count - 1)
        between = {n: getattr(start, n) * (1 - part) + getattr(end, n) * part for n in names}
        shots.append(replace(start, **between))
    return shots


def held(shot: Shot, seconds: float, rate: float = RATE) -> list[Shot]:
    """Return the shots of a sheet that is kept still, as still as a hand does: within a pixel."""
    rng = np.random.default_rng(3)
    trembling = rng.normal(0, 0.0004, (round(seconds * rate), 2))
    return [replace(shot, x=shot.x + dx, y=shot.y + dy) for dx, dy in trembling]


def write(
    path: Path, shots: Iterable[Shot], paper: Pixels | None = None, rate: float = RATE
) -> Path:
    """Write a video of these shots."""
    paper = sheet() if paper is None else paper
    ground = table()
    return write_frames(path, (seen(paper, s, ground, n) for n, s in enumerate(shots)), rate)


def write_frames(path: Path, frames: Iterable[Pixels], rate: float = RATE) -> Path:
    """Write pictures as a video, each whole: motion JPEG, as cameras send it."""
    writer = None
    for frame in frames:
        if writer is None:
            size = (frame.shape[1], frame.shape[0])
            code = cv2.VideoWriter.fourcc(*"MJPG")
            writer = cv2.VideoWriter(str(path), cv2.CAP_FFMPEG, code, rate, size)
            assert writer.isOpened(), path
        writer.write(frame)
    assert writer is not None
    writer.release()
    return path
