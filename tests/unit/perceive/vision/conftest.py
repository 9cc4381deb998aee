"""Servers on loopback, and no keys or proxies but those of the test."""

from __future__ import annotations

import contextlib
import ssl
from collections.abc import Iterator, Sequence

import keyring
import keyring.backend
import keyring.errors
import pytest

from vision_asking import (
    MemoryKeyring,
    Serve,
)
from vision_server import (
    ScriptedServer,
    Step,
)


@pytest.fixture
def no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture
def serve() -> Iterator[Serve]:
    with contextlib.ExitStack() as stack:

        def start(*scripts: Sequence[Step], tls: ssl.SSLContext | None = None) -> ScriptedServer:
            return stack.enter_context(contextlib.closing(ScriptedServer(*scripts, tls=tls)))

        yield start


@pytest.fixture
def keys() -> Iterator[MemoryKeyring]:
    before = keyring.get_keyring()
    memory = MemoryKeyring()
    keyring.set_keyring(memory)
    yield memory
    keyring.set_keyring(before)
