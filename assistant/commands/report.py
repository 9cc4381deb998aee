"""What a command said, as the JSON that scripts read (docs/schema/statements.schema.json)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assistant.commands.teller import Reply, Teller
    from assistant.types import Bounds, Statement, Transcript


def statement(value: Statement) -> dict[str, Any]:
    """Return one statement as JSON values; bounds are [x, y, width, height] in desktop pixels."""
    return {
        "text": value.text,
        "source": value.source.value,
        "confidence": None if value.confidence is None else round(value.confidence, 3),
        "bounds": _box(value.bounds),
    }


def reply(value: Reply) -> dict[str, Any]:
    """Return one answer as JSON values (docs/schema/answer.schema.json)."""
    return {
        "question": value.question,
        "answer": value.answer,
        "found": value.is_found,
        "confidence": None if value.confidence is None else round(value.confidence, 3),
        "source": value.source.value,
        "evidence": [
            {"text": piece.text, "source": piece.source.value, "bounds": _box(piece.bounds)}
            for piece in value.evidence
        ],
        "timings_ms": dict(value.timings_ms),
    }


def transcript(value: Transcript) -> dict[str, Any]:
    """Return the words that were heard as JSON values (docs/schema/transcript.schema.json)."""
    return {
        "text": value.text,
        "confidence": round(value.confidence, 3),
        "language": value.language,
    }


def report(teller: Teller) -> dict[str, Any]:
    """Return all that a finished command said; `notes` are the program's words about itself."""
    found = {
        "target": teller.target,
        "title": teller.title,
        "statements": [statement(value) for value in teller.statements],
        "notes": [value.text for value in teller.notes],
        "timings_ms": dict(teller.timings_ms),
    }
    if teller.replies:
        found["answers"] = [reply(value) for value in teller.replies]
    if teller.transcript is not None:
        found["transcript"] = transcript(teller.transcript)
    return found


def _box(bounds: Bounds | None) -> list[int] | None:
    return None if bounds is None else [bounds.x, bounds.y, bounds.width, bounds.height]
