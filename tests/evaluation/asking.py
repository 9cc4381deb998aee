"""Asks the questions of a screen as the program would, and keeps what became of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from assistant.converse import reading
from evaluation.judge import Outcome, judge

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assistant.converse.reading import Answer
    from assistant.types import Scene
    from evaluation.screens import Question, Screen
    from evaluation.shoot import Shot


class Sight(StrEnum):
    """What the answers come from."""

    TREE = "tree + OCR"
    PIXELS = "OCR alone"


@dataclass(frozen=True, slots=True)
class Record:
    """A question, its answer and what it is worth."""

    screen: Screen
    question: Question
    sight: Sight
    answer: Answer
    outcome: Outcome

    @property
    def is_beyond(self) -> bool:
        """Whether what is asked isn't written where it was looked for."""
        return self.sight is Sight.PIXELS and self.question.needs_tree

    def as_json(self) -> dict[str, Any]:
        """Return it for scripts."""
        return {
            "screen": self.screen.name,
            "sight": self.sight.value,
            "kind": self.question.kind,
            "asker": self.question.asker,
            "question": self.question.text,
            "unanswerable": self.question.unanswerable,
            "needs_tree": self.question.needs_tree,
            "all": list(self.question.all),
            "none": list(self.question.none),
            "answer": self.answer.sentence,
            "found": self.answer.is_found,
            "confidence": self.answer.confidence,
            "outcome": self.outcome.value,
        }


def ask_screen(screen: Screen, shot: Shot, sight: Sight) -> Iterator[Record]:
    """Yield what became of each question; nothing where a screen has only its picture."""
    if sight is Sight.TREE and screen.pixels_only:
        return
    scene = shot.with_tree() if sight is Sight.TREE else shot.pixels_alone()
    for question in screen.questions:
        answer = _answer(question.text, scene)
        yield Record(screen, question, sight, answer, judge(question, answer))


def _answer(question: str, scene: Scene) -> Answer:
    """Return the answer that is said: the picture is looked at only where the tree isn't enough."""
    answer = reading.read(question, replace(scene, screenshot=None, lines=()))
    return answer if answer.is_complete else reading.read(question, scene)
