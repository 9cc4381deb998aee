"""Every sentence the program itself can say, marked for translation.

Sentences are constants or `str.format` templates. Each has a `# Translators:` line that says
when it is heard. Rooms add theirs in their own section.
"""

from __future__ import annotations

import gettext
from pathlib import Path

_translation = gettext.translation("lookaloud", Path(__file__).parent / "locale", fallback=True)
_ = _translation.gettext
_n = _translation.ngettext

# --- commands ---------------------------------------------------------------------------------

# Translators: names of the commands, in the tray menu and the list of keys.
DESCRIBE_WINDOW = _("Describe the window")
DESCRIBE_SCREEN = _("Describe the whole screen")
DESCRIBE_FOCUS = _("Describe the control in focus")
DESCRIBE_REGION = _("Describe around the mouse pointer")
DESCRIBE_CLIPBOARD = _("Describe the picture on the clipboard")
DESCRIBE_FILE = _("Describe a picture file")
READ = _("Read all text")
FOCUS = _("What has the focus?")
CHANGES = _("What changed?")
STOP = _("Stop speaking")
REPEAT = _("Say it again")
MORE = _("Say more")
STATUS = _("What are you doing?")

# Translators: spoken when "describe" or "read" is pressed and no window is in front.
NO_WINDOW = _("No window is in front. The desktop is empty.")
# Translators: spoken when neither the program nor the pixels tell anything.
NOTHING_TO_SAY = _("I can't find anything to read here.")
# Translators: spoken when "read all text" finds none.
NO_TEXT = _("I can't find any text here.")
# Translators: first words about a picture file or the clipboard.
PICTURE_SIZE = _("Picture, {width} by {height} pixels.")
# Translators: spoken on "repeat" before anything was said.
NOTHING_TO_REPEAT = _("There is nothing to say again yet.")
# Translators: spoken on "say more" before anything was described.
NOTHING_DESCRIBED_YET = _("Nothing was described yet. Press the describe key first.")
# Translators: spoken on "say more" when everything was said.
NO_MORE = _("There is no more to say.")
# Translators: spoken on "what changed" the first time in a window.
NOTHING_TO_COMPARE = _("I look at this window for the first time. Ask again to hear what changed.")
# Translators: answers to "what are you doing?".
READY = _("Nothing. I am ready.")
SPEAKING = _("I am speaking.")
# Translators: spoken after a fault in the program itself.
UNEXPECTED = _("Something went wrong in Lookaloud itself. Run lookaloud doctor to find out more.")
# Translators: answer to a script that asked for a command with wrong options.
REQUEST_NOT_UNDERSTOOD = _("The request has options that this command does not know.")
# Translators: answer to a script that asked for a command that does not exist.
UNKNOWN_COMMAND = _("There is no such command.")


def working_on(title: str, seconds: int) -> str:
    """Return the answer to "what are you doing?" while a command runs."""
    # Translators: title is the name of a command.
    return _n(
        "Working on: {title}, for {n} second.", "Working on: {title}, for {n} seconds.", seconds
    ).format(title=title, n=seconds)


def more_lines(count: int) -> str:
    """Return the sentence that ends a shortened reading."""
    # Translators: spoken when recognized lines were left out for brevity.
    return _n("And {n} more line.", "And {n} more lines.", count).format(n=count)


# --- settings ---------------------------------------------------------------------------------

# --- hotkeys ----------------------------------------------------------------------------------

# --- capture ----------------------------------------------------------------------------------

# --- accessibility ----------------------------------------------------------------------------

# --- text recognition -------------------------------------------------------------------------

# --- engines ----------------------------------------------------------------------------------

# --- facts: how a scene is told ---------------------------------------------------------------

# --- speech -----------------------------------------------------------------------------------

# --- remote and command line ------------------------------------------------------------------

# --- doctor -----------------------------------------------------------------------------------

# --- tray and windows -------------------------------------------------------------------------

# Translators: name of the tray icon in its states, read by screen readers.
TRAY_READY = _("Lookaloud, ready")
TRAY_WORKING = _("Lookaloud, working")
TRAY_PROBLEM = _("Lookaloud, problem:")
# Translators: last entry of the tray menu.
TRAY_QUIT = _("Quit Lookaloud")
# Translators: spoken when the program has started. Key is the describe key.
STARTED = _("Lookaloud is ready. Press {key} to hear what is on the screen.")
# Translators: spoken when the program has started and no describe key could be taken.
STARTED_NO_KEY = _("Lookaloud is ready, but it has no key. Run lookaloud doctor to find out why.")
# Translators: printed when there is no display to live on.
NO_DISPLAY = _("There is no display. Start Lookaloud within a desktop session.")
