"""Child side: what is measured on a camera's picture. Imported in the camera's engine only.

All is measured on a picture of 640 pixels in width: 8 ms on one core for one of 1920 by 1080.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Pixels = np.ndarray[Any, np.dtype[np.uint8]]
    Points = np.ndarray[Any, np.dtype[np.float32]]

WIDTH = 640
GRID = (16, 9)
"""Columns and rows of the cells that two pictures are compared by."""
WHITE = 250
"""Pixels as bright as that hold nothing any more."""
LEAST_PAGE = 0.08
"""Share of the picture that a sheet covers at least: a till receipt at arm's length."""
MOST_PAGE = 0.97
"""More is no sheet on a table but the light of the whole picture."""
FULL = 0.82
"""A sheet fills the rectangle or four corners around it at least so far. Measured on sheets tilted
by up to 40 degrees: 0.93 to 1; hands, cups and cables: 0.4 to 0.75."""
MORE_TEXT = 1.15
"""So much more text is on a sheet whose outline is larger than its bright part."""
INK = 24
"""Levels between letters and paper at least. Noise of a dim camera has up to 15."""
ROW_SHAPE = 2.5
"""Rows of text are at least so many times as long as high."""
LOWEST_ROW, HIGHEST_ROW = 3, 80
"""Pixels of 360: smaller is noise, higher a picture."""
EDGE = 3
"""Pixels: a row that comes so near to the picture's edge goes on beyond it."""
FINE = 0.8
"""Width of the blur that takes single noisy pixels away, which look like the steepest edges."""
NOISE = 1.6
"""Width of the blur that takes a camera's noise away before letters are looked for."""

_LOGARITHMS = np.rint(255 * np.log1p(np.arange(256)) / np.log(256)).astype(np.uint8)


def small(frame: Pixels) -> Pixels:
    """Return the picture `WIDTH` pixels wide or less."""
    if frame.shape[1] <= WIDTH:
        return frame
    size = (WIDTH, max(1, round(frame.shape[0] * WIDTH / frame.shape[1])))
    return _bytes(cv2.resize(frame, size, interpolation=cv2.INTER_AREA))


def small_grey(frame: Pixels) -> Pixels:
    """Return the picture in grey, `WIDTH` pixels wide or less."""
    return _bytes(cv2.cvtColor(small(frame), cv2.COLOR_BGR2GRAY))


def measure(frame: Pixels, before: Pixels | None) -> tuple[Mapping[str, Any], Pixels]:
    """Return the fields of a Sighting for a BGR picture, and its small grey one for the next.

    `before` is that of the sighting before; of another size it counts as none.
    """
    frame_width, frame = frame.shape[1], small(frame)
    grey = _bytes(cv2.cvtColor(frame, cv2.COLOR_BGR2GRAY))
    dark, light = (float(value) for value in np.percentile(grey[::2, ::2], (5, 95)))
    soft = _bytes(cv2.GaussianBlur(grey, (0, 0), NOISE))
    motion = 0.0
    if before is not None and before.shape == grey.shape:
        motion = float(cv2.absdiff(soft, cv2.GaussianBlur(before, (0, 0), NOISE)).mean())
    sheet = find_sheet(grey)
    corners = None if sheet is None else sheet.corners
    ink = ink_of(soft, corners)
    rows = rows_of(ink)
    if not rows and sheet is None:
        ink = np.maximum(ink, bright := ink_of(soft, is_bright=True))
        rows = rows_of(bright)
    height, width = grey.shape
    values: dict[str, Any] = {
        "brightness": float(grey.mean()),
        "dark": dark,
        "light": light,
        "clipped": float((grey >= WHITE).mean()),
        "sharpness": sharpness(grey),
        "motion": motion,
        "page": [] if corners is None else (corners / (width, height)).tolist(),
        "rows": len(rows),
        "row_height": middle_height(rows) * frame_width / width,
        "cut": sorted(_cut(rows, sheet, (width, height))),
        "tilt": _tilt(rows, corners),
        "detail": float((ink > 0).mean()),
        "grid": grid(frame).hex(),
    }
    return values, grey


def grid(frame: Pixels) -> bytes:
    """Return the mean colours of `GRID` cells, as `Sighting.grid` holds them."""
    return _bytes(cv2.resize(frame, GRID, interpolation=cv2.INTER_AREA)).tobytes()


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """A bright sheet with four corners."""

    corners: Points
    """From the upper left one clockwise."""
    box: tuple[int, int, int, int]
    """Left, top, right and bottom of what is seen of it."""


def find_sheet(grey: Pixels) -> Sheet | None:
    """Return the bright sheet in a picture, None for none or one without four corners.

    Brightness alone finds it behind a hand and on a patterned table, but where a shadow lies across
    it, it finds the lit part. So the sheet's outline is looked for too, and taken where there is
    clearly more text on what it encloses.
    """
    soft = _bytes(cv2.GaussianBlur(grey, (0, 0), 3))
    bright, outlined = _bright_sheet(soft), _outlined_sheet(grey)
    if bright is None or outlined is None:
        return bright or outlined
    fine = _by_logarithm(grey)
    text, more = (int(ink_of(fine, one.corners).sum()) for one in (bright, outlined))
    return outlined if more > MORE_TEXT * text else bright


def _bright_sheet(soft: Pixels) -> Sheet | None:
    # Letters would tear holes into the sheet.
    closed = _bytes(cv2.morphologyEx(soft, cv2.MORPH_CLOSE, np.ones((15, 15), np.uint8)))
    level, mask = cv2.threshold(closed, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    inside, outside = closed[closed > level], closed[closed <= level]
    if not inside.size or not outside.size or float(inside.mean() - outside.mean()) < INK:
        return None
    found, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    return _largest(found, soft.size)


def _outlined_sheet(grey: Pixels) -> Sheet | None:
    edges = cv2.dilate(cv2.Canny(_by_logarithm(grey), 15, 40), np.ones((3, 3), np.uint8))
    found, _ = cv2.findContours(edges, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    return _largest(found, grey.size)


def _by_logarithm(grey: Pixels) -> Pixels:
    """Return the picture with edges as steep in a shadow as in the light, without noise."""
    return _bytes(cv2.GaussianBlur(cv2.LUT(grey, _LOGARITHMS), (0, 0), NOISE))


def _largest(found: Sequence[Any], size: int) -> Sheet | None:
    """Return the largest outline as a sheet, if it is one."""
    if not found:
        return None
    largest = max(found, key=cv2.contourArea)
    area = cv2.contourArea(largest)
    if not LEAST_PAGE * size <= area <= MOST_PAGE * size:
        return None
    quad = _four_corners(cv2.convexHull(largest))
    if quad is None or area < FULL * cv2.contourArea(quad):
        return None
    left, top, width, height = cv2.boundingRect(largest)
    return Sheet(in_order(quad), (left, top, left + width, top + height))


def _four_corners(hull: Any) -> Points | None:
    """Return the hull with as few corners as it needs, if those are four."""
    around = cv2.arcLength(hull, True)
    for part in (0.015, 0.025, 0.04, 0.06, 0.08):
        corners = cv2.approxPolyDP(hull, part * around, True)
        if len(corners) == 4:
            return corners.reshape(4, 2).astype(np.float32)
    return None


def in_order(corners: Points) -> Points:
    """Return four corners from the upper left one clockwise."""
    middle = corners.mean(0)
    angles = np.arctan2(corners[:, 1] - middle[1], corners[:, 0] - middle[0])
    ordered = corners[np.argsort(angles)]  # clockwise, as rows count downwards
    first = int(np.argmin(ordered.sum(1)))
    return np.roll(ordered, -first, 0).astype(np.float32)


def sharpness(grey: Pixels) -> float:
    """Return how steep edges are for their contrast: 0 for flat, 1 for a step from pixel to pixel.

    The variance of the Laplacian (Pertuz and others 2013, "LAPV") alone tells bright pages from
    dark ones and full ones from empty ones; here it is that of the steepest hundredth, against the
    contrast around it.
    """
    soft = cv2.GaussianBlur(grey, (0, 0), FINE)
    steps = np.abs(cv2.Laplacian(soft, cv2.CV_32F, ksize=1))
    box = np.ones((9, 9), np.uint8)
    contrast = cv2.dilate(soft, box).astype(np.float32) - cv2.erode(soft, box)
    drawn = contrast >= INK
    if drawn.mean() < 0.002:
        return 0.0
    return float(np.percentile(steps[drawn] / contrast[drawn], 90))


def ink_of(soft: Pixels, corners: Points | None = None, *, is_bright: bool = False) -> Pixels:
    """Return 255 where letters are, darker or brighter than around them; on the sheet only."""
    kind = cv2.MORPH_TOPHAT if is_bright else cv2.MORPH_BLACKHAT
    apart = cv2.morphologyEx(soft, kind, np.ones((11, 11), np.uint8))
    ink = np.where(apart >= INK / 2, 255, 0).astype(np.uint8)
    if corners is not None:
        mask = np.zeros_like(ink)
        cv2.fillConvexPoly(mask, np.rint(corners).astype(np.int32), 255)
        inner = cv2.erode(mask, np.ones((9, 9), np.uint8), borderType=cv2.BORDER_REPLICATE)
        ink = np.minimum(ink, inner)
    return _bytes(ink)


def rows_of(ink: Pixels) -> list[Row]:
    """Return the rows of text, lying or standing, whichever are longer."""
    lying, standing = text_rows(ink), standing_rows(ink)
    return lying if _length(lying) >= _length(standing) else standing


def _length(rows: list[Row]) -> float:
    """Return the length of all rows; long ones count more, as pieces of words are short."""
    return sum(row.length**2 for row in rows)


def text_rows(ink: Pixels) -> list[Row]:
    """Return the rows of text, lying and up to 40 degrees aslant."""
    joined = _bytes(cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((3, 15), np.uint8)))
    found, _ = cv2.findContours(joined, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    rows: list[Row] = []
    for contour in found:
        _middle, sides, _angle = rectangle = cv2.minAreaRect(contour)
        short, long = sorted(sides)
        if not LOWEST_ROW <= short <= HIGHEST_ROW or long < ROW_SHAPE * short:
            continue
        if cv2.contourArea(contour) < 0.4 * short * long:
            continue
        rows.append(Row(np.asarray(cv2.boxPoints(rectangle), np.float32), short, long))
    return rows


def standing_rows(ink: Pixels) -> list[Row]:
    """Return rows whose letters follow each other downwards or upwards."""
    rows = text_rows(_bytes(np.ascontiguousarray(ink.T)))
    return [Row(np.ascontiguousarray(row.box[:, ::-1]), row.height, row.length) for row in rows]


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """A row of text on the small picture."""

    box: Points
    """Its four corners."""
    height: float
    length: float


def angle_of(box: Points) -> float:
    """Return by how many degrees a row falls to the right, -90 to 90."""
    first, second = box[1] - box[0], box[2] - box[1]
    long = first if np.hypot(*first) >= np.hypot(*second) else second
    degrees = float(np.degrees(np.arctan2(long[1], long[0])))
    return (degrees + 90) % 180 - 90


def _tilt(rows: list[Row], corners: Points | None) -> float:
    if corners is not None:
        across = corners[1] - corners[0]
        degrees = float(np.degrees(np.arctan2(across[1], across[0])))
    elif rows:
        degrees = float(np.median([angle_of(row.box) for row in rows]))
    else:
        return 0.0
    return (degrees + 45) % 90 - 45


def middle_height(rows: list[Row]) -> float:
    """Return the middle height of the rows, 0 where there are none."""
    return float(np.median([row.height for row in rows])) if rows else 0.0


def _cut(rows: list[Row], sheet: Sheet | None, size: tuple[int, int]) -> set[str]:
    """Return the edges that rows or the sheet cross."""
    found: set[str] = set()
    if rows:
        points = np.concatenate([row.box for row in rows])
        found |= _touched((*points.min(0), *points.max(0)), size)
    if sheet is not None:
        found |= _touched(sheet.box, size)
    return found


def _touched(box: tuple[Any, ...], size: tuple[int, int]) -> set[str]:
    (left, top, right, bottom), (width, height) = box, size
    sides = {
        "left": left <= EDGE,
        "top": top <= EDGE,
        "right": right >= width - 1 - EDGE,
        "bottom": bottom >= height - 1 - EDGE,
    }
    return {side for side, is_cut in sides.items() if is_cut}


def _bytes(pixels: Any) -> Pixels:
    return np.asarray(pixels, np.uint8)
