"""One run of `scanimage`, the command of SANE: what it tells and gives, until its turn is over."""

from __future__ import annotations

import os
import selectors
import signal
import subprocess
import threading
import time
from typing import TYPE_CHECKING, Self

from assistant import messages_scanner as messages
from assistant.capture.scanner_faults import fault
from assistant.errors import CaptureError

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from assistant.turn import Turn

PROGRAM = "scanimage"
MAX_BYTES = 450_000_000
"""A4 in colour at 600 dots an inch has 105 million, with 16 bits a colour twice as many."""
SILENT_SECONDS = 120.0
"""So long nothing may come: some lamps take a minute to warm up, some heads half to come back."""
STOP_SECONDS = 5.0
"""So long a scan that was ended may take to bring its head back; then it is killed."""
_POLL_SECONDS = 0.05
_CHUNK = 1 << 18
_END_SECONDS = 5.0
_LINES_KEPT = 50


class ScanProcess:
    """A running `scanimage`; a context manager that ends it. Used by the thread of its turn.

    At the end of its turn it is asked to stop at once, on a key's own thread: a scanner whose
    program was killed leaves its head in the middle, and many then need to be switched off and on.
    It is killed when that takes longer than `STOP_SECONDS`.
    """

    def __init__(self, turn: Turn, arguments: Sequence[str], name: str) -> None:
        """`name` is that of the scanner, for sentences. Raises CaptureError, TurnCancelled."""
        turn.check()
        self.output = bytearray()
        """What it has written so far: the picture, or the names of files with pictures."""
        self._turn = turn
        self._name = name
        self._told: list[str] = []
        self._rest = b""
        self._lock = threading.Lock()
        self.is_stopping = False
        """Whether it was asked to stop."""
        try:
            self._process = subprocess.Popen(
                [PROGRAM, *arguments],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env={**os.environ, "LC_ALL": "C"},
                start_new_session=True,  # Ctrl+C in a terminal would reach it twice
            )
        except FileNotFoundError as error:
            raise CaptureError("scanner.missing", messages.SCANNER_MISSING) from error
        except OSError as error:
            reason = error.strerror or str(error)
            sentence = messages.SCANNER_FAILED.format(name=name, reason=reason)
            raise CaptureError("scanner.failed", sentence) from error
        self._undo = turn.on_cancel(self.stop)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._undo()
        self.stop()
        for stream in (self._process.stdout, self._process.stderr):
            assert stream is not None
            stream.close()

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    @property
    def is_running(self) -> bool:
        """Whether it has not ended yet."""
        return self._process.poll() is None

    def stop(self) -> None:
        """Ask it to stop, and see to it that it does. Safe from any thread, returns at once."""
        with self._lock:
            if self.is_stopping or not self.is_running:
                return
            self.is_stopping = True
        # Not SIGTERM: some drivers set that back to what ends a program without a word.
        self._process.send_signal(signal.SIGINT)
        threading.Thread(target=self._kill_later, name="scanner-stop", daemon=True).start()

    def kill(self) -> None:
        """End it now, whatever becomes of the scanner's head."""
        self._process.kill()

    def wait(self, seconds: float) -> bool:
        """Return whether it ends in that time."""
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        return True

    def lines(self) -> Generator[str]:
        """Yield each line that it tells, until it has ended; meanwhile `output` grows.

        Raises CaptureError where it fails or is silent for too long, and TurnCancelled.
        """
        assert self._process.stdout is not None
        assert self._process.stderr is not None
        silent = 0.0
        with selectors.DefaultSelector() as streams:
            streams.register(self._process.stdout, selectors.EVENT_READ, False)
            streams.register(self._process.stderr, selectors.EVENT_READ, True)
            while streams.get_map():
                self._turn.check()
                began = time.monotonic()
                ready = streams.select(_POLL_SECONDS)
                silent = 0.0 if ready else silent + time.monotonic() - began
                if silent > SILENT_SECONDS:
                    sentence = messages.SCANNER_SILENT.format(name=self._name)
                    raise CaptureError("scanner.silent", sentence)
                for key, _ in sorted(ready, key=lambda one: bool(one[0].data)):
                    data = os.read(key.fd, _CHUNK)
                    if not data:
                        streams.unregister(key.fileobj)
                    elif key.data:
                        yield from self._split(data)
                    else:
                        self._take(data)
        yield from self._split(b"\n")
        self._check_end()

    def finish(self) -> bytes:
        """Wait until it has ended; return all that it wrote. Raises as `lines` does."""
        for _ in self.lines():
            pass
        return bytes(self.output)

    def _take(self, data: bytes) -> None:
        self.output += data
        if len(self.output) > MAX_BYTES:
            raise CaptureError("scanner.too_big", messages.SCANNER_TOO_BIG)

    def _split(self, data: bytes) -> Generator[str]:
        """Yield the lines that `data` completes; progress ends with a carriage return alone."""
        *lines, self._rest = (self._rest + data).replace(b"\r", b"\n").split(b"\n")
        for line in filter(None, lines):
            text = line.decode(errors="replace")
            self._told = [*self._told[-_LINES_KEPT:], text]
            yield text

    def _check_end(self) -> None:
        if not self.wait(_END_SECONDS):
            self.kill()
            self._process.wait()
        self._turn.check()
        if self._process.returncode:
            raise fault(self._told, self._process.returncode, self._name)

    def _kill_later(self) -> None:
        if not self.wait(STOP_SECONDS):
            self.kill()
            self._process.wait()
