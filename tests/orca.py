"""A real Orca on a virtual desktop, and what it spoke.

Three of them: the system's own, and those of other Debian releases, which live in folders that
`scripts/orca_root` makes (the first time it takes a minute or two and needs the network). With
Debian 12 these are Orca 43, 48 and 51; see `Release`.
"""

from __future__ import annotations

import functools
import os
import re
import shutil
import signal
import subprocess
import time
from enum import StrEnum
from pathlib import Path
from typing import Self

import pytest

from virtual_desktop import VirtualDesktop

ORCA_ROOT = Path(__file__).parents[1] / "scripts/orca_root"
APART = ["unshare", "--pid", "--fork", "--kill-child", "--mount-proc", "--"]
ENVIRONMENT = dict(os.environ)
"""Before a test moves to its desktop, whose folders end with it."""
MAKE_SECONDS = 600
START_SECONDS = 30
SETTLE_SECONDS = 0.7
"""After it said that it is on, until programs that start then tell it of what happens in them."""
WRITE_AT_ONCE = """
from orca import debug
if debug.debugFile:
    debug.debugFile.reconfigure(line_buffering=True)
"""
"""Orca's own file of the user's changes. Before 49 it writes what it does in pieces of 8 KB."""
_SPOKEN = re.compile(r"SPEECH OUTPUT: '(.*?)' ?(?:\{[^\n]*|None)?$", re.MULTILINE | re.DOTALL)
_SYNTHESIZED = re.compile(r"Command sent to output module: \|(.*?)\| \(", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


class Release(StrEnum):
    """Where an Orca comes from; the comment says what other programs can do with it."""

    SYSTEM = "system"
    """43 on Debian 12: hears no announcements, has no service."""
    TRIXIE = "trixie"
    """48: hears announcements, has no service."""
    SID = "sid"
    """51 or newer: has a service on the session bus."""


class Orca:
    """Orca on a desktop. `with Orca(desktop, Release.SID) as orca:` starts it and ends it.

    Skips the test where the release can't be had: the folders need root.
    """

    def __init__(self, desktop: VirtualDesktop, release: Release = Release.SYSTEM) -> None:
        self._desktop = desktop
        self._release = release
        self._root = _provide(release)
        self._debug_files: list[Path] = []
        """One for each time it was started, which empties its file."""
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Start it and wait until it has said that it is on."""
        begun = self.mark()
        debug_file = self._desktop.folder / f"orca-{self._release}-{len(self._debug_files)}.debug"
        self._debug_files.append(debug_file)
        changes = Path(self._desktop.environment["XDG_DATA_HOME"]) / "orca/orca-customizations.py"
        changes.parent.mkdir(parents=True, exist_ok=True)
        changes.write_text(WRITE_AT_ONCE)
        # One server for all: the first that speaks would start its own, Orca that of its release.
        spawn = ["speech-dispatcher", "--spawn"]  # fails where one runs already
        subprocess.run(spawn, env=self._desktop.environment, capture_output=True, check=False)
        self._process = self._desktop.start(
            self._command("orca", "--replace", "--debug", "--debug-file", str(debug_file)),
            PYTHONWARNINGS="ignore",
        )
        self.wait_spoken("Screen reader on.", START_SECONDS, begun)
        time.sleep(SETTLE_SECONDS)

    def stop(self) -> None:
        """End it as a user does who logs out: it may say goodbye."""
        if self._process is not None:
            self._desktop.end(self._process)
            self._process = None

    def kill(self) -> None:
        """End it as a crash does."""
        assert self._process is not None
        self._process.kill()
        self._process.wait()
        self._process = None

    def suspend(self) -> None:
        """Let it hang, as it does now and then."""
        assert self._process is not None
        os.killpg(self._process.pid, signal.SIGSTOP)

    def resume(self) -> None:
        """Let it go on."""
        assert self._process is not None
        os.killpg(self._process.pid, signal.SIGCONT)

    @property
    def version(self) -> str:
        """Its version, such as "43.1"."""
        printed = self._desktop.run(self._command("orca", "--version"))
        found = re.search(r"\d+(\.\d+)+", printed)
        assert found, printed
        return found[0]

    def mark(self) -> int:
        """Return a place in what it speaks, for the others' `since`."""
        return len(self.spoken())

    def spoken(self, since: int = 0) -> list[str]:
        """Return what it gave to its voice since the mark, one entry for each piece."""
        pieces: list[str] = []
        for file in self._debug_files:
            if file.exists():
                pieces += _SPOKEN.findall(file.read_text(errors="replace"))
        return [" ".join(piece.split()) for piece in pieces][since:]

    def wait_spoken(self, words: str, seconds: float = 10, since: int = 0) -> list[str]:
        """Wait until `words` are in what it spoke since the mark, and return all of that."""
        end = time.monotonic() + seconds
        while words not in " ".join(self.spoken(since)):
            assert time.monotonic() < end, (
                f"{words!r} not in {self.spoken(since)}; its log: {self._log()}"
            )
            time.sleep(0.05)
        return self.spoken(since)

    def wait_quiet(self, seconds: float = 1.0, timeout_seconds: float = 30) -> list[str]:
        """Wait until it has spoken nothing new for that long, and return everything."""
        end = time.monotonic() + timeout_seconds
        said, since = self.spoken(), time.monotonic()
        while time.monotonic() - since < seconds:
            assert time.monotonic() < end, f"Orca never stops: {said[-5:]}"
            time.sleep(0.05)
            if (now := self.spoken()) != said:
                said, since = now, time.monotonic()
        return said

    def _command(self, *command: str) -> list[str]:
        if self._root is None:
            # Orca ends every other Orca of the user, those of other virtual desktops too.
            return [*(APART if os.geteuid() == 0 else ()), *command]
        return [str(ORCA_ROOT), "run", self._root, str(self._desktop.folder), *command]

    def _log(self) -> str:
        names = ("orca", APART[0], ORCA_ROOT.name)
        return "".join(self._desktop.log(name) for name in names)[-2000:]


class SpeechServer:
    """The desktop's Speech Dispatcher, started by the test so that it logs what it speaks.

    A witness of all voices: Orca's, in every release, and Lookaloud's own through the server.
    """

    def __init__(self, desktop: VirtualDesktop) -> None:
        self._folder = desktop.folder / "speechd"
        self._folder.mkdir()
        desktop.run(["speech-dispatcher", "--spawn", "-l", "5", "-L", str(self._folder)])

    def spoken(self, since: int = 0) -> list[str]:
        """Return what was given to the synthesizer since the mark, in order, without marks."""
        log = (self._folder / "speech-dispatcher.log").read_text(errors="replace")
        pieces = [" ".join(_TAG.sub("", piece).split()) for piece in _SYNTHESIZED.findall(log)]
        return [piece for piece in pieces if piece][since:]

    def mark(self) -> int:
        """Return a place in what it speaks, for `since`."""
        return len(self.spoken())


@functools.cache
def _provide(release: Release) -> str | None:
    """Return the folder of the release, made where it isn't there yet; None for the system's own.

    Skips the test where it can't be had.
    """
    if release is Release.SYSTEM:
        if shutil.which("orca") is None:
            pytest.skip("Orca is not installed: run scripts/check once")
        return None
    if os.geteuid() != 0:
        pytest.skip(f"the Orca of Debian's {release} runs in a folder of its own: needs root")
    if shutil.which("mmdebstrap") is None:
        pytest.skip("mmdebstrap is not installed: run scripts/check once")
    done = subprocess.run(
        [ORCA_ROOT, "make", release],
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        timeout=MAKE_SECONDS,
        check=False,
    )
    assert done.returncode == 0, f"scripts/orca_root make {release}: {done.stderr[-2000:]}"
    return done.stdout.strip()
