"""Several photographed pages as one document."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.perceive.new_text import is_same_page
from assistant.types import Origin

if TYPE_CHECKING:
    from assistant.types import Scene, Screenshot, TextLine

FOLLOWING_SECONDS = 180.0
"""A page that is taken so soon after another one belongs to the same document."""


class Pages:
    """The pages that were photographed last, as one document. Used by one turn at a time."""

    def __init__(self) -> None:
        self._lines: tuple[TextLine, ...] = ()
        self._page: tuple[TextLine, ...] = ()
        """Lines of the last page alone."""
        self._height = 0
        self._taken_at = 0.0
        self._number = 0

    def number(self, picture: Screenshot, latest: Scene | None) -> int:
        """Return which page of a document `picture` is, from 1.

        `latest` is the scene that was told last: after another one a new document begins.
        """
        is_next = latest is not None and latest.origin is Origin.CAMERA and bool(self._lines)
        if not is_next or picture.taken_at - self._taken_at > FOLLOWING_SECONDS:
            self._lines = self._page = ()
            self._number = 0
        return self._number + 1

    def add(self, scene: Scene) -> Scene:
        """Return the scene with the lines of all pages, the earlier ones above its picture.

        The same page again takes the place of its first picture.
        """
        picture = scene.screenshot
        assert picture is not None
        if not scene.lines:
            return scene
        if is_same_page(self._page, scene.lines):
            self._lines = self._lines[: len(self._lines) - len(self._page)]
            self._number -= 1
            earlier = self._lines
        else:
            earlier = tuple(
                replace(line, bounds=line.bounds.moved(0, -self._height)) for line in self._lines
            )
        first = 1 + max((line.block for line in earlier), default=-1)
        page = tuple(replace(line, block=line.block + first) for line in scene.lines)
        self._lines, self._page = (*earlier, *page), page
        self._height, self._taken_at = picture.height, picture.taken_at
        self._number += 1
        return replace(scene, lines=self._lines)
