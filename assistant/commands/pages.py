"""Several pages, from a camera, a scanner or files, as one document."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.perceive.new_text import is_same_page
from assistant.types import Origin

if TYPE_CHECKING:
    from assistant.types import Scene, Screenshot, TextLine

FOLLOWING_SECONDS = 600.0
"""A page that is taken so soon after another one belongs to the same document. A full page is read
aloud in four minutes, at a slow rate in eight."""
_TAKEN = frozenset((Origin.CAMERA, Origin.SCANNER))


class Pages:
    """The pages that were read last, as one document. Used by one turn at a time."""

    def __init__(self) -> None:
        self._pages: list[tuple[TextLine, ...]] = []
        """Lines of each page. Earlier ones lie above the picture of the last."""
        self._lines: tuple[TextLine, ...] = ()
        """All of them, as they were handed out last."""
        self._height = 0
        self._taken_at = 0.0

    def number(self, picture: Screenshot, latest: Scene | None) -> int:
        """Return which page of a document `picture` is, from 1.

        `latest` is the scene that was told last: after another one a new document begins.
        """
        is_next = self._is_last(latest)
        if not is_next or picture.taken_at - self._taken_at > FOLLOWING_SECONDS:
            self._pages, self._lines = [], ()
        return len(self._pages) + 1

    def add(self, scene: Scene) -> Scene:
        """Return the scene with the lines of all pages, the earlier ones above its picture.

        The same page again takes the place of its first picture.
        """
        picture = scene.screenshot
        assert picture is not None
        if not scene.lines:
            return scene
        if self._pages and is_same_page(self._pages[-1], scene.lines):
            self._pages.pop()
        else:
            self._pages = [_above(page, self._height) for page in self._pages]
        first = 1 + max((line.block for page in self._pages for line in page), default=-1)
        self._pages.append(tuple(replace(line, block=line.block + first) for line in scene.lines))
        self._lines = tuple(line for page in self._pages for line in page)
        self._height, self._taken_at = picture.height, picture.taken_at
        counts = tuple(len(page) for page in self._pages)
        return replace(scene, lines=self._lines, pages=counts if len(counts) > 1 else ())

    def _is_last(self, latest: Scene | None) -> bool:
        """Whether a scene is the document as it was handed out last, or a page without text."""
        if latest is None or not self._pages:
            return False
        is_empty = latest.origin in _TAKEN and not latest.lines
        return is_empty or latest.lines is self._lines


def _above(page: tuple[TextLine, ...], height: int) -> tuple[TextLine, ...]:
    return tuple(replace(line, bounds=line.bounds.moved(0, -height)) for line in page)
