"""What is said and shown about scanners, and about several pages that become one document."""

from __future__ import annotations

from assistant.language import catalogue
from assistant.messages import _

_n = catalogue().ngettext

# Translators: name of the command, in the list of keys and the tray menu.
SCAN = _("Scan a page and read it")
# Translators: spoken once a scan has taken a second, and later how far it is.
SCANNER_WORKING = _("Scanning.")
SCANNER_PROGRESS = _("{percent} percent")
# Translators: spoken when a page was scanned on which no text is found, and nothing else is known.
SCANNER_NOTHING = _("I scanned a page, but I find no text on it.")
# Translators: the same of one sheet of several that the feeder took.
SCANNER_EMPTY_PAGE = _("I find no text on this sheet.")
# Translators: spoken for each trouble of a scanner.
SCANNER_NONE = _("I find no scanner. Plug it in and switch it on.")
SCANNER_UNKNOWN = _("I find no scanner called {name}. Run lookaloud scan --list.")
SCANNER_BUSY = _(
    "The scanner {name} is busy: another program is using it, or it is still at its last page."
)
SCANNER_NO_PAPER = _("There is no paper in the feeder of the scanner {name}.")
SCANNER_JAM = _("The paper is jammed in the scanner {name}. Pull it out, and scan again.")
SCANNER_OPEN = _("The cover of the scanner {name} is open. Close it, and scan again.")
SCANNER_FORBIDDEN = _(
    "I may not use the scanner {name}. Allow it in the system's settings; on Linux, become a member"
    " of the group scanner."
)
SCANNER_ABSENT = _("The scanner {name} does not answer. Is it plugged in and switched on?")
SCANNER_GONE = _("The scanner {name} broke off in the middle. Was it unplugged or switched off?")
SCANNER_SILENT = _("The scanner {name} sends nothing. Switch it off and on again.")
SCANNER_TOO_BIG = _("The scan is larger than I can take. Choose a lower scanner.resolution.")
SCANNER_FAILED = _("The scanner {name} failed: {reason}.")
SCANNER_DRIVER = _(
    "The driver of the scanner {name} broke down. Switch it off and on, and scan again."
)
SCANNER_NO_FEEDER = _(
    "The scanner {name} has no feeder. Scan the pages one by one; they become one document."
)
SCANNER_OPTIONS = _("The setting scanner.options has a quotation mark without an end.")
SCANNER_MISSING = _(
    "To scan, the program scanimage is needed. On Debian and Ubuntu, run: sudo apt install"
    " sane-utils"
)
SCANNER_NOT_HERE = _(
    "I can't drive scanners on this system yet. Scan with the scanner's own program, and let me"
    " describe the file."
)
# Translators: name of what makes a photographed page flat and level, in sentences about engines.
PAGE_ENGINE = _("The correction of photographed pages")
PAGE_MISSING = _(
    "Photographed pages can't be made level: packages are missing. Run: pip install"
    " lookaloud[camera]"
)
# Translators: heads the lines of each page where a result holds several.
PAGE_HEAD = _("Page {number}:")
# Translators: said before the text of pages that were read before the last one, by "say more".
PAGE_EARLIER = _("Page {number}.")
# Translators: shown by --help.
CLI_SCAN = _("Scan a page and read it; pages that follow each other become one document.")
CLI_SCAN_LIST = _("List the scanners.")
CLI_SCAN_CHOOSE = _("Use this scanner from now on.")
CLI_SCAN_DEVICE = _(
    "Use this scanner once: its name, its number, or the name that SANE has for it."
)
CLI_SCAN_PAGES = _("Take so many sheets from the feeder, or as many as there are.")
CLI_SCAN_PAGES_WRONG = _("the number of pages is a whole number from 1 to {most}")
CLI_SCAN_FILES = _("Pictures of pages to read instead, as one document.")
# Translators: printed by "lookaloud scan --list" for each scanner, and where there is none.
CLI_SCAN_LINE = _("{number}: {name}, {id}")
CLI_SCAN_NONE = _("There is no scanner.")
# Translators: printed once a scanner was chosen.
CLI_SCAN_CHOSEN = _("The scanner {name} is used from now on.")
# Translators: told to a script whose request can't be right.
ARGUMENT_DEVICE = _(
    '"device" is the name or number of a scanner, as lookaloud scan --list tells it.'
)
ARGUMENT_PAGES = _('"pages" is a whole number from 1 to {most}.')
ARGUMENT_PATHS = _('"paths" is a list of texts.')


def scanned_pages(count: int) -> str:
    """Return how many sheets the feeder gave."""
    # Translators: said at the end, after the text of all sheets.
    return _n("{count} page was read.", "{count} pages were read.", count).format(count=count)
