"""Scanners, through `scanimage`, the command that comes with SANE.

Not python-sane, though that is kept well: it comes as source only, so that each user would need a
compiler and SANE's headers; it runs the drivers within our process, where one that crashes or hangs
takes the voice with it; and its scan can't be ended from another thread. `scanimage` comes from
SANE itself, and a process can be ended at any time.
"""

from __future__ import annotations

import shlex
import sys
import tempfile
import threading
from collections.abc import Callable, Generator
from pathlib import Path
from typing import TYPE_CHECKING

from assistant import messages_scanner as messages
from assistant.capture.file import from_bytes
from assistant.capture.scanner_faults import NO_PAPER
from assistant.capture.scanner_options import (
    LIST_FORMAT,
    ScannerDevice,
    arguments,
    devices_of,
    has_feeder,
    is_id,
    options_of,
    progress_of,
)
from assistant.capture.scanner_process import STOP_SECONDS, ScanProcess
from assistant.errors import CaptureError
from assistant.types import Origin

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from assistant.capture.scanner_options import Option
    from assistant.config.settings import ScannerSettings
    from assistant.turn import Turn
    from assistant.types import Screenshot

    Progress = Callable[[float | None], None]
    """Hears how much of a page is scanned, 0 to 100; None while nobody can tell. May raise."""

__all__ = ["Scanner", "ScannerDevice"]

FEEDER = "feeder"
"""Of `scanner.source`."""
MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of its own is made there, for its owner only
"""Where files are in memory only: several pages from a feeder can't come through a pipe."""
_WAIT_SECONDS = 0.05
_CLOSE_SECONDS = 2.0


class Scanner:
    """The scanner of the settings. Safe from any thread; one page at a time is scanned."""

    def __init__(self, settings: Callable[[], ScannerSettings]) -> None:
        """Take the section from `settings` each time, as it is then."""
        self._settings = settings
        self._lock = threading.Lock()
        self._process: ScanProcess | None = None
        self._found: dict[str, ScannerDevice] = {}
        """Looking for scanners takes seconds: by the text that named each."""
        self._options: dict[str, Mapping[str, Option]] = {}
        """By the id of the scanner; asking for them opens it, which takes a second."""

    @property
    def pid(self) -> int | None:
        """Id of the process that drives the scanner, None where none does."""
        process = self._process
        return process.pid if process is not None and process.is_running else None

    def devices(self, turn: Turn) -> list[ScannerDevice]:
        """Return the scanners of this computer and its network. Raises CaptureError."""
        with self._run(turn, [f"--formatted-device-list={LIST_FORMAT}"], "") as process:
            return devices_of(process.finish().decode(errors="replace"))

    def named(self, turn: Turn, device: str) -> str:
        """Return what to keep of a choice: the name of a scanner, as ids change with each start.

        Where two have the same name, the id. Raises CaptureError where there is no such scanner.
        """
        devices = self.devices(turn)
        found = _find(devices, device)
        if found is None:
            if is_id(device):
                return device  # one on the network that no list has
            raise CaptureError("scanner.unknown", messages.SCANNER_UNKNOWN.format(name=device))
        is_only = sum(one.name == found.name for one in devices) == 1
        return found.name if is_only else found.id

    def scan(
        self, turn: Turn, progress: Progress, *, device: str = "", pages: int | None = None
    ) -> Generator[Screenshot]:
        """Yield each page as it is scanned; the next is scanned while the caller reads it.

        `device` is another scanner for this once, `pages` the most sheets to take; more than one
        come from the feeder. Raises CaptureError where the scanner fails, and TurnCancelled.
        """
        settings = self._settings()
        wanted = device or settings.device
        is_feeder = settings.source == FEEDER or (pages or 1) > 1
        is_known = wanted in self._found
        try:
            yield from self._scan(turn, progress, wanted, pages, is_feeder=is_feeder)
        except CaptureError as error:
            self._found.pop(wanted, None)
            if error.code != "scanner.absent" or not is_known or is_id(wanted):
                raise
        else:
            return
        # It has another id since it was plugged in anew.
        yield from self._scan(turn, progress, wanted, pages, is_feeder=is_feeder)

    def close(self) -> None:
        """End the scan, if one runs."""
        process = self._process
        if process is None:
            return
        process.stop()
        if not process.wait(_CLOSE_SECONDS):
            process.kill()

    def _scan(
        self, turn: Turn, progress: Progress, wanted: str, pages: int | None, *, is_feeder: bool
    ) -> Generator[Screenshot]:
        found = self._device(turn, wanted)
        settings = self._settings()
        options = self._options_of(turn, found)
        if is_feeder and not has_feeder(options):
            sentence = messages.SCANNER_NO_FEEDER.format(name=found.name)
            raise CaptureError("scanner.no_feeder", sentence)
        asked = [f"--device-name={found.id}", "--format=pnm", "--progress"]
        asked += arguments(options, int(settings.resolution), is_feeder=is_feeder)
        asked += _extra(settings.options)
        if is_feeder:
            yield from self._sheets(turn, asked, found.name, progress, pages)
        else:
            yield self._page(turn, asked, found.name, progress)

    def _page(self, turn: Turn, asked: Sequence[str], name: str, progress: Progress) -> Screenshot:
        """Scan one page through a pipe: no file is made of it."""
        with self._run(turn, asked, name) as process:
            for line in process.lines():
                progress(progress_of(line))
            return from_bytes(bytes(process.output), origin=Origin.SCANNER)

    def _sheets(
        self,
        turn: Turn,
        asked: Sequence[str],
        name: str,
        progress: Progress,
        pages: int | None,
    ) -> Generator[Screenshot]:
        """Yield what is in the feeder; each page is a file in memory until it is read."""
        place = MEMORY if MEMORY.is_dir() else None
        with tempfile.TemporaryDirectory(prefix="lookaloud-", dir=place) as folder:
            batch = [f"--batch={folder}/%d.pnm", "--batch-print"]
            batch += [f"--batch-count={pages}"] if pages is not None else []
            with self._run(turn, [*asked, *batch], name) as process:
                try:
                    yield from _finished(process, progress)
                finally:  # before the folder goes, it must write no more
                    process.stop()
                    process.wait(STOP_SECONDS + 1)

    def _device(self, turn: Turn, wanted: str) -> ScannerDevice:
        """Return the scanner that is named; the first one for no name. Raises CaptureError."""
        if is_id(wanted):
            return ScannerDevice(0, wanted, wanted)
        found = self._found.get(wanted)
        if found is None:
            found = _find(self.devices(turn), wanted)
            if found is None:
                if not wanted:
                    raise CaptureError("scanner.none", messages.SCANNER_NONE)
                sentence = messages.SCANNER_UNKNOWN.format(name=wanted)
                raise CaptureError("scanner.unknown", sentence)
            self._found[wanted] = found
        return found

    def _options_of(self, turn: Turn, device: ScannerDevice) -> Mapping[str, Option]:
        known = self._options.get(device.id)
        if known is None:
            asked = [f"--device-name={device.id}", "--all-options"]
            with self._run(turn, asked, device.name) as process:
                known = options_of(process.finish().decode(errors="replace"))
            self._options[device.id] = known
        return known

    def _run(self, turn: Turn, asked: Sequence[str], name: str) -> ScanProcess:
        """Start `scanimage`, once the one before has brought the head back. Raises CaptureError."""
        if sys.platform == "win32":
            raise CaptureError("scanner.system", messages.SCANNER_NOT_HERE)
        while True:
            with self._lock:
                before = self._process
                if before is None or not before.is_running:
                    self._process = ScanProcess(turn, asked, name)
                    return self._process
            if not before.is_stopping:
                raise CaptureError("scanner.busy", messages.SCANNER_BUSY.format(name=name))
            turn.wait(_WAIT_SECONDS)


def _find(devices: Sequence[ScannerDevice], wanted: str) -> ScannerDevice | None:
    """Return the scanner with that number, name or id; the first for no name."""
    if not wanted:
        return next(iter(devices), None)
    names = ((one, (str(one.number), one.id, one.name.casefold())) for one in devices)
    return next((one for one, words in names if {wanted, wanted.casefold()} & {*words}), None)


def _extra(text: str) -> list[str]:
    """Return the user's own options for `scanimage`. Raises CaptureError."""
    try:
        return shlex.split(text)
    except ValueError as error:
        raise CaptureError("scanner.options", messages.SCANNER_OPTIONS) from error


def _finished(process: ScanProcess, progress: Progress) -> Generator[Screenshot]:
    """Yield each page as soon as its file is whole. Raises CaptureError, TurnCancelled."""
    count = 0
    failure: CaptureError | None = None
    lines = process.lines()
    while True:
        try:
            line = next(lines, None)
        except CaptureError as error:
            line, failure = None, error
        if line is not None:
            progress(progress_of(line))
        for path in _names(process.output)[count:]:
            count += 1
            yield _taken(path)
        if line is None:
            break
    if failure is not None and (failure.code != NO_PAPER or not count):
        raise failure


def _names(output: bytearray) -> list[Path]:
    """Return the files that are whole."""
    complete = bytes(output[: output.rfind(b"\n") + 1])
    return [Path(line.decode()) for line in complete.splitlines()]


def _taken(path: Path) -> Screenshot:
    """Return the page in a file, which is removed. Raises CaptureError."""
    data = path.read_bytes()
    path.unlink()
    return from_bytes(data, origin=Origin.SCANNER)
