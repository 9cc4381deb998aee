"""Every sentence that is told on macOS only, marked for translation.

Names of macOS's own dialogs and settings are those of its user interface in that language.
"""

from __future__ import annotations

from assistant.messages import _

# --- keys, pictures, programs -----------------------------------------------------------------

# Translators: spoken when macOS does not let Lookaloud hear keys. Accessibility, Privacy & Security
# and System Settings are names of macOS.
KEYS_NO_PERMISSION = _(
    "macOS does not let me hear keys. Allow Lookaloud in System Settings, Privacy & Security,"
    " Accessibility, then start me again."
)
# Translators: spoken when a picture is needed and macOS would only give the wallpaper.
CAPTURE_NO_PERMISSION = _(
    "macOS does not let me see the screen. Allow Lookaloud in System Settings, Privacy & Security,"
    " Screen Recording, then start me again."
)
# Translators: spoken when programs can't be asked what they show.
ACCESSIBILITY_NO_PERMISSION = _(
    "macOS does not let me ask programs what they show. Allow Lookaloud in System Settings,"
    " Privacy & Security, Accessibility."
)
# --- permissions, in the first steps ------------------------------------------------------------

# Translators: title of the step about what macOS permits.
STEP = _("Permissions")
# Translators: first words of that step. n is how many permissions are missing.
MISSING_ONE = _(
    "macOS asks you before it lets a program work like a screen reader. One permission is missing."
)
MISSING_MORE = _(
    "macOS asks you before it lets a program work like a screen reader. {n} permissions are"
    " missing. We go through them one at a time."
)
# Translators: said when nothing is missing, at the beginning and at the end of that step.
ALL_GRANTED = _("macOS permits everything that I need.")
# Translators: said at the end of that step when some permissions were left out. names is a list.
REST_SKIPPED = _("That was all. Left out: {names}. You can come back to these steps at any time.")
# Translators: names of the permissions, as System Settings has them.
NAMES = {
    "accessibility": _("Accessibility"),
    "screen": _("Screen Recording"),
    "microphone": _("Microphone"),
    "camera": _("Camera"),
    "input": _("Input Monitoring"),
}
# Translators: what each permission is for, and what does not work without it.
REASONS = {
    "accessibility": _(
        "Accessibility: I need it to read what programs show and to hear my keys. Without it,"
        " almost nothing works."
    ),
    "screen": _(
        "Screen Recording: I need it to read pictures and text that programs don't tell of. I take"
        " a picture only when you ask, and keep none."
    ),
    "microphone": _("Microphone: I need it to hear your questions, only when you press their key."),
    "camera": _(
        "Camera: I need it to tell what is before the camera, and to read pages. You can leave it"
        " out."
    ),
    "input": _("Input Monitoring: your macOS asks for it too before I can hear my keys."),
}
# Translators: what happens when the user lets macOS ask for a permission: which dialog opens, and
# what to do in it. Open System Settings, Allow and OK are names of buttons of macOS.
ASKED = {
    "accessibility": _(
        "macOS opens a dialog. Choose Open System Settings there, then turn on Lookaloud in the"
        " list, and come back."
    ),
    "screen": _(
        "macOS opens a dialog. Choose Open System Settings there, then turn on Lookaloud in the"
        " list. macOS may then start me again."
    ),
    "microphone": _("macOS opens a dialog. Choose Allow or OK there."),
    "camera": _("macOS opens a dialog. Choose Allow or OK there."),
    "input": _(
        "macOS opens a dialog. Choose Open System Settings there, then turn on Lookaloud in the"
        " list, and come back."
    ),
}
# Translators: the way back after a refusal: macOS asks only once. name is one of the permissions.
WAY_BACK = _(
    "{name} is not permitted yet. macOS asks only once, so now the way is: open System Settings by"
    " the button here, find Lookaloud in the list, turn it on, come back and choose Check again."
)
# Translators: added for the screen, where a permission counts only after a new start.
WAY_BACK_RESTART = _("If it is turned on already, quit Lookaloud and start it again.")
# Translators: a company or school forbids the permission on its computers.
FORBIDDEN = _("{name} is forbidden on this Mac by whoever manages it. Ask them; I can't change it.")
# Translators: said when a permission came.
GRANTED = _("{name} is permitted.")
# Translators: said when the list in System Settings was opened.
SETTINGS_OPENED = _("System Settings is open at {name}. Turn on Lookaloud there, and come back.")
SETTINGS_NOT_OPENED = _(
    "System Settings can't be opened. Open it yourself: Privacy & Security, {name}."
)
# Translators: said when a permission is left out.
SKIPPED = _("I leave out {name}.")
# Translators: labels of buttons; & stands before the letter that presses it, different in all five
# and other than those of Next, Back and Leave.
CHOICE_ASK = _("&Ask for it")
CHOICE_SETTINGS = _("&Open System Settings")
CHOICE_CHECK = _("&Check again")
CHOICE_SKIP = _("&Skip it")

# --- lookaloud doctor ---------------------------------------------------------------------------

# Translators: how many displays there are, each by its size: "1512 by 982 points, scale 2".
DOCTOR_DISPLAY = _("{width} by {height} points, scale {scale}")
DOCTOR_DISPLAYS = _("Displays: {displays}.")
DOCTOR_NO_DISPLAYS = _("There is no display in use.")
# Translators: which permissions are there, and which are missing. names is a list of them.
DOCTOR_PERMITTED = _("macOS permits: {names}.")
DOCTOR_NOT_PERMITTED = _("macOS does not permit: {names}.")
DOCTOR_PERMIT = _(
    "Turn Lookaloud on in System Settings, Privacy & Security, in the list of that name; the first"
    " steps lead there. If it is on already, remove it from the list and add it again."
)
# Translators: said where doctor was started from a terminal.
DOCTOR_OF_TERMINAL = _(
    "These are the permissions of the terminal that started this. For those of the app itself, open"
    " its first steps."
)
# Translators: macOS keeps the keyboard from all other programs while a password is typed.
DOCTOR_SECURE_INPUT = _(
    "A program keeps the keyboard for a password now, so my keys are not heard."
)
DOCTOR_SECURE_INPUT_END = _(
    "Leave the password field. In Terminal, turn off Secure Keyboard Entry."
)
