"""Sentences about starting with the session, and about newer versions, marked for translation."""

from __future__ import annotations

from assistant.messages import _

# --- start with the session -------------------------------------------------------------------

# Translators: help of `lookaloud autostart` and of its argument.
COMMAND = _("let Lookaloud start when you sign in, or not")
WHAT = _("on or off; status, the default, tells how it is")
# Translators: answers of that command.
IS_ON = _("Lookaloud starts when you sign in.")
IS_OFF = _("Lookaloud does not start when you sign in.")
# Translators: what can be chosen in the last of the first steps; & stands before the letter that
# chooses it.
START = _("&Start when I sign in")
DONT_START = _("Do not &start when I sign in")
# Translators: comment of the entry, in the desktop's list of programs that start by themselves.
ENTRY_COMMENT = _("Speaks what is on the screen")
# Translators: place is a file, or a key of the registry of Windows; reason is from the system.
UNREADABLE = _("Whether Lookaloud starts with the session can't be read from {place}: {reason}.")
UNWRITABLE = _("{place} can't be written: {reason}. Make sure that you may write there.")

# --- newer versions ---------------------------------------------------------------------------

# Translators: help of `lookaloud update`.
UPDATE = _("ask now whether there is a newer version")
# Translators: spoken once, when nothing else is; and the answer of `lookaloud update`.
NEWER = _("Version {version} of Lookaloud is available. You have {own}.")
# Translators: other answers of `lookaloud update`.
NEWEST = _("You have the newest version of Lookaloud, {own}.")
NO_ADDRESS = _("No address for updates is set. Give one: lookaloud settings updates.url ADDRESS")
NOT_HTTPS = _("The address for updates must begin with https://: {url}.")
NOT_REACHED = _("{host} can't be reached, so I don't know whether there is a newer version.")
NO_VERSION = _("{host} does not name a version, so I don't know whether there is a newer one.")
