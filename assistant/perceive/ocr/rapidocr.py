"""Parent side of RapidOCR: only what changed is read, the rest is remembered.

ONNX Runtime is the default. Measured on a page of 3,852 characters and two cores: 2.3 s and 470 MB,
against 3.4 s and 740 MB with OpenVINO (`pip install openvino`, 180 MB more on disk); error rate
0.16 % with both. OpenVINO finds text in half the time but takes half as long again to read it; on
processors where it reads faster too (others measured 1.1 s against 2.3 s) it is worth its weight.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from assistant import messages
from assistant.models.host import EngineHost, EngineSpec, Reply
from assistant.perceive.ocr import changes, layout
from assistant.perceive.ocr.remembered import Memory, Plan, Reading, Text, marked, plan
from assistant.turn import Turn
from assistant.types import Bounds, Screenshot, TextLine

MIN_CONFIDENCE = 0.6
"""Measured: text of 9 to 20 pixels is read with 0.9 and more, even in the grey of disabled entries;
icons and pictures that are taken for several letters with 0.5 to 0.7."""
MIN_CONFIDENCE_PAIR = 0.75
"""Of two letters."""
MIN_CONFIDENCE_LETTER = 0.9
"""Of a lone letter or digit. Of 240 icons 160 are taken for one, 40 with more than this."""
WIDEST_LETTER = 0.95
"""Width for height of a lone letter's box; icons are square. 5 of those 40 icons are slimmer, and
so are all digits and three of four letters."""
_DEGREES = {"\u2103": "\u00b0C", "\u2109": "\u00b0F"}
"""Signs that the engine takes for the two that screens write."""
_ENGINE = "assistant.perceive.ocr.rapidocr_engine:RapidOcrEngine"


class RapidOcrRecognizer:
    """A Recognizer whose engine runs in a process of its own. Safe from any thread."""

    def __init__(self, backend: str, unload_after_seconds: float, answer_seconds: float) -> None:
        self.host = EngineHost(
            EngineSpec(
                title=messages.TEXT_RECOGNITION,
                factory=_ENGINE,
                missing=messages.TEXT_RECOGNITION_MISSING,
                arguments={"backend": backend},
                idle_seconds=unload_after_seconds,
                answer_seconds=answer_seconds,
            )
        )
        self._memory = Memory()

    def recognize(self, turn: Turn, screenshot: Screenshot) -> Iterator[TextLine]:
        """Yield lines in reading order as they are read; see `Recognizer`."""
        turn.check()
        prints = changes.fingerprints(screenshot)
        before = self._memory.recall(prints)
        todo = plan(screenshot, prints, before)
        if before is not None and not todo.areas:
            self._memory.keep(before, instead_of=before)
            lines: Iterable[TextLine] = before.lines
        else:
            lines = self._read(turn, screenshot, todo, prints, before)
        for line in lines:
            turn.check()
            yield replace(line, bounds=on_desktop(line.bounds, screenshot))

    def warm(self) -> None:
        """Start loading the engine and return at once."""
        self.host.warm()

    def forget(self) -> None:
        """Forget all that was read."""
        self._memory.forget()

    def close(self) -> None:
        """End the engine process and forget all that was read."""
        self.host.close()
        self.forget()

    def _read(
        self,
        turn: Turn,
        screenshot: Screenshot,
        todo: Plan,
        prints: changes.Fingerprints,
        before: Reading | None,
    ) -> Iterator[TextLine]:
        """Yield lines as they are read, and remember what was read even if the turn ends."""
        page = _Page(todo.known)
        arguments = {
            "regions": _numbers(todo.areas),
            "known": _numbers(text.bounds for text in todo.known),
        }
        pixels = changes.cut(screenshot, todo.areas)
        try:
            for reply in self.host.stream(turn, "read", arguments, pixels):
                yield from page.take(reply)
        finally:
            if page.is_arranged:
                texts = marked(screenshot, page.texts.values())
                reading = Reading(prints, texts, tuple(page.lines), tuple(page.unread()))
                self._memory.keep(reading, instead_of=before)


class _Page:
    """Puts the engine's replies together: a line is done once all its boxes are read."""

    def __init__(self, known: Sequence[Text]) -> None:
        self.texts = dict(enumerate(known))
        self.lines: list[TextLine] = []
        self.is_arranged = False
        """Whether it is known where text is."""
        self._boxes: list[Bounds] = []
        self._waiting: list[tuple[int, list[int]]] = []

    def take(self, reply: Reply) -> list[TextLine]:
        """Return the lines that the reply completes."""
        values: Mapping[str, Any] = reply.values
        if "boxes" in values:
            self._arrange(values["boxes"], values["lines"])
        else:
            box: int = values["box"]
            text = with_degrees(values["text"])
            self.texts[box] = Text(self._boxes[box], text, values["confidence"])
        done: list[TextLine] = []
        while self._waiting and all(box in self.texts for box in self._waiting[0][1]):
            block, boxes = self._waiting.pop(0)
            readable = [self.texts[box] for box in boxes if is_readable(self.texts[box])]
            if readable:
                done.append(_line(readable, block))
        self.lines += done
        return done

    def unread(self) -> list[Bounds]:
        """Return the boxes that were found and are not read yet."""
        boxes = [box for _, boxes in self._waiting for box in boxes]
        return [self._boxes[box] for box in boxes if box not in self.texts]

    def _arrange(self, boxes: list[list[int]], lines: list[tuple[int, list[int]]]) -> None:
        self._boxes = [Bounds(*box) for box in boxes]
        self._waiting = [(block, list(numbers)) for block, numbers in lines]
        still_there = {number for _, numbers in lines for number in numbers}
        self.texts = {box: text for box, text in self.texts.items() if box in still_there}
        self.is_arranged = True


def with_degrees(text: str) -> str:
    """Return a text with its temperatures written as screens write them: "-6 °C"."""
    for sign, written in _DEGREES.items():
        text = text.replace(f"\u00b0{sign}", written).replace(sign, written)
    return text


def is_readable(text: Text) -> bool:
    """Whether it is text rather than an icon or a picture taken for it."""
    if len(text.text) > 1:
        return text.confidence >= (MIN_CONFIDENCE_PAIR if len(text.text) == 2 else MIN_CONFIDENCE)
    return (
        text.text.isascii()
        and text.text.isalnum()
        and text.confidence >= MIN_CONFIDENCE_LETTER
        and text.bounds.width <= WIDEST_LETTER * text.bounds.height
    )


def on_desktop(bounds: Bounds, screenshot: Screenshot) -> Bounds:
    """Return where something in a screenshot lies on the desktop."""
    scale = screenshot.scale
    left, top = round(bounds.x / scale), round(bounds.y / scale)
    right, bottom = round(bounds.right / scale), round(bounds.bottom / scale)
    corner = screenshot.bounds
    return Bounds(corner.x + left, corner.y + top, max(1, right - left), max(1, bottom - top))


def _line(texts: Sequence[Text], block: int) -> TextLine:
    return TextLine(
        text=" ".join(text.text for text in texts),
        confidence=min(text.confidence for text in texts),
        bounds=layout.around(text.bounds for text in texts),
        block=block,
    )


def _numbers(bounds: Iterable[Bounds]) -> list[list[int]]:
    return [[box.x, box.y, box.width, box.height] for box in bounds]
