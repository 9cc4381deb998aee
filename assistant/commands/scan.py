"""Read pages from a scanner, or from files, as one document."""

from __future__ import annotations

import contextlib
import logging
import time
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from assistant import messages, messages_scanner
from assistant.capture import blank
from assistant.commands import guessing
from assistant.commands.finding import say_barcodes_aside
from assistant.commands.flat_page import page_text
from assistant.commands.recognition import WORDS, Working, say_lines
from assistant.errors import CaptureError, EngineError
from assistant.types import Detail, Origin, Scene, Source, Utterance

if TYPE_CHECKING:
    from collections.abc import Generator

    from assistant.commands.context import Task
    from assistant.types import Screenshot

_log = logging.getLogger(__name__)

WORKING_SECONDS = 1.0
"""A scan that takes longer is told."""
PROGRESS_SECONDS = 3.0
"""So far apart is told how much is done."""
PROGRESS_STEP = 20
"""Percent that must have been done in between."""
FEEDER = "feeder"
"""Of `scanner.source`."""


def scan(task: Task) -> None:
    """Scan a page, or those in the feeder, and read them; or read pages that are files.

    Pages that follow each other, whatever they came from, are one document.
    """
    request = task.request
    task.teller.target = Origin.FILE if request.paths else Origin.SCANNER
    _warm(task)
    pages = _files(task) if request.paths else _scanned(task)
    are_many = len(request.paths) > 1 or (not request.paths and _takes_sheets(task))
    count = 0
    with contextlib.closing(pages):
        while (picture := _next(task, pages)) is not None:
            task.teller.mark("capture")
            _tell(task, picture, are_many=are_many)
            count += 1
    if are_many:
        task.teller.note(messages_scanner.scanned_pages(count))


def _tell(task: Task, picture: Screenshot, *, are_many: bool) -> None:
    """Say what is written on a page, and add it to the document."""
    context = task.context
    number = context.pages.number(picture, context.memory.latest)
    for note in picture.notes if task.request.paths else ():
        task.teller.note(note)
    text = page_text(task, Scene(picture.origin, screenshot=picture))
    first = next(text.lines, None)
    if first is not None and text.is_turned:
        task.teller.note(messages.CAMERA_WAS_UPSIDE_DOWN)
    if first is not None and number > 1:
        task.teller.note(messages.CAMERA_PAGE.format(number=number))
    task.teller.mark("headline")
    scene = text.scene
    # A model makes something up of a page on which there is nothing.
    is_guessed = guessing.is_wanted(task) and not are_many and blank.blank_kind(picture) is None
    if is_guessed:
        guessing.take_in(task, scene)
    if first is not None:
        lines = say_lines(task, chain([first], text.lines), WORDS[Detail.FULL])
        scene = replace(scene, lines=lines)
    elif are_many:
        task.teller.note(messages_scanner.SCANNER_EMPTY_PAGE)
    context.memory.keep_scene(context.pages.add(scene))
    say_barcodes_aside(task, picture)
    if is_guessed:
        guessing.add_guesses(task, scene)
    if not task.teller.statements and not are_many:
        task.teller.note(messages_scanner.SCANNER_NOTHING)


def _next(task: Task, pages: Generator[Screenshot]) -> Screenshot | None:
    with Working(task):
        return next(pages, None)


def _files(task: Task) -> Generator[Screenshot]:
    """Yield the pictures in the files. Raises CaptureError."""
    for path in task.request.paths:
        task.turn.check()
        yield task.context.pictures.from_file(path)


def _scanned(task: Task) -> Generator[Screenshot]:
    """Yield the pages that the scanner gives, each with a double click. Raises CaptureError."""
    context, request = task.context, task.request
    if context.scanner is None:
        raise CaptureError("scanner.none", messages_scanner.SCANNER_NONE)
    progress = _Progress(task)
    pages = context.scanner.scan(
        task.turn, progress.tell, device=request.device, pages=request.pages
    )
    with contextlib.closing(pages):
        for picture in pages:
            context.earcons.play("taken")
            yield picture


def _takes_sheets(task: Task) -> bool:
    return (task.request.pages or 1) > 1 or task.context.settings.scanner.source == FEEDER


def _warm(task: Task) -> None:
    """Load what reads pages, while the scanner works."""
    try:
        task.context.recognizer.warm()
        if task.context.page_corrector is not None:
            task.context.page_corrector.warm()
    except EngineError as error:
        _log.info("an engine does not start: %s", error.code)  # the reading itself says it


class Milestones:
    """Which words tell how far a scan is: none of a short one, and few of a long one. Pure."""

    def __init__(self) -> None:
        self._told_at: float | None = None
        self._percent = 0

    def words(self, percent: float, seconds: float) -> str:
        """Return what to say where so much is done after so many seconds; or nothing."""
        if self._told_at is None:
            if seconds < WORKING_SECONDS:
                return ""
            self._told_at = seconds
            return messages_scanner.SCANNER_WORKING
        tens = int(percent // 10) * 10
        is_due = seconds - self._told_at >= PROGRESS_SECONDS
        if not is_due or tens - self._percent < PROGRESS_STEP or tens >= 100:
            return ""
        self._told_at, self._percent = seconds, tens
        return messages_scanner.SCANNER_PROGRESS.format(percent=tens)


class _Progress:
    """Says how far the first page is, beside what is kept of the answer."""

    def __init__(self, task: Task) -> None:
        self._task = task
        self._milestones = Milestones()
        self._began = time.monotonic()

    def tell(self, percent: float | None) -> None:
        """Say it, while nothing else is said. Raises TurnCancelled."""
        task = self._task
        if percent is None or task.request.is_quiet or task.teller.said:
            return
        words = self._milestones.words(percent, time.monotonic() - self._began)
        if words:
            utterance = Utterance(words, Source.PROGRAM, task.turn.id)
            task.context.speaker.say(task.turn, utterance)
