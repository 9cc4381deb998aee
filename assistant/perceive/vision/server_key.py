"""The key of a vision server, in the keyring of the system."""

from __future__ import annotations

import contextlib
from collections.abc import Generator
from types import ModuleType

from assistant import messages
from assistant.errors import VisionError
from assistant.perceive.vision.server_address import parse

SERVICE = "lookaloud"


def store_key(server: str, key: str) -> None:
    """Keep the key for that address. Raises VisionError where there is no keyring."""
    origin, key = parse(server).origin, key.strip()
    _check(key)
    with _keyring() as keyring:
        keyring.set_password(SERVICE, origin, key)


def forget_key(server: str) -> None:
    """Delete the key for that address; raise VisionError where there is none."""
    parsed = parse(server)
    with _keyring() as keyring:
        if keyring.get_password(SERVICE, parsed.origin) is None:
            sentence = messages.VISION_KEY_NONE.format(host=parsed.host)
            raise VisionError("vision.no_key", sentence)
        keyring.delete_password(SERVICE, parsed.origin)


def read_key(server: str) -> str | None:
    """Return the key for that address, or None. May wait until the user unlocks the keyring.

    Raises VisionError where there is no keyring.
    """
    origin = parse(server).origin
    with _keyring() as keyring:
        key = keyring.get_password(SERVICE, origin)
    if key is not None:
        _check(key)
    return key


def _check(key: str) -> None:
    """Raise VisionError for what can't stand in a header."""
    if not key or not key.isascii() or not key.isprintable() or " " in key:
        raise VisionError("vision.key", messages.VISION_KEY_UNUSABLE)


@contextlib.contextmanager
def _keyring() -> Generator[ModuleType]:
    """Open the keyring; translate what it raises."""
    try:
        import keyring  # noqa: PLC0415
    except ImportError as error:
        raise VisionError("vision.keyring", messages.VISION_KEYRING_MISSING) from error
    try:
        yield keyring
    except _failures() as error:
        raise VisionError("vision.keyring", messages.VISION_KEYRING_SHUT) from error


def _failures() -> tuple[type[Exception], ...]:
    """Return what keyring raises. On Linux errors of the library below it come through."""
    from keyring.errors import KeyringError  # noqa: PLC0415

    try:
        from secretstorage.exceptions import SecretStorageException  # noqa: PLC0415
    except ImportError:
        return KeyringError, OSError
    return KeyringError, OSError, SecretStorageException
