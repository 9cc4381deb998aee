"""Writes docs/settings.md out of the settings themselves."""

from __future__ import annotations

import sys

from assistant.config import migrate, values
from assistant.config.settings import Entry, entries, sections

HEAD = f"""# Settings

`lookaloud settings` lists all settings with their values, `lookaloud settings speech.rate` shows
one, and `lookaloud settings speech.rate 60` sets one. They are kept in a file that any editor
opens:

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
        parts.append(f"## [{section}]\n\n{kind.__doc__}\n")
        parts.append("| name | default | allowed | what it does |\n| --- | --- | --- | --- |")
        parts += [_row(entry) for entry in entries().values() if entry.section == section]
        parts.append("")
    return "\n".join(parts)


def _row(entry: Entry) -> str:
    default = values.as_text(entry.default)
    quoted = f'"{default}"' if isinstance(entry.default, str) else default
    return f"| `{entry.name}` | `{quoted}` | {values.allowed(entry)} | {entry.about} |"


if __name__ == "__main__":
    sys.stdout.write(as_markdown())
