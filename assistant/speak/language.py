"""The language that the user's desktop speaks."""

from __future__ import annotations

from assistant.language import system_language

__all__ = ["system_language"]
