"""Child side, pure: bars too fine for a reader that looks for their edges.

Where a bar is one pixel wide, no row of pixels has its edges any more; but all rows together do:
the bars lie aslant of the pixels, so each row samples them at other places, and the mean of some
fifty rows has a seventh of their noise. In steps:

1. find where a picture has edges of one direction only, closely packed;
2. take the mean along the bars, sampled several times a pixel: a profile;
3. try where the code begins, how wide its modules are and how blurred they are, and take for each
   symbol the pattern that is nearest to the profile under the same blur;
4. do so again for the upper and the lower half of the bars. Only what the whole and both halves
   agree in counts, and only where the second nearest pattern is clearly worse.

What comes out are modules. Their check digits are for the caller to check.
"""

from __future__ import annotations

import functools
import itertools
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

Numbers = np.ndarray[Any, np.dtype[np.float64]]

BLOCK = 8
"""Side in pixels of the cells that edges are gathered in."""
COHERENT = 0.55
"""Share of a cell's edges that have its direction: of bars at a pixel a module 0.6 to 0.95."""
CONTRAST = 3.0
"""Levels a pixel that the edges of a cell have in the mean, beyond those of noise."""
LEAST_CELLS = 12
LEAST_LENGTH = 64
"""Pixels; shorter bars, at under a pixel a module, hold nothing that can be read."""
MOST_GROUPS = 40
"""Noise and text have thousands of groups of cells; those of bars are among the most alike."""
LONGEST_PIXELS = 400
"""Pixels: longer codes have modules that single rows show."""
HIGHEST = 160
"""Pixels along the bars that are looked at."""
PLACES = 2
"""So many places are tried in one picture."""
FINE = 4
"""Samples of a profile a pixel, and of a pattern a module."""
BLURS = (0.55, 0.8, 1.05)
"""Standard deviations in pixels: a lens and a sensor in focus have 0.5, a little out of it 1."""
ALIKE = 0.955
"""Correlation of a code's profile with that of the modules that were read out of it."""
LEAST_GAIN = 0.5
PARTS = ((-0.65, 0.65), (-0.65, 0.05), (-0.05, 0.65))
"""Of half the height of the bars: the whole and its halves."""
QUIET = 0.045
"""Of the length of bars: no space in a code is as wide, and each quiet zone is wider."""
COARSE = (-4, -2, 0, 2, 4)
"""Quarters of a pixel by which a code's ends may lie elsewhere than its ink."""
MOST_KINDS = 2
REACH = 4
"""Modules around one that its blur takes in."""
SMALL = 0.002
"""Square errors below which patterns are alike: those of the blur itself."""
CLEAR = 1.35
"""So much further than the nearest pattern the second nearest lies, in each symbol."""


@dataclass(frozen=True, slots=True)
class Bars:
    """Where bars lie."""

    x: float
    y: float
    """Their middle, in pixels."""
    angle: float
    """In radians: the direction across the bars."""
    length: float
    """Across the bars, in pixels."""
    height: float
    """Along them."""


@dataclass(frozen=True, slots=True)
class Modules:
    """A code as it was read."""

    modules: str
    """"1" for each module of bar, "0" for each of space, without quiet zones."""
    corners: tuple[tuple[float, float], ...]
    """Top left, top right, bottom right, bottom left, as the code is read."""


def read(grey: Numbers) -> Iterator[Modules]:
    """Yield the codes in a grey picture, rows first, 0 to 255."""
    for bars in find(grey)[:PLACES]:
        found = _read(grey, bars)
        if found is not None:
            yield found


# -- where bars lie -------------------------------------------------------------------------------


def find(grey: Numbers) -> list[Bars]:
    """Return where the picture has bars, the largest first."""
    if min(grey.shape) < 4 * BLOCK:
        return []
    across, coherence = _edges(grey)
    is_bars = coherence > 0
    found: list[Bars] = []
    for _ in range(MOST_GROUPS):
        if not is_bars.any():
            break
        start = np.unravel_index(int(np.argmax(np.where(is_bars, coherence, 0))), is_bars.shape)
        cells = _grown(is_bars, across, (int(start[0]), int(start[1])))
        is_bars[tuple(np.array(cells).T)] = False
        if len(cells) >= LEAST_CELLS:
            bars = _around(cells, across)
            if bars.length <= LONGEST_PIXELS and min(bars.length, 2 * bars.height) >= LEAST_LENGTH:
                found.append(bars)
    return sorted(found, key=lambda bars: -bars.length * bars.height)


def _edges(grey: Numbers) -> tuple[Numbers, Numbers]:
    """Return for each cell the direction across its edges, and how alike they are; 0 for none."""
    down, right = (np.asarray(one, np.float64) for one in np.gradient(grey))
    xx, yy, xy = (_gathered(product) for product in (right * right, down * down, right * down))
    difference = np.hypot(xx - yy, 2 * xy)
    energy = xx + yy
    noise = float(np.quantile(energy, 0.2))
    coherence = difference / np.maximum(energy, 1e-9)
    is_bars = (coherence > COHERENT) & (difference > CONTRAST**2 + noise)
    return np.arctan2(2 * xy, xx - yy) / 2, np.where(is_bars, coherence, 0.0)


def _gathered(values: Numbers) -> Numbers:
    """Return the mean of each cell and of those around it."""
    rows, columns = (size // BLOCK for size in values.shape)
    cells = values[: rows * BLOCK, : columns * BLOCK]
    cells = cells.reshape(rows, BLOCK, columns, BLOCK).mean(axis=(1, 3))
    wide = np.pad(cells, 1, mode="edge")
    around = [wide[r : r + rows, c : c + columns] for r in range(3) for c in range(3)]
    return np.mean(around, axis=0)


def _grown(is_bars: Any, across: Numbers, start: tuple[int, int]) -> list[tuple[int, int]]:
    """Return the cells that hang together with the first and have nearly its direction."""
    cells, waiting = {start}, [start]
    rows, columns = is_bars.shape
    while waiting:
        row, column = waiting.pop()
        for beside in itertools.product((row - 1, row, row + 1), (column - 1, column, column + 1)):
            if beside in cells or not (0 <= beside[0] < rows and 0 <= beside[1] < columns):
                continue
            turn = (across[beside] - across[start] + np.pi / 2) % np.pi - np.pi / 2
            if is_bars[beside] and abs(turn) < 0.25:
                cells.add(beside)
                waiting.append(beside)
    return list(cells)


def _around(cells: Sequence[tuple[int, int]], across: Numbers) -> Bars:
    rows, columns = np.array(cells, np.float64).T
    doubled = 2 * across[tuple(np.array(cells).T)]
    angle = float(np.arctan2(np.sin(doubled).mean(), np.cos(doubled).mean()) / 2)
    x, y = (columns + 0.5) * BLOCK, (rows + 0.5) * BLOCK
    t, s = x * np.cos(angle) + y * np.sin(angle), y * np.cos(angle) - x * np.sin(angle)
    middle_t, middle_s = (t.min() + t.max()) / 2, (s.min() + s.max()) / 2
    return Bars(
        x=float(middle_t * np.cos(angle) - middle_s * np.sin(angle)),
        y=float(middle_t * np.sin(angle) + middle_s * np.cos(angle)),
        angle=angle,
        length=float(np.ptp(t)) + BLOCK,
        height=min(HIGHEST, float(np.ptp(s)) + BLOCK),
    )


# -- their profile --------------------------------------------------------------------------------


class _Strip:
    """The pixels of bars, by their distance across them."""

    def __init__(self, grey: Numbers, bars: Bars) -> None:
        reach = bars.length / 2 + 4 * BLOCK
        side = int(np.hypot(reach, bars.height / 2)) + 1
        top, left = max(0, round(bars.y) - side), max(0, round(bars.x) - side)
        piece = grey[top : round(bars.y) + side, left : round(bars.x) + side]
        rows, columns = np.indices(piece.shape)
        self._x, self._y = columns + left - bars.x, rows + top - bars.y
        self._values, self._bars, self._reach = piece, bars, reach
        self.angles = [self._sharpest(measure) for measure in (self._steepness, self._spread)]
        """Directions across the bars, the likelier first."""

    def _sharpest(self, measure: Callable[[float], float]) -> float:
        """Return the direction in which a measure of the profile is largest.

        That of the cells is up to five degrees off: differences of fine bars are too small, and
        not equally so in rows and columns.
        """
        angle = self._bars.angle
        for step, count in ((0.012, 11), (0.003, 4), (0.001, 3)):
            tried = [angle + step * n for n in range(-count, count + 1)]
            angle = max(tried, key=measure)
        return angle

    def _steepness(self, angle: float) -> float:
        """Return how steep the edges are; around the bars lie edges of the paper."""
        profile = self._inner(angle)
        return float((np.diff(np.convolve(profile, (0.25, 0.5, 0.25), "valid")) ** 2).sum())

    def _spread(self, angle: float) -> float:
        """Return how much ink and paper differ: where bars lie along rows, edges tell little."""
        return float(self._inner(angle).var())

    def _inner(self, angle: float) -> Numbers:
        margin = round(2 * (self._reach - self._bars.length / 2 + 2 * BLOCK))
        return self.profile(angle, (-0.6, 0.6), 2)[margin:-margin]

    def profile(self, angle: float, part: tuple[float, float], fine: int = FINE) -> Numbers:
        """Return means across the bars, `fine` a pixel; `part` of their half height."""
        t = self._x * np.cos(angle) + self._y * np.sin(angle)
        s = self._y * np.cos(angle) - self._x * np.sin(angle)
        half = self._bars.height / 2
        is_in = (s >= part[0] * half) & (s <= part[1] * half) & (abs(t) <= self._reach)
        places = ((t[is_in] + self._reach) * fine).astype(np.intp)
        size = int(2 * self._reach * fine) + 1
        counts = np.bincount(places, minlength=size)
        sums = np.bincount(places, self._values[is_in], minlength=size)
        is_known = counts > 0
        if not is_known.any():
            return np.zeros(size)
        means = sums[is_known] / counts[is_known]
        return np.interp(np.arange(size), np.flatnonzero(is_known), means)


# -- what is written there ------------------------------------------------------------------------

_L = [
    *("0001101", "0011001", "0010011", "0111101", "0100011"),
    *("0110001", "0101111", "0111011", "0110111", "0001011"),
]
_R = ["".join("10"[int(m)] for m in digit) for digit in _L]
_G = [digit[::-1] for digit in _R]
_WIDTHS = [w for w in itertools.product((1, 2, 3, 4), repeat=6) if sum(w) == 11]
_128 = [
    "".join("10"[place % 2] * width for place, width in enumerate(widths))
    for widths in _WIDTHS
    if sum(widths[::2]) % 2 == 0
]
_START = [code for code in _128 if code in ("11010000100", "11010010000", "11010011100")]
"""What is written in Code 128 begins with one of its three sets."""


@dataclass(frozen=True, slots=True)
class _Kind:
    """How a code is built: patterns for each of its symbols, those of guards alone in theirs."""

    symbols: tuple[tuple[str, ...], ...]

    @property
    def width(self) -> int:
        return sum(len(patterns[0]) for patterns in self.symbols)


def _retail(left: Sequence[str], digits: int) -> _Kind:
    halves = (tuple(left),) * digits, (tuple(_R),) * digits
    return _Kind((("101",), *halves[0], ("01010",), *halves[1], ("101",)))


def _code128(count: int) -> _Kind:
    return _Kind((tuple(_START), *(tuple(_128),) * count, ("1100011101011",)))


SHORTEST, LONGEST = 6, 24
"""Symbols of Code 128 between its start and its stop. Its one check symbol lets one of a hundred
wrong readings pass, so what is short is left to the reader of edges."""
_KINDS = (
    _retail([*_L, *_G], 6),
    _retail(_L, 4),
    *(_code128(count) for count in range(SHORTEST, LONGEST + 1)),
)


@dataclass(frozen=True, slots=True)
class _Fit:
    """Where a code lies in a profile."""

    kind: _Kind
    start: float
    module: float
    """Both in samples."""
    blur: float
    """In modules."""

    def samples(self, scaled: Numbers) -> Numbers:
        """Return the profile of its modules, a row of `FINE` each."""
        places = (np.arange(self.kind.width * FINE) + 0.5) / FINE * self.module + self.start - 0.5
        return np.interp(places, np.arange(len(scaled)), scaled).reshape(-1, FINE)


def _read(grey: Numbers, bars: Bars) -> Modules | None:
    """Return what is read at one place, where all parts agree."""
    strip = _Strip(grey, bars)
    for angle in strip.angles:
        found = _read_at(strip, bars, angle)
        if found is not None:
            return found
    return None


def _read_at(strip: _Strip, bars: Bars, angle: float) -> Modules | None:
    parts = [_scaled(strip.profile(angle, part)) for part in PARTS]
    for turn in (0.0, np.pi):
        ends = _ends(parts[0], bars.length)
        for fit in _fits(parts[0], *ends) if ends else ():
            modules = _decoded(parts[0], fit)
            if modules and all(_decoded(part, fit) == modules for part in parts[1:]):
                return Modules(modules, _corners(bars, angle + turn))
        parts = [part[::-1] for part in parts]
    return None


def _scaled(profile: Numbers) -> Numbers:
    """Return it with 0 for paper and 1 for ink, as far as the widest bars tell."""
    ink, paper = np.quantile(profile, (0.04, 0.96))
    return (paper - profile) / max(float(paper - ink), 1.0)


def _ends(scaled: Numbers, length: float) -> tuple[float, float] | None:
    """Return where the first bar begins and the last ends, in samples.

    The longest stretch without a gap as wide as a quiet zone is the code.
    """
    is_ink = np.flatnonzero(scaled > 0.35)
    if len(is_ink) < 20:
        return None
    gaps = np.flatnonzero(np.diff(is_ink) > FINE * max(3.5, QUIET * (length - 4 * BLOCK)))
    edges = [0, *(gaps + 1), len(is_ink)]
    first, after = max(itertools.pairwise(edges), key=lambda pair: pair[1] - pair[0])
    return float(is_ink[first]), float(is_ink[after - 1] + 1)


def _fits(scaled: Numbers, first: float, last: float) -> Iterator[_Fit]:
    """Yield the ways in which codes may lie there, the likeliest first."""
    retail, others = _KINDS[:2], _KINDS[2:]
    ranked = [min(retail, key=lambda kind: _by_guards(scaled, kind, first, last))]
    ranked += sorted(others, key=lambda kind: _by_guards(scaled, kind, first, last))[:MOST_KINDS]
    for kind in ranked:
        fits = _grid(kind, (first, last), COARSE, BLURS)
        coarse = min(fits, key=lambda fit: _error(scaled, fit))
        ends = coarse.start, coarse.start + kind.width * coarse.module
        fits = _grid(kind, ends, (-1, 0, 1), (coarse.blur * coarse.module / FINE,))
        yield min(fits, key=lambda fit: _error(scaled, fit))


def _by_guards(scaled: Numbers, kind: _Kind, first: float, last: float) -> float:
    """Return how far the guards alone are from what they would be."""
    ends = first + FINE / 2, last - FINE / 2
    fits = _grid(kind, ends, (-2, 0, 2), BLURS[1:2])
    return min(_error(scaled, fit, most_patterns=3) for fit in fits)


def _grid(
    kind: _Kind, ends: tuple[float, float], steps: Sequence[int], blurs: Sequence[float]
) -> Iterator[_Fit]:
    """Yield the ways in which a code may lie; `steps` are quarters of a pixel at both ends."""
    for at, to, blur in itertools.product(steps, steps, blurs):
        start, end = ends[0] + at * FINE / 4, ends[1] + to * FINE / 4
        module = (end - start) / kind.width
        yield _Fit(kind, start, module, blur * FINE / module)


def _error(scaled: Numbers, fit: _Fit, most_patterns: int = 1000) -> float:
    """Return the mean square of what is left by the nearest patterns."""
    samples, total, count, at = fit.samples(scaled), 0.0, 0, 0
    for patterns in fit.kind.symbols:
        width = len(patterns[0])
        if len(patterns) <= most_patterns:
            seen = samples[at : at + width].ravel()
            total += float(_distances(seen, _templates(patterns, round(fit.blur, 1))).min())
            count += width
        at += width
    return total / count


@functools.cache
def _templates(patterns: tuple[str, ...], blur: float) -> Numbers:
    """Return what patterns look like, a row each; beside them lies the opposite of their ends."""
    rows = []
    for pattern in patterns:
        left, right = "10"[int(pattern[0])], "10"[int(pattern[-1])]
        if pattern in _START or (len(patterns) == 1 and pattern[0] == "1"):
            left = "0"
        rows.append(_blurred(REACH * left + pattern + REACH * right, blur))
    return np.array(rows)


def _blurred(modules: str, blur: float) -> Numbers:
    """Return modules as they look under a blur, without `REACH` of them at both ends."""
    ink = np.array([int(module) for module in modules], np.float64)
    windows = np.lib.stride_tricks.sliding_window_view(ink, 2 * REACH + 1)
    return (windows @ _weights(blur).T).ravel()


@functools.cache
def _weights(blur: float) -> Numbers:
    """Return what each module around one adds to each sample in it."""
    inside = (np.arange(FINE) + 0.5) / FINE
    edges = np.arange(-REACH, REACH + 2)[None] - inside[:, None]
    below = np.vectorize(math.erf)(edges / (max(blur, 0.05) * 2**0.5))
    return np.diff(below, axis=1) / 2


def _distances(seen: Numbers, templates: Numbers) -> Numbers:
    return ((templates - seen) ** 2).sum(axis=1) / FINE


def _decoded(scaled: Numbers, fit: _Fit) -> str:
    """Return the modules of a code; empty where they are not clear."""
    samples, blur = fit.samples(scaled), round(fit.blur, 2)
    modules, at, clear = "", 0, 0.0
    for patterns in fit.kind.symbols:
        seen = samples[at : at + len(patterns[0])].ravel()
        nearest = int(_distances(seen, _templates(patterns, round(blur, 1))).argmin())
        modules += patterns[nearest]
        at += len(patterns[0])
    for _ in range(2):
        shown = _blurred("0" * REACH + modules + "0" * REACH, blur)
        gain, base = np.polyfit(shown, samples.ravel(), 1)
        if gain < LEAST_GAIN or np.corrcoef(shown, samples.ravel())[0, 1] < ALIKE:
            return ""
        modules, clear = _again((samples - base) / gain, fit.kind, modules, blur)
    return modules if clear >= CLEAR else ""


def _again(samples: Numbers, kind: _Kind, modules: str, blur: float) -> tuple[str, float]:
    """Return the modules as they are with their neighbours known, and how clear the least is."""
    least, at = float("inf"), 0
    around = "0" * REACH + modules + "0" * REACH
    for patterns in kind.symbols:
        width = len(patterns[0])
        left, right = around[at : at + REACH], around[at + width + REACH :][:REACH]
        seen = samples[at : at + width].ravel()
        if len(patterns) > 1:
            shown = np.array([_blurred(left + pattern + right, blur) for pattern in patterns])
            errors = _distances(seen, shown)
            first, second = (int(n) for n in np.argsort(errors)[:2])
            around = around[: at + REACH] + patterns[first] + around[at + REACH + width :]
            least = min(least, (errors[second] + SMALL) / (errors[first] + SMALL))
        at += width
    return around[REACH:-REACH], least


def _corners(bars: Bars, angle: float) -> tuple[tuple[float, float], ...]:
    sine, cosine = math.sin(angle), math.cos(angle)
    half, high = bars.length / 2, bars.height / 2
    return tuple(
        (bars.x + t * cosine - s * sine, bars.y + t * sine + s * cosine)
        for t, s in ((-half, -high), (half, -high), (half, high), (-half, high))
    )
