"""What was read in the last pictures, and what of it still holds in a new one."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.perceive.ocr import changes
from assistant.perceive.ocr.changes import Fingerprints
from assistant.types import Bounds, Screenshot, TextLine

MOST_PICTURES = 16
"""The windows that a person goes back to."""
LEAST_LIKENESS = 0.4
"""Pictures less alike are not compared: to read all takes no longer."""
MOST_CHANGED = 0.6
"""Where more of a picture is to be read again, all of it is."""


@dataclass(frozen=True, slots=True)
class Text:
    """What is written in one box of a picture. All bounds here are in the picture's own pixels."""

    bounds: Bounds
    text: str
    confidence: float
    mark: bytes = b""


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read in one picture."""

    prints: Fingerprints
    texts: tuple[Text, ...]
    lines: tuple[TextLine, ...]
    unread: tuple[Bounds, ...] = ()
    """Boxes that were found and not read before the turn ended."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What to read in a new picture."""

    areas: tuple[Bounds, ...]
    """Empty where nothing changed."""
    known: tuple[Text, ...] = ()
    """Texts that stay as they are."""


class Memory:
    """The last readings. Pictures are known by their looks: windows of one size may share it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._readings: list[Reading] = []

    def recall(self, prints: Fingerprints) -> Reading | None:
        """Return the reading of the picture most like this one."""
        with self._lock:
            alike = [(changes.likeness(prints, one.prints), one) for one in self._readings]
        best, reading = max(alike, key=lambda pair: pair[0], default=(0.0, None))
        return reading if best >= LEAST_LIKENESS else None

    def keep(self, reading: Reading, instead_of: Reading | None) -> None:
        """Remember `reading`, and no longer the one before of the same window."""
        with self._lock:
            others = [one for one in self._readings if one is not instead_of]
            self._readings = [*others, reading][-MOST_PICTURES:]

    def forget(self) -> None:
        """Forget everything."""
        with self._lock:
            self._readings = []


def marked(screenshot: Screenshot, texts: Iterable[Text]) -> tuple[Text, ...]:
    """Return the texts with fingerprints of their pixels."""
    return tuple(
        Text(text.bounds, text.text, text.confidence, changes.mark(screenshot, text.bounds))
        for text in texts
    )


def plan(screenshot: Screenshot, prints: Fingerprints, reading: Reading | None) -> Plan:
    """Return what to read: changed places whole, with the texts that changed in them."""
    picture = Bounds(0, 0, screenshot.width, screenshot.height)
    if reading is None:
        return Plan((picture,))
    changed = changes.changed_areas(reading.prints, prints, picture)
    known: list[Text] = []
    areas = [changes.grown(area, 0, 0, picture) for area in changed]
    for text in reading.texts:
        if changes.touches(changed, text.bounds) and _is_changed(screenshot, text):
            areas.append(text.bounds)
        else:
            known.append(text)
    areas = _with_margins([*areas, *reading.unread], picture)
    if sum(area.area for area in areas) > MOST_CHANGED * picture.area:
        return Plan((picture,))
    return Plan(tuple(areas), tuple(known))


def _is_changed(screenshot: Screenshot, text: Text) -> bool:
    return changes.mark(screenshot, text.bounds) != text.mark


def _with_margins(areas: Sequence[Bounds], picture: Bounds) -> list[Bounds]:
    margin = changes.MARGIN
    return changes.merged([changes.grown(area, margin, margin, picture) for area in areas])
