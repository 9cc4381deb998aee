"""Finds the barcodes in a picture and tells them."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

from assistant import messages
from assistant.errors import EngineError
from assistant.perceive import barcode_words
from assistant.turn import Turn, TurnCancelled
from assistant.types import Origin

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assistant.commands.context import Task
    from assistant.perceive.barcodes import Barcode
    from assistant.types import Screenshot

_log = logging.getLogger(__name__)

ASIDE_SECONDS = 1.5
"""So long a description looks for barcodes after its text, while that is being spoken."""
_ASIDE = frozenset((Origin.SCREEN, Origin.CLIPBOARD, Origin.FILE, Origin.CAMERA, Origin.SCANNER))


def say_barcodes(task: Task, picture: Screenshot) -> bool:
    """Say all barcodes in the picture; return whether there are any.

    Raises EngineError where the engine is missing or fails, and TurnCancelled.
    """
    reader = task.context.barcodes
    if reader is None:
        raise EngineError("engine.missing", messages.BARCODE_MISSING)
    return _say(task, picture, reader.find(task.turn, picture))


def say_barcodes_aside(task: Task, picture: Screenshot) -> None:
    """Say those that are found soon, beside a description. Raises TurnCancelled.

    Nobody asked for them: an engine that is missing or fails is not told.
    """
    reader = task.context.barcodes
    if reader is None or picture.origin not in _ASIDE:
        return
    aside = Turn("barcodes")
    undo = task.turn.on_cancel(aside.cancel)
    limit = threading.Timer(ASIDE_SECONDS, aside.cancel)
    limit.daemon = True
    limit.start()
    try:
        found = list(reader.find(aside, picture, is_quick=True))
    except TurnCancelled:
        task.turn.check()
        _log.info("looking for barcodes took too long")
        return
    except EngineError as error:
        _log.info("no barcodes are looked for: %s", error.code)
        return
    finally:
        limit.cancel()
        undo()
    _say(task, picture, found)


def _say(task: Task, picture: Screenshot, found: Iterable[Barcode]) -> bool:
    codes = barcode_words.ordered(found)
    task.teller.mark("barcodes")
    if not codes:
        return False
    task.context.memory.barcodes = tuple(barcode_words.content(code) for code in codes)
    task.teller.say(barcode_words.statement(code, picture.bounds) for code in codes)
    return True
