"""What the keys of the user's keyboard type. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Layout:
    """The keyboard as it is now. Keys have the names of `keys.Key`, such as "W" or "Comma"."""

    names: frozenset[str] = frozenset()
    """Keys that the keyboard has."""
    shifted: frozenset[str] = frozenset()
    """Those of them that need Shift, such as "Slash" on a German keyboard."""
    dead: frozenset[str] = frozenset()
    """Keys that put an accent on the next letter instead of typing their sign."""
    alt_gr: Mapping[str, str] = field(default_factory=dict[str, str])
    """What AltGr types with a key, such as "€" with "E"."""
