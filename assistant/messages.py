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
