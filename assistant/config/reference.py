"""Writes docs/settings.md out of the settings themselves."""

from __future__ import annotations

import sys

from assistant.config import migrate, values
from assistant.config.settings import Entry, entries, section_titles, sections

HEAD = f"""# Settings

`lookaloud settings --window` opens them in a window of the running Lookaloud, where each change is
heard at once. Arrow keys choose a page, Tab goes into it, and Ctrl+Page Down goes to the next from
anywhere. Alt+F searches all settings: type a part of a name and press Enter. Undo takes back one
change after the other, and Escape closes the window. The command line does the same:

- `lookaloud settings` lists all settings with their values; `lookaloud settings speech.rate` shows
  one, and `lookaloud settings speech.rate 60` sets one. A running Lookaloud takes it over at once.
- `lookaloud settings --reset` gives all of them their defaults; `--reset speech` those of a
  section, and `--reset speech.rate` one.
- `lookaloud settings --export FILE` writes all of them to a file, and `--import FILE` takes over
  what a file names and leaves the rest; it says what changes. `-` stands for standard output and
  standard input. The key of a vision server is in the system's keyring and not in the file.

They are kept in a file that any editor opens:

- Linux: `~/.config/lookaloud/settings.toml`
- another file: `lookaloud --settings FILE`

```toml
version = {migrate.VERSION}

[speech]
rate = 60
```

What is not in the file has its default. A value that is wrong is said with its line when Lookaloud
starts, and its default is used; the file itself is never changed for it. Names that Lookaloud
doesn't know are kept and warned about. Where the file is written, comments stay.

This page is made by `python -m assistant.config.reference`.
"""


def as_markdown() -> str:
    """Return the page about all settings."""
    parts = [HEAD]
    for section, kind in sections().items():
        parts.append(f"## {section_titles()[section]}: [{section}]\n\n{kind.__doc__}\n")
        parts.append("| name | in the window | default | allowed | what it does |")
        parts.append("| --- | --- | --- | --- | --- |")
        parts += [_row(entry) for entry in entries().values() if entry.section == section]
        parts.append("")
    return "\n".join(parts)


def _row(entry: Entry) -> str:
    default = values.as_text(entry.default)
    quoted = f'"{default}"' if isinstance(entry.default, str) else default
    return (
        f"| `{entry.name}` | {entry.title} | `{quoted}` | {values.allowed(entry)} | {entry.about} |"
    )


if __name__ == "__main__":
    sys.stdout.write(as_markdown())
