"""Pure: what is wrong with a scanner, out of what `scanimage` says at its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant import messages_scanner as messages
from assistant.errors import CaptureError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

NO_PAPER = "scanner.no_paper"
_STATUS: Mapping[str, tuple[str, str]] = {
    "Device busy": ("scanner.busy", messages.SCANNER_BUSY),
    "Document feeder jammed": ("scanner.jam", messages.SCANNER_JAM),
    "Document feeder out of documents": (NO_PAPER, messages.SCANNER_NO_PAPER),
    "Scanner cover is open": ("scanner.open", messages.SCANNER_OPEN),
    "Access to resource has been denied": ("scanner.forbidden", messages.SCANNER_FORBIDDEN),
}
"""By SANE's own words, which `scanimage` doesn't translate (sane_strstatus): code and sentence."""
_UNANSWERED = ("Error during device I/O", "Invalid argument", "Operation not supported")
"""What drivers say at the beginning of a scanner that is switched off or not there."""
_IO_ERROR = "Error during device I/O"
_PROGRAM = "scanimage: "
_OPENING = ("open of device", "sane_start")
_ENDING = ("received signal", "trying to stop", "aborting")
"""What it says while it ends; drivers end helpers of their own by signals that it hears."""
DRIVER_CODES = range(128, 256)
"""Exit codes of a process that a signal has ended, seen through a shell."""


def fault(lines: Sequence[str], code: int, name: str) -> CaptureError:
    """Return what to tell of a scan that ended with that exit code, after those lines."""
    own = [line.removeprefix(_PROGRAM) for line in lines if line.startswith(_PROGRAM)]
    own = [line for line in own if not line.startswith(_ENDING)]
    line = own[-1] if own else ""
    for words, (error, sentence) in _STATUS.items():
        if words in line:
            return CaptureError(error, sentence.format(name=name))
    is_opening = any(words in line for words in _OPENING)
    if is_opening and any(words in line for words in _UNANSWERED):
        return CaptureError("scanner.absent", messages.SCANNER_ABSENT.format(name=name))
    if _IO_ERROR in line:
        return CaptureError("scanner.gone", messages.SCANNER_GONE.format(name=name))
    if code < 0 or code in DRIVER_CODES:
        return CaptureError("scanner.driver", messages.SCANNER_DRIVER.format(name=name))
    reason = line.rpartition(": ")[2].rstrip(".") or str(code)
    sentence = messages.SCANNER_FAILED.format(name=name, reason=reason)
    return CaptureError("scanner.failed", sentence)
