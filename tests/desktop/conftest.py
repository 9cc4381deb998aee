"""A virtual desktop with the program running on it, for the tests that need both."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from running import Running
from virtual_desktop import VirtualDesktop


@pytest.fixture
def desktop() -> Iterator[VirtualDesktop]:
    with VirtualDesktop() as virtual:
        yield virtual


@pytest.fixture
def running(desktop: VirtualDesktop) -> Running:
    return Running(desktop)


@pytest.fixture
def on_desktop(desktop: VirtualDesktop, monkeypatch: pytest.MonkeyPatch) -> VirtualDesktop:
    """The desktop, with this process living on it."""
    for name in set(os.environ) - {"PATH", "VIRTUAL_ENV"}:
        if name not in desktop.environment:
            monkeypatch.delenv(name)
    for name, value in desktop.environment.items():
        monkeypatch.setenv(name, value)
    return desktop
