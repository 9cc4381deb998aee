"""What the sound server is asked with may be missing."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Iterator

import pytest

from assistant.listen.pulse import Pulse, PulseMissing, load_pulsectl

pytestmark = pytest.mark.unit


@pytest.fixture(autouse=True)
def not_loaded(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in [name for name in sys.modules if name.partition(".")[0] == "pulsectl"]:
        monkeypatch.delitem(sys.modules, name)
    load_pulsectl.cache_clear()
    yield
    load_pulsectl.cache_clear()


def test_without_pulsectl_no_sound_server_can_be_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pulsectl", None)
    with pytest.raises(PulseMissing):
        Pulse()


def test_without_libpulse_no_sound_server_can_be_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    def load(name: str, *_: object) -> None:
        raise OSError(f"{name}: cannot open shared object file: No such file or directory")

    monkeypatch.setattr(ctypes, "CDLL", load)
    for _ in range(2):
        with pytest.raises(PulseMissing):
            Pulse()
