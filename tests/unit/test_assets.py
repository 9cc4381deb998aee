from __future__ import annotations

import pytest

from assistant.assets import asset

pytestmark = pytest.mark.unit


def test_a_shipped_file_is_found() -> None:
    assert asset("earcons/failed.wav").read_bytes()[:4] == b"RIFF"


def test_a_file_that_is_not_shipped_is_named() -> None:
    with pytest.raises(FileNotFoundError, match=r"no asset nothing\.svg"):
        asset("nothing.svg")
