"""Sentences about the parts that are added to the installed program, marked for translation."""

from __future__ import annotations

from assistant.messages import _

# Translators: help of `lookaloud components` and of its commands.
COMMAND = _("list, add and remove parts that are not in the installer")
LIST = _("tell which parts there are")
INSTALL = _("fetch a part from the Python package index and add it")
REMOVE = _("delete a part that was added")
NAME = _("name of the part, such as vision")
YES = _("do not ask")
FOR_GPU = _("PyTorch for graphics cards of NVIDIA")
FOR_CPU = _("PyTorch without a graphics card")
# Translators: what a part is for. Each stands after its name in a list.
USE_OCR = _("reads text in pictures")
USE_HEARING = _("hears spoken questions, with a small English model")
USE_CAMERA = _("looks through the camera")
USE_SERVER = _("asks a vision server of your own")
USE_PYTTSX3 = _("speaks with pyttsx3")
USE_VISION = _("runs vision models, which tell what pictures show")
USE_OPENAI_WHISPER = _("hears with Whisper as OpenAI made it")
USE_TORCH = _("PyTorch, which other parts compute with; it comes and goes with them")
# Translators: one line of the list, such as "vision: runs vision models. Added, 1.1 GB on disk."
LINE = _("{name}: {use}. {state}")
STATE_BUILT_IN = _("It is in the program.")
STATE_ADDED = _("Added, {size} on disk.")
STATE_ABSENT = _("Not added. About {fetched} to fetch, {size} on disk.")
STATE_OUTDATED = _(
    "Added for another version of Lookaloud and not in use."
    " To renew it, run: lookaloud components install {name}"
)
STATE_MISSING = _("Not installed. Install it with: pip install 'lookaloud[{name}]'")
STATE_INSTALLED = _("Installed.")
# Translators: printed before the question whether to go on. Use is what the part is for.
ABOUT = _(
    "{name} {use}. About {fetched} are fetched from the Python package index, which learns the"
    " address and the kind of this computer. It takes {size} on disk; {free} are free."
)
ABOUT_TORCH_GPU = _("PyTorch comes for graphics cards of NVIDIA; --cpu takes the smaller one.")
ABOUT_TORCH_CPU = _("PyTorch comes without support for graphics cards; --gpu takes the other.")
# Translators: then the user types y or n.
QUESTION = _("Fetch it? [y/N] ")
REMOVE_QUESTION = _("Delete {name}? [y/N] ")
ASK_FIRST = _("Nobody can be asked here. To agree, add: --yes")
NOT_DONE = _("Nothing was changed.")
# Translators: lines of progress. File is the name of a package.
PROGRESS = _("{percent} percent, {done} of about {size}: {file}")
FITTING = _("All is fetched. Putting it together.")
TRYING = _("Trying it.")
INSTALLED = _("{name} was added. If Lookaloud runs, quit it and start it again to use that.")
INSTALLED_ALREADY = _("{name} is there and works.")
STOPPED = _("Stopped. What was fetched is kept: to go on, run: lookaloud components install {name}")
REMOVED = _("{name} was deleted; that freed {size}.")
# Translators: errors.
UNKNOWN = _("There is no part {name}. The parts are: {names}.")
BUILT_IN = _("{name} is in the program and can't be added or deleted.")
NOT_ADDED = _("{name} was not added.")
NEEDED = _("{name} is needed by {others}. Delete that first.")
NO_INSTALLER = _(
    "This Lookaloud runs from Python packages, so pip adds its parts. Run:"
    " {python} -m pip install 'lookaloud[{name}]'"
)
DISK_FULL = _("{name} takes about {size} and only {free} are free in {folder}.")
FETCH_FAILED = _(
    "{name} could not be fetched: {reason}. What was fetched is kept; to go on, run the same"
    " command again."
)
TRIAL_FAILED = _("{name} was fetched and does not work on this computer: {reason}.")
UNWRITABLE = _("{name} can't be written in {folder}: {reason}.")
