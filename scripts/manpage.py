"""Writes docs/lookaloud.1 from the program's own parser; `--check` only tells if it is true."""

from __future__ import annotations

import os
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from argparse_manpage.manpage import Manpage  # noqa: E402 - found on the path above

from assistant import __version__  # noqa: E402 - as above
from assistant.__main__ import parser  # noqa: E402 - as above

PAGE = ROOT / "docs" / "lookaloud.1"
EXTRA = Path(__file__).with_name("manpage.inc")
WIDTH = "100"
"""Usage lines are broken by the width of the terminal; the page is the same everywhere."""


def made() -> str:
    """Return the man page of the command line as it is now, in English."""
    os.environ["COLUMNS"] = WIDTH
    page = Manpage(
        parser(),
        {
            "description": "speaks what is on the screen, and answers questions about it",
            "project_name": "Lookaloud",
            "version": __version__,
            "date": " ",  # the page tells the version; a date would differ after each run
            "manual_title": "Lookaloud",
            "include": str(EXTRA),
        },
    )
    return str(page)


def main() -> int:
    """Write the page, or compare it; return the exit code."""
    if "--check" not in sys.argv[1:]:
        PAGE.write_text(made(), encoding="utf-8")
    elif not PAGE.exists() or PAGE.read_text(encoding="utf-8") != made():
        print("docs/lookaloud.1 is not what the command line is now. Run: scripts/manpage")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
