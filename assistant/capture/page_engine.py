"""Child side: a photographed page made flat, upright and evenly lit. Imported in engines only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from assistant.capture.camera_measures_engine import (
    WIDTH,
    angle_of,
    find_sheet,
    ink_of,
    middle_height,
    rows_of,
    small_grey,
)
from assistant.models.wire import Frame
from assistant.turn import Turn

if TYPE_CHECKING:
    from assistant.capture.camera_measures_engine import Pixels, Points, Row, Sheet

LONGEST = 3000
"""Pixels of a page's longer side: 260 dots an inch of A4. More only costs time."""
LETTERS = 22
"""Pixels of a row that text recognition reads well; smaller rows are made larger, up to twice."""
LEVEL = 0.7
"""Degrees: rows that tilt by less are read as well as level ones."""
LEAST_BEND = 3.0
"""Pixels of 640 by which the middle of a row lies off its ends: less is read as well."""
LEAST_BENT = 3
"""Rows that must be bent alike."""
SPREAD = 0.4
"""By so much of the middle bend the middle half of the rows may differ. Measured: 0.1 to 0.2 on
bent pages, 0.6 on a screen whose coloured rows seem to be bent."""
ASLANT = 1.5
"""Degrees by which rows of a picture tilt that nobody took as a page, before it is made level.
Measured on 82 pictures of screens: rows of 80 of them tilt by 0.7 at most, and they are read well
so. The other two show a photographed page that lies askew by one degree."""
ALIKE = 0.7
"""So many of the rows must tilt alike, within a degree. Measured on tilted pages: all of them; on a
screen whose rows seem to tilt: 0.4."""
LEANING = 3.0
"""Degrees by which an edge of a sheet is off the level, where rows fan out for the perspective."""
DARKEST = 12
"""Paper in a shadow darker than that is no paper: what is there would be noise only."""
PAPER = 235
"""Brightness of the paper afterwards."""


@dataclass(frozen=True, slots=True, eq=False)
class Page:
    """A picture made fit for reading."""

    pixels: Pixels
    """BGR."""
    is_sheet: bool = False
    """Whether the corners of a sheet were found."""
    is_turned: bool = False
    """Whether it was turned, by a quarter or by its tilt."""


class PageEngine:
    """Pages on pictures from anywhere, for two requests with `width`, `height` and BGRA pixels.

    * "look": `rows`, whether the page `is_crooked`, and if so the corrected page.
    * "correct": the corrected page, whatever it was.

    Nothing of the text is cut away, even where it lies beside a sheet. Without pixels where there
    is nothing to correct.
    """

    def __init__(self, arguments: Mapping[str, Any]) -> None:
        cv2.setNumThreads(arguments["threads"])
        self.about = {"opencv": cv2.__version__}

    def answer(
        self, turn: Turn, request: str, arguments: Mapping[str, Any], payload: bytes | memoryview
    ) -> Iterator[Frame]:
        """Yield the one reply."""
        turn.check()
        size = (arguments["height"], arguments["width"], 4)
        frame = _bytes(np.frombuffer(payload, np.uint8).reshape(size)[:, :, :3])
        rows = len(_rows(frame))
        is_wanted = request == "correct" or is_crooked(frame)
        values = {"rows": rows, "is_crooked": request == "look" and is_wanted}
        page = corrected(frame, keeps_all=True) if is_wanted else Page(frame)
        if page.pixels is frame:
            yield Frame(values | {"width": 0, "height": 0})
            return
        full = _bytes(cv2.cvtColor(page.pixels, cv2.COLOR_BGR2BGRA))
        size = {"width": full.shape[1], "height": full.shape[0]}
        yield Frame(values | size, full.data.cast("B"))


def is_crooked(frame: Pixels) -> bool:
    """Whether a BGR picture shows a page that lies aslant, sideways, bent or in perspective."""
    angles = _angles(frame)
    if not angles:
        return False
    if sum(abs(angle) > 45 for angle in angles) * 2 > len(angles):
        return True
    tilt = float(np.median([angle for angle in angles if abs(angle) <= 45]))
    alike = sum(abs(angle - tilt) <= 1 for angle in angles)
    if abs(tilt) >= ASLANT and alike >= ALIKE * len(angles):
        return True
    grey = small_grey(frame)
    if _is_bent(ink_of(_bytes(cv2.GaussianBlur(grey, (0, 0), 1.0)))):
        return True
    low, high = (float(value) for value in np.percentile(angles, (25, 75)))
    sheet = find_sheet(grey)
    return sheet is not None and high - low >= ASLANT and _lean(sheet.corners) >= LEANING


def _lean(corners: Points) -> float:
    """Return by how many degrees the edge that is least level or upright is off it."""
    edges = np.roll(corners, -1, 0) - corners
    degrees = np.degrees(np.arctan2(edges[:, 1], edges[:, 0]))
    return float(np.abs((degrees + 45) % 90 - 45).max())


def corrected(frame: Pixels, *, keeps_all: bool = False) -> Page:
    """Return the page on a BGR picture: perspective, tilt and shadows taken away.

    1. A sheet with four corners is made a rectangle; anything else is turned level by its rows.
    2. Rows that stand upright are laid down. Which end is up only reading can tell.
    3. Rows that are bent all alike, as in an open book, are made straight.
    4. Small letters are made larger.
    5. The light is made even.

    A picture without rows of text comes back as it is. Where it `keeps_all`, so does what lies
    around a sheet, if there is text: then all of it is turned level.
    """
    grey = small_grey(frame)
    sheet = find_sheet(grey)
    if keeps_all and sheet is not None and not _holds_all(frame, sheet):
        sheet = None
    pixels = frame
    if sheet is not None:
        pixels = _flat(frame, sheet.corners * (frame.shape[1] / grey.shape[1]))
    elif not _rows(frame):
        return Page(frame)
    pixels, is_turned = _level(pixels)
    pixels = _unbent(pixels)
    return Page(_even(_larger(pixels)), sheet is not None, is_turned)


def _holds_all(frame: Pixels, sheet: Sheet) -> bool:
    """Whether all rows of text in the picture lie on the sheet."""
    middles = [row.box.mean(0) for row in _rows(frame)]
    return all(
        cv2.pointPolygonTest(sheet.corners, (float(x), float(y)), measureDist=False) >= 0
        for x, y in middles
    )


def _flat(frame: Pixels, corners: Points) -> Pixels:
    """Return what lies within four corners as a rectangle, in the size it is seen in."""
    upper_left, upper_right, lower_right, lower_left = corners
    width = max(np.hypot(*(upper_right - upper_left)), np.hypot(*(lower_right - lower_left)))
    height = max(np.hypot(*(lower_left - upper_left)), np.hypot(*(lower_right - upper_right)))
    size = (max(1, round(float(width))), max(1, round(float(height))))
    target = np.array([(0, 0), (size[0], 0), size, (0, size[1])], np.float32)
    matrix = cv2.getPerspectiveTransform(corners.astype(np.float32), target)
    return _bytes(
        cv2.warpPerspective(
            frame, matrix, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
        )
    )


def _level(pixels: Pixels) -> tuple[Pixels, bool]:
    """Return the picture with its rows level; whether it was turned."""
    angles = _angles(pixels)
    if not angles:
        return pixels, False
    is_turned = False
    upright = sum(abs(angle) > 45 for angle in angles)
    if upright * 2 > len(angles):
        pixels = _bytes(np.rot90(pixels))
        angles = [_quarter_back(angle) for angle in angles]
        is_turned = True
    tilt = float(np.median([angle for angle in angles if abs(angle) <= 45] or [0.0]))
    if abs(tilt) < LEVEL:
        return pixels, is_turned
    return _turned(pixels, tilt), True


def _quarter_back(angle: float) -> float:
    return angle - 90 if angle > 0 else angle + 90


def _turned(pixels: Pixels, degrees: float) -> Pixels:
    """Return the whole picture turned back by that angle, on its own ground."""
    height, width = pixels.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    cosine, sine = abs(matrix[0, 0]), abs(matrix[0, 1])
    size = (round(height * sine + width * cosine), round(height * cosine + width * sine))
    matrix[:, 2] += (size[0] - width) / 2, (size[1] - height) / 2
    return _bytes(
        cv2.warpAffine(pixels, matrix, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    )


def _unbent(pixels: Pixels) -> Pixels:
    """Return the picture with rows made straight that are bent like one parabola."""
    factor = pixels.shape[1] / min(WIDTH, pixels.shape[1])
    soft = _bytes(cv2.GaussianBlur(small_grey(pixels), (0, 0), 1.0))
    ink = ink_of(soft)
    if not _is_bent(ink):
        return pixels
    bend = _bend(ink)
    height, width = pixels.shape[:2]
    x = np.arange(width, dtype=np.float32)
    shift = np.float32(bend / factor) * (x - width / 2) ** 2
    rows = np.arange(height, dtype=np.float32)[:, None] + (shift - shift.mean())[None, :]
    columns = np.repeat(x[None, :], height, 0)
    return _bytes(
        cv2.remap(
            pixels,
            columns,
            rows.astype(np.float32),
            cv2.INTER_CUBIC,
            borderMode=cv2.BORDER_REPLICATE,
        )
    )


def _is_bent(ink: Pixels) -> bool:
    """Whether the middle of long rows lies clearly off their ends."""
    return abs(_bend(ink)) * (ink.shape[1] / 2) ** 2 >= LEAST_BEND


def _bend(ink: Pixels) -> float:
    """Return the middle curvature of long rows: y = bend * x * x, in pixels of the small picture.

    0 where fewer than three are long, or where they don't agree.
    """
    joined = _bytes(cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((3, 25), np.uint8)))
    count, labels, boxes, _ = cv2.connectedComponentsWithStats(joined)
    bends: list[float] = []
    for number in range(1, count):
        left, _top, width, height, area = (int(value) for value in boxes[number])
        if width < 0.35 * ink.shape[1] or height > 0.3 * width or area < 3 * width:
            continue
        y, x = np.nonzero(labels[:, left : left + width] == number)
        middle = np.bincount(x, y) / np.maximum(1, np.bincount(x))
        known = np.unique(x)
        bends.append(float(np.polyfit(known, middle[known], 2)[0]))
    if len(bends) < LEAST_BENT:
        return 0.0
    low, bend, high = (float(value) for value in np.percentile(bends, (25, 50, 75)))
    return bend if high - low < SPREAD * abs(bend) else 0.0


def _angles(pixels: Pixels) -> list[float]:
    """Return the angle of each row of text; long rows count more often."""
    found: list[float] = []
    for row in _rows(pixels):
        found += [angle_of(row.box)] * max(1, round(row.length / 40))
    return found


def _rows(pixels: Pixels) -> list[Row]:
    """Return rows of letters, lying or standing, on the picture shrunk to 640 pixels."""
    soft = _bytes(cv2.GaussianBlur(small_grey(pixels), (0, 0), 1.0))
    return rows_of(ink_of(soft)) or rows_of(ink_of(soft, is_bright=True))


def _larger(pixels: Pixels) -> Pixels:
    """Return the picture with rows of `LETTERS` pixels, made larger by up to twice."""
    factor = 1.0
    height = middle_height(_rows(pixels)) * max(1.0, pixels.shape[1] / WIDTH)
    if height:
        factor = min(2.0, max(1.0, LETTERS / height))
    factor = min(factor, LONGEST / max(pixels.shape[:2]))
    if abs(factor - 1) < 0.05:
        return pixels
    way = cv2.INTER_CUBIC if factor > 1 else cv2.INTER_AREA
    return _bytes(cv2.resize(pixels, None, fx=factor, fy=factor, interpolation=way))


def _even(pixels: Pixels) -> Pixels:
    """Return the picture as if its paper were equally bright everywhere.

    Each color is divided by the light of the paper around it: the brightest within about two
    rows, without letters and smoothed.
    """
    grey = small_grey(pixels)
    paper = cv2.morphologyEx(grey, cv2.MORPH_CLOSE, np.ones((25, 25), np.uint8))
    paper = cv2.GaussianBlur(cv2.medianBlur(paper, 21), (0, 0), 8)
    size = (pixels.shape[1], pixels.shape[0])
    light = cv2.resize(paper, size, interpolation=cv2.INTER_LINEAR).astype(np.float32)
    gain = PAPER / np.maximum(light, DARKEST)
    return _bytes(np.clip(pixels * gain[:, :, None], 0, 255).astype(np.uint8))


def _bytes(pixels: Any) -> Pixels:
    return np.ascontiguousarray(pixels, np.uint8)
