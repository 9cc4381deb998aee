"""Makes programs built on Chromium, and Firefox, report their pages: they do so only when asked.

Electron documents AXManualAccessibility of the application for this (electronjs.org, the guide
"Accessibility"). Browsers know AXEnhancedUserInterface, which VoiceOver sets; programs that move
windows of others get in trouble with it (electron/electron issue 7206), so it is set in known
browsers only, and taken back at the end where VoiceOver does not need it. Pure, but for `wake`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assistant.perceive.accessibility.ax_asker import Asker

MANUAL = "AXManualAccessibility"
ENHANCED = "AXEnhancedUserInterface"
BROWSERS = (
    "com.brave.Browser",
    "com.google.Chrome",
    "com.microsoft.edgemac",
    "com.operasoftware.Opera",
    "com.vivaldi.Vivaldi",
    "company.thebrowser.Browser",
    "org.chromium.Chromium",
    "org.mozilla.firefox",
    "org.torproject.torbrowser",
)


def is_browser(program: str) -> bool:
    """Whether a program is a browser that waits to be asked; their betas have a longer name."""
    return program.startswith(BROWSERS)


def wake(asker: Asker, application: Any, program: str) -> str:
    """Ask a program to report its pages; return the attribute that it took, empty for none.

    Electron before version 25 took it and said that it did not (electron/electron pull 38102).
    """
    if is_browser(program):
        return ENHANCED if asker.set(application, ENHANCED, True) else ""
    return MANUAL if asker.set(application, MANUAL, True) else ""
