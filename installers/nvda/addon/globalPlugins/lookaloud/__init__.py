# Copyright (C) 2026 The Lookaloud project
# SPDX-License-Identifier: GPL-2.0-or-later
"""Sends what NVDA points at to a running Lookaloud, and says what that sees there.

Only NVDA's own parts are touched here; all that decides is in `asking`, which knows no NVDA.
"""

from __future__ import annotations

from gettext import gettext as _  # until initTranslation puts NVDA's in its place

import addonHandler
import api
import controlTypes
import globalPluginHandler
import globalVars
import queueHandler
import textInfos
import ui
from logHandler import log
from scriptHandler import getLastScriptRepeatCount, script
from speech.extensions import pre_speechCanceled

from . import asking, pipe

addonHandler.initTranslation()

# Translators: the category of this add-on's commands in the Input Gestures dialog.
CATEGORY = _("Lookaloud")
SENTENCES = asking.Sentences(
    # Translators: said where no Lookaloud runs for this user.
    not_running=_("Lookaloud is not running. Start it first."),
    # Translators: said where Lookaloud ended or fell silent before it had answered.
    gone=_("Lookaloud ended before it answered."),
    # Translators: said where the pipe to Lookaloud can't be used. Reason comes from Windows.
    no_connection=_("Lookaloud can't be reached: {reason}"),
)
SOURCES = {
    # Translators: where a line of the result comes from, behind it in brackets.
    "accessibility": _("reported by the program or NVDA"),
    "ocr": _("read from the pixels"),
    "model": _("a model's guess"),
    "program": _("Lookaloud about itself"),
}


class GlobalPlugin(globalPluginHandler.GlobalPlugin):
    """The commands of this add-on."""

    scriptCategory = CATEGORY  # noqa: N815 - NVDA's name

    def __init__(self):
        super().__init__()
        self._asker = asking.Asker(pipe.connect, self._queue, self._say, SENTENCES)
        # NVDA silences itself on every key; what is still to come then must not be said either.
        pre_speechCanceled.register(self._silenced)

    def terminate(self):
        """End what is being asked, as NVDA unloads the add-on."""
        pre_speechCanceled.unregister(self._silenced)
        self._asker.stop()
        super().terminate()

    @script(
        # Translators: a command, in the Input Gestures dialog and the input help.
        description=_(
            "Lookaloud: describes the navigator object. Pressed twice, shows the last answer"
        ),
        gesture="kb:NVDA+alt+l",
    )
    def script_describe_object(self, gesture):
        """Describe the rectangle of the navigator object."""
        del gesture
        if getLastScriptRepeatCount():
            self._show()
            return
        obj = api.getNavigatorObject()
        self._describe(_place(obj), obj.name or "", obj)

    @script(
        # Translators: a command, in the Input Gestures dialog and the input help.
        description=_(
            "Lookaloud: describes the line at the review cursor. Pressed twice, shows the last"
            " answer"
        ),
        gesture="kb:NVDA+alt+shift+l",
    )
    def script_describe_review(self, gesture):
        """Describe the line at the review cursor."""
        del gesture
        if getLastScriptRepeatCount():
            self._show()
            return
        info = api.getReviewPosition().copy()
        info.expand(textInfos.UNIT_LINE)
        # In browse mode the text belongs to the whole document, which has no place of its own.
        obj = api.getNavigatorObject()
        self._describe(_rectangle(info) or _place(obj), "", obj)

    @script(
        # Translators: a command, in the Input Gestures dialog and the input help.
        description=_("Lookaloud: describes the window in front"),
    )
    def script_describe_window(self, gesture):
        """Describe the window in front."""
        del gesture
        self._asker.ask("describe_window")

    @script(
        # Translators: a command, in the Input Gestures dialog and the input help.
        description=_("Lookaloud: says what it is doing"),
    )
    def script_status(self, gesture):
        """Say what Lookaloud is doing."""
        del gesture
        self._asker.ask("status")

    @script(
        # Translators: a command, in the Input Gestures dialog and the input help.
        description=_("Lookaloud: shows its last answer as text"),
    )
    def script_show_answer(self, gesture):
        """Show the last answer."""
        del gesture
        self._show()

    def _describe(self, place, name, obj):
        if _is_secret(obj):
            # Translators: said instead of looking at a password field.
            ui.message(_("That is a password field. Lookaloud is not asked about it."))
            return
        if place is None:
            # Translators: said of an object that has no place on the screen.
            ui.message(_("This has no place on the screen."))
            return
        role = obj.role.displayString if name else ""
        self._asker.ask("describe_area", asking.area(place, name, role))

    def _show(self):
        lines = self._asker.lines(SOURCES)
        if not lines:
            # Translators: said where the last answer is to be shown and there is none.
            ui.message(_("Lookaloud has said nothing yet."))
            return
        # Translators: the title of the window with the last answer.
        ui.browseableMessage("\n".join(lines), _("Lookaloud's last answer"))

    def _say(self, text, all_text):
        """Speak a sentence; braille holds the whole answer so far, to be read at leisure."""
        ui.message(text, brailleText=all_text)

    def _queue(self, function, *arguments):
        queueHandler.queueFunction(queueHandler.eventQueue, function, *arguments)

    def _silenced(self, **_arguments):
        self._asker.stop()


def _place(obj):
    """Return left, top, width and height of an object in pixels of the screen; None for none."""
    try:
        return tuple(obj.location)
    except (TypeError, NotImplementedError):
        return None


def _rectangle(info):
    """Return the same of a piece of text."""
    try:
        rectangles = [tuple(rectangle) for rectangle in info.boundingRects]
    except (NotImplementedError, LookupError):
        log.debug("Lookaloud: this text has no rectangles", exc_info=True)
        rectangles = []
    try:
        return asking.around(rectangles) or asking.around_point(*info.pointAtStart)
    except (NotImplementedError, LookupError, TypeError):
        return None


def _is_secret(obj):
    is_protected = controlTypes.State.PROTECTED in obj.states
    return is_protected or obj.role == controlTypes.Role.PASSWORDEDIT


if globalVars.appArgs.secure:
    # On the log-on screen and other secure screens no other program may be asked.
    GlobalPlugin = globalPluginHandler.GlobalPlugin
