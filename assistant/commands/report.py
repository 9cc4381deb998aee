"""What a command said, as the JSON that scripts read (docs/schema/statements.schema.json)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assistant.commands.teller import Teller
    from assistant.types import Statement


def statement(value: Statement) -> dict[str, Any]:
    """Return one statement as JSON values; bounds are [x, y, width, height] in desktop pixels."""
    box = value.bounds
    return {
        "text": value.text,
        "source": value.source.value,
        "confidence": None if value.confidence is None else round(value.confidence, 3),
        "bounds": None if box is None else [box.x, box.y, box.width, box.height],
    }


def report(teller: Teller) -> dict[str, Any]:
    """Return all that a finished command said; `notes` are the program's words about itself."""
    return {
        "target": teller.target,
        "title": teller.title,
        "statements": [statement(value) for value in teller.statements],
        "notes": [value.text for value in teller.notes],
        "timings_ms": dict(teller.timings_ms),
    }
