"""Every sentence that is told on Wayland only, marked for translation."""

from __future__ import annotations

from assistant.messages import _

# --- keys -------------------------------------------------------------------------------------

# Translators: spoken where the desktop gives programs no keys, as sway does, and GNOME before 48.
# "lookaloud describe" is what one types, and stays as it is.
KEYS_NO_PORTAL = _(
    "This desktop gives programs no keys. In its keyboard settings, add a shortcut that runs the"
    " command lookaloud describe."
)
# Translators: the same where the desktop gives keys to installed programs only.
KEYS_NOT_INSTALLED = _(
    "This desktop gives keys to installed programs only. Install Lookaloud from its package, or"
    " add a shortcut in the keyboard settings that runs the command lookaloud describe."
)
# Translators: spoken when the user or the desktop said no.
KEYS_REFUSED = _(
    "The desktop was not allowed to give me my keys. Start me again to be asked again, or add a"
    " shortcut in its keyboard settings that runs the command lookaloud describe."
)
# Translators: spoken when the part of the desktop that gives keys does not answer.
KEYS_SILENT = _(
    "The desktop does not answer when I ask it for my keys. Log out and in again, or add a"
    " shortcut in its keyboard settings that runs the command lookaloud describe."
)
# Translators: spoken when the desktop took the keys away while the program runs.
KEYS_TAKEN_BACK = _("The desktop took my keys away. Start me again to ask for them.")
# Translators: spoken when the session ends.
KEYS_SESSION_GONE = _("The desktop's session is gone, so I can't hear keys any more.")
# Translators: spoken at the start while a window of the desktop waits for the user's answer.
KEYS_ASKED = _(
    "The desktop asks you whether I may have my keys. Its window is waiting for your answer."
)
# Translators: spoken when the desktop gave no key to a command; command is such as "Describe".
KEY_NOT_GIVEN = _(
    "The desktop gave no key to {command}. Choose one in its keyboard settings, under Lookaloud."
)
# Translators: spoken when the user gave a command another key in Lookaloud's settings, and the
# desktop kept the one from before.
KEY_KEPT = _(
    "The desktop keeps {key} for {command}. Change it in its keyboard settings, under Lookaloud."
)
# Translators: spoken about the leader key of the command layer, such as "control super comma".
KEYS_NO_LAYER = _(
    "The command layer needs single keys, which Wayland gives to no program, so {key} does nothing."
    " In the desktop's keyboard settings, under Lookaloud, each of its commands can have a key of"
    " its own. Without a leader key in my settings, I don't say this again."
)
# Translators: said where one wants to know whether a key is free.
KEYS_NO_PROBE = _("On Wayland only the desktop knows which keys are taken.")
# Translators: said where the next key was to be pressed so that it becomes a command's.
KEYS_NO_CAPTURE = _(
    "On Wayland I can't see which key you press. Type its name instead, such as Ctrl+Super+W."
)
# Translators: how a key is shown that the desktop gave in place of the one in the settings.
KEYS_GIVEN = _("{key} by the desktop, not {wanted}")

# --- pictures and windows -----------------------------------------------------------------------

# Translators: spoken when a picture is needed and the desktop offers none.
CAPTURE_NO_PORTAL = _(
    "This desktop gives programs no pictures of the screen. Install the package"
    " xdg-desktop-portal and the one that belongs to your desktop."
)
# Translators: spoken when the user or the desktop said no.
CAPTURE_REFUSED = _(
    "The desktop did not let me see the screen. Allow Lookaloud to take screenshots in its"
    " privacy settings."
)
# Translators: spoken when the desktop, or the user whom it asked, does not answer.
CAPTURE_SILENT = _(
    "The desktop gave me no picture of the screen. Perhaps its window is waiting for your answer."
)
# Translators: spoken when the desktop gave something that is no picture.
CAPTURE_UNREADABLE = _("The desktop gave me a picture of the screen that I can't read.")
# Translators: spoken when the desktop's file with a picture of the screen stays on the disk.
CAPTURE_LEFT = _("The desktop left a picture of the screen in {path}, which I can't delete.")
# Translators: spoken when a window's picture is wanted, and nobody knows where the window is.
# "lookaloud describe screen" is what one types, and stays as it is.
NO_PLACES = _(
    "This desktop doesn't tell where windows are, so I can't look at this one alone. To have the"
    " whole screen read, run lookaloud describe screen."
)
# Translators: spoken when no program says that its window is in front.
NO_ACTIVE_WINDOW = _(
    "This desktop doesn't tell which window is in front, and no program says that it is. To have"
    " the whole screen read, run lookaloud describe screen."
)
# Translators: spoken instead of the text of the whole screen.
SCREEN_PASSWORD = _(
    "A password field is on the screen, and this desktop doesn't tell where, so I don't look at"
    " the picture."
)
NO_POINTER = _("This desktop doesn't tell where the mouse pointer is.")
NO_ACTIVATE = _("This desktop lets no program bring a window to the front. Go there yourself.")
NO_CLICKS = _("This desktop lets no program click.")
# Translators: spoken when sway, the name of a desktop, does not answer.
SWAY_GONE = _("Sway does not answer, so I don't know which window is in front.")
